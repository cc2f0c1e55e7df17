"""A page for an act on a case that is no duty: one form, one service, one call to the desk.

As a task page, but found by the case: a refusal comes back as the same page with the reason and the lawful ways on.
Values in the query fill the form, so that a refusal elsewhere can lead to a prepared one.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from commissioning.acts import Actor
from commissioning.models import Case
from commissioning.rules.access_matrix import ACTS
from commissioning.rules.dates import parse_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.cases import find_case
from commissioning.views.base import StaffView, actor_of
from commissioning.views.step_up import step_up_is_fresh, to_step_up
from commissioning.views.typed import take_back
from workflows import desk


class CaseActView(StaffView):
    """Base of these pages. Subclasses set `act`, `form_class`, `service`, `title`, `button`, `done`."""

    template_name = "workflows/case_act.html"
    form_class: type[forms.Form]
    service: Callable[..., object]
    start: Callable[[object], type | None] | None = None
    title = ""
    button = ""
    done = "Done."
    lede = ""

    def subject(self) -> Case:
        if not hasattr(self, "case"):
            case = find_case(self.kwargs["year"], self.kwargs["number"])
            if case is None:
                raise Http404
            self.case = case
        return self.case

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.step_up() or super().get(request, *args, **kwargs)

    def step_up(self) -> HttpResponse | None:
        """To the second factor first, where the act asks for one."""
        if ACTS[self.act].step_up and not step_up_is_fresh(self.request):
            return to_step_up(self.request)
        return None

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if (first := self.step_up()) is not None:
            return first
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        by = actor_of(request, request.POST.get("request_key", ""))
        outcome = self.do(by, self.arguments(form))
        if outcome.refusal is not None:
            return self.render_to_response(self.get_context_data(form=form, refusal=outcome.refusal))
        messages.success(request, self.done)
        return redirect(self.next_url(outcome))

    def do(self, by: Actor, arguments: dict) -> desk.Outcome:
        return desk.act(self.case, self.service, by=by, start=self.start, **arguments)

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("case", args=self.case.reference.split("/"))

    def make_form(self, data: object = None) -> forms.Form:
        """Bound or not; what the query names is filled in."""
        arguments = self.form_arguments()
        initial = {**arguments.pop("initial", {}), **self.prepared()}
        return self.form_class(data, initial=initial, **arguments)

    def form_arguments(self) -> dict:
        return {}

    def prepared(self) -> dict:
        """Values from the query for fields of this form, dates read as dates."""
        known = {}
        for name, text in self.request.GET.items():
            field = self.form_class.base_fields.get(name)
            if field is None:
                continue
            if "Date" in type(field).__name__:
                try:
                    known[name] = parse_date(text)
                except Refusal:
                    continue
            else:
                known[name] = text[:300]
        return known

    def arguments(self, form: forms.Form) -> dict:
        return dict(form.cleaned_data)

    def get_context_data(self, form: forms.Form | None = None, refusal: Refusal | None = None, **kwargs: object) -> dict:
        return super().get_context_data(
            case=self.case,
            form=form or self.make_form(take_back(self.request)),
            refusal=refusal,
            title=self.title,
            button=self.button or self.title,
            lede=self.lede,
            request_key=self.request.POST.get("request_key") or uuid.uuid4().hex,
            **kwargs,
        )
