"""Task pages of the evidence pack: write it, name a peer, review, approve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse

from commissioning.forms.evidence_packs import (
    AboutForm,
    ApprovalForm,
    ClaimForm,
    IndicatorForm,
    PeerForm,
    ReviewForm,
    SourceForm,
)
from commissioning.rules.dates import local_date
from commissioning.rules.evidence import data_warning
from commissioning.rules.evidence_packs import newest_data, pack_gaps
from commissioning.selectors.drafts import Part, latest_of
from commissioning.selectors.evidence_packs import (
    challenges_of,
    eligible_peers,
    latest_review,
    pack_content,
    pack_figures,
)
from commissioning.services.evidence_packs import (
    approve_pack,
    remove_pack_part,
    review_pack,
    save_pack_part,
    submit_pack,
)
from workflows import desk
from workflows.views.converters import PACK_PART
from workflows.views.drafts import DraftPage
from workflows.views.task import TaskView

FORMS = {"S": SourceForm, "I": IndicatorForm, "C": ClaimForm}
TITLES = {"S": "Source", "I": "Indicator", "C": "Claim"}


class PackWrite(TaskView):
    """What the pack has and what it lacks; from here it goes to a peer."""

    kind = "pack.write"
    title = "Write the evidence pack"
    done = "The pack is with the peer reviewer."
    template_name = "commissioning/pack_write.html"
    service = staticmethod(submit_pack)

    def make_form(self, *data: object) -> PeerForm:
        peers = eligible_peers(self.case, self.at)
        peers.pop(self.request.user, None)  # who sends the pack has written it
        return PeerForm(*data, peers=peers)

    def context(self, form: PeerForm) -> dict:
        content = pack_content(self.case)
        saves = latest_of(self.case, "pack")
        return {
            "content": content,
            "about": saves.get("about"),
            "gaps": [(gap.message, self._gap_url(gap.section)) for gap in pack_gaps(content)],
            "returned": self._returned(),
            "challenges": challenges_of(self.case),
        }

    def _gap_url(self, section: str) -> str:
        part = {"sources": "S", "indicators": "I", "claims": "C"}.get(section, section)
        return reverse("pack_part", args=[self.duty.pk, part])

    def _returned(self) -> object:
        review = latest_review(self.case)
        return review if review is not None and review.result == "RETURNED" else None


class PackPart(DraftPage):
    """One part: about the pack, or one source, indicator or claim; "S", "I" and "C" alone begin a new one."""

    kind = "pack.write"
    template_name = "commissioning/pack_part.html"
    save = staticmethod(save_pack_part)

    @property
    def part_key(self) -> str:
        return self.kwargs["part"]

    @property
    def is_new(self) -> bool:
        return self.part_key in FORMS

    @property
    def part_name(self) -> str:
        return f"pack/{self.part_key}"

    @property
    def title(self) -> str:
        if self.part_key == "about":
            return "About the evidence"
        word = TITLES[self.part_key[0]]
        return f"Add {word.lower()}" if self.is_new else f"{word} {self.part_key}"

    def find_part(self) -> Part:
        part = Part(0, {}, None) if self.is_new else super().find_part()
        if (
            not self.is_new
            and self.part_key != "about"
            and (not part.revision or part.content.get("removed"))
        ):
            raise Http404
        return part

    def build(self, value: Mapping[str, Any], data: Any = None, files: Any = None) -> Any:
        letter = self.part_key[0]
        if self.part_key == "about":
            return AboutForm(data, initial=dict(value))
        if letter == "I":
            return IndicatorForm(
                data,
                files,
                initial=IndicatorForm.initial_of(value),
                sources=self._choices("sources", "title"),
            )
        if letter == "C":
            return ClaimForm(data, initial=dict(value), indicators=self._choices("indicators", "title"))
        return SourceForm(data, initial=self._dated(value))

    @staticmethod
    def _dated(value: Mapping[str, Any]) -> dict:
        shown = dict(value)
        if shown.get("published_on"):
            year, month, day = shown["published_on"].split("-")
            shown["published_on"] = [int(day), int(month), int(year)]
        return shown

    def _choices(self, kind: str, word: str) -> dict[str, str]:
        return {item["key"]: f"{item['key']} {item[word]}" for item in pack_content(self.case)[kind]}

    def save_arguments(self) -> dict:
        return {"part": self.part_key}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "remove" not in request.POST or self.is_new or self.part_key == "about":
            return super().post(request, *args, **kwargs)
        self.part = self.find_part()
        form = self.build(self.part.content)
        outcome = desk.act(
            self.case,
            remove_pack_part,
            by=self.actor,
            duty=self.duty.pk,
            part=self.part_key,
            revision=self.revision(),
        )
        if outcome.refusal is not None:
            return self.page(form, refusal=outcome.refusal)
        return self.answer(form, outcome)

    def context(self, form: Any) -> dict:
        return {"is_new": self.is_new, "may_remove": not self.is_new and self.part_key != "about"}


class PackReadingTask(TaskView):
    """Base of review and approval: the whole pack to read, then the answer."""

    template_name = "commissioning/pack_review.html"

    def context(self, form: object) -> dict:
        content = pack_content(self.case)
        return {
            "pack": content,
            "figures": pack_figures(content),
            "old_data": data_warning(newest_data(content), local_date(self.at)),
            "challenges": challenges_of(self.case),
        }


class PackReview(PackReadingTask):
    kind = "pack.review"
    title = "Review the evidence pack"
    done = "Your review is recorded."
    form_class = ReviewForm
    service = staticmethod(review_pack)


class PackApprove(PackReadingTask):
    kind = "pack.approve"
    title = "Approve the evidence pack"
    done = "Your answer is recorded."
    form_class = ApprovalForm
    service = staticmethod(approve_pack)


TASK_VIEWS = [PackWrite, PackReview, PackApprove]
urlpatterns = [
    path(f"duties/<int:pk>/evidence/<{PACK_PART}:part>/", PackPart.as_view(), name="pack_part"),
]
