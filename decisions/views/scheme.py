"""The scheme of delegation for everybody, and changing it: what is typed, what it would change, a second person."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from commissioning import clock
from commissioning.forms.govuk import GovukForm
from commissioning.models import Delegation, Office
from commissioning.rules.access_matrix import ACTS, DECIDING_OFFICERS, EXECUTIVE
from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from commissioning.views.base import PublicView, actor_of
from commissioning.views.forms import ServicePage
from commissioning.views.own_offices import own_roles
from commissioning.views.typed import take_back
from decisions.forms.scheme_changes import EndLine, SchemeLine, WithdrawChange
from decisions.models import SchemeChange
from decisions.rules.scheme_changes import require_lawful_change
from decisions.selectors.authority import faults
from decisions.selectors.scheme_changes import change_of, lines_of_scheme, preview, waiting_changes
from decisions.services.scheme_changes import (
    Line,
    confirm_delegation,
    draft_change,
    propose_delegation,
    withdraw_delegation,
)

OFFICERS = Q(role__in=DECIDING_OFFICERS, body__organisation__kind="COUNCIL")
NOT_DATA = {"csrfmiddlewaretoken", "request_key", "confirmed", "change"}


class Scheme(PublicView):
    """Every line in force, to come and over; for those who look after it also what waits and what is wrong."""

    template_name = "decisions/scheme.html"

    def get_context_data(self, **kwargs: object) -> dict:
        today = local_date(clock.now())
        roles = own_roles(self.request) if self.request.user.is_authenticated else set()
        may_propose = bool(roles & ACTS["delegation.propose"].roles)
        lines = lines_of_scheme()
        return super().get_context_data(
            live=[one for one in lines if one.starts_on <= today and (one.ends_on is None or one.ends_on >= today)],
            coming=[one for one in lines if one.starts_on > today],
            over=[one for one in lines if one.ends_on is not None and one.ends_on < today],
            may_propose=may_propose,
            waiting=waiting_changes() if may_propose else [],
            faults=faults(today) if roles else [],
            in_office=bool(roles),
            **kwargs,
        )


class ChangeScheme(ServicePage):
    """Typed once, looked at, then proposed: a new line; with `pk` in the address, that line in new words."""

    act, service = "delegation.propose", propose_delegation
    template_name = "decisions/scheme_change.html"
    form_class = SchemeLine
    title = "Add a line to the scheme of delegation"
    done = "The change waits for somebody else to confirm it."

    @property
    def line(self) -> Delegation | None:
        """The line that changes; none for a new one."""
        if "pk" not in self.kwargs:
            return None
        if not hasattr(self, "_line"):
            self._line = get_object_or_404(Delegation.objects.select_related("office"), pk=self.kwargs["pk"])
        return self._line

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.needs_step_up() or self.page(self.make_form(take_back(request)))

    def make_form(self, *data: object) -> GovukForm:
        offices = Office.objects.filter(Q(role__in=EXECUTIVE, body__kind="CABINET") | OFFICERS).order_by("order", "pk")
        row = self.line
        start = {} if row is None else {
            "office": str(row.office_id), "function": row.function, "conditions": row.conditions, "source": row.source,
            "limit": row.limit, "key_decisions": "yes" if row.key_decisions else "no",
            "executive": "yes" if row.executive else "no",
        }  # fmt: skip
        return SchemeLine(*data, offices=[(str(one.pk), one.title) for one in offices], initial=start)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if step_up := self.needs_step_up():
            return step_up
        form = self.make_form(request.POST)
        if not form.is_valid() or "change" in request.POST:
            return self.page(form)
        arguments = self.arguments(form)
        try:
            if "confirmed" not in request.POST:
                return self.look(form, arguments)
            self.act_once(actor_of(request, request.POST.get("request_key", "")), arguments)
        except Refusal as refusal:
            return self.page(form, refusal)
        messages.success(request, self.done)
        return redirect(self.next_url())

    def look(self, form: GovukForm, arguments: dict) -> HttpResponse:
        """What the change would do, before it is proposed."""
        draft = draft_change(applies_on=arguments["applies_on"], new=arguments.get("new"), line=self.line)
        require_lawful_change(change_of(draft), today=local_date(clock.now()))
        kept = [
            (name, value)
            for name in self.request.POST
            if name not in NOT_DATA
            for value in self.request.POST.getlist(name)
        ]
        self.extra = {"change": draft, "preview": preview(draft), "kept": kept, "reasons": arguments["reasons"]}
        return self.page(form)

    def arguments(self, form: GovukForm) -> dict:
        said = dict(form.cleaned_data)
        applies_on, reasons = said.pop("applies_on"), said.pop("reasons")
        new = Line(**{**said, "office": Office.objects.get(pk=said["office"])})
        return {"applies_on": applies_on, "reasons": reasons, "new": new, "line": self.line}

    def more(self) -> dict:
        if self.line is not None:
            return {"title": "Change a line of the scheme", "line": self.line, **getattr(self, "extra", {})}
        return getattr(self, "extra", {})

    def next_url(self) -> str:
        return reverse("scheme")


class EndSchemeLine(ChangeScheme):
    """A line that ends; from then on the Cabinet or the Leader decides."""

    title = "End a line of the scheme"

    def make_form(self, *data: object) -> GovukForm:
        return EndLine(*data)

    def arguments(self, form: GovukForm) -> dict:
        return {**form.cleaned_data, "line": self.line}

    def more(self) -> dict:
        return {"line": self.line, **getattr(self, "extra", {})}


class OneChange(ServicePage):
    """A change that waits: what it does, and the second person's answer."""

    template_name = "decisions/scheme_confirm.html"

    @property
    def change(self) -> SchemeChange:
        if not hasattr(self, "_change"):
            rows = SchemeChange.objects.select_related("line__office", "office", "proposed_by", "closed_by")
            self._change = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._change

    def arguments(self, form: GovukForm) -> dict:
        return {"change": self.change.pk, **form.cleaned_data}

    def next_url(self) -> str:
        return reverse("scheme")


class ConfirmChange(OneChange):
    """Everybody who may propose looks; the Leader or the Monitoring Officer confirms."""

    act, form_class, service = "delegation.propose", GovukForm, confirm_delegation
    title, done = "Confirm a change of the scheme", "The change is confirmed."

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not own_roles(request) & ACTS["delegation.confirm"].roles:
            raise Http404
        try:
            return super().post(request, *args, **kwargs)
        except PermissionDenied as denied:
            return self.page(GovukForm(), Refusal("scheme.own", str(denied)))

    def more(self) -> dict:
        one = self.change
        return {
            "change": one,
            "line": one.line,
            "is_own": one.proposed_by_id == self.request.user.pk,
            "may_confirm": bool(own_roles(self.request) & ACTS["delegation.confirm"].roles),
            "preview": preview(one) if one.closed_at is None else None,
        }


class TurnDownChange(OneChange):
    """With a reason, which is kept."""

    act, form_class, service = "delegation.propose", WithdrawChange, withdraw_delegation
    template_name = "commissioning/people/form.html"
    title, submit = "Turn the change down", "Turn the change down"
    done = "The change is turned down. The scheme stays as it is."


urlpatterns = [
    path("scheme/", Scheme.as_view(), name="scheme"),
    path("scheme/new/", ChangeScheme.as_view(), name="scheme_new"),
    path("scheme/<int:pk>/change/", ChangeScheme.as_view(), name="scheme_change"),
    path("scheme/<int:pk>/end/", EndSchemeLine.as_view(), name="scheme_end"),
    path("scheme/changes/<int:pk>/", ConfirmChange.as_view(), name="scheme_confirm"),
    path("scheme/changes/<int:pk>/turn-down/", TurnDownChange.as_view(), name="scheme_withdraw"),
]
