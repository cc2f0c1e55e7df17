"""A case exactly as it was known at a chosen moment: what those who decided could see, and nothing that came later.

Rows that are written once count from the moment they were written; rows that change are read from their history. The
stages are worked out again by the same rule from what stood then. The number of statements is the same for every case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commissioning.models import Case, Duty, ProposalVersion
from commissioning.models.base import Tracked
from commissioning.rules.stages import StageState
from decisions.models import DecisionRecord
from decisions.models.deadline_moves import DeadlineMove
from scrutiny.selectors.as_known_groups import Group, member_groups, open_groups
from scrutiny.selectors.stages import case_stages


@dataclass(frozen=True)
class Known:
    """The case at one moment."""

    at: datetime
    case: Case
    stages: list[StageState]
    version: ProposalVersion | None
    later_versions: int
    groups: tuple[Group, ...]


def as_known(case: Case, at: datetime, *, sees_members: bool) -> Known | None:
    """The case at `at`, that moment included; None before it was opened.

    Without `sees_members` only what had been published by then, and the stages.
    """
    row = _then(Case, at, id=case.pk).get(case.pk)
    if row is None:
        return None
    then: Case = row.instance
    duties = list(_then(Duty, at, case=case).values())
    record = _record(case, at)
    versions = list(ProposalVersion.objects.filter(case=case).select_related("submitted_by").order_by("number"))
    known = [one for one in versions if one.submitted_at <= at]
    version = known[-1] if known else None
    groups = [*open_groups(case, at, record), *(member_groups(case, at, version) if sees_members else ())]
    return Known(
        at=at,
        case=then,
        stages=case_stages(then, at, read=(duties, record)),
        version=version if sees_members else None,
        later_versions=len(versions) - len(known),
        groups=tuple(groups),
    )


def _then(model: type[Tracked], at: datetime, **where: object) -> dict[int, Any]:
    """The newest history row at `at` of each row that existed then; one statement."""
    past = model.history.model
    names = [name for name in ("office", "person") if name in {field.name for field in past._meta.fields}]
    rows = past.objects.filter(history_date__lte=at, **where).select_related(*names).order_by("history_id")
    found = {row.id: row for row in rows}
    return {key: row for key, row in found.items() if row.history_type != "-"}


def _record(case: Case, at: datetime) -> DecisionRecord | None:
    """The record that stood then, its window as it had been counted by then."""
    record = DecisionRecord.objects.filter(case=case, published_at__lte=at).order_by("-number").first()
    if record is not None:
        moved = DeadlineMove.objects.filter(record=record, moved_at__lte=at).order_by("-pk").first()
        if moved is not None:
            record.call_in = {**record.call_in, "deadline": moved.after}
    return record


def moments(rows: Sequence[tuple[str, datetime]]) -> list[tuple[str, datetime]]:
    """The moments that mattered, from kinds and times of the case's events, in order, each once."""
    found = [(MOMENTS[kind], at) for kind, at in rows if kind in MOMENTS]
    return list(dict.fromkeys(found))


MOMENTS = {
    "proposal.submit": "When the proposal was handed in",
    "notice.publish": "When the notice was published",
    "ssmt.outcome": "When senior management recommended",
    "agenda.publish": "When the agenda was published",
    "item.outcome": "When the meeting decided",
    "decision.made": "When Cabinet decided",
    "decision.make": "When one person decided",
    "decision.publish": "When the record was published",
    "call_in.request": "When it was called in",
    "reconsider.decide": "When it was reconsidered",
}
