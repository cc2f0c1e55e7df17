"""Reading notices of private meetings, representations and their answers."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from commissioning.models import Case
from commissioning.rules.deadlines import Backward, Deadline
from commissioning.rules.periods import PRIVATE_MEETING_NOTICE, PRIVATE_MEETING_SECOND_NOTICE
from commissioning.selectors.constitutions import calendar_for, constitution_of
from decisions.models import PrivateMeetingNotice, Representation
from decisions.rules.private_meetings import PARAGRAPH_WORDS
from decisions.selectors.newest_recounts import newest_recount

PERIODS = {"FIRST": PRIVATE_MEETING_NOTICE, "SECOND": PRIVATE_MEETING_SECOND_NOTICE}


def private_notices(case: Case) -> list[PrivateMeetingNotice]:
    """Every notice of every private meeting in the case, first one first, with their clear days as they count now."""
    return [private_as_it_counts(row) for row in _rows().filter(case=case).order_by("number")]


def privates_as_they_count() -> QuerySet[PrivateMeetingNotice]:
    """Notices with the newest recount beside them, in the same statement; see `private_as_it_counts`."""
    return PrivateMeetingNotice.objects.annotate(**newest_recount("private"))


def private_as_it_counts(notice: PrivateMeetingNotice) -> PrivateMeetingNotice:
    """As published, or as lengthened by a bank holiday proclaimed since."""
    if notice.recount:
        notice.deadline, notice.matures_on = notice.recount, Deadline.from_dict(notice.recount).earliest
    return notice


def _rows() -> QuerySet[PrivateMeetingNotice]:
    return privates_as_they_count().select_related("case", "body", "first")


def _one(rows: QuerySet[PrivateMeetingNotice]) -> PrivateMeetingNotice | None:
    found = rows.order_by("-number").first()
    return private_as_it_counts(found) if found is not None else None


def live_first(case: Case) -> PrivateMeetingNotice | None:
    """The newest first notice."""
    return _one(_rows().filter(case=case, stage="FIRST"))


def second_of(first: PrivateMeetingNotice) -> PrivateMeetingNotice | None:
    """The newest second notice that follows this first one, if any has been published."""
    return _one(_rows().filter(first=first))


def second_for(first: PrivateMeetingNotice, on: date) -> PrivateMeetingNotice | None:
    """The second notice that names this day."""
    return _one(_rows().filter(first=first, meets_on=on))


def notices_for(case: Case, on: date) -> tuple[PrivateMeetingNotice | None, PrivateMeetingNotice | None]:
    """The two notices on which a private meeting of that day rests; without a second one that names it, the newest first
    notice. A notice for another meeting takes nothing from those of this one."""
    second = _one(_rows().filter(case=case, stage="SECOND", meets_on=on))
    first = _one(_rows().filter(pk=second.first.pk)) if second and second.first else live_first(case)
    return first, second


def representations_on(notice: PrivateMeetingNotice) -> QuerySet[Representation]:
    """What was said against a private meeting, with the answers."""
    return Representation.objects.filter(notice=notice).select_related("answer", "contact", "notice").order_by("number")


def reckon_private(case: Case, stage: str, published: datetime | date) -> Deadline:
    """The clear days of a first or second notice from a moment of publication."""
    constitution = constitution_of(case)
    return PERIODS[stage].forward(
        published,
        calendar_for(constitution),
        published_by=constitution.publication.cut_off,
        prudent=constitution.publication.prudent,
    )


def answer_by(first: PrivateMeetingNotice) -> Backward:
    """The last day on which the second notice can be published for that meeting: what comes later is told there."""
    return PRIVATE_MEETING_SECOND_NOTICE.backward(first.meets_on, calendar_for(constitution_of(first.case)))


def find_private_notice(reference: str) -> PrivateMeetingNotice | None:
    return _one(_rows().filter(reference=reference))


def described(paragraphs: list[int]) -> list[str]:
    """Each paragraph of Schedule 12A in words."""
    return [f"Paragraph {number}: {PARAGRAPH_WORDS[number]}" for number in paragraphs if number in PARAGRAPH_WORDS]
