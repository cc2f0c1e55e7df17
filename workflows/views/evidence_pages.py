"""Reading the evidence of a case, its figures as CSV, and the thread of challenge and response."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from commissioning import access
from commissioning.acts import Act
from commissioning.forms.evidence_packs import AnswerForm, ChallengeForm
from commissioning.models import Case
from commissioning.rules.dates import local_date
from commissioning.rules.evidence import data_warning
from commissioning.rules.evidence_packs import newest_data
from commissioning.selectors.cases import find_case
from commissioning.selectors.evidence_packs import (
    STATES,
    challenges_of,
    current_pack_version,
    find_pack,
    pack_content,
    pack_figures,
    pack_state,
)
from commissioning.services.challenges import answer_challenge, challenge_pack
from commissioning.services.reads import record_read
from commissioning.views.base import StaffView, actor_of
from commissioning.views.evidence_files import figures_as_csv
from commissioning.views.typed import take_back
from workflows import desk
from workflows.views.case_page import DRAFT_READERS


class CaseStaffView(StaffView):
    """A page of one case, found by its public reference."""

    def subject(self) -> Case:
        if not hasattr(self, "case"):
            case = find_case(self.kwargs["year"], self.kwargs["number"])
            if case is None:
                raise Http404
            self.case = case
        return self.case

    def keep_reading_of_draft(self, what: str) -> None:
        """Write into the access log who reads a paper that is not published yet."""
        act = Act(actor_of(self.request), self.standing, self.at)
        record_read(kind="read.draft", case=self.case, what={"paper": what}, act=act)

    def reads_drafts(self) -> bool:
        return access.holds(self.request.user, DRAFT_READERS, self.at) is not None


class EvidencePage(CaseStaffView):
    """The approved pack; until then its working state, for those who work on the case."""

    act = "case.read"
    template_name = "commissioning/evidence.html"

    def content(self) -> tuple[dict | None, object]:
        """What may be read, and the version if it is a frozen one."""
        version = current_pack_version(self.case)
        if version is not None:
            return version.content, version
        if self.reads_drafts() and find_pack(self.case) is not None:
            self.keep_reading_of_draft("Evidence pack, draft")
            return pack_content(self.case), None
        return None, None

    def get_context_data(self, **kwargs: object) -> dict:
        content, version = self.content()
        by = actor_of(self.request)
        state = pack_state(self.case)
        is_frozen = state in ("APPROVED", "NOT_NEEDED")
        may_challenge = content is not None and not is_frozen and self.case.is_open
        return super().get_context_data(
            case=self.case,
            pack=content,
            version=version,
            state=STATES[state],
            figures=pack_figures(content) if content else [],
            old_data=data_warning(newest_data(content), local_date(self.at)) if content else "",
            challenges=challenges_of(self.case) if self.reads_drafts() else [],
            may_challenge=may_challenge and access.may(by, "pack.challenge", self.case, self.at),
            may_answer=self.case.is_open and access.may(by, "pack.answer", self.case, self.at),
            **kwargs,
        )


class IndicatorCsv(EvidencePage):
    """The figures of one indicator, with basis and source, as a file."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        content, _ = self.content()
        return figures_as_csv(self.case, content, self.kwargs["indicator"])


class ChallengeThread(CaseStaffView):
    """Base of the two small forms of the thread."""

    template_name = "commissioning/challenge.html"
    title = ""
    done = ""

    def form(self, data: object = None):
        raise NotImplementedError

    def outcome(self, form, by) -> desk.Outcome:
        raise NotImplementedError

    def get_context_data(self, form=None, refusal=None, **kwargs: object) -> dict:
        return super().get_context_data(
            case=self.case,
            title=self.title,
            form=form if form is not None else self.form(take_back(self.request)),
            refusal=refusal,
            request_key=self.request.POST.get("request_key") or uuid.uuid4().hex,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        outcome = self.outcome(form, actor_of(request, request.POST.get("request_key", "")))
        if outcome.refusal is not None:
            return self.render_to_response(self.get_context_data(form=form, refusal=outcome.refusal))
        messages.success(request, self.done)
        return redirect("case_evidence", *self.case.reference.split("/"))


class ChallengeNew(ChallengeThread):
    """The officer questions the evidence in writing."""

    act = "pack.challenge"
    title = "Challenge the evidence"
    done = "Your challenge is on record. The analysts answer it here."

    def form(self, data: object = None) -> ChallengeForm:
        content = pack_content(self.case)
        parts = {item["key"]: f"{item['key']} {item['title']}" for item in content["indicators"]}
        parts |= {item["key"]: f"{item['key']} {item['text'][:80]}" for item in content["claims"]}
        return ChallengeForm(data, parts=parts)

    def outcome(self, form: ChallengeForm, by) -> desk.Outcome:
        return desk.act(self.case, challenge_pack, by=by, **form.cleaned_data)


class ChallengeAnswerPage(ChallengeThread):
    """The research function answers, once."""

    act = "pack.answer"
    title = "Answer a challenge"
    done = "Your answer is on record."

    def form(self, data: object = None) -> AnswerForm:
        return AnswerForm(data)

    def get_context_data(self, form=None, refusal=None, **kwargs: object) -> dict:
        found = [one for one in challenges_of(self.case) if one.number == self.kwargs["challenge"]]
        if not found:
            raise Http404
        return super().get_context_data(form=form, refusal=refusal, **{**kwargs, "challenge": found[0]})

    def outcome(self, form: AnswerForm, by) -> desk.Outcome:
        number = self.kwargs["challenge"]
        return desk.act(self.case, answer_challenge, by=by, number=number, **form.cleaned_data)


TASK_VIEWS: list = []
CASE = "cases/<int:year>/<slug:number>/evidence"
urlpatterns = [
    path(f"{CASE}/", EvidencePage.as_view(), name="case_evidence"),
    path(f"{CASE}/I<int:indicator>.csv", IndicatorCsv.as_view(), name="case_evidence_csv"),
    path(f"{CASE}/challenge/", ChallengeNew.as_view(), name="case_evidence_challenge"),
    path(f"{CASE}/challenge/<int:challenge>/", ChallengeAnswerPage.as_view(), name="case_evidence_answer"),
]
