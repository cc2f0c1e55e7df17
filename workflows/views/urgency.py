"""Democratic services ask for agreement to urgency or publish a general exception; whoever is asked answers."""

from dataclasses import replace

from django.http import HttpResponse
from django.urls import path

from commissioning.models import Body, Office
from commissioning.rules.dates import instant, local_date, local_time
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from decisions.forms.urgency import AnswerUrgencyForm, AskUrgencyForm, GeneralExceptionForm
from decisions.rules.local_words import consulted_first
from decisions.rules.urgency import Kind
from decisions.selectors.key_decision_notices import decision_makers, reckon_notice
from decisions.selectors.urgency import (
    chain,
    exceptions_of,
    exemption_rules,
    reckon_exception,
    requests_of,
    unable_of,
    whom_to_inform,
)
from decisions.services.general_exceptions import Exception10, publish_exception
from decisions.services.notice_content import Copy
from decisions.services.urgency import Question, answer_urgency, ask_consent
from decisions.services.void_reviews import report_late_agreement
from workflows import desk
from workflows.views.case_act import CaseActView
from workflows.views.task import TaskView

ROLE_FIELDS = {"chair": "SCRUTINY_CHAIR", "mayor": "CIVIC_MAYOR"}


def makers() -> list[tuple[str, str]]:
    """Who may decide, as pairs for a list."""
    bodies, offices = decision_makers()
    return [(f"body:{body.pk}", body.name) for body in bodies] + [
        (f"office:{office.pk}", f"{office.title}, alone") for office in offices
    ]


def maker_of(choice: str) -> dict:
    """The body or the member behind a choice of that list."""
    kind, _, pk = choice.partition(":")
    return {"body": Body.objects.get(pk=pk)} if kind == "body" else {"member": Office.objects.get(pk=pk)}


def first_maker(name: str = "") -> str:
    """The choice for a maker of that name; without one, the Cabinet."""
    bodies, offices = decision_makers()
    named = [f"body:{body.pk}" for body in bodies if body.name == name]
    named += [f"office:{office.pk}" for office in offices if office.title == name]
    return named[0] if named else f"body:{bodies[0].pk}" if bodies else ""


class AskUrgency(CaseActView):
    """Special urgency, a private meeting at short notice, or no call-in: one question to the one who may answer."""

    act = "urgency.ask"
    template_name = "decisions/urgency_ask.html"
    form_class = AskUrgencyForm
    service = staticmethod(ask_consent)
    title = "Ask for agreement to urgency"
    button = "Ask"
    done = "The question is with the person who may agree. The answer comes before the act."

    def form_arguments(self) -> dict:
        return {"makers": makers(), "initial": {"decide_by": local_date(self.at)}}

    def prepared(self) -> dict:
        return {**super().prepared(), "maker": first_maker(self.request.GET.get("maker", ""))}

    def arguments(self, form: AskUrgencyForm) -> dict:
        said = form.cleaned_data
        question = Question(
            kind=Kind(said["kind"]), decide_by=said["decide_by"], reasons=said["reasons"], **maker_of(said["maker"])
        )
        return {"question": question, "unable": {place: said[name] for name, place in ROLE_FIELDS.items() if said[name]}}

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(
            chain=chain(self.at, {}),
            exemption=(exemption := exemption_rules(self.case)),
            consulted_first=consulted_first(exemption),
            exception=reckon_exception(self.case, self.at),
            requests=requests_of(self.case),
            **kwargs,
        )


class PublishException(CaseActView):
    """Notice under regulation 10 with its reasons: five clear days, nobody's consent."""

    act = "exception.publish"
    template_name = "decisions/exception_publish.html"
    form_class = GeneralExceptionForm
    service = staticmethod(publish_exception)
    title = "Publish a general exception"
    button = "Publish notice and reasons"
    done = "The notice is published and its five clear days are running."

    def form_arguments(self) -> dict:
        now = local_time(self.at).replace(second=0, microsecond=0)
        address = constitution_of(self.case).publication.office_address
        today = local_date(self.at)
        return {
            "makers": makers(),
            "initial": {
                "matter": self.case.question,
                "decide_on": reckon_exception(self.case, self.at).next_working,
                "informed_on": today,
                "informed_time": now,
                "informed_how": "By email",
                "copy_place": address,
                "copy_placed_by": self.request.user.name,
                "copy_on": today,
                "copy_time": now,
            },
        }

    def prepared(self) -> dict:
        return {**super().prepared(), "maker": first_maker(self.request.GET.get("maker", ""))}

    def arguments(self, form: GeneralExceptionForm) -> dict:
        said = form.cleaned_data
        stated = Exception10(
            matter=said["matter"], decide_on=said["decide_on"], category=said["category"], why=said["why"],
            informed_at=instant(said["informed_on"], said["informed_time"]), informed_how=said["informed_how"],
            **maker_of(said["maker"]),
        )  # fmt: skip
        copy = Copy(said["copy_place"], said["copy_placed_by"], instant(said["copy_on"], said["copy_time"]))
        return {"stated": stated, "copy": copy}

    def get_context_data(self, **kwargs: object) -> dict:
        has_chair, people = whom_to_inform(self.at)
        return super().get_context_data(
            has_chair=has_chair,
            people=people,
            reckoning=reckon_exception(self.case, self.at),
            full=reckon_notice(self.case, self.at),
            published=exceptions_of(self.case),
            **kwargs,
        )


class AnswerUrgency(TaskView):
    """The one who is asked agrees, refuses, or says that they cannot act."""

    kind = "urgency.answer"
    title = "Answer whether it is urgent"
    done = "Your answer is recorded."
    template_name = "decisions/urgency_answer.html"
    form_class = AnswerUrgencyForm
    service = staticmethod(answer_urgency)

    def page(self, form: AnswerUrgencyForm, refusal: Refusal | None = None) -> HttpResponse:
        """Agreement after the decision is refused, and the decision is looked into."""
        if refusal is not None and refusal.code == "urgency.too_late":
            reporter = replace(self.actor, request=f"{self.actor.request}-void")
            desk.act(self.case, report_late_agreement, by=reporter, duty=self.duty.pk)
        return super().page(form, refusal=refusal)

    def context(self, form: AnswerUrgencyForm) -> dict:
        asked = requests_of(self.case).filter(pk=self.duty.subject_id).first()
        statutory = asked is not None and asked.kind != Kind.CALL_IN_EXEMPTION
        return {
            "asked": asked,
            "steps": chain(self.at, unable_of(asked)).steps if statutory else (),
        }


TASK_VIEWS = [AnswerUrgency]
urlpatterns = [
    path("cases/<int:year>/<slug:number>/urgency/", AskUrgency.as_view(), name="case_urgency_ask"),
    path("cases/<int:year>/<slug:number>/general-exception/", PublishException.as_view(), name="case_exception"),
]
