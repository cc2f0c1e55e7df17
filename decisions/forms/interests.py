"""Interests and equality confirmations: one question per item of the agenda, "none" as easy as anything else."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.models import AgendaItem
from decisions.rules.interests import BLOCKS, Kind

MEMBER_KINDS = [
    ("NONE", "None"),
    ("DPI", "Disclosable pecuniary interest"),
    ("ORI", "Other registrable interest"),
    ("NRI", "Non-registrable interest"),
    ("BIAS_PREDETERMINATION", "I have made up my mind, or may seem to have"),
    ("GIFT_HOSPITALITY", "Gift or hospitality from somebody whom this touches"),
    ("S106_LGFA", "Council tax arrears of two months or more (shown only as “took no part”)"),
]
OFFICER_KINDS = [
    ("NONE", "None"),
    ("OFFICER_S117", "A pecuniary interest, direct or indirect, in this contract"),
    ("BIAS_PREDETERMINATION", "I have made up my mind, or may seem to have"),
]
MEMBER_HINTS = {kind: BLOCKS[Kind(kind)] for kind, _ in MEMBER_KINDS if kind != "NONE"}
NEEDS_NATURE = ("DPI", "ORI", "NRI", "BIAS_PREDETERMINATION", "GIFT_HOSPITALITY", "SUPPLIER_COI", "NHS_COI", "OFFICER_S117")


class AgendaStatementsForm(GovukForm):
    """A whole agenda on one page: interest, its nature, and the equality analysis, per item."""

    says_optional = False

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        self.items = list(items)
        self.base_fields = {name: field for item in self.items for name, field in self._fields_of(item)}
        self.looks = {f"kind_{item.pk}": Look(small=True, hints=MEMBER_HINTS) for item in self.items}
        self.looks |= {f"nature_{item.pk}": Look(rows=2) for item in self.items}
        super().__init__(*args, **kwargs)

    @staticmethod
    def _fields_of(item: AgendaItem) -> Iterator[tuple[str, forms.Field]]:
        yield (
            f"kind_{item.pk}",
            forms.ChoiceField(
                label=f"Your interest in item {item.number}",
                choices=MEMBER_KINDS,
                initial="NONE",
                widget=forms.RadioSelect,
                error_messages={"required": f"Say whether you have an interest in item {item.number}"},
            ),
        )
        yield (
            f"nature_{item.pk}",
            TextField(
                label=f"What the interest in item {item.number} is",
                help_text="Leave empty if you have none.",
                max_length=1000,
                required=False,
            ),
        )
        yield (
            f"read_{item.pk}",
            forms.BooleanField(
                label=f"I have read the equality analysis of item {item.number}", required=False
            ),
        )

    def clean(self) -> dict:
        cleaned = super().clean()
        for item in self.items:
            if (
                cleaned.get(f"kind_{item.pk}") in NEEDS_NATURE
                and not cleaned.get(f"nature_{item.pk}", "").strip()
            ):
                self.add_error(f"nature_{item.pk}", f"Say what your interest in item {item.number} is")
        return cleaned

    @property
    def by_item(self) -> list[tuple[AgendaItem, list]]:
        """Each item with its three bound fields, for the page."""
        return [
            (item, [self[f"{name}_{item.pk}"] for name in ("kind", "nature", "read")]) for item in self.items
        ]


class SingleInterestFields(forms.Form):
    """The interest of a person who answers alone."""

    interest = forms.ChoiceField(
        label="Your interests in this matter",
        choices=MEMBER_KINDS[:-1],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you have an interest. If you have none, choose “None”"},
    )
    nature = TextField(label="What the interest is", max_length=1000, required=False)

    def ask_as_officer(self, is_officer: bool) -> None:
        """An officer is asked about interests in contracts (LGA 1972 s117), not about those of a member's register."""
        if is_officer:
            self.fields["interest"].choices = OFFICER_KINDS

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("interest") in NEEDS_NATURE and not cleaned.get("nature", "").strip():
            self.add_error("nature", "Say what the interest is")
        return cleaned
