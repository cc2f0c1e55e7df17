"""Reading the room: who sits on the body, who is present, who may vote on an item, and how votes stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case as DbCase
from django.db.models import OuterRef, Q, QuerySet, Subquery, When

from commissioning.models import Appointment, Office, User
from commissioning.rules.dates import local_date
from commissioning.selectors.constitutions import constitution_of
from decisions.models import (
    AgendaItem,
    Attendance,
    EqualityConfirmation,
    Interest,
    Meeting,
    RecordedVote,
    Vote,
)
from decisions.rules import interests as interest_rules
from decisions.rules.quorum import Presence, Quorum, Seat, count, present, quorum_of
from decisions.selectors import interests

SITTING = {
    "CABINET": ("LEADER", "CABINET_MEMBER"),
    "CABINET_COMMITTEE": ("LEADER", "CABINET_MEMBER"),
    "SSMT": ("SSMT_CHAIR", "AGENCY_LEAD", "AGENCY_ADVISER"),
}
PRESENCE = {
    "PRESENT": Presence.IN_ROOM,
    "REMOTE_OBSERVER": Presence.REMOTE,
    "LEFT": Presence.LEFT,
}


@dataclass(frozen=True)
class Member:
    """One seat at one item: presence, statements, and whether the law lets the member take part.

    `is_present` is presence in law: in the room, or remotely from the day that the constitution names.
    """

    office: Office
    person: User
    attendance: Attendance | None
    interest: Interest | None
    confirmation: EqualityConfirmation | None
    standing: interest_rules.Standing
    seat: Seat
    declared: bool
    read_equality: bool
    is_present: bool

    @property
    def is_voter(self) -> bool:
        return (self.is_present or self.seat.by_proxy) and not self.seat.excluded

    @property
    def is_ready(self) -> bool:
        """Interests stated and, for who takes part, the equality analysis read."""
        return self.declared and (self.seat.excluded or self.read_equality)


@dataclass(frozen=True)
class Room:
    """Everybody who sits on the body, for one item, at one moment."""

    item: AgendaItem
    members: tuple[Member, ...]
    quorum: Quorum

    @property
    def present(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.is_present)

    @property
    def voters(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.is_voter)

    @property
    def unready(self) -> tuple[Member, ...]:
        return tuple(member for member in self.present if not member.is_ready)

    def member(self, person: User) -> Member | None:
        """The person's own seat; somebody who only deputises has none."""
        return next((member for member in self.members if member.person.pk == person.pk), None)

    def holder(self, office: Office) -> Member | None:
        """Who sits in an office and is present, else who holds it."""
        own = [member for member in self.members if member.office.pk == office.pk]
        return next((member for member in own if member.is_present), own[0] if own else None)


def sitting_members(meeting: Meeting) -> QuerySet[Appointment]:
    """Who sits on the body on the day of the meeting; deputies are nobody's substitutes and do not sit.

    A councillor sits once, whatever number of portfolios they hold: one member, one vote, and one towards the quorum
    (Local Government Act 1972 Sch 12 para 39(1)). Their seat is the one that chairs, else the first.
    """
    offices = Q(office__role__in=SITTING.get(meeting.body.kind, ()))
    if meeting.body.kind != "SSMT":
        offices &= Q(office__body=meeting.body)
    live = Q(ends_on__isnull=True) | Q(ends_on__gte=meeting.meets_on)
    seats = Appointment.objects.filter(offices, live, is_deputy=False, starts_on__lte=meeting.meets_on)
    order = ("office__order", "office_id", "starts_on", "pk")
    if meeting.body.kind != "SSMT":  # there an agency has the vote, and one person may carry two
        own = seats.filter(person=OuterRef("person")).annotate(chairs=DbCase(When(office=meeting.chair_id, then=0), default=1))
        seats = seats.filter(pk=Subquery(own.order_by("chairs", *order).values("pk")[:1]))
    return seats.select_related("person", "office__body__organisation").order_by(*order)


def attendance_of(meeting: Meeting) -> QuerySet[Attendance]:
    """The clerk's record, in the order of the seats."""
    return meeting.attendances.select_related("person", "office").order_by("office__order", "pk")


def rooms(meeting: Meeting, items: Sequence[AgendaItem], at: datetime) -> list[Room]:
    """One room per item; the number of statements does not depend on the number of items."""
    if not items:
        return []
    constitution = constitution_of(items[0].case)
    seats = list(sitting_members(meeting))
    attendance = {(row.person_id, row.office_id): row for row in attendance_of(meeting)}
    stated = interests.latest_interests(items)
    read = interests.latest_confirmations(items)
    leave = interests.dispensations_of((row.person for row in stated.values() if row.kind == "DPI"), items)
    remote_from = constitution.switches.remote_attendance_from
    needed, law = quorum_of(constitution, meeting.body.kind, len({seat.office_id for seat in seats}))
    found = []
    for item in items:
        members = tuple(
            _member(
                seat,
                attendance.get((seat.person_id, seat.office_id)),
                item,
                stated.get((item.pk, seat.person_id)),
                read.get((item.pk, seat.person_id)),
                leave.get((item.case_id, seat.person_id), []),
                at,
                meeting.meets_on,
                remote_from,
            )
            for seat in seats
        )
        counted = count(
            [member.seat for member in members],
            needed,
            on=meeting.meets_on,
            remote_from=remote_from,
            excluded_count=constitution.quorum.interest_counts,
            law=law,
        )
        found.append(Room(item, members, counted))
    return found


def room(item: AgendaItem, at: datetime) -> Room:
    """The room for one item of a meeting; one member deciding alone has none (ValueError)."""
    if item.meeting is None:
        raise ValueError("This item is not before a meeting.")
    return rooms(item.meeting, [item], at)[0]


def _member(
    seat: Appointment,
    attendance: Attendance | None,
    item: AgendaItem,
    interest: Interest | None,
    confirmation: EqualityConfirmation | None,
    dispensations: Collection[interest_rules.Dispensation],
    at: datetime,
    on: date,
    remote_from: date | None,
) -> Member:
    current = interest if interests.is_current(interest, item) else None
    standing = interest_rules.standing(
        interests.declarations(current),
        interest_rules.Act.VOTE,
        at=at,
        on=local_date(at),
        dispensations=dispensations,
    )
    presence = PRESENCE.get(attendance.presence, Presence.ABSENT) if attendance else Presence.ABSENT
    place = Seat(
        seat.person_id, seat.office_id, presence, excluded=current is not None and not standing.may, excluded_by=standing.law,
        by_proxy=attendance is not None and attendance.presence == "PROXY",
    )  # fmt: skip
    return Member(
        office=seat.office,
        person=seat.person,
        attendance=attendance,
        interest=current,
        confirmation=confirmation,
        standing=standing,
        seat=place,
        declared=interests.is_confirmed(interest, item),
        read_equality=interests.is_confirmed(confirmation, item),
        is_present=present(place, on=on, remote_from=remote_from),
    )


def presiders(now: Room) -> tuple[Member, ...]:
    """Who can preside over the item in the chair's place; nobody while the chair takes part in it."""
    meeting = now.item.meeting
    chair = now.holder(meeting.chair) if meeting else None
    there = tuple(member for member in now.voters if member.is_present)
    return () if chair in there else there


def latest_recorded_vote(item: AgendaItem) -> RecordedVote | None:
    """The last vote by name on an item, open or closed."""
    return RecordedVote.objects.filter(item=item).order_by("-n").first()


def open_recorded_vote(item: AgendaItem) -> RecordedVote | None:
    """The vote by name that is open now."""
    return RecordedVote.objects.filter(item=item, closed_at__isnull=True).first()


def votes_that_count(recorded: RecordedVote) -> dict[int, Vote]:
    """Each office's last vote, by office: one portfolio, one vote."""
    rows = recorded.votes.select_related("person", "office").order_by("n", "pk")
    return {row.office_id: row for row in rows}


def every_vote(recorded: RecordedVote) -> QuerySet[Vote]:
    """All votes with their corrections; only for closed votes."""
    return recorded.votes.select_related("person", "office").order_by("office__order", "n", "pk")
