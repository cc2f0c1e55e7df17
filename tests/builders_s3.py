"""The senior management team, the agencies' signatures and a Cabinet item, each run as a whole through the services.

The dates belong together: papers for the team go out on Monday 23 November 2026, the team meets on 7 December, the
Cabinet on 11 January 2027 at 6pm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from commissioning import ledger
from commissioning.models import Case, Delegation, Duty
from commissioning.selectors.proposals import current_version
from decisions.models import (
    AgencyRecommendation,
    AgendaItem,
    Decision,
    Hold,
    Meeting,
    Reconsideration,
    RecordedVote,
    SignOff,
    SsmtOutcome,
    Vote,
)
from decisions.rules.motions import Manner, Words
from decisions.selectors.decisions import DOCUMENTS
from decisions.selectors.votes import sitting_members
from decisions.services.agendas import open_agenda_publish, publish_agenda
from decisions.services.attendances import open_meeting, record_attendance
from decisions.services.decisions import open_decision, state_outcome
from decisions.services.individual_decisions import decide_individually
from decisions.services.interests import Statement, declare_interests, items_to_declare
from decisions.services.meetings import open_ssmt_schedule, schedule_ssmt
from decisions.services.reconsiderations import (
    open_reconsider_decide,
    open_reconsider_schedule,
    reconsider,
    schedule_reconsideration,
)
from decisions.services.sign_offs import open_sign_offs, sign
from decisions.services.ssmt import open_ssmt, recommend, state_ssmt_outcome
from decisions.services.votes import cast_vote, close_vote, open_vote
from tests.builders import MORNING, a_case, actor, office, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting, a_notice
from tests.replays import replayed

SSMT_AT = datetime(2026, 12, 7, 10, 0, tzinfo=UTC)
SIGNED_AT = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
AGENDA_AT = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
CABINET_AT = datetime(2027, 1, 11, 18, 0, tzinfo=UTC)
LATER = datetime(2027, 2, 8, 18, 0, tzinfo=UTC)
LEADS = ("lead-council", "lead-icb", "lead-police", "lead-housing", "lead-transport", "lead-college")
MEMBERS = (
    "leader", "cm-adults", "cm-finance", "cm-housing", "cm-children", "cm-safety", "cm-climate", "cm-jobs", "cm-culture",
)  # fmt: skip
TEAM_SAYS = "The team recommends that the Cabinet agrees to the proposal."
AGREED = Words(
    "AGREED",
    text="The Cabinet agreed to buy one service for survivors together.",
    reasons="It meets the need at the lowest cost to all agencies.",
    alternatives="Buying alone was rejected because it costs more for the same help.",
)


@replayed
def an_ssmt_item(*, number: int = 1, case: Case | None = None, meeting: Meeting | None = None) -> AgendaItem:
    """A cleared proposal before the team, with every agency asked."""
    case = case or a_case(number=number)
    a_cleared_proposal(case)
    with ledger.recording():
        open_ssmt_schedule(case=case, act=test_act())
    meeting = meeting or a_meeting(SSMT_AT, body="ssmt")
    with ledger.recording():
        item = schedule_ssmt(
            duty=open_duty(case, "ssmt.schedule"), meeting=meeting, actor=actor("proper-officer"), at=MORNING
        )
    with ledger.recording():
        open_ssmt(case=case, act=test_act())
    return item


def give_recommendation(
    case: Case, lead: str, position: str = "SUPPORT", *, at: datetime = SSMT_AT, by: str = "", **words: str
) -> AgencyRecommendation:
    """One agency's answer, or its correction."""
    with ledger.recording():
        return _recommend(case, lead, position, at=at, by=by, **words)


def _recommend(
    case: Case, lead: str, position: str, *, at: datetime = SSMT_AT, by: str = "", **words: str
) -> AgencyRecommendation:
    duty = Duty.objects.filter(case=case, kind="ssmt.recommend", office__key=lead).order_by("-pk").first()
    duty.case = case
    return recommend(duty=duty, position=position, actor=actor(by or lead), at=at, **words)


def give_all(case: Case, positions: Mapping[str, str] | None = None) -> None:
    """Every voting agency answers; those not named support."""
    with ledger.recording():
        for lead in LEADS:
            position = (positions or {}).get(lead, "SUPPORT")
            dissent = "The sum is too large for what it buys." if position == "DO_NOT_SUPPORT" else ""
            conditions = "Review after one year." if position == "SUPPORT_WITH_CONDITIONS" else ""
            _recommend(case, lead, position, dissent=dissent, conditions=conditions)


def state_team(
    case: Case, outcome: str = "RECOMMENDED", *, at: datetime = SSMT_AT, **words: object
) -> SsmtOutcome:
    """What the chair states."""
    values = {"text": TEAM_SAYS, **words}
    with ledger.recording():
        return state_ssmt_outcome(
            duty=open_duty(case, "ssmt.outcome"), outcome=outcome, actor=actor("ssmt-chair"), at=at, **values
        )


@replayed
def a_recommended_case(*, number: int = 1, case: Case | None = None) -> Case:
    """All agencies supported and the chair said so."""
    case = an_ssmt_item(number=number, case=case).case
    give_all(case)
    state_team(case)
    return case


def ask_to_sign(case: Case, *, at: datetime = AGENDA_AT) -> None:
    with ledger.recording():
        open_sign_offs(case=case, act=test_act(at))


def give_signature(
    case: Case,
    lead: str = "lead-icb",
    result: str = "SIGNED",
    *,
    at: datetime = SIGNED_AT,
    by: str = "",
    **changes: object,
) -> SignOff:
    """One agency signs the current commitments."""
    values = {
        "read": current_version(case).commitments_hash,
        "authority": "Scheme of delegation 2026, place executive lead",
        "authority_on": date(2026, 4, 1),
    }
    with ledger.recording():
        return sign(
            duty=open_duty(case, "signoff.sign", lead),
            result=result,
            actor=actor(by or lead),
            at=at,
            **(values | changes),
        )


@replayed
def a_cabinet_item(case: Case, *, meeting: Meeting | None = None, at: datetime = AGENDA_AT) -> AgendaItem:
    """Noticed, on a published agenda, and with the chair."""
    if case.track in ("JOINT_KEY", "COUNCIL_KEY"):
        a_notice(case)
    meeting = meeting or a_meeting(CABINET_AT)
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(at))
    with ledger.recording():
        item = publish_agenda(
            duty=open_duty(case, "agenda.publish"), meeting=meeting, actor=actor("proper-officer"), at=at
        )
    with ledger.recording():
        open_decision(case=case, act=test_act(at))
    return item


def record_presence(
    meeting: Meeting, presences: Mapping[str, str], *, at: datetime = CABINET_AT, by: str = "proper-officer"
) -> None:
    """Where members are, by office key."""
    seats = {seat.office.key: (seat.person_id, seat.office_id) for seat in sitting_members(meeting)}
    keys = {seats[key]: presence for key, presence in presences.items()}
    with ledger.recording():
        record_attendance(meeting=meeting, presences=keys, actor=actor(by), at=at)


def state_interests(
    meeting: Meeting,
    member: str,
    *,
    at: datetime = CABINET_AT,
    kind: str = "NONE",
    nature: str = "",
    read: bool = True,
) -> None:
    """The same statement on every item that waits, and whether the equality analyses were read."""
    with ledger.recording():
        _declare(meeting, member, items_to_declare(meeting), at=at, kind=kind, nature=nature, read=read)


def _declare(
    meeting: Meeting, member: str, items: list[AgendaItem], *, at: datetime, kind: str = "NONE", nature: str = "", read: bool = True
) -> None:
    declare_interests(
        meeting=meeting,
        statements=[Statement(item.pk, kind, nature) for item in items],
        equality=[item.pk for item in items] if read else [],
        actor=actor(member),
        at=at,
    )


@replayed
def a_sitting(
    meeting: Meeting,
    *,
    present: Sequence[str] = MEMBERS,
    declared: Sequence[str] | None = None,
    at: datetime = CABINET_AT,
) -> Meeting:
    """The meeting is open, the members named are in the room and have stated "none" on everything."""
    meeting.refresh_from_db()
    with ledger.recording():
        open_meeting(meeting=meeting, actor=actor("proper-officer"), at=at)
    record_presence(meeting, dict.fromkeys(present, "PRESENT"), at=at)
    items = items_to_declare(meeting)
    with ledger.recording():
        for member in present if declared is None else declared:
            _declare(meeting, member, items, at=at)
    return meeting


@replayed
def an_item_in_session(*, number: int = 1, present: Sequence[str] = MEMBERS) -> AgendaItem:
    """A recommended case before an open, quorate Cabinet."""
    item = a_cabinet_item(a_recommended_case(number=number))
    a_sitting(item.meeting, present=present)
    return item


def call_vote(
    case: Case, *, at: datetime = CABINET_AT, kind: str = "item.outcome", by: str = "leader"
) -> RecordedVote:
    with ledger.recording():
        return open_vote(duty=open_duty(case, kind), motion="To agree the report.", actor=actor(by), at=at)


def give_vote(
    case: Case, member: str, choice: str = "FOR", *, at: datetime = CABINET_AT, by: str = "", is_correction: bool = False
) -> Vote:
    duty = Duty.objects.filter(case=case, kind="vote.cast", office__key=member).order_by("-pk").first()
    duty.case = case
    with ledger.recording():
        return cast_vote(duty=duty, choice=choice, is_correction=is_correction, actor=actor(by or member), at=at)


def end_vote(
    case: Case, *, at: datetime = CABINET_AT, kind: str = "item.outcome", by: str = "leader"
) -> RecordedVote:
    with ledger.recording():
        return close_vote(duty=open_duty(case, kind), actor=actor(by), at=at)


def state_decision(
    case: Case,
    words: Words = AGREED,
    manner: Manner | None = None,
    *,
    by: str = "leader",
    at: datetime = CABINET_AT,
) -> Decision:
    with ledger.recording():
        return state_outcome(
            duty=open_duty(case, "item.outcome"),
            words=words,
            manner=manner or Manner("AGREED"),
            actor=actor(by),
            at=at,
        )


@replayed
def a_decided_case(*, number: int = 1, words: Words = AGREED) -> Case:
    """From the evidence to a Cabinet that agreed without a vote."""
    case = an_item_in_session(number=number).case
    state_decision(case, words)
    return case


def a_delegation(
    key: str = "cm-adults", *, limit: int | None = None, until: date | None = None
) -> Delegation:
    return Delegation(
        office=office(key),
        function="Adult social care contracts",
        limit=limit,
        starts_on=date(2026, 5, 20),
        ends_on=until,
        source="Leader's scheme, May 2026",
    ).save_as(test_act())


def a_member_item(
    case: Case, *, at: datetime = AGENDA_AT, decide_from: date = date(2026, 12, 16)
) -> AgendaItem:
    """Before the cabinet member for adults alone."""
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(at))
    with ledger.recording():
        item = publish_agenda(
            duty=open_duty(case, "agenda.publish"),
            member=office("cm-adults"),
            decide_from=decide_from,
            actor=actor("proper-officer"),
            at=at,
        )
    with ledger.recording():
        open_decision(case=case, act=test_act(at))
    return item


def decide_alone(
    case: Case, *, by: str = "cm-adults", at: datetime = CABINET_AT, **changes: object
) -> Decision:
    values = {"words": AGREED, "documents": [code for code, _ in DOCUMENTS], "equality_read": True}
    with ledger.recording():
        return decide_individually(
            duty=open_duty(case, "decision.make"), actor=actor(by), at=at, **(values | changes)
        )


def a_hold(case: Case, *concerns: str) -> Hold:
    """What scrutiny leaves behind when it refers a decision back."""
    with ledger.recording():
        hold = Hold(
            case=case,
            kind="CALL_IN",
            reference=f"{case.reference}/call-in/1",
            reason="Called in",
            concerns=list(concerns),
            placed_at=CABINET_AT + timedelta(days=3),
        )
        return hold.save_as(test_act(CABINET_AT))


def bring_back(case: Case, *, at: datetime = CABINET_AT + timedelta(days=7)) -> AgendaItem:
    """On the agenda of the February meeting, and with the chair."""
    meeting = a_meeting(LATER, at=at)
    with ledger.recording():
        open_reconsider_schedule(case=case, act=test_act(at))
    with ledger.recording():
        item = schedule_reconsideration(
            duty=open_duty(case, "reconsider.schedule"), meeting=meeting, actor=actor("proper-officer"), at=at
        )
    with ledger.recording():
        open_reconsider_decide(case=case, act=test_act(at))
    return item


def answer_concerns(
    case: Case,
    result: str = "CONFIRMED",
    *,
    answers: Sequence[str],
    by: str = "leader",
    at: datetime = LATER,
    **changes: object,
) -> Reconsideration:
    with ledger.recording():
        return reconsider(
            duty=open_duty(case, "reconsider.decide"),
            result=result,
            answers=answers,
            words=changes.pop("words", AGREED),
            actor=actor(by),
            at=at,
            **changes,
        )
