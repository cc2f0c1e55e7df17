"""The newest recount of a row's days, to stand beside the row in the same statement."""

from django.db.models import OuterRef, Subquery

from decisions.models.deadline_moves import DeadlineMove


def newest_recount(of: str) -> dict[str, Subquery]:
    """What to annotate rows with; `of` is the column of the move that names such a row. Rows then have `recount`."""
    newest = DeadlineMove.objects.filter(**{of: OuterRef("pk")}).order_by("-pk").values("after")[:1]
    return {"recount": Subquery(newest)}
