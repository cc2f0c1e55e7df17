"""The procurement of a case: its steps, the standstill on the calendar of the United Kingdom, and what came too early."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commissioning import ledger
from commissioning.models import AuditIndex, Case, Duty
from commissioning.services.calendars import proclaim_day
from decisions.models import Overlay, ProcurementStep, SpendAuthority
from decisions.selectors.procurement import standstill_of
from decisions.selectors.recounts import NewDay, moves
from decisions.services.recounts import move_deadlines
from tests.builders import a_borough, a_case, actor, person, test_act
from tests.builders_s1 import last_event
from tests.builders_s2 import a_notice, set_clock, sign_in
from workflows.services.notifications import notify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
AT = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
PAGE = "/cases/2026/001/procurement/"
FORM = f"{PAGE}record/"


@pytest.fixture
def case(settings, client) -> Case:
    """A case before its decision, on 4 December 2026."""
    a_borough()
    set_clock(settings, AT)
    sign_in(client, "commissioner")
    return a_case()


@pytest.fixture
def in_effect(case) -> Case:
    case.effective_on = date(2026, 11, 20)
    return case.save_as(test_act())


def record(client, kind: str, on: date, key: str = "one", **said):
    day = {"happened_on_day": on.day, "happened_on_month": on.month, "happened_on_year": on.year}
    return client.post(FORM, {"request_key": key, "kind": kind, **day, **said})


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_e118_tender_notice_before_the_gateway_is_flagged_to_the_monitoring_officer_and_scrutiny(client, case):
    answer = record(client, "TENDER", date(2026, 12, 1), reference="2026/S 000-012345")

    breach = "Tender notice (UK4) of 1 December 2026: it came before the decision to procure."
    assert answer.status_code == 302
    assert ProcurementStep.objects.get().breach == breach
    assert breach in words(client.get(PAGE))
    assert breach in words(client.get("/cases/2026/001/"))
    asked = Duty.objects.filter(kind="procurement.note").order_by("pk").values_list("office__key", flat=True)
    assert list(asked) == ["monitoring-officer", "scrutiny-officer"]
    assert last_event(case) == {
        "kind": "procurement.record", "subject": "2026/001/procurement/1", "step": "Tender notice (UK4)",
        "happened_on": "2026-12-01", "notice": "2026/S 000-012345", "standstill_until": "", "breach": breach,
    }  # fmt: skip


def test_e118_breach_reaches_both_by_mail_and_is_noted_by_each(client, case, mailoutbox):
    record(client, "TENDER", date(2026, 12, 1))
    notify(AT)
    told = sorted(mail.to[0] for mail in mailoutbox if "procurement" in mail.subject)

    for key in ("monitoring-officer", "scrutiny-officer"):
        sign_in(client, key)
        duty = Duty.objects.get(kind="procurement.note", office__key=key)
        assert "it came before the decision to procure" in words(client.get(f"/duties/{duty.pk}/"))
        empty = client.post(f"/duties/{duty.pk}/", {"note": " ", "request_key": f"{key}-empty"})
        assert list(empty.context["form"].errors) == ["note"]
        client.post(f"/duties/{duty.pk}/", {"note": "The notice was withdrawn the same day.", "request_key": key})

    assert told == [
        f"{key}@lammasvale.example" for key in ("deputy-monitoring-officer", "monitoring-officer", "scrutiny-officer")
    ]
    assert set(Duty.objects.filter(kind="procurement.note").values_list("result", flat=True)) == {"NOTED"}
    assert AuditIndex.objects.filter(kind="procurement.note").count() == 2


def test_breach_found_after_the_end_of_a_case_is_recorded_told_and_noted(client, case, mailoutbox):
    case.closed_at, case.outcome = datetime(2026, 12, 3, 9, 0, tzinfo=UTC), "WITHDRAWN"
    case.save_as(test_act())
    offered = words(client.get(PAGE))

    answer = record(client, "TENDER", date(2026, 12, 1))
    page = words(client.get(PAGE))
    notify(AT)
    sign_in(client, "monitoring-officer")
    inbox = words(client.get("/inbox/"))
    duty = Duty.objects.get(kind="procurement.note", office__key="monitoring-officer")
    client.post(f"/duties/{duty.pk}/", {"note": "The supplier is asked to stop.", "request_key": "note"})

    assert (answer.status_code, "Record a step of the procurement" in offered) == (302, True)
    assert "it came before the decision to procure" in ProcurementStep.objects.get().breach
    assert ", after the case had ended" in page
    assert "monitoring-officer@lammasvale.example" in [mail.to[0] for mail in mailoutbox]
    assert "Look into a procurement step that came too early" in inbox
    assert Duty.objects.get(pk=duty.pk).result == "NOTED"


def test_tender_notice_after_the_decision_took_effect_is_no_breach(client, in_effect):
    record(client, "TENDER", date(2026, 12, 1))

    assert (ProcurementStep.objects.get().breach, Duty.objects.count()) == ("", 0)


def test_same_form_sent_twice_is_one_step(client, case):
    for _ in range(2):
        record(client, "TENDER", date(2026, 12, 1), "same")

    assert (ProcurementStep.objects.count(), Duty.objects.count()) == (1, 2)


def test_e119_standstill_is_counted_on_the_calendar_of_the_united_kingdom_and_shown_with_its_count(client, in_effect):
    record(client, "AWARD", date(2026, 11, 25))

    page = words(client.get(PAGE))
    assert "Standstill until the end of 7 December 2026. The contract may be signed from 8 December 2026." in page
    assert "not counted Mon 30 Nov (St Andrew’s Day (Scotland))" in page
    assert ProcurementStep.objects.get().breach == ""


def test_bank_holiday_proclaimed_inside_a_standstill_is_previewed_and_moves_the_day_of_signature(client, in_effect):
    record(client, "AWARD", date(2026, 11, 25))
    day = date(2026, 12, 7)
    (move,) = moves(AT, new=NewDay(day, "A day of mourning", frozenset({"SCT"})))

    with ledger.recording():
        proclaim_day(day=day, name="A day of mourning", parts=["SCT"], source="Proclamation", actor=actor("proper-officer"), at=AT)

    assert (move.what, move.before.ends_on, move.after.ends_on) == (
        "Standstill after Contract award notice (UK6)", date(2026, 12, 7), date(2026, 12, 8)
    )  # fmt: skip
    assert (standstill_of(in_effect).earliest, ProcurementStep.objects.get().standstill.earliest) == (date(2026, 12, 9), date(2026, 12, 8))
    assert "The contract may be signed from 9 December 2026." in words(client.get(PAGE))


def test_standstill_that_a_proclaimed_day_lengthened_is_moved_with_old_and_new_count(client, in_effect):
    record(client, "AWARD", date(2026, 11, 25))
    with ledger.recording():
        proclaim_day(day=date(2026, 12, 7), name="Mourning", parts=["SCT"], source="Proclamation", actor=actor("proper-officer"), at=AT)
    with ledger.recording():
        (moved,) = move_deadlines(case=in_effect, day=date(2026, 12, 7), because="Mourning", actor=actor("proper-officer"), at=AT)

    assert (moved.period, moved.step, moved.before["ends_on"], moved.after["ends_on"]) == (
        "STANDSTILL", ProcurementStep.objects.get(), "2026-12-07", "2026-12-08"
    )  # fmt: skip
    assert moves(AT) == []


def test_e119_end_counted_on_the_england_calendar_only_is_put_right_and_flagged(client, in_effect):
    until = {"stated_until_day": 4, "stated_until_month": 12, "stated_until_year": 2026}

    record(client, "AWARD", date(2026, 11, 25), **until)

    step = ProcurementStep.objects.get()
    assert (step.standstill.ends_on, step.standstill.earliest) == (date(2026, 12, 7), date(2026, 12, 8))
    assert "The notice says that the standstill ends on 4 December 2026." in step.breach
    assert "30 November 2026 (St Andrew’s Day (Scotland)) does not count" in words(client.get(PAGE))
    assert Duty.objects.filter(kind="procurement.note").count() == 2


def test_acceptance_contract_is_not_signed_on_the_last_day_of_the_standstill_and_may_be_on_the_next(
    client, in_effect, settings
):
    record(client, "AWARD", date(2026, 11, 25))
    set_clock(settings, datetime(2026, 12, 7, 9, 0, tzinfo=UTC))
    early = record(client, "SIGNED", date(2026, 12, 7), "two", already="NO")
    set_clock(settings, datetime(2026, 12, 8, 9, 0, tzinfo=UTC))

    lawful = record(client, "SIGNED", date(2026, 12, 8), "three", already="NO")

    refusal = early.context["refusal"]
    assert (refusal.code, refusal.earliest) == ("procurement.standstill", date(2026, 12, 8))
    assert f"{FORM}?kind=SIGNED&amp;already=YES" in early.content.decode()
    assert lawful.status_code == 302
    assert list(ProcurementStep.objects.values_list("kind", "breach")) == [("AWARD", ""), ("SIGNED", "")]


def test_contract_that_was_signed_inside_the_standstill_is_kept_as_a_breach(client, in_effect):
    record(client, "AWARD", date(2026, 11, 25))

    record(client, "SIGNED", date(2026, 12, 4), "two", already="YES")

    signed = ProcurementStep.objects.get(kind="SIGNED")
    assert signed.breach == (
        "The contract was signed on 4 December 2026. The standstill lasts until the end of 7 December 2026. "
        "Sign on 8 December 2026 or later."
    )


def spend_stop(case: Case) -> Overlay:
    """A report under section 114 of 3 December 2026, after the decision took effect."""
    s151 = person("s151")
    return Overlay(
        kind="SPEND_STOP", starts_at=AT - timedelta(days=1), document="Report of 3 December 2026", reason="No balanced budget.",
        declared_by=s151, declared_at=AT - timedelta(days=1),
    ).save_as(test_act())  # fmt: skip


def test_e117_spend_stop_after_the_effect_keeps_the_contract_unsigned_until_it_is_authorised(client, in_effect):
    stop = spend_stop(in_effect)
    stopped = record(client, "SIGNED", AT.date(), already="NO")
    SpendAuthority.create_as(
        test_act(), overlay=stop, case=in_effect, ground="IMPROVE", agreement="It saves.", given_by=person("s151"), given_at=AT
    )

    signed = record(client, "SIGNED", AT.date(), "two", already="NO")

    assert (stopped.context["refusal"].code, signed.status_code) == ("overlay.spend_stop", 302)
    assert ProcurementStep.objects.get().breach == ""


def test_contract_that_was_signed_under_a_spend_stop_is_kept_as_a_breach(client, in_effect):
    spend_stop(in_effect)

    record(client, "TENDER", AT.date())
    record(client, "SIGNED", AT.date(), "two", already="YES")

    assert list(ProcurementStep.objects.values_list("breach", flat=True)) == [
        "",
        "Contract signed of 4 December 2026: it came under a stop that forbids it: Section 114 spend stop (Report of 3 December 2026).",
    ]


def test_challenge_stops_the_signature_until_it_is_over(client, in_effect):
    record(client, "CHALLENGED", date(2026, 12, 3))
    stopped = record(client, "SIGNED", date(2026, 12, 4), "two", already="NO")
    shown = words(client.get(PAGE))
    record(client, "CHALLENGE_OVER", date(2026, 12, 4), "three")

    signed = record(client, "SIGNED", date(2026, 12, 4), "four", already="NO")

    assert stopped.context["refusal"].code == "procurement.challenged"
    assert "The award is challenged in court." in shown
    assert signed.status_code == 302


def test_longer_standstill_that_the_notice_gives_binds_and_one_without_has_its_reason(client, in_effect):
    until = {"stated_until_day": 11, "stated_until_month": 12, "stated_until_year": 2026}
    record(client, "AWARD", date(2026, 11, 25), **until)
    longer = words(client.get(PAGE))

    record(client, "AWARD", date(2026, 12, 4), "two", why_none="Call-off from a framework.")

    assert "The contract may be signed from <strong>12 December 2026</strong>." in longer
    assert "No standstill applies: Call-off from a framework." in words(client.get(PAGE))
    assert record(client, "SIGNED", date(2026, 12, 4), "three", already="NO").status_code == 302


def test_health_care_notice_begins_the_standstill_of_its_own_law(client, in_effect):
    record(client, "INTENTION", date(2026, 12, 4))

    assert ProcurementStep.objects.get().standstill.ends_on == date(2026, 12, 16)


def test_form_says_beside_its_boxes_what_does_not_fit(client, in_effect):
    until = {"stated_until_day": 11, "stated_until_month": 12, "stated_until_year": 2026}

    none_begins = record(client, "TENDER", date(2026, 12, 1), **until)
    both = record(client, "AWARD", date(2026, 12, 1), why_none="Light touch", **until)
    coming = record(client, "TENDER", date(2026, 12, 5))

    assert list(none_begins.context["form"].errors) == ["stated_until"]
    assert list(both.context["form"].errors) == ["why_none"]
    assert coming.context["refusal"].code == "procurement.to_come"
    assert ProcurementStep.objects.count() == 0


def test_residents_see_the_notices_and_the_count_and_not_the_breach(client, case):
    a_notice(case)
    record(client, "AWARD", date(2026, 11, 25), reference="2026/S 000-054321")
    client.logout()

    page = words(client.get("/register/2026/001/"))

    assert "Contract award notice (UK6), 2026/S 000-054321: 25 November 2026" in page
    assert "Standstill until the end of 7 December 2026." in page
    assert "came before the decision" not in page


def test_empty_page_says_what_comes_first_and_offers_the_form_to_those_who_may(client, case):
    own = words(client.get(PAGE))
    sign_in(client, "leader")

    other = words(client.get(PAGE))

    assert "Nothing is recorded yet" in own
    assert ("Record a step of the procurement" in own, "Record a step of the procurement" in other) == (True, False)
