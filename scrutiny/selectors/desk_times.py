"""Time at each desk: how long the case lay with each office and person. For the case team and scrutiny, not in public."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commissioning.models import Case, Duty


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


def desk_times(case: Case, at: datetime) -> list[DeskTime]:
    """The longest first; one statement. An open duty counts up to now and to the person it is named for."""
    spans: dict[tuple[str, str], list[tuple[timedelta, bool]]] = {}
    duties = Duty.objects.filter(case=case).select_related("office", "person", "closed_by").order_by("pk")
    for duty in duties:
        person = duty.closed_by or duty.person
        key = (duty.office.title, person.name if person else "")
        spans.setdefault(key, []).append(((duty.closed_at or at) - duty.opened_at, duty.is_open))
    found = [
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
    return sorted(found, key=lambda one: (-one.total, one.office, one.person))


def in_words(span: timedelta) -> str:
    """3 days 4 hours; 25 minutes; under a minute."""
    hours, minutes = span.seconds // 3600, span.seconds % 3600 // 60
    parts = [(span.days, "day"), (hours, "hour"), (minutes if not span.days else 0, "minute")]
    told = [f"{number:,} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
    return " ".join(told[:2]) or "under a minute"
