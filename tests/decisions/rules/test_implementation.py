"""Nothing takes effect while window, hold, signature or overlay stands in the way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.implementation import (
    Block,
    Overlay,
    Position,
    held_resolutions,
    partner_may_act,
    require_may_implement,
    verdict,
)
from decisions.rules.outcomes import CallIn, Outcome
from tests.builders_rules import england, london, refusal_of, the_constitution

PUBLISHED = london(date(2027, 4, 30), 10)
WINDOW = the_constitution().call_in_window(PUBLISHED, england())
POSITION = Position(Outcome.AGREED, True, CallIn.APPLIES, WINDOW)
EFFECT = london(date(2027, 5, 11), 0)


def codes(at=EFFECT, **words):
    return [block.code for block in verdict(replace(POSITION, **words), at=at).blocks]


def test_acceptance_published_30_april_takes_effect_at_midnight_of_11_may():
    assert (WINDOW.ends_on, WINDOW.ends_at) == (date(2027, 5, 10), london(date(2027, 5, 10), 17))
    assert codes(at=EFFECT) == []
    assert codes(at=EFFECT - timedelta(seconds=1)) == ["WINDOW"]


def test_refusal_says_why_and_from_when():
    refused = refusal_of(require_may_implement, POSITION, at=london(date(2027, 5, 10), 18))

    assert (refused.code, refused.earliest) == ("implementation.blocked", date(2027, 5, 11))
    assert refused.message.startswith("The decision cannot take effect yet. The call-in window is open.")
    assert require_may_implement(POSITION, at=EFFECT) == "Nothing stands in the way."


@pytest.mark.parametrize("call_in", [CallIn.EXEMPT_URGENT, CallIn.NOT_APPLICABLE])
def test_decision_outside_call_in_takes_effect_on_publication(call_in):
    assert codes(at=PUBLISHED, call_in=call_in, window=None) == []
    assert codes(at=PUBLISHED, call_in=call_in, window=None, published=False) == ["NOT_PUBLISHED"]


def test_callable_decision_without_a_window_is_not_in_effect():
    assert codes(window=None) == ["WINDOW"]


@pytest.mark.parametrize(
    "outcome", [Outcome.NOT_AGREED, Outcome.DEFERRED, Outcome.NOTED, Outcome.REGULARISED]
)
def test_outcome_that_authorises_nothing_blocks(outcome):
    assert codes(outcome=outcome) == ["NO_AUTHORITY"]


def test_e56_joint_effect_waits_for_missing_signatures():
    assert codes(missing_sign_offs=("ICB South",)) == ["SIGN_OFF"]


def test_hold_blocks_after_the_window_too():
    assert codes(holds=("call-in received on 7 May 2027",)) == ["HOLD"]


def test_e117_spend_stop_blocks_unless_the_finance_officer_authorised_this_agreement():
    stopped = {"overlays": frozenset({Overlay.SPEND_STOP})}

    assert codes(**stopped) == ["SPEND_STOP"]
    assert codes(**stopped, finance_authority=True) == []
    assert codes(overlays=frozenset({Overlay.SPEND_STOP, Overlay.MO_S5A_HOLD}), finance_authority=True) == [
        "MO_S5A_HOLD"
    ]


@pytest.mark.parametrize("overlay", [one for one in Overlay if one is not Overlay.LEGAL_HOLD])
def test_each_overlay_blocks_with_its_source(overlay):
    blocks = verdict(replace(POSITION, overlays=frozenset({overlay})), at=EFFECT).blocks

    assert [block.code for block in blocks] == [overlay]
    assert blocks[0].citation


def test_legal_hold_concerns_disposal_only():
    assert codes(overlays=frozenset({Overlay.LEGAL_HOLD})) == []


def test_e78_partner_acts_on_its_own_authority_during_the_hold():
    assert partner_may_act(own_authority=True, depends_on_council=False)[0] is True
    assert partner_may_act(own_authority=True, depends_on_council=True)[0] is False
    assert partner_may_act(own_authority=False, depends_on_council=False)[0] is False


def test_e66_only_resolution_three_is_held_when_it_can_be_severed():
    assert held_resolutions([1, 2, 3], [3], severable=True) == ((3,), (1, 2))
    assert held_resolutions([1, 2, 3], [3], severable=False) == ((1, 2, 3), ())
    assert held_resolutions([1, 2, 3], [], severable=False) == ((), (1, 2, 3))


@given(
    st.sampled_from(CallIn),
    st.booleans(),
    st.lists(st.sampled_from(["call-in"]), max_size=1),
    st.frozensets(st.sampled_from(Overlay)),
    st.integers(0, 30),
)
def test_time_alone_never_takes_effect_away(call_in, published, holds, overlays, days):
    position = Position(Outcome.AGREED, published, call_in, WINDOW, tuple(holds), (), overlays)
    at = PUBLISHED + timedelta(days=days)

    assert verdict(position, at=at + timedelta(days=1)).allowed or not verdict(position, at=at).allowed


# --- the words ----------------------------------------------------------------------------------------------------

WHOLE = WINDOW.earliest_at
FREE = replace(POSITION, call_in=CallIn.NOT_APPLICABLE, window=None)


@pytest.mark.parametrize(
    ("words", "block"),
    [
        ({"outcome": Outcome.DEFERRED}, Block("NO_AUTHORITY", "This outcome gives no authority to act.", "LGA 2000 s9E")),
        ({"published": False}, Block("NOT_PUBLISHED", "The record is not published.", "SI 2012/2089 regs 12 to 14")),
        ({"window": None}, Block("WINDOW", "The call-in window is open.", "LGA 2000 s9F(4)")),
        ({"holds": ("call-in 3",)}, Block("HOLD", "On hold: call-in 3.", "LGA 2000 s9F(4)")),
        (
            {"missing_sign_offs": ("ICB", "Police")},
            Block("SIGN_OFF", "Waits for the signature of ICB and Police.", "The agencies’ own schemes of delegation"),
        ),
        (
            {"overlays": frozenset({Overlay.COURT_ORDER, Overlay.LEGAL_HOLD})},
            Block("COURT_ORDER", "A court order stops it.", "Senior Courts Act 1981 s31"),
        ),
        (
            {"overlays": frozenset({Overlay.SPEND_STOP, Overlay.STANDSTILL}), "finance_authority": True},
            Block("STANDSTILL", "The standstill after the award notice has not ended.", "Procurement Act 2023 s51"),
        ),
        (
            {"overlays": frozenset({Overlay.SPEND_STOP})},
            Block(
                "SPEND_STOP", "A section 114 report is in force: no new agreement without the chief finance officer’s written authority.",
                "LGFA 1988 ss114, 115(6) and (6A)",
            ),
        ),
    ],
)  # fmt: skip
def test_each_thing_in_the_way_is_said_with_its_law(words, block):
    found = verdict(replace(POSITION, **words), at=WHOLE)

    assert (found.blocks, found.allowed, found.why) == ((block,), False, block.why)


def test_open_window_shows_its_count():
    (block,) = verdict(POSITION, at=WHOLE - timedelta(seconds=1)).blocks

    assert block.why == f"The call-in window is open. {WINDOW.sentence}."


def test_refusal_lists_everything_and_each_law_once():
    position = replace(POSITION, holds=("one", "two"), missing_sign_offs=("ICB",))

    inside, after = (refusal_of(require_may_implement, position, at=at) for at in (WHOLE - timedelta(seconds=1), WHOLE))

    assert (after.code, after.citation, after.earliest) == (
        "implementation.blocked", "LGA 2000 s9F(4); The agencies’ own schemes of delegation", None
    )  # fmt: skip
    assert after.message == "The decision cannot take effect yet. On hold: one. On hold: two. Waits for the signature of ICB."
    assert inside.earliest == WINDOW.earliest
    assert refusal_of(require_may_implement, replace(FREE, holds=("one",)), at=PUBLISHED).earliest is None


@pytest.mark.parametrize(
    ("own", "depends", "answer"),
    [
        (False, False, (False, "The partner has no decision of its own yet.")),
        (True, True, (False, "The partner’s decision is conditional on the council’s, which is on hold.")),
        (True, False, (True, "The partner acts on its own authority. The council’s part is on hold.")),
    ],
)
def test_partner_is_told_whether_it_may_act(own, depends, answer):
    assert partner_may_act(own_authority=own, depends_on_council=depends) == answer


@pytest.mark.parametrize(
    ("called_in", "severable", "split"),
    [([2], True, ((2,), (1, 3))), ([2], False, ((1, 2, 3), ())), ([], False, ((), (1, 2, 3))), ([9], False, ((), (1, 2, 3)))],
)
def test_resolutions_are_held_together_unless_they_can_be_severed(called_in, severable, split):
    assert held_resolutions([3, 1, 2], called_in, severable=severable) == split
