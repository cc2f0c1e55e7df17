"""One page of a draft: read what was saved last, save on top of it, and show both texts when somebody was faster."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from commissioning.rules.merging import compare
from commissioning.selectors.drafts import Part, latest
from commissioning.services.drafts import CHANGED
from commissioning.views.typed import take_back
from workflows import desk
from workflows.views.task import TaskView

SAME = "draft.same"


class DraftPage(TaskView):
    """Base of the pages. Subclasses name the part, build the form and say what the service gets."""

    typed: QueryDict | None = None  # what was sent before the session ended, shown again
    merge_template = "commissioning/draft_merge.html"
    save: Callable[..., object]

    @property
    def part_name(self) -> str:
        """The part in the draft's saves, for example "proposal/SUMMARY"."""
        raise NotImplementedError

    def build(self, value: Mapping[str, Any], data: Any = None, files: Any = None) -> Any:
        """The form of the page: bound when there are data."""
        raise NotImplementedError

    def save_arguments(self) -> dict:
        """What the service gets beside duty, value and revision."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.part = self.find_part()
        self.typed = take_back(request)
        return self.page(self.build(self.part.content, self.typed))

    def find_part(self) -> Part:
        return latest(self.case, self.part_name)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.part = self.find_part()
        form = self.build(self.part.content, request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form)
        to_confirm = getattr(form, "to_confirm", "")
        if to_confirm and request.POST.get("confirmed", "") != to_confirm:
            return self.page(form)
        return self.answer(form, self.keep(form))

    def keep(self, form: Any) -> desk.Outcome:
        return desk.act(
            self.case,
            type(self).save,
            by=self.actor,
            duty=self.duty.pk,
            value=form.value(),
            revision=self.revision(),
            **self.save_arguments(),
        )

    def revision(self) -> int:
        """The revision that the person started from; nonsense counts as none, so the save is compared."""
        text = (self.typed or self.request.POST).get("revision", "")
        return int(text) if text.isdecimal() and len(text) < 9 else 0

    def answer(self, form: Any, outcome: desk.Outcome) -> HttpResponse:
        refusal = outcome.refusal
        if refusal is not None and refusal.code == CHANGED:
            return self.merge(form)
        if refusal is not None and refusal.code != SAME:
            return self.page(form, refusal=refusal)
        messages.success(self.request, "Nothing had changed." if refusal else "Saved.")
        stay = "stay" in self.request.POST
        return redirect(self.request.path if stay else self.overview_url())

    def overview_url(self) -> str:
        return reverse("duty", args=[self.duty.pk])

    def merge(self, form: Any) -> HttpResponse:
        """Both texts: the saved one to read, the own one still in the form, which now starts from the saved one."""
        self.part = self.find_part()
        context = self.page_context(form)
        context |= {"started": self.part.revision, "lines": compare(self.part.content, form.value())}
        return render(self.request, self.merge_template, context)

    def page(self, form: Any, refusal: Any = None) -> HttpResponse:
        return render(self.request, self.template_name, self.page_context(form, refusal))

    def page_context(self, form: Any, refusal: Any = None) -> dict:
        started = self.revision() if "revision" in (self.typed or self.request.POST) else None
        return {
            "duty": self.duty,
            "case": self.case,
            "standing": self.standing,
            "form": form,
            "problems": getattr(form, "problems", []) if self.typed or self.request.method == "POST" else [],
            "refusal": refusal,
            "part": self.part,
            "started": self.part.revision if started is None else started,
            "title": self.title,
            "overview_url": self.overview_url(),
            "request_key": self.request.POST.get("request_key") or uuid.uuid4().hex,
            **self.context(form),
        }
