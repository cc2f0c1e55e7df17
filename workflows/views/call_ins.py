"""Pages of call-in: ask for one, sign one, rule on it, record the hearing."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from commissioning.acts import Act
from commissioning.models import Case
from commissioning.rules.appointments import CO_OPTEES
from commissioning.rules.dates import local_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from commissioning.services.reads import record_read
from commissioning.views.base import StaffView, actor_of
from commissioning.views.own_offices import own_roles
from commissioning.views.typed import take_back
from decisions.selectors.education_matters import is_education_matter
from decisions.selectors.meetings import live_item
from decisions.selectors.records import current_record
from scrutiny.forms.call_ins import CallInForm, CouncilForm, HearingForm, RulingForm, WithdrawForm
from scrutiny.models import CallIn
from scrutiny.rules import call_ins
from scrutiny.rules.call_in_rulings import consulted_in_words
from scrutiny.rules.hearings import heard_where, missed
from scrutiny.selectors.call_ins import (
    current_call_in,
    is_partial,
    open_call_in,
    original_words,
    own_signature,
    public_text_of,
    request_of,
    roles_held,
    seats_of,
    signatory,
    signatures_of,
    voting_co_optees,
    window_for,
    window_of,
    withdrawn_at,
)
from scrutiny.services.agendas import KIND as ON_AGENDA
from scrutiny.services.call_in_rulings import rule_on_call_in, starts_partial_effect
from scrutiny.services.call_in_withdrawals import withdraw_signature
from scrutiny.services.call_ins import request_call_in, sign_call_in, starts_chart
from scrutiny.services.council_reviews import record_council_review
from scrutiny.services.hearings import record_hearing
from workflows import desk
from workflows.flows.call_in import CallInFlow
from workflows.flows.partial_effect import PartialEffectFlow
from workflows.views.case_act import CaseActView
from workflows.views.case_page import case_or_404
from workflows.views.task import TaskView

MAYOR = "CIVIC_MAYOR"


def _chart(call_in: CallIn) -> type | None:
    return CallInFlow if starts_chart(call_in) else None


def part_chart(call_in: CallIn) -> type | None:
    """The chart that a ruling starts when it sets a part of the decision free."""
    return PartialEffectFlow if starts_partial_effect(call_in) else None


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
        rules = constitution_of(self.case).call_in
        return CallInForm(
            data, resolutions=resolutions, grounds=list(rules.grounds), needs_alternative=rules.require_alternative
        )

    def get_context_data(self, form: CallInForm | None = None, refusal=None, **kwargs: object) -> dict:
        call_in = current_call_in(self.case)
        is_running = call_in is not None and call_in.closed_at is None
        window = window_of(self.case)
        barred = self.barred(window)
        own = own_signature(call_in, self.request.user) if call_in else None
        rules = constitution_of(self.case).call_in
        shown = what_is_asked(call_in, self.at, reads_original=own is not None) if call_in else {}
        if own is not None and shown["public_text"] is not None and shown["public_text"].left_out:
            self.keep_reading(call_in)
        return super().get_context_data(
            case=self.case,
            record=current_record(self.case),
            is_running=is_running,
            has_signed=own is not None,
            may_withdraw=is_running and own is not None and withdrawn_at(own) is None and not call_in.outcome,
            has_withdrawn=own is not None and withdrawn_at(own) is not None,
            window=window,
            is_open=bool(window and window.open_at(self.at)),
            needed=rules.min_signatories,
            counts_co_optees="EDUCATION_CO_OPTEE" in rules.requesters and is_education_matter(self.case),
            groups=rules.min_political_groups,
            other_ways=rules.other_ways,
            form=form or (None if is_running or barred else self.form(take_back(self.request))),
            **shown,
            refusal=refusal or barred,
            is_barred=barred is not None,
            request_key=self.request.POST.get("request_key") or uuid.uuid4().hex,
            **kwargs,
        )

    def barred(self, window: Deadline | None) -> Refusal | None:
        """Why an education co-optee, or the civic Mayor, cannot sign at all, so that no form is offered: mostly, that it is no
        education matter, or that the constitution keeps the Mayor out."""
        person, roles = self.request.user, {self.standing.office.role}
        if MAYOR in own_roles(self.request):  # who may sit in another seat here, or be the Mayor's deputy
            roles |= roles_held(seats_of([person.pk]), person.pk, self.at) & {MAYOR}
        if roles.isdisjoint(CO_OPTEES | {MAYOR}) or window is None or not window.open_at(self.at):
            return None
        who = signatory(person, roles, "", self.at, current_record(self.case).decision)
        try:
            call_ins.require_may_sign(who, constitution_of(self.case).call_in, window)
        except Refusal as refusal:
            return refusal
        return None

    def keep_reading(self, call_in: CallIn) -> None:
        """Write into the access log who is about to read words that were left out of the public version."""
        act = Act(actor_of(self.request), self.standing, self.at)
        what = {"paper": f"original words of {call_in.reference}"}
        record_read(kind="read.exempt", case=self.case, what=what, act=act)

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


def what_is_asked(call_in: CallIn, at: datetime, *, reads_original: bool) -> dict:
    """What a page shows of a request. Once words had to be left out of it, the original is for its signatories and for
    whoever rules on it."""
    case, text = call_in.case, public_text_of(call_in)
    window = window_for(call_in)
    moment = min(at, call_in.ruled_at or call_in.closed_at or at)
    rules = constitution_of(case).call_in
    return {
        "call_in": call_in,
        "grounds": [ground["code"] for ground in call_in.grounds],
        "particulars": list(dict.fromkeys(ground["particulars"] for ground in call_in.grounds)),
        "public_text": text,
        "reads_original": reads_original or text is None or not text.left_out,
        "signatures": signatures_of(call_in),
        "consults": consulted_in_words(rules),
        "counting": call_ins.standing(request_of(call_in), rules, window, at=moment) if window else None,
    }


class CallInContext:
    """What ruling and hearing pages show of the request."""

    reads_original = False

    def context(self, form) -> dict:
        return what_is_asked(open_call_in(self.case), self.at, reads_original=self.reads_original)


class CallInRule(CallInContext, TaskView):
    """The Monitoring Officer's ruling; apart from it, which words of the request everybody reads."""

    reads_original = True

    kind = "call_in.rule"
    title = "Rule on the call-in"
    done = "Your ruling is recorded and published."
    template_name = "scrutiny/call_in_rule.html"
    form_class = RulingForm
    service = staticmethod(rule_on_call_in)
    start = staticmethod(part_chart)

    def form_arguments(self) -> dict:
        call_in = open_call_in(self.case)
        rules = constitution_of(self.case).call_in
        return {
            "original": original_words(call_in), "partial": is_partial(call_in), "consults": consulted_in_words(rules),
            "publishes": rules.rejection_reasons_published,
        }  # fmt: skip


class CallInHear(CallInContext, TaskView):
    """The committee's hearing."""

    kind = "call_in.hear"
    title = "Record the hearing"
    done = "The hearing is recorded."
    template_name = "scrutiny/call_in_hear.html"
    form_class = HearingForm
    service = staticmethod(record_hearing)

    def form_arguments(self) -> dict:
        seats = voting_co_optees(self.case, self.at)
        return {
            "co_optees": [(seat.person_id, f"{seat.person.name}, {seat.office.title}") for seat in seats],
            "outcomes": constitution_of(self.case).call_in.outcomes,
            "initial": {"heard_on": local_date(self.at)},
        }

    def context(self, form: HearingForm) -> dict:
        follows = missed(constitution_of(self.case).call_in)
        return super().context(form) | {
            "item": live_item(self.case, ON_AGENDA),
            "takes_effect": follows.code == "RELEASE",
            "heard_where": heard_where(constitution_of(self.case).call_in),
        }


class CallInCouncil(CallInContext, TaskView):
    """What the full council did with a call-in that scrutiny referred to it."""

    kind = "call_in.council"
    title = "Record what the council did"
    done = "What the council did is recorded and published."
    template_name = "scrutiny/call_in_council.html"
    form_class = CouncilForm
    service = staticmethod(record_council_review)

    def form_arguments(self) -> dict:
        self.hearing = open_call_in(self.case).hearing
        return {"outside_framework": self.hearing.outside_framework}

    def context(self, form: CouncilForm) -> dict:
        return super().context(form) | {"hearing": self.hearing}


class CallInWithdraw(CaseActView):
    """A signatory withdraws; for everybody else the page does not exist."""

    act = "call_in.unsign"
    form_class = WithdrawForm
    service = staticmethod(withdraw_signature)
    title = "Withdraw your signature"
    done = "Your statement is recorded."
    template_name = "scrutiny/call_in_withdraw.html"

    def subject(self) -> Case:
        if not hasattr(self, "call_in"):
            self.call_in = open_call_in(super().subject())
            own = own_signature(self.call_in, self.request.user) if self.call_in else None
            if own is None or (withdrawn_at(own) is not None and self.request.method == "GET"):
                raise Http404
        return self.case

    def get_context_data(self, **kwargs: object) -> dict:
        window = window_of(self.case)
        return super().get_context_data(
            call_in=self.call_in,
            window=window,
            counts=bool(window and window.open_at(self.at)) and self.call_in.ruled_at is None,
            **kwargs,
        )

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("call_in", args=self.case.reference.split("/"))


TASK_VIEWS = [CallInRule, CallInHear, CallInCouncil]
urlpatterns = [
    path("cases/<int:year>/<slug:number>/call-in/", CallInPage.as_view(), name="call_in"),
    path("cases/<int:year>/<slug:number>/call-in/withdraw/", CallInWithdraw.as_view(), name="call_in_withdraw"),
]
