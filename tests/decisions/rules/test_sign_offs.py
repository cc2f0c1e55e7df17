"""Each agency signs for itself, on the commitments as they are, for a limited time."""

from dataclasses import replace
from datetime import date

import pytest

from decisions.rules.agencies import objection_route, superseded
from decisions.rules.sign_offs import (
    SignOff,
    Stake,
    State,
    joint_effect,
    require_may_sign,
    required,
    standing,
    valid_until,
)
from tests.builders_rules import refusal_of

ON = date(2026, 12, 14)
COUNCIL, ICB = Stake(1, "Council", pence=200), Stake(2, "ICB", pence=100)
SIGNED = SignOff(2, State.SIGNED, "h1", date(2026, 12, 1))
SIGNING = {
    "shown_hash": "h1", "current_hash": "h1", "delegation_live": True, "limit_pence": 1_000, "share_pence": 100,
}  # fmt: skip


def state(act, commitments_hash="h1", on=ON):
    result = standing(ICB, act, commitments_hash, on=on)
    return result.state, result.binds


def test_signature_on_the_current_commitments_binds():
    assert state(SIGNED) == (State.SIGNED, True)


def test_e54_signature_on_a_superseded_version_is_stale():
    assert state(SIGNED, "h2") == (State.STALE, False)
    assert standing(ICB, SIGNED, "h2", on=ON).why == "ICB signed an earlier version; ask again."


def test_e54_signing_what_is_no_longer_current_is_refused():
    assert (
        refusal_of(require_may_sign, State.SIGNED, **{**SIGNING, "shown_hash": "h0"}).code == "signoff.stale"
    )


def test_e60_objection_survives_a_change_of_the_commitments():
    assert state(replace(SIGNED, act=State.OBJECTED), "h2") == (State.OBJECTED, False)


def test_signature_lasts_six_months():
    assert valid_until(date(2026, 12, 1)) == date(2027, 6, 1)
    assert valid_until(date(2026, 8, 31)) == date(2027, 2, 28)
    assert state(SIGNED, on=date(2027, 6, 1)) == (State.SIGNED, True)
    assert state(SIGNED, on=date(2027, 6, 2)) == (State.EXPIRED, False)
    assert (
        standing(ICB, SIGNED, "h1", on=date(2027, 6, 2)).why
        == "ICB signed, but the signature ended on 1 June 2027."
    )


def test_date_written_on_the_signature_counts_before_the_six_months():
    assert state(replace(SIGNED, valid_until=date(2026, 12, 13))) == (State.EXPIRED, False)


def test_conditions_bind_once_accepted():
    conditional = replace(SIGNED, act=State.SIGNED_WITH_CONDITIONS)

    assert state(conditional) == (State.SIGNED_WITH_CONDITIONS, True)
    assert state(replace(conditional, conditions_accepted=False)) == (State.SIGNED_WITH_CONDITIONS, False)


@pytest.mark.parametrize("act", [State.IN_PRINCIPLE, State.OBJECTED, State.WITHDRAWN])
def test_other_acts_do_not_bind(act):
    assert state(replace(SIGNED, act=act)) == (act, False)


def test_e31_signature_given_before_the_delegation_ended_stands():
    assert standing(ICB, SIGNED, "h1", on=date(2027, 3, 1)).binds


def test_joint_effect_waits_for_the_last_agency_by_name():
    waiting = joint_effect((COUNCIL, ICB), {2: SIGNED}, "h1", on=ON)
    ready = joint_effect((COUNCIL, ICB), {1: replace(SIGNED, agency=1), 2: SIGNED}, "h1", on=ON)

    assert (waiting.ready, waiting.missing, waiting.why) == (False, ("Council",), "Council has not signed.")
    assert (ready.ready, ready.why) == (True, "Every agency asked has signed the current commitments.")


def test_agencies_with_something_in_it_must_sign():
    stakes = (
        COUNCIL, Stake(3, "Police", staff=True), Stake(4, "Homes", assets=True), Stake(5, "College", data=True),
        Stake(6, "Transport", functions=True), Stake(7, "Voluntary", impact_percent=29), Stake(8, "Fire", impact_percent=30),
    )  # fmt: skip

    assert [stake.name for stake in required(stakes, impact_percent=30)] == [
        "Council", "Police", "Homes", "College", "Transport", "Fire",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("act", "words", "code"),
    [
        (State.EXPIRED, {}, "signoff.unknown"),
        (State.SIGNED, {"delegation_live": False}, "signoff.no_delegation"),
        (State.SIGNED, {"share_pence": 1_001}, "signoff.limit"),
        (State.SIGNED, {"consultation_open": True}, "signoff.in_principle"),
        (State.SIGNED_WITH_CONDITIONS, {}, "signoff.no_text"),
        (State.OBJECTED, {"text": " "}, "signoff.no_text"),
    ],
)
def test_signature_is_checked_when_it_is_given(act, words, code):
    assert refusal_of(require_may_sign, act, **{**SIGNING, **words}).code == code


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (State.SIGNED, {"share_pence": 1_000}),
        (State.SIGNED, {"limit_pence": None, "share_pence": 10**12}),
        (State.IN_PRINCIPLE, {"consultation_open": True}),
        (State.OBJECTED, {"share_pence": 10**12, "text": "The ward model is unsafe."}),
    ],
)
def test_lawful_signature_is_taken(act, words):
    assert require_may_sign(act, **{**SIGNING, **words}) == (
        "Authority in force, within limits, on the current commitments."
    )


def test_e55_objection_on_the_morning_of_cabinet_goes_to_the_meeting():
    assert objection_route(agenda_published=True, decided=False, in_effect=False)[0] == "SUPPLEMENT"


def test_objection_goes_where_the_case_is():
    routes = [
        objection_route(agenda_published=published, decided=decided, in_effect=effect)[0]
        for published, decided, effect in ((False, False, False), (True, True, False), (True, True, True))
    ]

    assert routes == ["SSMT", "MONITORING_OFFICER", "VARIATION"]


def test_e56_merged_agency_is_followed_by_its_dated_successor():
    successors = {"nhse": ("icb", date(2027, 4, 1)), "icb": ("icb-south", date(2027, 7, 1))}

    assert superseded("nhse", successors, on=date(2027, 3, 31)) == "nhse"
    assert superseded("nhse", successors, on=date(2027, 4, 1)) == "icb"
    assert superseded("nhse", successors, on=date(2027, 7, 1)) == "icb-south"
    assert superseded("a", {"a": ("b", ON), "b": ("a", ON)}, on=ON) in ("a", "b")
