"""Working backwards: by when each step must be done so that a decision takes effect on a day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from commissioning.views.base import StaffView
from decisions.forms.timetables import PlanForm
from decisions.records.plan_file import plan_as_ics
from decisions.rules.timetables import late_clearance, plan_in_time
from decisions.selectors.timetables import diary


class WorkBack(StaffView):
    """The last safe day for each step, through the meetings that are called, and what one late clearance costs."""

    act = "case.read"
    template_name = "decisions/plan.html"

    def get_context_data(self, **kwargs: object) -> dict:
        given = self.request.GET
        asked = "by" in given and not {"key", "joint"}.isdisjoint(given)
        form = PlanForm(given) if asked else PlanForm(initial={"by": given.get("by", "")[:40]})  # a day alone prepares the form
        return super().get_context_data(form=form, **(self.found(form) if asked and form.is_valid() else {}), **kwargs)

    def found(self, form: PlanForm) -> dict:
        """The plan, or nothing with the reason at the form."""
        given = form.cleaned_data
        is_key, joint = given["key"] == "yes", given["joint"] == "yes"
        try:
            known = diary(self.at)
            today = local_date(self.at)
            private = given["private"] == "yes"
            plan, used = plan_in_time(given["by"], known, today, is_key=is_key, joint=joint, private=private)
            cost = late_clearance(plan, used, joint=joint)
        except Refusal as refusal:
            form.add_error("by", refusal.message)
            return {}
        return {
            "plan": plan,
            "to_be_called": used is not known,
            "cost": cost,
            "today": today,
            "missed": [step for step in plan.steps if step.on < today],
            "council_key": known.constitution.key,
            "query": self.request.GET.urlencode(),
        }


class PlanFile(WorkBack):
    """The same plan as a calendar file."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        found = self.get_context_data()
        if "plan" not in found:
            raise Http404
        answer = HttpResponse(
            plan_as_ics(found["plan"], found["council_key"], self.at), content_type="text/calendar; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="plan-{found["plan"].effect.isoformat()}.ics"'
        return answer


urlpatterns = [
    path("plan/", WorkBack.as_view(), name="plan_backwards"),
    path("plan/calendar.ics", PlanFile.as_view(), name="plan_file"),
]
