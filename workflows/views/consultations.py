"""Consulting on a case: the case's consultations, beginning one, extending it, and telling people of it."""

from pathlib import PurePath

from django.http import Http404
from django.urls import path, reverse

from commissioning import access
from commissioning.models import Case, Consultation
from commissioning.rules.consultations import WORDS, state
from commissioning.rules.dates import local_date
from commissioning.selectors.consultations import consultation_in, consultations_of
from commissioning.views.base import StaffView, actor_of
from decisions.forms.consultations import ConsultForm, ExtendForm, PublicityForm, ResultForm, ReviewForm
from decisions.selectors.overlays import pre_election_periods
from decisions.services.consultations import (
    Upload,
    extend_consultation,
    open_consultation,
    publicise,
    record_result,
    review_consultation,
)
from workflows import desk
from workflows.views.case_act import CaseActView
from workflows.views.case_page import CasePage
from workflows.views.task import TaskView


class Consultations(StaffView):
    """Every consultation of a case, and what may be done with each."""

    act = "case.read"
    template_name = "workflows/consultations.html"
    subject = CasePage.subject

    def get_context_data(self, **kwargs: object) -> dict:
        case, today = self.subject(), local_date(self.at)
        found = consultations_of(case).prefetch_related("results")
        rows = [(row, WORDS[state(row.opens_on, row.closes_on, today)], row.closes_on >= today) for row in found]
        by = actor_of(self.request)
        may = {act: case.is_open and access.may(by, f"consultation.{act}", case, self.at) is not None for act in ("open", "extend", "promote", "result")}
        return super().get_context_data(case=case, rows=rows, may=may, periods=pre_election_periods(self.at), **kwargs)


class ConsultationAct(CaseActView):
    """A form about consulting; back to the case's consultations when it is done."""

    asks_override = False

    def form_arguments(self) -> dict:
        office = self.standing.office
        may = office is not None and office.role == "MONITORING_OFFICER"
        return {"may_override": may} if self.asks_override else {}

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("case_consultations", args=self.case.reference.split("/"))


class Consult(ConsultationAct):
    """Begin a consultation."""

    act = "consultation.open"
    asks_override = True
    form_class = ConsultForm
    service = staticmethod(open_consultation)
    title = "Publish a consultation"
    button = "Publish it"
    done = "The consultation is published."
    lede = "It is public at once, with its first and its last day. The proposal is submitted, and the decision made, after it has closed."

    def arguments(self, form: ConsultForm) -> dict:
        return {"new": form.new()}


class OneConsultation(ConsultationAct):
    """A form about one consultation of the case."""

    def subject(self) -> Case:
        case = super().subject()
        if not hasattr(self, "row"):
            row = consultation_in(case, self.kwargs["n"])
            if row is None:
                raise Http404
            self.row: Consultation = row
        return case

    def arguments(self, form) -> dict:
        return {"n": self.row.n, **form.cleaned_data}


class Extend(OneConsultation):
    """Let it run longer."""

    act = "consultation.extend"
    form_class = ExtendForm
    service = staticmethod(extend_consultation)
    title = "Extend the consultation"
    button = "Extend it"
    done = "The consultation is extended."


class Publicise(OneConsultation):
    """Tell people of it."""

    act = "consultation.promote"
    asks_override = True
    form_class = PublicityForm
    service = staticmethod(publicise)
    title = "Tell people of the consultation"
    button = "Record it"
    done = "It is recorded, and shown on the consultation’s page."
    lede = "Record a campaign, an event or a post before it goes out. In a pre-election period nothing is promoted; the consultation itself goes on."


class Results(OneConsultation):
    """What people said, and what was changed because of it or why not; a second time as a correction."""

    act = "consultation.result"
    form_class = ResultForm
    service = staticmethod(record_result)
    title = "Record what people said"
    button = "Record and publish it"
    done = "It is published, and goes into the next version of the proposal."
    lede = "Residents read it beside the consultation, and the decision-makers take it into account before they decide."

    def subject(self) -> Case:
        case = super().subject()
        if not hasattr(self, "earlier"):
            self.earlier = self.row.results.order_by("-n").first()
        return case

    def form_arguments(self) -> dict:
        old = self.earlier
        known = {"answered": old.answered, "summary": old.summary, "change": old.change, "response": old.response} if old else {}
        return {"is_correction": old is not None, "initial": known}

    def make_form(self, data: object = None) -> ResultForm:
        if data is None or not self.request.FILES:
            return super().make_form(data)
        return ResultForm(data, self.request.FILES, **self.form_arguments())

    def arguments(self, form: ResultForm) -> dict:
        file = form.cleaned_data["file"]
        kind = PurePath(file.name).suffix.lower().lstrip(".") if file else ""
        return {"n": self.row.n, "result": form.result(), "file": Upload(file.read(), kind) if file else None}


class ReviewTask(TaskView):
    """A pre-election period begins while a consultation runs: is it extended?"""

    kind = "consultation.review"
    title = "Say whether the consultation is extended"
    done = "Your answer is recorded."
    template_name = "decisions/consultation_review.html"
    form_class = ReviewForm
    service = review_consultation

    def context(self, form: ReviewForm) -> dict:
        return {
            "row": Consultation.objects.select_related("case").filter(pk=self.duty.subject_id, case=self.case).first(),
            "periods": pre_election_periods(self.at),
        }


TASK_VIEWS = [ReviewTask]
CASE = "cases/<int:year>/<slug:number>/"
urlpatterns = [
    path(f"{CASE}consultations/", Consultations.as_view(), name="case_consultations"),
    path(f"{CASE}consultations/new/", Consult.as_view(), name="case_consult"),
    path(f"{CASE}consultations/<int:n>/extend/", Extend.as_view(), name="case_consultation_extend"),
    path(f"{CASE}consultations/<int:n>/results/", Results.as_view(), name="case_consultation_results"),
    path(f"{CASE}consultations/<int:n>/tell/", Publicise.as_view(), name="case_consultation_tell"),
]
