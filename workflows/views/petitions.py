"""Residents ask for a call-in: their petition is logged and answered."""

from django.urls import path

from commissioning.selectors.constitutions import constitution_of
from scrutiny.forms.petitions import PetitionAnswerForm, PetitionForm
from scrutiny.models import Petition
from scrutiny.services.petitions import answer_petition, receive_petition
from workflows.views.case_act import CaseActView
from workflows.views.task import TaskView


class ReceivePetition(CaseActView):
    """Democratic services or the scrutiny officer log what was handed in; the constitution says what it does."""

    act = "petition.receive"
    form_class = PetitionForm
    service = staticmethod(receive_petition)
    title = "Log a residents’ petition for a call-in"
    button = "Log the petition"
    done = "The petition is with scrutiny, which answers it. It stands on the public page."
    template_name = "scrutiny/petition_receive.html"

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(trigger=constitution_of(self.case).call_in.resident_trigger, **kwargs)


class AnswerPetition(TaskView):
    """What was asked, what it does, and the answer."""

    kind = "petition.answer"
    title = "Answer a residents’ petition"
    done = "The answer stands on the public page."
    template_name = "scrutiny/petition_answer.html"
    form_class = PetitionAnswerForm
    service = staticmethod(answer_petition)

    def context(self, form: PetitionAnswerForm) -> dict:
        return {"petition": Petition.objects.filter(pk=self.duty.subject_id, case=self.case).first()}


TASK_VIEWS = [AnswerPetition]
urlpatterns = [path("cases/<int:year>/<slug:number>/petition/", ReceivePetition.as_view(), name="case_petition")]
