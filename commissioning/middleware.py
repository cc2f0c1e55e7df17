"""What holds for every request: one moment; and for those of signed-in people, outside the demonstration, the session.

A session ends after eight hours, and after fifteen minutes without use for people who decide, clear, sign or publish.
These people set up a second factor before they see anything that is not public. Pages of signed-in people are not
kept by the browser, and signing out clears what it kept all the same. Whether an account is still active is read by Django at each request.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from commissioning import clock
from commissioning.accounts import factors_of
from commissioning.rules.access_matrix import asks_second_factor
from commissioning.views.own_offices import own_roles
from commissioning.views.typed import keep

SINCE, SEEN, HAS_FACTOR = "signed_in_at", "last_seen_at", "has_second_factor"
SECONDS_BETWEEN_MARKS = 60  # the session is not written at each request
SIGN_IN_PAGES = ("account_", "mfa_")


class OneMoment:
    """The clock is read once for a page, so that everything on it is told as of the same moment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.one_moment():
            return self.get_response(request)


class SessionRules:
    """See the module's docstring."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        elif request.method == "POST" and request.resolver_match and request.resolver_match.url_name == "account_logout":
            response["Clear-Site-Data"] = '"cache", "storage"'  # the browser forgets what it kept; cookies say goodbye
        return response

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        if settings.DEMO_MODE or not request.user.is_authenticated:
            return None
        ended = why_it_ends(request)
        if ended:
            return sign_out(request, ended, keeps=not is_public(request, view))
        if is_public(request, view) or has_second_factor(request):
            return None
        return redirect("second_factor")


def why_it_ends(request: HttpRequest) -> str:
    """Words for a session that has run out, or nothing; marks the use of one that has not."""
    now = int(clock.real_now().timestamp())
    session = request.session
    since = session.get(SINCE, now)
    seen = session.get(SEEN, now)
    if now - since >= settings.SESSION_ABSOLUTE_SECONDS:
        return "You were signed out because you signed in more than eight hours ago."
    if now - seen >= settings.SESSION_IDLE_SECONDS and asks_second_factor(own_roles(request)):
        return "You were signed out because nothing happened for 15 minutes."
    if SINCE not in session or now - seen >= SECONDS_BETWEEN_MARKS:
        session[SINCE], session[SEEN] = since, now
    return ""


def sign_out(request: HttpRequest, why: str, *, keeps: bool) -> HttpResponse:
    """End the session and lead back to the page after signing in again; what was typed there waits for the same person."""
    person = request.user.pk
    logout(request)
    kept = keeps and keep(request, person)
    messages.info(request, f"{why} Sign in again to go on." + (" What you typed is kept." if kept else ""))
    target = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


def is_public(request: HttpRequest, view: Callable) -> bool:
    """Pages for everybody, and those of signing in and out and of second factors themselves."""
    name = request.resolver_match.view_name or ""
    kind = getattr(view, "view_class", view)
    return name.startswith(SIGN_IN_PAGES) or name == "second_factor" or getattr(kind, "is_public", False)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the person has set one up, or holds no office that asks for it. Remembered once it is so."""
    if request.session.get(HAS_FACTOR) == request.user.pk or not asks_second_factor(own_roles(request)):
        return True
    if not factors_of(request.user):
        return False
    request.session[HAS_FACTOR] = request.user.pk
    return True
