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

PERIODS = {"FIRST": PRIVATE_MEETING_NOTICE, "SECOND": PRIVATE_MEETING_SECOND_NOTICE}


def private_notices(case: Case) -> QuerySet[PrivateMeetingNotice]:
    """Both notices of every private meeting in the case, first one first."""
    return PrivateMeetingNotice.objects.filter(case=case).select_related("body", "first").order_by("number")


def live_first(case: Case) -> PrivateMeetingNotice | None:
    """The newest first notice."""
    return private_notices(case).filter(stage="FIRST").last()


def second_of(first: PrivateMeetingNotice) -> PrivateMeetingNotice | None:
    return PrivateMeetingNotice.objects.filter(first=first).select_related("body").first()


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
    return PrivateMeetingNotice.objects.filter(reference=reference).select_related("case", "body", "first").first()


def described(paragraphs: list[int]) -> list[str]:
    """Each paragraph of Schedule 12A in words."""
    return [f"Paragraph {number}: {PARAGRAPH_WORDS[number]}" for number in paragraphs if number in PARAGRAPH_WORDS]
