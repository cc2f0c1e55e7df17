"""Interests and equality confirmations of decision-makers, for the whole agenda at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Appointment
from commissioning.rules.lists import listed
from commissioning.rules.refusals import Refusal
from decisions.models import AgendaItem, EqualityConfirmation, Interest, Meeting
from decisions.rules import interests as rules
from decisions.selectors import interests
from decisions.selectors.votes import sitting_members
from decisions.services.attendances import cases_on, subject_of
from decisions.services.late_interests import ask_to_note
from decisions.services.late_votes import count_without_the_barred
from decisions.services.preparations import stop_asking


@dataclass(frozen=True)
class Statement:
    """What a member states on one item. `nature` says what the interest is; `stays_out` is the member's own choice."""

    item: int
    kind: str = "NONE"
    nature: str = ""
    stays_out: bool = False


def items_to_declare(meeting: Meeting) -> list[AgendaItem]:
    """The items that still wait for the meeting, in order."""
    return list(
        meeting.items.filter(ended_at__isnull=True)
        .select_related("case", "version", "meeting")
        .order_by("number")
    )


def declare_interests(
    *,
    meeting: Meeting,
    statements: Collection[Statement],
    equality: Collection[int],
    actor: Actor,
    at: datetime,
) -> list[Interest]:
    """State interests on every item of the agenda and that the equality analyses have been read, on one page.

    Before the meeting this prepares; at the meeting it counts, and a changed statement there is late. Effects in
    order: one row per item and one per equality analysis read; what the inbox asked of the member closes; the
    Monitoring Officer is asked to note what is declared late, and a closed vote is counted without who is barred by it; one
    event. Raises PermissionDenied for people who do
    not sit on the body; Refusal interest.closed, interest.incomplete, interest.nature.
    """
    seat, act = _seat(meeting, actor, at)
    items = _open_items(meeting)
    given = {statement.item: statement for statement in statements}
    if missing := [item for item in items if item.pk not in given]:
        raise Refusal(
            "interest.incomplete",
            f"Answer for {_numbers(missing)} too: if you have none, say so.",
            rules.SECTION_31,
        )
    for item in items:
        _require_nature(given[item.pk], item)
    before = interests.latest_interests(items)
    rows = [
        _interest(given[item.pk], item, before.get((item.pk, actor.user.pk)), seat, act, _stage(meeting))
        for item in items
    ]
    read = [item for item in items if item.pk in set(equality)]
    _confirm_equality(read, seat, act, _stage(meeting))
    own = {one.office_id for one in sitting_members(meeting) if one.person_id == actor.user.pk}
    stop_asking(items, act, "PREPARED", offices=own)
    for row in rows:
        if row.stage == "LATE" and not row.is_none:
            ask_to_note(row, act)
    recounted = [row.item for row in rows if row.stage == "LATE" and count_without_the_barred(row.item, act)]
    _append(meeting, act, rows, read, recounted)
    return rows


def confirm_interests(*, meeting: Meeting, actor: Actor, at: datetime) -> list[Interest]:
    """Confirm at the meeting, in one act, everything prepared beforehand.

    An item added or changed since is asked again. Raises PermissionDenied; Refusal interest.closed,
    interest.not_open, interest.incomplete.
    """
    seat, act = _seat(meeting, actor, at)
    if meeting.opened_at is None:
        raise Refusal(
            "interest.not_open", "The meeting is not open yet. Your answers are prepared.", rules.SECTION_31
        )
    items = _open_items(meeting)
    prepared, confirmed = interests.latest_interests(items), interests.latest_confirmations(items)
    mine = {item: prepared.get((item.pk, actor.user.pk)) for item in items}
    if missing := [item for item, row in mine.items() if not interests.is_current(row, item)]:
        message = f"Answer for {_numbers(missing)} first: added or changed since you prepared your answers."
        raise Refusal("interest.incomplete", message, rules.SECTION_31)
    rows = [
        _interest(Statement(item.pk, row.kind, row.nature, row.stays_out), item, row, seat, act, "CONFIRMED")
        for item, row in mine.items()
    ]
    read = [item for item in items if interests.is_current(confirmed.get((item.pk, actor.user.pk)), item)]
    _confirm_equality(read, seat, act, "CONFIRMED")
    _append(meeting, act, rows, read)
    return rows


def _seat(meeting: Meeting, actor: Actor, at: datetime) -> tuple[Appointment, Act]:
    standing = access.require(actor, "interest.declare", None, at)
    if meeting.closed_at is not None:
        raise Refusal("interest.closed", "This meeting is closed.", rules.SECTION_31)
    seat = next((seat for seat in sitting_members(meeting) if seat.person_id == actor.user.pk), None)
    if seat is None:
        raise PermissionDenied("You cannot declare interests at this meeting. Only its members do.")
    return seat, Act(actor, standing, at, rule=rules.SECTION_31)


def _open_items(meeting: Meeting) -> list[AgendaItem]:
    items = items_to_declare(meeting)
    if not items:
        raise Refusal(
            "interest.closed", "Nothing on this agenda waits for a decision any more.", rules.SECTION_31
        )
    return items


def _numbers(items: Iterable[AgendaItem]) -> str:
    numbers = [str(item.number) for item in items]
    return f"item{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def _require_nature(statement: Statement, item: AgendaItem) -> None:
    kind = rules.Kind(statement.kind)
    if kind not in (rules.Kind.NONE, rules.Kind.S106_LGFA) and not statement.nature.strip():
        raise Refusal(
            "interest.nature", f"Say what your interest in item {item.number} is.", rules.SECTION_31
        )


def _stage(meeting: Meeting) -> str:
    return "CONFIRMED" if meeting.opened_at else "PREPARED"


def _interest(
    statement: Statement, item: AgendaItem, before: Interest | None, seat: Appointment, act: Act, stage: str
) -> Interest:
    changed = before is not None and (before.kind, before.stays_out) != (statement.kind, statement.stays_out)
    if stage == "CONFIRMED" and changed and interests.is_confirmed(before, item):
        stage = "LATE"
    return Interest.create_as(
        act,
        item=item,
        version=item.version,
        person=act.actor.user,
        office=seat.office,
        n=before.n + 1 if before else 1,
        kind=statement.kind,
        nature=statement.nature.strip(),
        stays_out=statement.stays_out,
        stage=stage,
        declared_at=act.at,
    )


def _confirm_equality(items: list[AgendaItem], seat: Appointment, act: Act, stage: str) -> None:
    before = interests.latest_confirmations(items)
    for item in items:
        last = before.get((item.pk, act.actor.user.pk))
        EqualityConfirmation.create_as(
            act,
            item=item,
            version=item.version,
            person=act.actor.user,
            office=seat.office,
            n=last.n + 1 if last else 1,
            stage=stage,
            confirmed_at=act.at,
        )


def _append(
    meeting: Meeting, act: Act, rows: list[Interest], read: list[AgendaItem], recounted: Collection[AgendaItem] = ()
) -> None:
    ledger.append(
        "interest.declare",
        act,
        f"{subject_of(meeting)}/interests/{act.actor.user.pk}",
        also=cases_on(meeting),
        fields={
            "statements": [
                {
                    "case": row.item.case.reference,
                    "item": row.item.number,
                    "kind": row.kind,
                    "stage": row.stage,
                }
                for row in rows
            ],
            "natures": [row.nature for row in rows],
            "equality_read": [item.case.reference for item in read],
            **({"counted_again": [item.case.reference for item in recounted]} if recounted else {}),
        },
        tier={"statements": "member", "natures": "personal", "equality_read": "public"},
    )
