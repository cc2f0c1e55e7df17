"""A page with one form and one service, for acts outside a case: people, offices, settings.

As a task page: step-up where the act asks for it, a refusal as the same page with its reason, and a form that is sent
twice is done once.
"""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from commissioning import clock, ledger
from commissioning.acts import Actor
from commissioning.forms.govuk import GovukForm
from commissioning.models import AuditIndex, User
from commissioning.rules.access_matrix import ACTS
from commissioning.rules.refusals import Refusal
from commissioning.views.base import StaffView, actor_of
from commissioning.views.step_up import step_up_is_fresh, to_step_up
from commissioning.views.typed import take_back


class ServicePage(StaffView):
    """Subclasses set `act`, `form_class`, `service`, `title`, `submit`, `done` and where it leads."""

    template_name = "commissioning/people/form.html"
    form_class: type[GovukForm]
    service: Callable[..., object]
    title = ""
    lede = ""
    submit = "Save"
    done = "Saved."

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.needs_step_up() or self.page(self.form_class(take_back(request)))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = self.form_class(request.POST)
        if step_up := self.needs_step_up():
            return step_up
        if not form.is_valid():
            return self.page(form)
        by = actor_of(request, request.POST.get("request_key", ""))
        try:
            self.act_once(by, self.arguments(form))
        except Refusal as refusal:
            return self.page(form, refusal)
        messages.success(request, self.done)
        return redirect(self.next_url())

    def act_once(self, by: Actor, arguments: dict) -> None:
        """Run the service in a ledger transaction; nothing when this form was answered before."""
        with ledger.recording():
            User.objects.select_for_update(no_key=True).only("pk").get(pk=by.user.pk)
            if AuditIndex.objects.filter(request=by.request, actor_id=by.user.pk).exists():
                return
            type(self).service(actor=by, at=clock.act_now(), **arguments)

    def needs_step_up(self) -> HttpResponse | None:
        if not ACTS[self.act].step_up or step_up_is_fresh(self.request):
            return None
        return to_step_up(self.request)

    def arguments(self, form: GovukForm) -> dict:
        """What the service gets besides actor and at; by default the cleaned form."""
        return dict(form.cleaned_data)

    def next_url(self) -> str:
        return reverse("people")

    def more(self) -> dict:
        """More for the template."""
        return {}

    def page(self, form: GovukForm, refusal: Refusal | None = None) -> HttpResponse:
        return self.render_to_response(
            {
                "form": form,
                "refusal": refusal,
                "title": self.title,
                "lede": self.lede,
                "submit": self.submit,
                "back": self.next_url(),
                "request_key": self.request.POST.get("request_key") or uuid.uuid4().hex,
                **self.more(),
            }
        )
