"""Forms of scrutiny reports: the report, the executive's answers, publishing."""

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from scrutiny.models import ExecutiveResponse, ScrutinyRecommendation


class ReportForm(GovukForm):
    """What the committee found, and what it recommends."""

    considered_on = GovukDateField(label="When did the committee consider it?", help_text="For example, 27 3 2027")
    summary = TextField(label="What did the committee find?", max_length=6000)
    recommendations = TextField(
        label="Recommendations, one on each line",
        help_text="Leave this empty if the committee makes none.",
        max_length=8000,
        required=False,
    )

    def clean_recommendations(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["recommendations"].splitlines() if line.strip()]


def _answer_fields(one: ScrutinyRecommendation) -> list[tuple[str, forms.Field]]:
    """The three fields that answer one recommendation."""
    disposition = forms.ChoiceField(
        label=f"Recommendation {one.number}: {one.text}",
        choices=ExecutiveResponse.DISPOSITIONS,
        widget=forms.RadioSelect,
        error_messages={"required": f"Select the answer to recommendation {one.number}"},
    )
    reason = TextField(
        label=f"Reasons on recommendation {one.number}",
        max_length=3000,
        required=False,
    )
    action = TextField(
        label=f"What will be done on recommendation {one.number}, by whom and by when?",
        max_length=3000,
        required=False,
    )
    return [
        (f"disposition_{one.number}", disposition),
        (f"reason_{one.number}", reason),
        (f"action_{one.number}", action),
    ]


class ResponseForm(GovukForm):
    """One answer per recommendation: what, why, and what will be done."""

    def __init__(self, *args: object, recommendations: list, **kwargs: object) -> None:
        self.recommendations = recommendations
        self.base_fields = {name: field for one in recommendations for name, field in _answer_fields(one)}
        self.looks = {f"reason_{one.number}": Look(when="unless it is accepted in full") for one in recommendations}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict:
        cleaned = super().clean()
        for one in self.recommendations:
            disposition = cleaned.get(f"disposition_{one.number}")
            if disposition and disposition != "ACCEPTED" and not cleaned.get(f"reason_{one.number}"):
                self.add_error(f"reason_{one.number}", f"Enter reasons on recommendation {one.number}")
        return cleaned

    def answers(self) -> dict[int, dict[str, str]]:
        """The answers by number, as the service takes them."""
        names = ("disposition", "reason", "action")
        return {
            one.number: {name: self.cleaned_data[f"{name}_{one.number}"] for name in names}
            for one in self.recommendations
        }


class PublishForm(GovukForm):
    """One explicit yes."""

    checked = forms.BooleanField(label="I have checked that report and answers are complete and may be public")
