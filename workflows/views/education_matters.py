"""Recording whether a case is an education matter."""

from django.urls import path

from decisions.forms.education_matters import EducationForm
from decisions.selectors.education_matters import education_matter
from decisions.services.education_matters import mark_education_matter
from workflows.views.case_act import CaseActView


class MarkEducation(CaseActView):
    """Say that it is one, or that it is none after all; what was recorded before stands on the page."""

    act = "education.mark"
    form_class = EducationForm
    service = staticmethod(mark_education_matter)
    title = "Record whether it is an education matter"
    button = "Record it"
    done = "It is recorded. The case page and the public page show it."
    template_name = "decisions/education_mark.html"
    lede = (
        "On an education matter the representatives of the churches and of parent governors sign a call-in and vote at its "
        "hearing, as councillors do. It is one if it concerns the council’s education functions, wholly or partly."
    )

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(before=education_matter(self.case), **kwargs)


TASK_VIEWS: list = []
urlpatterns = [path("cases/<int:year>/<slug:number>/education/", MarkEducation.as_view(), name="case_education")]
