"""Consultations as everybody reads them: what is open, and one with its days and how to take part."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from commissioning import clock, documents
from commissioning.rules.consultations import WORDS, note, state
from commissioning.rules.dates import local_date
from commissioning.selectors.consultations import find_consultation, find_result_file, listed
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
        said = list(row.results.all())
        meets = [one for one in pre_election_periods(at) if one.starts_on <= row.closes_on and row.opens_on <= one.poll_on]
        return super().get_context_data(
            row=row,
            case=row.case,
            standing=WORDS[state(row.opens_on, row.closes_on, today)],
            is_closed=row.closes_on < today,
            said=said[-1] if said else None,
            earlier=said[-2::-1],
            notes=[note(one) for one in meets] if row.closes_on >= today else [],
            **kwargs,
        )


class ConsultationFile(PublicView):
    """The file with the figures, to be saved."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        said = find_result_file(self.kwargs["reference"], self.kwargs["n"])
        if said is None:
            raise Http404
        try:
            body = documents.read(said.document)
        except documents.MissingDocument:
            raise Http404 from None
        headers = {"Content-Disposition": f'attachment; filename="{said.document.name}"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(body, content_type=said.document.media, headers=headers)


urlpatterns = [
    path("consultations/", ConsultationList.as_view(), name="consultations"),
    path("consultations/<slug:reference>/results/<int:n>/file/", ConsultationFile.as_view(), name="consultation_file"),
    path("consultations/<slug:reference>/", ConsultationPage.as_view(), name="consultation"),
]
