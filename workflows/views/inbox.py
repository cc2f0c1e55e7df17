"""The inbox: one page, the same for everybody with an office."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from commissioning import clock
from commissioning.rules.access_matrix import ACTS
from commissioning.selectors.evidence_packs import unanswered
from commissioning.views.own_offices import own_appointments, own_roles
from decisions.selectors.meetings import to_be_clerked
from scrutiny.selectors.call_ins import open_windows
from workflows.selectors.inbox import awaited_by, waiting_for


class Inbox(LoginRequiredMixin, TemplateView):
    """What waits for me, since when, due when; what I wait for. Signed-in people see only their own."""

    template_name = "workflows/inbox.html"
    is_public = False
    act = "own"

    def get_context_data(self, **kwargs: object) -> dict:
        at = clock.now()
        person = self.request.user
        roles = set(own_roles(self.request))
        return super().get_context_data(
            mine=waiting_for(person, at),
            others=awaited_by(person, at),
            appointments=own_appointments(self.request),
            at=at,
            may_open=bool(roles & ACTS["case.open"].roles),
            may_call_in=open_windows(at) if roles & ACTS["call_in.sign"].roles else [],
            sittings=to_be_clerked(at) if roles & ACTS["attendance.record"].roles else [],
            challenged=unanswered() if "ANALYST" in roles else [],
            **kwargs,
        )
