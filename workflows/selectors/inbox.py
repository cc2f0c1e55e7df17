"""Everybody's home: what waits for me, and what I wait for, with whom by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F, FilteredRelation, Q, QuerySet

from commissioning import access
from commissioning.acts import Actor
from commissioning.models import Appointment, Case, Duty, Involvement, User
from commissioning.rules.access_matrix import ACTS, PAIRS, forbidden_pair
from commissioning.rules.dates import long_date
from commissioning.selectors.people import live_on
from decisions.models import AgendaItem

PREPARE = "interest.declare"
ANY_ONE = {"pack.write"}  # asked of every analyst; whoever begins writes it
FORBIDDEN = {pair.then for pair in PAIRS if not pair.allowed}  # parts that another part can forbid
KIND_WORDS = {
    "pack.write": "Write the evidence pack",
    "pack.review": "Review the evidence pack",
    "pack.approve": "Approve the evidence pack",
    "proposal.write": "Draft the proposal",
    "consultation.review": "Say whether the consultation is extended",
    "clearance.give": "Clear the proposal",
    "notice.publish": "Publish the notice of key decision",
    "ssmt.schedule": "Put it before the senior management team",
    "ssmt.recommend": "Recommend for your agency",
    "ssmt.outcome": "State the team’s outcome",
    "signoff.sign": "Sign for your agency",
    "agenda.publish": "Publish agenda and report",
    PREPARE: "Prepare your interests and equality confirmations",
    "function.allocate": "Allocate the decision",
    "procurement.note": "Look into a procurement step that came too early",
    "void.review": "Find whether a decision stands",
    "exempt.review": "Look at an exemption again",
    "retrospective.note": "Look into what was done without a decision",
    "incident.note": "Look into an incident at a vote",
    "interest.note": "Note an interest that was declared late",
    "item.outcome": "State the Cabinet’s outcome",
    "vote.cast": "Vote",
    "decision.make": "Decide",
    "advice.give": "Give the Monitoring Officer’s advice",
    "representation.answer": "Answer a representation",
    "urgency.answer": "Answer whether it is urgent",
    "record.certify": "Certify and publish the record",
    "call_in.rule": "Rule on the call-in",
    "call_in.hear": "Record the hearing",
    "call_in.council": "Record what the council did with a call-in",
    "reconsider.schedule": "Bring the decision back",
    "reconsider.decide": "Reconsider the decision",
    "petition.check": "Check a petition that a resident started",
    "petition.hand_in": "Hand in a petition that residents signed",
    "petition.answer": "Answer a residents’ petition",
    "scrutiny.report": "Report for the committee",
    "scrutiny.respond": "Respond to scrutiny",
    "scrutiny.publish": "Publish the scrutiny record",
    "case.close": "Close the case",
}


@dataclass(frozen=True)
class InboxLine:
    """One duty as the inbox shows it; `people` are those who hold the office now."""

    duty: Duty
    words: str
    is_overdue: bool
    people: tuple[str, ...] = ()
    about: str = ""  # a meeting, where the line stands for its whole agenda
    items: int = 0
    also: tuple["InboxLine", ...] = ()  # the same work, asked of others until the same moment

    @property
    def any_one(self) -> bool:
        """Whether it is enough that one of several people does it."""
        return bool(self.also) and self.duty.kind in ANY_ONE


def words_for(kind: str) -> str:
    return KIND_WORDS.get(kind, kind)


def open_duties() -> QuerySet[Duty]:
    return Duty.objects.filter(closed_at__isnull=True).select_related("case", "office", "body", "person")


def waiting_for(person: User, at: datetime) -> list[InboxLine]:
    """Open duties of the offices the person holds now (or named for them), overdue first, then by due moment."""
    offices = [a.office_id for a in access.offices_of(person, at)]
    duties = open_duties().filter(Q(office__in=offices, person__isnull=True) | Q(person=person, office__in=offices))
    return _one_per_meeting(_lines(duties, at))


def awaited_by(person: User, at: datetime) -> list[InboxLine]:
    """Open duties of others in the cases that the person works on, with the holders' names; three statements."""
    offices = [a.office_id for a in access.offices_of(person, at)]
    mine = Involvement.objects.filter(person=person).values("case")
    cases = Case.objects.filter(Q(officer__in=offices) | Q(lead_member__in=offices) | Q(pk__in=mine))
    duties = open_duties().filter(case__in=cases, case__closed_at__isnull=True).exclude(office__in=offices)
    duties = duties.exclude(kind=PREPARE)  # nine members for each item: the case page says how many are missing
    return together(_lines(duties, at, holders=True))


def together(lines: list[InboxLine]) -> list[InboxLine]:
    """One line for the same work asked of several people until the same moment, in the place of the first."""
    kept: dict[tuple[int, str, datetime | None], InboxLine] = {}
    for line in lines:
        duty = line.duty
        key = (duty.case_id, duty.kind, duty.due_at)
        kept[key] = replace(kept[key], also=(*kept[key].also, line)) if key in kept else line
    return list(kept.values())


def _lines(duties: QuerySet[Duty], at: datetime, *, holders: bool = False) -> list[InboxLine]:
    rows = list(duties.order_by("due_at", "opened_at", "pk")[:200])
    names = able_to(rows, at) if holders else {}
    lines = [
        InboxLine(
            duty,
            words_for(duty.kind),
            bool(duty.due_at and duty.due_at < at),
            names.get(duty.pk, (duty.person.name,) if duty.person else ()),
        )
        for duty in rows
    ]
    return sorted(lines, key=lambda line: (not line.is_overdue, line.duty.due_at is None))


def _one_per_meeting(lines: list[InboxLine]) -> list[InboxLine]:
    """Statements are made for a whole agenda on one page, so each meeting is one line; one statement if there is any."""
    asked = [line.duty.subject_id or 0 for line in lines if line.duty.kind == PREPARE]
    items = AgendaItem.objects.filter(pk__in=asked).select_related("meeting").in_bulk() if asked else {}
    kept: list[InboxLine] = []
    places: dict[tuple[int, int | None], int] = {}
    for line in lines:
        item = items.get(line.duty.subject_id or 0) if line.duty.kind == PREPARE else None
        if item is None or item.meeting is None:
            kept.append(line)
            continue
        key = (line.duty.office_id, item.meeting_id)
        if key in places:
            first = kept[places[key]]
            kept[places[key]] = replace(first, items=first.items + 1)
        else:
            places[key] = len(kept)
            about = f"{item.meeting.title}, {long_date(item.meeting.meets_on)}"
            kept.append(replace(line, about=about, items=1))
    return kept


def people_who_may(act: str, duty: Duty, at: datetime) -> list[str]:
    """The names of those in the duty's office who may do it now, holders before deputies."""
    day = at.astimezone(access.LONDON).date()
    seats = Appointment.objects.filter(office=duty.office_id, starts_on__lte=day, person__is_active=True)
    live = seats.exclude(ends_on__lt=day).select_related("person").order_by("is_deputy", "pk")
    return [seat.person.name for seat in live if access.may(Actor.person(seat.person), act, duty, at) is not None]


def able_to(duties: Sequence[Duty], at: datetime) -> dict[int, tuple[str, ...]]:
    """Who can do each duty now, by duty: who sits in its office, or who deputises there where the holder took a part in
    the case that forbids it; one statement."""
    seats, barred = seats_of(duties, at)
    return {duty.pk: _able(duty, seats.get(duty.office_id, []), barred) for duty in duties}


def _able(duty: Duty, seats: list[Appointment], barred: set[tuple[int, int]]) -> tuple[str, ...]:
    if duty.person is not None:
        return (duty.person.name,)
    free = [seat for seat in seats if (duty.pk, seat.person_id) not in barred]
    holders = [seat for seat in free if not seat.is_deputy]
    deputies = free if any(not seat.is_deputy and seat not in free for seat in seats) else []
    return tuple(seat.person.name for seat in holders or deputies)


def seats_of(duties: Sequence[Duty], at: datetime) -> tuple[dict[int, list[Appointment]], set[tuple[int, int]]]:
    """Who sits in the offices of these duties now, by office, holders first; and the pairs of duty and person that a part
    which the person took in the case forbids. One statement."""
    asked = [duty for duty in duties if ACTS[duty.kind].part in FORBIDDEN]
    own = FilteredRelation(
        "person__involvements", condition=Q(person__involvements__case__in={duty.case_id for duty in asked})
    )
    live = live_on(at).filter(office__in={duty.office_id for duty in duties}, person__is_active=True)
    rows = live.annotate(own=own, part=F("own__part"), part_case=F("own__case")) if asked else live
    seats: dict[int, dict[int, Appointment]] = {}
    parts: dict[tuple[int, int], set[str]] = {}
    for row in rows.select_related("person").order_by("is_deputy", "pk"):
        seats.setdefault(row.office_id, {})[row.pk] = row
        own_part = vars(row).get("part")
        if own_part:
            parts.setdefault((vars(row)["part_case"], row.person_id), set()).add(own_part)
    barred = {
        (duty.pk, person)
        for duty in asked
        for (case, person), taken in parts.items()
        if case == duty.case_id and forbidden_pair(ACTS[duty.kind].part, taken)
    }
    return {office: list(found.values()) for office, found in seats.items()}, barred


def holders_in(roles: Iterable[str], at: datetime) -> list[str]:
    """Who holds an office of one of the roles now; one statement."""
    seats = live_on(at).filter(office__role__in=list(roles), is_deputy=False, person__is_active=True)
    return [seat.person.name for seat in seats.select_related("person").order_by("pk")]
