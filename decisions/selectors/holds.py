"""What keeps a decision from being carried out."""

from commissioning.models import Case
from decisions.models.holds import Hold


def open_holds(case: Case) -> list[Hold]:
    return list(Hold.objects.filter(case=case, lifted_at__isnull=True).order_by("placed_at", "pk"))


def has_no_hold(case: Case) -> bool:
    """Whether nothing holds the decision any more."""
    return not Hold.objects.filter(case=case, lifted_at__isnull=True).exists()


def is_partly_held(case: Case) -> bool:
    """Whether what is on hold is a part of the decision only."""
    held = open_holds(case)
    return bool(held) and all(hold.resolutions for hold in held)


def open_concerns(case: Case) -> list[str]:
    """Every concern that the decision-maker has to answer before the holds can be lifted."""
    return [concern for hold in open_holds(case) for concern in hold.concerns]
