"""Recording that a decision is of a class that cannot be called in."""

from django.urls import path

from decisions.forms.call_in_classes import CallInClassForm
from decisions.selectors.call_in_classes import call_in_class, classes_kept_out
from decisions.services.call_in_classes import mark_call_in_class
from workflows.views.case_act import CaseActView


class MarkCallInClass(CaseActView):
    """Say of which class it is, or that it is of none after all; what was recorded before stands on the page."""

    act = "call_in.exempt"
    form_class = CallInClassForm
    service = staticmethod(mark_call_in_class)
    title = "Record whether it is of a class that cannot be called in"
    button = "Record it"
    done = "It is recorded. The record of the decision will say it."
    template_name = "decisions/call_in_class_mark.html"
    lede = (
        "The constitution keeps some decisions from call-in by their nature. Record it before the decision’s record is published; "
        "without it the decision can be called in."
    )

    def form_arguments(self) -> dict:
        return {"classes": classes_kept_out(self.case)}

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(before=call_in_class(self.case), **kwargs)


TASK_VIEWS: list = []
urlpatterns = [path("cases/<int:year>/<slug:number>/call-in-class/", MarkCallInClass.as_view(), name="case_call_in_class")]
