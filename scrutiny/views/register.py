"""The public register and the public page of a case: no account needed, every field listed."""

import re
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from commissioning import clock, documents
from commissioning.models import Case, Consultation, Duty
from commissioning.rules.dates import local_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.stages import present
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.consultations import consultations_of, open_to_all
from commissioning.selectors.proof_state import proof_of
from commissioning.views.base import PublicView
from decisions.models import AgendaItem, DecisionRecord, KeyDecisionNotice, RecordFile
from decisions.selectors.decisions import put_off
from decisions.selectors.early_effects import course_of
from decisions.selectors.education_matters import education_matter
from decisions.selectors.holds import open_holds
from decisions.selectors.overlays import over, pre_election_periods
from decisions.selectors.partial_effects import partial_effect_of
from decisions.selectors.partner_acts import partner_acts_of
from decisions.selectors.procurement import as_they_count, steps_of
from decisions.selectors.records import current_record, first_record
from decisions.selectors.retention import kept_papers
from scrutiny.rules.call_in_rulings import consulted_in_words
from scrutiny.selectors.call_ins import received_call_ins
from scrutiny.selectors.desk_times import office_times
from scrutiny.selectors.online_petitions import online_of
from scrutiny.selectors.petitions import petitions_of
from scrutiny.selectors.register import STATES, find_public, register
from scrutiny.selectors.reports import record_of
from scrutiny.selectors.stages import case_stages
from scrutiny.selectors.timeline import timeline

PART = re.compile(r"\d{1,9}", re.ASCII)  # of the key of a page: year, number
NEWEST = 10  # steps of the timeline that stand open; the rest is folded


class Home(PublicView):
    """Where residents begin: find a decision, see what is coming."""

    template_name = "scrutiny/home.html"

    def get_context_data(self, **kwargs: object) -> dict:
        at = clock.now()
        lines, _ = register(at=at)
        return super().get_context_data(lines=lines[:5], consultations=self.consultations(at), **kwargs)

    def consultations(self, at: datetime) -> list[Consultation]:
        """What is open, soonest to close first; nothing in a pre-election period, when the council promotes none."""
        today = local_date(at)
        if any(period.covers(today) for period in pre_election_periods(at)):
            return []
        return list(open_to_all(today)[:5])


class Register(PublicView):
    """Every decision, newest first; found by words, filtered by where it stands."""

    template_name = "scrutiny/register.html"

    def get_context_data(self, **kwargs: object) -> dict:
        query = self.request.GET.get("q", "").replace("\0", "").strip()[:100]
        state = self.request.GET.get("state", "")
        lines, more = register(query=query, state=state, before=self.before(), at=clock.now())
        return super().get_context_data(
            lines=lines,
            query=query,
            state=state,
            states=STATES.items(),
            is_filtered=bool(query or state),
            next_url=self.next_url(query, state, more),
            previous_url="" if not self.before() else reverse("register"),
            **kwargs,
        )

    def before(self) -> tuple[int, int] | None:
        parts = self.request.GET.get("before", "").split("-")
        return (int(parts[0]), int(parts[1])) if len(parts) == 2 and all(PART.fullmatch(p) for p in parts) else None

    def next_url(self, query: str, state: str, more: tuple[int, int] | None) -> str:
        if more is None:
            return ""
        parts = {"q": query, "state": state, "before": f"{more[0]}-{more[1]}"}
        return f"{reverse('register')}?{urlencode({k: v for k, v in parts.items() if v})}"


class RegisterCase(PublicView):
    """One case from need to scrutiny. A case that is not public answers like one that does not exist."""

    template_name = "scrutiny/register_case.html"

    def get_context_data(self, year: int, number: str, **kwargs: object) -> dict:
        case = find_public(year, number)
        if case is None:
            raise Http404
        at = clock.now()
        record = current_record(case)
        opened = record if record is None or record.number == 1 else first_record(case)  # whose window councillors had
        window = opened.call_in.get("deadline") if opened else None
        duties = list(Duty.objects.filter(case=case).select_related("office").order_by("pk"))
        states = case_stages(case, at, read=(duties, record))
        steps = timeline(case)
        call_ins = received_call_ins(case)
        bought = as_they_count(steps_of(case)) if case.has_procurement else []
        return super().get_context_data(
            case=case,
            stages=states,
            present=present(states),
            record=record,
            content=record.content if record else None,
            put_off=None if record else put_off(case),
            pdf=RecordFile.objects.filter(record=record).select_related("document").first() if record else None,
            window=Deadline.from_dict(window) if window else None,
            window_is_open=bool(window) and Deadline.from_dict(window).open_at(at),
            is_ruled_on=any(one.ruled_at and not one.closed_at for one in call_ins),
            notices=KeyDecisionNotice.objects.filter(case=case).order_by("number"),
            items=self.items(case),
            holds=open_holds(case),
            overlays=over(case, at) if case.is_open else [],
            may_start=case.is_open and constitution_of(case).scrutiny.resident_requests,
            consultations=consultations_of(case).prefetch_related("results") if case.has_consultation else [],
            partner_acts=partner_acts_of(case) if case.has_partner_acts else [],
            petitions=petitions_of(case) if case.has_petition else [],
            online_petitions=online_of(case) if case.has_online else [],
            procurement=bought,
            kept=kept_papers(case, record.decision, bought) if record else (),
            call_ins=call_ins,
            **(told_of_rulings(case) if call_ins else {}),
            course=course_of(case, at) if case.has_early_effect else (),
            education=education_matter(case) if case.has_education else None,
            part=partial_effect_of(case) if any(call_in.severable for call_in in call_ins) else None,
            scrutiny_record=record_of(case),
            timeline=steps,
            newest_steps=steps[::-1][:NEWEST],
            earlier_steps=steps[::-1][NEWEST:],
            proof=proof_of(case) if record else None,
            earlier_records=list(earlier_files(record)) if record and record.number > 1 else [],
            desks=office_times(case, at, duties),
            at=at,
            **kwargs,
        )

    def items(self, case: Case) -> list[AgendaItem]:
        published = AgendaItem.objects.filter(case=case, published_at__isnull=False)
        return list(published.select_related("meeting__body", "maker").order_by("pk"))


def told_of_rulings(case: Case) -> dict[str, object]:
    """What the constitution publishes of a ruling on a call-in, and whom it has consulted on it."""
    rules = constitution_of(case).call_in
    return {"rejections_published": rules.rejection_reasons_published, "consults": consulted_in_words(rules)}


def earlier_files(record: DecisionRecord) -> QuerySet[RecordFile]:
    """The papers of the records that this one follows; they stay to be read."""
    files = RecordFile.objects.filter(record__case=record.case_id, record__number__lt=record.number)
    return files.select_related("record", "document").order_by("-record__number")


@require_safe
def record_pdf(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """The PDF of the newest record or of the one that `record` numbers, as it was stored; never rendered again.

    An erased one answers with its tombstone.
    """
    case = find_public(year, number)
    record = current_record(case) if case else None
    asked = request.GET.get("record", "")
    if record and asked.isascii() and asked.isdigit() and len(asked) < 5:
        record = record.case.records.filter(number=int(asked)).first()
    found = RecordFile.objects.filter(record=record).select_related("document").first() if record else None
    if found is None:
        raise Http404
    try:
        body = documents.read(found.document)
    except documents.ErasedDocument as gone:
        told = {"case": case, "erasure": gone.erasure, "document": found.document}
        return render(request, "scrutiny/erased.html", told, status=410)
    return HttpResponse(
        body,
        content_type=found.media,
        headers={
            "Content-Disposition": f'inline; filename="{found.document.name}"',
            "ETag": f'"{found.document.sha256}"',
        },
    )


record_pdf.is_public = True
