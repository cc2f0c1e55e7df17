"""The key-decision test, and the questions to the Monitoring Officer."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, MoneyField, TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.forms.fields import LinesField, TimeField

Pairs = Sequence[tuple[str, str]]
ANSWERS = [("YES", "Yes"), ("NO", "No"), ("DOUBT", "In doubt, so it counts as key")]
MEANS = {"YES": True, "NO": False, "DOUBT": None}
LIMBS = (
    ("WARDS", "wards_limb", "Significant in its effects on communities in two or more wards?"),
    ("SERVICE_QUALITY", "service_limb", "Significant for the service of many people?"),
    ("COMMUNITY", "community_limb", "Significant for a community of interest?"),
    ("FRAMEWORK", "framework_limb", "Does it change the budget or policy framework?"),
)


class KeyTestForm(GovukForm):
    """Values first, then each limb with its reasons; limbs that the constitution does not add are left out, and the budget
    where the constitution does not measure by it."""

    council = MoneyField(label="Council’s share over the whole life", help_text="All years, extensions and lots; spending or saving. For example, £1.2m")
    gross = MoneyField(label="Whole value with all partners", help_text="For example, £1.2m")
    income = MoneyField(label="Income over the whole life", required=False)
    budget = MoneyField(label="Yearly budget of the service", min_pence=1)
    supplier = forms.CharField(label="Supplier, if known", max_length=200, required=False)
    wards = LinesField(label="Wards affected", help_text="One on each line, or All wards", max_length=2000, required=False)
    executive = forms.BooleanField(label="The function is an executive one", required=False)
    reasons = TextField(label="Why the decision is or is not key", max_length=3000)
    looks = {"council": Look(width=10, prefix="£"), "gross": Look(width=10, prefix="£"), "income": Look(width=10, prefix="£"), "budget": Look(width=10, prefix="£"), "wards": Look(rows=4, count=False)}

    def __init__(self, *args: Any, limbs: Sequence[str], budget_percent: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if budget_percent is None:
            del self.fields["budget"]
        else:
            self.fields["budget"].help_text = f"{budget_percent} per cent of it counts, where that is less than the council’s sum"
        for code, name, question in LIMBS:
            if code in limbs:
                self.add_field(name, forms.ChoiceField(label=question, choices=ANSWERS, widget=forms.RadioSelect))
                self.add_field(f"{name}_reasons", TextField(label=f"Reasons: {question[0].lower()}{question[1:]}", max_length=2000))
        self.order_fields([*(name for name in self.fields if name != "reasons"), "reasons"])


class AdviceForm(GovukForm):
    """Yes or no, with reasons."""

    may_go_on = forms.ChoiceField(
        label="Your answer", choices=[("YES", "Yes"), ("NO", "No")], widget=forms.RadioSelect,
        error_messages={"required": "Select yes or no"},
    )  # fmt: skip
    text = TextField(label="Your reasons", max_length=3000, error_messages={"required": "Write your reasons"})


class LateItemForm(GovukForm):
    """Which agenda, and why late."""

    meeting = forms.ChoiceField(label="Which meeting?")
    why = TextField(label="Why the item comes late and cannot wait for the next meeting", max_length=2000)

    def __init__(self, *args: Any, meetings: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = [("", "Select"), *meetings]


class AmendmentForm(GovukForm):
    """What would be decided instead, and at which cost."""

    pence = MoneyField(label="Whole cost as amended")
    why = TextField(
        label="What would be decided instead, and why is it still the matter of the notice?", max_length=2000,
        error_messages={"required": "Write what would be decided instead, and why it is still the matter of the notice"},
    )  # fmt: skip
    looks = {"pence": Look(width=10, prefix="£"), "why": Look(rows=4)}


class OutageForm(GovukForm):
    """When the notice was out of reach, and why."""

    began_on = GovukDateField(label="Date on which it began")
    began_time = TimeField(label="Time at which it began", help_text="For example, 9:15am or 14:30")
    ended_on = GovukDateField(label="Date on which it ended")
    ended_time = TimeField(label="Time at which it ended", help_text="For example, 9:15am or 14:30")
    what = TextField(label="What was out of reach, and why", max_length=2000)
    looks = {"began_time": Look(width=5), "ended_time": Look(width=5)}
