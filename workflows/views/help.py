"""Help pages of the desk."""

from django.urls import path

from commissioning.rules.case_file_help import acts
from commissioning.rules.case_file_shapes import CASE, CASE_NEEDS
from commissioning.rules.pack_values import ABOUT, CLAIM, INDICATOR, OBSERVATION, SOURCE
from commissioning.rules.section_values import PLAIN, SHAPES
from commissioning.rules.sections import PAGES
from commissioning.rules.stages import STAGES
from commissioning.views.base import PublicView
from workflows.services.borough import described
from workflows.services.case_files import FOLDER

EXAMPLE = "sexual-health.toml"


class CaseFileHelp(PublicView):
    """How to write a case file: its parts, every act, the offices of the borough and a whole example."""

    template_name = "workflows/help_case_files.html"

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(
            case_keys=[(key, key in CASE_NEEDS) for key in CASE],
            evidence=[
                ("evidence.about", list(ABOUT)),
                ("evidence.sources", list(SOURCE)),
                ("evidence.indicators", list(INDICATOR)),
                ("observations of an indicator", list(OBSERVATION)),
                ("evidence.claims", list(CLAIM)),
            ],
            sections=[(code, page.title, list(SHAPES.get(code, PLAIN))) for code, page in PAGES.items()],
            acts=acts(),
            offices=[(row["key"], row["title"], row["holder"]) for row in described()["offices"]],
            services=[(row["key"], row["name"]) for row in described()["bodies"] if row["kind"] == "SERVICE"],
            agencies=[(row["key"], row["name"]) for row in described()["organisations"]],
            stages=[stage.key for stage in STAGES],
            example=(FOLDER / EXAMPLE).read_text(encoding="utf-8"),
            example_name=EXAMPLE,
            **kwargs,
        )


urlpatterns = [path("help/case-files/", CaseFileHelp.as_view(), name="help_case_files")]
