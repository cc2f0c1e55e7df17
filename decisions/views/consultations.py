"""Consultations as everybody reads them: what is open, and one with its days and how to take part."""

from django.http import Http404
from django.urls import path

from commissioning import clock
from commissioning.rules.consultations import WORDS, note, state
from commissioning.rules.dates import local_date
from commissioning.selectors.consultations import find_consultation, listed
from commissioning.views.base import PublicView
from decisions.selectors.overlays import pre_election_periods


class ConsultationList(PublicView):
    """Open, to come, closed."""

    template_name = "decisions/consultations.html"

    def get_context_data(self, **kwargs: object) -> dict:
        open_now, coming, closed = listed(local_date(clock.now()))
        return super().get_context_data(open_now=open_now, coming=coming, closed=closed, **kwargs)


class ConsultationPage(PublicView):
    """One consultation: what is asked, until when, how to take part, and what an election means for it."""

    template_name = "decisions/consultation.html"

    def get_context_data(self, reference: str, **kwargs: object) -> dict:
        row = find_consultation(reference)
        if row is None:
            raise Http404
        at = clock.now()
        today = local_date(at)
        meets = [one for one in pre_election_periods(at) if one.starts_on <= row.closes_on and row.opens_on <= one.poll_on]
        return super().get_context_data(
            row=row,
            case=row.case,
            standing=WORDS[state(row.opens_on, row.closes_on, today)],
            is_open=row.opens_on <= today <= row.closes_on,
            notes=[note(one) for one in meets] if row.closes_on >= today else [],
            **kwargs,
        )


urlpatterns = [
    path("consultations/", ConsultationList.as_view(), name="consultations"),
    path("consultations/<slug:reference>/", ConsultationPage.as_view(), name="consultation"),
]
