"""Who may decide one case: its function of the scheme, its value, what is settled, and what the Leader allocated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from commissioning.models import Appointment, Case, Office, ProposalVersion
from commissioning.models import Delegation as Row
from commissioning.rules.access_matrix import EXECUTIVE
from commissioning.rules.tracks import Track
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import current_version
from decisions.models import AgendaItem, Allocation, CaseFunction, Interest, KeyAssessment
from decisions.rules import authority as rules
from decisions.rules.delegations import Delegation
from decisions.rules.key_decision import KeyFacts
from decisions.rules.outcomes import PUT_OFF
from decisions.selectors import authority
from decisions.selectors.decisions import scheme_of
from decisions.selectors.key_decision_notices import is_key, is_key_by, latest_assessment
from decisions.selectors.makers import is_executive

LEFT_AS = ("PASSED_TO_CABINET", "PASSED_ON")
OFFICER_TRACKS = (Track.OFFICER_EXECUTIVE, Track.OFFICER_NON_EXECUTIVE)


@dataclass(frozen=True)
class Proposed:
    """A function that the system proposes, and why."""

    function: str
    why: str


@dataclass(frozen=True)
class CaseAnswer:
    """The answer for a case: under which function, said by whom, and everybody who was asked."""

    function: str
    named: CaseFunction | None
    proposed: Proposed | None
    answer: rules.Answer
    names: dict[object, str]

    @property
    def makers(self) -> list[tuple[str, rules.Maker]]:
        """Name and finding of each, those who may decide first."""
        return [(self.names.get(one.office, "An office that is no more"), one) for one in self.answer.makers]


def function_of(case: Case) -> CaseFunction | None:
    """The function as last named; None while nobody has."""
    return CaseFunction.objects.filter(case=case).order_by("-n").first()


def allocation_of(case: Case) -> Allocation | None:
    """What the Leader last allocated."""
    return Allocation.objects.filter(case=case).select_related("office", "body").order_by("-n").first()


def barred_from(case: Case) -> list[int]:
    """The offices whose holder left the matter because of an interest, or to the Cabinet, or to somebody else."""
    return [office for office, _ in _left_by(case)]


def left_with_interest(case: Case, office: Office, on: date) -> bool:
    """Whether the holder of an office on a day left the matter because of an interest, in that office or in another
    (Localism Act 2011 s31(8): the person takes no further step)."""
    left = Interest.objects.filter(item__case=case, item__ended_as__in=LEFT_AS).exclude(kind="NONE").values("person")
    return is_held_by_one_of(left, office, on)


def is_held_by_one_of(people: QuerySet, office: Office, on: date) -> bool:
    """Whether one of these people is the holder of an office on a day."""
    held = Appointment.objects.filter(office=office, person__in=people, is_deputy=False, starts_on__lte=on)
    return held.exclude(ends_on__lt=on).exists()


def council_part(version: ProposalVersion, amended: int | None) -> int:
    """What the council pays, in pence; of a whole cost that an amendment changes, all that the other agencies do not pay."""
    others = version.value_total - version.value_council
    return version.value_council if amended is None else amended - others


def _left_by(case: Case) -> list[tuple[int, str]]:
    """Each office that left the matter, and as what: a member to the Cabinet, an officer to whoever else may decide."""
    rows = AgendaItem.objects.filter(case=case, ended_as__in=LEFT_AS, maker__isnull=False).order_by("pk")
    return list(rows.values_list("maker_id", "ended_as"))


def facts_of(case: Case, assessment: KeyAssessment | None, version: ProposalVersion | None = None) -> KeyFacts:
    """What the case says of itself: the latest assessment, else the proposal, else the question.

    A page that read the case by `with_authority` has read the proposal too, or does not show it.
    """
    question = getattr(case, "commissioning_question", None)
    executive = is_executive(case)
    if assessment is not None:
        met = {limb["code"]: limb["met"] for limb in assessment.limbs}
        return KeyFacts(
            assessment.council_pence, assessment.gross_pence, assessment.income_pence, tuple(assessment.wards),
            met.get("WARDS"), met.get("SERVICE_QUALITY", False), met.get("COMMUNITY", False), met.get("FRAMEWORK", False),
            executive,
        )  # fmt: skip
    if version is None and not hasattr(case, "has_function"):
        version = current_version(case)
    effects = bool(question and question.several_wards)
    wards = ("one", "two") if effects else ()
    council, gross = (version.value_council, version.value_total) if version else (question.estimate if question else 0,) * 2
    return KeyFacts(council, gross, wards=wards, significant_in_wards=effects, executive=executive)


@dataclass(frozen=True)
class Known:
    """Everything that the answer rests on, each read once; `names` are the titles of the offices in it."""

    lines: list[Delegation]
    names: dict[object, str]
    leader: int | None
    facts: KeyFacts
    named: CaseFunction | None
    allocation: Allocation | None
    barred: list[int]
    is_key: bool
    is_the_cabinets: bool = False  # a member left it to the Cabinet, so nobody decides alone without the Leader


def with_authority(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what points to their authority in the same statement, so that a page reads only what there is."""
    passed = AgendaItem.objects.filter(case=OuterRef("pk"), ended_as__in=LEFT_AS, maker__isnull=False)
    return cases.select_related("commissioning_question", "constitution").annotate(
        has_function=Exists(CaseFunction.objects.filter(case=OuterRef("pk"))),
        has_allocation=Exists(Allocation.objects.filter(case=OuterRef("pk"))),
        has_assessment=Exists(KeyAssessment.objects.filter(case=OuterRef("pk"))),
        has_passed=Exists(passed),
        leader_pk=Subquery(leaders().values("pk")[:1]),
        leader_title=Subquery(leaders().values("title")[:1]),
    )


def known(case: Case, version: ProposalVersion | None = None) -> Known:
    """What is known about a case today; statements only for what `with_authority` has found, or for all of it."""
    has = {name: getattr(case, f"has_{name}", True) for name in ("function", "allocation", "assessment", "passed")}
    rows = scheme_rows()
    leader, title = _leader(case)
    assessment = latest_assessment(case) if has["assessment"] else None
    left = _left_by(case) if has["passed"] else []
    names: dict[object, str] = {rules.CABINET: "The Cabinet", rules.COUNCIL: "Full council", leader: title}
    names.update((row.office_id, row.office.title) for row in rows)
    return Known(
        [authority.line(row) for row in rows],
        names,
        leader,
        facts_of(case, assessment, version),
        function_of(case) if has["function"] else None,
        allocation_of(case) if has["allocation"] else None,
        [office for office, _ in left],
        is_key_by(case, assessment),
        any(as_what == "PASSED_TO_CABINET" for _, as_what in left),
    )


def scheme_rows() -> list[Row]:
    """Every line of the scheme with its office."""
    rows = Row.objects.select_related("office__body__organisation")
    return list(rows.order_by("office__order", "office_id", "function", "starts_on", "pk"))


def _leader(case: Case) -> tuple[int | None, str]:
    if hasattr(case, "leader_pk"):
        return case.leader_pk, getattr(case, "leader_title", "")
    office = leaders().first()
    return (office.pk, office.title) if office else (None, "")


def proposed_function(case: Case, lines: Sequence[Delegation], pence: int, on: date) -> Proposed | None:
    """The function under which the lead member could decide: the one line of the portfolio in force that reaches the value.

    With several, or none, nothing is proposed: then an officer says which it is.
    """
    if case.track in OFFICER_TRACKS:  # an officer is to decide, and which function that is somebody has to say
        return None
    own = [row for row in lines if row.office == case.lead_member_id and row.live(on)]
    fit = [row.function for row in own if row.reaches(pence)]
    if len(set(fit)) == 1:
        return Proposed(fit[0], "The only line of the lead member’s portfolio that reaches the value.")
    if not fit and len({row.function for row in own}) == 1:
        return Proposed(own[0].function, "The only line of the lead member’s portfolio.")
    return None


def answer_for(case: Case, on: date, version: ProposalVersion | None = None) -> CaseAnswer:
    """Who may decide the case on a day, is it key, can it be called in: the one rule, asked with all that is known."""
    whole = known(case, version)
    function, proposed, found = _ask(case, whole, on)
    allocated = allocated_of(whole.allocation)
    names = whole.names | ({allocated.office: allocated.name} if allocated else {})
    return CaseAnswer(function, whole.named, proposed, found, names)


def names_of_lawful(case: Case, whole: Known, on: date) -> str:
    """Everybody who may decide, in words; offices that no line names are read by their title."""
    found = _ask(case, whole, on)[2]
    offices = [one.office for one in found.lawful]
    unknown = Office.objects.filter(pk__in=[one for one in offices if isinstance(one, int) and one not in whole.names])
    names = whole.names | dict(unknown.values_list("pk", "title"))
    allocated = whole.allocation.name if whole.allocation else ""
    return ", ".join(names.get(one, allocated) for one in offices)


def _ask(case: Case, whole: Known, on: date) -> tuple[str, Proposed | None, rules.Answer]:
    proposed = None if whole.named else proposed_function(case, whole.lines, whole.facts.council_pence, on)
    function = whole.named.function if whole.named else (proposed.function if proposed else "")
    found = rules.who_may_decide(
        whole.lines, function=function, facts=whole.facts, on=on, constitution=constitution_of(case),
        settled=whole.is_key and whole.facts.executive, leader=whole.leader if whole.named or proposed else None,
        allocated=allocated_of(whole.allocation), barred=whole.barred,
    )  # fmt: skip
    return function, proposed, found


def leaders() -> QuerySet[Office]:
    """The Leader's office; the first, should a mistake have made two."""
    return Office.objects.filter(role="LEADER").order_by("order", "pk")


def allocated_of(row: Allocation | None) -> rules.Allocated | None:
    """The allocation as the rules see it; the Cabinet itself by its code, a committee of it by its row."""
    if row is None:
        return None
    if row.office is not None:
        return rules.Allocated(row.office.pk, row.name, row.made_on, row.office.role not in EXECUTIVE)
    office = rules.CABINET if row.body is not None and row.body.kind == "CABINET" else f"{rules.COMMITTEE}{row.body_id}"
    return rules.Allocated(office, row.name, row.made_on)


def is_undecided(case: Case) -> bool:
    """Whether somebody has still to decide: the case is open and nobody has, beyond putting it off."""
    return case.is_open and not case.decisions.exclude(outcome__in=PUT_OFF).exists()


def lawful_alone(case: Case, on: date, version: ProposalVersion | None = None) -> list[Office]:
    """The members of the executive and the officers who may decide the case alone: only these are offered.

    While nobody has said under which function it falls, everybody with a line in force that reaches the value, officers
    only where the question expects one; what one member passed on goes to another only when the Leader has allocated it,
    what an officer left to any other whom the scheme names.
    """
    whole = known(case, version)
    if whole.allocation is None and whole.is_the_cabinets:
        return []
    found = _ask(case, whole, on)[2]
    offices = {one.office for one in found.lawful}
    if whole.allocation is None and whole.named is None:
        pence = whole.facts.council_pence
        offices |= {
            row.office for row in whole.lines
            if row.live(on) and row.covers(pence, whole.is_key) and row.executive == whole.facts.executive
            and (expects_officer(case) if row.is_officers else row.maker == "CABINET_MEMBER")
        }  # fmt: skip
    people = [one for one in offices if isinstance(one, int) and one not in whole.barred]
    return list(Office.objects.filter(pk__in=people).order_by("order", "pk"))


def expects_officer(case: Case) -> bool:
    """Whether the question was put for an officer to decide, or can only be decided by one alone."""
    question = getattr(case, "commissioning_question", None)
    return case.track in OFFICER_TRACKS or (question is not None and question.maker == "OFFICER")


def has_decider(function: str, on: date) -> bool:
    """Whether a line in force on the day names the function and somebody holds its office."""
    if not function:
        return False
    held = Appointment.objects.filter(office=OuterRef("office"), is_deputy=False, starts_on__lte=on)
    rows = Row.objects.filter(function=function, starts_on__lte=on).exclude(ends_on__lt=on)
    return rows.filter(Exists(held.exclude(ends_on__lt=on))).exists()


def condition_of(case: Case, maker: Office, version: ProposalVersion, on: date) -> str:
    """Whom the line under which a member would decide asks to consult first, in its words; "" for nobody."""
    if allocation_of(case) is not None:
        return ""
    named, key = function_of(case), is_key(case)
    for row, one in scheme_of(maker).items():
        fits = one.executive == is_executive(case) and (named is None or one.function == named.function)
        if fits and one.live(on) and one.covers(version.value_council, key):
            return row.conditions
    return ""

