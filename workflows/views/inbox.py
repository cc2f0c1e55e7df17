"""The inbox: one page, the same for everybody with an office."""

from datetime import datetime

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from commissioning import clock
from commissioning.models import Case
from commissioning.rules.access_matrix import ACTS
from commissioning.rules.appointments import CO_OPTEES
from commissioning.selectors.evidence_packs import unanswered
from commissioning.views.own_offices import own_appointments, own_roles
from decisions.selectors.dispensations import asked_by, asked_of
from decisions.selectors.education_matters import education_cases
from decisions.selectors.meetings import to_be_clerked
from scrutiny.selectors.call_ins import is_offered, open_windows
from workflows.selectors.inbox import awaited_by, holders_in, waiting_for

ANSWERS = ACTS["interest.dispense"].roles


class Inbox(LoginRequiredMixin, TemplateView):
    """What waits for me, since when, due when; what I wait for. Signed-in people see only their own."""

    template_name = "workflows/inbox.html"
    is_public = False
    act = "own"

    def get_context_data(self, **kwargs: object) -> dict:
        at = clock.now()
        person = self.request.user
        roles = set(own_roles(self.request))
        mine, others = waiting_for(person, at), awaited_by(person, at)
        asked = list(asked_of(person)) if roles & ANSWERS else []
        wanted = list(asked_by(person)) if roles & ACTS["interest.request"].roles else []
        return super().get_context_data(
            mine=mine,
            others=others,
            count_mine=len(mine) + len(asked),
            count_others=len(others) + len(wanted),
            leave_asked=asked,
            leave_office=next((one.office.title for one in own_appointments(self.request) if one.office.role in ANSWERS), ""),
            leave_wanted=wanted,
            leave_with=holders_in(ANSWERS, at) if wanted else [],
            appointments=own_appointments(self.request),
            at=at,
            may_open=bool(roles & ACTS["case.open"].roles),
            may_call_in=self.may_call_in(roles, at),
            sittings=to_be_clerked(at) if roles & ACTS["attendance.record"].roles else [],
            challenged=unanswered() if "ANALYST" in roles else [],
            **kwargs,
        )

    def may_call_in(self, roles: set[str], at: datetime) -> list[tuple[Case, datetime]]:
        """What the reader may call in now, and until when; a co-optee education matters only, the civic Mayor where they may."""
        may = roles & ACTS["call_in.sign"].roles
        if not may:
            return []
        found = open_windows(at)
        if may - CO_OPTEES - {"CIVIC_MAYOR"} or not found:
            return found
        on_education = education_cases()
        return [(case, until) for case, until in found if is_offered(case, may, on_education=case.pk in on_education)]
