"""A call-in of one resolution only: what the Monitoring Officer certifies as severable goes on, the rest is held."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from commissioning import ledger
from commissioning.models import Case
from commissioning.selectors.proposals import current_version
from decisions.models import Decision, Hold, PartialEffect, Reconsideration
from decisions.rules.procurement import Kind, Step
from decisions.selectors.decisions import decision_stands
from decisions.selectors.procurement import not_in_effect
from decisions.selectors.sign_offs import signatories
from scrutiny.models import CallIn
from scrutiny.services.call_in_rulings import open_call_in_rule, rule_on_call_in
from scrutiny.services.call_ins import release
from tests.builders import a_borough, actor, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import AGREED, a_decided_case, ask_to_sign, give_signature
from tests.builders_s5 import (
    CALLERS,
    CONSULTED,
    IN_WINDOW,
    a_published_record,
    a_request,
    give_ruling,
    hear,
    in_effect,
    other_rules,
    sign_request,
)
from workflows import desk
from workflows.models import PartialEffectProcess
from workflows.views.call_ins import part_chart

pytestmark = pytest.mark.django_db
REGISTER = "/register/2026/001/"
WINDOW_OVER = datetime(2027, 1, 20, 0, 0, tzinfo=UTC)
THREE = replace(AGREED, resolutions=("Buy one service.", "Share its cost.", "Close the old service."))


@pytest.fixture(scope="module")
def built_part(module_database):
    """Three resolutions to which every agency has signed; the third is called in."""
    a_borough()
    case = a_decided_case(words=THREE)
    ask_to_sign(case)
    for agency in signatories(current_version(case)):
        give_signature(case, f"lead-{agency.key}")
    a_published_record(case)
    a_request(case, resolutions=[3])
    for caller in CALLERS[1:]:
        sign_request(case, caller)
    return case


@pytest.fixture
def part(built_part, db, settings):
    set_clock(settings, IN_WINDOW)
    return deepcopy(built_part)


def read(client, path: str, by: str = "") -> str:
    if by:
        sign_in(client, by)
    return " ".join(client.get(path).content.decode().split())


def rule(case: Case, *, severable: bool, at: datetime = IN_WINDOW) -> CallIn:
    """The ruling through the desk, so that the chart of the part begins."""
    with ledger.recording():
        open_call_in_rule(case=case, act=test_act(IN_WINDOW))
    outcome = desk.act(
        case, rule_on_call_in, by=actor("monitoring-officer"), duty=open_duty(case, "call_in.rule").pk, start=part_chart,
        at=at, valid=True, reasons="In time.", consulted=CONSULTED, severable=severable,
    )  # fmt: skip
    return outcome.result


def signed_early(case: Case, on: date, *resolutions: int) -> str:
    """Why a contract signed on that day for these resolutions came too early, or ""."""
    return not_in_effect(case, Step(Kind.SIGNED, on, resolutions=resolutions))[0]


def go_on(case: Case, at: datetime = WINDOW_OVER) -> None:
    """Whatever happens in the case moves its charts."""
    desk.act(case, noted, by=actor("commissioner"), at=at)


def noted(*, case: Case, actor, at) -> None:
    ledger.append("case.revise", test_act(at), case.reference, case=case)


def test_e66_only_resolution_three_is_held_once_it_is_certified_as_severable(client, part):
    rule(part, severable=True)
    page = read(client, REGISTER)

    hold = Hold.objects.get(lifted_at__isnull=True)
    assert (hold.resolutions, CallIn.objects.get().severable, PartialEffect.objects.count()) == ([3], True, 0)
    assert "Resolution 3 is called in by councillors and cannot be carried out until that is settled." in page


def test_e66_the_others_take_effect_when_the_window_is_over_and_a_contract_for_the_held_one_is_a_breach(client, settings, part):
    rule(part, severable=True)
    go_on(part, WINDOW_OVER)

    effect = PartialEffect.objects.get()
    part.refresh_from_db()
    day = date(2027, 1, 21)
    yet = "the decision was made on 11 January 2027, but it was not in effect yet."
    assert [signed_early(part, day, 1), signed_early(part, day, 1, 2), signed_early(part, date(2027, 1, 19), 1)] == [
        "", "", f"Contract signed of 19 January 2027, for resolution 1: {yet}",
    ]
    assert signed_early(part, day, 3) == f"Contract signed of 21 January 2027, for resolution 3: {yet}"
    assert signed_early(part, day) == f"Contract signed of 21 January 2027: {yet}"
    assert (effect.resolutions, effect.effective_on, part.effective_on) == ([1, 2], date(2027, 1, 20), None)
    assert PartialEffectProcess.objects.get().finished is not None
    set_clock(settings, WINDOW_OVER)
    page = read(client, REGISTER)
    assert "Resolutions 1, 2 took effect on 20 January 2027, apart from what was called in." in page
    assert "Partly on hold" in read(client, "/register/")
    assert "Resolutions 1, 2 took effect on 20 January 2027" in read(client, "/cases/2026/001/", "commissioner")


def test_e66_the_whole_decision_is_held_without_the_certificate(client, part):
    rule(part, severable=False)
    go_on(part, WINDOW_OVER)

    assert (Hold.objects.get().resolutions, CallIn.objects.get().severable, PartialEffect.objects.count()) == ([], False, 0)
    assert "Partly on hold" not in read(client, "/register/")


def test_part_takes_effect_once_and_the_rest_later_when_the_hold_is_lifted(part):
    rule(part, severable=True)
    go_on(part, WINDOW_OVER)
    hear(part, "NO_ACTION", concerns=())
    later = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)
    with ledger.recording():
        release(case=part, act=test_act(later))

    in_effect(part, at=later)
    go_on(part, later)

    assert (part.effective_on, PartialEffect.objects.count(), decision_stands(part)) == (date(2027, 1, 27), 1, True)


def test_rest_that_is_taken_back_takes_nothing_from_the_part_in_effect(part):
    rule(part, severable=True)
    go_on(part, WINDOW_OVER)
    first = Decision.objects.get()
    later = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)
    kept = {field.name: getattr(first, field.name) for field in Decision._meta.concrete_fields if not field.primary_key}
    again = kept | {"n": first.n + 1, "kind": "RECONSIDERATION", "outcome": "NOT_AGREED", "made_at": later, "made_on": later.date()}
    answer = Decision.create_as(test_act(later), **again)
    Reconsideration.create_as(
        test_act(later), decision=answer, original=first, call_in_ref="2026/001/call-in/1", result="RESCINDED", answers=[]
    )
    with ledger.recording():
        release(case=part, act=test_act(later))

    in_effect(part, at=later)

    assert (decision_stands(part), part.effective_on) == (True, date(2027, 1, 20))
    assert signed_early(part, date(2027, 1, 28), 1) == ""
    assert signed_early(part, date(2027, 1, 22), 3).endswith("but it was not in effect yet.")
    assert signed_early(part, date(2027, 1, 28), 3) == (
        "Contract signed of 28 January 2027, for resolution 3: what was called in was taken back on 27 January 2027."
    )


def test_ruling_page_asks_about_the_rest_only_where_a_part_is_called_in(client, part):
    with ledger.recording():
        open_call_in_rule(case=part, act=test_act(IN_WINDOW))
    path = f"/duties/{open_duty(part, 'call_in.rule').pk}/"
    said = {"valid": "yes", "reasons": "In time.", "consulted": CONSULTED, "left_out": "AS_WRITTEN", "request_key": "r1"}
    page = read(client, path, "monitoring-officer")

    unanswered = client.post(path, said)
    done = client.post(path, said | {"severable": "yes"})

    assert "Can the other resolutions be carried out without those called in?" in page
    assert (list(unanswered.context["form"].errors), done.status_code) == (["severable"], 302)
    assert Hold.objects.get().resolutions == [3]


def test_ruling_asks_nothing_about_the_rest_where_the_constitution_knows_no_part(client, part):
    other_rules(part, "partial_call_in = { value = true", "partial_call_in = { value = false")
    with ledger.recording():
        open_call_in_rule(case=part, act=test_act(IN_WINDOW))

    page = read(client, f"/duties/{open_duty(part, 'call_in.rule').pk}/", "monitoring-officer")
    give_ruling(part, severable=True)

    assert "Can the other resolutions" not in page
    assert (Hold.objects.get().resolutions, CallIn.objects.get().severable) == ([], False)
