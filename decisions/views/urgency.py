"""What everybody may read of urgent decisions: each exception and agreement with its reasons, and the report."""

from datetime import date

from django.http import Http404
from django.urls import path

from commissioning import clock
from commissioning.rules.dates import local_date
from commissioning.selectors.constitutions import constitution_in_force, constitution_of
from commissioning.views.base import PublicView
from decisions.rules.urgency import Kind
from decisions.rules.urgent_routes import report_periods
from decisions.selectors.urgency import (
    exemption_reported,
    find_agreed,
    find_exception,
    put_on_record,
    urgent_decisions,
    urgent_steps,
)

COUNTED_SINCE = 2  # years back from the present one


class UrgentStep(PublicView):
    """One general exception, or one agreement to urgency, as published."""

    template_name = "decisions/urgent_step.html"

    def get_context_data(self, reference: str, **kwargs: object) -> dict:
        exception = find_exception(reference)
        agreed = None if exception else find_agreed(reference)
        if exception is None and agreed is None:
            raise Http404
        request, answer = agreed or (None, None)
        case = exception.case if exception else request.case
        exempts = request is not None and request.kind == Kind.CALL_IN_EXEMPTION
        reported = exemption_reported(constitution_of(case)) if exempts else ""
        return super().get_context_data(exception=exception, asked=request, answer=answer, case=case, reported=reported, **kwargs)


class UrgentDecisions(PublicView):
    """The Leader's report on urgent decisions, for each period that the constitution sets (SI 2012/2089 reg 19)."""

    template_name = "decisions/urgent_decisions.html"

    def get_context_data(self, **kwargs: object) -> dict:
        today = local_date(clock.now())
        constitution = constitution_in_force(today)
        rules = constitution.urgency
        start = date(today.year - COUNTED_SINCE, 1, 1)
        periods = report_periods(start, rules.report_interval_months, today)
        known = {first.isoformat(): (first, until) for first, until in periods}
        first, until = known.get(self.request.GET.get("from", ""), periods[-1])
        agreed = list(urgent_steps(first, until))
        return super().get_context_data(
            first=first,
            until=until,
            last=date.fromordinal(until.toordinal() - 1),
            periods=list(reversed(periods)),
            months=rules.report_interval_months,
            decisions=urgent_decisions(first, until),
            exceptions=urgent_decisions(first, until, route="REG10") if rules.report_includes_general_exception else None,
            exemptions=[step for step in agreed if step.request.kind == Kind.CALL_IN_EXEMPTION],
            reported=exemption_reported(constitution),
            steps=[step for step in agreed if step.request.kind != Kind.CALL_IN_EXEMPTION],
            afterwards=(recorded := put_on_record(first, until)),
            afterwards_pence=sum(decision.version.value_council or 0 for decision in recorded),
            today=today,
            **kwargs,
        )


urlpatterns = [
    path("urgent-decisions/", UrgentDecisions.as_view(), name="urgent_decisions"),
    path("urgency/<slug:reference>/", UrgentStep.as_view(), name="urgent_step"),
]
