"""Saying under which function of the scheme a case falls, and the Leader's allocation of one matter."""

from django.db.models import Q
from django.urls import path

from commissioning.models import Body, Delegation, Office
from commissioning.rules.access_matrix import DECIDING_OFFICERS, EXECUTIVE
from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from commissioning.views.sign_in import safe_next
from decisions.forms.authority import AllocationForm, FunctionForm, OfficerInterestForm, ReportGapForm
from decisions.selectors.authority import functions
from decisions.selectors.case_authority import answer_for, out_of
from decisions.selectors.key_decision_notices import live_notice
from decisions.services.authority import allocate, name_function
from decisions.services.officer_interests import notify_interest
from decisions.services.report_gaps import log_report_gap
from workflows import desk
from workflows.views.case_act import CaseActView
from workflows.views.task import TaskView


class NameFunction(CaseActView):
    """Which function the case exercises, with what the system proposes filled in."""

    act = "function.name"
    form_class = FunctionForm
    service = staticmethod(name_function)
    title = "Say under which function the case falls"
    button = "Save"
    done = "The function is kept. The case page shows who may decide."
    lede = "The function decides who may decide alone, and up to how much. Where the scheme names none, the Leader decides or allocates."

    def next_url(self, outcome: desk.Outcome) -> str:
        """Back to the step at which it was asked."""
        return safe_next(self.request, "") or super().next_url(outcome)

    def form_arguments(self) -> dict:
        found = answer_for(self.case, local_date(self.at))
        return {"functions": functions(), "initial": {"function": found.function, "reasons": found.proposed.why if found.proposed else ""}}


class Choosing:
    """What both pages share on which the Leader says who decides: who can be chosen, and what that does to the notice."""

    form_class = AllocationForm
    service = staticmethod(allocate)
    title = "Allocate the decision"
    done = "The matter is allocated. The proper officer puts it before the decision-maker."
    lede = "You arrange who decides this one matter. Nobody else may then decide it, until you allocate it again."

    def form_arguments(self) -> dict:
        bodies = Body.objects.filter(kind__in=Body.EXECUTIVE).order_by("kind", "pk")
        in_scheme = Delegation.objects.filter(executive=True).values("office")
        officers = Q(role__in=DECIDING_OFFICERS, body__organisation__kind="COUNCIL", pk__in=in_scheme)
        out = out_of(self.case, local_date(self.at))
        members = Office.objects.filter(Q(role__in=EXECUTIVE, body__kind="CABINET") | officers).exclude(pk__in=out).order_by("order", "pk")
        named = [(f"body:{body.pk}", body.name) for body in bodies] + [(f"office:{one.pk}", one.title) for one in members]
        return {"makers": named}

    def arguments(self, form: AllocationForm) -> dict:
        kind, _, pk = form.cleaned_data["to"].partition(":")
        chosen = {"body": Body.objects.get(pk=pk)} if kind == "body" else {"office": Office.objects.get(pk=pk)}
        return {"reasons": form.cleaned_data["reasons"], **chosen}

    def standing_now(self) -> dict:
        """Who may decide now, and the notice that names somebody already."""
        found = answer_for(self.case, local_date(self.at))
        notice = live_notice(self.case) if found.answer.is_key else None
        words = (
            f"Notice {notice.reference} names {notice.content['maker']['name']} as decision-maker. If you choose anybody else, "
            "a new notice is needed, with a new 28 clear days or one of the two urgent ways; the agenda cannot be published before."
        ) if notice else ""  # fmt: skip
        return {"authority": found, "notice": notice, "notice_words": words}


class Allocate(Choosing, CaseActView):
    """The Leader says of their own accord who decides: the Cabinet, a committee of it, one member, or an officer."""

    act = "function.allocate"
    template_name = "decisions/allocate.html"

    def get_context_data(self, form: AllocationForm | None = None, refusal: Refusal | None = None, **kwargs: object) -> dict:
        return super().get_context_data(form=form, refusal=refusal, **self.standing_now(), **kwargs)


class AllocateTask(Choosing, TaskView):
    """The Leader is asked who decides, because the member has an interest or the scheme names nobody."""

    kind = "function.allocate"
    template_name = "decisions/allocate_task.html"

    def context(self, form: AllocationForm) -> dict:
        return {"lede": self.lede, **self.standing_now()}


class NotifyInterest(CaseActView):
    """An officer's own notice under section 117; the Monitoring Officer reads it on the page about the law of the case."""

    act = "interest.notify"
    form_class = OfficerInterestForm
    service = staticmethod(notify_interest)
    title = "Give notice of an interest"
    done = "The notice is kept. You take no further part in this case."
    lede = (
        "An officer with a pecuniary interest in a contract gives written notice of it (Local Government Act 1972 section "
        "117). From then on you write, clear, certify and decide nothing in this case: the officers’ code of conduct and the "
        "rule against bias keep you out."
    )


class LogReportGap(CaseActView):
    """Democratic services say that a published report lacks a part to which it refers."""

    act = "report.gap"
    form_class = ReportGapForm
    service = staticmethod(log_report_gap)
    title = "Log that the report lacks a part"
    done = "It is logged. Until it is mended the report does not count as available."
    lede = "A report that refers to something unpublished does not count as available, so nobody may decide on it yet."


TASK_VIEWS = [AllocateTask]
urlpatterns = [
    path("cases/<int:year>/<slug:number>/function/", NameFunction.as_view(), name="case_function"),
    path("cases/<int:year>/<slug:number>/allocate/", Allocate.as_view(), name="case_allocate"),
    path("cases/<int:year>/<slug:number>/interest/", NotifyInterest.as_view(), name="case_interest"),
    path("cases/<int:year>/<slug:number>/report-gap/", LogReportGap.as_view(), name="case_report_gap"),
]
