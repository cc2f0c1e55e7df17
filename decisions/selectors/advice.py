"""Reading the Monitoring Officer's advice."""

from django.db.models import QuerySet

from commissioning.models import Case
from decisions.models import Advice, AdviceRequest, AgendaItem, Meeting


def advice_of(case: Case) -> QuerySet[AdviceRequest]:
    """Every question of the case with its answer, first one first."""
    return AdviceRequest.objects.filter(case=case).select_related("advice", "asked_by", "meeting", "outage").order_by("pk")


def late_item_advice(case: Case, meeting: Meeting) -> Advice | None:
    """The advice that lets this case come late to that meeting, or None."""
    return (
        Advice.objects.filter(request__case=case, request__meeting=meeting, request__kind="LATE_ITEM", may_go_on=True)
        .order_by("-pk")
        .first()
    )


def amendment_certificate(item: AgendaItem, pence: int) -> Advice | None:
    """The Monitoring Officer's newest answer on amendments of an item, where it certifies one of that cost or a higher one."""
    newest = Advice.objects.filter(request__item=item, request__kind="AMENDMENT").select_related("request").order_by("-pk").first()
    return newest if newest is not None and newest.may_go_on and pence <= (newest.request.pence or 0) else None


def amendment_asked(item: AgendaItem) -> bool:
    """Whether an amendment of the item waits for its answer."""
    return AdviceRequest.objects.filter(item=item, kind="AMENDMENT", advice__isnull=True).exists()


def late_item_asked(case: Case, meeting: Meeting) -> bool:
    """Whether this has been asked and waits for its answer."""
    return AdviceRequest.objects.filter(case=case, meeting=meeting, kind="LATE_ITEM", advice__isnull=True).exists()
