"""Correcting a report that was published and waits for its decision."""

from django.http import Http404
from django.urls import path

from commissioning.models import Case
from decisions.forms.errata import ErratumForm
from decisions.models import AgendaItem
from decisions.rules.errata import Slip, places
from decisions.selectors.errata import errata_of
from decisions.services.errata import correct_report
from workflows.views.case_act import CaseActView


class ReportCorrect(CaseActView):
    """An erratum beside the report; where the substance changes, the report goes back."""

    act = "report.correct"
    template_name = "decisions/report_correct.html"
    form_class = ErratumForm
    service = staticmethod(correct_report)
    title = "Correct the published report"
    button = "Publish the correction"
    done = "The correction is published beside the report."

    def subject(self) -> Case:
        if not hasattr(self, "case"):
            super().subject()
            rows = AgendaItem.objects.filter(case=self.case, kind="DECISION", published_at__isnull=False)
            found = rows.select_related("meeting", "version").order_by("-pk").first()
            is_over = found is None or found.ended_at is not None
            if found is None or (is_over and self.request.method != "POST"):  # the same form may come twice
                raise Http404
            self.item = found
        return self.case

    def form_arguments(self) -> dict:
        return {"places": places(self.item.version.content)}

    def arguments(self, form: ErratumForm) -> dict:
        said = form.cleaned_data
        slip = Slip(said["place"], said["was"], said["now"])
        return {"slip": slip, "note": said["note"], "changes_substance": said["substance"] == "YES"}

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(item=self.item, errata=errata_of(self.item), **kwargs)


TASK_VIEWS: list = []
urlpatterns = [
    path("cases/<int:year>/<slug:number>/report/correct/", ReportCorrect.as_view(), name="case_report_correct"),
]
