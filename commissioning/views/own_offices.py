"""The offices of the person who asks, read once per request."""

from datetime import datetime

from django.http import HttpRequest

from commissioning import access, clock
from commissioning.models import Appointment


def moment_of(request: HttpRequest) -> datetime:
    """The moment at which the page around the content is drawn; read once per request."""
    if not hasattr(request, "_moment"):
        request._moment = clock.now()
    return request._moment


def own_appointments(request: HttpRequest) -> list[Appointment]:
    """Appointments of the signed-in person that are live now; one statement per request."""
    if not hasattr(request, "_appointments"):
        request._appointments = access.offices_of(request.user, moment_of(request))
    return request._appointments


def own_roles(request: HttpRequest) -> set[str]:
    """The roles of these offices."""
    return {appointment.office.role for appointment in own_appointments(request)}
