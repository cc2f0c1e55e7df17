"""Putting a commissioning question, and withdrawing a case."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from commissioning.forms.cases import QuestionForm, WithdrawForm
from commissioning.models import Case
from commissioning.selectors.cases import find_case
from commissioning.selectors.constitutions import constitution_in_force
from commissioning.selectors.tracks import choice_for
from commissioning.services.cases import open_case, own_standing, withdraw_case
from commissioning.views.base import StaffView, actor_of
from commissioning.views.typed import take_back
from workflows import desk

NOT_DATA = {"csrfmiddlewaretoken", "request_key", "confirmed", "change"}


class CaseOpen(StaffView):
    """Two steps: say what is asked; check how sums were read and which track follows, with its reasons."""

    act = "case.open"
    template_name = "commissioning/case_open.html"

    def get_context_data(self, form: QuestionForm | None = None, refusal=None, **kwargs: object) -> dict:
        return super().get_context_data(
            form=form or QuestionForm(take_back(self.request), initial={"sponsor": self.own_service()}),
            refusal=refusal,
            request_key=self.request.POST.get("request_key") or uuid.uuid4().hex,
            **kwargs,
        )

    def own_service(self) -> int | None:
        """The service of the person who asks."""
        return self.standing.office.body_id if self.standing and self.standing.office else None

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = QuestionForm(request.POST)
        if not form.is_valid() or "change" in request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if "confirmed" not in request.POST:
            return self.check(form)
        by = actor_of(request, request.POST.get("request_key", ""))
        outcome = desk.open_case(open_case, by=by, **self.arguments(form))
        if outcome.refusal is not None:
            return self.render_to_response(self.get_context_data(form=form, refusal=outcome.refusal))
        case = outcome.result or self.newest()
        messages.success(request, f"Case {case.reference} is open.")
        return redirect("case", *case.reference.split("/"))

    def newest(self) -> Case:
        """A repeated POST is answered with the case that the first one opened."""
        return Case.objects.filter(officer=self.standing.office).order_by("-pk")[0]

    def arguments(self, form: QuestionForm) -> dict:
        return {**form.cleaned_data, "partners": list(form.cleaned_data["partners"])}

    def check(self, form: QuestionForm) -> HttpResponse:
        """The answers again, with what follows from them."""
        stated = form.cleaned_data
        test, choice = choice_for(
            constitution=constitution_in_force(self.at.date()),
            value=stated["estimate"],
            several_wards=stated["several_wards"],
            executive=stated["executive"],
            maker=stated["maker"],
            varies_a_decision=stated["varies_a_decision"],
            partners=[partner.short for partner in stated["partners"]],
        )
        kept = [
            (name, value)
            for name in self.request.POST
            if name not in NOT_DATA
            for value in self.request.POST.getlist(name)
        ]
        self.template_name = "commissioning/case_open_check.html"
        context = self.get_context_data(
            form=form,
            stated=stated,
            partners=list(stated["partners"]),
            maker=dict(form.fields["maker"].choices)[stated["maker"]],
            track=choice.specification,
            reasons=[*choice.reasons, *test.reasons],
            kept=kept,
        )
        return self.render_to_response(context)


class CaseWithdraw(StaffView):
    """For the officer and the cabinet member who lead the case, and the Leader."""

    act = "case.withdraw"
    template_name = "commissioning/case_withdraw.html"

    def subject(self) -> Case:
        if not hasattr(self, "case"):
            case = find_case(self.kwargs["year"], self.kwargs["number"])
            if case is None:
                raise Http404
            self.case = case
        return self.case

    def get_context_data(self, form: WithdrawForm | None = None, refusal=None, **kwargs: object) -> dict:
        if own_standing(self.case, actor_of(self.request), self.at) is None:
            raise Http404
        return super().get_context_data(
            case=self.case,
            form=form or WithdrawForm(take_back(self.request)),
            refusal=refusal,
            request_key=self.request.POST.get("request_key") or uuid.uuid4().hex,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        by = actor_of(request, request.POST.get("request_key", ""))
        outcome = desk.act(self.case, withdraw_case, by=by, reason=form.cleaned_data["reason"])
        if outcome.refusal is not None:
            return self.render_to_response(self.get_context_data(form=form, refusal=outcome.refusal))
        messages.success(request, "The case is withdrawn. Its papers and the reason stay open to read.")
        return redirect(reverse("case", args=self.case.reference.split("/")))


TASK_VIEWS: list = []
urlpatterns = [
    path("cases/new/", CaseOpen.as_view(), name="case_open"),
    path("cases/<int:year>/<slug:number>/withdraw/", CaseWithdraw.as_view(), name="case_withdraw"),
]
