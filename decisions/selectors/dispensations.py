"""Requests for a dispensation that wait for an answer (Localism Act 2011 s33)."""

from django.db.models import QuerySet

from commissioning.models import User
from decisions.models import DispensationRequest


def unanswered() -> QuerySet[DispensationRequest]:
    """Every request without an answer, oldest first."""
    rows = DispensationRequest.objects.filter(answer__isnull=True).select_related("person")
    return rows.order_by("requested_at", "pk")


def asked_of(person: User) -> QuerySet[DispensationRequest]:
    """What somebody who answers such requests has to answer; nobody answers their own."""
    return unanswered().exclude(person=person)


def asked_by(person: User) -> QuerySet[DispensationRequest]:
    """What somebody has asked for and waits for."""
    return unanswered().filter(person=person)
