"""Who may decide one case: its function of the scheme, its value, what is settled, and what the Leader allocated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from commissioning.models import Appointment, Case, Involvement, Office, ProposalVersion, User
from commissioning.models import Delegation as Row
from commissioning.rules.access_matrix import DECIDING_OFFICERS, EXECUTIVE, PAIRS
from commissioning.rules.tracks import Track
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import current_version
from decisions.models import AgendaItem, Allocation, CaseFunction, Interest, KeyAssessment
from decisions.rules import authority as rules
from decisions.rules import interests as interest_rules
from decisions.rules.delegations import NOT_GIVEN, OFFICERS, Delegation, Key, law_of
from decisions.rules.key_decision import KeyFacts
from decisions.rules.outcomes import PUT_OFF
from decisions.selectors import authority
from decisions.selectors.call_in_classes import newest_class
from decisions.selectors.interests import AT_THE_MEETING
from decisions.selectors.key_decision_notices import is_key_by, latest_assessment
from decisions.selectors.makers import is_executive, maker_of

LEFT_AS = ("PASSED_TO_CABINET", "PASSED_ON")
STAYED_OUT = Q(stage__in=AT_THE_MEETING) & (Q(kind__in=("DPI", "BIAS_PREDETERMINATION")) | (Q(stays_out=True) & ~Q(kind="S106_LGFA")))
TOOK_NO_PART = Q(item__ended_as__in=LEFT_AS) | STAYED_OUT
OFFICER_TRACKS = (Track.OFFICER_EXECUTIVE, Track.OFFICER_NON_EXECUTIVE)
KEEPING_OUT = {one.first: one.reason for one in reversed(PAIRS) if not one.allowed and one.then == "decider"}
ALONE = frozenset({"CABINET_MEMBER"}) | OFFICERS


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
    allocation: Allocation | None = None
    rows: Mapping[Delegation, Row] = field(default_factory=dict)

    def line_of(self, maker: rules.Maker) -> Row | None:
        """The line of the scheme that gives a decision-maker the power; None where it is no line."""
        return self.rows.get(maker.row) if maker.row else None

    @property
    def others(self) -> list[str]:
        """Who could decide by a line of another function, while none is named; each once."""
        return list(dict.fromkeys(self.names[one.office] for one in self.answer.lawful_otherwise if one.office in self.names))

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


def out_of(case: Case, on: date, *, acting: tuple[Office, User] | None = None) -> dict[Key, rules.Out]:
    """The offices of which no holder may take a step in the matter on a day, and why: whoever left it with an interest
    takes none in any office, nor does whoever declared an interest at a meeting that kept them out of it; whoever left it
    without takes it back in none, and nobody decides on what they wrote or gave notice of an interest in.

    The bar is the person's: who follows in the office is free of it. `acting` is the holder who acts in an office, where
    several hold it. One statement.
    """
    held = Q(is_deputy=False, starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    newer = Interest.objects.filter(item=OuterRef("item"), person=OuterRef("person"), n__gt=OuterRef("n"))
    left = Interest.objects.filter(TOOK_NO_PART, ~Exists(newer), item__case=case)
    parts = Involvement.objects.filter(case=case, part__in=KEEPING_OUT)
    touched = Appointment.objects.filter(held).filter(Q(person__in=left.values("person")) | Q(person__in=parts.values("person")))
    mine, parts = left.filter(person=OuterRef("person")), parts.filter(person=OuterRef("person"))
    seats: QuerySet[Any] = Appointment.objects.filter(held, office__in=touched.values("office")).annotate(
        interest=Subquery(mine.exclude(kind="NONE").order_by("-pk").values("kind")[:1]),
        passed_on=Exists(mine.filter(kind="NONE", office=OuterRef("office"))),
        left_it=Exists(mine.filter(item__ended_as__in=LEFT_AS)),
        part=Subquery(parts.order_by("part").values("part")[:1]),
    )
    found: dict[int, list[rules.Out | None]] = {}
    for seat in seats.select_related("office").order_by("office_id", "pk"):
        if acting is None or seat.office_id != acting[0].pk or seat.person_id == acting[1].pk:
            own = seat.interest or ("NONE" if seat.passed_on else "")
            found.setdefault(seat.office_id, []).append(_why_out(case, seat.office, own, seat.part, left=seat.left_it))
    return {office: whys[0] for office, whys in found.items() if whys[0] is not None and None not in whys}


def _why_out(case: Case, office: Office, interest: str, part: str | None, *, left: bool) -> rules.Out | None:
    """For one holder: the interest with which they left or stayed out ("NONE" without one, "" for neither), else the part
    they took."""
    if interest:
        did = "passed the matter on" if office.role in EXECUTIVE else "left the matter"
        why = f"The holder {did if left else 'declared an interest in the matter at a meeting'}, so takes no further step in it."
        return rules.Out(why, interest_rules.law_of_leaving(interest, maker_of(case, office)))
    if part:
        return rules.Out(KEEPING_OUT[part], interest_rules.law_of_part(part), "delegation.kept_out")
    return None


def is_held_only_by(people: QuerySet, office: Office, on: date) -> bool:
    """Whether these people are the holders of an office on a day, and nobody else is."""
    held = Appointment.objects.filter(office=office, is_deputy=False, starts_on__lte=on).exclude(ends_on__lt=on)
    return held.exists() and not held.exclude(person__in=people).exists()


def council_part(version: ProposalVersion, amended: int | None) -> int:
    """What the council pays, in pence; of a whole cost that an amendment changes, all that the other agencies do not pay."""
    others = version.value_total - version.value_council
    return version.value_council if amended is None else amended - others


def facts_of(
    case: Case, assessment: KeyAssessment | None, version: ProposalVersion | None = None, amended: int | None = None
) -> KeyFacts:
    """What the case says of itself: the latest assessment and the proposal, each sum the higher one; else the question.

    `amended` is the whole cost in pence as an amendment would make it. A page that read the case by `with_authority` has
    read the proposal too, or does not show it.
    """
    question = getattr(case, "commissioning_question", None)
    executive = is_executive(case)
    if version is None and not hasattr(case, "has_function"):
        version = current_version(case)
    sums = (version.value_council, version.value_total) if version else (question.estimate if question else 0,) * 2
    if assessment is not None:
        assessed = (assessment.council_pence, assessment.gross_pence)
        sums = (_higher(sums[0], assessed[0]), _higher(sums[1], assessed[1])) if version else assessed
    if version and amended is not None:
        sums = (sums[0] + amended - version.value_total, sums[1] + amended - version.value_total)
    if assessment is not None:
        met = {limb["code"]: limb["met"] for limb in assessment.limbs}
        return KeyFacts(
            *sums, assessment.income_pence, tuple(assessment.wards),
            met.get("WARDS"), met.get("SERVICE_QUALITY", False), met.get("COMMUNITY", False), met.get("FRAMEWORK", False),
            executive,
        )  # fmt: skip
    effects = bool(question and question.several_wards)
    wards = ("one", "two") if effects else ()
    return KeyFacts(*sums, wards=wards, significant_in_wards=effects, executive=executive)


def _higher(one: int, other: int) -> int:
    return max(one, other, key=abs)


@dataclass(frozen=True)
class Known:
    """Everything that the answer rests on, each read once; `names` are the titles of the offices in it."""

    lines: list[Delegation]
    rows: Mapping[Delegation, Row]  # the same as they are kept
    names: dict[object, str]
    leader: int | None
    facts: KeyFacts
    named: CaseFunction | None
    allocation: Allocation | None
    out: dict[Key, rules.Out]  # who takes no step in it
    is_key: bool
    with_cabinet: bool = False  # a member left it to the Cabinet, so nobody decides alone without the Leader
    exempt_class: str = ""  # of which class of decisions it was recorded to be


def with_authority(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what points to their authority in the same statement, so that a page reads only what there is."""
    passed = AgendaItem.objects.filter(case=OuterRef("pk"), ended_as="PASSED_TO_CABINET")
    deciding = {"person__appointments__is_deputy": False, "person__appointments__office__role__in": EXECUTIVE | DECIDING_OFFICERS}
    left = Interest.objects.filter(TOOK_NO_PART, item__case=OuterRef("pk"), **deciding)
    parts = Involvement.objects.filter(case=OuterRef("pk"), part__in=KEEPING_OUT, **deciding)
    return cases.select_related("commissioning_question", "constitution").annotate(
        has_function=Exists(CaseFunction.objects.filter(case=OuterRef("pk"))),
        has_allocation=Exists(Allocation.objects.filter(case=OuterRef("pk"))),
        has_assessment=Exists(KeyAssessment.objects.filter(case=OuterRef("pk"))),
        has_passed=Exists(passed),
        has_out=Exists(left) | Exists(parts),
        exempt_class=newest_class(),
        leader_pk=Subquery(leaders().values("pk")[:1]),
        leader_title=Subquery(leaders().values("title")[:1]),
    )


def known(
    case: Case, on: date, version: ProposalVersion | None = None, amended: int | None = None,
    acting: tuple[Office, User] | None = None,
) -> Known:  # fmt: skip
    """What is known about a case on a day; statements only for what `with_authority` finds."""
    points: Any = case if hasattr(case, "has_function") else with_authority(Case.objects.filter(pk=case.pk)).select_related(None).only("pk").get()
    rows = scheme_rows()
    assessment = latest_assessment(case) if points.has_assessment else None
    names: dict[object, str] = {rules.CABINET: "The Cabinet", rules.COUNCIL: "Full council", points.leader_pk: points.leader_title or ""}
    names.update((row.office_id, row.office.title) for row in rows)
    lines = [authority.line(row) for row in rows]
    return Known(
        lines,
        dict(zip(lines, rows, strict=True)),
        names,
        points.leader_pk,
        facts_of(case, assessment, version, amended),
        function_of(case) if points.has_function else None,
        allocation_of(case) if points.has_allocation else None,
        out_of(case, on, acting=acting) if points.has_out else {},
        is_key_by(case, assessment, version),
        points.has_passed,
        points.exempt_class or "",
    )


def scheme_rows() -> list[Row]:
    """Every line of the scheme with its office."""
    rows = Row.objects.select_related("office__body__organisation")
    return list(rows.order_by("office__order", "office_id", "function", "starts_on", "pk"))


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


def answer_for(
    case: Case, on: date, version: ProposalVersion | None = None, *,
    amended: int | None = None, about: Office | None = None, by: User | None = None,
) -> CaseAnswer:  # fmt: skip
    """Who may decide the case on a day, is it key, can it be called in: the one rule, asked with all that is known.

    The page, the choice of a decision-maker and the act of deciding all ask here. `amended` is the whole cost as an
    amendment would make it; `about` an office that is asked about whether a line names it or not, `by` who acts in it.
    """
    whole = known(case, on, version, amended, (about, by) if about and by else None)
    function, proposed, found = _ask(case, whole, on, about)
    allocated = allocated_of(whole.allocation)
    names = whole.names | ({allocated.office: allocated.name} if allocated else {})
    return CaseAnswer(function, whole.named, proposed, found, names, whole.allocation, whole.rows)


def names_of_lawful(case: Case, whole: Known, on: date) -> str:
    """Everybody who may decide, in words; offices that no line names are read by their title."""
    found = _ask(case, whole, on)[2]
    offices = [one.office for one in found.lawful]
    unknown = Office.objects.filter(pk__in=[one for one in offices if isinstance(one, int) and one not in whole.names])
    names = whole.names | dict(unknown.values_list("pk", "title"))
    allocated = whole.allocation.name if whole.allocation else ""
    return ", ".join(names.get(one, allocated) for one in offices)


def may_decide(case: Case, whole: Known, office: Office, on: date) -> bool:
    """Whether the holder of an office may decide on a day, with what is known, above all with these lines of the scheme."""
    found = _ask(case, whole, on, office)[2]
    return office.pk in {one.office for one in (*found.lawful, *found.lawful_otherwise)}


def _ask(case: Case, whole: Known, on: date, about: Office | None = None) -> tuple[str, Proposed | None, rules.Answer]:
    proposed = None if whole.named else proposed_function(case, whole.lines, whole.facts.council_pence, on)
    function = whole.named.function if whole.named else (proposed.function if proposed else "")
    found = rules.who_may_decide(
        whole.lines, function=function, facts=whole.facts, on=on, constitution=constitution_of(case),
        settled=whole.is_key and whole.facts.executive, leader=whole.leader if whole.named or proposed else None,
        allocated=allocated_of(whole.allocation), out=whole.out, open_to=ALONE if whole.named is None else (), with_cabinet=whole.with_cabinet,
        about=_about(case, about) if about else None, exempt_class=whole.exempt_class,
    )  # fmt: skip
    return function, proposed, found


def _about(case: Case, office: Office) -> rules.Maker:
    """An office as somebody whom no line names."""
    kind = maker_of(case, office)
    return rules.Maker(office.pk, False, NOT_GIVEN, law_of(kind), is_officers=kind in OFFICERS, code="delegation.none")


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


def lawful_alone(case: Case, on: date) -> list[Office]:
    """As `alone_by`, asked anew."""
    return alone_by(answer_for(case, on), case)


def alone_by(asked: CaseAnswer, case: Case) -> list[Office]:
    """The members of the executive and the officers who may decide the case alone: only these are offered.

    While nobody has said under which function it falls, everybody with a line in force that reaches the value, officers
    only where the question expects one; what one member passed on goes to another only when the Leader has allocated it,
    what an officer left to any other whom the scheme names.
    """
    found, officers = asked.answer, expects_officer(case)
    offered = (*found.lawful, *(one for one in found.lawful_otherwise if officers or not one.is_officers))
    people = [one.office for one in offered if isinstance(one.office, int)]
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
    found = answer_for(case, on, version, about=maker)
    own = found.answer.best(maker.pk)
    row = found.line_of(own) if own else None
    return row.conditions if row else ""
