"""A fresh second factor before acts of weight: per act for individual decisions, sign-off and publishing.

The moment is real time (sessions and factors never follow the demo clock). In demo mode the step is a confirm page,
marked as demo and recorded so; otherwise django-allauth keeps when and how the factor was proved.
"""

from datetime import UTC, datetime, timedelta

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from commissioning import clock
from commissioning.views.typed import keep

FRESH_FOR = timedelta(minutes=5)


def step_up_is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved the second factor within the last five minutes."""
    moment = proved_at(request)
    return moment is not None and clock.real_now() - moment <= FRESH_FOR


def to_step_up(request: HttpRequest) -> HttpResponse:
    """To the second factor and back to this page, where what was typed is shown again."""
    keep(request, request.user.pk)
    return redirect(f"{reverse('step_up')}?{urlencode({'next': request.get_full_path()})}")


def proved_at(request: HttpRequest) -> datetime | None:
    """When the second factor was last proved in this session."""
    return last_proof(request)[0]


def last_proof(request: HttpRequest) -> tuple[datetime | None, str]:
    """When and with what ("totp", "webauthn", "recovery_codes", "demo") the second factor was last proved."""
    if settings.DEMO_MODE:
        stamp = request.session.get("stepped_up_at", "")
        return (datetime.fromisoformat(stamp) if stamp else None, request.session.get("second_factor", ""))
    proofs = [one for one in get_authentication_records(request, request.user) if one.get("method") == "mfa"]
    if not proofs:
        return None, ""
    newest = max(proofs, key=lambda one: one["at"])
    return datetime.fromtimestamp(newest["at"], UTC), str(newest.get("type", ""))


def mark_stepped_up(request: HttpRequest, method: str) -> None:
    """Remember the factor and the real moment in the session."""
    request.session["stepped_up_at"] = clock.real_now().isoformat()
    request.session["second_factor"] = method
