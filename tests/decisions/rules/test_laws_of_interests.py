"""Who left a matter, or is kept out of a vote, reads the law of that interest; other people never learn which one it was."""

from dataclasses import replace
from datetime import date

import pytest

from decisions.rules.interests import (
    ARREARS_LAW,
    BIAS_LAW,
    NO_PART_LAW,
    OFFICER_BIAS_LAW,
    OFFICER_LAW,
    SEPARATION_LAW,
    Act,
    Declaration,
    Kind,
    law_of_leaving,
    law_of_part,
    standing,
)
from decisions.rules.quorum import Seat
from decisions.rules.votes import require_may_vote, require_presiding
from tests.builders_rules import london, refusal_of

ON = date(2026, 12, 14)
SEAT = Seat("leader", "leader", excluded=True)


@pytest.mark.parametrize(
    ("kind", "maker", "law"),
    [
        (Kind.DPI, "CABINET_MEMBER", "Localism Act 2011 s31(6) to (8)"),
        (Kind.BIAS_PREDETERMINATION, "CABINET_MEMBER", BIAS_LAW),
        (Kind.ORI, "CABINET_MEMBER", BIAS_LAW),
        (Kind.GIFT_HOSPITALITY, "CABINET_MEMBER", BIAS_LAW),
        (Kind.S106_LGFA, "CABINET_MEMBER", BIAS_LAW),
        (Kind.NONE, "CABINET_MEMBER", "LGA 2000 s9E"),
        (Kind.OFFICER_S117, "OFFICER_EXEC", OFFICER_LAW),
        (Kind.OFFICER_S117, "OFFICER_NONEXEC", OFFICER_LAW),
        (Kind.BIAS_PREDETERMINATION, "OFFICER_EXEC", OFFICER_BIAS_LAW),
        (Kind.NONE, "OFFICER_EXEC", "LGA 2000 s9E"),
        (Kind.NONE, "OFFICER_NONEXEC", "LGA 1972 s101"),
    ],
)
def test_who_left_is_barred_by_the_law_of_that_interest(kind, maker, law):
    assert law_of_leaving(kind, maker) == law
    assert "117" not in law


def test_who_wrote_the_text_is_kept_out_by_the_separation_of_duties_and_who_gave_notice_by_the_code():
    assert (law_of_part("author"), law_of_part("interested")) == (SEPARATION_LAW, OFFICER_LAW)
    assert SEPARATION_LAW == "The separation of duties in the constitution; the rule that nobody is judge in their own cause"
    assert OFFICER_LAW == (
        "The officers’ code of conduct in the constitution; the rule against bias (Porter v Magill [2001] UKHL 67)"
    )


@pytest.mark.parametrize(
    ("declared", "law"),
    [
        (Declaration(Kind.DPI, "Shares."), "Localism Act 2011 s31(4)"),
        (Declaration(Kind.S106_LGFA), ARREARS_LAW),
        (Declaration(Kind.BIAS_PREDETERMINATION, "I said so."), BIAS_LAW),
        (Declaration(Kind.ORI, "A trustee.", stays_out=True), BIAS_LAW),
        (Declaration(Kind.ORI, "A trustee."), ""),
        (Declaration(Kind.NONE), ""),
    ],
)
def test_barred_voter_reads_the_law_of_the_own_interest(declared, law):
    found = standing([declared], Act.VOTE, at=london(ON, 19), on=ON)

    assert (found.may, found.law) == (law == "", law)
    if law:
        assert refusal_of(require_may_vote, replace(SEAT, excluded_by=law), on=ON, interests_declared=True).citation == law


def test_clerk_who_acts_for_a_barred_chair_does_not_read_which_interest_it_is():
    refused = refusal_of(require_presiding, replace(SEAT, excluded_by=ARREARS_LAW), on=ON, meeting=7)

    assert (refused.code, refused.citation) == ("meeting.chair_barred", NO_PART_LAW)
