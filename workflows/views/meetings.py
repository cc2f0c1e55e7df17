"""The proper officer's pages that put a case before a meeting or a member."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from commissioning.models import Body, Office, ProposalVersion
from commissioning.rules.access_matrix import EXECUTIVE
from commissioning.rules.dates import instant, local_date, long_date, time_in_words
from commissioning.rules.dates import local_time as wall_time
from commissioning.selectors.proposals import current_version
from decisions.forms.meetings import NEW, AgendaForm, ScheduleForm
from decisions.models import Meeting
from decisions.rules.exempt_parts import KeptBack
from decisions.selectors.case_authority import CaseAnswer, alone_by, answer_for, expects_officer
from decisions.selectors.clearances import sheet
from decisions.selectors.key_decision_notices import live_notice
from decisions.selectors.makers import is_executive
from decisions.selectors.meetings import (
    coming_meetings,
    coming_of_executive,
    meetings_of,
    reckon_agenda,
    reckon_papers,
)
from decisions.selectors.sign_offs import missing_signatures
from decisions.selectors.ssmt import dissent_in, latest_outcome
from decisions.selectors.urgency import exceptions_of
from decisions.services.agenda_items import NewMeeting
from decisions.services.agendas import publish_agenda
from decisions.services.meetings import schedule_ssmt
from workflows.views.task import TaskView

TOO_EARLY = " (too early for this case)"


class SittingTask(TaskView):
    """Choosing a meeting of one kind of body; ways on of a refusal lead back here with meeting or day chosen."""

    body_kind = ""

    def form_arguments(self) -> dict:
        self.meetings = list(self.coming()[:12])
        first = self.first_day()
        pairs = [(str(one.pk), label(one) + (TOO_EARLY if one.meets_on < first else "")) for one in self.meetings]
        return {"meetings": pairs, "initial": self.proposed(first)}

    def coming(self) -> QuerySet[Meeting]:
        """The meetings that could take it."""
        return coming_meetings(self.body_kind, self.at)

    def meeting_asked(self) -> str:
        """The meeting that the address names, or the one on the day that it names; without one, a new meeting."""
        asked = self.request.GET.get("meeting", "")
        if asked or not (on := self.request.GET.get("on", "")):
            return asked
        return next((str(meeting.pk) for meeting in self.meetings if meeting.meets_on.isoformat() == on), NEW)

    def first_day(self) -> date:
        """The first day on which such a meeting may take the case if its papers go out now."""
        raise NotImplementedError

    def proposed(self, first: date) -> dict:
        """The meeting asked for, else the first lawful one, else a new one: as the last of the body, on the first day."""
        lawful = next((str(one.pk) for one in self.meetings if one.meets_on >= first), NEW)
        new = {"on": first}
        last = self.meetings[-1] if self.meetings else meetings_of(self.body_kind).order_by("-starts_at").first()
        if last is not None:
            new |= {"time": wall_time(last.starts_at), "place": last.place}
        return {"meeting": self.meeting_asked() or lawful, **new}

    def arguments(self, form: ScheduleForm) -> dict:
        chosen = form.cleaned_data["meeting"]
        if chosen == NEW:
            return {"new": self.new_meeting(form)}
        return {"meeting": Meeting.objects.select_related("body", "chair").get(pk=chosen)}

    def new_meeting(self, form: ScheduleForm) -> NewMeeting:
        said = form.cleaned_data
        body = self.allocated_body() or Body.objects.filter(kind=self.body_kind).order_by("pk").first()
        if body is None:
            raise LookupError(f"There is no body of kind {self.body_kind}")
        short = said.get("shorter_notice", "")
        return NewMeeting(body, instant(said["on"], said["time"]), said["place"], shorter_notice=short)

    def allocated_body(self) -> Body | None:
        """The body that must meet, where the Leader allocated the matter to one."""
        return None


def label(meeting: Meeting) -> str:
    """Cabinet, 11 January 2027 at 6:30pm, Town Hall."""
    when = f"{long_date(meeting.meets_on)} at {time_in_words(wall_time(meeting.starts_at))}"
    return f"{meeting.title}, {when}, {meeting.place}"


class SsmtScheduleTask(SittingTask):
    """Put the cleared proposal on an agenda of the senior management team."""

    kind = "ssmt.schedule"
    title = "Put it before the senior management team"
    done = "The case is on the team’s agenda and the papers are out."
    template_name = "decisions/ssmt_schedule.html"
    form_class = ScheduleForm
    service = schedule_ssmt
    body_kind = "SSMT"

    def first_day(self) -> date:
        self.papers = reckon_papers(self.case, self.at)
        return self.papers.next_working

    def context(self, form: ScheduleForm) -> dict:
        version = current_version(self.case)
        return {
            "version": version,
            "sheet": sheet(self.case, version),
            "reckoning": self.papers,
        }


class AgendaTask(SittingTask):
    """Publish agenda and report for the Cabinet, or for one member or officer who decides alone."""

    kind = "agenda.publish"
    title = "Publish agenda and report"
    done = "The agenda and the report are public."
    template_name = "decisions/agenda_publish.html"
    form_class = AgendaForm
    service = publish_agenda
    body_kind = "CABINET"

    @cached_property
    def version(self) -> ProposalVersion | None:
        return current_version(self.case)

    @cached_property
    def asked(self) -> CaseAnswer:
        """Who may decide, asked once for all that the page says of it."""
        return answer_for(self.case, local_date(self.at), self.version)

    def first_day(self) -> date:
        """After the agenda's clear days, and for a key decision not before its notice says."""
        self.notice, self.is_key = live_notice(self.case), self.asked.answer.is_key
        self.opened = reckon_agenda(self.case, self.at)
        held = (self.notice.matures_on, self.notice.decide_from) if self.notice and self.is_key else ()
        return max([self.opened.next_working, *held])

    def form_arguments(self) -> dict:
        arguments = super().form_arguments()
        self.alone = alone_by(self.asked, self.case)
        if not self.meeting_asked() and (expected := self.expected_alone(self.alone)):
            arguments["initial"] |= {"meeting": AgendaForm.ALONE, "member": expected}
        arguments["initial"]["decide_from"] = arguments["initial"]["on"]  # lawful for whoever is chosen to decide alone
        return arguments | {
            "members": [(str(office.pk), office.title) for office in self.alone],
            "may_be_alone": bool(self.alone),
            "may_meet": is_executive(self.case),
        }

    def expected_alone(self, alone: Sequence[Office]) -> str:
        """Whom the question named as decision-maker, where they may: the lead member, or the only officer; "" for nobody."""
        question = getattr(self.case, "commissioning_question", None)  # read with the duty
        named = question.maker if question is not None else ""
        if named == "CABINET_MEMBER":
            return next((str(office.pk) for office in alone if office.pk == self.case.lead_member_id), "")
        officers = [str(office.pk) for office in alone if office.role not in EXECUTIVE] if expects_officer(self.case) else []
        return officers[0] if len(officers) == 1 else ""

    def allocated_body(self) -> Body | None:
        allocation = self.asked.allocation
        return allocation.body if allocation else None

    def coming(self) -> QuerySet[Meeting]:
        """Of the body to which the Leader allocated the matter; else of the Cabinet."""
        body = self.allocated_body()
        return coming_of_executive(self.at, body) if body else super().coming()

    def arguments(self, form: AgendaForm) -> dict:
        said = form.cleaned_data
        closed_for = [int(number) for number in said["closed_for"]]
        kept = KeptBack(said["kept_back"], said["review_on"], said["kept_pdf"].read() if said["kept_pdf"] else b"")
        private = {"closed_for": closed_for, "weighing": said["weighing"], "kept_back": kept}
        if said["meeting"] == AgendaForm.ALONE:
            return private | {"member": Office.objects.get(pk=said["member"]), "decide_from": said["decide_from"]}
        return super().arguments(form) | private

    def context(self, form: AgendaForm) -> dict:
        notice, key, opened = self.notice, self.is_key, self.opened
        version, outcome = self.version, latest_outcome(self.case)
        nobody = not is_executive(self.case) and not self.alone
        dates = [opened.earliest, *((notice.matures_on, notice.decide_from) if notice and key else ())]
        return {
            **({"form": None} if nobody else {}),  # nothing to choose: the scheme names no officer
            "is_executive": is_executive(self.case),
            "version": version,
            "sheet": sheet(self.case, version),
            "asks_function": self.asked.named is None,
            "reckoning": opened,
            "notice": notice,
            "exceptions": [] if notice or not key else list(exceptions_of(self.case)),
            "is_key": key,
            "earliest": max(dates),
            "slips": bool(notice and key and max(dates) > notice.decide_to),
            "subject_to": missing_signatures(self.case, version),
            "outcome": outcome,
            "dissent": dissent_in(outcome),
        }


TASK_VIEWS = [SsmtScheduleTask, AgendaTask]
urlpatterns: list = []
