"""Counting the running periods of a case again after a bank holiday was proclaimed."""

from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from decisions.models import AgendaItem, DeadlineMove
from decisions.selectors.recounts import Move, moves

SUBJECTS = {"DUTY": "duty", "CALL_IN_WINDOW": "record", "NOTICE": "notice", "AGENDA": "item", "EXCEPTION": "exception", "PRIVATE": "private", "STANDSTILL": "step"}


def move_deadlines(*, case: Case, day: date, because: str, actor: Actor, at: datetime) -> list[DeadlineMove]:
    """Let every running period of the case follow the calendar as it stands; the charts' clocks follow at the desk.

    Effects in order: duties and agenda items get their new count; each move is kept with the old and the new count;
    one event. Nothing to move: nothing is written. Raises PermissionDenied.
    """
    standing = access.require(actor, "calendar.proclaim", None, at)
    found = moves(at, cases=[case.pk])
    if not found:
        return []
    act = Act(actor, standing, at, reason=because, rule="calendar.proclaimed")
    rows = [_move(move, case, day, because, act) for move in found]
    windows = [move.after for move in found if move.period == "CALL_IN_WINDOW"]
    ledger.append(
        "deadline.move",
        act,
        case.reference,
        case=case,
        fields={
            "day": day.isoformat(),
            "name": because,
            "window_ends": windows[0].ends_at if windows else None,
            "moves": [
                {"what": move.what, "before": move.before.ends_at.isoformat(), "after": move.after.ends_at.isoformat()}
                for move in found
            ],
        },
        tier={"moves": "member"},
    )
    return rows


def _move(move: Move, case: Case, day: date, because: str, act: Act) -> DeadlineMove:
    subject = move.subject
    if isinstance(subject, Duty):
        subject.deadline = move.after.as_dict()
        subject.due_at, subject.due_on = move.after.ends_at, move.after.ends_on
        subject.save_as(act, update_fields=["deadline", "due_at", "due_on"])
    elif isinstance(subject, AgendaItem):
        subject.reckoning = move.after.as_dict()
        subject.save_as(act, update_fields=["reckoning"])
    return DeadlineMove.create_as(
        act,
        case=case,
        period=move.period,
        what=move.what,
        before=move.before.as_dict(),
        after=move.after.as_dict(),
        day=day,
        because=because,
        moved_at=act.at,
        **{SUBJECTS[move.period]: move.subject},
    )
