"""Reading what meetings resolved about the public."""

from __future__ import annotations

from collections.abc import Iterable

from decisions.models import AgendaItem, Exclusion, Meeting
from decisions.rules.private_meetings import PARAGRAPH_WORDS


def exclusion_of(item: AgendaItem) -> Exclusion | None:
    """What was last resolved on an item; None while nothing is recorded, and for an item that was never to be private."""
    return exclusions_of([item]).get(item.pk)


def exclusions_of(items: Iterable[AgendaItem]) -> dict[int, Exclusion]:
    """What was last resolved, by item; one statement, and none where no item was announced as private."""
    private = {item.pk: item for item in items if item.closed_for}
    if not private:
        return {}
    found = {row.item_id: row for row in Exclusion.objects.filter(item__in=private).order_by("n")}
    for key, row in found.items():
        row.item = private[key]
    return found


def open_exclusions(meeting: Meeting) -> list[Exclusion]:
    """Items of a meeting from which the public is excluded now."""
    rows = Exclusion.objects.filter(item__meeting=meeting, result="CARRIED", in_at__isnull=True)
    return list(rows.select_related("item").order_by("item__number", "pk"))


def resolution_as_published(row: Exclusion) -> dict:
    """A carried resolution for the record, field by field."""
    return {
        "part": row.part,
        "paragraphs": [{"number": n, "words": PARAGRAPH_WORDS[n]} for n in row.paragraphs],
        "text": row.text,
        "mover": row.mover,
        "seconder": row.seconder,
        "vote": row.vote,
        "out_at": row.out_at.isoformat() if row.out_at else None,
        "in_at": row.in_at.isoformat() if row.in_at else None,
    }
