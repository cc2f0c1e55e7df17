"""Asking the members of the deciding body to prepare interests and equality confirmations for a published agenda.

One duty per member and item, so that a case that leaves the agenda takes its own questions with it; the inbox shows
them as one line per meeting. Small steps inside other acts: they check nothing and append no event. Localism Act 2011
s31 (interests); Equality Act 2010 s149 (the duty lies on those who decide).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from commissioning.acts import Act
from commissioning.models import Body, Duty
from commissioning.services.duties import close_duty, open_duties
from decisions.models import AgendaItem
from decisions.selectors.votes import sitting_members

KIND = "interest.declare"


def ask_for_statements(item: AgendaItem, act: Act) -> list[Duty]:
    """Ask every member who sits at the meeting; due when it begins. Nobody is asked for one who decides alone."""
    if item.meeting is None or item.meeting.body.kind not in Body.EXECUTIVE:
        return []
    seats = {seat.office_id: seat.office for seat in sitting_members(item.meeting)}
    return open_duties(
        item.case, KIND, act, offices=seats.values(), due_at=item.meeting.starts_at, subject_id=item.pk
    )


def stop_asking(
    items: Iterable[AgendaItem], act: Act, result: str, *, offices: Collection[int] | None = None
) -> None:
    """Close what is still asked about these items, of some offices or of everybody."""
    asked = Duty.objects.filter(kind=KIND, subject_id__in=[item.pk for item in items], closed_at__isnull=True)
    if offices is not None:
        asked = asked.filter(office__in=offices)
    for duty in asked.order_by("pk"):
        close_duty(duty, act, result)
