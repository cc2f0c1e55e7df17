"""Signing in and stepping up. Outside demo mode both are django-allauth's; in demo mode one click each, marked so."""

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views import View
from django.views.generic import TemplateView

from commissioning import clock
from commissioning.accounts import factors_of
from commissioning.models import User
from commissioning.selectors.people import people_to_show
from commissioning.views.step_up import mark_stepped_up

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The page to go on to, if it is on this site; else the page of that name, or nothing where none is named."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return target
    return reverse(otherwise) if otherwise else ""


class SignIn(View):
    """E-mail and password; in demo mode the list of people and what each can do."""

    is_public = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if settings.DEMO_MODE:
            return demo_sign_in(request)
        return LoginView.as_view()(request)


def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """The people of the demonstration by body; a POST with `person` signs in as that person."""
    if request.method == "POST":
        person = get_object_or_404(User, pk=request.POST.get("person", "0"), is_active=True)
        login(request, person, backend=BACKEND)
        request.session["sign_in_method"] = "demo"
        return redirect(safe_next(request, "inbox"))
    groups = people_to_show(clock.now())
    return render(request, "commissioning/demo_sign_in.html", {"groups": groups, "next": request.GET.get("next", "")})


class StepUp(View):
    """Proof that the person at the keyboard is the person signed in, before an act of weight."""

    is_public = False
    act = "own"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        target = safe_next(request, "inbox")
        if settings.DEMO_MODE:
            return render(request, "commissioning/demo_step_up.html", {"next": target})
        if not factors_of(request.user):
            return redirect("second_factor")
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': target})}")

    def post(self, request: HttpRequest) -> HttpResponse:
        if not settings.DEMO_MODE:
            raise Http404
        mark_stepped_up(request, "demo")
        return redirect(safe_next(request, "inbox"))


class SecondFactor(LoginRequiredMixin, TemplateView):
    """Where somebody whose office asks for it sets up a second factor, before anything else."""

    template_name = "commissioning/second_factor.html"
    is_public = False
    act = "own"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if settings.DEMO_MODE:
            raise Http404
        if factors_of(request.user):
            return redirect("mfa_index")
        return super().get(request, *args, **kwargs)


def closed(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Addresses that django-allauth knows by name and this service does not offer."""
    raise Http404


closed.is_public = True
