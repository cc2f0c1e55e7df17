"""Whether a call-in request is complete, in time and in order, and from when it holds the decision.

Statute gives scrutiny the power to recommend reconsideration of a decision made but not implemented (LGA 2000
s9F(4)); numbers, periods and grounds are the constitution's. Signatures are counted as at the moment each was
given. A complete request holds the decision from its receipt, before anybody rules on its validity.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from commissioning.rules.call_in_rule_set import CallInRuleSet, Route
from commissioning.rules.dates import long_date, time_in_words
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Alternative, Refusal

NOT_EDUCATION = (
    "An education co-optee calls in on education matters only: what concerns the council’s education functions, wholly or "
    "partly. This case is not recorded as one."
)
LAW = "LGA 2000 s9F(4); the constitution's call-in procedure"
EDUCATION_LAW = "LGA 2000 Sch A1 paras 7 and 8; SI 2001/478 regs 3 and 10"
ON_EDUCATION = (
    Alternative("Ask for the case to be recorded as an education matter, and why", "case_education"),
    Alternative("Ask the committee to scrutinise the decision, which holds nothing up", "scrutiny_refer"),
)
LATER = (Alternative("Ask the committee to scrutinise the decision after it has taken effect", "scrutiny_refer"),)
Key = int | str


class State(StrEnum):
    """Where a request stands before anybody rules on it."""

    GATHERING = "GATHERING"
    HELD = "HELD"
    FAILED = "FAILED"


@dataclass(frozen=True)
class Signatory:
    """One signature and the facts at that moment; `made_yearly` counts earlier ones this council year, `education` says
    whether the case was recorded as an education matter by then."""

    person: Key
    signed_at: datetime
    group: str = ""
    councillor: bool = True
    executive: bool = False
    co_optee: bool = False
    education: bool = False
    scrutiny_member: bool = False
    scrutiny_chair: bool = False
    civic_mayor: bool = False
    took_decision: bool = False
    made_yearly: int = 0
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Ground:
    """A ground of the constitution and what the signatories say about it."""

    code: str
    particulars: str


@dataclass(frozen=True)
class Request:
    """What is called in and why. `written_at` is when grounds and alternative were complete."""

    resolutions: tuple[int, ...]
    grounds: tuple[Ground, ...]
    alternative: str
    signatories: tuple[Signatory, ...]
    written_at: datetime


@dataclass(frozen=True)
class Standing:
    """Signatures counted and not counted (person, why), what is missing, and since when the decision is held."""

    state: State
    counted: tuple[Key, ...]
    uncounted: tuple[tuple[Key, str], ...]
    needed: int
    gaps: tuple[str, ...]
    held_since: datetime | None

    @property
    def holds(self) -> bool:
        return self.state is State.HELD

    @property
    def why(self) -> str:
        signed = f"{len(self.counted)} of {self.needed} signatures count."
        return " ".join((signed, *self.gaps))


def _may_request(signatory: Signatory, requesters: Collection[str]) -> bool:
    kinds = {
        "COUNCILLOR": signatory.councillor,
        "NON_EXECUTIVE_COUNCILLOR": signatory.councillor,
        "SCRUTINY_MEMBER": signatory.councillor and signatory.scrutiny_member,
        "SCRUTINY_CHAIR": signatory.councillor and signatory.scrutiny_chair,
        "EDUCATION_CO_OPTEE": signatory.co_optee and signatory.education,
    }
    return any(kinds.get(requester, False) for requester in requesters)


def ineligible(signatory: Signatory, rules: CallInRuleSet) -> str:
    """Why a signature does not count, or "" when it does."""
    if signatory.executive:
        return "Members of the executive cannot call in."
    if signatory.took_decision:
        return "Nobody calls in a decision that they took."
    if signatory.civic_mayor and not rules.civic_mayor_may:
        return "The civic Mayor cannot call in."
    named = {requester for way in rules.other_ways for requester in way.requesters}
    if signatory.co_optee and not signatory.councillor:
        if "EDUCATION_CO_OPTEE" not in {*rules.requesters, *named}:
            return "The constitution does not name education co-optees among those who call in."
        if not signatory.education:
            return NOT_EDUCATION
    if not _may_request(signatory, {*rules.requesters, *named}):
        return (
            "Only councillors in office whom the constitution names sign, and co-optees on education matters."
        )
    cap = rules.signatory_cap_per_year
    if cap is not None and signatory.made_yearly >= cap:
        return f"This person has signed {cap} call-ins this council year, the most allowed."
    return ""


def require_may_sign(
    signatory: Signatory,
    rules: CallInRuleSet,
    window: Deadline,
    *,
    already_signed: Collection[Key] = (),
) -> None:
    """Tell a person at once whether the signature counts.

    Raises Refusal: call_in.late, call_in.not_education, call_in.ineligible, call_in.duplicate.
    """
    if not window.open_at(signatory.signed_at):
        closed = f"{time_in_words(window.cut_off)} on " if window.cut_off else "the end of "
        message = f"The call-in window closed at {closed}{long_date(window.ends_on)}. This signature came later and does not count."
        raise Refusal("call_in.late", message, LAW, alternatives=LATER)
    if (why := ineligible(signatory, rules)) == NOT_EDUCATION:
        raise Refusal("call_in.not_education", why, EDUCATION_LAW, alternatives=ON_EDUCATION)
    if why:
        raise Refusal("call_in.ineligible", why, LAW)
    if signatory.person in already_signed:
        raise Refusal("call_in.duplicate", "You have signed this request already. One signature counts.", LAW)


def _sorted_out(
    request: Request, rules: CallInRuleSet, window: Deadline, at: datetime
) -> tuple[list[Signatory], list[tuple[Key, str]]]:
    counted: list[Signatory] = []
    uncounted: list[tuple[Key, str]] = []
    for signatory in sorted(request.signatories, key=lambda one: one.signed_at):
        why = ineligible(signatory, rules)
        if not window.open_at(signatory.signed_at):
            why = "Came after the window closed."
        elif any(other.person == signatory.person for other in counted):
            why = "Signed twice; one signature counts."
        elif signatory.withdrawn_at and signatory.withdrawn_at <= at and _counts(signatory.withdrawn_at, rules, window):
            why = "Withdrawn in time."
        if why:
            uncounted.append((signatory.person, why))
        else:
            counted.append(signatory)
    return counted, uncounted


def _counts(withdrawn_at: datetime, rules: CallInRuleSet, window: Deadline) -> bool:
    """Whether a signature taken back at a moment no longer counts: inside the window, or later where the constitution
    allows that."""
    return window.open_at(withdrawn_at) or not rules.signature_withdrawal_in_window


def _content_gaps(request: Request, rules: CallInRuleSet) -> Iterable[str]:
    if not request.resolutions:
        yield "Name the resolutions that are called in."
    if not request.grounds or any(
        ground.code not in rules.grounds or not ground.particulars.strip() for ground in request.grounds
    ):
        yield "Give at least one ground of the constitution and say how it applies."
    if rules.require_alternative and not request.alternative.strip():
        yield "Say what should be done instead."


def _admits(way: Route, counted: Collection[Signatory]) -> bool:
    """Whether signatures are enough in one of the other ways, each with its own requesters and number."""
    admitted = [one for one in counted if _may_request(one, way.requesters)]
    has_chair = any(one.scrutiny_chair for one in admitted)
    return len(admitted) >= way.min_signatories and (has_chair or not way.chair_among_them)


def _signature_gaps(counted: Collection[Signatory], rules: CallInRuleSet) -> list[str]:
    """What the ordinary way still needs: signatures of those it names, from enough political groups."""
    admitted = [one for one in counted if _may_request(one, rules.requesters)]
    missing = rules.min_signatories - len(admitted)
    gaps = []
    if missing > 0:
        gaps.append("1 more signature is needed." if missing == 1 else f"{missing} more signatures are needed.")
    groups = {one.group for one in admitted if one.group and one.councillor}  # a co-optee sits for none
    if rules.min_political_groups > 1 and len(groups) < rules.min_political_groups:
        gaps.append(f"Signatories must come from at least {rules.min_political_groups} political groups.")
    return gaps


def _enough(counted: Collection[Signatory], rules: CallInRuleSet) -> int | None:
    """The number that was needed in the first way in which the signatures are enough; None while they are not."""
    if not _signature_gaps(counted, rules):
        return rules.min_signatories
    return next((way.min_signatories for way in rules.other_ways if _admits(way, counted)), None)


def standing(
    request: Request, rules: CallInRuleSet, window: Deadline, *, at: datetime
) -> Standing:
    """Where a request stands at a moment, not later than any ruling on it.

    Complete: enough counted signatures in one of the constitution's ways (in the ordinary one from enough groups),
    grounds with particulars, an alternative if asked for, all in time. Incomplete: gathering while the window is open
    (a withdrawn signature may be replaced), failed afterwards.
    """
    counted, uncounted = _sorted_out(request, rules, window, at)
    gaps = list(_content_gaps(request, rules))
    if not window.open_at(request.written_at):
        gaps.append("Grounds and alternative came after the window closed.")
    needed = _enough(counted, rules)
    if needed is None:
        gaps += _signature_gaps(counted, rules)
    held_since = None if gaps else _complete_at(request, counted, rules)
    state = State.HELD if not gaps else State.GATHERING if window.open_at(at) else State.FAILED
    people = tuple(signatory.person for signatory in counted)
    return Standing(state, people, tuple(uncounted), needed or rules.min_signatories, tuple(gaps), held_since)


def _complete_at(request: Request, counted: list[Signatory], rules: CallInRuleSet) -> datetime:
    """The first moment at which signatures, groups and text were all there."""
    needed = next(n for n in range(1, len(counted) + 1) if _enough(counted[:n], rules) is not None)
    return max(request.written_at, counted[needed - 1].signed_at)


def council_year_began(day: date, annual_meetings: Collection[date] = ()) -> date:
    """The first day of the council year in which a day lies, for the yearly cap on signatures.

    It is the day of the annual meeting, which each council chooses (Local Government Act 1972 Sch 12 para 1: March to
    May, or within 21 days after the elections). For a year whose meeting the constitution does not name, 1 May stands.
    """
    began = _annual_meeting(day.year, annual_meetings)
    return began if began <= day else _annual_meeting(day.year - 1, annual_meetings)


def _annual_meeting(year: int, annual_meetings: Collection[date]) -> date:
    return next((meeting for meeting in annual_meetings if meeting.year == year), date(year, 5, 1))
