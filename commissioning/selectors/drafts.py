"""Who saved which part of a draft last, and what they saved."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from commissioning.models import Case, DraftSave


@dataclass(frozen=True)
class Part:
    """One part of a draft as it was last saved; `revision` 0 means never."""

    revision: int
    content: dict
    saved: DraftSave | None


def latest(case: Case, part: str) -> Part:
    """The last save of one part."""
    row = (
        DraftSave.objects.filter(case=case, part=part)
        .select_related("saved_by")
        .order_by("-revision")
        .first()
    )
    return Part(row.revision, row.content, row) if row else Part(0, {}, None)


def latest_of(case: Case, prefix: str) -> dict[str, DraftSave]:
    """The last save of every part below the prefix, by the rest of its name; one statement."""
    newest = (
        DraftSave.objects.filter(case=case, part=OuterRef("part"))
        .order_by("-revision")
        .values("revision")[:1]
    )
    rows = DraftSave.objects.filter(case=case, part__startswith=f"{prefix}/", revision=Subquery(newest))
    return {
        row.part.removeprefix(f"{prefix}/"): row for row in rows.select_related("saved_by").order_by("part")
    }


def values_of(case: Case, prefix: str) -> dict[str, dict]:
    """The last saved content of every part below the prefix; one statement."""
    return {part: row.content for part, row in latest_of(case, prefix).items()}
