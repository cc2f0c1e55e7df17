"""Changing the constitution on a page: what is wrong with the file, what would change, and a second person."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse

from commissioning import clock
from commissioning.forms.constitutions import (
    ChangeValue,
    ConstitutionFile,
    ProposeConstitution,
    WithdrawConstitution,
)
from commissioning.forms.govuk import GovukForm
from commissioning.models import ConstitutionProposal
from commissioning.rules.constitution import Constitution
from commissioning.rules.constitution_edits import as_written, choices, editable, with_value
from commissioning.rules.constitution_toml import ConstitutionErrors, parse_any
from commissioning.rules.constitution_words import changes, code_in_words, lines
from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import (
    constitution_in_force,
    open_cases,
    parsed,
    version_in_force,
    waiting_change,
)
from commissioning.services.constitution_changes import (
    confirm_constitution,
    propose_constitution,
    withdraw_constitution,
)
from commissioning.services.constitutions import require_activatable, require_new_version
from commissioning.views.base import actor_of
from commissioning.views.forms import ServicePage
from commissioning.views.typed import take_back

IN_WORDS = {"true": "Yes", "false": "No", "none": "None"}


def effect_of(proposed: Constitution) -> dict:
    """What a change does: value by value, and which cases under way keep the version they began under."""
    today = local_date(clock.now())
    try:
        current = constitution_in_force(today)
    except Refusal:
        current = None
    return {
        "proposed": proposed,
        "changes": changes(current, proposed) if current else (),
        "is_first": current is None,
        "backdated": proposed.effective_from < today,
        "cases": list(open_cases()),
    }


class ChangeConstitution(ServicePage):
    """Upload, read, look at what would change, propose."""

    act = "constitution.propose"
    template_name = "commissioning/constitution_change.html"
    form_class, service = ConstitutionFile, propose_constitution
    title = "Change the constitution"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if step_up := self.needs_step_up():
            return step_up
        if "reasons" in request.POST:
            return self.propose(request)
        if "path" in request.POST:
            return self.change_value(request)
        form = ConstitutionFile(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form)
        return self.preview(form, form.cleaned_data["file"])

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The beginning; after the second factor was asked again, the preview with what had been typed beside it."""
        if step_up := self.needs_step_up():
            return step_up
        typed = take_back(request)
        if typed and "reasons" in typed:
            return self.again(ProposeConstitution(typed))
        if typed and "path" in typed:
            return self.page(self.value_form(typed["path"], typed))
        return self.page(self.value_form(request.GET["value"]) if "value" in request.GET else ConstitutionFile())

    def value_form(self, path: str, data: QueryDict | None = None) -> ChangeValue:
        """The form for one value of the version in force, as it stands there; 404 where it cannot be changed alone."""
        current = version_in_force(local_date(clock.now()))
        line = next((line for line in lines(parsed(current)) if line.path == path), None)
        if line is None or path not in editable(current.text):
            raise Http404
        now = f"Now: {line.words}." + (" Write it in pence." if path.endswith("_pence") else "")
        known = [(code, IN_WORDS.get(code) or code_in_words(code)) for code in choices(path)]
        return ChangeValue(data, label=line.label, now=now, known=known, initial={"path": path, "value": as_written(current.text, path)})

    def change_value(self, request: HttpRequest) -> HttpResponse:
        """The text of the version in force with one value, version and date changed, and what that changes."""
        form = self.value_form(request.POST["path"], request.POST)
        if not form.is_valid():
            return self.page(form)
        said = form.cleaned_data
        text = version_in_force(local_date(clock.now())).text
        return self.preview(
            form, with_value(text, said["path"], said["value"], version=said["version"], effective_from=said["effective_from"])
        )

    def preview(self, form: GovukForm, text: str) -> HttpResponse:
        """What the file would change, or every mistake in it with its line."""
        self.extra: dict = {}
        try:
            proposed = require_activatable(parse_any(text))
            require_new_version(proposed)
            self.extra = effect_of(proposed)
        except ConstitutionErrors as mistakes:
            form.blame(mistakes.errors)
            self.extra = {"mistakes": mistakes.errors} if isinstance(form, ConstitutionFile) else {}
            return self.page(form)
        except Refusal as refusal:
            return self.page(form, refusal)
        return self.page(ProposeConstitution(initial={"text": text}))

    def propose(self, request: HttpRequest) -> HttpResponse:
        form = ProposeConstitution(request.POST)
        if not form.is_valid():
            return self.again(form)
        by = actor_of(request, request.POST.get("request_key", ""))
        try:
            self.act_once(by, form.cleaned_data)
        except Refusal as refusal:
            return self.page(ConstitutionFile(), refusal)
        except ConstitutionErrors:
            raise Http404 from None
        messages.success(request, "The change waits for another administrator to confirm it.")
        return redirect(self.next_url())

    def again(self, form: ProposeConstitution) -> HttpResponse:
        """The preview once more, with what is missing; without a readable text, the beginning."""
        try:
            self.extra = effect_of(require_activatable(parse_any(form.data.get("text", "").replace("\r\n", "\n"))))
        except (ConstitutionErrors, Refusal):
            return self.page(ConstitutionFile())
        return self.page(form)

    def next_url(self) -> str:
        return reverse("constitution")

    def more(self) -> dict:
        return {"waiting": waiting_change(), **getattr(self, "extra", {})}


class OneChange(ServicePage):
    """A change that waits: what it does, and the second administrator's answer."""

    template_name = "commissioning/constitution_confirm.html"

    @property
    def proposal(self) -> ConstitutionProposal:
        if not hasattr(self, "_proposal"):
            found = ConstitutionProposal.objects.select_related("proposed_by", "closed_by").filter(pk=self.kwargs["pk"])
            self._proposal = found.first()
            if self._proposal is None:
                raise Http404
        return self._proposal

    def arguments(self, form: GovukForm) -> dict:
        return {"proposal": self.proposal.pk, **form.cleaned_data}

    def next_url(self) -> str:
        return reverse("constitution")


class ConfirmConstitution(OneChange):
    act, form_class, service = "constitution.load", GovukForm, confirm_constitution
    title, done = "Confirm a change of the constitution", "The change is confirmed."

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except PermissionDenied as denied:
            return self.page(GovukForm(), Refusal("constitution.own", str(denied)))

    def more(self) -> dict:
        one = self.proposal
        effect = effect_of(require_activatable(parse_any(one.text))) if one.closed_at is None else {}
        return {"change": one, "is_own": one.proposed_by_id == self.request.user.pk, **effect}


class WithdrawChange(OneChange):
    act, form_class, service = "constitution.propose", WithdrawConstitution, withdraw_constitution
    template_name = "commissioning/people/form.html"
    title, submit = "Turn the change down", "Turn the change down"
    done = "The change is withdrawn. The constitution stays as it is."


urlpatterns = [
    path("constitution-change/", ChangeConstitution.as_view(), name="constitution_change"),
    path("constitution-change/<int:pk>/", ConfirmConstitution.as_view(), name="constitution_confirm"),
    path("constitution-change/<int:pk>/withdraw/", WithdrawChange.as_view(), name="constitution_withdraw"),
]
