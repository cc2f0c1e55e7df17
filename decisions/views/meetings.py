"""Meetings as everybody reads them: the list, one meeting with its agenda, one report; and calling a meeting."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from commissioning import access, clock, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.documents import MissingDocument
from commissioning.models import AuditIndex, Body
from commissioning.rules.access_matrix import ACTS
from commissioning.rules.counting import days_between
from commissioning.rules.dates import instant, local_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_in_force, constitution_of
from commissioning.services.reads import record_read
from commissioning.views.base import PublicView, StaffView, actor_of
from commissioning.views.own_offices import own_appointments
from commissioning.views.sign_in import safe_next
from commissioning.views.typed import take_back
from decisions.forms.meetings import MeetingForm
from decisions.models import AgendaItem, Meeting
from decisions.rules.report_parts import parts
from decisions.selectors.errata import errata_of
from decisions.selectors.exclusions import exclusions_of
from decisions.selectors.exempt_parts import ExemptPart, exempt_part, is_open_to
from decisions.selectors.interests import must_stay_out
from decisions.selectors.meetings import (
    PUBLIC_BODIES,
    decisions_by_members,
    find_meeting,
    find_report,
    items_of,
    listed_meetings,
)
from decisions.selectors.sign_offs import late_objections
from decisions.selectors.ssmt import dissent_in, kept_out, latest_outcome
from decisions.services.agenda_items import NewMeeting
from decisions.services.meetings import create_meeting

PAGE = 20
SITS = (*Body.EXECUTIVE, "SSMT", "SCRUTINY", "COUNCIL")


class ReaderView(PublicView):
    """A public page that shows signed-in staff a little more."""

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.at: datetime = clock.now()

    @property
    def is_staff(self) -> bool:
        """Whether the reader holds an office that may read cases."""
        if not hasattr(self, "_is_staff"):
            user = self.request.user
            self._is_staff = user.is_authenticated and self.may("case.read")
        return self._is_staff

    def may(self, act: str) -> bool:
        return access.may(actor_of(self.request), act, None, self.at) is not None


class MeetingList(ReaderView):
    """Meetings to come and past; the public sees those of public bodies."""

    template_name = "decisions/meeting_list.html"

    def get_context_data(self, **kwargs: object) -> dict:
        past = self.request.GET.get("when") == "past"
        rows = listed_meetings(self.at, past=past, everything=self.is_staff)
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            past=past,
            alone=[] if past else list(decisions_by_members()[:PAGE]),
            may_call=self.is_staff and self.may("meeting.call"),
            **kwargs,
        )


class MeetingPage(ReaderView):
    """One meeting: when, where, how long before it was called, and its agenda with the reports."""

    template_name = "decisions/meeting_page.html"

    def get_context_data(self, pk: int, **kwargs: object) -> dict:
        meeting = find_meeting(pk, everything=self.is_staff)
        if meeting is None:
            raise Http404
        items = list(items_of(meeting))
        for row in exclusions_of(items).values():
            row.item.resolution = row
        sits = self.is_staff and meeting.body.kind in Body.EXECUTIVE and bool(items) and not meeting.cancelled_at
        may_move = self.is_staff and meeting.opened_at is None and meeting.closed_at is None
        return super().get_context_data(
            meeting=meeting,
            items=[item for item in items if self.is_staff or item.published_at],
            called=called_before(meeting),
            is_public_body=meeting.body.kind in PUBLIC_BODIES,
            **said_of(meeting),
            may_run=sits,
            may_postpone=may_move and meeting.starts_at > self.at and self.may("meeting.postpone"),
            may_cancel=may_move and self.may("meeting.cancel"),
            may_declare=sits and self.may("interest.declare"),
            **kwargs,
        )


def said_of(meeting: Meeting) -> dict[str, object]:
    """What the constitution says of a meeting of that body to those who are not members."""
    constitution = constitution_in_force(meeting.meets_on)
    words, cited = constitution.scrutiny.public_question_words, constitution.citation("scrutiny.public_question_words")
    question = f"A question from the public to this meeting has at most {words} words ({cited})."
    return {
        "public_question": question if meeting.body.kind in ("SCRUTINY", "COUNCIL") else "",
        "team_is_published": constitution.ssmt.published,
    }


def called_before(meeting: Meeting) -> int:
    """The clear working days between calling the meeting and the meeting (SI 2012/2089 reg 6(1))."""
    called_on = local_date(meeting.convened_at)
    calendar = calendar_for(constitution_in_force(called_on))
    return len(days_between("CLEAR_WORK", called_on, meeting.meets_on, calendar))


class ReportPage(ReaderView):
    """The report on one item: exactly the published version, the team's recommendation with every dissent, the count."""

    template_name = "decisions/report_page.html"

    def get_context_data(self, pk: int, **kwargs: object) -> dict:
        item = find_report(pk, everything=self.is_staff)
        if item is None or self.is_kept_out(item):
            raise Http404
        outcome = latest_outcome(item.case)
        until = item.published_at or self.at
        is_open = self.is_staff or constitution_of(item.case).ssmt.published
        shown = outcome if outcome and outcome.stated_at <= until and is_open else None
        errata = errata_of(item)
        read = errata[-1] if errata and "corrected" in self.request.GET else None
        return super().get_context_data(
            item=item,
            case=item.case,
            version=item.version,
            errata=errata,
            as_corrected=read,
            parts=parts(read.content if read else item.version.content),
            outcome=shown,
            dissent=dissent_in(shown),
            supplements=late_objections(item) if item.published_at and item.ended_at is None else [],
            earlier=earlier_reports(item),
            exempt=(part := exempt_part(item)),
            opened=opened_text(part),
            may_read_exempt=part is not None and self.is_staff and (self.may_read(item) or bool(as_maker(self.request, item))),
            **kwargs,
        )

    def may_read(self, item: AgendaItem) -> bool:
        """Whether the reader's office may read what the report keeps back now."""
        held = [one.office.role for one in own_appointments(self.request)]
        may = ACTS["exempt.read"].roles
        return any(role in may and is_open_to(role, item.case) for role in held)

    def is_kept_out(self, item: AgendaItem) -> bool:
        """A paper of the team is not served to an adviser whose organisation could be paid by it; that is logged."""
        if item.published_at is not None:
            return False
        for appointment in own_appointments(self.request):
            office = appointment.office
            why = kept_out(item, office.body.organisation) if office.role == "AGENCY_ADVISER" else ""
            if why:
                act = Act(actor_of(self.request), access.standing_of(appointment), self.at, rule="Procurement Act 2023 ss81 to 83")
                record_read(kind="read.refused", case=item.case, what={"paper": item.version.number, "why": why}, act=act)
                return True
        return False


def as_maker(request: HttpRequest, item: AgendaItem | None) -> Standing | None:
    """The reader's standing as the one person before whom a report is."""
    maker = item.maker_id if item is not None else None
    held = own_appointments(request) if maker is not None else ()
    return next((access.standing_of(one) for one in held if one.office_id == maker and not one.is_deputy), None)


def opened_text(part: ExemptPart | None) -> str:
    """What everybody may read since the exemption was lifted; nothing before, and nothing after an erasure."""
    try:
        return part.text() if part is not None and part.is_open else ""
    except MissingDocument:
        return ""


class ExemptPage(StaffView):
    """What a report keeps back, for those who decide on it and those who answer for it. Each reading is recorded before
    it is shown; scrutiny reads it once the decision is published (SI 2012/2089 reg 17), and nobody who has to stay out."""

    act = "exempt.read"
    template_name = "decisions/exempt_part.html"

    def find_standing(self, actor: Actor) -> Standing | None:
        """Also the officer who decides on this report alone, whatever the office."""
        found = super().find_standing(actor)
        return found or as_maker(self.request, find_report(self.kwargs["pk"]))

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        item, part, barred = self.read("exempt part")
        try:
            text = "" if barred else part.text()
        except MissingDocument:
            text = ""
        context = self.get_context_data(item=item, case=item.case, part=part, text=text, barred=barred)
        return self.render_to_response(context, status=403 if barred else 200)


    def read(self, paper: str) -> tuple[AgendaItem, ExemptPart, str]:
        """The item, what it keeps back, and why this reader has to stay out; the reading is recorded. Raises Http404."""
        item = find_report(self.kwargs["pk"], everything=False)
        part = exempt_part(item) if item is not None else None
        if item is None or part is None:
            raise Http404
        if not is_open_to(self.standing.office.role, item.case):
            raise Http404
        barred = must_stay_out(item, self.request.user, self.at)
        what = {"paper": f"{paper}, item {item.number}", "event": part.seq}
        act = Act(actor_of(self.request), self.standing, self.at)
        record_read(kind="read.refused" if barred else "read.exempt", case=item.case, what=what, act=act)
        return item, part, barred


class ExemptFile(ExemptPage):
    """The PDF that a report keeps back, for the same readers, to be saved and not shown in the browser."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        item, part, barred = self.read("exempt PDF")
        if barred:
            return redirect("report_exempt", pk=item.pk)
        return saved_pdf(part, f"exempt-{item.case.reference.replace('/', '-')}.pdf")


class OpenedFile(ReaderView):
    """The same PDF for everybody, since its exemption was lifted."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        item = find_report(self.kwargs["pk"], everything=False)
        part = exempt_part(item) if item is not None else None
        if item is None or part is None or not part.file_is_open:
            raise Http404
        return saved_pdf(part, f"report-{item.case.reference.replace('/', '-')}-part.pdf")


def saved_pdf(part: ExemptPart, name: str) -> HttpResponse:
    """A file that the browser saves. Raises Http404 where it is gone."""
    try:
        body = part.pdf()
    except MissingDocument:
        raise Http404 from None
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def earlier_reports(item: AgendaItem) -> list[AgendaItem]:
    """Reports on the same case that were published before; they stay open."""
    rows = AgendaItem.objects.filter(case=item.case_id, kind=item.kind, pk__lt=item.pk, published_at__isnull=False)
    return list(rows.select_related("meeting", "maker").order_by("-pk"))


class CallMeeting(StaffView):
    """Democratic services call a meeting; an act outside any case."""

    act = "meeting.call"
    template_name = "decisions/meeting_call.html"

    def get_context_data(self, form: MeetingForm | None = None, refusal: Refusal | None = None, **kwargs: object) -> dict:
        key = self.request.POST.get("request_key") or uuid.uuid4().hex
        return super().get_context_data(form=form or self.form(take_back(self.request)), refusal=refusal, request_key=key, **kwargs)

    def form(self, data: object = None) -> MeetingForm:
        bodies = Body.objects.filter(kind__in=SITS).order_by("name", "pk")
        asked = self.request.GET.get("body", "")
        return MeetingForm(data, bodies=[(str(body.pk), body.name) for body in bodies], initial={"body": asked})

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        actor = actor_of(request, request.POST.get("request_key", ""))
        if AuditIndex.objects.filter(request=actor.request, actor_id=request.user.pk).exists():
            return redirect("meetings")
        said = form.cleaned_data
        new = NewMeeting(
            Body.objects.get(pk=said["body"]), instant(said["on"], said["time"]), said["place"], said["title"]
        )
        try:
            with ledger.recording():
                meeting = create_meeting(new=new, actor=actor, at=self.at)
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(form=form, refusal=refusal))
        for warning in meeting.warnings:
            messages.warning(request, warning)
        messages.success(request, "The meeting is called and listed.")
        return redirect(safe_next(request, "") or reverse("meeting", args=[meeting.pk]))


urlpatterns = [
    path("meetings/", MeetingList.as_view(), name="meetings"),
    path("meetings/new/", CallMeeting.as_view(), name="meeting_call"),
    path("meetings/<int:pk>/", MeetingPage.as_view(), name="meeting"),
    path("reports/<int:pk>/", ReportPage.as_view(), name="report"),
    path("reports/<int:pk>/exempt/", ExemptPage.as_view(), name="report_exempt"),
    path("reports/<int:pk>/exempt/file/", ExemptFile.as_view(), name="report_exempt_file"),
    path("reports/<int:pk>/opened/file/", OpenedFile.as_view(), name="report_opened_file"),
]
