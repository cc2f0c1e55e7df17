"""Dispensations under section 33: who has one, and the Monitoring Officer's form that records one."""

from datetime import date

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from commissioning import access, clock, ledger
from commissioning.models import AuditIndex, User
from commissioning.rules.dates import local_date
from commissioning.views.base import StaffView, actor_of
from commissioning.views.forms import ServicePage
from decisions.forms.dispensations import AnswerForm, DispensationForm, RequestForm
from decisions.models import Dispensation, DispensationRequest
from decisions.services.dispensations import (
    Wish,
    answer_dispensation,
    grant_dispensation,
    request_dispensation,
)
from workflows.views.overlays import OverlayForm


class Dispensations(StaffView):
    """Every dispensation, in force first; what it lifts and what it never lifts."""

    act = "case.read"
    template_name = "workflows/dispensations.html"

    def get_context_data(self, **kwargs: object) -> dict:
        may_grant = access.may(actor_of(self.request), "interest.dispense", None, self.at) is not None
        return super().get_context_data(
            rows=Dispensation.objects.select_related("person", "case").order_by("-ends_on", "-pk"),
            today=local_date(self.at),
            requests=self.requests(may_grant),
            may_grant=may_grant,
            may_ask=access.may(actor_of(self.request), "interest.request", None, self.at) is not None,
            **kwargs,
        )


    def requests(self, may_grant: bool) -> list[DispensationRequest]:
        """Requests without an answer, and refused ones: the Monitoring Officer sees all, a member the own ones."""
        rows = DispensationRequest.objects.select_related("person", "case", "answer").exclude(answer__granted=True)
        return list(rows if may_grant else rows.filter(person=self.request.user))


class Ask(ServicePage):
    """A member's own request, before taking part."""

    act, form_class, service = "interest.request", RequestForm, request_dispensation
    title, submit = "Ask for a dispensation", "Send the request"
    lede = (
        "Leave to speak or vote at a meeting although you have a disclosable pecuniary interest. Until it is granted you take "
        "no part. It never helps when you decide alone."
    )
    done = "Your request is kept. The Monitoring Officer has it decided; until then you take no part."

    def arguments(self, form: RequestForm) -> dict:
        said = dict(form.cleaned_data)
        scope = said.pop("scope")
        return {"wish": Wish(may_speak="SPEAK" in scope, may_vote="VOTE" in scope, **said)}

    def next_url(self) -> str:
        return reverse("dispensations")


class Answer(ServicePage):
    """What the council or its delegate decided on a request."""

    act, form_class, service = "interest.dispense", AnswerForm, answer_dispensation
    template_name = "workflows/dispensation_answer.html"
    title, done = "Answer a request for a dispensation", "The answer is kept."

    @property
    def asked(self) -> DispensationRequest:
        return get_object_or_404(DispensationRequest.objects.select_related("person", "case"), pk=self.kwargs["pk"])

    def arguments(self, form: AnswerForm) -> dict:
        said = dict(form.cleaned_data)
        return {"request": self.asked.pk, "granted": said.pop("result") == "GRANT", **said}

    def more(self) -> dict:
        return {"asked": self.asked}

    def next_url(self) -> str:
        return reverse("dispensations")


class Grant(OverlayForm):
    """Record a dispensation that was asked for in writing and granted."""

    act = "interest.dispense"
    template_name = "workflows/dispensation_grant.html"
    after = "dispensations"
    done = "The dispensation is recorded. It holds for what the member does from now on."

    def make_form(self, *data: object) -> DispensationForm:
        today = local_date(clock.now())
        return DispensationForm(*data, members=members(today), today=today)

    def do(self, said: dict) -> None:
        by = self.by()
        scope = said.pop("scope")
        with ledger.recording():
            User.objects.select_for_update(no_key=True).only("pk").get(pk=by.user.pk)
            if AuditIndex.objects.filter(request=by.request, actor_id=by.user.pk).exists():
                return
            person = User.objects.get(pk=said.pop("person"))
            grant_dispensation(
                person=person, may_speak="SPEAK" in scope, may_vote="VOTE" in scope, actor=by, at=clock.act_now(), **said
            )


def members(today: date) -> list[tuple[str, str]]:
    """The members of the executive on a day; the ban that a dispensation lifts is theirs."""
    seats = Q(appointments__office__role__in=("LEADER", "CABINET_MEMBER"), appointments__starts_on__lte=today)
    live = Q(appointments__ends_on__isnull=True) | Q(appointments__ends_on__gte=today)
    people = User.objects.filter(seats & live, appointments__is_deputy=False, is_active=True).distinct().order_by("name", "pk")
    return [(str(person.pk), person.name) for person in people]


TASK_VIEWS: list = []
urlpatterns = [
    path("dispensations/", Dispensations.as_view(), name="dispensations"),
    path("dispensations/ask/", Ask.as_view(), name="dispensation_ask"),
    path("dispensations/requests/<int:pk>/", Answer.as_view(), name="dispensation_answer"),
    path("dispensations/grant/", Grant.as_view(), name="dispensation_grant"),
]
