"""The clerk's part of a meeting: opening it, recording who is there, closing it. Acts on the whole meeting.

They run under `ledger.recording()` through the meeting's own door, which locks every case on the agenda first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.dates import local_date, local_time, long_date, time_in_words
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import constitution_in_force, constitution_of
from commissioning.services.duties import involve
from decisions.models import Attendance, Meeting, RecordedVote
from decisions.rules.exclusions import REG_4
from decisions.rules.votes import EXECUTIVE_LAW, IN_PERSON_LAW, require_proxies
from decisions.selectors.exclusions import open_exclusions
from decisions.selectors.votes import sitting_members
from decisions.services.preparations import stop_asking

PUBLIC_LAW = "SI 2012/2089 regs 3 and 6"


def cases_on(meeting: Meeting) -> list[Case]:
    """The cases that are on the agenda, in order of their keys."""
    return list(Case.objects.filter(agenda_items__meeting=meeting).distinct().order_by("pk"))


def subject_of(meeting: Meeting) -> str:
    """How events name a meeting."""
    return f"meeting/{meeting.body.key}/{meeting.meets_on.isoformat()}"


def open_meeting(*, meeting: Meeting, actor: Actor, at: datetime) -> Meeting:
    """Open the meeting on the day of which the public was told, never before its time.

    Raises PermissionDenied; Refusal meeting.closed, meeting.open, meeting.too_early, meeting.day_over.
    """
    standing = access.require(actor, "attendance.record", None, at)
    if meeting.closed_at is not None:
        raise Refusal("meeting.closed", "This meeting is closed.", PUBLIC_LAW)
    if meeting.opened_at is not None:
        raise Refusal("meeting.open", "This meeting is open already.", PUBLIC_LAW)
    if at < meeting.starts_at:
        begins = f"{long_date(meeting.meets_on)} at {time_in_words(local_time(meeting.starts_at))}"
        message = f"The public was told that this meeting begins on {begins}. It cannot begin earlier."
        raise Refusal("meeting.too_early", message, PUBLIC_LAW)
    if local_date(at) > meeting.meets_on:
        message = (
            f"The public was told that this meeting is on {long_date(meeting.meets_on)}. That day is over, so it cannot "
            "begin now. Cancel it and say why; what was on its agenda waits for another meeting."
        )
        way = Alternative("Cancel the meeting", "meeting_cancel", {"pk": meeting.pk})
        raise Refusal("meeting.day_over", message, PUBLIC_LAW, alternatives=(way,))
    act = Act(actor, standing, at, rule=PUBLIC_LAW)
    meeting.opened_at = at
    meeting.save_as(act, update_fields=["opened_at"])
    stop_asking(meeting.items.all(), act, "MEETING_OPEN")  # from now on members are asked at the meeting itself
    _append("meeting.open", meeting, act, {"title": meeting.title, "place": meeting.place})
    return meeting


def record_attendance(
    *, meeting: Meeting, presences: Mapping[tuple[int, int], str], everybody_else: str = "", actor: Actor, at: datetime
) -> list[Attendance]:
    """Record where each member is; keys are (person, office), only what changed is written.

    `everybody_else` is said once of all members who are neither named nor recorded yet; the event names them apart, so
    that the record shows who was counted one by one and who with the rest. Effects in order: rows and their history;
    the clerk becomes part of every case on the agenda (and so cannot certify its record); one event.
    Raises PermissionDenied; Refusal meeting.closed, meeting.not_open, vote.substitute, vote.proxy.
    """
    standing = access.require(actor, "attendance.record", None, at)
    if meeting.closed_at is not None:
        raise Refusal("meeting.closed", "This meeting is closed, so its attendance stands.", PUBLIC_LAW)
    if everybody_else and meeting.opened_at is None:
        message = "Who is in the room can be said only when the meeting has begun. Open the meeting first."
        raise Refusal("meeting.not_open", message, PUBLIC_LAW)
    seats = {(seat.person_id, seat.office_id): seat for seat in sitting_members(meeting)}
    if set(presences) - set(seats):
        message = "Only members of this body attend as members. The executive has no substitutes."
        raise Refusal("vote.substitute", message, EXECUTIVE_LAW)
    if "PROXY" in presences.values():
        _require_proxies(meeting)
    act = Act(actor, standing, at, rule=PUBLIC_LAW)
    rows = {(row.person_id, row.office_id): row for row in meeting.attendances.all()}
    rest = [key for key in seats if everybody_else and key not in rows and key not in presences]
    changed = []
    for key, presence in [*presences.items(), *((key, everybody_else) for key in rest)]:
        row = rows.get(key) or Attendance(meeting=meeting, person_id=key[0], office_id=key[1])
        if row.presence == presence:
            continue
        row.presence, row.recorded_by, row.recorded_at = presence, actor.user, at
        changed.append(row.save_as(act))
    for case in cases_on(meeting):
        involve(case, act, "clerk")
    words = {seats[row.person_id, row.office_id].person.name: row.presence for row in changed}
    together = {"said_together": [seats[key].person.name for key in rest]} if rest else {}
    _append("attendance.record", meeting, act, {"changed": words, **together})
    return changed


def _require_proxies(meeting: Meeting) -> None:
    """Nobody is marked as voting by proxy before the day on which that is lawful. Raises Refusal vote.proxy."""
    cases = cases_on(meeting)
    constitution = constitution_of(cases[0]) if cases else constitution_in_force(meeting.meets_on)
    lawful_from = constitution.switches.proxy_voting_from
    why = require_proxies(on=meeting.meets_on, proxies_from=lawful_from)
    ledger.passed(Evaluation("vote.proxies", why, IN_PERSON_LAW, {"from": lawful_from, "day": meeting.meets_on}))


def close_meeting(*, meeting: Meeting, actor: Actor, at: datetime) -> Meeting:
    """Close the meeting. Items without an outcome stay with the chair; they need another meeting.

    Raises PermissionDenied; Refusal meeting.not_open, meeting.vote_open, meeting.in_private.
    """
    standing = access.require(actor, "attendance.record", None, at)
    if meeting.opened_at is None or meeting.closed_at is not None:
        raise Refusal("meeting.not_open", "This meeting is not open.", PUBLIC_LAW)
    if RecordedVote.objects.filter(item__meeting=meeting, closed_at__isnull=True).exists():
        raise Refusal("meeting.vote_open", "A vote is open. The chair closes it first.", PUBLIC_LAW)
    for row in open_exclusions(meeting):
        message = (
            f"The public is still excluded from item {row.item.number}. Record first when the public came back, or that the "
            "meeting ended without them."
        )
        ways = (Alternative("Record when the public came back", "item_readmission", {"pk": row.item_id}),)
        raise Refusal("meeting.in_private", message, REG_4, alternatives=ways)
    act = Act(actor, standing, at, rule=PUBLIC_LAW)
    meeting.closed_at = at
    meeting.save_as(act, update_fields=["closed_at"])
    _append("meeting.close", meeting, act, {"title": meeting.title})
    return meeting


def _append(kind: str, meeting: Meeting, act: Act, fields: dict) -> None:
    ledger.append(kind, act, subject_of(meeting), also=cases_on(meeting), fields=fields)
