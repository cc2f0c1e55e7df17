"""The audit trail: who may read it, and what it tells."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse

from commissioning import ledger
from commissioning.models import AuditIndex, DraftSave, Duty
from tests.builders import MORNING, a_borough, a_case, office, person
from tests.builders import test_act as system_act
from tests.builders_s3 import a_decided_case
from tests.builders_s5 import a_published_record, a_received_call_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_decided_case()


@pytest.fixture(autouse=True)
def case(built_case, db):
    return deepcopy(built_case)


def trail(client, who, **query):
    client.force_login(person(who))
    return client.get(reverse("audit_trail", args=[2026, "001"]), query)


@pytest.mark.parametrize(
    ("who", "status"),
    [("scrutiny-3", 200), ("scrutiny-chair", 200), ("auditor", 200), ("councillor-3", 404), ("commissioner", 404)],
)
def test_trail_opens_for_scrutiny_only(client, who, status, case):
    a_published_record(case)

    assert trail(client, who).status_code == status


def test_stranger_is_asked_to_sign_in(client, case):
    a_published_record(case)

    assert client.get(reverse("audit_trail", args=[2026, "001"])).status_code == 302


def test_trail_names_person_office_and_time(client, case):
    a_received_call_in(a_published_record(case).case)

    entries = trail(client, "scrutiny-3", kind="call_in.request").context["entries"]

    assert [(e.name, e.office, e.at.isoformat()) for e in entries] == [
        ("Scrutiny 5", "Scrutiny member, seat 5", "2027-01-14T09:00:00+00:00")
    ]


def test_trail_tells_changes_field_by_field(client, case):
    a_received_call_in(a_published_record(case).case)

    event = AuditIndex.objects.get(kind="decision.publish").seq
    entries = trail(client, "scrutiny-3", event=event).context["entries"]

    changed = {c.name: (c.before, c.after) for c in entries[0].changes if c.record == "Duty" and c.name == "Result"}
    assert changed == {"Result": ("", "Published")}


def test_trail_is_filtered_by_person(client, case):
    a_received_call_in(a_published_record(case).case)
    who = person("councillor-3")

    entries = trail(client, "scrutiny-3", person=who.pk).context["entries"]

    assert [e.kind for e in entries] == ["call_in.sign"]


def test_before_the_record_scrutiny_sees_that_a_step_happened_not_what_was_written(client, case):

    assert trail(client, "scrutiny-3").context["sees_members"] is False
    assert case.records.count() == 0


def test_trail_is_filtered_by_office_and_days(client, case):
    a_received_call_in(a_published_record(case).case)

    by_office = trail(client, "scrutiny-3", office="Scrutiny member, seat 5").context["entries"]
    late = trail(client, "scrutiny-3", since_day="15", since_month="1", since_year="2027").context["entries"]

    assert {e.office for e in by_office} == {"Scrutiny member, seat 5"}
    assert late == []


def test_days_in_the_wrong_order_are_said_so(client, case):
    a_published_record(case)
    days = {"since_day": "2", "since_month": "1", "since_year": "2027"}

    shown = trail(client, "scrutiny-3", **days, until_day="1", until_month="1", until_year="2027")

    assert shown.context["filters"].errors == {"until": ["“To” must be the same day as “From” or later"]}


def test_time_at_each_desk_names_office_and_person(client, case):
    a_published_record(case)

    desks = trail(client, "scrutiny-3").context["desks"]

    certified = [d for d in desks if d.person == "Deputy Proper Officer"]
    assert [(d.steps, d.total_words) for d in certified] == [(1, "16 hours")]


def test_trail_is_filtered_by_body_and_stage(client, case):
    a_received_call_in(a_published_record(case).case)

    by_body = trail(client, "scrutiny-3", body="Overview and Scrutiny Committee").context["entries"]
    by_stage = trail(client, "scrutiny-3", stage="call_in").context["entries"]

    assert {e.body for e in by_body} == {"Overview and Scrutiny Committee"}
    assert {e.kind.partition(".")[0] for e in by_stage} == {"call_in"}


def test_trail_offers_only_stages_that_have_begun(client):
    with ledger.recording():
        ledger.append("pack.submit", system_act(), "2026/009", case=a_case(number=9))
    client.force_login(person("scrutiny-3"))

    stages = client.get(reverse("audit_trail", args=[2026, "009"])).context["filters"].fields["stage"].choices

    assert stages == [("", "Every stage"), ("evidence", "Needs evidence")]


def test_trail_shows_a_changed_text_as_a_redline_that_can_be_heard(client, case):
    a_published_record(case)
    first, second = "The service opens at nine on every day of the week.", "The service opens at ten on every day of the week."
    with ledger.recording():
        for revision, text in enumerate((first, second), 7):
            DraftSave.create_as(
                system_act(), case=case, part="proposal/NEEDS", revision=revision, content={"text": text}, saved_at=MORNING
            )
            ledger.append("proposal.write", system_act(), case.reference, case=case)

    shown = trail(client, "scrutiny-3", event=AuditIndex.objects.order_by("-seq").first().seq)

    assert "<h4 class=\"govuk-heading-s\">Draft: Needs</h4>" in shown.content.decode()
    assert (
        'opens at <del><span class="govuk-visually-hidden"> [taken out: </span>nine'
        '<span class="govuk-visually-hidden">, end of removal] </span></del>'
        '<ins><span class="govuk-visually-hidden"> [added: </span>ten'
    ) in shown.content.decode()


def test_trail_shows_which_rule_allowed_a_step_with_its_inputs(client, case):
    a_published_record(case)

    entries = trail(client, "scrutiny-3", kind="decision.publish").context["entries"]

    assert entries[0].allowed[0].citation != ""
    assert entries[0].allowed[0].inputs != ()
    assert "rules" not in [told.label for told in entries[0].fields]


def readings(client, who) -> list[tuple[str, str, str]]:
    client.force_login(person(who))
    shown = client.get(reverse("audit_reads", args=[2026, "001"]))
    return [(r.label, r.name, "; ".join(line for told in r.what for line in told.lines)) for r in shown.context["readings"]]


def test_reading_the_trail_is_recorded_with_who_and_which_events(client, case):
    a_published_record(case)
    first, last = AuditIndex.objects.order_by("seq").first().seq, AuditIndex.objects.order_by("seq")[24].seq

    trail(client, "scrutiny-3")

    assert readings(client, "auditor") == [("Audit trail read", "Scrutiny 3", f"{first} to {last}")]


def test_reading_what_everybody_may_know_is_not_recorded(client):
    trail(client, "scrutiny-3")

    assert readings(client, "auditor") == []


def an_exempt_detail(case) -> int:
    with ledger.recording():
        ledger.append(
            "exempt.mark", system_act(), case.reference, case=case, fields={"bid": "The lowest bid"}, tier={"bid": "exempt"}
        )
    return AuditIndex.objects.get(kind="exempt.mark").seq


def test_exempt_detail_opens_only_when_it_is_asked_for_and_that_is_recorded(client, case):
    event = an_exempt_detail(a_published_record(case).case)

    closed = trail(client, "scrutiny-3", event=event).content.decode()
    opened = trail(client, "scrutiny-3", event=event, exempt="1").content.decode()

    assert ("The lowest bid" in closed, "Show 1 exempt detail" in closed) == (False, True)
    assert "The lowest bid" in opened
    assert [label for label, _, _ in readings(client, "auditor")] == ["Exempt details read", "Audit trail read"]


def test_exempt_detail_stays_closed_to_scrutiny_before_the_record(client, case):
    event = an_exempt_detail(case)

    shown = trail(client, "scrutiny-3", event=event, exempt="1").content.decode()

    assert "The lowest bid" not in shown
    assert readings(client, "auditor") == []


def test_who_read_is_open_to_scrutiny_only(client):
    client.force_login(person("councillor-3"))

    assert client.get(reverse("audit_reads", args=[2026, "001"])).status_code == 404


def test_posting_to_the_trail_itself_is_refused(client):
    client.force_login(person("auditor"))

    assert client.post(reverse("audit_trail", args=[2026, "001"])).status_code == 405


def test_e104_act_near_a_cut_off_is_marked_while_the_clock_is_in_doubt(client, case):
    call_in = a_received_call_in(a_published_record(case).case)
    seq = AuditIndex.objects.get(kind="call_in.request").seq
    with ledger.recording():
        told = {"finding": "x", "doubt": "set", "seconds": 3600, "since": seq}
        ledger.append("clock.anomaly", system_act(), "log/clock", fields=told)
        due = {"due_at": call_in.received_at + timedelta(minutes=30)}
        seat = {"office": office("monitoring-officer"), "body": office("monitoring-officer").body}
        Duty.create_as(system_act(), case=call_in.case, kind="call_in.rule", opened_at=MORNING, **seat, **due)
        ledger.append("case.revise", system_act(), call_in.case.reference, case=call_in.case)

    near, before = (
        trail(client, "scrutiny-3", kind=kind).context["entries"][0].doubt for kind in ("call_in.request", "decision.publish")
    )

    assert (near, before) == (
        "The clock was in doubt by 1 hour when this was recorded. The deadline of 9:30am on 14 January 2027 is that near: "
        "the Monitoring Officer says whether this was in time.",
        "",
    )
