"""The staff case page: where it is, who has it by name, the process map, everything that belongs to it."""

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from commissioning.models import Case, Duty, Involvement, Office, User
from commissioning.rules.access_matrix import ACTS
from commissioning.rules.dates import local_date
from commissioning.rules.stages import present
from commissioning.selectors.consultations import any_consultation, consultations_of
from commissioning.selectors.evidence_packs import needs_pack
from commissioning.selectors.proposals import current_version
from commissioning.views.base import StaffView
from commissioning.views.own_offices import own_appointments, own_roles
from decisions.models import AgendaItem, ClearanceResult, DecisionRecord, KeyDecisionNotice, SignOff
from decisions.selectors.case_authority import answer_for, with_authority
from decisions.selectors.early_effects import any_early_effect, course_of
from decisions.selectors.education_matters import any_education_matter, education_matter
from decisions.selectors.holds import open_holds
from decisions.selectors.overlays import any_over, over
from decisions.selectors.partial_effects import partial_effect_of
from decisions.selectors.partner_acts import any_partner_acts, partner_acts_of
from decisions.selectors.procurement import any_procurement, steps_of
from decisions.selectors.records import current_record
from scrutiny.rules.audit_words import words
from scrutiny.selectors.call_ins import is_offered, ruled_on, window_of
from scrutiny.selectors.desk_times import by_own_hand, desk_times
from scrutiny.selectors.petitions import any_petition, petitions_of
from scrutiny.selectors.stages import case_stages
from workflows.selectors.demo_people import who_can_act
from workflows.selectors.inbox import PREPARE, InboxLine, able_to, together, words_for
from workflows.selectors.next_due import next_due
from workflows.selectors.process_map import process_maps

DRAFT_READERS = {"OFFICER", "DIRECTOR", "ANALYST", "RESEARCH_LEAD", "LEGAL", "EQUALITY", "PROPER_OFFICER"} | {
    "MONITORING_OFFICER",
    "CHIEF_FINANCE_OFFICER",
    "HEAD_OF_PAID_SERVICE",
    "AGENCY_LEAD",
    "SSMT_CHAIR",
    "LEADER",
    "CABINET_MEMBER",
}


def has_clerked(reader: User) -> Exists:
    """Whether the reader clerked the meeting, and so does not correct its record; for the statement that reads the case."""
    return Exists(Involvement.objects.filter(case=OuterRef("pk"), person=reader, part="clerk"))


class CasePage(StaffView):
    """One case. Scrutiny sees that steps happened, when and by whom; drafts open to it with the record."""

    act = "case.read"
    template_name = "workflows/case_page.html"

    def subject(self) -> Case:
        if not hasattr(self, "case"):
            self.case = get_object_or_404(
                with_authority(Case.objects.select_related("sponsor", "officer", "lead_member")).annotate(
                    is_under_stop=any_over(), has_procurement=any_procurement(), has_partner_acts=any_partner_acts(),
                    has_petition=any_petition(), has_consultation=any_consultation(), has_education=any_education_matter(),
                    has_early_effect=any_early_effect(), is_ruled_on=ruled_on(),
                    has_clerked=has_clerked(self.request.user),
                ),
                reference=f"{self.kwargs['year']}/{self.kwargs['number']}",
            )
        return self.case

    def get_context_data(self, **kwargs: object) -> dict:
        case = self.case
        asked = Duty.objects.filter(case=case).select_related("office", "person", "closed_by")
        duties = list(asked.annotate(by_own_hand=by_own_hand()).order_by("opened_at", "pk"))
        record = current_record(case)
        version = current_version(case) if self.may_read_drafts() else None
        states = case_stages(case, self.at, read=(duties, record), version=version)
        holds = list(open_holds(case))
        items = list(AgendaItem.objects.filter(case=case).select_related("meeting__body", "maker").order_by("pk"))
        holders = able_to([d for d in duties if d.is_open and d.kind != PREPARE], self.at)
        # Links only: the pages behind them ask access themselves.
        roles = set(own_roles(self.request))
        own = {appointment.office_id for appointment in own_appointments(self.request)}
        newest = version.pk if version else None
        education = education_matter(case) if case.has_education else None
        is_education = education is not None and education.is_education
        clearances = self.clearances() if version else []
        maps = process_maps(case, duties, holds)
        return super().get_context_data(
            case=case,
            stages=states,
            present=present(states),
            waiting=self.waiting(duties, holders, own),
            **(self.demonstration(duties, record, items, is_education=is_education) if settings.DEMO_MODE else {}),
            unprepared=[d.office.title for d in duties if d.is_open and d.kind == PREPARE],
            done_duties=[(d, words_for(d.kind), words(d.result).lower()) for d in duties if not d.is_open and d.kind != PREPARE],
            maps=maps,
            version=version,
            has_pack=needs_pack(case),
            clearances=[given for given in clearances if given.version_id == newest],
            stale_clearances=[given for given in clearances if given.version_id != newest],
            notices=KeyDecisionNotice.objects.filter(case=case).order_by("number"),
            items=items,
            sign_offs=SignOff.objects.filter(case=case).select_related("organisation", "signed_by").order_by("pk"),
            holds=holds,
            part=partial_effect_of(case) if any(hold.resolutions for hold in holds) else None,
            overlays=over(case, self.at) if case.is_under_stop else [],
            consultations=consultations_of(case) if case.has_consultation else [],
            partner_acts=partner_acts_of(case) if case.has_partner_acts else [],
            petitions=petitions_of(case) if case.has_petition else [],
            procurement=steps_of(case) if case.has_procurement else [],
            course=course_of(case, self.at) if case.has_early_effect else (),
            education=education,
            record=record,
            desks=desk_times(case, self.at, duties) if self.may_read_drafts() else [],
            may_read_audit=bool(roles & ACTS["audit.read"].roles),
            may_correct_report=bool(roles & ACTS["report.correct"].roles)
            and any(item.kind == "DECISION" and item.published_at and not item.ended_at for item in items),
            may_correct_record=record is not None and bool(roles & ACTS["record.correct"].roles) and not case.has_clerked,
            call_in_until=self.call_in_until(record, roles, is_education=is_education),
            corrections=[duty for duty in duties if self.may_correct(duty, duties)],
            running=[node for chart in maps for node in chart.nodes if node.state == "now" and node.until],
            may_withdraw=self.may_withdraw(duties, own, roles),
            authority=answer_for(case, local_date(self.at), version) if record is None and self.is_undecided(duties) else None,
            may_act_alone=bool(holds and roles & ACTS["partner.act"].roles),
            may_see_call_in=bool(record and record.call_in["applies"] and roles & ACTS["call_in.sign"].roles),
            may_log_petition=bool(record and case.is_open and roles & ACTS["petition.receive"].roles),
            may_name=bool(roles & ACTS["function.name"].roles),
            may_mark_education=bool(case.is_open and roles & ACTS["education.mark"].roles),
            may_allocate=bool(roles & ACTS["function.allocate"].roles),
            **kwargs,
        )

    def waiting(self, duties: list[Duty], holders: dict[int, tuple[str, ...]], own: set[int]) -> list[dict]:
        """The open work, one row for what is asked of several until the same moment; with the viewer's own link to it."""
        lines = [
            InboxLine(
                duty,
                words_for(duty.kind),
                bool(duty.due_at and duty.due_at < self.at),
                holders.get(duty.pk, ()),
            )
            for duty in duties
            if duty.is_open and duty.kind != PREPARE
        ]
        rows = []
        for line in together(lines):
            of = (line, *line.also)
            rows.append({"line": line, "of": of, "mine": next((one.duty for one in of if self.is_mine(one.duty, own)), None)})
        return rows

    def is_mine(self, duty: Duty, own: set[int]) -> bool:
        """Whether the viewer's desk has it; for everybody else the page behind it does not exist."""
        return duty.office_id in own and duty.person_id in (None, self.request.user.pk)

    def demonstration(
        self, duties: list[Duty], record: DecisionRecord | None, items: list[AgendaItem], *, is_education: bool
    ) -> dict:
        """As whom a visitor can go on, and the next date of this very case."""
        window = window_of(self.case, record) if record else None
        is_open = bool(window and window.open_at(self.at))
        return {
            "stand_ins": who_can_act(self.case, duties, items, self.at, may_be_called_in=is_open, on_education=is_education),
            "next_date": next_due(self.at, self.case) if self.case.is_open else None,
        }

    def call_in_until(self, record: DecisionRecord | None, roles: set[str], *, is_education: bool) -> datetime | None:
        """Until when the reader may call the decision in or sign, if at all; a co-optee an education matter only."""
        may = roles & ACTS["call_in.sign"].roles
        if record is None or self.case.is_ruled_on or not may or not is_offered(self.case, may, on_education=is_education):
            return None
        window = window_of(self.case, record)
        return window.ends_at if window and window.open_at(self.at) else None

    def may_correct(self, duty: Duty, duties: list[Duty]) -> bool:
        """Whether the reader gave this agency's recommendation and the chair has not stated the outcome yet."""
        given = duty.kind == "ssmt.recommend" and duty.closed_by_id == self.request.user.pk
        return given and any(d.kind == "ssmt.outcome" and d.is_open and d.subject_id == duty.subject_id for d in duties)

    def may_withdraw(self, duties: list[Duty], own: set[int], roles: set[str]) -> bool:
        """Until it is decided, its officer, its lead member or the Leader withdraws a case."""
        leads = bool(own & {self.case.officer_id, self.case.lead_member_id}) or "LEADER" in roles
        decided = any(duty.kind == "record.certify" for duty in duties)
        return leads and not decided and bool(roles & ACTS["case.withdraw"].roles)

    def is_undecided(self, duties: list[Duty]) -> bool:
        """Whether somebody has still to decide; afterwards the record says who did, and on what authority."""
        return self.case.is_open and not any(duty.kind == "record.certify" for duty in duties)

    def may_read_drafts(self) -> bool:
        return self.standing.office is not None and self.standing.office.role in DRAFT_READERS

    def clearances(self) -> list[ClearanceResult]:
        if not self.may_read_drafts():
            return []
        given = ClearanceResult.objects.filter(duty__case=self.case).select_related("given_by", "version").order_by("pk")
        roles = dict(Office.ROLES)
        for one in (found := list(given)):
            one.office_words = roles.get(one.role, one.role)
        return found


def case_or_404(year: int, number: str) -> Case:
    case = Case.objects.filter(reference=f"{year}/{number}").first()
    if case is None:
        raise Http404
    return case
