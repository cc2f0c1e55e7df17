"""The agencies that decide together, and who takes over when one is merged or abolished."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from commissioning import access
from commissioning.forms.successions import NEW, SuccessionForm
from commissioning.models import Organisation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.successions import successions, vacant_leads
from commissioning.services.successions import NewSuccession
from commissioning.views.base import StaffView, actor_of
from commissioning.views.step_up import step_up_is_fresh, to_step_up
from commissioning.views.typed import take_back
from workflows.services.successions import record


class Agencies(StaffView):
    """Every agency, and every mapping with its day."""

    act = "case.read"
    template_name = "workflows/agencies.html"

    def get_context_data(self, **kwargs: object) -> dict:
        by = actor_of(self.request)
        return super().get_context_data(
            agencies=Organisation.objects.exclude(succeeded_by__in_effect_at__isnull=False).order_by("name", "pk"),
            successions=successions(),
            vacant=vacant_leads(self.at),
            may_record=access.may(by, "agency.succeed", None, self.at) is not None,
            may_appoint=access.may(by, "office.appoint", None, self.at) is not None,
            at=self.at,
            **kwargs,
        )


class RecordSuccession(StaffView):
    """The Monitoring Officer's form."""

    act = "agency.succeed"
    template_name = "workflows/agency_succession.html"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not step_up_is_fresh(request):
            return to_step_up(request)
        return self.page(SuccessionForm(take_back(request)))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not step_up_is_fresh(request):
            return to_step_up(request)
        form = SuccessionForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            record(by=actor_of(request, request.POST.get("request_key", "")), new=self.new(form.cleaned_data))
        except Refusal as refusal:
            return self.page(form, refusal=refusal)
        messages.success(request, "The successor is entered. From its day on, its people are asked, and sign again.")
        return redirect("agencies")

    def new(self, said: dict) -> NewSuccession:
        is_new = said.pop("who") == NEW
        named = {"name": said.pop("name"), "short": said.pop("short")}
        return NewSuccession(**said, **(named if is_new else {}))

    def page(self, form: SuccessionForm, **more: object) -> HttpResponse:
        key = self.request.POST.get("request_key") or uuid.uuid4().hex
        return self.render_to_response(self.get_context_data(form=form, request_key=key, **more))


TASK_VIEWS: list = []
urlpatterns = [
    path("agencies/", Agencies.as_view(), name="agencies"),
    path("agencies/succession/", RecordSuccession.as_view(), name="agency_succession"),
]
