"""The inbox: one page, the same for everybody with an office."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from commissioning import access, clock
from workflows.selectors.inbox import awaited_by, waiting_for


class Inbox(LoginRequiredMixin, TemplateView):
    """What waits for me, since when, due when; what I wait for. Signed-in people see only their own."""

    template_name = "workflows/inbox.html"
    is_public = False
    act = "own"

    def get_context_data(self, **kwargs: object) -> dict:
        at = clock.now()
        person = self.request.user
        return super().get_context_data(
            mine=waiting_for(person, at),
            others=awaited_by(person, at),
            appointments=access.offices_of(person, at),
            at=at,
            **kwargs,
        )
