"""A task page: one duty, one form, one service, one call to the desk.

`/duties/<pk>/` finds the duty, asks access, and hands over to the view registered for its kind. A refusal comes back
as the same page with the reason, the citation and the lawful ways on; nothing the person typed is lost. A repeated or
doubled POST carries the same key and is answered as the first one was.
"""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from commissioning import access, clock
from commissioning.models import Duty
from commissioning.rules.access_matrix import ACTS
from commissioning.selectors.rows import only
from commissioning.views.base import actor_of
from commissioning.views.step_up import step_up_is_fresh, to_step_up
from commissioning.views.typed import take_back
from workflows import desk
from workflows.selectors.inbox import people_who_may
from workflows.views.ways import prepare


def find_duty(pk: int) -> Duty:
    """The duty with everything a page shows; 404 when there is none."""
    duty = only(
        Duty.objects.select_related(
            "case__sponsor", "case__lead_member", "case__officer", "case__constitution", "case__commissioning_question",
            "office__body__organisation", "body", "person"
        ).filter(pk=pk)
    )
    if duty is None:
        raise Http404
    return duty


class TaskView(AccessMixin, View):
    """Base of all task pages. Subclasses set `kind`, `form_class`, `template_name`, `service`, `title`, `done`."""

    kind: str = ""
    title: str = ""
    done: str = "Done."
    template_name: str = "workflows/task.html"
    form_class: type | None = None
    service: Callable[..., object]
    start: Callable[[object], type | None] | None = None
    ended = False  # whether it goes on when the case has ended
    is_public = False

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.duty: Duty = kwargs.get("duty") or find_duty(kwargs["pk"])
        self.case = self.duty.case
        self.at = clock.now()
        self.actor = actor_of(request, request.POST.get("request_key", ""))
        self.standing = access.may(self.actor, self.kind, self.duty, self.at)
        if self.standing is None:
            return self.deny(request)
        if not self.duty.is_open:
            return self.already_done(request)
        if ACTS[self.kind].step_up and not step_up_is_fresh(request):
            return to_step_up(request)
        return super().dispatch(request, *args, **kwargs)

    def deny(self, request: HttpRequest) -> HttpResponse:
        """People of the office who are barred by a pair are told why; everybody else sees the usual 404."""
        if self.duty.office_id not in {own.office_id for own in access.offices_of(request.user, self.at)}:
            raise Http404
        try:
            access.require(self.actor, self.kind, self.duty, self.at)
        except PermissionDenied as denied:
            others = people_who_may(self.kind, self.duty, self.at)
            return render(request, "workflows/task_barred.html", {"duty": self.duty, "why": str(denied), "others": others})
        raise Http404

    def already_done(self, request: HttpRequest) -> HttpResponse:
        """The second click of two reads what the first one did, even if the first answer never arrived."""
        if request.method == "POST" and desk.was_answered(self.actor):
            return self.finished(desk.Outcome(replayed=True))
        return render(request, "workflows/task_done.html", {"duty": self.duty, "case": self.case})

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        typed = take_back(request)
        form = self.make_form() if typed is None else self.make_form(typed)
        if form is not None and typed is None and request.GET:
            prepare(form, request.GET.dict())
        return self.page(form)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = self.make_form(request.POST, request.FILES)
        if form is not None and not form.is_valid():
            return self.page(form)
        outcome = desk.act(
            self.case,
            type(self).service,
            by=self.actor,
            duty=self.duty.pk,
            start=type(self).start,
            ended=self.ended,
            **self.arguments(form),
        )
        if outcome.refusal is not None:
            return self.page(form, refusal=outcome.refusal)
        return self.finished(outcome)

    def make_form(self, *data: object):
        """The bound or unbound form; override to pass choices or initial values."""
        return self.form_class(*data, **self.form_arguments()) if self.form_class else None

    def form_arguments(self) -> dict:
        return {}

    def arguments(self, form) -> dict:
        """What the service gets besides duty, actor and at; by default the cleaned form."""
        return dict(form.cleaned_data) if form else {}

    def context(self, form) -> dict:
        """More for the template."""
        return {}

    def page(self, form, refusal=None) -> HttpResponse:
        context = {
            "duty": self.duty,
            "case": self.case,
            "form": form,
            "refusal": refusal,
            "title": self.title,
            "standing": self.standing,
            "is_overdue": self.duty.due_at is not None and self.duty.due_at < self.at,
            "request_key": self.request.POST.get("request_key") or uuid.uuid4().hex,
        }
        return render(self.request, self.template_name, {**context, **self.context(form)})

    def finished(self, outcome: desk.Outcome) -> HttpResponse:
        case_url = reverse("case", args=self.case.reference.split("/"))
        messages.success(self.request, self.told(outcome), extra_tags=case_url)  # the banner links to where the case is now
        return redirect(self.next_url(outcome))

    def told(self, outcome: desk.Outcome) -> str:
        """What the page says has been done."""
        return self.done

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("inbox")

