"""Forms of call-in: the request, the ruling, the hearing."""

from collections.abc import Collection

from django import forms

from commissioning.forms.bound_field import Look
from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm
from decisions.forms.fields import LinesField
from scrutiny.models import CouncilReview


class CallInForm(GovukForm):
    """Which resolutions, on which grounds, how they apply, and what should be done instead."""

    resolutions = forms.TypedMultipleChoiceField(
        label="Which resolutions do you call in?", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    grounds = forms.MultipleChoiceField(
        label="On which grounds?", help_text="The principles of decision-making", widget=forms.CheckboxSelectMultiple
    )
    particulars = TextField(label="How do these grounds apply?", max_length=4000)
    alternative = TextField(label="What should be done instead?", max_length=4000)
    request_key = forms.CharField(widget=forms.HiddenInput, required=False)
    looks = {"particulars": Look(rows=8), "alternative": Look(rows=5)}

    def __init__(self, *args: object, resolutions: list, grounds: list, needs_alternative: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not needs_alternative:
            self.fields["alternative"].required = False
            self.fields["alternative"].help_text = "The constitution does not ask for it."
        self.fields["resolutions"].choices = resolutions
        self.fields["grounds"].choices = [(ground, ground) for ground in grounds]

    def grounds_given(self) -> list[dict[str, str]]:
        """Each ground with the particulars, as the service takes them."""
        text = self.cleaned_data["particulars"]
        return [{"code": code, "particulars": text} for code in self.cleaned_data["grounds"]]


class RulingForm(GovukForm):
    """Valid or not, with reasons that are published."""

    valid = forms.TypedChoiceField(
        label="Is the call-in valid?",
        choices=[("yes", "Yes, it goes to the committee"), ("no", "No, it is not valid")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reasons = TextField(label="Reasons", help_text="Everybody can read them.", max_length=4000)
    consulted = TextField(
        label="What the office said that is consulted on it", max_length=2000, help_text="It is published with your ruling.",
    )  # fmt: skip
    severable = forms.ChoiceField(
        label="Can the other resolutions be carried out without those called in?",
        choices=[
            ("yes", "Yes, I certify that they can be severed: only those called in stay on hold"),
            ("no", "No, the whole decision stays on hold"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    left_out = forms.ChoiceField(
        label="Can everybody read the request as it was written?",
        help_text="This does not depend on your ruling: a request can be valid although some of its words cannot be published.",
        choices=[
            ("AS_WRITTEN", "Yes, publish it as written"),
            ("DEFAMATORY", "No, some words could be defamatory"),
            ("PERSON", "No, a vulnerable person could be recognised"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether everybody can read the request as it was written"},
    )
    public_words = TextField(
        label="The version that everybody reads",
        help_text="Take out what cannot be published and write “[words left out]” in its place. The original stays with you and the signatories.",
        max_length=10_000,
        required=False,
    )
    looks = {
        "severable": Look(when="if the call-in is valid"), "consulted": Look(rows=3),
        "public_words": Look(rows=10, when="if words are left out"),
    }

    def __init__(
        self, *args: object, original: str = "", partial: bool = False, consults: str = "", publishes: bool = True,
        **kwargs: object,
    ) -> None:  # fmt: skip
        super().__init__(*args, initial={"public_words": original, **(kwargs.pop("initial", None) or {})}, **kwargs)
        self.original = original
        if not partial:
            del self.fields["severable"]
        if not publishes:
            self.fields["reasons"].help_text = "The signatories read them, and everybody where the call-in is valid."
        if consults:
            self.fields["consulted"].label = f"What the {consults} said when asked whether it is valid"
            self.fields["consulted"].error_messages["required"] = f"Enter what the {consults} said"
        else:
            del self.fields["consulted"]

    def clean(self) -> dict:
        """Words that were taken out need a reason, so that nothing is published by mistake; a valid request that names
        some of the resolutions needs an answer about the others."""
        said = super().clean()
        if "severable" in self.fields:
            if said.get("valid") and not said.get("severable"):
                self.add_error("severable", "Select whether the other resolutions can be carried out")
            said["severable"] = said.get("severable") == "yes"
        as_written = said.get("left_out") == "AS_WRITTEN"
        if as_written and said.get("public_words", "").split() not in ([], self.original.split()):
            self.add_error("left_out", "You changed the words. Say why words are left out, or put them back")
        said |= {"left_out": "", "public_words": ""} if as_written else {}
        return said


class WithdrawForm(GovukForm):
    """The written statement by which a signatory withdraws."""

    statement = TextField(
        label="Your statement", help_text="Say that you withdraw your signature, and why. It is kept with the request.",
        max_length=2000, error_messages={"required": "Write that you withdraw your signature, and why"},
    )  # fmt: skip
    looks = {"statement": Look(rows=4)}


class HearingForm(GovukForm):
    """What the committee did, and on which day."""

    heard_on = GovukDateField(label="When did the committee meet?", error_messages={"required": "Enter the day on which the committee met"})
    present = forms.IntegerField(label="How many members of the committee were present?", min_value=0, max_value=50)
    co_optees = forms.TypedMultipleChoiceField(
        label="Which education co-optees were present?",
        help_text="They vote on an education matter and count beside the councillors.",
        coerce=int, widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    interests = TextField(label="Interests declared", help_text="Write “none” if nobody declared one.", max_length=2000)
    whip = forms.CharField(
        label="Was any member under a party whip?", help_text="Write “no”, or say who.", max_length=300
    )
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=[
            ("NO_ACTION", "No action: the decision takes effect"),
            ("REFER_BACK", "Refer back to the decision-maker with concerns"),
            ("REFER_TO_COUNCIL", "Refer to the full council"),
            ("RECOMMENDATIONS_WITHOUT_REFERRAL", "Recommend something without sending it back: the decision takes effect"),
        ],
        widget=forms.RadioSelect,
    )
    reasons = TextField(label="The committee’s reasons", max_length=4000)
    concerns = LinesField(
        label="Concerns, one on each line",
        help_text="The decision-maker has to answer each of them.",
        max_length=6000,
        error_messages={"required": "Enter the concerns that the decision-maker must answer"},
    )
    recommendations = LinesField(
        label="Recommendations, one on each line",
        help_text="They are published, and stand in the form of the committee’s report, which the executive answers.",
        max_length=6000,
        error_messages={"required": "Enter what the committee recommends"},
    )
    advice = TextField(
        label="What did the Monitoring Officer and the chief finance officer advise?",
        help_text="Say whether the decision is contrary to the budget or the policy framework. It is published.",
        max_length=4000,
        error_messages={"required": "Enter what the Monitoring Officer and the chief finance officer advised"},
    )
    outside_framework = forms.BooleanField(
        label="By that advice the decision is contrary to the budget or the policy framework",
        required=False,
    )
    looks = {
        "present": Look(width=2),
        "outcome": Look(
            reveals={
                "REFER_BACK": "concerns", "REFER_TO_COUNCIL": ("advice", "outside_framework"),
                "RECOMMENDATIONS_WITHOUT_REFERRAL": "recommendations",
            }
        ),
    }
    field_order = [
        "heard_on", "present", "co_optees", "interests", "whip", "outcome", "concerns", "recommendations", "advice", "outside_framework",
        "reasons",
    ]

    def __init__(
        self, *args: object, co_optees: list[tuple[int, str]] | None = None, outcomes: Collection[str] | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        if outcomes is not None:  # those that the constitution knows
            self.fields["outcome"].choices = [one for one in self.fields["outcome"].choices if one[0] in outcomes]
            if "REFER_TO_COUNCIL" not in outcomes:
                del self.fields["outside_framework"]
        if not co_optees:
            del self.fields["co_optees"]
            return
        self.fields["co_optees"].choices = co_optees
        self.fields["present"].help_text = "Councillors only; tick the education co-optees below"


class CouncilForm(GovukForm):
    """What the full council did with a call-in."""

    met_on = GovukDateField(label="When did the council meet?")
    result = forms.ChoiceField(label="What did it do?", choices=CouncilReview.RESULTS, widget=forms.RadioSelect)
    objections = LinesField(
        label="Objections, one on each line",
        help_text="The decision-maker has to answer each of them.",
        max_length=6000,
        error_messages={"required": "Enter the objections that the decision-maker must answer"},
    )
    resolution = TextField(
        label="What the council resolved", help_text="As its minutes say it. It is published.", max_length=6000,
        error_messages={"required": "Enter what the council resolved"},
    )  # fmt: skip
    looks = {"result": Look(reveals={"OBJECTED": "objections"})}

    def __init__(self, *args: object, outside_framework: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not outside_framework:  # then it is not the council's own to decide
            self.fields["result"].choices = [one for one in CouncilReview.RESULTS if one[0] != "AGREED"]
