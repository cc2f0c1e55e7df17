"""The senior management team recommends; it decides nothing."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning.models import AuditIndex, Duty, Involvement
from commissioning.rules.dates import instant
from decisions.models import AgencyRecommendation, Interest, SsmtOutcome
from decisions.selectors.meetings import live_item
from decisions.selectors.ssmt import dissent, ssmt_is_stated, ssmt_outcome
from decisions.services.agenda_items import LAST_MINUTE
from tests.builders import a_borough, appoint, office, person, test_act
from tests.builders_rules import refused
from tests.builders_s3 import (
    LEADS,
    SSMT_AT,
    TEAM_SAYS,
    an_ssmt_item,
    give_all,
    give_recommendation,
    state_team,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return an_ssmt_item().case


@pytest.fixture
def case(built_case, db):
    return deepcopy(built_case)


def test_every_voting_agency_and_the_chair_are_asked_and_the_adviser_is_not(case):
    asked = Duty.objects.filter(case=case, kind__startswith="ssmt.", closed_at=None).values_list(
        "kind", "office__key"
    )

    assert sorted(asked) == sorted(
        [*(("ssmt.recommend", lead) for lead in LEADS), ("ssmt.outcome", "ssmt-chair")]
    )


def test_agencies_are_not_late_when_the_meeting_begins(case):
    meeting = live_item(case, "RECOMMENDATION").meeting
    due = {duty.kind: duty.due_at for duty in Duty.objects.filter(case=case, kind__startswith="ssmt.", closed_at=None)}

    assert due == dict.fromkeys(["ssmt.recommend", "ssmt.outcome"], instant(meeting.meets_on, LAST_MINUTE))


def test_recommendation_keeps_answer_interest_part_and_event(case):
    answer = give_recommendation(
        case, "lead-icb", "SUPPORT_WITH_CONDITIONS", conditions="Review after one year."
    )

    assert (answer.n, answer.organisation.key, answer.conditions) == (1, "icb", "Review after one year.")
    assert Interest.objects.get().kind == "NONE"
    assert Involvement.objects.get(person=person("lead-icb")).part == "recommender"
    assert Duty.objects.get(kind="ssmt.recommend", office__key="lead-icb").result == "SUPPORT_WITH_CONDITIONS"
    assert AuditIndex.objects.order_by("-seq").first().kind == "ssmt.recommend"


def test_correction_is_a_further_row_and_the_last_one_counts(case):
    give_recommendation(case, "lead-icb")
    give_recommendation(case, "lead-icb", "ABSTAIN", at=SSMT_AT + timedelta(minutes=1))

    rows = AgencyRecommendation.objects.values_list("n", "position")

    assert list(rows) == [(1, "SUPPORT"), (2, "ABSTAIN")]


def test_deputy_of_the_office_may_answer(case):
    answer = give_recommendation(case, "lead-icb", by="deputy-lead-icb")

    assert answer.given_by == person("deputy-lead-icb")


def test_nobody_answers_for_another_agency(case):
    with pytest.raises(PermissionDenied):
        give_recommendation(case, "lead-icb", by="lead-police")

    assert AgencyRecommendation.objects.count() == 0


def test_e51_one_person_may_speak_for_two_agencies_that_both_appointed_them(case):
    appoint(person("lead-icb"), office("lead-police"))
    give_recommendation(case, "lead-icb")

    second = give_recommendation(case, "lead-police", by="lead-icb")

    assert second.organisation.key == "police"


def test_e51_person_whom_one_of_the_two_agencies_no_longer_appoints_is_refused(case):
    appoint(person("lead-icb"), office("lead-police"))
    give_recommendation(case, "lead-icb")
    first = person("lead-icb").appointments.get(office__key="lead-icb")
    first.ends_on = SSMT_AT.date() - timedelta(days=1)
    first.save_as(test_act(), update_fields=["ends_on"])

    assert refused(give_recommendation, case, "lead-police", by="lead-icb") == "ssmt.two_agencies"
    assert list(AgencyRecommendation.objects.values_list("organisation__key", flat=True)) == ["icb"]


@pytest.mark.parametrize(
    ("position", "words", "code"),
    [
        ("SUPPORT_WITH_CONDITIONS", {}, "ssmt.conditions"),
        ("DO_NOT_SUPPORT", {}, "ssmt.dissent"),
        ("DO_NOT_SUPPORT", {"dissent": "word " * 501}, "ssmt.dissent_length"),
        ("SUPPORT", {"interest": "SUPPLIER_COI"}, "ssmt.interest_text"),
        ("SUPPORT", {"interest": "SUPPLIER_COI", "nature": "We run the service now."}, "ssmt.interest"),
    ],
)
def test_recommendation_is_refused_and_nothing_stays(case, position, words, code):
    assert refused(give_recommendation, case, "lead-icb", position, **words) == code

    assert (AgencyRecommendation.objects.count(), Interest.objects.count()) == (0, 0)


def test_dissent_of_exactly_500_words_is_taken(case):
    answer = give_recommendation(case, "lead-icb", "DO_NOT_SUPPORT", dissent="word " * 500)

    assert len(answer.dissent.split()) == 500


def test_agency_with_a_stake_as_supplier_may_abstain(case):
    answer = give_recommendation(
        case, "lead-housing", "ABSTAIN", interest="SUPPLIER_COI", nature="We run the refuge now."
    )

    assert answer.position == "ABSTAIN"


def test_jointly_recommended_when_all_support(case):
    give_all(case)

    stated = state_team(case)

    assert (stated.outcome, len(stated.positions)) == ("RECOMMENDED", 6)
    assert (ssmt_is_stated(case), ssmt_outcome(case), live_item(case, "RECOMMENDATION")) == (
        True,
        "RECOMMENDED",
        None,
    )
    assert not Duty.objects.filter(case=case, kind__startswith="ssmt.", closed_at=None).exists()
    assert AuditIndex.objects.order_by("-seq").first().kind == "ssmt.outcome"


def test_e53_consensus_cannot_be_claimed_over_dissent(case):
    give_all(case, {"lead-police": "DO_NOT_SUPPORT"})

    assert refused(state_team, case, "RECOMMENDED") == "ssmt.outcome"
    assert state_team(case, "RECOMMENDED_WITH_DISSENT").outcome == "RECOMMENDED_WITH_DISSENT"
    assert [row["key"] for row in dissent(case)] == ["police"]


def test_contributor_that_abstains_takes_jointly_away(case):
    give_all(case, {"lead-icb": "ABSTAIN"})

    assert refused(state_team, case, "RECOMMENDED") == "ssmt.outcome"
    assert state_team(case, "RECOMMENDED_WITH_DISSENT").outcome == "RECOMMENDED_WITH_DISSENT"


@pytest.mark.parametrize("absent", ["lead-council", "lead-icb"])
def test_e50_without_the_council_or_a_contributor_there_is_no_quorum(case, absent):
    for lead in LEADS:
        if lead != absent:
            give_recommendation(case, lead)

    assert refused(state_team, case) == "ssmt.inquorate"
    assert SsmtOutcome.objects.count() == 0


@pytest.mark.parametrize(
    ("outcome", "words", "code"),
    [
        ("RETURNED", {}, "ssmt.actions"),
        ("DEFERRED", {}, "ssmt.reasons"),
        ("RECOMMENDED", {"text": "The team approves the award."}, "ssmt.wording"),
        ("RECOMMENDED", {"at": SSMT_AT - timedelta(minutes=1)}, "ssmt.too_early"),
    ],
)
def test_outcome_is_refused_and_nothing_stays(case, outcome, words, code):
    give_all(case)

    assert refused(state_team, case, outcome, **words) == code
    assert (SsmtOutcome.objects.count(), ssmt_is_stated(case)) == (0, False)


def test_proposal_goes_back_with_a_list_and_without_a_quorum(case):
    stated = state_team(
        case, "RETURNED", actions=["Add the savings of each agency."], text="The team asks for more."
    )

    assert (stated.actions, ssmt_outcome(case)) == (["Add the savings of each agency."], "RETURNED")
    assert Duty.objects.filter(case=case, kind="ssmt.recommend", result="NOT_ANSWERED").count() == 6


def test_nobody_answers_after_the_outcome(case):
    give_all(case)
    state_team(case)

    assert refused(give_recommendation, case, "lead-icb", "ABSTAIN") == "ssmt.closed"


def test_outcome_is_stated_once(case):
    give_all(case)
    duty = Duty.objects.get(case=case, kind="ssmt.outcome")
    state_team(case, text=TEAM_SAYS)

    duty.refresh_from_db()

    assert (duty.result, duty.closed_by) == ("RECOMMENDED", person("ssmt-chair"))
