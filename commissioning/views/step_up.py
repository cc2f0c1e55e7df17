"""A fresh second factor before acts of weight: per act for individual decisions, sign-off and publishing.

The moment is real time (sessions and factors never follow the demo clock). In demo mode the step is a confirm page,
marked as demo and recorded so. The page itself is in `commissioning/views/sign_in.py`.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

from commissioning import clock

FRESH_FOR = timedelta(minutes=5)


def step_up_is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved the second factor within the last five minutes."""
    stamp = request.session.get("stepped_up_at", "")
    return bool(stamp) and clock.real_now() - datetime.fromisoformat(stamp) <= FRESH_FOR


def mark_stepped_up(request: HttpRequest, method: str) -> None:
    """Remember the factor and the real moment in the session."""
    request.session["stepped_up_at"] = clock.real_now().isoformat()
    request.session["second_factor"] = method
