"""The public leaves for part of a meeting, and comes back: recorded by the clerk while the meeting sits.

SI 2012/2089 reg 4(2)(b) and (3).
"""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.services.duties import involve
from decisions.models import AgendaItem, Exclusion
from decisions.rules import exclusions as rules
from decisions.selectors.exclusions import exclusion_of
from decisions.selectors.votes import Room, room
from decisions.services.votes import pass_quorum, require_open_meeting


def exclude_public(
    *, case: Case, item: AgendaItem, motion: rules.Motion, actor: Actor, at: datetime
) -> Exclusion:
    """Record what the meeting resolved before it takes a private item.

    Effects in order: the resolution with mover, seconder and vote, or that nobody moved one; where it was carried, the
    public is out from the time given; the clerk becomes part of the case; one event. Raises PermissionDenied;
    Refusal vote.no_meeting, exclusion.*, exempt.no_paragraph, meeting.inquorate, vote.total.
    """
    standing = access.require(actor, "exclusion.record", case, at)
    item = _item(case, item)
    require_open_meeting(item)
    _require_first(item)
    act = Act(actor, standing, at, reason=motion.text.strip(), rule=rules.REG_4)
    if motion.was_moved:
        row = _moved(item, motion, act)
    else:
        row = Exclusion(item=item, n=_next(item), result=rules.NOT_MOVED, recorded_by=actor.user, recorded_at=at).save_as(act)
    involve(case, act, "clerk")
    ledger.append("exclusion.resolve", act, _subject(item), case=case, fields=_fields(row), version=str(row.n))
    return row


def readmit_public(*, case: Case, item: AgendaItem, back_at: datetime, actor: Actor, at: datetime) -> Exclusion:
    """Record when the public was let back in, or when the meeting ended without them.

    Effects in order: the time; one event. Raises PermissionDenied; Refusal exclusion.none, exclusion.time.
    """
    standing = access.require(actor, "exclusion.record", case, at)
    item = _item(case, item)
    row = exclusion_of(item)
    if row is None or not row.is_open or row.out_at is None:
        raise Refusal("exclusion.none", "The public is not excluded from this item now.", rules.REG_4)
    rules.require_time(back_at, after=row.out_at, at=at, what="The time at which the public came back", since="the time at which it left")
    act = Act(actor, standing, at, rule=rules.REG_4)
    row.in_at = max(back_at, row.out_at)  # the clerk gives minutes
    row.save_as(act, update_fields=["in_at"])
    ledger.append(
        "exclusion.end", act, _subject(item), case=case, version=str(row.n),
        fields={"out_at": row.out_at.isoformat(), "in_at": row.in_at.isoformat()},
    )  # fmt: skip
    return row


def _item(case: Case, item: AgendaItem) -> AgendaItem:
    """The item read again under the lock, on the one instance of the case."""
    rows = AgendaItem.objects.select_related("meeting__body", "meeting__chair", "version")
    found = rows.filter(pk=item.pk, case=case).first()
    if found is None or found.meeting is None:
        raise Refusal("exclusion.none", "This item is not before a meeting.", rules.REG_4)
    found.case = case
    return found


def _require_first(item: AgendaItem) -> None:
    if not item.closed_for:
        message = "This item was announced as public: no notice said that part of it would be private, so the public stays."
        raise Refusal("exclusion.not_private", message, "SI 2012/2089 regs 4 and 5")
    earlier = exclusion_of(item)
    if earlier is not None and (earlier.is_open or item.ended_at is not None):
        message = "The resolution on this item is recorded already."
        ways = (Alternative("Go to the meeting", "meeting_live", {"pk": item.meeting_id}),)
        raise Refusal("exclusion.twice", message, rules.REG_4, alternatives=ways)


def _moved(item: AgendaItem, motion: rules.Motion, act: Act) -> Exclusion:
    now = room(item, act.at)
    pass_quorum(now.quorum)
    people = {member.person.pk for member in now.voters}
    rules.require_motion(motion, announced=item.closed_for["paragraphs"], room=people)
    outcome = rules.count(motion, voters=len({member.office.pk for member in now.voters}))
    out_at = motion.out_at or act.at
    rules.require_time(
        out_at, after=item.meeting.opened_at, at=act.at, what="The time at which the public left", since="the opening of the meeting"
    )
    asked = {"part": motion.part.strip(), "paragraphs": list(motion.paragraphs), "carried": outcome.carried}
    ledger.passed(Evaluation("exclusion.resolution", outcome.why, rules.REG_4, asked))
    return Exclusion(
        item=item,
        n=_next(item),
        result=rules.CARRIED if outcome.carried else rules.LOST,
        part=motion.part.strip(),
        paragraphs=list(motion.paragraphs),
        text=motion.text.strip(),
        mover=_name(now, motion.mover),
        seconder=_name(now, motion.seconder),
        vote=outcome.why,
        out_at=out_at if outcome.carried else None,
        recorded_by=act.actor.user,
        recorded_at=act.at,
    ).save_as(act)


def _name(now: Room, person: object) -> str:
    member = next(member for member in now.voters if member.person.pk == person)
    return f"{member.person.name}, {member.office.title}"


def _next(item: AgendaItem) -> int:
    return item.exclusions.count() + 1


def _subject(item: AgendaItem) -> str:
    return f"item:{item.case.reference}:{item.pk}"


def _fields(row: Exclusion) -> dict:
    return {
        "result": row.result,
        "part": row.part,
        "paragraphs": row.paragraphs,
        "text": row.text,
        "mover": row.mover,
        "seconder": row.seconder,
        "vote": row.vote,
        "out_at": row.out_at.isoformat() if row.out_at else None,
    }
