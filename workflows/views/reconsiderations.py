"""Bringing a called-in decision back, and the decision-maker's answer to each concern."""

from django.urls import path

from commissioning.models import Body, Office
from commissioning.rules.dates import local_date
from commissioning.selectors.constitutions import constitution_of
from decisions.forms.reconsiderations import AnswersForm, BringBackForm, MeetingAnswersForm, MemberAnswersForm
from decisions.models import AgendaItem, Meeting
from decisions.rules.delegations import OFFICERS
from decisions.rules.local_words import cited, reconsidered_where
from decisions.rules.report_parts import parts
from decisions.selectors.case_authority import allocation_of, condition_of, out_of
from decisions.selectors.key_decision_notices import is_key
from decisions.selectors.makers import is_executive, maker_of
from decisions.selectors.reconsiderations import (
    call_in_reference,
    called_in_decision,
    concerns,
    decides_alone,
    how_left,
    is_answered_by_other,
    meetings_to_reconsider,
    people_to_reconsider,
)
from decisions.services.reconsiderations import reconsider, schedule_reconsideration
from workflows import desk
from workflows.views.decisions import MinutePage, find_item, sitting_context
from workflows.views.meetings import label
from workflows.views.task import TaskView


class BringBackTask(TaskView):
    """The proper officer puts the decision on the agenda of a coming meeting, or before another person where one left it."""

    kind = "reconsider.schedule"
    title = "Bring the decision back"
    template_name = "decisions/reconsider_schedule.html"
    form_class = BringBackForm
    service = schedule_reconsideration

    def form_arguments(self) -> dict:
        self.original = called_in_decision(self.case)
        meetings = meetings_to_reconsider(self.case, self.at)[:12]
        pairs = [(str(meeting.pk), label(meeting)) for meeting in meetings]
        people = [(office.pk, office.title) for office in people_to_reconsider(self.case, local_date(self.at))]
        only = len(pairs) == 1 and not people
        return {"meetings": pairs, "people": people, "initial": {"meeting": pairs[0][0]} if only else {}}

    def arguments(self, form: BringBackForm) -> dict:
        if form.office is not None:
            return {"maker": Office.objects.select_related("body__organisation").get(pk=form.office)}
        return {
            "meeting": Meeting.objects.select_related("body", "chair").get(pk=form.cleaned_data["meeting"])
        }

    def told(self, outcome: desk.Outcome) -> str:
        if outcome.result is not None and outcome.result.maker is not None:
            return f"{outcome.result.maker.title} is asked to reconsider the decision."
        return "The decision is on the agenda again."

    def context(self, form: BringBackForm) -> dict:
        rules = constitution_of(self.case)
        return {
            "form": form if form.fields["meeting"].choices else None,  # nothing to choose: call a meeting first
            "decision": self.original,
            "concerns": concerns(self.case),
            "call_in": call_in_reference(self.case),
            "reconsidered_where": cited(rules, "call_in.reconsider", reconsidered_where(rules.call_in.reconsider)),
            **self.elsewhere(),
        }

    def elsewhere(self) -> dict:
        """Which body would have to meet, who left it, and what the Leader has said since."""
        if self.original.mode != "INDIVIDUAL":
            return {"body": self.original.body_id}
        body, allocation = None, allocation_of(self.case)
        if is_executive(self.case):
            body = allocation.body if allocation else Body.objects.filter(kind="CABINET").order_by("pk").first()
        return {
            "body": body.pk if body else None,
            "left": how_left(self.case),
            "is_moved": True,
            "is_executive": is_executive(self.case),
            "allocation": allocation if allocation and allocation.office_id not in out_of(self.case, local_date(self.at)) else None,
        }


class ReconsiderTask(TaskView):
    """Confirm, amend or rescind, with an answer to every concern."""

    kind = "reconsider.decide"
    title = "Reconsider the decision"
    done = "The answer to scrutiny is recorded."
    template_name = "decisions/reconsider_decide.html"
    form_class = AnswersForm
    service = reconsider

    def who_may_preside(self) -> list[tuple[int, str]]:
        """Asked of the clerk only: the chair presides."""
        return []

    def make_form(self, *data: object) -> AnswersForm:
        self.decision = called_in_decision(self.case)
        self.alone = decides_alone(self.duty)
        if not self.alone:
            return MeetingAnswersForm(*data, concerns=concerns(self.case), presiders=self.who_may_preside())
        self.to_amend = condition_of(self.case, self.duty.office, self.decision.version, local_date(self.at))
        own = self.decision.maker_office_id == self.duty.office_id  # somebody else answers by the scheme of today
        self.condition = self.decision.delegation.get("conditions", "") if own else self.to_amend
        asked = {"condition": self.condition, "to_amend": self.to_amend, "maker": maker_of(self.case, self.duty.office)}
        return MemberAnswersForm(*data, concerns=concerns(self.case), **asked)

    def arguments(self, form: AnswersForm) -> dict:
        said = {
            "result": form.cleaned_data["result"],
            "answers": form.answers(),
            "words": form.words("AGREED"),
        }
        if self.alone:
            own = {name: form.cleaned_data[name] for name in ("interest", "nature")}
            return said | own | {"consulted": form.consultation(), "declared": form.conflicts()}
        return said | {"manner": form.manner()}

    def context(self, form: AnswersForm) -> dict:
        item = find_item(self.duty.subject_id)
        shown = {"item": item, "version": item.version} if self.alone else sitting_context(item, self.at)
        return shown | {
            "decision": self.decision,
            "call_in": call_in_reference(self.case),
            "alone": self.alone,
            "is_officers": self.alone and maker_of(self.case, self.duty.office) in OFFICERS,
            "left": how_left(self.case),
            "asks_notice": self.maker_without_notice(item),
            "condition": self.condition if self.alone else "",
            "to_amend": self.to_amend if self.alone else "",
            "parts": parts(item.version.content),
            "may_call_vote": True,
        }


    def maker_without_notice(self, item: AgendaItem) -> str:
        """Who needs a notice of their own to amend a key decision that somebody else made; "" for nobody."""
        if not is_key(self.case) or not is_answered_by_other(self.decision, item):
            return ""
        return item.maker.title if item.maker else item.meeting.body.name


class MinuteAnswerTask(MinutePage, ReconsiderTask):
    """The clerk enters the answer that was stated at the meeting, as with any other outcome."""

    title = "Enter the answer for the chair"
    done = "The answer is entered. Somebody else certifies the record."

    def context(self, form: AnswersForm) -> dict:
        return super().context(form) | {"may_call_vote": bool(self.who_may_preside())}


TASK_VIEWS = [BringBackTask, ReconsiderTask]
urlpatterns = [path("duties/<int:pk>/minute/answer/", MinuteAnswerTask.as_view(), name="duty_minute_answer")]
