"""The recorded vote: the chair opens it, members present vote in the app, the chair closes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Duty, Office
from commissioning.rules.dates import instant
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from commissioning.services.duties import close_all, close_duty, involve, open_duties
from decisions.models import AgendaItem, RecordedVote, Vote
from decisions.rules import votes as rules
from decisions.rules.exclusions import require_resolved
from decisions.rules.quorum import Presence, Quorum, Seat, require_quorum
from decisions.selectors.exclusions import exclusion_of
from decisions.selectors.votes import Room, open_recorded_vote, room, votes_that_count
from decisions.services.agenda_items import LAST_MINUTE
from decisions.services.ssmt import item_of

MEETING_KINDS = {"item.outcome": "DECISION", "reconsider.decide": "RECONSIDERATION"}


def item_before_meeting(duty: Duty) -> AgendaItem:
    """The item that the person presiding has to bring to an outcome, still open, at a meeting."""
    if not duty.is_open:
        raise Refusal("item.ended", "The outcome of this item has been stated already.", rules.VOTING_LAW)
    item = item_of(duty, MEETING_KINDS[duty.kind])
    if item.meeting is None:
        raise Refusal(
            "vote.no_meeting", "One member decides this alone, so there is no vote.", rules.EXECUTIVE_LAW
        )
    return item


def require_open_meeting(item: AgendaItem) -> None:
    """Refuse everything that is done outside an open meeting."""
    rules.require_meeting(open_=item.meeting.opened_at is not None and item.meeting.closed_at is None)


def require_sitting(item: AgendaItem) -> None:
    """Refuse everything that decides outside an open meeting, and on a private item before it is recorded whether the
    public left."""
    require_open_meeting(item)
    recorded = exclusion_of(item) is not None
    require_resolved(announced=bool(item.closed_for), is_recorded=recorded, meeting=item.meeting_id, item=item.pk)


def open_vote(*, duty: Duty, motion: str, actor: Actor, at: datetime) -> RecordedVote:
    """Call a vote by name on the motion: the person presiding, or the clerk for a member who presides in the chair's place.

    Effects in order: the vote is open; every member present and entitled gets the duty to vote; one event.
    Raises PermissionDenied; Refusal item.ended, vote.no_meeting, meeting.inquorate, vote.is_open, vote.no_motion,
    meeting.chair_barred.
    """
    standing = _standing(duty, actor, at)
    item = item_before_meeting(duty)
    require_sitting(item)
    if open_recorded_vote(item) is not None:
        raise Refusal("vote.is_open", "A vote on this item is open already.", rules.VOTING_LAW)
    if not motion.strip():
        raise Refusal("vote.no_motion", "Say what is put to the vote.", rules.VOTING_LAW)
    now = room(item, at)
    _require_not_barred(now, actor)
    pass_quorum(now.quorum)
    act = Act(actor, standing, at, rule=rules.VOTING_LAW)
    recorded = RecordedVote(
        case=duty.case,
        item=item,
        n=item.recorded_votes.count() + 1,
        motion=motion.strip(),
        opened_at=at,
        opened_by=actor.user,
    ).save_as(act)
    offices = list({member.office.pk: member.office for member in now.voters}.values())
    due = instant(item.meeting.meets_on, LAST_MINUTE)
    open_duties(duty.case, "vote.cast", act, offices=offices, due_at=due, subject_id=recorded.pk)
    ledger.append(
        "vote.open",
        act,
        f"{duty.case.reference}/vote/{recorded.n}",
        case=duty.case,
        fields={
            "motion": recorded.motion,
            "called": [office.title for office in offices],
            "quorum": now.quorum.why,
        },
    )
    return recorded


def _standing(duty: Duty, actor: Actor, at: datetime) -> Standing:
    """The chair, or the clerk, who then acts for whoever presides."""
    return access.may(actor, "item.minute", duty.case, at) or access.require(actor, duty.kind, duty, at)


def _require_not_barred(now: Room, actor: Actor) -> None:
    """A chair whom an interest keeps out of the item does not call or close its vote."""
    member = now.member(actor.user)
    if member is not None and member.seat.excluded:
        rules.require_presiding(member.seat, on=now.item.meeting.meets_on, meeting=now.item.meeting.pk)


def cast_vote(*, duty: Duty, choice: str, is_correction: bool = False, actor: Actor, at: datetime) -> Vote:
    """Vote once, or expressly correct the own vote while the vote is open.

    Effects in order: the vote is kept as the office's next; the person becomes a decider; the duty closes; one event,
    whose choice stays shut until the chair closes the vote. Raises PermissionDenied; Refusal vote.closed,
    meeting.inquorate, vote.substitute, vote.remote, vote.not_present, vote.no_interests_step, vote.no_equality,
    vote.interest, vote.job_share, vote.twice.
    """
    standing = access.require(actor, "vote.cast", duty, at)
    recorded = _called_vote(duty)
    if recorded is None or not recorded.is_open:
        raise Refusal("vote.closed", "The chair has closed this vote.", rules.VOTING_LAW)
    item = recorded.item
    require_sitting(item)
    cast = votes_that_count(recorded)
    _require_may_vote(room(item, at), duty.office, recorded, cast, actor)
    earlier = cast.get(duty.office.pk)
    once = rules.require_one_vote(has_voted=earlier is not None, is_correction=is_correction)
    ledger.passed(Evaluation("vote.once", once, rules.VOTING_LAW, {"answer": earlier.n + 1 if earlier else 1}))
    act = Act(actor, standing, at, rule=rules.VOTING_LAW)
    vote = Vote.create_as(
        act,
        recorded_vote=recorded,
        duty=duty,
        n=earlier.n + 1 if earlier else 1,
        item=item,
        person=actor.user,
        office=duty.office,
        choice=choice,
        cast_at=at,
    )
    involve(duty.case, act, "decider")
    if duty.is_open:
        close_duty(duty, act, "VOTED")
    ledger.append(
        "vote.cast",
        act,
        f"{duty.case.reference}/vote/{recorded.n}/{duty.office.key}",
        case=duty.case,
        fields={"choice": choice, "vote": recorded.n, "answer": vote.n},
        tier={"choice": "personal"},
        version=str(vote.n),
    )
    return vote


def _called_vote(duty: Duty) -> RecordedVote | None:
    """The vote that the duty was opened for, with its item and meeting, all on the one instance of the case."""
    rows = RecordedVote.objects.select_related("item__meeting__body", "item__meeting__chair", "item__version")
    recorded = rows.filter(pk=duty.subject_id, case=duty.case).first()
    if recorded is not None:
        recorded.case = recorded.item.case = duty.case
    return recorded


def _require_may_vote(
    now: Room, office: Office, recorded: RecordedVote, cast: Mapping[int, Vote], actor: Actor
) -> None:
    own = [
        member for member in now.members if (member.person.pk, member.office.pk) == (actor.user.pk, office.pk)
    ]
    member = own[0] if own else None
    seat = member.seat if member else Seat(actor.user.pk, office.pk, Presence.ABSENT, substitute=True)
    others = {pk for pk, vote in cast.items() if vote.person_id != actor.user.pk}
    switches = constitution_of(now.item.case).switches
    rules.require_may_vote(
        seat,
        on=now.item.meeting.meets_on,
        interests_declared=member is None or member.declared,
        portfolios_voted=others,
        remote_from=switches.remote_attendance_from,
        proxies_from=switches.proxy_voting_from,
    )
    if member is not None and not member.read_equality:
        message = "Confirm first that you have read the equality analysis of this item."
        raise Refusal("vote.no_equality", message, "Equality Act 2010 s149")
    pass_quorum(now.quorum)
    may = "Present in the room, interests stated, not barred, and no other vote of this portfolio."
    ledger.passed(Evaluation("vote.may_vote", may, rules.VOTING_LAW, {"office": office.title, "vote": recorded.n}))


def pass_quorum(quorum: Quorum) -> None:
    """Enough members count for this very step; kept with it. Raises Refusal meeting.inquorate."""
    why = require_quorum(quorum)
    asked = {"counted": quorum.counted, "needed": quorum.needed}
    ledger.passed(Evaluation("meeting.quorum", why, quorum.law, asked))


def close_vote(*, duty: Duty, actor: Actor, at: datetime) -> RecordedVote:
    """Close the vote and count it; from now on everybody sees every vote by name.

    Effects in order: the count is kept; duties to vote that are still open close as "did not vote"; one event with all
    names. Raises PermissionDenied; Refusal item.ended, vote.not_open, meeting.inquorate, meeting.chair_barred.
    """
    standing = _standing(duty, actor, at)
    item = item_before_meeting(duty)
    recorded = open_recorded_vote(item)
    if recorded is None:
        raise Refusal("vote.not_open", "No vote is open on this item.", rules.VOTING_LAW)
    now = room(item, at)
    _require_not_barred(now, actor)
    pass_quorum(now.quorum)
    act = Act(actor, standing, at, rule=rules.VOTING_LAW)
    recorded.closed_at = at
    recorded.tally = _count(recorded, now)
    recorded.save_as(act, update_fields=["closed_at", "tally"])
    close_all(duty.case, act, "DID_NOT_VOTE", kind="vote.cast")
    ledger.append(
        "vote.close",
        act,
        f"{duty.case.reference}/vote/{recorded.n}",
        case=duty.case,
        fields={
            "motion": recorded.motion,
            **{key: recorded.tally[key] for key in ("for", "against", "abstain", "votes")},
        },
    )
    return recorded


def _count(recorded: RecordedVote, now: Room) -> dict:
    """Totals and names. The vote of a member who has since declared a barring interest does not count."""
    cast = votes_that_count(recorded)
    barred = {member.person.pk for member in now.members if member.seat.excluded}
    names, values = [], []
    for office in {member.office.pk: member.office for member in now.members}.values():
        vote = cast.get(office.pk)
        value = _value(
            now, office, vote.choice if vote else "", vote is not None and vote.person_id in barred
        )
        values.append(value)
        person = vote.person if vote else now.holder(office).person
        names.append({"office": office.title, "name": person.name, "choice": value.value})
    tally = rules.tally(values)
    return {
        "for": tally.votes_for,
        "against": tally.votes_against,
        "abstain": tally.abstentions,
        "level": tally.level,
        "votes": names,
    }


def _value(now: Room, office: Office, choice: str, barred: bool) -> rules.Value:
    member = now.holder(office)
    if barred or (member.is_present and member.seat.excluded):
        return rules.Value.EXCLUDED_INTEREST
    if choice:
        return rules.Value(choice)
    return rules.Value.DID_NOT_VOTE if member.is_present else rules.Value.NOT_PRESENT
