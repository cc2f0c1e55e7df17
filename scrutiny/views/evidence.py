"""The approved evidence pack as residents read it: a background paper of the report (SI 2012/2089 reg 15)."""

from django.http import Http404, HttpRequest, HttpResponse

from commissioning import clock
from commissioning.models import Case, EvidencePackVersion
from commissioning.rules.dates import local_date
from commissioning.rules.evidence import data_warning
from commissioning.rules.evidence_packs import newest_data
from commissioning.selectors.evidence_packs import current_pack_version, pack_figures
from commissioning.views.base import PublicView
from commissioning.views.evidence_files import figures_as_csv
from scrutiny.selectors.register import find_public


class PublicEvidence(PublicView):
    """The newest approved and frozen version, once the case is public; never a draft, a challenge or an analyst's name."""

    template_name = "scrutiny/register_evidence.html"

    def found(self) -> tuple[Case, EvidencePackVersion]:
        """The case and its pack. Raises Http404 where either is not public."""
        case = find_public(self.kwargs["year"], self.kwargs["number"])
        version = current_pack_version(case) if case else None
        if case is None or version is None:
            raise Http404
        return case, version

    def get_context_data(self, **kwargs: object) -> dict:
        case, version = self.found()
        return super().get_context_data(
            case=case,
            version=version,
            pack=version.content,
            figures=pack_figures(version.content),
            old_data=data_warning(newest_data(version.content), local_date(clock.now())),
            **kwargs,
        )


class PublicFigures(PublicEvidence):
    """The figures of one indicator as a file."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        case, version = self.found()
        return figures_as_csv(case, version.content, self.kwargs["indicator"])
