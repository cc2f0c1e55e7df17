"""Pages of call-in: ask for one, sign one, rule on it, record the hearing."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from commissioning.models import Case
from commissioning.selectors.constitutions import constitution_of
from commissioning.views.base import StaffView, actor_of
from commissioning.views.typed import take_back
from decisions.selectors.meetings import live_item
from decisions.selectors.records import current_record
from scrutiny.forms.call_ins import CallInForm, HearingForm, RulingForm
from scrutiny.models import CallIn
from scrutiny.rules import call_ins
from scrutiny.rules.hearings import missed
from scrutiny.selectors.call_ins import open_call_in, request_of, window_of
from scrutiny.services.agendas import KIND as ON_AGENDA
from scrutiny.services.call_ins import (
    record_hearing,
    request_call_in,
    rule_on_call_in,
    sign_call_in,
    starts_chart,
)
from workflows import desk
from workflows.flows.call_in import CallInFlow
from workflows.views.case_page import case_or_404
from workflows.views.task import TaskView


def _chart(call_in: CallIn) -> type | None:
    return CallInFlow if starts_chart(call_in) else None


class CallInPage(StaffView):
    """Start a call-in or sign the open one; shows who has signed, what is missing and until when."""

    act = "call_in.sign"
    template_name = "scrutiny/call_in_sign.html"

    def subject(self) -> Case:
        if not hasattr(self, "case"):
            self.case = case_or_404(self.kwargs["year"], self.kwargs["number"])
            if current_record(self.case) is None:
                raise Http404
        return self.case

    def form(self, data: object = None) -> CallInForm:
        record = current_record(self.case)
        resolutions = [(r.number, f"{r.number}. {r.text}") for r in record.decision.resolutions.order_by("number")]
        grounds = list(constitution_of(self.case).call_in.grounds)
        return CallInForm(data, resolutions=resolutions, grounds=grounds)

    def get_context_data(self, form: CallInForm | None = None, refusal=None, **kwargs: object) -> dict:
        call_in = open_call_in(self.case)
        rules = constitution_of(self.case).call_in
        window = window_of(self.case)
        standing = None
        if call_in and window:
            standing = call_ins.standing(request_of(call_in), rules, window, at=self.at)
        return super().get_context_data(
            case=self.case,
            record=current_record(self.case),
            call_in=call_in,
            grounds=[(g["code"], g["particulars"]) for g in call_in.grounds] if call_in else [],
            signatures=call_in.signatures.select_related("person", "office").order_by("pk") if call_in else [],
            has_signed=bool(call_in) and call_in.signatures.filter(person=self.request.user).exists(),
            counting=standing,
            window=window,
            is_open=bool(window and window.open_at(self.at)),
            needed=rules.min_signatories,
            form=form or (None if call_in else self.form(take_back(self.request))),
            refusal=refusal,
            request_key=self.request.POST.get("request_key") or uuid.uuid4().hex,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        by = actor_of(request, request.POST.get("request_key", ""))
        if "sign" in request.POST:
            outcome = desk.act(self.case, sign_call_in, by=by, start=_chart)
        else:
            form = self.form(request.POST)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form))
            outcome = desk.act(
                self.case,
                request_call_in,
                by=by,
                start=_chart,
                resolutions=form.cleaned_data["resolutions"],
                grounds=form.grounds_given(),
                alternative=form.cleaned_data["alternative"],
            )
        if outcome.refusal:
            form = self.form(request.POST) if "sign" not in request.POST else None
            return self.render_to_response(self.get_context_data(form=form, refusal=outcome.refusal))
        messages.success(request, "Your signature is recorded.")
        return redirect("call_in", self.kwargs["year"], self.kwargs["number"])


class CallInContext:
    """What ruling and hearing pages show of the request."""

    def context(self, form) -> dict:
        call_in = open_call_in(self.case)
        standing = call_ins.standing(
            request_of(call_in), constitution_of(self.case).call_in, window_of(self.case), at=call_in.received_at
        )
        return {
            "call_in": call_in,
            "grounds": [(g["code"], g["particulars"]) for g in call_in.grounds],
            "signatures": call_in.signatures.select_related("person", "office").order_by("pk"),
            "counting": standing,
        }


class CallInRule(CallInContext, TaskView):
    """The Monitoring Officer's ruling."""

    kind = "call_in.rule"
    title = "Rule on the call-in"
    done = "Your ruling is recorded and published."
    template_name = "scrutiny/call_in_rule.html"
    form_class = RulingForm
    service = staticmethod(rule_on_call_in)


class CallInHear(CallInContext, TaskView):
    """The committee's hearing."""

    kind = "call_in.hear"
    title = "Record the hearing"
    done = "The hearing is recorded."
    template_name = "scrutiny/call_in_hear.html"
    form_class = HearingForm
    service = staticmethod(record_hearing)

    def context(self, form: HearingForm) -> dict:
        follows = missed(constitution_of(self.case).call_in)
        return super().context(form) | {
            "item": live_item(self.case, ON_AGENDA),
            "takes_effect": follows.code == "RELEASE",
        }


TASK_VIEWS = [CallInRule, CallInHear]
urlpatterns = [path("cases/<int:year>/<slug:number>/call-in/", CallInPage.as_view(), name="call_in")]
