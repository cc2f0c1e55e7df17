"""What the date calculator offers and answers: periods fixed by law, the council's own, and any count at all."""

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from commissioning.rules import counting, periods
from commissioning.rules.calendars import Calendar
from commissioning.rules.call_in_rule_set import Span
from commissioning.rules.constitution import Constitution
from commissioning.rules.constitution_words import span_in_words
from commissioning.rules.dates import local_date
from commissioning.rules.day_strips import StripDay, strip
from commissioning.rules.deadlines import UNITS, Backward, Basis, Deadline
from commissioning.rules.reckoning import default_calendar
from commissioning.rules.refusals import Refusal
from commissioning.selectors.calendars import live

OWN = {
    Basis.CLEAR_CAL: "Clear days: every day of the week counts",
    Basis.CLEAR_WORK: "Clear working days: no weekends and no bank holidays",
    Basis.WORK_AFTER: "Working days: the first is the next working day",
    Basis.WORK_INCL_UK: "Working days that include the first day, anywhere in the UK",
    Basis.WORK_AFTER_TO_MIDNIGHT: "Working days to midnight, counted after the day after",
    Basis.MONTHS_BEGINNING_WITH: "Months that include the first day",
    Basis.DAYS_BEGINNING_WITH: "Days that include the first day",
    Basis.HOURS: "Hours of elapsed time",
    Basis.ASAP: "As soon as reasonably practicable: a target in working days",
    Basis.WEEKDAY_OF_FOLLOWING_WEEK: "A day of the following week: 1 is Monday, 5 is Friday",
}
AGENDA_PATH = "publication.agenda"
# path in the constitution, title, first event, second event
LOCAL = (
    ("call_in.period", "Call-in window", "decision published", "takes effect"),
    ("records.publish_within", "Record published after the decision", "decision made", "late from"),
    (AGENDA_PATH, "Agenda and reports open before a meeting", "agenda published", "earliest meeting"),
    ("ssmt.papers", "Papers of the senior management team", "papers sent", "earliest meeting"),
    ("sign_off.within", "Agency sign-off", "asked to sign", "late from"),
    ("call_in.hearing.within", "Hearing of a call-in", "found valid", "late from"),
    ("call_in.reconsider.within", "Reconsideration after a call-in", "referred back", "late from"),
    ("scrutiny.resident_request_reply", "Reply to a resident's request", "request received", "late from"),
)


@dataclass(frozen=True)
class Question:
    """One question to the calculator: which period, from or back from when, on which calendar ("": its own)."""

    period: str
    on: date | datetime
    n: int | None = None
    back: bool = False
    calendar: str = ""


@dataclass(frozen=True)
class Answer:
    """The count with everything a page shows beside it."""

    title: str
    how: str
    result: Deadline | Backward
    calendar: Calendar
    strip: tuple[StripDay, ...]
    unusual: str = ""
    publish_by: date | None = None  # the last day to publish, where publication on a day off counts as on the next working day

    @property
    def is_back(self) -> bool:
        return isinstance(self.result, Backward)


def offered(constitution: Constitution | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The periods to choose from, in groups, each as code and words."""
    law = [(f"law:{one.rule}", f"{one.title} ({_amount(one.basis, one.n)})") for one in periods.ALL.values()]
    own = [(f"own:{basis}", words) for basis, words in OWN.items()]
    groups = [("Periods fixed by law", law), ("A count of your own", own)]
    if constitution is not None:
        local = [
            (f"local:{path}", f"{title} ({span_in_words(span)})")
            for path, title, _, _ in LOCAL
            if (span := _span(constitution, path))
        ]
        groups.insert(1, (f"Periods of {constitution.about.council}", local))
    return groups


def answer(question: Question, constitution: Constitution | None) -> Answer:
    """Count. Raises Refusal for a question without an answer, CalendarRefusal outside the coverage."""
    kind, _, code = question.period.partition(":")
    if kind == "law":
        title, calendar, result = _by_law(periods.ALL[code], question, constitution)
    elif kind == "local" and constitution is not None:
        title, calendar, result = _local(code, question, constitution)
    else:
        title, calendar, result = _own(Basis(code), question, constitution)
    publish_by = _publish_by(question.period, result, constitution)
    return Answer(
        title=title,
        how=f"{_amount(result.basis, result.n).capitalize()}: {UNITS[result.basis][1]}.",
        result=result,
        calendar=calendar,
        strip=strip(result, calendar, published=publish_by is not None),
        unusual=_unusual(result, calendar),
        publish_by=publish_by,
    )


def _publish_by(period: str, result: Deadline | Backward, constitution: Constitution | None) -> date | None:
    """The last working day for a publication that the count would allow on a day off, where this council's rule for the
    basis makes that day the next working day; else None."""
    kind, _, code = period.partition(":")
    published = code == AGENDA_PATH if kind == "local" else kind == "law" and periods.ALL[code].starts_by_publication
    if constitution is None or not published or not isinstance(result, Backward) or result.latest == result.latest_working:
        return None
    counts_the_day = result.basis is Basis.CLEAR_CAL and not constitution.publication.prudent
    return None if counts_the_day else result.latest_working


def _calendar(name: str, constitution: Constitution | None) -> Calendar:
    return constitution.calendar(live(name)) if constitution else live(name)


def _by_law(
    period: periods.Period, question: Question, constitution: Constitution | None
) -> tuple[str, Calendar, Deadline | Backward]:
    calendar = _calendar(question.calendar or period.calendar, constitution)
    if question.back:
        return period.title, calendar, period.backward(question.on, calendar)
    late = constitution.publication if constitution and period.starts_by_publication else None
    deadline = period.forward(
        question.on,
        calendar,
        published_by=late.cut_off if late else None,
        prudent=late.prudent if late else True,
    )
    return period.title, calendar, deadline


def _local(code: str, question: Question, constitution: Constitution) -> tuple[str, Calendar, Deadline | Backward]:
    path, title, start, target = next(row for row in LOCAL if row[0] == code)
    span = _span(constitution, path)
    if span is None:
        raise Refusal("count.no_period", "The constitution sets no such period.")
    calendar = _calendar(question.calendar or span.calendar, constitution)
    words: dict[str, Any] = {"rule": path, "citation": constitution.citation(path)}
    if question.back:
        return title, calendar, counting.backward(span.basis, span.number, question.on, calendar, **words)
    if path == "call_in.period":
        day = local_date(question.on) if isinstance(question.on, datetime) else question.on
        return title, calendar, constitution.call_in_window(question.on, calendar, decided=day)
    published_by = constitution.publication.cut_off if path == AGENDA_PATH else None
    return title, calendar, span.forward(
        question.on, calendar, published_by=published_by, start_event=start, target_event=target, **words
    )  # fmt: skip


def _own(basis: Basis, question: Question, constitution: Constitution | None) -> tuple[str, Calendar, Deadline | Backward]:
    calendar = _calendar(question.calendar or default_calendar(basis), constitution)
    n = question.n if question.n is not None else 0
    if question.back:
        return OWN[basis], calendar, counting.backward(basis, n, question.on, calendar)
    return OWN[basis], calendar, counting.forward(
        basis, n, question.on, calendar, start_event="the event", target_event="first day after"
    )  # fmt: skip


def _span(constitution: Constitution, path: str) -> Span | None:
    return attrgetter(path)(constitution)


def _amount(basis: Basis, n: int) -> str:
    unit = UNITS[basis][0]
    if basis is Basis.WEEKDAY_OF_FOLLOWING_WEEK:
        return "a day of the following week"
    return f"{n} {unit}" + ("" if n == 1 else "s")


def _unusual(result: Deadline | Backward, calendar: Calendar) -> str:
    """A target that is lawful but unusual, as a Sunday or a bank holiday is for a meeting."""
    day = result.target if isinstance(result, Backward) else result.earliest
    return calendar.reason(day)
