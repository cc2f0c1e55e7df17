"""Proxy processes, one per chart, so that lists and permissions can tell them apart."""

from viewflow.workflow.models import Process


class CommissioningCaseProcess(Process):
    class Meta:
        proxy = True
        verbose_name = "Commissioning case"


class KeyDecisionNoticeProcess(Process):
    class Meta:
        proxy = True
        verbose_name = "Notice of key decision"


class AgencySignOffProcess(Process):
    class Meta:
        proxy = True
        verbose_name = "Agency sign-off"


class CallInProcess(Process):
    class Meta:
        proxy = True
        verbose_name = "Call-in"


class PartialEffectProcess(Process):
    class Meta:
        proxy = True
        verbose_name = "Effect of a part"


class EarlyEffectProcess(Process):
    class Meta:
        proxy = True
        verbose_name = "Effect inside the call-in window"


class ScrutinyRecommendationProcess(Process):
    class Meta:
        proxy = True
        verbose_name = "Scrutiny recommendations"
