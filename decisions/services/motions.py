"""Putting an item to a meeting: quorum, statements of everybody present, the count, the casting vote.

Steps inside the acts of decisions and reconsiderations; they change nothing and append no event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Duty, Involvement, Office, User
from commissioning.rules.dates import local_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import constitution_of
from decisions.models import AgendaItem, Interest
from decisions.rules import interests as interest_rules
from decisions.rules import votes as rules
from decisions.rules.motions import DECLINED, Manner
from decisions.rules.quorum import Presence
from decisions.rules.records import RECORD_LAW
from decisions.selectors.votes import Room, latest_recorded_vote, room
from decisions.services.votes import pass_quorum, require_open_meeting, require_sitting


@dataclass(frozen=True)
class Carried:
    """What came of it: carried or not, the count as the record shows it, and everybody in the room."""

    carried: bool
    tally: dict
    room: Room


def put(item: AgendaItem, manner: Manner, presiding: User, at: datetime) -> Carried:
    """Put the item and count.

    Raises Refusal vote.no_meeting, meeting.inquorate, interest.missing, vote.dissent, vote.total, vote.not_open,
    vote.is_open, vote.casting.
    """
    require_sitting(item)
    now = room(item, at)
    pass_quorum(now.quorum)
    require_statements(now)
    outcome, names = _count(item, manner, now, presiding)
    if outcome.needs_casting_vote:
        message = f"{outcome.why} Say whether the person presiding votes again for or against, or declines."
        raise Refusal("vote.casting", message, rules.VOTING_LAW)
    counted = {
        "way": manner.mode,
        "for": outcome.tally.votes_for,
        "against": outcome.tally.votes_against,
        "abstain": outcome.tally.abstentions,
        "casting": outcome.casting.value if outcome.casting else None,
    }
    stated = {"present": len(now.present), "taking_part": len(now.voters)}
    ledger.passed(
        Evaluation("interest.stated", "Everybody in the room has stated interests.", interest_rules.SECTION_31, stated),
        Evaluation("vote.count", outcome.why, rules.VOTING_LAW, counted),
    )
    return Carried(bool(outcome.carried), _tally(manner, outcome, names, now, presiding), now)


def presiding_over(duty: Duty, manner: Manner, actor: Actor, at: datetime) -> tuple[Standing, User]:
    """In which office the actor acts, and who presides: the chair; where the clerk enters it, the holder of the chair or
    the member who presided over this item instead."""
    standing = access.may(actor, duty.kind, duty, at)
    if standing is not None:
        return standing, actor.user
    standing = access.may(actor, "item.minute", duty.case, at)
    if standing is None:
        access.require(actor, duty.kind, duty, at)
    if manner.presiding is not None:
        return standing, User.objects.get(pk=manner.presiding)
    return standing, _holder(duty.office, at)


def _holder(office: Office, at: datetime) -> User:
    """Who holds the chair on the day; raises Refusal("meeting.no_chair") when nobody does."""
    day = local_date(at)
    for appointment in office.appointments.filter(is_deputy=False, starts_on__lte=day).select_related(
        "person"
    ):
        if appointment.ends_on is None or appointment.ends_on >= day:
            return appointment.person
    raise Refusal(
        "meeting.no_chair", "Nobody holds the chair today. Ask for a deputy to be appointed.", RECORD_LAW
    )


def require_presiding(item: AgendaItem, presiding: User, at: datetime) -> None:
    """The person presiding takes part in the item; kept with the step. Raises Refusal meeting.chair_absent, meeting.chair_barred."""
    require_open_meeting(item)
    member = room(item, at).member(presiding)
    why = rules.require_presiding(
        member.seat if member else None,
        on=item.meeting.meets_on,
        meeting=item.meeting.pk,
        remote_from=constitution_of(item.case).switches.remote_attendance_from,
    )
    ledger.passed(Evaluation("meeting.presiding", why, rules.VOTING_LAW, {"presiding": presiding.name}))


def require_statements(now: Room) -> None:
    """Everybody in the room has stated interests, and whoever takes part has read the equality analysis."""
    if not now.unready:
        return
    names = ", ".join(member.person.name for member in now.unready)
    raise Refusal(
        "interest.missing",
        f"These members have still to state their interests in this item and confirm the equality analysis: {names}.",
        f"{interest_rules.SECTION_31}; Equality Act 2010 s149",
        alternatives=(
            Alternative(
                "Record that a member has left the room for this item", "meeting_live", {"pk": now.item.meeting_id}
            ),
        ),
    )


def _count(item: AgendaItem, manner: Manner, now: Room, presiding: User) -> tuple[rules.Outcome, list]:
    if manner.mode == "AGREED":
        return rules.agreed_without_vote(dissent=manner.anybody_dissents), []
    if manner.mode == "SHOW_OF_HANDS":
        tally = rules.Tally(manner.votes_for, manner.votes_against, manner.abstentions)
        rules.require_total(tally, voters=len({member.office.pk for member in now.voters}))
        names: list = []
    else:
        tally, names = _recorded(item)
    casting = rules.Value(manner.casting) if manner.casting in ("FOR", "AGAINST") else None
    holder = _casting_holder(item, now, presiding)
    return rules.outcome(tally, holder=holder, casting=casting, declined=manner.casting == DECLINED), names


def _recorded(item: AgendaItem) -> tuple[rules.Tally, list]:
    recorded = latest_recorded_vote(item)
    if recorded is None:
        raise Refusal("vote.not_open", "Open the recorded vote first.", rules.VOTING_LAW)
    if recorded.is_open:
        raise Refusal("vote.is_open", "The vote is still open. Close it first.", rules.VOTING_LAW)
    count = recorded.tally
    return rules.Tally(count["for"], count["against"], count["abstain"]), count["votes"]


def _casting_holder(item: AgendaItem, now: Room, presiding: User) -> int | str | None:
    """The chair if present and not barred, else the member presiding in the chair's place."""
    constitution = constitution_of(item.case)
    if not constitution.voting.cabinet_casting_vote:
        return None
    chair = now.holder(item.meeting.chair)
    deputy = now.member(presiding)
    return rules.casting_holder(
        chair.seat if chair else None,
        deputy.seat if deputy else None,
        on=item.meeting.meets_on,
        remote_from=constitution.switches.remote_attendance_from,
    )


def _tally(manner: Manner, outcome: rules.Outcome, names: list, now: Room, presiding: User) -> dict:
    return {
        "for": outcome.tally.votes_for,
        "against": outcome.tally.votes_against,
        "abstain": outcome.tally.abstentions,
        "casting": outcome.casting.value if outcome.casting else "",
        "votes": names,
        "why": outcome.why,
        "quorum": now.quorum.why,
        "presiding": presiding.name,
        "dissent": manner.dissent.strip(),
        **attendance(now),
    }


def attendance(now: Room) -> dict:
    """Names of who was there, who apologised, who watched from elsewhere."""
    found: dict[str, list] = {"present": [], "apologies": [], "observers": [], "absent": []}
    for member in now.members:
        words = member.attendance.presence if member.attendance else "ABSENT"
        place = {"PRESENT": "present", "APOLOGIES": "apologies", "REMOTE_OBSERVER": "observers"}.get(
            words, "absent"
        )
        from_elsewhere = member.is_present and place == "observers"  # where the law lets a member attend remotely
        how = " (remotely)" if from_elsewhere else " (by proxy)" if words == "PROXY" else ""
        name = f"{member.person.name}{how}"
        found["present" if from_elsewhere else place].append({"name": name, "office": member.office.title})
    return found


def conflicts(now: Room) -> list[dict]:
    """Every interest declared on the item as the public may read it; "none" is left out."""
    return [
        conflict(member.interest, member.standing)
        for member in now.members
        if member.interest is not None
        and not member.interest.is_none
        and member.seat.presence is not Presence.ABSENT
    ]


def conflict(row: Interest, standing: interest_rules.Standing) -> dict:
    """One declaration for the record. Council tax arrears stay private: only that the member took no part."""
    private = row.kind == "S106_LGFA"
    lifted = row.kind == "DPI" and standing.may
    return {
        "person": row.person.name,
        "office": row.office.title,
        "kind": "" if private else row.kind,
        "label": "" if private else row.get_kind_display(),
        "nature": "" if private else row.nature,
        "action": standing.public_words or "Declared an interest.",
        "section_33_note": "Dispensation under section 33."
        if lifted
        else "No dispensation under section 33.",
    }


def involve_deciders(now: Room, act: Act) -> None:
    """Everybody who took part has taken the decision, whoever tapped: they cannot scrutinise it later."""
    case = now.item.case
    known = set(Involvement.objects.filter(case=case, part="decider").values_list("person", flat=True))
    for person in {member.person.pk: member.person for member in now.voters}.values():
        if person.pk not in known:
            Involvement.create_as(act, case=case, person=person, part="decider", at=act.at)
