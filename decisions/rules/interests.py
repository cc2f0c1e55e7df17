"""Interests: who may take part in an item, which dispensations lift what, and what a late declaration does.

Two dispensations exist. Under Localism Act 2011 s33 the council lifts the ban on speaking or voting. The note
by the head of paid service under SI 2012/2089 regs 12 and 13 is only recorded beside a declared conflict; it
lifts nothing.

What keeps somebody out is cited by what the interest is: of members the Localism Act 2011 s31 for a disclosable pecuniary
interest alone, else the code of conduct and the rule against bias; of officers their code and the rule against bias, for LGA
1972 s117 asks them for notice only.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from commissioning.rules.dates import long_date, months_later
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.delegations import OFFICERS, SECTION_117, law_of

SECTION_31 = "Localism Act 2011 s31"
SECTION_31_4 = "Localism Act 2011 s31(4)"
NO_PART_LAW = f"{SECTION_31_4}; the members’ code of conduct (Localism Act 2011 s28)"  # tells nobody which of them it is
SECTION_33 = "Localism Act 2011 s33"
BIAS_LAW = "The members’ code of conduct (Localism Act 2011 s28); the rule against bias (Porter v Magill [2001] UKHL 67)"
OFFICER_BIAS_LAW = "The rule against bias (Porter v Magill [2001] UKHL 67)"
OFFICER_LAW = f"The officers’ code of conduct in the constitution; {OFFICER_BIAS_LAW[0].lower()}{OFFICER_BIAS_LAW[1:]}"
SEPARATION_LAW = "The separation of duties in the constitution; the rule that nobody is judge in their own cause"
SINGLE_MEMBER_LAW = "Localism Act 2011 s31(6) to (8)"
ARREARS_LAW = "Local Government Finance Act 1992 s106"
PASS_ON = (Alternative("Pass the decision to the Cabinet", "duty_pass"),)
LEAVE_IT = (Alternative("Leave the decision to somebody else", "duty_pass"),)
LONGEST_YEARS = 4
NOTIFY_DAYS = 28


class Kind(StrEnum):
    """Types of interest; NONE is an explicit statement."""

    NONE = "NONE"
    DPI = "DPI"
    ORI = "ORI"
    NRI = "NRI"
    BIAS_PREDETERMINATION = "BIAS_PREDETERMINATION"
    GIFT_HOSPITALITY = "GIFT_HOSPITALITY"
    S106_LGFA = "S106_LGFA"
    OFFICER_S117 = "OFFICER_S117"
    NHS_COI = "NHS_COI"
    SUPPLIER_COI = "SUPPLIER_COI"


class Act(StrEnum):
    """What a member wants to do in an item."""

    SPEAK = "SPEAK"
    VOTE = "VOTE"


BARRED = frozenset({Kind.DPI, Kind.S106_LGFA, Kind.BIAS_PREDETERMINATION, Kind.SUPPLIER_COI, Kind.OFFICER_S117})
OFFICER_KINDS = frozenset({Kind.NONE, Kind.OFFICER_S117, Kind.BIAS_PREDETERMINATION})
BLOCKS = {
    Kind.NONE: "Nothing.",
    Kind.DPI: "You take no part in the discussion or the vote, unless a dispensation allows it.",
    Kind.ORI: "Nothing by itself. Stay out where the code of conduct says so.",
    Kind.NRI: "Nothing by itself. Stay out where the code of conduct says so.",
    Kind.BIAS_PREDETERMINATION: "You take no part in the discussion or the vote.",
    Kind.GIFT_HOSPITALITY: "Nothing by itself. Register it within 28 days, and stay out if it touches this matter.",
    Kind.S106_LGFA: "You may speak and do not vote. The public reads only that you took no part in the vote.",
    Kind.OFFICER_S117: "You write, clear, certify and decide nothing in this case.",
    Kind.NHS_COI: "Nothing by itself. Follow the policy of your NHS body.",
    Kind.SUPPLIER_COI: "Your organisation neither supports nor opposes the proposal.",
}


@dataclass(frozen=True)
class Dispensation:
    """A dispensation under s33: granted when, from when to when, for speaking or voting."""

    granted_at: datetime
    starts_on: date
    ends_on: date
    scope: frozenset[Act]
    written_request: bool = True


@dataclass(frozen=True)
class Declaration:
    """One declaration of one member for one item. `stays_out` is the member's own choice or the code's rule."""

    kind: Kind
    nature: str = ""
    stays_out: bool = False
    late: bool = False


@dataclass(frozen=True)
class Standing:
    """Whether a member may take part, why, what the public is told, and whether the Monitoring Officer is told."""

    may: bool
    why: str
    public_words: str
    tell_monitoring_officer: bool = False
    law: str = ""  # what keeps the member out; for the member's own eyes


def longest_end(starts_on: date) -> date:
    """The last day a dispensation may run to: four years less a day from its start."""
    return months_later(starts_on, 12 * LONGEST_YEARS) - timedelta(days=1)


def require_dispensation(dispensation: Dispensation) -> str:
    """Check a dispensation on entry: asked for in writing, with a scope, at most four years.

    Raises Refusal("interest.dispensation"). Source: Localism Act 2011 s33(1) to (3).
    """
    if not dispensation.written_request:
        raise Refusal(
            "interest.dispensation", "A dispensation needs the member’s request in writing.", SECTION_33
        )
    if not dispensation.scope or dispensation.ends_on < dispensation.starts_on:
        raise Refusal(
            "interest.dispensation",
            "Say what it allows (speaking, voting) and from when to when.",
            SECTION_33,
        )
    if dispensation.ends_on > longest_end(dispensation.starts_on):
        raise Refusal(
            "interest.dispensation", "A dispensation cannot last longer than four years.", SECTION_33
        )
    return "Asked for in writing, with a scope, within four years."


def lifts(dispensation: Dispensation, act: Act, *, at: datetime, on: date) -> bool:
    """Whether a dispensation lifts the ban on one act: granted before it, in force on the day, for that act."""
    return dispensation.granted_at < at and dispensation.starts_on <= on <= dispensation.ends_on and act in dispensation.scope


def standing(
    declarations: Iterable[Declaration],
    act: Act,
    *,
    at: datetime,
    on: date,
    dispensations: Collection[Dispensation] = (),
) -> Standing:
    """Whether a member may speak or vote in an item, from everything the member declared for it.

    `dispensations` are those granted for this very matter: s33(1) lifts the ban in the cases that one describes.

    Council tax arrears (Local Government Finance Act 1992 s106) bar the vote, not the speech, and stay private:
    the public reads only that the member took no part in the vote.
    """
    given = tuple(declarations)
    if not given:
        return Standing(False, "No declaration has been made for this item.", "")
    late = any(declaration.late for declaration in given)
    for declaration in given:
        if declaration.kind is Kind.DPI and not any(lifts(one, act, at=at, on=on) for one in dispensations):
            public = "Declared a disclosable pecuniary interest and took no part."
            return Standing(False, "A disclosable pecuniary interest bars the member.", public, True, SECTION_31_4)
        if declaration.kind is Kind.S106_LGFA and act is Act.VOTE:
            return Standing(
                False, "The member must not vote on this budget matter.", "Took no part in the vote.", late, ARREARS_LAW
            )
        if declaration.stays_out or declaration.kind in BARRED - {Kind.DPI, Kind.S106_LGFA}:
            return Standing(
                False, "The member stays out of this item.", "Declared an interest and took no part.", late, BIAS_LAW
            )
    if all(declaration.kind is Kind.NONE for declaration in given):
        return Standing(True, "No interest declared.", "None declared.", late)
    return Standing(
        True,
        "The interest is declared and does not bar the member.",
        "Declared an interest and took part.",
        late,
    )


def require_single_member(declarations: Iterable[Declaration], *, on: date) -> str:
    """The lock on a member who decides alone: with a disclosable pecuniary interest, no step at all. With another one
    that bars, the code of conduct and the rule against bias forbid it; nothing has to be notified under s31 then.

    No dispensation lifts it (s33 reaches only s31(4)). The matter goes to the Cabinet, on a new notice if it
    is key. Raises Refusal: interest.undeclared, interest.single_member.
    """
    given = tuple(declarations)
    if not given:
        raise Refusal(
            "interest.undeclared", "Declare your interests first. If you have none, say so.", SECTION_31
        )
    if any(declaration.kind is Kind.DPI for declaration in given):
        raise Refusal(
            "interest.single_member",
            "You have an interest in this matter, so you may take no step in it except to pass it on. "
            f"Tell the Monitoring Officer by {long_date(notify_by(on))}, {NOTIFY_DAYS} days beginning with today. "
            "A dispensation cannot change this.",
            SINGLE_MEMBER_LAW,
            alternatives=PASS_ON,
        )
    if any(declaration.kind in BARRED or declaration.stays_out for declaration in given):
        arrears = any(declaration.kind is Kind.S106_LGFA for declaration in given)
        message = "You have an interest in this matter, so you do not decide it alone. Pass it on."
        raise Refusal("interest.single_member", message, ARREARS_LAW if arrears else BIAS_LAW, alternatives=PASS_ON)
    return "No interest bars the member."


def require_single_officer(declarations: Iterable[Declaration]) -> str:
    """The same lock on an officer who decides alone. Disclosable pecuniary interests are those of members: an officer gives
    written notice of a pecuniary interest in a contract (LGA 1972 s117), and is kept out by the officers' code of conduct;
    the rule against bias binds both.

    Raises Refusal: interest.undeclared, interest.not_officers, interest.single_officer.
    """
    given = tuple(declarations)
    if not given:
        raise Refusal("interest.undeclared", "State your interests first. If you have none, say so.", OFFICER_LAW)
    if any(declaration.kind not in OFFICER_KINDS for declaration in given):
        message = "That kind of interest is a councillor’s. Say whether you have a pecuniary interest in the contract."
        raise Refusal("interest.not_officers", message, SECTION_117)
    if any(declaration.kind is Kind.OFFICER_S117 for declaration in given):
        message = (
            "You have an interest in this contract, so you take no step in this matter except to leave it to somebody else. "
            f"That page takes your written notice of the interest ({SECTION_117})."
        )
        raise Refusal("interest.single_officer", message, OFFICER_LAW, alternatives=LEAVE_IT)
    if any(declaration.kind in BARRED or declaration.stays_out for declaration in given):
        message = "You may seem to have made up your mind, so you do not decide this alone. Leave it to somebody else."
        raise Refusal("interest.single_officer", message, OFFICER_BIAS_LAW, alternatives=LEAVE_IT)
    return "No interest bars the officer."


def law_of_leaving(kind: str, maker: str) -> str:
    """What keeps whoever decided alone and left out of the matter; without an interest, only how the function is arranged.

    Everybody who reads the case reads this, so council tax arrears are not told from any other interest under the code.
    """
    if kind == Kind.NONE:
        return law_of(maker)
    if maker in OFFICERS:
        return OFFICER_BIAS_LAW if kind == Kind.BIAS_PREDETERMINATION else OFFICER_LAW
    return SINGLE_MEMBER_LAW if kind == Kind.DPI else BIAS_LAW


def law_of_part(part: str) -> str:
    """Why whoever took a part in a case does not decide it: they gave notice of an interest, or shaped what is decided."""
    return OFFICER_LAW if part == "interested" else SEPARATION_LAW


def notify_by(disclosed_on: date) -> date:
    """Last day to notify the Monitoring Officer: 28 days beginning with the disclosure (s31(3), (7))."""
    return disclosed_on + timedelta(days=NOTIFY_DAYS - 1)
