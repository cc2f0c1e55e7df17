"""Dispensations under section 33: who has one, and the Monitoring Officer's form that records one."""

from datetime import date

from django.db.models import Q
from django.urls import path

from commissioning import access, clock, ledger
from commissioning.models import AuditIndex, User
from commissioning.rules.dates import local_date
from commissioning.views.base import StaffView, actor_of
from decisions.forms.dispensations import DispensationForm
from decisions.models import Dispensation
from decisions.services.interests import grant_dispensation
from workflows.views.overlays import OverlayForm


class Dispensations(StaffView):
    """Every dispensation, in force first; what it lifts and what it never lifts."""

    act = "case.read"
    template_name = "workflows/dispensations.html"

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(
            rows=Dispensation.objects.select_related("person").order_by("-ends_on", "-pk"),
            today=local_date(self.at),
            may_grant=access.may(actor_of(self.request), "interest.dispense", None, self.at) is not None,
            **kwargs,
        )


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
    path("dispensations/grant/", Grant.as_view(), name="dispensation_grant"),
]
