"""Authority is tested on the day of the decision, by the scheme as it then was."""

from dataclasses import replace
from datetime import date

import pytest

from decisions.rules.delegations import (
    Consulted,
    Delegation,
    authority_stands,
    consultees,
    require_authority,
    require_consulted,
    require_lawful_maker,
)
from tests.builders_rules import refusal_of, told, ways

ON = date(2026, 12, 14)
ROW = Delegation("homes", "member-homes", date(2026, 5, 20), limit_pence=50_000_000)
ASKED = {"function": "homes", "office": "member-homes", "pence": 40_000_000, "is_key": True, "decided_on": ON}


def refused(row=ROW, **words):
    return refusal_of(require_authority, [row], **{**ASKED, **words})


def test_live_delegation_within_its_limit_gives_authority():
    assert require_authority([ROW], **ASKED) == ROW
    assert require_authority([ROW], **{**ASKED, "pence": -50_000_000}) == ROW


@pytest.mark.parametrize(
    ("pence", "is_key", "covered"),
    [(50_000_000, False, True), (-50_000_000, False, True), (50_000_001, False, False), (-50_000_001, False, False), (1, True, False)],
)
def test_row_covers_what_is_spent_or_saved_up_to_its_limit_and_key_decisions_only_if_it_says_so(pence, is_key, covered):
    assert replace(ROW, key_decisions=False).covers(pence, is_key) is covered


def test_e30_member_whose_portfolio_changed_yesterday_is_blocked():
    ended = replace(ROW, ends_on=date(2026, 12, 13))

    assert refused(ended).code == "delegation.not_live"
    assert refused(ended).message == (
        "The delegation is not in force on 14 December 2026. Only a live delegation gives authority."
    )
    assert require_authority([replace(ROW, ends_on=ON)], **ASKED)


def test_delegation_that_starts_tomorrow_gives_no_authority_today():
    assert refused(replace(ROW, starts_on=date(2026, 12, 15))).code == "delegation.not_live"


def test_e31_revocation_after_the_decision_does_not_undo_it():
    revoked = replace(ROW, ends_on=ON)

    assert authority_stands(revoked, decided_on=ON)[0] is True
    assert authority_stands(revoked, decided_on=date(2026, 12, 15))[0] is False


def test_e32_officer_above_the_limit_is_blocked_and_sent_to_cabinet():
    refusal = refused(pence=50_000_001)

    assert (refusal.code, refusal.message) == (
        "delegation.limit", "The value of £500,000.01 is above the limit of £500,000.",
    )  # fmt: skip
    assert [way.label for way in refusal.alternatives] == ["Pass the decision to the Cabinet"]


def test_e32_imported_decision_without_live_authority_goes_to_void_review():
    assert authority_stands(ROW, decided_on=date(2026, 5, 19)) == (
        False,
        "The delegation was not in force when the decision was made; it goes to the Monitoring Officer as void.",
    )


def test_other_function_or_office_is_not_delegated():
    assert refused(function="adults").code == "delegation.none"
    assert refused(office="member-adults").code == "delegation.none"


def test_delegation_may_leave_out_key_decisions():
    assert refused(replace(ROW, key_decisions=False)).code == "delegation.key"
    assert require_authority([replace(ROW, key_decisions=False)], **{**ASKED, "is_key": False})


def test_delegation_after_consultation_waits_for_it_and_not_for_agreement():
    row = replace(ROW, after_consulting=("the Leader",))

    assert refused(row).code == "delegation.not_consulted"
    assert require_authority([row], **ASKED, consulted={"the Leader"}) == row


def test_wider_row_serves_when_the_narrow_one_does_not():
    wide = replace(ROW, limit_pence=None)

    assert require_authority([ROW, wide], **{**ASKED, "pence": 10**12}) == wide


@pytest.mark.parametrize("kind", ["COUNCILLOR", "SSMT", "PARTNER_OFFICER", "MEMBER_FOR_COUNCIL", "OTHER_OFFICER"])
def test_committee_of_one_and_unknown_makers_are_refused(kind):
    assert refusal_of(require_lawful_maker, kind).code == "delegation.unlawful_maker"


def test_lawful_makers_pass():
    assert {require_lawful_maker(kind) for kind in ("CABINET", "CABINET_MEMBER", "OFFICER_EXEC")} == {None}


@pytest.mark.parametrize(
    ("condition", "found"),
    [("After consulting the director of public health.", ("the director of public health",)), ("The ward members", ("The ward members",)), ("After consulting group X.", ("group X",)), (" ", ())],
)
def test_condition_in_words_says_whom_to_consult(condition, found):
    assert consultees(condition) == found


@pytest.mark.parametrize(
    ("row", "words", "code", "message", "passes_on"),
    [
        (ROW, {"office": "x"}, "delegation.none", "The scheme of delegation does not give this function to this office.", True),
        (ROW, {"function": "x"}, "delegation.none", "The scheme of delegation does not give this function to this office.", True),
        (
            replace(ROW, ends_on=date(2026, 12, 13)), {}, "delegation.not_live",
            "The delegation is not in force on 14 December 2026. Only a live delegation gives authority.", True,
        ),
        (ROW, {"pence": -50_000_001}, "delegation.limit", "The value of £500,000.01 is above the limit of £500,000.", True),
        (replace(ROW, key_decisions=False), {}, "delegation.key", "This delegation leaves out key decisions.", True),
        (
            replace(ROW, after_consulting=("the Leader", "the chair", "the ward")), {"consulted": {"the chair"}},
            "delegation.not_consulted", "Consult the Leader and the ward first and record the answer. Agreement is not needed.", False,
        ),
    ],
)  # fmt: skip
def test_want_of_authority_says_why_and_who_can_decide(row, words, code, message, passes_on):
    refused = refusal_of(require_authority, [row], **{**ASKED, **words})

    assert (refused.code, refused.message, refused.citation) == (code, message, "LGA 2000 s9E")
    assert [(way.label, way.url_name) for way in refused.alternatives] == (
        [("Pass the decision to the Cabinet", "duty_pass")] if passes_on else []
    )


def test_limit_that_is_named_is_the_highest_in_force():
    rows = [replace(ROW, limit_pence=0), ROW, replace(ROW, limit_pence=90_000_000, ends_on=date(2026, 6, 1))]

    assert refusal_of(require_authority, rows, **{**ASKED, "pence": 60_000_000}).message == (
        "The value of £600,000 is above the limit of £500,000."
    )


def test_unlawful_maker_reads_who_can_decide():
    refused = refusal_of(require_lawful_maker, "COUNCILLOR")

    assert (refused.code, refused.message, refused.citation) == (
        "delegation.unlawful_maker",
        "One councillor who is not in the executive cannot decide alone. Choose the Cabinet, one of its members, or an officer.",
        "LGA 1972 s101; LGA 2000 s9E",
    )


def test_delegation_in_force_when_the_decision_was_made_stands():
    ends = replace(ROW, ends_on=ON)

    assert authority_stands(ends, decided_on=ON) == (True, "The delegation was in force when the decision was made.")
    assert [ends.live(day) for day in (date(2026, 5, 19), date(2026, 5, 20), ON, date(2026, 12, 15))] == [False, True, True, False]


CONDITION = "After consulting the director of public health."
SAID = Consulted("The director of public health", date(2026, 6, 1), "Against it.")


CABINET = [("Pass the decision to the Cabinet", "duty_pass", {}, {})]


@pytest.mark.parametrize("said", [None, replace(SAID, who=" "), replace(SAID, on=None), replace(SAID, view="")])
def test_consultation_that_a_line_asks_for_is_told_with_who_when_and_what(said):
    given = {"decided_on": date(2026, 6, 1)}

    assert told(require_consulted, CONDITION, said, **given) == (
        "delegation.not_consulted",
        "Your power asks you to consult the director of public health first. Do that, then say who was consulted, when, and what "
        "they said. Agreement is not needed.",
        "LGA 2000 s9E",
    )
    assert ways(require_consulted, CONDITION, said, **given) == CABINET


def test_consultation_after_the_decision_is_refused_with_the_day_from_which_it_counts():
    refused = refusal_of(require_consulted, CONDITION, SAID, decided_on=date(2026, 5, 31))

    assert (refused.code, refused.message, refused.citation, refused.earliest) == (
        "delegation.consulted_later", "The consultation comes before the decision, and 1 June 2026 is still to come.", "LGA 2000 s9E",
        date(2026, 6, 1),
    )  # fmt: skip
    assert ways(require_consulted, CONDITION, SAID, decided_on=date(2026, 5, 31)) == CABINET


@pytest.mark.parametrize(("condition", "said"), [(CONDITION, SAID), (" ", None)])
def test_consultation_on_the_day_needs_no_agreement_and_no_condition_needs_none(condition, said):
    assert require_consulted(condition, said, decided_on=date(2026, 6, 1)) is None


