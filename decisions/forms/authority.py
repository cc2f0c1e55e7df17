"""The form of “Who may decide this?”. Sent by GET, so that an answer has an address."""

from django import forms

from commissioning.forms.dates import PlainDateField
from commissioning.forms.fields import MoneyField, TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.forms.timetables import YES_NO

NO_FUNCTION = "none"


class AuthorityForm(GovukForm):
    """What is to be decided, when, and what it does."""

    function = forms.ChoiceField(label="Function")
    on = PlainDateField(
        label="Day of the decision", max_length=40, help_text="For example, 3 April 2027",
        error_messages={"required": "Enter the day of the decision"},
    )  # fmt: skip
    value = MoneyField(
        label="The council’s share over the whole term", help_text="Spending, saving or income. For example, £1.2m or 480,000",
        error_messages={"required": "Enter the council’s share"},
    )  # fmt: skip
    wards = forms.ChoiceField(
        label="Significant effects in two or more wards?", choices=YES_NO, widget=forms.RadioSelect, initial="no"
    )
    framework = forms.ChoiceField(
        label="Contrary to, or a change of, the budget or policy framework?",
        choices=YES_NO, widget=forms.RadioSelect, initial="no",
    )  # fmt: skip
    looks = {"on": Look(width=20), "value": Look(width=10), "wards": Look(inline=True), "framework": Look(inline=True)}

    def __init__(self, *args: object, functions: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [*((one, one) for one in functions), (NO_FUNCTION, "Something that the scheme does not name")]


class FunctionForm(GovukForm):
    """Under which function of the scheme a case falls."""

    function = forms.ChoiceField(label="Function of the scheme of delegation", required=False)
    reasons = TextField(
        label="Why does the case fall under it?", max_length=2000,
        error_messages={"required": "Enter why the case falls under it"},
    )  # fmt: skip
    looks = {"reasons": Look(rows=3)}
    says_optional = False

    def __init__(self, *args: object, functions: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        none = ("", "None: the scheme does not name it")
        self.fields["function"].choices = [*((one, one) for one in functions), none]


class AllocationForm(GovukForm):
    """Who decides instead, as the Leader arranges."""

    to = forms.ChoiceField(
        label="Who decides this matter?", widget=forms.RadioSelect, error_messages={"required": "Select who decides"}
    )
    reasons = TextField(
        label="Why is it arranged so?", max_length=2000, error_messages={"required": "Enter why it is arranged so"}
    )
    looks = {"to": Look(size="m"), "reasons": Look(rows=3)}

    def __init__(self, *args: object, makers: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = makers


class OfficerInterestForm(GovukForm):
    """What an officer's interest in the contract is."""

    nature = TextField(
        label="What is your interest, and in which contract?", max_length=2000,
        help_text="Your own, or your spouse’s or civil partner’s, if you know of it.",
        error_messages={"required": "Enter what your interest is"},
    )  # fmt: skip
    looks = {"nature": Look(rows=3)}


class ReportGapForm(GovukForm):
    """What a published report lacks, and how that is mended."""

    part = forms.CharField(
        label="Which part is missing?", max_length=300, help_text="As the report calls it, for example Appendix B",
        error_messages={"required": "Enter which part is missing"},
    )  # fmt: skip
    attached = forms.TypedChoiceField(
        label="How is it mended?", widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", "It is published with the report now"), ("no", "It is to be left out")],
        error_messages={"required": "Select how it is mended"},
    )  # fmt: skip
    looks = {
        "attached": Look(hints={"yes": "The clear days are counted afresh.", "no": "The Monitoring Officer is asked first."})
    }
