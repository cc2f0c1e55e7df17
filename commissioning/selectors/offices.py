"""Which office a duty goes to when the law or the constitution names a role."""

from commissioning.models import Office


def first_of(role: str) -> list[Office]:
    """The first office of a role in the order of the council, with its body; empty where there is none. One statement."""
    return list(Office.objects.filter(role=role).select_related("body").order_by("order", "pk")[:1])
