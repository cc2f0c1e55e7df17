"""Stops that lie over one case or over the whole council: what each stops, what it leaves alone, and when it ends.

None of them stops the publication that the law demands, the minutes, a call-in or scrutiny, unless a court says so.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from commissioning.rules.calendars import Calendar
from commissioning.rules.counting import forward
from commissioning.rules.dates import end_of_day, local_date, long_date
from commissioning.rules.deadlines import Basis, Deadline
from commissioning.rules.pre_election import LAW as PRE_ELECTION_LAW
from commissioning.rules.pre_election import latest_start
from commissioning.rules.refusals import Alternative, Refusal

SPEND_LAW = "Local Government Finance Act 1988 ss114 and 115(6) to (6B)"
SECTION_5A = "Local Government and Housing Act 1989 s5A(6) and (7)"
STOPS_LAW = "LGFA 1988 s115(6); LGHA 1989 s5A(6); Senior Courts Act 1981 s31"
DAYS_TO_CONSIDER = 21


class Step(StrEnum):
    """What a stop can keep from happening."""

    DECIDE = "DECIDE"
    PUBLISH = "PUBLISH"
    IMPLEMENT = "IMPLEMENT"


STEP_WORDS = {
    Step.DECIDE: "making the decision",
    Step.PUBLISH: "publishing notice, report or record",
    Step.IMPLEMENT: "putting the decision into effect",
}


class Kind(StrEnum):
    """The stops that a statutory officer declares and ends."""

    PRE_ELECTION = "PRE_ELECTION"
    SUSPENDED_PREELECTION = "SUSPENDED_PREELECTION"
    SPEND_STOP = "SPEND_STOP"
    MO_S5A_HOLD = "MO_S5A_HOLD"
    COURT_ORDER = "COURT_ORDER"


REPORTS = (Kind.SPEND_STOP, Kind.MO_S5A_HOLD)  # stops that begin with a statutory officer's report


@dataclass(frozen=True)
class Specification:
    """One kind of stop in words. `one_case`: it is declared for a case; otherwise it lies over the whole council."""

    label: str
    stops: frozenset[Step]
    one_case: bool
    does: str
    leaves: str
    ends: str
    citation: str


SPECIFICATIONS: dict[Kind, Specification] = {
    Kind.PRE_ELECTION: Specification(
        "Pre-election period", frozenset(), False,
        "The council starts no new consultation, no promotion and no press work about candidates or on controversial matters.",
        "Decisions, notices, agendas, reports, records and call-ins go on: a lawful decision may be made.",
        "It ends by itself when the poll closes.",
        PRE_ELECTION_LAW,
    ),
    Kind.SUSPENDED_PREELECTION: Specification(
        "Suspended until after the election", frozenset({Step.DECIDE, Step.IMPLEMENT}), True,
        "This matter is not decided and not put into effect before the poll.",
        "Drafting, clearances, notices, published papers and call-in go on.",
        "It ends by itself on the day after the poll.",
        PRE_ELECTION_LAW,
    ),
    Kind.SPEND_STOP: Specification(
        "Section 114 spend stop", frozenset({Step.IMPLEMENT}), False,
        "No new agreement that may involve spending: no decision is put into effect without the chief finance officer’s "
        "written authority for that very agreement.",
        "Drafting, clearances, publication, decisions, call-in and agreements already made go on.",
        "The council considers the report within 21 days. The stop ends with the first working day after it has finished.",
        SPEND_LAW,
    ),
    Kind.MO_S5A_HOLD: Specification(
        "Monitoring Officer’s report", frozenset({Step.DECIDE, Step.IMPLEMENT}), True,
        "No step is taken to give effect to the proposal or decision that the report is about.",
        "Papers stay open, the executive meets to consider the report, and a decision may be rescinded.",
        "The executive considers the report within 21 days. The stop ends with the first working day after it has finished.",
        SECTION_5A,
    ),
    Kind.COURT_ORDER: Specification(
        "Court order", frozenset(Step), True,
        "What the order forbids does not happen.",
        "Everything that the order does not forbid goes on.",
        "It ends when the order is discharged.",
        "Senior Courts Act 1981 s31; the order itself",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Overlay:
    """A stop as it was declared, `case` None for the whole council. `authorised`: the chief finance officer has
    authorised this very agreement in writing."""

    kind: Kind
    starts_at: datetime
    ends_at: datetime | None = None
    stops: frozenset[Step] | None = None
    reference: str = ""
    authorised: bool = False

    def in_force(self, at: datetime) -> bool:
        """Whether it stands at a moment."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)

    def keeps_from(self, step: Step) -> bool:
        """Whether it stops a step: as its kind says, or as the court order does."""
        if self.kind is Kind.SPEND_STOP and self.authorised:
            return False
        stops = SPECIFICATIONS[self.kind].stops if self.stops is None else self.stops
        return step in stops


def stopping(overlays: Iterable[Overlay], step: Step, at: datetime) -> tuple[Overlay, ...]:
    """Every stop that keeps a step from happening at a moment."""
    return tuple(one for one in overlays if one.in_force(at) and one.keeps_from(step))


def require_not_stopped(overlays: Collection[Overlay], step: Step, at: datetime) -> str:
    """Refuse a step that a stop in force forbids; raises Refusal("overlay.<kind>") with what ends the stop."""
    found = stopping(overlays, step, at)
    if not found:
        return "No stop in force forbids it."
    one = found[0]
    told = SPECIFICATIONS[one.kind]
    ends = local_date(one.ends_at) if one.ends_at else None
    until = f" It ends before {long_date(ends)}." if ends else f" {told.ends}"
    reference = f" ({one.reference})" if one.reference else ""
    raise Refusal(
        f"overlay.{one.kind.lower()}",
        f"{told.label}{reference} stops {STEP_WORDS[step]}. {told.does}{until}",
        told.citation,
        earliest=ends,
        alternatives=(Alternative("Read what the stop forbids, what it leaves alone and who ends it", "overlays"),),
    )


def require_declaration(
    kind: Kind, *, has_case: bool, document: str, poll_on: date | None, starts_on: date, stops: Collection[Step], calendar: Calendar
) -> str:
    """Check a stop on entry. Raises Refusal("overlay.incomplete") with everything that is missing."""
    told = SPECIFICATIONS[kind]
    gaps = []
    if told.one_case and not has_case:
        gaps.append("Give the case that it is about.")
    if not document.strip():
        gaps.append("Name the report, notice or order, with its date.")
    if kind in (Kind.PRE_ELECTION, Kind.SUSPENDED_PREELECTION):
        if poll_on is None:
            gaps.append("Give the day of the poll.")
        elif poll_on < starts_on:
            gaps.append("The poll cannot be before the period begins.")
        elif kind is Kind.PRE_ELECTION and starts_on > (latest := latest_start(poll_on, calendar)):
            gaps.append(
                f"The notice of election for a poll on {long_date(poll_on)} is published on {long_date(latest)} at the latest. "
                "Enter the day on which it was published."
            )
    if kind is Kind.COURT_ORDER and not stops:
        gaps.append("Say what the order forbids.")
    if gaps:
        raise Refusal("overlay.incomplete", " ".join(gaps), told.citation)
    return told.does


def ends_by_itself(kind: Kind, poll_on: date | None) -> datetime | None:
    """When a stop with a poll ends: the midnight after the poll; others have no end until somebody ends them."""
    if poll_on is None or kind not in (Kind.PRE_ELECTION, Kind.SUSPENDED_PREELECTION):
        return None
    return end_of_day(poll_on)


def end_of(kind: Kind, concluded_on: date, at: datetime, calendar: Calendar) -> datetime:
    """When a stop ends that somebody ends now.

    After a report has been considered the stop ends with the first business day that follows: considered on a Monday,
    it stands until the end of Tuesday. Anything else ends at once. Raises Refusal("overlay.not_concluded") for a day to come.
    """
    if kind not in REPORTS:
        return at
    if concluded_on > local_date(at):
        message = f"{long_date(concluded_on)} is still to come. End the stop when the report has been considered."
        raise Refusal("overlay.not_concluded", message, SPECIFICATIONS[kind].citation)
    last = calendar.next_working_day(concluded_on)
    return max(at, end_of_day(last))


def consider_by(kind: Kind, issued_on: date, calendar: Calendar) -> Deadline | None:
    """The last day for the meeting that considers a report: 21 days beginning with the day copies are first sent.

    LGFA 1988 s115(3); LGHA 1989 s5A(5). None for stops that no report began.
    """
    if kind not in REPORTS:
        return None
    return forward(
        Basis.DAYS_BEGINNING_WITH, DAYS_TO_CONSIDER, issued_on, calendar,
        rule="overlay.consider_by", citation=SPECIFICATIONS[kind].citation, start_event="copies sent", target_event="considered",
    )  # fmt: skip
