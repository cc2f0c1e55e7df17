"""The demo banner: the borough's date, what comes next, and the button that goes there."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from commissioning import clock
from commissioning.models import Case
from commissioning.rules.dates import instant, local_date
from commissioning.views.base import actor_of
from commissioning.views.own_offices import moment_of, own_appointments
from workflows.selectors.next_due import next_due
from workflows.services.clearances import lapse_silent
from workflows.services.demo_clock import jump_to
from workflows.services.exempt_reviews import ask_about_exemptions
from workflows.services.overlays import lift_what_is_over
from workflows.services.successions import follow
from workflows.services.tick import tick

OPENS = time(9)


def banner(request: HttpRequest) -> dict:
    """Context processor: in the demonstration the date and the next thing due; only who may go there gets the button."""
    if not settings.DEMO_MODE:
        return {"demo": None}
    at = moment_of(request)
    user = getattr(request, "user", None)
    may_move = bool(user and user.is_authenticated and own_appointments(request))
    return {"demo": {"now": at, "next": next_due(at), "may_move": may_move}}


def when_people_are_in(moment: datetime) -> datetime:
    """What begins with a day is met at nine in the morning: nobody signs at midnight."""
    day = local_date(moment)
    return instant(day, OPENS) if moment - instant(day) < timedelta(minutes=1) else moment


class GoToNextDue(LoginRequiredMixin, View):
    """Jump, tick, and come back to the page the person was on."""

    act = "clock.jump"
    is_public = False
    http_method_names = ["post"]

    def case(self) -> Case | None:
        """The one case whose next date is asked for; a key that is none means the whole borough."""
        key = self.request.POST.get("case", "")
        return Case.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None

    def post(self, request: HttpRequest) -> HttpResponse:
        if not settings.DEMO_MODE:
            raise Http404
        at = clock.now()
        due = next_due(at, self.case())
        if due is None:
            messages.info(request, "Nothing is due: no timer, duty or meeting lies ahead.")
        else:
            jump_to(moment=when_people_are_in(due.at), actor=actor_of(request), at=at)
            tick(clock.act_now())
            lift_what_is_over(clock.act_now())
            follow(clock.act_now())
            lapse_silent(clock.act_now())
            ask_about_exemptions(clock.act_now())
            messages.success(request, f"The clock has moved: {due.words}.")
        back = request.META.get("HTTP_REFERER", "")
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return redirect(back if safe else "inbox")
