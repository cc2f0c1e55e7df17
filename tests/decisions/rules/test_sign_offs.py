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


# --- the words ----------------------------------------------------------------------------------------------------

SCHEME = "The agency's own scheme of delegation"


@pytest.mark.parametrize(
    ("act", "on", "expected"),
    [
        (None, ON, (State.REQUESTED, False, "ICB has not signed.")),
        (SIGNED, ON, (State.SIGNED, True, "ICB has signed.")),
        (SIGNED, date(2027, 6, 1), (State.SIGNED, True, "ICB has signed.")),
        (SIGNED, date(2027, 6, 2), (State.EXPIRED, False, "ICB signed, but the signature ended on 1 June 2027.")),
        (
            replace(SIGNED, valid_until=date(2026, 12, 13)), ON,
            (State.EXPIRED, False, "ICB signed, but the signature ended on 13 December 2026."),
        ),
        (replace(SIGNED, commitments_hash="h0"), ON, (State.STALE, False, "ICB signed an earlier version; ask again.")),
        (
            replace(SIGNED, act=State.SIGNED_WITH_CONDITIONS, conditions_accepted=False), ON,
            (State.SIGNED_WITH_CONDITIONS, False, "ICB awaits acceptance of its conditions."),
        ),
        (replace(SIGNED, act=State.SIGNED_WITH_CONDITIONS), ON, (State.SIGNED_WITH_CONDITIONS, True, "ICB has signed.")),
        (replace(SIGNED, act=State.IN_PRINCIPLE), ON, (State.IN_PRINCIPLE, False, "ICB signed in principle only.")),
        (replace(SIGNED, act=State.OBJECTED, commitments_hash="h0"), ON, (State.OBJECTED, False, "ICB objects.")),
        (replace(SIGNED, act=State.WITHDRAWN), date(2028, 1, 1), (State.WITHDRAWN, False, "ICB withdrew its signature.")),
    ],
)  # fmt: skip
def test_standing_of_an_agency_is_said_in_a_sentence(act, on, expected):
    found = standing(ICB, act, "h1", on=on)

    assert (found.agency, found.name) == (2, "ICB")
    assert (found.state, found.binds, found.why) == expected


def test_joint_effect_names_those_it_waits_for():
    waiting = joint_effect([COUNCIL, ICB], {2: SIGNED}, "h1", on=ON)
    ready = joint_effect([ICB], {2: SIGNED}, "h1", on=ON)

    assert (waiting.ready, waiting.missing, waiting.why) == (False, ("Council",), "Council has not signed.")
    assert (ready.ready, ready.missing, ready.why) == (True, (), "Every agency asked has signed the current commitments.")
    assert joint_effect([COUNCIL, ICB], {}, "h1", on=ON).why == "Council has not signed. ICB has not signed."


@pytest.mark.parametrize(
    "stake",
    [
        {"pence": 1}, {"staff": True}, {"assets": True}, {"data": True}, {"functions": True}, {"impact_percent": 100},
    ],
    ids=str,
)  # fmt: skip
def test_each_kind_of_stake_asks_for_a_signature(stake):
    one = Stake(3, "Trust", **stake)

    assert required([one, Stake(4, "Nobody", impact_percent=99)]) == (one,)


def test_council_may_ask_those_who_bear_less_of_the_effect():
    one = Stake(3, "Trust", impact_percent=20)

    assert (required([one], impact_percent=20), required([one], impact_percent=21)) == ((one,), ())


def test_signature_is_good_for_six_months_to_the_day():
    assert valid_until(date(2026, 8, 31)) == date(2027, 2, 28)
    assert valid_until(date(2026, 8, 31), 3) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("act", "words", "expected"),
    [
        (
            State.EXPIRED, {},
            ("signoff.unknown", "Choose to sign, sign with conditions, sign in principle or object.", SCHEME),
        ),
        (
            State.SIGNED, {"current_hash": "h2"},
            ("signoff.stale", "The commitments changed since you opened them. Read them and sign again.", SCHEME),
        ),
        (
            State.SIGNED, {"delegation_live": False},
            (
                "signoff.no_delegation",
                "Your authority to sign for the agency is not in force. The agency must name another signatory.", SCHEME,
            ),
        ),
        (
            State.SIGNED, {"share_pence": 1_001},
            ("signoff.limit", "The agency’s share is above your limit. Take it to the body that may decide it.", SCHEME),
        ),
        (
            State.SIGNED, {"consultation_open": True},
            (
                "signoff.in_principle",
                "Consultation has not closed. Sign in principle now and confirm when it has closed.",
                "R (Moseley) v Haringey [2014] UKSC 56",
            ),
        ),
        *(
            (act, {"text": " "}, ("signoff.no_text", "Write the conditions or the reason.", SCHEME))
            for act in (State.SIGNED_WITH_CONDITIONS, State.OBJECTED, State.WITHDRAWN)
        ),
    ],
)  # fmt: skip
def test_refused_signature_says_why(act, words, expected):
    refused = refusal_of(require_may_sign, act, **{**SIGNING, **words})

    assert (refused.code, refused.message, refused.citation) == expected


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (State.SIGNED, {}),
        (State.SIGNED, {"share_pence": 1_000}),
        (State.SIGNED, {"limit_pence": None, "share_pence": 9_999}),
        (State.IN_PRINCIPLE, {"consultation_open": True, "share_pence": 9_999}),
        (State.OBJECTED, {"text": "Too dear.", "consultation_open": True, "share_pence": 9_999}),
    ],
)
def test_signature_within_authority_says_so(act, words):
    assert require_may_sign(act, **{**SIGNING, **words}) == "Authority in force, within limits, on the current commitments."


@pytest.mark.parametrize(
    ("moment", "route"),
    [
        ({"in_effect": True}, ("VARIATION", "The decision is in effect. Use the variation or exit terms of the agreement.")),
        ({"decided": True}, ("MONITORING_OFFICER", "The decision is made. The Monitoring Officer reviews; the maker may retake it.")),
        (
            {"agenda_published": True},
            ("SUPPLEMENT", "Put to the meeting as a supplement; the record must mention it. The meeting may defer."),
        ),
        ({}, ("SSMT", "The proposal goes back to the senior management team.")),
    ],
)
def test_objection_goes_where_its_time_sends_it(moment, route):
    assert objection_route(**{"agenda_published": False, "decided": False, "in_effect": False, **moment}) == route
