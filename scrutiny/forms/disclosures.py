"""Erasing what an event holds, and lifting an exemption: what exactly, by whose order, on which ground."""

from collections.abc import Sequence

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.rules.erased_words import EVERYWHERE, SCOPES

Part = tuple[str, str, str]  # name of the field, its label, what it says now

KINDS = [("erase", "Erase personal data"), ("redact", "Redact other content")]
PUBLIC = "Everybody can read this, and it stays. Do not repeat what goes."


class PartsForm(GovukForm):
    """Base: the details of one event, each with what it says now."""

    parts = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    question, missing = "", ""

    def __init__(self, *args: object, found: Sequence[Part], **kwargs: object) -> None:
        self.looks = {**self.looks, "parts": Look(size="m", hints={name: now for name, _, now in found})}
        super().__init__(*args, **kwargs)
        parts = self.fields["parts"]
        parts.label, parts.choices = self.question, [(name, label) for name, label, _ in found]
        parts.error_messages["required"] = self.missing
        parts.error_messages["invalid_choice"] = "One of these details is no longer there. Look at the list again"

    def hide(self) -> "PartsForm":
        """The same answers carried through the page that shows what would happen."""
        for name, one in self.fields.items():
            one.widget = forms.MultipleHiddenInput() if name == "parts" else forms.HiddenInput()
        return self


class EraseForm(PartsForm):
    """What goes, by whose order and on which legal ground."""

    question, missing = "What is to go", "Select what is to go"
    kind = forms.ChoiceField(
        label="Why it goes", choices=KINDS, widget=forms.RadioSelect,
        error_messages={"required": "Select whether personal data are erased or other content is redacted"},
    )  # fmt: skip
    authority = forms.CharField(
        label="Who ordered it", max_length=300, help_text=f"The office or the court, not a private person. {PUBLIC}",
        error_messages={"required": "Enter who ordered it"},
    )  # fmt: skip
    ground = TextField(
        label="Legal ground", max_length=1000, help_text=f"For example, UK GDPR article 17(1)(d). {PUBLIC}",
        error_messages={"required": "Enter the legal ground"},
    )  # fmt: skip
    scope = forms.ChoiceField(
        label="Where the same words go", choices=[*SCOPES.items()], widget=forms.RadioSelect, initial=EVERYWHERE,
        help_text="Records, their history, drafts and e-mails that say the same as these details. A single word and the "
        "name of an office or of an account go from this event and its records only.",
        error_messages={"required": "Select where the same words go"},
    )  # fmt: skip
    looks = {
        "kind": Look(
            hints={
                "erase": "Somebody’s right to erasure, or data that should never have been kept",
                "redact": "Words that may not be held, for example by order of a court",
            }
        ),
        "ground": Look(rows=3),
    }
    field_order = ["parts", "scope", "kind", "authority", "ground"]


class LiftForm(PartsForm):
    """What everybody may read from now on, and why."""

    question, missing = "What becomes public", "Select what becomes public"
    ground = TextField(
        label="Why the exemption no longer applies", max_length=1000,
        help_text="For example, the contract is signed and the prices are published. Everybody can read this.",
        error_messages={"required": "Enter why the exemption no longer applies"},
    )  # fmt: skip
    looks = {"ground": Look(rows=3)}
