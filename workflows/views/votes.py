"""A member's vote."""

from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse

from commissioning.rules.refusals import Refusal
from decisions.forms.votes import VoteForm
from decisions.models import RecordedVote
from decisions.selectors.ssmt import dissent
from decisions.services.incidents import report_barred_vote
from decisions.services.votes import cast_vote
from workflows import desk
from workflows.views.correctable import CorrectableTask
from workflows.views.decisions import find_item


class VoteTask(CorrectableTask):
    """A member's vote: one sentence, the money, the dissent, three big choices."""

    kind = "vote.cast"
    title = "Your vote"
    done = "Your vote is recorded. If it was a slip, you can correct it until the chair closes the vote."
    template_name = "decisions/vote_cast.html"
    form_class = VoteForm
    service = cast_vote

    def recorded(self) -> RecordedVote:
        if not hasattr(self, "_recorded"):
            self._recorded = RecordedVote.objects.filter(pk=self.duty.subject_id, case=self.case).first()
        return self._recorded

    def may_correct(self) -> bool:
        return self.recorded() is not None and self.recorded().is_open

    def form_arguments(self) -> dict:
        last = self.duty.votes.filter(person=self.request.user).order_by("-n").first()
        return {"initial": {"choice": last.choice, "is_correction": True}} if last else {}

    def page(self, form: VoteForm, refusal: Refusal | None = None) -> HttpResponse:
        """A member barred by an interest is refused, and the Monitoring Officer hears of it."""
        if refusal is not None and refusal.code == "vote.interest":
            reporter = replace(self.actor, request=f"{self.actor.request}-incident")
            desk.act(self.case, report_barred_vote, by=reporter, duty=self.duty.pk)
        if refusal is not None and refusal.code == "vote.twice":  # what was tapped stays; sent from here it is a correction
            form = VoteForm(initial={"choice": form.cleaned_data["choice"], "is_correction": True})
        return super().page(form, refusal=refusal)

    def context(self, form: VoteForm) -> dict:
        item = find_item(self.recorded().item_id)
        return {
            "recorded": self.recorded(),
            "item": item,
            "version": item.version,
            "dissent": dissent(self.case),
            "earlier": self.duty.votes.filter(person=self.request.user).order_by("n"),
        }

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("meeting_live", args=[find_item(self.recorded().item_id).meeting_id])
