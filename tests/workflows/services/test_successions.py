"""An agency is merged or abolished while cases run: its successor is asked, and signs again."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from commissioning.models import Appointment, AuditIndex, Body, Case, Duty, Office, Organisation, Succession
from commissioning.rules.refusals import Refusal
from commissioning.selectors.proposals import current_version
from commissioning.services.successions import NewSuccession
from decisions.rules.sign_offs import State
from decisions.selectors.sign_offs import joint_effect, share_of, signatories
from decisions.selectors.ssmt import table
from tests.builders import a_borough, a_user, actor, appoint, office, test_act
from tests.builders_s1 import last_event, open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import (
    LEADS,
    a_decided_case,
    a_recommended_case,
    an_ssmt_item,
    ask_to_sign,
    give_recommendation,
    give_signature,
)
from tests.builders_s5 import a_published_record
from workflows.services.notifications import notify
from workflows.services.successions import follow, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
BEFORE = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
FIRST_DAY = date(2027, 1, 4)
AFTER = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
NAMES = {"name": "South London Integrated Care Board", "short": "South London ICB"}


@pytest.fixture
def borough(settings):
    a_borough()
    set_clock(settings, BEFORE)


@pytest.fixture
def signed(borough) -> Case:
    """The ICB has signed; its merger from 4 January 2027 is entered on 14 December 2026."""
    case = a_recommended_case()
    ask_to_sign(case)
    give_signature(case)
    enter()
    return case


def enter(key: str = "one", **changes: object) -> None:
    values = {
        "predecessor": Organisation.objects.get(key="icb"), "effective_on": FIRST_DAY, "document": "The ICB Order 2026",
        "reason": "Two boards become one.", **NAMES, **changes,
    }  # fmt: skip
    record(by=actor("monitoring-officer", request=key), new=NewSuccession(**values))


def lead_of(short: str = "South London ICB") -> Office:
    """The office that speaks for the successor, now held by somebody."""
    lead = Office.objects.get(role="AGENCY_LEAD", body__organisation__short=short)
    if not Appointment.objects.filter(office=lead).exists():
        appoint(a_user("new-lead"), lead)
    return lead


def state_of(case: Case) -> dict[str, State]:
    return {standing.name: standing.state for standing in joint_effect(case).standings}


def test_e56_signature_counts_until_the_day_of_the_successor_and_not_from_then_on(signed, settings):
    before = state_of(signed)
    follow(BEFORE)
    unchanged = state_of(signed)
    set_clock(settings, AFTER)

    follow(AFTER)

    assert (before, unchanged) == ({"ICB": State.SIGNED}, {"ICB": State.SIGNED})
    assert state_of(signed) == {"South London ICB": State.REQUESTED}
    assert [agency.short for agency in signatories(current_version(signed))] == ["South London ICB"]


def test_e56_duty_goes_to_the_people_of_the_successor_who_hear_of_it_and_sign_again(signed, settings, client, mailoutbox):
    set_clock(settings, AFTER)
    follow(AFTER)
    lead = lead_of()
    notify(AFTER)
    sign_in(client, "new-lead")
    duty = Duty.objects.get(kind="signoff.sign", office=lead)
    page = client.get(f"/duties/{duty.pk}/").content.decode()

    give_signature(signed, lead.key, by="new-lead", at=AFTER)

    assert "new-lead@lammasvale.example" in {mail.to[0] for mail in mailoutbox}
    assert "£1,200,000" in page
    assert state_of(signed) == {"South London ICB": State.SIGNED}
    assert share_of(current_version(signed), lead.body.organisation) == 120_000_000


def test_e56_event_history_and_pages_say_who_follows_whom_and_since_when(signed, settings, client):
    set_clock(settings, AFTER)
    follow(AFTER)
    follow(AFTER)

    assert last_event(signed) == {
        "kind": "agency.hand_over", "subject": "2026/001/agency/icb", "agency": "Lammas and Fleet Integrated Care Board",
        "successor": "South London Integrated Care Board", "effective_on": "2027-01-04",
    }  # fmt: skip
    kinds = list(AuditIndex.objects.filter(kind__startswith="agency.").order_by("seq").values_list("kind", flat=True))
    assert kinds == ["agency.succeed", "agency.follow", "agency.hand_over", "agency.done"]
    assert Succession.history.count() == 3
    sign_in(client, "councillor-1")
    page = " ".join(client.get("/agencies/").content.decode().split())
    assert "Lammas and Fleet Integrated Care Board: followed by South London Integrated Care Board" in page
    assert "From 4 January 2027. Two boards become one." in page
    assert "Nobody holds the office “Lead for South London ICB” yet" in page


def test_e56_open_request_to_sign_moves_to_the_successor(borough, settings):
    case = a_recommended_case()
    ask_to_sign(case)
    enter()
    set_clock(settings, AFTER)

    follow(AFTER)

    rows = Duty.objects.filter(case=case, kind="signoff.sign").order_by("pk").values_list("office__key", "result")
    assert list(rows) == [("lead-icb", "SUCCEEDED"), (lead_of().key, "")]


def test_e56_recommendation_of_the_old_agency_no_longer_counts_in_an_open_round(borough, settings):
    item = an_ssmt_item()
    for lead in LEADS:
        give_recommendation(item.case, lead)
    enter(effective_on=date(2026, 12, 14))

    at_table = {place.office.body.organisation.short: place.answer for place in table(item).places}

    assert "ICB" not in at_table
    assert at_table["South London ICB"] is None
    assert table(item).quorum.quorate is False


def test_e56_open_request_to_recommend_moves_to_the_successor(borough):
    item = an_ssmt_item()

    enter(effective_on=date(2026, 12, 14))

    moved = Duty.objects.get(case=item.case, kind="ssmt.recommend", office=lead_of())
    old = Duty.objects.get(case=item.case, kind="ssmt.recommend", office__key="lead-icb")
    assert (moved.due_at, moved.subject_id, moved.is_open) == (old.due_at, item.pk, True)
    assert old.result == "SUCCEEDED"


def test_e56_agency_that_takes_part_already_signs_again_for_both_parts(borough, settings):
    case = a_recommended_case()
    ask_to_sign(case)
    give_signature(case)
    police = Organisation.objects.get(key="police")

    enter(effective_on=date(2026, 12, 14), successor=police, name="", short="")

    assert state_of(case) == {"Police": State.REQUESTED}
    assert open_duty(case, "signoff.sign", "lead-police").is_open
    give_signature(case, "lead-police", at=BEFORE)
    assert state_of(case) == {"Police": State.SIGNED}


def test_decision_in_effect_keeps_the_signatures_it_rests_on(borough):
    case = a_decided_case()
    ask_to_sign(case)
    give_signature(case)
    case.effective_on = date(2026, 12, 14)
    case.save_as(test_act())

    enter(effective_on=date(2026, 12, 14))

    assert Duty.objects.filter(case=case, office__body__organisation__short="South London ICB").count() == 0
    assert a_published_record(case).content["reference"] == "2026/001"


def test_form_of_the_monitoring_officer_enters_it_once(borough, client):
    sign_in(client, "monitoring-officer")
    said = {
        "request_key": "k", "predecessor": Organisation.objects.get(key="icb").pk, "who": "NEW", **NAMES,
        "effective_on_day": 4, "effective_on_month": 1, "effective_on_year": 2027, "document": "The ICB Order 2026",
        "reason": "Two boards become one.",
    }  # fmt: skip
    unnamed = client.post("/agencies/succession/", {**said, "name": ""})

    answers = [client.post("/agencies/succession/", said).status_code for _ in range(2)]
    again = client.post("/agencies/succession/", {**said, "request_key": "other"})

    assert list(unnamed.context["form"].errors) == ["name"]
    assert answers == [302, 302]
    assert again.context["refusal"].code == "succession.again"
    assert (Succession.objects.count(), Body.objects.filter(name=NAMES["name"]).count()) == (1, 1)
    assert "To come" in client.get("/agencies/").content.decode()


def test_only_the_monitoring_officer_enters_a_successor(borough):
    with pytest.raises(PermissionDenied):
        record(by=actor("administrator"), new=NewSuccession(Organisation.objects.get(key="icb"), FIRST_DAY, "Order", "Why", **NAMES))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"predecessor": "council"}, "succession.council"),
        ({"successor": "icb"}, "succession.itself"),
        ({"name": " "}, "succession.unnamed"),
    ],
)
def test_mapping_that_cannot_be_is_refused(borough, changes, code):
    found = {name: Organisation.objects.get(key=value) if name != "name" else value for name, value in changes.items()}

    with pytest.raises(Refusal) as refusal:
        enter(**found)

    assert (refusal.value.code, Succession.objects.count()) == (code, 0)


def test_agency_is_succeeded_once_and_not_by_one_that_is_no_more(borough):
    enter()
    icb = Organisation.objects.get(key="icb")

    with pytest.raises(Refusal) as again:
        enter("two")
    with pytest.raises(Refusal) as gone:
        enter("three", predecessor=Organisation.objects.get(key="police"), successor=icb)

    assert (again.value.code, gone.value.code) == ("succession.again", "succession.gone")


def test_successor_of_a_successor_signs(borough):
    case = a_recommended_case()
    ask_to_sign(case)
    give_signature(case)
    enter(effective_on=date(2026, 12, 14))
    first = Organisation.objects.get(short="South London ICB")

    enter("two", predecessor=first, effective_on=date(2026, 12, 14), name="London ICB", short="London ICB")

    assert state_of(case) == {"London ICB": State.REQUESTED}
    assert office("lead-icb").body.organisation.short == "ICB"
