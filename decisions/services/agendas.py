"""Publishing agenda and report for whoever decides.

SI 2012/2089 regs 6 and 7: agenda and report are open five clear days before a public meeting of the executive;
reg 9: a key decision waits for its notice. LGA 2000 s9E: one member decides only within a delegation.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Body, Case, Duty, Office, ProposalVersion
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation, reached
from commissioning.rules.evidence import LAW as EVIDENCE_LAW
from commissioning.rules.evidence import require_fresh
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.evidence_packs import current_pack_version
from commissioning.selectors.offices import first_of
from commissioning.selectors.tracks import goes_to_ssmt
from commissioning.services.duties import close_all, close_duty, open_duties
from decisions.models import AgendaItem, Meeting
from decisions.rules import agendas as rules
from decisions.rules.authority import SECTION_9E_2
from decisions.rules.delegations import SECTION_101
from decisions.rules.exempt_parts import FIELD, FILE, LEFT_OUT, LEFT_OUT_COUNCIL, KeptBack, require_review
from decisions.rules.key_decision import REG_8
from decisions.rules.notice_scope import REG_9
from decisions.rules.overlays import Step
from decisions.rules.private_meetings import require_paragraphs, require_weighing
from decisions.rules.ssmt import CHARTER
from decisions.selectors.advice import late_item_advice
from decisions.selectors.case_authority import allocation_of
from decisions.selectors.key_decision_notices import is_key, latest_assessment
from decisions.selectors.makers import is_executive
from decisions.selectors.meetings import is_passed_on, reckon_agenda
from decisions.selectors.siblings import splitting_why
from decisions.selectors.sign_offs import missing_signatures
from decisions.selectors.ssmt import ssmt_outcome
from decisions.services.agenda_days import first_lawful, first_private, footing_holds, with_meetings
from decisions.services.agenda_items import (
    NewMeeting,
    day_of,
    item_fields,
    meeting_fields,
    place_item,
    sitting,
)
from decisions.services.agenda_readiness import cleared_version, two_days
from decisions.services.authority import KIND as ALLOCATE
from decisions.services.delegations import require_delegation, ways
from decisions.services.exempt_parts import keep_back
from decisions.services.key_decision_routes import Footing, require_footing
from decisions.services.overlays import require_not_stopped
from decisions.services.private_meetings import require_private

NOTHING = KeptBack()
ASSESS = Alternative("Assess whether it is a key decision", "case_key")
GOES_ON = ("RECOMMENDED", "RECOMMENDED_WITH_DISSENT")


@dataclass(frozen=True)
class _Place:
    """Before whom and on which day: a meeting, one still to be called, or one person from a day on."""

    meeting: Meeting | None
    new: NewMeeting | None
    member: Office | None
    decide_from: date | None

    @property
    def when(self) -> date:
        return self.decide_from if self.member else day_of(self.meeting, self.new)

    @property
    def body(self) -> Body | None:
        return None if self.member else (self.meeting or self.new).body

    @property
    def maker(self) -> str:
        return self.member.title if self.member else self.body.name


def open_agenda_publish(*, case: Case, act: Act) -> None:
    """Ask the proper officer to publish agenda and report for the decision-maker."""
    open_duties(case, "agenda.publish", act, offices=first_of("PROPER_OFFICER"), due=two_days(case, act.at))


def publish_agenda(
    *,
    duty: Duty,
    meeting: Meeting | None = None,
    new: NewMeeting | None = None,
    member: Office | None = None,
    decide_from: date | None = None,
    closed_for: Collection[int] = (),
    weighing: str = "",
    kept_back: KeptBack = NOTHING,
    actor: Actor,
    at: datetime,
) -> AgendaItem:
    """Publish agenda and report: for a Cabinet meeting, or for one delegated member or officer (`member`) who decides from
    a date on; a function of the council only for an officer.

    Effects in order: the meeting, if new; the item with the current cleared version, the notice it relies on, the
    sign-offs still missing and the count of days; the duty closes, and the Leader is no longer asked to allocate; one event.
    `closed_for` are the paragraphs of Schedule 12A for which the public would leave, `weighing` why the public interest
    in that is greater, `kept_back` what the public report then leaves out, committed to under the exempt tier; without
    both notices of a private meeting, or agreement, it stays open. A member who decides alone holds no meeting, so the
    report leaves the part out under a paragraph without notices. Raises PermissionDenied;
    Refusal item.closed, clearance.missing, key.assess_first, ssmt.not_recommended, evidence.too_old, exempt.*, private.*, notice.* (notice.slipped: published again first),
    agenda.too_short, agenda.past, agenda.passed_on, agenda.not_executive, meeting.*, item.twice.
    """
    standing = access.require(actor, "agenda.publish", duty, at)
    require_not_stopped(duty.case, Step.PUBLISH, at)
    version = cleared_version(duty)
    case, act = duty.case, Act(actor, standing, at, rule=rules.REG_6)
    _require_recommended(case)
    place = _Place(meeting, new, member, decide_from)
    _require_own_function(case, place)
    require_allocation(case, member, place.body)
    _require_fresh(case, place.when)
    key = is_key(case) or _require_not_split(case, at)
    if not kept_back.is_empty:
        require_paragraphs(closed_for)
        require_review(kept_back, local_date(at))
    opened = reckon_agenda(case, at)
    try:
        late_why = _require_day(case, place, version, opened, at)
        footing = require_footing(case, maker=place.maker, on=place.when, at=at) if key else None
        closed = _closed(case, () if member and kept_back.is_empty else closed_for, weighing, place, at)
    except Refusal as refusal:
        raise _with_ways_on(refusal, case, place, opened, at) from refusal
    _require_announced(footing, place.when)
    meeting = None if member else sitting(meeting, new, act, *Body.EXECUTIVE)
    item = place_item(
        case, act, meeting, "DECISION", version, maker=member, decide_from=place.when if member else None,
        footing=footing, subject_to=missing_signatures(case), reckoning=opened.as_dict(),
        closed_for=closed, late_why=late_why,
    )  # fmt: skip
    close_duty(duty, act, "PUBLISHED")
    close_all(case, act, "NOT_NEEDED", kind=ALLOCATE)
    ledger.append(
        "agenda.publish",
        act,
        f"item:{case.reference}:{item.pk}",
        case=case,
        fields=(meeting_fields(meeting) if meeting else {"maker": place.maker, "decide_from": place.when.isoformat()})
        | item_fields(item, version)
        | keep_back(case, kept_back, act)
        | {
            "reckoning": opened.sentence,
            "notice": item.notice.reference if item.notice else "",
            "route": item.route,
            "urgent_by": item.urgent_by,
        },
        tier={} if kept_back.is_empty else {FIELD: "exempt"} | ({FILE: "exempt"} if kept_back.pdf else {}),
        version=str(version.number),
    )
    return item


def _require_day(case: Case, place: _Place, version: ProposalVersion, opened: Deadline, at: datetime) -> str:
    """The agenda is out in time for that day, or the one person may decide on it; returns why the item comes late, if it does."""
    if place.member is None:
        return _require_open(case, opened, place.when, place.meeting, convened_short(place.meeting, place.new, at))
    if place.when < local_date(at):
        message = f"{long_date(place.when)} has passed. Give a date from today on."
        raise Refusal("agenda.past", message, rules.REG_6, earliest=local_date(at))
    require_delegation(case, place.member, version, place.when)
    return ""


def _require_announced(footing: Footing | None, on: date) -> None:
    """A decision that slips past the announced period is announced again before its agenda goes out: the notice states the
    date or the period (reg 9(1)(d)). Raises Refusal("notice.slipped").
    """
    notice = footing.notice if footing else None
    if notice is None or on <= notice.decide_to:
        return
    day = on.isoformat()
    again = Alternative(f"Publish the notice again for {long_date(on)}", "notice_again", query={"decide_from": day, "decide_to": day})
    message = (
        f"The notice says that the decision is made by {long_date(notice.decide_to)}. Publish the notice again with "
        f"{long_date(on)} first. Where only the date changes, its clear days still count."
    )
    raise Refusal("notice.slipped", message, REG_9, alternatives=(again,))


def _with_ways_on(refusal: Refusal, case: Case, place: _Place, opened: Deadline, at: datetime) -> Refusal:
    """The refusal with the first day on which agenda, notice and private part are all in order, and the meetings then."""
    if not is_executive(case):  # no meeting of the Cabinet decides it
        return refusal
    if not footing_holds(case, place.maker, place.when, at):  # then coming late to that very meeting is no way on either
        refusal = refusal.with_ways(*(way for way in refusal.alternatives if way.url_name != "case_late_item"))
    first = max(first_lawful(case, place.maker, opened, at), first_private(refusal))
    committee = place.body if place.body is not None and place.body.kind == "CABINET_COMMITTEE" else None
    return with_meetings(refusal, first, at, body=committee, allowed=lambda day: footing_holds(case, place.maker, day, at))


def _require_own_function(case: Case, place: _Place) -> None:
    """The Cabinet decides nothing that is the council's own function."""
    if place.member is None and not is_executive(case):
        message = (
            "It is a function of the council, so the Cabinet cannot decide it. An officer decides whom the scheme of delegation "
            "names for it, or the council or its committee."
        )
        raise Refusal("agenda.not_executive", message, SECTION_101, alternatives=ways())


def require_allocation(case: Case, member: Office | None, body: Body | None) -> None:
    """What the Leader allocated goes there and nowhere else; what a member passed on goes to no other member without that."""
    allocation = allocation_of(case)
    if allocation is None:
        if member is not None and is_passed_on(case):
            message = "The member has left this to the Cabinet. Put it on the agenda of a Cabinet meeting, or ask the Leader to allocate it."
            sitting_way = Alternative("Put it on the agenda of a Cabinet meeting", "duty", query={"meeting": rules.NEW_MEETING})
            raise Refusal("agenda.passed_on", message, SECTION_9E_2, alternatives=(sitting_way, *ways()))
        if body is not None and body.kind == "CABINET_COMMITTEE":
            message = f"{body.name} decides only what the Leader has allocated to it. Ask the Leader, or put the item on an agenda of the Cabinet."
            raise Refusal("delegation.not_allocated", message, SECTION_9E_2, alternatives=ways())
        return
    if (allocation.office, allocation.body) != (member, body):
        message = f"The Leader allocated this matter to {allocation.name} on {long_date(allocation.made_on)}."
        raise Refusal("delegation.allocated", message, SECTION_9E_2, alternatives=ways())


def _require_not_split(case: Case, at: datetime) -> bool:
    """What comes with others of its service to a key decision is assessed first, so that the Monitoring Officer answers why it is
    not one with them (SI 2012/2089 reg 8). False: it is not key. Raises Refusal("key.assess_first")."""
    why = "" if latest_assessment(case) else splitting_why(case, at)
    if why:
        raise Refusal("key.assess_first", f"{why} Assess it first; the question then goes to the Monitoring Officer.", REG_8, alternatives=(ASSESS,))
    return False


def _require_fresh(case: Case, when: date) -> None:
    """The approved evidence is still good on the day of the decision. Raises Refusal("evidence.too_old")."""
    pack = current_pack_version(case)
    if pack is None:  # the track asks for none
        return
    approved_on = local_date(pack.approved_at)
    why = require_fresh(approved_on, when)
    ledger.passed(Evaluation("evidence.fresh", why, EVIDENCE_LAW, {"approved_on": approved_on, "day": when}))


def _require_recommended(case: Case) -> None:
    if not goes_to_ssmt(case):
        return
    outcome = ssmt_outcome(case)
    if outcome not in GOES_ON:
        message = "The senior management team has not recommended the proposal. It recommends first, then the case is decided."
        raise Refusal("ssmt.not_recommended", message, CHARTER)
    ledger.passed(
        Evaluation("ssmt.recommended", "The team has recommended the proposal.", CHARTER, {"outcome": outcome})
    )


def _require_open(
    case: Case, opened: Deadline, when: date, meeting: Meeting | None, convened_at: datetime | None
) -> str:
    """Five clear days before a meeting, or open since a meeting that was itself convened at shorter notice.

    Returns why the item comes late: only an item added to a published agenda can, on the Monitoring Officer's advice, whether
    the meeting was convened at shorter notice or not.
    """
    since_convened = convened_at is not None and opened.started_at is not None and opened.started_at <= convened_at
    if meeting is not None and meeting.agenda_published_at and when < opened.earliest and not since_convened:
        return _late(case, opened, meeting)
    constitution = constitution_of(case)
    calendar = calendar_for(constitution, constitution.publication.agenda.calendar)
    why = rules.require_open_long_enough(opened, when, calendar, convened_at=convened_at)
    if convened_at is None:
        ledger.passed(reached(opened, when))
    else:
        asked = {"convened_at": convened_at.isoformat(), "day": when}
        ledger.passed(Evaluation("agenda.shorter_notice", why, rules.REG_6, asked))
    return ""


def _late(case: Case, opened: Deadline, meeting: Meeting) -> str:
    """The reason for lateness and the Monitoring Officer's advice. Raises Refusal("agenda.late_item") without it."""
    advice = late_item_advice(case, meeting)
    try:
        late = rules.executive_late_item(
            opened, meeting.meets_on, monitoring_officer_advice=advice.text if advice else ""
        )
    except Refusal as refusal:
        way = Alternative(
            "Ask the Monitoring Officer whether it may be added late", "case_late_item", query={"meeting": meeting.pk}
        )
        raise refusal.with_ways(way) from None
    assert advice is not None  # without advice the rule refuses
    ledger.passed(Evaluation("agenda.late_item", late.why, rules.REG_6, {"advice": advice.text}))
    return f"{advice.request.question} Monitoring Officer: {advice.text}"


def _closed(case: Case, paragraphs: Collection[int], weighing: str, place: _Place, at: datetime) -> dict:
    """What allows the item to be taken in private; nothing for an open one. A member alone holds no meeting: what the
    report leaves out is exempt information, and no notice is asked for."""
    if not paragraphs:
        return {}
    if place.member is not None:
        require_weighing(weighing)
        return {"paragraphs": list(paragraphs), "weighing": weighing.strip(), "by": "", "why": LEFT_OUT if is_executive(case) else LEFT_OUT_COUNCIL}
    return require_private(case, tuple(paragraphs), weighing=weighing, body=place.maker, on=place.when, at=at).as_dict()


def convened_short(meeting: Meeting | None, new: NewMeeting | None, at: datetime) -> datetime | None:
    """When a meeting was convened, if that was done expressly at shorter notice; a new one is convened now."""
    if meeting is not None:
        return meeting.convened_at if meeting.shorter_notice else None
    return at if new and new.shorter_notice.strip() else None
