"""One member with delegated power decides alone; the act is the decision."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Body, Case, Delegation, Involvement
from commissioning.rules.dates import LONDON
from commissioning.rules.refusals import Refusal
from commissioning.selectors.proposals import current_version
from decisions.models import Decision, EqualityConfirmation, Interest
from decisions.rules.delegations import Consulted
from decisions.rules.interests import BIAS_LAW
from decisions.rules.key_decision import KeyFacts
from decisions.selectors.decisions import decision_outcome
from decisions.selectors.meetings import current_item
from decisions.services.agendas import open_agenda_publish, publish_agenda
from decisions.services.delegations import require_delegation
from decisions.services.individual_decisions import pass_on
from decisions.services.key_assessments import assess_key
from tests.builders import a_borough, a_case, actor, appoint, office, person, test_act
from tests.builders_rules import refusal_of, refused
from tests.builders_s1 import a_submitted_proposal, open_duty
from tests.builders_s2 import (
    CLEARERS,
    a_cleared_proposal,
    a_meeting,
    a_notice,
    ask_for_clearances,
    give_clearance,
)
from tests.builders_s3 import AGENDA_AT, AGREED, CABINET_AT, a_delegation, a_member_item, decide_alone
from tests.builders_s5 import other_rules

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    a_delegation()
    case = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    return case


@pytest.fixture
def case(built_case, db):
    return deepcopy(built_case)


def test_act_is_the_decision(case):
    decision = decide_alone(case)

    assert (decision.mode, decision.outcome, decision.made_at) == ("INDIVIDUAL", "AGREED", CABINET_AT)
    assert (decision.maker_office.key, decision.made_by, decision.is_key) == (
        "cm-adults",
        person("cm-adults"),
        False,
    )
    assert (Interest.objects.get().kind, EqualityConfirmation.objects.count()) == ("NONE", 1)
    assert Involvement.objects.filter(part="decider").get().person == person("cm-adults")
    assert AuditIndex.objects.order_by("-seq").first().kind == "decision.make"


def test_whoever_decides_alone_is_not_overdue_on_the_first_day_on_which_they_may_decide(case):
    due = open_duty(case, "decision.make").due_at.astimezone(LONDON)

    assert (due.date(), due.time()) == (current_item(case, "DECISION").decide_from, time(23, 59))


def test_delegation_is_copied_as_it_stood(case):
    delegation = decide_alone(case).delegation

    assert delegation == {
        "function": "Adult social care contracts",
        "office": "Cabinet member for adults and health",
        "limit": None,
        "conditions": "",
        "from": "2026-05-20",
        "until": "",
        "source": "Leader's scheme, May 2026",
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"equality_read": False}, "decision.no_equality"),
        ({"documents": ["REPORT"]}, "decision.documents"),
        ({"interest": "DPI", "nature": "My firm supplies it."}, "interest.single_member"),
        ({"words": replace(AGREED, reasons="")}, "decision.no_reasons"),
        ({"words": replace(AGREED, alternatives="")}, "decision.no_alternatives"),
        ({"words": replace(AGREED, outcome="DEFERRED")}, "decision.outcome"),
        ({"at": AGENDA_AT}, "decision.too_early"),
    ],
)
def test_decision_is_refused_and_nothing_stays(case, changes, code):
    assert refused(decide_alone, case, **changes) == code
    assert (Decision.objects.count(), Interest.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"limit": 1}, "delegation.limit"),
        ({"ends_on": date(2027, 1, 10)}, "delegation.not_live"),
        ({"starts_on": date(2027, 1, 12)}, "delegation.not_live"),
    ],
)
def test_delegation_has_to_be_in_force_and_wide_enough(case, change, code):
    row = office("cm-adults").delegations.get()
    for name, value in change.items():
        setattr(row, name, value)
    row.save_as(test_act(), update_fields=list(change))

    assert refused(decide_alone, case) == code


def test_member_whose_portfolio_changed_yesterday_cannot_decide(case):
    held = person("cm-adults").appointments.get()
    held.ends_on = date(2027, 1, 10)
    held.save_as(test_act(), update_fields=["ends_on"])

    with pytest.raises(PermissionDenied):
        decide_alone(case)


def test_e30_member_whose_portfolio_changed_yesterday_is_blocked(case):
    seat = office("cm-adults").appointments.get(person=person("cm-adults"))
    seat.ends_on = CABINET_AT.date() - timedelta(days=1)
    seat.save_as(test_act(), update_fields=["ends_on"])
    appoint(person("cm-adults"), office("cm-housing"))

    with pytest.raises(PermissionDenied):
        decide_alone(case)

    assert Decision.objects.count() == 0


def test_e30_line_of_the_scheme_that_ended_yesterday_is_no_authority(case):
    row = office("cm-adults").delegations.get()
    row.ends_on = CABINET_AT.date() - timedelta(days=1)
    row.save_as(test_act(), update_fields=["ends_on"])

    assert refused(decide_alone, case) == "delegation.not_live"


@pytest.fixture
def conditional(case):
    row = office("cm-adults").delegations.get()
    row.conditions = "After consulting the director of public health."
    row.save_as(test_act(), update_fields=["conditions"])
    return case


SAID = Consulted("Dr Iris Okafor, director of public health", date(2027, 1, 8), "Would rather wait a year.")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (None, "delegation.not_consulted"),
        (replace(SAID, view=" "), "delegation.not_consulted"),
        (replace(SAID, on=date(2027, 1, 12)), "delegation.consulted_later"),
    ],
)
def test_line_that_asks_for_consultation_gives_no_power_without_it(conditional, said, code):
    assert refused(decide_alone, conditional, consulted=said) == code
    assert Decision.objects.count() == 0


def test_record_of_the_decision_says_who_was_consulted_when_and_what_they_said(conditional):
    delegation = decide_alone(conditional, consulted=SAID).delegation

    assert {key: delegation[key] for key in delegation if key.startswith("cons")} == {
        "consulted": SAID.who, "consulted_on": "2027-01-08", "consulted_view": SAID.view,
    }  # fmt: skip


def test_consultation_that_nobody_asked_for_is_not_kept(case):
    assert "consulted" not in decide_alone(case, consulted=SAID).delegation


def test_deputy_cannot_decide_in_the_members_place(case):
    appoint(person("cm-jobs"), office("cm-adults"), deputy=True)

    assert refused(decide_alone, case, by="cm-jobs") == "vote.substitute"


def test_member_with_an_interest_passes_the_matter_to_the_cabinet(case):
    with ledger.recording():
        pass_on(
            duty=open_duty(case, "decision.make"),
            reasons="I have a pecuniary interest.",
            interest="DPI",
            nature="My firm supplies it.",
            actor=actor("cm-adults"),
            at=CABINET_AT,
        )

    assert (decision_outcome(case), Interest.objects.get().kind) == ("DEFERRED", "DPI")
    assert current_item(case, "DECISION").ended_as == "PASSED_TO_CABINET"


def test_second_decision_is_refused(case):
    duty = open_duty(case, "decision.make")
    decide_alone(case)
    duty.refresh_from_db()

    assert duty.result == "AGREED"
    assert Decision.objects.count() == 1


def test_after_passing_on_nobody_decides_alone_any_more(case):
    with ledger.recording():
        pass_on(
            duty=open_duty(case, "decision.make"), reasons="It matters to every ward.", actor=actor("cm-adults"), at=CABINET_AT
        )
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(CABINET_AT))

    with pytest.raises(Refusal) as refused, ledger.recording():
        publish_agenda(
            duty=open_duty(case, "agenda.publish"), member=office("cm-adults"), decide_from=CABINET_AT.date(),
            actor=actor("proper-officer"), at=CABINET_AT,
        )  # fmt: skip

    assert refused.value.code == "agenda.passed_on"


def test_acceptance_matter_passed_on_by_a_member_with_an_interest_needs_a_notice_that_names_the_cabinet(case):
    case.track = "COUNCIL_KEY"
    case.save_as(test_act(CABINET_AT), update_fields=["track"])
    alone = {"body": None, "member": office("cm-adults"), "decide_from": date(2027, 2, 11), "decide_to": date(2027, 3, 31)}
    a_notice(case, at=CABINET_AT - timedelta(hours=4), **alone)
    with ledger.recording():
        pass_on(
            duty=open_duty(case, "decision.make"), reasons="I have a pecuniary interest.", interest="DPI",
            nature="My firm supplies it.", actor=actor("cm-adults"), at=CABINET_AT,
        )  # fmt: skip
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(CABINET_AT))
    meeting = a_meeting(datetime(2027, 2, 22, 18, 0, tzinfo=UTC), at=CABINET_AT)

    with pytest.raises(Refusal) as refused, ledger.recording():
        publish_agenda(duty=open_duty(case, "agenda.publish"), meeting=meeting, actor=actor("proper-officer"), at=CABINET_AT)

    assert refused.value.code == "notice.does_not_cover"


def test_member_with_an_interest_does_not_get_the_matter_back_in_another_office(case):
    a_delegation("cm-jobs")
    appoint(person("cm-adults"), office("cm-jobs"), since=date(2027, 1, 1))
    with ledger.recording():
        pass_on(
            duty=open_duty(case, "decision.make"), reasons="I have a pecuniary interest.", interest="DPI",
            nature="My firm supplies it.", actor=actor("cm-adults"), at=CABINET_AT,
        )  # fmt: skip

    refusal = refusal_of(require_delegation, case, office("cm-jobs"), current_version(case), CABINET_AT.date(), by=person("cm-adults"))

    assert (refusal.code, refusal.citation) == ("delegation.interest", "Localism Act 2011 s31(6) to (8)")


def test_e32_amendment_above_the_limit_is_beyond_the_delegation(case):
    row = Delegation.objects.get()
    row.limit = 200_000_000
    row.save_as(test_act(), update_fields=["limit"])
    amended = replace(AGREED, outcome="AGREED_AMENDED", resolutions=("That it be bought for longer.",), pence=200_000_001)

    refusal = refusal_of(decide_alone, case, words=amended)

    assert (refusal.code, refusal.message) == ("delegation.limit", "The value of £2,000,000.01 is above the limit of £2,000,000.")


def small_case(*, service: str = "research") -> Case:
    """A cleared proposal of £200,000 over two years; by default of another service than the first case."""
    case = a_case(number=2, track="MEMBER_NON_KEY")
    a_submitted_proposal(case, council=10_000_000, icb=0)
    ask_for_clearances(case)
    for key in CLEARERS:
        give_clearance(case, key)
    case.sponsor = Body.objects.get(key=service)
    return case.save_as(test_act(), update_fields=["sponsor"])


def test_amendment_does_not_make_a_key_decision_of_one_without_notice(case):
    case = small_case()
    a_member_item(case)
    amended = replace(AGREED, outcome="AGREED_AMENDED", resolutions=("That it be bought for longer.",), pence=50_000_001)

    refusal = refusal_of(decide_alone, case, words=amended)

    assert (refusal.code, refusal.citation) == ("notice.amended_to_key", "SI 2012/2089 regs 8 and 9")


def test_amendment_beyond_what_was_assessed_by_the_budget_is_assessed_first(case):
    case = other_rules(small_case(), 'budget_percent = { value = "none"', "budget_percent = { value = 10")
    facts = KeyFacts(20_000_000, 20_000_000, wards=("Alderbrook",), significant_in_wards=False, budget_pence=400_000_000, reasons="Small.")
    why = dict.fromkeys(("WARDS", "SERVICE_QUALITY", "COMMUNITY", "FRAMEWORK"), "No.")
    with ledger.recording():
        assess_key(case=case, facts=facts, limb_reasons=why, actor=actor("commissioner"), at=AGENDA_AT)
    a_member_item(case)
    amended = replace(AGREED, outcome="AGREED_AMENDED", resolutions=("That it be bought for longer.",), pence=40_000_001)

    refusal = refusal_of(decide_alone, case, words=amended)

    assert (refusal.code, refusal.message[:54]) == ("notice.amended_to_key", "The constitution measures by the budget of the service")


def test_e12_report_of_a_case_that_nobody_assessed_waits_while_it_comes_with_others_to_a_key_decision(case):
    refusal = refusal_of(a_member_item, small_case(service="adults"))

    assert (refusal.code, [way.url_name for way in refusal.alternatives]) == ("key.assess_first", ["case_key"])
    assert refusal.message.startswith("Together with 2026/001 this comes to")


@pytest.mark.parametrize(("interest", "law"), [("BIAS_PREDETERMINATION", BIAS_LAW), ("S106_LGFA", BIAS_LAW), ("NONE", "LGA 2000 s9E")])
def test_member_who_left_without_a_pecuniary_interest_is_not_barred_by_the_statute_on_them(case, interest, law):
    with ledger.recording():
        pass_on(
            duty=open_duty(case, "decision.make"), reasons="I leave it.", interest=interest, nature="I have said so.",
            actor=actor("cm-adults"), at=CABINET_AT,
        )  # fmt: skip

    refusal = refusal_of(require_delegation, case, office("cm-adults"), current_version(case), CABINET_AT.date())

    assert (refusal.code, refusal.citation) == ("delegation.interest", law)
