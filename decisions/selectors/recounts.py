"""What a bank holiday changes: every running period of the open cases, counted again, never shortened.

A period that has run out is left as it is: a later holiday does not open it again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from commissioning.models import Case, Duty
from commissioning.rules.calendars import PARTS, Calendar
from commissioning.rules.counting import days_between, recount
from commissioning.rules.dates import long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.event_kinds import KINDS
from commissioning.selectors.calendars import live
from commissioning.selectors.constitutions import constitution_of
from decisions.models import (
    AgendaItem,
    DecisionRecord,
    GeneralException,
    KeyDecisionNotice,
    PrivateMeetingNotice,
    ProcurementStep,
)
from decisions.selectors.key_decision_notices import notices_as_they_count
from decisions.selectors.private_meetings import privates_as_they_count
from decisions.selectors.procurement import steps_with_recounts
from decisions.selectors.records import opening_records
from decisions.selectors.urgency import exceptions_as_they_count


@dataclass(frozen=True)
class NewDay:
    """A day that is only being considered: its name and the parts of the United Kingdom it would hold in."""

    day: date
    name: str
    parts: frozenset[str]


@dataclass(frozen=True)
class Move:
    """One period of a case that would end later: before, after, and what follows for a meeting."""

    case: Case
    period: str
    what: str
    subject: Duty | DecisionRecord | KeyDecisionNotice | AgendaItem | GeneralException | PrivateMeetingNotice | ProcurementStep
    before: Deadline
    after: Deadline
    warning: str = ""


@dataclass
class _Calendars:
    """Calendars with the considered day, built once each."""

    new: NewDay | None
    built: dict[tuple[str, str], Calendar] = field(default_factory=dict)

    def of(self, deadline: Deadline, case: Case) -> Calendar:
        """The calendar this period was counted on, with every day known by now."""
        closures = "+open:" in deadline.calendar_version or "+closed:" in deadline.calendar_version
        key = (deadline.calendar, case.constitution.sha256 if closures else "")
        if key not in self.built:
            calendar = live(deadline.calendar)
            if self.new and self.new.parts & set(PARTS[deadline.calendar]):
                calendar = calendar.with_holiday(self.new.day, self.new.name)
            self.built[key] = constitution_of(case).calendar(calendar) if closures else calendar
        return self.built[key]


def moves(at: datetime, *, new: NewDay | None = None, cases: Collection[int] | None = None) -> list[Move]:
    """Every running period that would end later with the new day, or on the calendar as it now stands.

    Seven statements for any number of cases.
    """
    calendars = _Calendars(new)
    found = []
    for case, period, what, subject, stored in _running(at, cases):
        before = Deadline.from_dict(stored)
        if before.ends_at <= at or not (before.basis.counts_working_days or before.published_by):
            continue
        calendar = calendars.of(before, case)
        after = recount(before, calendar)
        if after.moved_from(before):
            warning = _too_short(subject, after, calendar)
            found.append(Move(case, period, what, subject, before, after, warning))
    return sorted(found, key=lambda move: (move.case.year, move.case.number, move.before.ends_at))


def cases_to_recount(at: datetime) -> list[Case]:
    """Open cases with a period that does not yet follow the calendar as it stands."""
    return list({move.case.pk: move.case for move in moves(at)}.values())


def _running(at: datetime, cases: Collection[int] | None) -> Iterator[tuple]:
    only = {"case__closed_at__isnull": True, **({"case__in": cases} if cases is not None else {})}
    related = ("case__constitution",)
    duties = Duty.objects.filter(closed_at__isnull=True, deadline__isnull=False, **only)
    for duty in duties.select_related(*related, "office"):
        yield duty.case, "DUTY", f"{_label(duty.kind)}, {duty.office.title}", duty, duty.deadline
    newest: dict[int, DecisionRecord] = {}
    for record in opening_records().filter(**only).select_related(*related).order_by("number"):
        newest[record.case_id] = record
    for record in newest.values():
        if record.call_in["applies"]:
            yield record.case, "CALL_IN_WINDOW", "Call-in window", record, record.recount or record.call_in["deadline"]
    notices = notices_as_they_count().filter(superseded_by__isnull=True, **only).select_related(*related)
    for notice in notices:
        yield notice.case, "NOTICE", f"Notice of key decision {notice.reference}", notice, notice.recount or notice.deadline
    items = AgendaItem.objects.filter(
        ended_at__isnull=True, reckoning__isnull=False, meeting__starts_at__gt=at, **only
    ).select_related(*related, "meeting")
    for item in items:
        yield item.case, "AGENDA", f"Agenda of {item.meeting.title if item.meeting else ''}", item, item.reckoning
    exceptions = exceptions_as_they_count().filter(**only).select_related(*related)
    for row in exceptions:
        yield row.case, "EXCEPTION", f"General exception {row.reference}", row, row.recount or row.deadline
    privates = privates_as_they_count().filter(**only).select_related(*related)
    for private in privates:
        what = f"{private.get_stage_display()} of a private meeting {private.reference}"
        yield private.case, "PRIVATE", what, private, private.recount or private.deadline
    for step in steps_with_recounts().filter(deadline__isnull=False, **only).select_related(*related):
        yield step.case, "STANDSTILL", f"Standstill after {step.get_kind_display()}", step, step.recount or step.deadline


def _label(kind: str) -> str:
    return KINDS[kind].label if kind in KINDS else kind


def _too_short(subject: object, after: Deadline, calendar: Calendar) -> str:
    """That the day it was published for comes too early now: what has to be put off, and to when."""
    if isinstance(subject, AgendaItem) and subject.meeting is not None:
        day, what, act = subject.meeting.meets_on, "the agenda would have been open for", "the meeting"
    elif isinstance(subject, PrivateMeetingNotice):
        day, what, act = subject.meets_on, "the notice would have been public for", "the private part"
    elif isinstance(subject, KeyDecisionNotice):
        day, what, act = subject.decide_from, "the notice would have been public for", "the decision"
    elif isinstance(subject, GeneralException):
        day, what, act = subject.decide_on, "the general exception would have been public for", "the decision"
    else:
        return ""
    if day >= after.earliest:
        return ""
    got = len(days_between(after.basis, after.counts_from, day, calendar))
    return f"On {long_date(day)} {what} only {got} of {after.n} clear days. Put {act} off to {long_date(after.earliest)} or later."
