"""A councillor asks the scrutiny committee to look at a decision that was made."""

from django.urls import path

from scrutiny.forms.referrals import ReferralForm
from scrutiny.services.referrals import refer_decision
from workflows.views.case_act import CaseActView


class ReferToScrutiny(CaseActView):
    """Open whenever a decision is published: also when a call-in came too late or does not apply."""

    act = "scrutiny.refer"
    form_class = ReferralForm
    service = staticmethod(refer_decision)
    title = "Ask scrutiny to look at the decision"
    button = "Ask the committee"
    done = "Your request is with the scrutiny officer, who puts it before the committee."
    lede = "The committee can scrutinise a decision at any time after it was made. This does not hold the decision up."


TASK_VIEWS: list = []
urlpatterns = [path("cases/<int:year>/<slug:number>/refer/", ReferToScrutiny.as_view(), name="scrutiny_refer")]
