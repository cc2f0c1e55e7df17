"""A report that was published without a part to which it refers does not count as available (SI 2012/2089 regs 6 and 7)."""

from __future__ import annotations

from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.calendars import Calendar
from commissioning.rules.counting import require_reached
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from decisions.models import Advice, AgendaItem, ReportGap
from decisions.rules.agencies import DEFER
from decisions.rules.agendas import REG_6, require_report_whole
from decisions.selectors.meetings import live_item, reckon_agenda
from decisions.services.advice import ask_monitoring_officer


def log_report_gap(*, case: Case, part: str, attached: bool, actor: Actor, at: datetime) -> ReportGap:
    """Log that the published report lacks a part: either it is attached now, or it is to be left out.

    Effects in order: the gap, with the clear days counted afresh where the part is attached; where it is left out, the
    question to the Monitoring Officer; one event. Raises PermissionDenied; Refusal gap.no_report, gap.no_part.
    """
    standing = access.require(actor, "report.gap", case, at)
    item = live_item(case, "DECISION")
    if item is None or item.ended_at is not None or item.published_at is None:
        raise Refusal("gap.no_report", "No published report of this case waits for a decision.", REG_6)
    if not part.strip():
        raise Refusal("gap.no_part", "Say which part is missing, by the name that the report gives it.", REG_6)
    act = Act(actor, standing, at, rule=REG_6)
    fresh = reckon_agenda(case, at) if attached else None
    gap = ReportGap.create_as(
        act, case=case, item=item, part=part.strip(), attached=attached, deadline=fresh.as_dict() if fresh else None,
        found_by=actor.user, found_at=at,
    )  # fmt: skip
    if fresh is not None and item.decide_from and item.decide_from < fresh.earliest:
        item.decide_from = fresh.earliest
        item.save_as(act, update_fields=["decide_from"])
    if not attached:
        question = f"The report refers to {gap.part}, which is not published. May it be decided without it?"
        ask_monitoring_officer(case, act, "APPENDIX", question, gap=gap)
    ledger.append(
        "report.gap", act, f"item:{case.reference}:{item.pk}", case=case,
        fields={"part": gap.part, "attached": attached, "reckoning": fresh.sentence if fresh else ""},
    )  # fmt: skip
    return gap


def require_available(item: AgendaItem, on: date) -> None:
    """Refuse to decide while the report does not count as available; one statement while nothing was missing. Of each part the
    newest finding counts: what the Monitoring Officer would not have left out may be attached after all.

    Raises Refusal agenda.report_incomplete for a part that is left out without advice, agenda.too_short while the clear
    days since a part was attached still run.
    """
    calendar = None
    newest = {gap.part.casefold(): gap for gap in ReportGap.objects.filter(item=item).order_by("pk")}
    for gap in newest.values():
        if gap.attached:
            constitution = constitution_of(item.case)
            calendar = calendar or calendar_for(constitution, constitution.publication.agenda.calendar)
            _require_open(gap, on, calendar)
            continue
        advised = Advice.objects.filter(request__gap=gap, may_go_on=True).exists()
        require_report_whole([gap.part], [], excluded_with_note=[gap.part] if advised else [])


def _require_open(gap: ReportGap, on: date, calendar: Calendar) -> None:
    deadline = Deadline.from_dict(gap.deadline)
    try:
        require_reached(deadline, on, calendar, code="agenda.too_short", what=f"A decision on the report with {gap.part}")
    except Refusal as refusal:
        raise refusal.with_ways(DEFER) from None
