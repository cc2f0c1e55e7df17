"""Meetings, and putting a case before them: the senior management team first, then whoever decides.

SI 2012/2089 regs 6 and 7: agenda and report are open five clear days before a public meeting of the executive;
reg 9: a key decision waits for its notice. LGA 2000 s9E: one member decides only within a delegation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Body, Case, Duty, Office, ProposalVersion
from commissioning.rules.counting import forward, require_reached
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation, reached
from commissioning.rules.evidence import LAW as EVIDENCE_LAW
from commissioning.rules.evidence import require_fresh
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.evidence_packs import current_pack_version
from commissioning.selectors.offices import first_of
from commissioning.selectors.proposals import current_version
from commissioning.selectors.tracks import goes_to_ssmt
from commissioning.services.duties import close_all, close_duty, open_duties
from decisions.models import AgendaItem, Meeting
from decisions.rules import agendas as rules
from decisions.rules import clearances as clearance_rules
from decisions.rules.authority import SECTION_9E_2
from decisions.rules.exempt_parts import FIELD, FILE, LEFT_OUT, KeptBack, require_review
from decisions.rules.overlays import Step
from decisions.rules.private_meetings import require_paragraphs, require_weighing
from decisions.selectors.advice import late_item_advice
from decisions.selectors.case_authority import allocation_of
from decisions.selectors.clearances import sheet
from decisions.selectors.key_decision_notices import covers, is_key, live_notice, reckon_notice
from decisions.selectors.meetings import is_passed_on, lawful_meetings, reckon_agenda, reckon_papers
from decisions.selectors.sign_offs import missing_signatures
from decisions.selectors.ssmt import ssmt_outcome
from decisions.services.agenda_items import (
    REG_6_1,
    NewMeeting,
    call,
    day_of,
    item_fields,
    meeting_fields,
    place_item,
    sitting,
)
from decisions.services.authority import KIND as ALLOCATE
from decisions.services.delegations import require_delegation, ways
from decisions.services.exempt_parts import keep_back
from decisions.services.key_decision_routes import require_footing
from decisions.services.overlays import require_not_stopped
from decisions.services.private_meetings import require_private

CHECK_DAYS = 2
CHARTER = "Charter of the single senior management team"
NOTHING = KeptBack()
GOES_ON = ("RECOMMENDED", "RECOMMENDED_WITH_DISSENT")


def create_meeting(*, new: NewMeeting, actor: Actor, at: datetime) -> Meeting:
    """Call a meeting outside any case.

    Effects: the meeting is kept as convened now, with a warning where its day is unusual; one event.
    Raises PermissionDenied; Refusal meeting.past, meeting.no_chair.
    """
    standing = access.require(actor, "meeting.call", None, at)
    act = Act(actor, standing, at, rule=REG_6_1)
    meeting = call(new, act)
    ledger.append("meeting.call", act, f"meeting:{meeting.pk}", fields=meeting_fields(meeting))
    return meeting


def open_ssmt_schedule(*, case: Case, act: Act) -> None:
    """Ask the proper officer to put the cleared proposal before the senior management team."""
    open_duties(case, "ssmt.schedule", act, offices=first_of("PROPER_OFFICER"), due=_two_days(case, act.at))


def open_agenda_publish(*, case: Case, act: Act) -> None:
    """Ask the proper officer to publish agenda and report for the decision-maker."""
    open_duties(case, "agenda.publish", act, offices=first_of("PROPER_OFFICER"), due=_two_days(case, act.at))


def schedule_ssmt(
    *, duty: Duty, meeting: Meeting | None = None, new: NewMeeting | None = None, actor: Actor, at: datetime
) -> AgendaItem:
    """Put the case on the agenda of a team meeting, one that exists or one called with this act.

    Effects in order: the meeting, if new; the item with the current cleared version; the papers are out; the duty
    closes; one event. Raises PermissionDenied; Refusal item.closed, clearance.missing, meeting.past, meeting.begun,
    meeting.wrong_body, meeting.no_chair, ssmt.papers_late, item.twice.
    """
    standing = access.require(actor, "ssmt.schedule", duty, at)
    version = _cleared_version(duty)
    case, act = duty.case, Act(actor, standing, at, rule=CHARTER)
    when = day_of(meeting, new)
    papers = reckon_papers(case, at)
    _require_papers(case, papers, when, at)
    meeting = sitting(meeting, new, act, "SSMT")
    item = place_item(case, act, meeting, "RECOMMENDATION", version, reckoning=papers.as_dict())
    close_duty(duty, act, "SCHEDULED")
    ledger.append(
        "ssmt.schedule",
        act,
        f"item:{case.reference}:{item.pk}",
        case=case,
        fields=meeting_fields(meeting) | item_fields(item, version) | {"reckoning": papers.sentence},
        version=str(version.number),
    )
    return item


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
    """Publish agenda and report: for a Cabinet meeting, or for one delegated member who decides from a date on.

    Effects in order: the meeting, if new; the item with the current cleared version, the notice it relies on, the
    sign-offs still missing and the count of days; the duty closes, and the Leader is no longer asked to allocate; one event.
    `closed_for` are the paragraphs of Schedule 12A for which the public would leave, `weighing` why the public interest
    in that is greater, `kept_back` what the public report then leaves out, committed to under the exempt tier; without
    both notices of a private meeting, or agreement, it stays open. A member who decides alone holds no meeting, so the
    report leaves the part out under a paragraph without notices. Raises PermissionDenied;
    Refusal item.closed, clearance.missing, ssmt.not_recommended, evidence.too_old, exempt.*, private.*, notice.*,
    agenda.too_short, agenda.past, agenda.passed_on, meeting.*, item.twice.
    """
    standing = access.require(actor, "agenda.publish", duty, at)
    require_not_stopped(duty.case, Step.PUBLISH, at)
    version = _cleared_version(duty)
    case, act = duty.case, Act(actor, standing, at, rule=rules.REG_6)
    _require_recommended(case)
    when = decide_from if member else day_of(meeting, new)
    body = None if member else (meeting.body if meeting else new.body)
    _require_allocation(case, member, body)
    _require_fresh(case, when)
    maker = member.title if member else body.name
    opened, late_why = reckon_agenda(case, at), ""
    if not kept_back.is_empty:
        require_paragraphs(closed_for)
        require_review(kept_back, local_date(at))
    try:
        if member is None:
            late_why = _require_open(case, opened, when, meeting, convened_short(meeting, new, at))
        elif when < local_date(at):
            message = f"{long_date(when)} has passed. Give a date from today on."
            raise Refusal("agenda.past", message, rules.REG_6, earliest=local_date(at))
        if member is not None:
            require_delegation(case, member, version, when)
        footing = require_footing(case, maker=maker, on=when, at=at) if is_key(case) else None
        closed = _closed(case, () if member and kept_back.is_empty else closed_for, weighing, member, maker, when, at)
    except Refusal as refusal:
        if not _footing_holds(case, maker, when, at):  # then coming late to that very meeting is no way on either
            refusal = refusal.with_ways(*(way for way in refusal.alternatives if way.url_name != "case_late_item"))
        first = max(_first_lawful(case, maker, opened, at), _first_private(refusal))
        raise _with_meetings(refusal, first, at, allowed=lambda day: _footing_holds(case, maker, day, at)) from refusal
    if member is None:
        meeting = sitting(meeting, new, act, "CABINET")
    else:
        meeting = None
    item = place_item(
        case, act, meeting, "DECISION", version, maker=member, decide_from=when if member else None,
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
        fields=(meeting_fields(meeting) if meeting else {"maker": maker, "decide_from": when.isoformat()})
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


def _two_days(case: Case, at: datetime) -> Deadline:
    constitution = constitution_of(case)
    return forward(
        "WORK_AFTER", CHECK_DAYS, at, calendar_for(constitution), rule="agenda.check",
        citation=constitution.citation("publication"), start_event="ready to publish", target_event="overdue from",
    )  # fmt: skip


def _cleared_version(duty: Duty) -> ProposalVersion:
    if not duty.is_open:
        message = "This has been done already. The case page shows the meeting."
        raise Refusal("item.closed", message, rules.REG_6)
    version = current_version(duty.case)
    cleared = sheet(duty.case, version)
    why = clearance_rules.require_clear(cleared)
    asked = {
        "content_hash": version.content_hash if version else "",
        "cleared_by": [row.role for row in cleared.standings],
    }
    ledger.passed(Evaluation("clearance.all_given", why, clearance_rules.CLEARANCE_LAW, asked))
    return version


def _require_allocation(case: Case, member: Office | None, body: Body | None) -> None:
    """What the Leader allocated goes there and nowhere else; what a member passed on goes to no other member without that."""
    allocation = allocation_of(case)
    if allocation is None:
        if member is not None and is_passed_on(case):
            message = "The member has left this to the Cabinet. Put it on the agenda of a Cabinet meeting, or ask the Leader to allocate it."
            sitting_way = Alternative("Put it on the agenda of a Cabinet meeting", "duty", query={"meeting": rules.NEW_MEETING})
            raise Refusal("agenda.passed_on", message, "Localism Act 2011 s31(8)", alternatives=(sitting_way, *ways()))
        return
    if (allocation.office, allocation.body) != (member, body):
        message = f"The Leader allocated this matter to {allocation.name} on {long_date(allocation.made_on)}."
        raise Refusal("delegation.allocated", message, SECTION_9E_2, alternatives=ways())


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

    Returns why the item comes late: only an item added to a published agenda can, on the Monitoring Officer's advice.
    """
    if convened_at is None and meeting is not None and meeting.agenda_published_at and when < opened.earliest:
        return _late(case, opened, meeting)
    why = rules.require_open_long_enough(
        opened, when, calendar_for(constitution_of(case)), convened_at=convened_at
    )
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


def _closed(
    case: Case, paragraphs: Collection[int], weighing: str, member: Office | None, maker: str, when: date, at: datetime
) -> dict:
    """What allows the item to be taken in private; nothing for an open one. A member alone holds no meeting: what the
    report leaves out is exempt information, and no notice is asked for."""
    if not paragraphs:
        return {}
    if member is not None:
        require_weighing(weighing)
        return {"paragraphs": list(paragraphs), "weighing": weighing.strip(), "by": "", "why": LEFT_OUT}
    return require_private(case, tuple(paragraphs), weighing=weighing, body=maker, on=when, at=at).as_dict()


def convened_short(meeting: Meeting | None, new: NewMeeting | None, at: datetime) -> datetime | None:
    """When a meeting was convened, if that was done expressly at shorter notice; a new one is convened now."""
    if meeting is not None:
        return meeting.convened_at if meeting.shorter_notice else None
    return at if new and new.shorter_notice.strip() else None


def _require_papers(case: Case, papers: Deadline, when: date, at: datetime) -> None:
    try:
        calendar = calendar_for(constitution_of(case))
        require_reached(papers, when, calendar, code="ssmt.papers_late", what="A meeting of the team")
        ledger.passed(reached(papers, when))
    except Refusal as refusal:
        raise _with_meetings(refusal, papers.earliest, at, kind="SSMT", noun="team") from refusal


def _first_lawful(case: Case, maker: str, opened: Deadline, at: datetime) -> date:
    """The first day on which agenda and notice would both be in order, with a new notice where one is needed."""
    if _footing_holds(case, maker, opened.earliest, at):
        return opened.earliest
    notice = live_notice(case)
    if notice is not None and covers(notice, current_version(case), maker=maker).covers:
        return max(opened.earliest, notice.matures_on, notice.decide_from)
    return max(opened.earliest, reckon_notice(case, at).earliest)


def _first_private(refusal: Refusal) -> date:
    """The first day that a refusal about the public's exclusion allows; for any other refusal no limit."""
    return refusal.earliest if refusal.code.startswith("private.") and refusal.earliest else date.min


def _footing_holds(case: Case, maker: str, day: date, at: datetime) -> bool:
    """Whether the decision could be made on a day as far as its notice, an exception or an agreement goes."""
    if not is_key(case):
        return True
    try:
        require_footing(case, maker=maker, on=day, at=at)
    except Refusal:
        return False
    return True


def _with_meetings(
    refusal: Refusal,
    earliest: date,
    at: datetime,
    *,
    kind: str = "CABINET",
    noun: str = "Cabinet",
    allowed: Callable[[date], bool] = lambda day: True,
) -> Refusal:
    """The same refusal with the first day that satisfies everything, and the meetings that would be lawful.

    A new meeting before that day stays a way on only where everything but the agenda is in order on it: `allowed`.
    """
    ways = [
        Alternative(f"Take it to {m.title} on {long_date(m.meets_on)}", "duty", query={"meeting": m.pk})
        for m in lawful_meetings(kind, earliest, at)
    ] or [
        Alternative(
            f"Call a meeting of the {noun} on or after {long_date(earliest)}",
            "duty",
            query={"meeting": rules.NEW_MEETING, "on": earliest.isoformat()},
        )
    ]
    others = [way for way in refusal.alternatives if way.url_name != "duty_pass"]  # the meetings above are that way
    kept = [
        way
        for way in others
        if way.query.get("meeting") != rules.NEW_MEETING
        or ((day := date.fromisoformat(way.query["on"])) < earliest and allowed(day))
    ]
    return _by_this_count_alone(refusal, earliest).with_ways(*ways, *kept, earliest=earliest)


def _by_this_count_alone(refusal: Refusal, earliest: date) -> Refusal:
    """A message that names an earlier day than the one on which everything is in order says that it is one count's only."""
    if refusal.earliest is None or refusal.earliest >= earliest:
        return refusal
    alone = long_date(refusal.earliest)
    message = refusal.message.replace(f"The earliest lawful date is {alone}.", f"By this count alone it could be {alone}.")
    return Refusal(refusal.code, message, refusal.citation, earliest=refusal.earliest, alternatives=refusal.alternatives)
