"""Working backwards from the day on which a decision must take effect, and forwards from a late clearance.

Each step says the last safe day and how it was counted. Meetings are taken from those that are called; where none
fits, any working day stands in and says so. Only the order and the periods of law and constitution are used; how long
people need for drafting is theirs to add.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from commissioning.rules import counting, periods
from commissioning.rules.calendars import Calendar
from commissioning.rules.call_in_rule_set import Span
from commissioning.rules.constitution import Constitution
from commissioning.rules.dates import DAY, long_date
from commissioning.rules.deadlines import Basis


@dataclass(frozen=True)
class Sitting:
    """A meeting that is called; without a title, a day on which one could be called."""

    on: date
    title: str = ""
    number: int | None = None


@dataclass(frozen=True)
class Step:
    """One step: the last safe day, the arithmetic, the law, and the meeting if one is called."""

    code: str
    title: str
    who: str
    on: date
    why: str
    citation: str
    sitting: Sitting | None = None
    assumed: bool = False


@dataclass(frozen=True)
class Plan:
    """The steps in the order in which they happen; `general_exception` is the last day for the way without 28 days."""

    effect: date
    steps: tuple[Step, ...]
    general_exception: date | None
    provisional: bool

    @property
    def begins(self) -> date:
        """The first of the last safe days."""
        return min(step.on for step in self.steps)

    def step(self, code: str) -> Step | None:
        return next((step for step in self.steps if step.code == code), None)


@dataclass(frozen=True)
class LateCost:
    """What one clearance given one working day late costs: the next dates, or None where no meeting is called yet."""

    given_on: date
    ssmt: Sitting | None
    cabinet: Sitting | None
    effect: date | None
    days: int | None
    why: str


@dataclass(frozen=True)
class Diary:
    """What a plan is made from: the council's numbers, its calendar, and the meetings called."""

    constitution: Constitution
    calendar: Calendar
    cabinet: tuple[Sitting, ...] = ()
    ssmt: tuple[Sitting, ...] = ()
    others: Mapping[str, Calendar] = field(default_factory=dict)  # for periods that are counted on another calendar, by its name

    def of(self, span: Span) -> Calendar:
        """The calendar on which the constitution counts a period."""
        return self.others.get(span.calendar, self.calendar)


def spans(con: Constitution) -> tuple[Span, ...]:
    """Every local period that a plan counts."""
    return (con.call_in.period, con.publication.agenda, con.sign_off.within, con.ssmt.papers, *_record_spans(con), *(rule.within for rule in con.clearances))


def _record_spans(con: Constitution) -> tuple[Span, ...]:
    """Each time within which a record is published; the shorter one holds."""
    shorter = con.call_in.decision_published_within
    return (con.records.publish_within,) if shorter is None else (con.records.publish_within, shorter)


def plan_backwards(
    effect: date, diary: Diary, *, is_key: bool = True, joint: bool = True, private: bool = False
) -> Plan:
    """The last safe day of every step so that a decision of the Cabinet takes effect on a day; `private`: part of the
    meeting is to be closed to the public.

    Raises CalendarRefusal when a step would lie outside the calendar's coverage.
    """
    con, cal = diary.constitution, diary.calendar
    published, call_in_why = _published(con, effect, diary.of(con.call_in.period))
    steps = [
        Step("effect", "Decision takes effect", "The clock", effect, "The day you gave.", ""),
        Step("record", "Record published, call-in window opens", "Proper officer", published, call_in_why,
             con.citation("call_in.period")),
    ]  # fmt: skip
    made_by, decided_why = max(_within(span, published, diary.of(span)) for span in _record_spans(con))
    cabinet, meets, assumed = _sitting(diary.cabinet, made_by, cal)
    steps.append(
        Step("decision", "Cabinet decides", "Cabinet", meets, _meeting_why(made_by, decided_why, assumed),
             con.citation("records.publish_within"), cabinet, assumed)
    )  # fmt: skip
    agenda_on, agenda_why = _before(con.publication.agenda, meets, diary.of(con.publication.agenda))
    steps.append(
        Step("agenda", "Agenda and report published", "Proper officer", agenda_on, agenda_why,
             con.citation("publication.agenda"))
    )  # fmt: skip
    exception = None
    if is_key:
        notice = periods.KEY_DECISION_NOTICE.backward(meets, cal)
        exception = periods.GENERAL_EXCEPTION.backward(meets, cal).latest_working
        steps.append(
            Step("notice", "Notice of key decision published", "Proper officer", notice.latest_working,
                 _say(notice.sentence), notice.citation)
        )  # fmt: skip
    steps += _private_steps(meets, cal) if private else []
    steps += _joint_steps(diary, effect, agenda_on, joint=joint)
    ready = next((step.on for step in steps if step.code == "papers"), agenda_on)
    steps += _clearance_steps(diary, ready)
    first = min(step.on for step in steps)
    return Plan(
        effect=effect,
        steps=tuple(sorted(steps, key=lambda step: (step.on, -steps.index(step)))),
        general_exception=exception,
        provisional=cal.is_provisional(first, effect),
    )


def plan_in_time(
    effect: date, diary: Diary, today: date, *, is_key: bool = True, joint: bool = True, private: bool = False
) -> tuple[Plan, Diary]:
    """The plan through the meetings that are called, and its diary; where its first days have passed and further
    meetings would leave time, the plan through days on which those could be called."""
    asked = {"is_key": is_key, "joint": joint, "private": private}
    plan = plan_backwards(effect, diary, **asked)
    if plan.begins >= today:
        return plan, diary
    for further in (replace(diary, ssmt=()), replace(diary, cabinet=()), replace(diary, cabinet=(), ssmt=())):
        other = plan_backwards(effect, further, **asked)
        if other.begins >= today:
            return other, further
    return plan, diary


def _private_steps(meets: date, cal: Calendar) -> list[Step]:
    """The two notices of a private meeting; between them people say why it should be public, and are answered."""
    first = periods.PRIVATE_MEETING_NOTICE.backward(meets, cal)
    second = periods.PRIVATE_MEETING_SECOND_NOTICE.backward(meets, cal)
    return [
        Step("private_first", "First notice of the private meeting published", "Proper officer", first.latest_working,
             _say(first.sentence), first.citation),
        Step("private_second", "Representations answered, second notice of the private meeting published", "Proper officer",
             second.latest_working, _say(second.sentence), second.citation),
    ]  # fmt: skip


def _joint_steps(diary: Diary, effect: date, agenda_on: date, *, joint: bool) -> list[Step]:
    if not joint:
        return []
    con, cal = diary.constitution, diary.calendar
    before_agenda = con.sign_off.order == "BEFORE_CABINET"
    asked, why = _before(con.sign_off.within, agenda_on if before_agenda else effect, diary.of(con.sign_off.within))
    last = cal.working_day_until(agenda_on - DAY)
    ssmt, meets, assumed = _sitting(diary.ssmt, last, cal)
    papers, papers_why = _before(con.ssmt.papers, meets, diary.of(con.ssmt.papers))
    return [
        Step("signoff", "Agencies asked to sign", "Agency leads", asked, why, con.citation("sign_off.within")),
        Step("ssmt", "Senior management team recommends", "Senior management team", meets,
             _meeting_why(last, "its recommendation goes with the report", assumed), con.citation("ssmt"),
             ssmt, assumed),
        Step("papers", "Papers sent to the senior management team", "Proper officer", papers, papers_why,
             con.citation("ssmt.papers")),
    ]  # fmt: skip


def _clearance_steps(diary: Diary, ready: date) -> list[Step]:
    """Each clearance has its own last day to be asked for; all are given by the day the papers go out."""
    con = diary.constitution
    asked = [_within(rule.within, ready, diary.of(rule.within)) for rule in con.clearances]
    if not asked:
        return []
    first, why = min(asked)
    return [
        Step("cleared", "Last clearance given", "Clearing officers", ready,
             "The papers go out on this day with every clearance.", con.citation("clearances")),
        Step("submitted", "Proposal handed in for clearance", "Lead officer", first, why, con.citation("clearances")),
    ]  # fmt: skip


def late_clearance(plan: Plan, diary: Diary, *, joint: bool = True) -> LateCost | None:
    """Follow the next meetings when the last clearance comes one working day late; None without clearances."""
    cleared = plan.step("cleared")
    if cleared is None:
        return None
    con, cal = diary.constitution, diary.calendar
    given = cal.next_working_day(cleared.on)
    ready, ssmt = given, None
    if joint:
        earliest = _earliest(con.ssmt.papers, given, diary.of(con.ssmt.papers))
        ssmt = _next(diary.ssmt, earliest, cal)
        if ssmt is None:
            return _unknown(given, None, f"no meeting of the senior management team is called from {long_date(earliest)}")
        ready = cal.next_working_day(ssmt.on)
    earliest = _earliest(con.publication.agenda, ready, diary.of(con.publication.agenda))
    cabinet = _next(diary.cabinet, earliest, cal)
    if cabinet is None:
        return _unknown(given, ssmt, f"no Cabinet meeting is called from {long_date(earliest)}")
    published = min(span.forward(cabinet.on, diary.of(span)).ends_on for span in _record_spans(con))
    beside = con.call_in.implementation_during_window
    effect = published if beside else con.call_in_window(published, diary.of(con.call_in.period), decided=cabinet.on).earliest
    days = max((effect - plan.effect).days, 0)
    return LateCost(given, ssmt, cabinet, effect, days, "")


def _unknown(given: date, ssmt: Sitting | None, why: str) -> LateCost:
    return LateCost(given, ssmt, None, None, None, why)


def _before(span: Span, event: date, calendar: Calendar) -> tuple[date, str]:
    """The last working day on which a period may begin so that it is over before an event, and the arithmetic."""
    whole = span.basis is Basis.WORK_AFTER  # counted back from its own last day, which is a working day
    target = calendar.working_day_until(event - DAY) if whole else event
    found = counting.backward(span.basis, span.number, target, calendar)
    return found.latest_working, _say(found.sentence)


def _published(con: Constitution, effect: date, calendar: Calendar) -> tuple[date, str]:
    """The last working day on which the record is published, and why: with the window before it takes effect, or on the
    day itself where the constitution lets it be carried out while the window is open."""
    if con.call_in.implementation_during_window:
        return calendar.working_day_until(effect), "The constitution lets it be carried out from its publication, while the call-in window is open."
    return _before(con.call_in.period, effect, calendar)


def _within(span: Span, last: date, calendar: Calendar) -> tuple[date, str]:
    """The last working day on which a period may begin so that its own last day is no later than `last`."""
    return _before(span, last + DAY, calendar)


def _earliest(span: Span, start: date, calendar: Calendar) -> date:
    return span.forward(start, calendar).earliest


def _sitting(called: Sequence[Sitting], last: date, calendar: Calendar) -> tuple[Sitting | None, date, bool]:
    """The latest called meeting up to a day; if none fits, the last working day stands in."""
    fits = [one for one in called if one.on <= last]
    if fits:
        chosen = max(fits, key=lambda one: one.on)
        return chosen, chosen.on, False
    return None, calendar.working_day_until(last), True


def _next(called: Sequence[Sitting], earliest: date, calendar: Calendar) -> Sitting | None:
    """The first called meeting from a day on; when none at all is called, the first working day stands in."""
    if not called:
        return Sitting(calendar.working_day_from(earliest))
    return min((one for one in called if one.on >= earliest), key=lambda one: one.on, default=None)


def _meeting_why(last: date, why: str, assumed: bool) -> str:
    if assumed:
        return f"No meeting is called that fits up to {long_date(last)}; this is the last working day. {_say(why)}"
    return f"The last called meeting up to {long_date(last)}. {_say(why)}"


def _say(sentence: str) -> str:
    return f"{sentence[0].upper()}{sentence[1:].removesuffix('.')}."
