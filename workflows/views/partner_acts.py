"""A partner agency carries out its own part while the council's is on hold."""

from django.urls import path

from decisions.forms.partner_acts import PartnerActForm
from decisions.services.partner_acts import tell_own_part
from workflows.views.case_act import CaseActView


class OwnPart(CaseActView):
    """Open to the partners' leads; what they tell stands on the public page beside the hold."""

    act = "partner.act"
    form_class = PartnerActForm
    service = staticmethod(tell_own_part)
    title = "Carry out your agency’s own part"
    button = "Tell and publish it"
    done = "It stands on the public page. The council’s part stays on hold."
    lede = (
        "A call-in holds the council’s decision. What your agency has decided in its own right, without a condition that "
        "depends on the council, is not held. Tell what you do, so that everybody sees which part is on hold and which is not."
    )

    def arguments(self, form: PartnerActForm) -> dict:
        return form.said()


TASK_VIEWS: list = []
urlpatterns = [path("cases/<int:year>/<slug:number>/own-part/", OwnPart.as_view(), name="case_own_part")]
