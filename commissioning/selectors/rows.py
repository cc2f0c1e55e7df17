"""Reading one row that a key or a rule of the database makes the only one."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def only(rows: QuerySet[M]) -> M | None:
    """The one row that can be there, or None.

    Why not `first()`: that asks for an order, and to write an order down Django compares it with every selected column.
    With what a page reads of a duty this took longer than the query itself.
    """
    return next(iter(rows.order_by()[:1]), None)
