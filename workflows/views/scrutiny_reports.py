"""Pages of scrutiny reports: report, answer, publish; and closing the case."""

from commissioning.selectors.constitutions import constitution_of
from decisions.forms.cases import CloseForm
from decisions.selectors.retention import kept_papers
from decisions.services.cases import close_case
from scrutiny.forms.reports import PublishForm, ReportForm, ResponseForm
from scrutiny.selectors.call_ins import recommended_at_hearings
from scrutiny.selectors.reports import recommendations_of, referrals_of, report_of
from scrutiny.services.reports import make_report, publish_scrutiny_record, respond
from workflows.views.task import TaskView


class ScrutinyReportPage(TaskView):
    """The committee's report on the decision."""

    kind = "scrutiny.report"
    title = "Report for the committee"
    done = "The report is recorded. If it recommends anything, it has been served on the executive."
    template_name = "scrutiny/report_write.html"
    form_class = ReportForm
    service = staticmethod(make_report)

    def form_arguments(self) -> dict:
        """What the committee recommended when it heard a call-in stands in the form already."""
        return {"initial": {"recommendations": "\n".join(recommended_at_hearings(self.case))}}

    def context(self, form: ReportForm) -> dict:
        return {"referrals": referrals_of(self.case)}


class ScrutinyRespondPage(TaskView):
    """The executive's answer, recommendation by recommendation."""

    kind = "scrutiny.respond"
    title = "Respond to scrutiny"
    done = "Your response is recorded. The scrutiny officer publishes it."
    template_name = "scrutiny/report_respond.html"
    form_class = ResponseForm
    service = staticmethod(respond)

    def form_arguments(self) -> dict:
        return {"recommendations": recommendations_of(self.case)}

    def arguments(self, form: ResponseForm) -> dict:
        return {"answers": form.answers()}

    def context(self, form) -> dict:
        return {"report": report_of(self.case)}


class ScrutinyPublishPage(TaskView):
    """Report and answers become public together."""

    kind = "scrutiny.publish"
    title = "Publish the scrutiny record"
    done = "The scrutiny record is published."
    template_name = "scrutiny/report_publish.html"
    form_class = PublishForm
    service = staticmethod(publish_scrutiny_record)

    def arguments(self, form: PublishForm) -> dict:
        return {}

    def context(self, form) -> dict:
        return {"report": report_of(self.case), "recommendations": recommendations_of(self.case)}


class CaseClosePage(TaskView):
    """The last act."""

    kind = "case.close"
    title = "Close the case"
    done = "The case is closed. Everything about it stays public."
    template_name = "decisions/case_close.html"
    form_class = CloseForm
    service = staticmethod(close_case)

    def form_arguments(self) -> dict:
        return {"years": constitution_of(self.case).retention}

    def context(self, form) -> dict:
        report, recommendations = report_of(self.case), recommendations_of(self.case)
        return {"report": report, "recommendations": recommendations, "kept": kept_papers(self.case)}


TASK_VIEWS = [ScrutinyReportPage, ScrutinyRespondPage, ScrutinyPublishPage, CaseClosePage]
urlpatterns: list = []
