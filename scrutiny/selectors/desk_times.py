"""Time at each desk: how long the case lay with each office and person.

By person for the case team and scrutiny; in public by office, with what is usual for that office once at least five
cases have been there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Exists, OuterRef

from commissioning.models import Appointment, Case, Duty

LEAST = 5  # cases from which a median says something of the office rather than of one case
MOST = 200  # newest other cases that are looked at


@dataclass(frozen=True)
class DeskTime:
    """All duties of one office and person in one case, in calendar time (nights and weekends count)."""

    office: str
    person: str
    steps: int
    open_steps: int
    total: timedelta
    longest: timedelta

    @property
    def total_words(self) -> str:
        return in_words(self.total)

    @property
    def longest_words(self) -> str:
        return in_words(self.longest)


def by_own_hand() -> Exists:
    """Whether a duty was closed by somebody of its own office. A clerk who ends an item, or the one of several who is
    first, closes the duties of others: the time stands with their desks, and not with that person."""
    return Exists(Appointment.objects.filter(office=OuterRef("office"), person=OuterRef("closed_by")))


def desk_times(case: Case, at: datetime, duties: Iterable[Duty] | None = None) -> list[DeskTime]:
    """The longest first; one statement, none with the duties that the page has (annotated with `by_own_hand`). An open
    duty counts up to now and to the person it is named for."""
    spans: dict[tuple[str, str], list[tuple[timedelta, bool]]] = {}
    if duties is None:
        found = Duty.objects.filter(case=case).select_related("office", "person", "closed_by")
        duties = found.annotate(by_own_hand=by_own_hand()).order_by("pk")
    for duty in duties:
        person = duty.closed_by if duty.closed_by and vars(duty)["by_own_hand"] else duty.person
        key = (duty.office.title, person.name if person else "")
        spans.setdefault(key, []).append(((duty.closed_at or at) - duty.opened_at, duty.is_open))
    desks = [
        DeskTime(
            office,
            person,
            len(times),
            sum(is_open for _, is_open in times),
            sum((span for span, _ in times), timedelta()),
            max(span for span, _ in times),
        )
        for (office, person), times in spans.items()
    ]
    return sorted(desks, key=lambda one: (-one.total, one.office, one.person))


@dataclass(frozen=True)
class OfficeTime:
    """How long one office has had a case, and the median over cases that have left it; None for fewer than five."""

    office: str
    total: timedelta
    is_open: bool
    usual: timedelta | None
    cases: int

    @property
    def total_words(self) -> str:
        return in_words(self.total)

    @property
    def usual_words(self) -> str:
        return in_words(self.usual) if self.usual is not None else ""


def office_times(case: Case, at: datetime, duties: Iterable[Duty] | None = None) -> list[OfficeTime]:
    """By office, the longest first, for everybody; two statements, one with the duties that the page has."""
    own: dict[int, list[Duty]] = {}
    if duties is None:
        duties = Duty.objects.filter(case=case).select_related("office").order_by("pk")
    for duty in duties:
        own.setdefault(duty.office_id, []).append(duty)
    others = _totals(own) if own else {}
    found = []
    for office, mine in own.items():
        spans = others.get(office, [])
        total = sum(((duty.closed_at or at) - duty.opened_at for duty in mine), timedelta())
        usual = timedelta(seconds=median(span.total_seconds() for span in spans)) if len(spans) >= LEAST else None
        is_open = any(duty.is_open for duty in mine)
        found.append(OfficeTime(mine[0].office.title, total, is_open, usual, len(spans)))
    return sorted(found, key=lambda one: (-one.total, one.office))


def _totals(offices: dict[int, list[Duty]]) -> dict[int, list[timedelta]]:
    """Per office, the whole time of each of the newest cases in which it has nothing open."""
    newest = Case.objects.order_by("-pk").values("pk")[:MOST]
    rows = Duty.objects.filter(office__in=list(offices), case__in=newest)
    spans: dict[tuple[int, int], timedelta | None] = {}
    for office, case, opened, closed in rows.order_by().values_list("office", "case", "opened_at", "closed_at"):
        so_far = spans.get((office, case), timedelta())
        spans[office, case] = None if closed is None or so_far is None else so_far + (closed - opened)
    found: dict[int, list[timedelta]] = {}
    for (office, _), span in spans.items():
        if span is not None:
            found.setdefault(office, []).append(span)
    return found


def in_words(span: timedelta) -> str:
    """3 days 4 hours; 25 minutes; under a minute."""
    hours, minutes = span.seconds // 3600, span.seconds % 3600 // 60
    parts = [(span.days, "day"), (hours, "hour"), (minutes if not span.days else 0, "minute")]
    told = [f"{number:,} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
    return " ".join(told[:2]) or "under a minute"
