"""Pages of a decision that is carried out inside its call-in window, and what holds it there."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from commissioning import ledger
from commissioning.models import AuditIndex, Case
from commissioning.selectors.proposals import current_version
from decisions.models import (
    Decision,
    EarlyEffect,
    Hold,
    Overlay,
    PartialEffect,
    ProcurementStep,
    Reconsideration,
)
from decisions.selectors.early_effects import course_of
from decisions.selectors.overlays import cases_under
from decisions.selectors.sign_offs import signatories
from decisions.services.records import certify_record, open_record_certify
from scrutiny.services.call_in_rulings import open_call_in_rule, rule_on_call_in
from scrutiny.services.call_ins import release
from tests.builders import a_borough, actor, person, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import AGREED, CABINET_AT, a_decided_case, ask_to_sign, give_signature
from tests.builders_s5 import (
    CALLERS,
    CONSULTED,
    IN_WINDOW,
    PUBLISHED_AT,
    a_request,
    give_ruling,
    in_effect,
    other_rules,
    sign_request,
)
from workflows import desk
from workflows.flows.early_effect import early_chart
from workflows.models import EarlyEffectProcess
from workflows.views.call_ins import part_chart

pytestmark = pytest.mark.django_db
CASE, REGISTER = "/cases/2026/001/", "/register/2026/001/"
DURING = ("implementation_during_window = { value = false", "implementation_during_window = { value = true")
BEGAN = "In effect since 12 January 2027, inside its call-in window, as the constitution allows"
NEXT_DAY = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
TWO = replace(AGREED, resolutions=("Buy one service.", "Share its cost."))


@pytest.fixture(scope="module")
def built_case(module_database):
    """Decided by the Cabinet, not yet on record; the agencies are asked to sign."""
    a_borough()
    case = a_decided_case(words=TWO)
    ask_to_sign(case)
    return case


@pytest.fixture
def decided(built_case, db, settings):
    set_clock(settings, IN_WINDOW)
    return deepcopy(built_case)


@pytest.fixture
def case(decided):
    """In effect since its publication on Tuesday 12 January 2027; the window is open until 19 January at 5pm."""
    return published(signed(other_rules(decided, *DURING)))


def signed(case: Case) -> Case:
    for agency in signatories(current_version(case)):
        give_signature(case, f"lead-{agency.key}")
    return case


def published(case: Case) -> Case:
    """Through the desk, so that the chart begins."""
    with ledger.recording():
        open_record_certify(case=case, act=test_act(CABINET_AT))
    desk.act(
        case, certify_record, by=actor("deputy-proper-officer"), duty=open_duty(case, "record.certify").pk, start=early_chart,
        at=PUBLISHED_AT, conflicts_settled=True,
    )  # fmt: skip
    case.refresh_from_db()
    return case


def called_in(case: Case, resolutions: tuple[int, ...] = (1,)) -> Case:
    a_request(case, resolutions=resolutions)
    for caller in CALLERS[1:]:
        sign_request(case, caller)
    return case


def go_on(case: Case, at: datetime) -> None:
    desk.act(case, noted, by=actor("commissioner"), at=at)
    case.refresh_from_db()


def noted(*, case: Case, actor, at) -> None:
    ledger.append("case.revise", test_act(at), case.reference, case=case)


def read(client, path: str, by: str = "") -> str:
    if by:
        sign_in(client, by)
    return " ".join(client.get(path).content.decode().split())


def test_decision_takes_effect_with_its_publication_and_everybody_reads_both_dates(client, case):
    page, lines = read(client, REGISTER), read(client, "/register/?state=window")

    assert (case.effective_on, EarlyEffectProcess.objects.get().finished is not None) == (date(2027, 1, 12), True)
    assert f"{BEGAN}; it can still be called in." in page
    assert "Councillors can call it in until <strong>19 January 2027 at 5pm</strong>." in page
    assert "May be carried out from 12 January 2027." in page
    assert ("Call-in is over from" in page, "the constitution lets a decision be carried out while this window is open" in page) == (True, True)
    assert "In effect, call-in open" in lines
    assert BEGAN in read(client, CASE, "commissioner")
    assert "The decision may be carried out while the window is open." in read(client, f"{CASE}call-in/", "scrutiny-5")


def test_decision_under_a_constitution_that_waits_is_left_as_it_was(client, decided):
    published(signed(decided))

    assert (decided.effective_on, EarlyEffect.objects.count(), EarlyEffectProcess.objects.count()) == (None, 0, 0)
    assert "Call-in is over from" not in read(client, REGISTER)


def test_decision_waits_for_the_last_signature_and_then_takes_effect_inside_the_window(decided):
    published(other_rules(decided, *DURING))
    before = decided.effective_on
    signed(decided)

    go_on(decided, IN_WINDOW)

    assert (before, decided.effective_on) == (None, date(2027, 1, 14))


def test_chart_ends_with_the_window_where_somebody_has_not_signed(decided):
    published(other_rules(decided, *DURING))

    go_on(decided, datetime(2027, 1, 20, 0, 0, tzinfo=UTC))

    assert (EarlyEffectProcess.objects.get().finished is not None, EarlyEffect.objects.count()) == (True, 0)


def test_complete_call_in_holds_what_is_not_carried_out_yet(client, case):
    called_in(case)

    page = read(client, REGISTER)
    assert Hold.objects.get().reason.startswith("Called in by councillors; it has been in effect since 12 January 2027")
    assert "Held since 14 January 2027 at 9am (call-in): nothing more of it may be carried out." in page
    assert "On hold since 14 January 2027" in page
    assert ("On hold" in read(client, "/register/"), case.reference in read(client, "/register/?state=effect")) == (True, False)


@pytest.mark.parametrize(
    ("day", "breach"),
    [
        (13, ""),
        (
            14,
            "Contract signed of 14 January 2027: it came on the day of the call-in, and the decision was held from 9am on. Its "
            "time is not on record, so it counts as later.",
        ),
        (15, "Contract signed of 15 January 2027: the decision had been held since 14 January 2027."),
    ],
)
def test_contract_is_a_breach_on_the_days_of_the_hold_only(client, settings, case, day, breach):
    called_in(case)
    set_clock(settings, datetime(2027, 1, 18, 9, 0, tzinfo=UTC))
    sign_in(client, "commissioner")
    on = {"happened_on_day": day, "happened_on_month": 1, "happened_on_year": 2027}

    client.post(f"{CASE}procurement/record/", {"kind": "SIGNED", **on, "already": "YES", "request_key": "s1"})

    assert ProcurementStep.objects.get().breach == breach


@pytest.mark.parametrize(("at_time", "is_breach"), [("8:59am", False), ("9am", True)])
def test_contract_of_the_day_of_the_call_in_is_a_breach_from_its_moment_on(client, settings, case, at_time, is_breach):
    called_in(case)
    set_clock(settings, datetime(2027, 1, 18, 9, 0, tzinfo=UTC))
    sign_in(client, "commissioner")
    on = {"happened_on_day": 14, "happened_on_month": 1, "happened_on_year": 2027, "at_time": at_time}

    client.post(f"{CASE}procurement/record/", {"kind": "SIGNED", **on, "already": "YES", "request_key": "s1"})

    step = ProcurementStep.objects.get()
    assert bool(step.breach) is is_breach
    assert f"Thursday 14 January 2027 at {at_time}" in read(client, f"{CASE}procurement/")


def test_contract_is_not_signed_while_a_call_in_holds_the_decision(client, settings, case):
    called_in(case)
    set_clock(settings, datetime(2027, 1, 18, 9, 0, tzinfo=UTC))
    sign_in(client, "commissioner")
    on = {"happened_on_day": 18, "happened_on_month": 1, "happened_on_year": 2027}

    page = client.post(f"{CASE}procurement/record/", {"kind": "SIGNED", **on, "already": "NO", "request_key": "s1"})

    assert (page.context["refusal"].code, ProcurementStep.objects.count()) == ("procurement.not_in_effect", 0)


def test_decision_goes_on_when_the_call_in_is_not_valid(case):
    give_ruling(called_in(case), valid=False)
    with ledger.recording():
        release(case=case, act=test_act(NEXT_DAY))

    assert course_of(case, NEXT_DAY)[:2] == (
        f"{BEGAN}; it can still be called in.",
        "Held from 14 January 2027 at 9am to 15 January 2027 at 9am (call-in); then it went on.",
    )


def test_e71_contract_on_the_part_a_call_in_leaves_free_is_no_breach_and_one_on_the_part_on_hold_is(client, settings, case):
    called_in(case, resolutions=(2,))
    with ledger.recording():
        open_call_in_rule(case=case, act=test_act(IN_WINDOW))
    desk.act(
        case, rule_on_call_in, by=actor("monitoring-officer"), duty=open_duty(case, "call_in.rule").pk, start=part_chart,
        at=NEXT_DAY, valid=True, reasons="In time.", consulted=CONSULTED, severable=True,
    )  # fmt: skip

    part = PartialEffect.objects.get()
    assert (part.resolutions, part.effective_on) == ([1], date(2027, 1, 12))
    assert course_of(case, NEXT_DAY)[1].startswith("Held since 14 January 2027 at 9am (call-in): nothing more of resolution 2 may be carried out.")
    set_clock(settings, datetime(2027, 1, 18, 9, 0, tzinfo=UTC))
    sign_in(client, "commissioner")
    on = {"happened_on_day": 16, "happened_on_month": 1, "happened_on_year": 2027, "already": "YES", "kind": "SIGNED"}
    assert "2. Share its cost." in read(client, f"{CASE}procurement/record/")
    for number in ("1", "2"):
        client.post(f"{CASE}procurement/record/", {**on, "resolutions": [number], "request_key": number})
    assert list(ProcurementStep.objects.values_list("resolutions", "breach")) == [
        ([1], ""),
        ([2], "Contract signed of 16 January 2027, for resolution 2: resolution 2 had been held since 14 January 2027."),
    ]


@pytest.mark.parametrize(
    ("result", "effective_on", "kind"),
    [("CONFIRMED", date(2027, 1, 12), "decision.effect_stays"), ("AMENDED", date(2027, 1, 27), "decision.effect")],
)
def test_answer_says_from_which_day_the_decision_is_in_effect(case, result, effective_on, kind):
    called_in(case)
    first = Decision.objects.get()
    later = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)
    kept = {field.name: getattr(first, field.name) for field in Decision._meta.concrete_fields if not field.primary_key}
    answer = Decision.create_as(test_act(later), **kept | {"n": first.n + 1, "kind": "RECONSIDERATION"})
    Reconsideration.create_as(
        test_act(later), decision=answer, original=first, call_in_ref="2026/001/call-in/1", result=result, answers=[]
    )
    with ledger.recording():
        release(case=case, act=test_act(later))

    in_effect(case, at=later)

    assert (case.effective_on, AuditIndex.objects.latest("seq").kind) == (effective_on, kind)


def test_monitoring_officers_report_stops_what_is_in_effect_and_stands_in_its_course(case):
    report = Overlay(
        kind="MO_S5A_HOLD", case=case, starts_at=IN_WINDOW, document="Report of 14 January 2027", reason="It may be unlawful.",
        declared_by=person("monitoring-officer"), declared_at=IN_WINDOW,
    ).save_as(test_act(IN_WINDOW))  # fmt: skip

    assert course_of(case, NEXT_DAY)[1:] == (
        "Held since 14 January 2027 at 9am (Monitoring Officer’s report): nothing more of it may be carried out.",
    )
    assert list(cases_under(report)) == [case]
