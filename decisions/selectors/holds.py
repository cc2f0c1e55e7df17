"""What keeps a decision from being carried out."""

from commissioning.models import Case
from decisions.models.holds import Hold


def open_holds(case: Case) -> list[Hold]:
    return list(Hold.objects.filter(case=case, lifted_at__isnull=True).order_by("placed_at", "pk"))


def has_no_hold(case: Case) -> bool:
    """Whether nothing holds the decision any more."""
    return not Hold.objects.filter(case=case, lifted_at__isnull=True).exists()


def open_concerns(case: Case) -> list[str]:
    """Every concern that the decision-maker has to answer before the holds can be lifted."""
    return [concern for hold in open_holds(case) for concern in hold.concerns]
