"""Stops over a case or the whole council: what stands, what each forbids, and the statutory officers' forms."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from commissioning import access, clock
from commissioning.forms.govuk import GovukForm
from commissioning.rules.access_matrix import ACTS
from commissioning.rules.constitution_words import code_in_words
from commissioning.rules.refusals import Refusal
from commissioning.views.base import StaffView, actor_of
from commissioning.views.step_up import step_up_is_fresh, to_step_up
from commissioning.views.typed import take_back
from decisions.forms.overlays import AuthoriseForm, DeclareForm, EndForm
from decisions.models import Overlay
from decisions.rules.overlays import SPECIFICATIONS, STEP_WORDS, Kind
from decisions.selectors.overlays import listed, with_days_to_consider
from workflows.services import overlays


def act_of(kind: str) -> str:
    """The act of declaring and ending a stop of this kind."""
    return f"overlay.{kind.lower()}"


def slug_of(kind: Kind) -> str:
    """The kind in an address."""
    return kind.lower().replace("_", "-")


def whose(kind: Kind) -> str:
    """The statutory officers who declare and end a stop of this kind, in words."""
    words = sorted(code_in_words(role) for role in ACTS[act_of(kind)].roles)
    return " or the ".join(word if word == "Monitoring Officer" else word.lower() for word in words)


class Overlays(StaffView):
    """Every stop, what it forbids and what it leaves alone, and who may declare which."""

    act = "case.read"
    template_name = "workflows/overlays.html"

    def get_context_data(self, **kwargs: object) -> dict:
        by = actor_of(self.request)
        own = {kind for kind in Kind if access.may(by, act_of(kind), None, self.at)}
        standing, past = listed(self.at)
        return super().get_context_data(
            standing=[(row, row.kind in own, due) for row, due in with_days_to_consider(standing)],
            past=past,
            kinds=[(slug_of(kind), told, [STEP_WORDS[step] for step in STEP_WORDS if step in told.stops], kind in own, whose(kind))
                   for kind, told in SPECIFICATIONS.items()],
            may_authorise=access.may(by, "overlay.authorise", None, self.at) is not None,
            at=self.at,
            **kwargs,
        )  # fmt: skip


class OverlayForm(StaffView):
    """A form of a statutory officer, with a fresh second factor; back to the list when it is done."""

    template_name = "workflows/overlay_form.html"
    title, submit, done = "", "", ""
    after = "overlays"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.find()
        allowed = access.may(actor_of(request), self.act, None, clock.now())
        if allowed and not step_up_is_fresh(request):
            return to_step_up(request)
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> None:
        """Sets `act` and the words of the page; 404 when there is no such stop."""

    def make_form(self, *data: object) -> GovukForm:
        raise NotImplementedError

    def do(self, said: dict) -> None:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.page(self.make_form(take_back(request)))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            self.do(form.cleaned_data)
        except Refusal as refusal:
            return self.page(form, refusal=refusal)
        messages.success(request, self.done)
        return redirect(self.after)

    def page(self, form: GovukForm, **more: object) -> HttpResponse:
        key = self.request.POST.get("request_key") or uuid.uuid4().hex
        return self.render_to_response(self.get_context_data(form=form, request_key=key, **more))

    def by(self):
        return actor_of(self.request, self.request.POST.get("request_key", ""))


class Declare(OverlayForm):
    """Declare one kind of stop."""

    done = "The stop stands. Every case under it says so."

    def find(self) -> None:
        kinds = {slug_of(kind): kind for kind in Kind}
        if self.kwargs["kind"] not in kinds:
            raise Http404
        self.kind = kinds[self.kwargs["kind"]]
        told = SPECIFICATIONS[self.kind]
        self.act = act_of(self.kind)
        self.title, self.submit = told.label, "Declare the stop"
        self.told = told

    def make_form(self, *data: object) -> DeclareForm:
        initial = {name: self.request.GET[name] for name in ("case", "document", "poll_on") if name in self.request.GET}
        return DeclareForm(*data, kind=self.kind, initial=initial)

    def do(self, said: dict) -> None:
        overlays.declare(by=self.by(), kind=self.kind.value, **said)


class OneOverlay(OverlayForm):
    """A form about a stop that stands."""

    def find(self) -> None:
        self.overlay = get_object_or_404(Overlay.objects.select_related("case"), pk=self.kwargs["pk"])
        self.told = self.overlay.told
        self.words()

    def words(self) -> None:
        """Sets `act` and the words of the page."""
        raise NotImplementedError


class End(OneOverlay):
    """End a stop."""

    done = "The end of the stop is entered. What waited under it goes on by itself when it is over."

    def words(self) -> None:
        self.act = act_of(self.overlay.kind)
        self.title, self.submit = f"End: {self.told.label}", "End the stop"

    def make_form(self, *data: object) -> EndForm:
        return EndForm(*data)

    def do(self, said: dict) -> None:
        overlays.end(by=self.by(), overlay=self.overlay.pk, **said)


class Authorise(OneOverlay):
    """The chief finance officer's written authority for one agreement."""

    done = "The agreement is authorised."

    def words(self) -> None:
        if self.overlay.kind != "SPEND_STOP":
            raise Http404
        self.act = "overlay.authorise"
        self.title, self.submit = "Authorise one agreement under the spend stop", "Authorise the agreement"

    def make_form(self, *data: object) -> AuthoriseForm:
        return AuthoriseForm(*data, initial={"case": self.request.GET.get("case", "")})

    def do(self, said: dict) -> None:
        overlays.authorise(by=self.by(), overlay=self.overlay.pk, **said)


TASK_VIEWS: list = []
urlpatterns = [
    path("stops/", Overlays.as_view(), name="overlays"),
    path("stops/declare/<slug:kind>/", Declare.as_view(), name="overlay_declare"),
    path("stops/<int:pk>/end/", End.as_view(), name="overlay_end"),
    path("stops/<int:pk>/authorise/", Authorise.as_view(), name="overlay_authorise"),
]
