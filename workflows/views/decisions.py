"""Stating the Cabinet's outcome, and one member or officer deciding alone."""

from django.contrib.auth.mixins import AccessMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views import View

from commissioning import access, clock
from commissioning.models import Duty
from commissioning.rules.dates import local_date
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.consultations import any_consultation, results_of
from commissioning.selectors.rows import only
from commissioning.views.base import actor_of
from decisions.forms.decisions import IndividualDecisionForm, OutcomeForm, PassOnForm
from decisions.forms.votes import MotionForm
from decisions.models import AgendaItem
from decisions.rules.delegations import OFFICERS
from decisions.rules.local_words import cited, votes_by_name
from decisions.rules.outcomes import looks_back
from decisions.rules.report_parts import parts
from decisions.selectors.case_authority import condition_of
from decisions.selectors.clearances import sheet
from decisions.selectors.decisions import scheme_of
from decisions.selectors.key_decision_notices import is_key, live_notice
from decisions.selectors.makers import is_executive, maker_of
from decisions.selectors.reconsiderations import decides_alone
from decisions.selectors.short_forms import short_form_of
from decisions.selectors.sign_offs import acts_that_count, late_objections, missing_signatures
from decisions.selectors.ssmt import dissent
from decisions.selectors.votes import latest_recorded_vote, presiders, room, votes_that_count
from decisions.services.decisions import state_outcome
from decisions.services.individual_decisions import decide_individually, pass_on
from decisions.services.reconsiderations_left import leave_reconsideration
from decisions.services.votes import close_vote, open_vote
from workflows import desk
from workflows.views.task import TaskView, find_duty

DONE_AS = {
    "DEFERRED": "The item is put off. Democratic services bring it to another meeting.",
    "REFERRED": "The item is referred to the council. Nothing is decided on it until it comes back.",
    "REGULARISED": "It is put on record, which is no authority for what was done. The proper officer publishes the record.",
}
PRESIDED = ("item.outcome", "reconsider.decide")


def find_item(pk: int | None) -> AgendaItem | None:
    """The item with meeting and version."""
    items = AgendaItem.objects.select_related("meeting__body", "meeting__chair", "version", "case__constitution", "maker")
    return only(items.filter(pk=pk).annotate(has_consultation=any_consultation("case")))


def sitting_context(item: AgendaItem, at: object) -> dict:
    """What chair and clerk see of an item: the room, what is missing, the vote as far as anybody may see it."""
    recorded = latest_recorded_vote(item)
    now = room(item, at)
    cast = votes_that_count(recorded) if recorded and recorded.is_open else {}
    offices = {member.office.pk: member.office for member in now.voters}
    return {
        "item": item,
        "meeting": item.meeting,
        "version": item.version,
        "room": now,
        "recorded": recorded,
        "not_voted": [office.title for pk, office in offices.items() if pk not in cast] if recorded else [],
    }


class DecidingTask(TaskView):
    """A page whose act is a decision; what it says afterwards follows from what was decided."""

    def told(self, outcome: desk.Outcome) -> str:
        return self.done if outcome.result is None else DONE_AS.get(outcome.result.outcome, self.done)


class ItemOutcomeTask(DecidingTask):
    """The person presiding: mode, count, outcome, reasons, alternatives."""

    kind = "item.outcome"
    title = "State the outcome"
    done = "The decision is made. The proper officer certifies and publishes the record."
    template_name = "decisions/item_outcome.html"
    form_class = OutcomeForm
    service = state_outcome

    def form_arguments(self) -> dict:
        self.item = find_item(self.duty.subject_id)
        self.acts = acts_that_count(self.item.case)
        self.objections = late_objections(self.item, self.acts)
        return {"objections": bool(self.objections)}

    def arguments(self, form: OutcomeForm) -> dict:
        return {"words": form.words(), "manner": form.manner()}

    def context(self, form: OutcomeForm) -> dict:
        item = self.item
        recommended = item.version.content.get("recommendations", ())
        return sitting_context(item, self.at) | {
            "results": results_of(item.case) if item.has_consultation else [],
            "subject_to": missing_signatures(item.case, item.version, self.acts),
            "dissent": dissent(item.case),
            "objections": self.objections,
            "recommendations": recommended,
            "looks_back": looks_back(row["text"] for row in recommended),
            "motion_form": MotionForm(initial={"motion": "To agree the recommendations of the report."}),
            "may_call_vote": item.meeting.closed_at is None,
        }


class ClerkTask(TaskView):
    """A page of the chair's duty that the clerk opens as well."""

    def opens_for_the_clerk(self, request: HttpRequest, duty: Duty) -> bool:
        """Whether the person minutes the meeting; then everything that the page needs is set."""
        self.duty, self.case, self.at = duty, duty.case, clock.now()
        self.actor = actor_of(request, request.POST.get("request_key", ""))
        self.standing = access.may(self.actor, "item.minute", self.case, self.at)
        item = find_item(duty.subject_id) if duty.kind in PRESIDED and self.standing is not None else None
        return item is not None and item.meeting is not None

    def as_clerk(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self.duty.is_open:
            return self.already_done(request)
        return View.dispatch(self, request, *args, **kwargs)


class MinutePage(ClerkTask):
    """The clerk enters what was stated, and who presided where the chair took no part in the item."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        duty = find_duty(kwargs["pk"])
        if duty.kind != self.kind or not self.opens_for_the_clerk(request, duty):
            raise Http404
        return self.as_clerk(request, *args, **kwargs)

    def who_may_preside(self) -> list[tuple[int, str]]:
        """Members in the room, only where the chair is not there or is barred."""
        found = presiders(room(find_item(self.duty.subject_id), self.at))
        return [(member.person.pk, f"{member.person.name}, {member.office.title}") for member in found]

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("meeting_live", args=[find_item(self.duty.subject_id).meeting_id])


class MinuteTask(MinutePage, ItemOutcomeTask):
    """The clerk enters what the chair has stated; whoever does so cannot certify the record. Where the chair is not there
    or an interest keeps the chair out of the item, the clerk says who presided instead."""

    title = "Enter the outcome for the chair"
    done = "The outcome is entered. Somebody else certifies the record."

    def form_arguments(self) -> dict:
        found = super().form_arguments()
        self.presiders = self.who_may_preside()
        return found | {"presiders": self.presiders}

    def context(self, form: OutcomeForm) -> dict:
        return super().context(form) | {"may_call_vote": bool(self.presiders) and self.item.meeting.closed_at is None}


class PresidingTask(ClerkTask):
    """A single step of the chair on an item, for decisions and reconsiderations alike."""

    template_name = "decisions/vote_open.html"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        duty = find_duty(kwargs["pk"])
        if duty.kind not in PRESIDED:
            raise Http404
        self.kind = duty.kind
        self.is_clerk = request.user.is_authenticated and self.opens_for_the_clerk(request, duty)
        if self.is_clerk:
            return self.as_clerk(request, *args, **kwargs)
        return super().dispatch(request, *args, **{**kwargs, "duty": duty})

    def context(self, form: object) -> dict:
        return sitting_context(find_item(self.duty.subject_id), self.at)

    def next_url(self, outcome: desk.Outcome) -> str:
        page = {"item.outcome": "duty_minute", "reconsider.decide": "duty_minute_answer"}[self.kind] if self.is_clerk else "duty"
        return reverse(page, args=[self.duty.pk])


class VoteOpenTask(PresidingTask):
    """Call a vote by name."""

    title = "Open a recorded vote"
    done = "The vote is open. Members in the room vote in the app."
    form_class = MotionForm
    service = open_vote

    def form_arguments(self) -> dict:
        return {"initial": {"motion": "To agree the recommendations of the report."}}

    def context(self, form: MotionForm) -> dict:
        constitution = constitution_of(self.case)
        words = cited(constitution, "voting.recorded_vote_members", *votes_by_name(constitution.voting))
        return super().context(form) | {"votes_by_name": words}


class VoteCloseTask(PresidingTask):
    """Close it and count."""

    title = "Close the vote"
    done = "The vote is closed and counted."
    template_name = "decisions/vote_close.html"
    service = close_vote


class AloneTask(DecidingTask):
    """A page of one person with delegated power: a member of the executive or an officer."""

    def maker(self) -> str:
        """The kind of decision-maker, from the case and the office, which are read already."""
        return maker_of(self.case, self.duty.office)

    def who(self) -> dict:
        """For the words of the page."""
        return {"is_officers": self.maker() in OFFICERS, "is_executive": is_executive(self.case)}


class DecisionMakeTask(AloneTask):
    """One member or officer with delegated power decides; the act is the decision."""

    kind = "decision.make"
    title = "Decide"
    done = "You have decided. The proper officer certifies and publishes the record."
    template_name = "decisions/decision_make.html"
    form_class = IndividualDecisionForm
    service = decide_individually

    def form_arguments(self) -> dict:
        item = find_item(self.duty.subject_id)
        self.objections = late_objections(item)
        self.results = results_of(self.case) if item.has_consultation else []
        return {
            "has_results": bool(self.results),
            "maker": self.maker(),
            "condition": condition_of(self.case, item.maker, item.version, local_date(self.at)),
            "objections": bool(self.objections),
            "short_form": short_form_of(self.case, self.maker(), item.version),
        }

    def arguments(self, form: IndividualDecisionForm) -> dict:
        said = form.cleaned_data
        return {
            "words": form.words(),
            "consulted": form.consultation(),
            "declared": form.conflicts(),
            **{name: said[name] for name in ("documents", "equality_read", "interest", "nature")},
        }

    def context(self, form: IndividualDecisionForm) -> dict:
        item = find_item(self.duty.subject_id)
        return self.who() | {
            "item": item,
            "version": item.version,
            "looks_back": looks_back(row["text"] for row in item.version.content.get("recommendations", ())),
            "parts": parts(item.version.content),
            "sheet": sheet(self.case),
            "scheme": [line for line, rule in scheme_of(self.duty.office).items() if rule.maker == self.maker()],
            "notice": live_notice(self.case) if is_key(self.case) else None,
            "subject_to": missing_signatures(self.case, item.version),
            "dissent": dissent(self.case),
            "objections": self.objections,
            "results": self.results,
        }


class PassOnTask(AloneTask):
    """Let the Cabinet, or another officer, decide instead."""

    kind = "decision.make"
    title = "Pass the decision to the Cabinet"
    left = "Leave the decision to somebody else"
    done = "The Cabinet decides. The proper officer puts it on an agenda."
    done_by_officer = "You have left the decision. The proper officer puts it before somebody else."
    template_name = "decisions/decision_pass.html"
    form_class = PassOnForm
    service = pass_on

    def form_arguments(self) -> dict:
        return {"maker": self.maker()}

    def context(self, form: PassOnForm) -> dict:
        officers = {"title": self.left} if self.maker() in OFFICERS else {}
        return self.who() | officers | {"version": find_item(self.duty.subject_id).version}

    def told(self, outcome: desk.Outcome) -> str:
        return self.done_by_officer if self.maker() in OFFICERS else self.done


class LeaveReconsiderationTask(PassOnTask):
    """Let the Cabinet, or another officer, answer the call-in instead."""

    kind = "reconsider.decide"
    title = "Pass the reconsideration to the Cabinet"
    left = "Leave the reconsideration to somebody else"
    done = "The Cabinet reconsiders it. The proper officer puts it on an agenda."
    done_by_officer = "You have left the reconsideration. The proper officer puts it before somebody else."
    template_name = "decisions/reconsider_pass.html"
    service = leave_reconsideration

    def form_arguments(self) -> dict:
        return super().form_arguments() | {"does": "reconsider it"}


class PassPage(AccessMixin, View):
    """One address for both: what one person alone was asked to decide, or to reconsider."""

    is_public = False

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        duty = find_duty(kwargs["pk"])
        if duty.kind == "reconsider.decide" and not decides_alone(duty):
            raise Http404
        page = LeaveReconsiderationTask if duty.kind == "reconsider.decide" else PassOnTask
        return page.as_view()(request, *args, **{**kwargs, "duty": duty})


TASK_VIEWS = [ItemOutcomeTask, DecisionMakeTask]
urlpatterns = [
    path("duties/<int:pk>/minute/", MinuteTask.as_view(), name="duty_minute"),
    path("duties/<int:pk>/vote/open/", VoteOpenTask.as_view(), name="duty_vote_open"),
    path("duties/<int:pk>/vote/close/", VoteCloseTask.as_view(), name="duty_vote_close"),
    path("duties/<int:pk>/pass/", PassPage.as_view(), name="duty_pass"),
]
