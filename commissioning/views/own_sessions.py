"""Where somebody is signed in: each browser with its day, and one press to sign out of all the others."""

from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from commissioning.rules.devices import device_words


class OwnSessions(LoginRequiredMixin, ListUserSessionsView):
    """The own sessions, the present one first. Their times are those of real clocks, as sessions always are."""

    is_public = False
    act = "own"
    template_name = "commissioning/own_sessions.html"

    def get_context_data(self, **kwargs: object) -> dict:
        context = super().get_context_data(**kwargs)
        rows = [(device_words(one.user_agent), one.ip, one.created_at, one.is_current()) for one in context["sessions"]]
        return context | {"rows": sorted(rows, key=lambda row: (not row[3], -row[2].timestamp()))}

    def form_valid(self, form: Form) -> HttpResponse:
        form.save(self.request)
        messages.success(self.request, "You are signed out everywhere else.")
        return redirect("own_sessions")


urlpatterns = [path("accounts/sessions/", OwnSessions.as_view(), name="own_sessions")]
