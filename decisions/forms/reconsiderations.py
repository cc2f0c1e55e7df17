"""Bringing a decision back, and answering every concern."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.forms.decisions import (
    CONFLICT_LOOKS,
    LOOKS,
    ConflictFields,
    ConsultationFields,
    MannerFields,
    WordsFields,
)
from decisions.forms.interests import SingleInterestFields
from decisions.models import Reconsideration
from decisions.rules.delegations import OFFICERS


class BringBackForm(GovukForm):
    """A coming meeting of the body that made the decision; where one person decided and left it, also another person."""

    meeting = forms.ChoiceField(
        label="Which meeting?", widget=forms.RadioSelect, error_messages={"required": "Select a meeting"}
    )
    looks = {"meeting": Look(size="m")}

    ALONE = "office:"

    def __init__(
        self, *args: Any, meetings: Sequence[tuple[str, str]], people: Sequence[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        alone = [(f"{self.ALONE}{pk}", f"{title}, alone") for pk, title in people]
        self.fields["meeting"].choices = [*meetings, *alone]
        if alone:
            self.fields["meeting"].label = "Who reconsiders it?"
            self.fields["meeting"].error_messages["required"] = "Select who reconsiders it"

    @property
    def office(self) -> int | None:
        """The office of the person chosen; None where a meeting is."""
        _, found, pk = self.cleaned_data["meeting"].partition(":")
        return int(pk) if found else None


class AnswersForm(GovukForm, WordsFields):
    """The result, and one answer under each concern of the committee."""

    result = forms.ChoiceField(
        label="What is decided now?",
        choices=Reconsideration.RESULTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the decision is confirmed, amended or rescinded"},
    )
    looks = LOOKS | {"result": Look(size="m", large=True, reveals={"AMENDED": "pence"})}
    says_optional = False

    def __init__(self, *args: Any, concerns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.concerns = list(concerns)
        for number, concern in enumerate(self.concerns, 1):
            self.fields[f"answer_{number}"] = TextField(
                label=f"Your answer to concern {number}",
                help_text=concern,
                max_length=8000,
                error_messages={"required": f"Answer concern {number}"},
            )
        for name in list(self.fields):
            self.fields[name].widget.attrs.pop("maxlength", None)
        names = [f"answer_{number}" for number in range(1, len(self.concerns) + 1)]
        self.order_fields(["result", *names, *self.field_order_after])

    field_order_after = ["text", "resolutions", "pence", "outside_framework", "reasons", "alternatives"]

    def clean(self) -> dict:
        cleaned = super().clean()
        amended = {"AMENDED": "AGREED_AMENDED"}.get(cleaned.get("result", ""), "")
        self.require_words({**cleaned, "outcome": amended})
        return cleaned

    def answers(self) -> list[str]:
        return [self.cleaned_data[f"answer_{number}"] for number in range(1, len(self.concerns) + 1)]


class MeetingAnswersForm(AnswersForm, MannerFields):
    """At a meeting: also how it was decided."""

    field_order_after = [
        "mode", "anybody_dissents", "votes_for", "votes_against", "abstentions", "casting", "dissent",
        "text", "resolutions", "pence", "outside_framework", "reasons", "alternatives",
    ]  # fmt: skip

    def __init__(self, *args: Any, presiders: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if presiders:
            self.ask_who_presided(presiders)

    def clean(self) -> dict:
        cleaned = super().clean()
        self.require_totals(cleaned)
        return cleaned


class MemberAnswersForm(AnswersForm, SingleInterestFields, ConsultationFields, ConflictFields):
    """Alone: also the person's interests, and the consultation where the scheme asks for one.

    `condition` is that of the day of the decision, under which it is confirmed or rescinded; `to_amend` that of today,
    without which it cannot be amended. The result chosen says which of them has to be met.
    """

    looks = AnswersForm.looks | {"consulted_view": Look(rows=3)} | CONFLICT_LOOKS
    field_order_after = [
        "interest", "nature", "consulted", "consulted_on", "consulted_view", "declared", "declared_note", "text",
        "resolutions", "pence", "outside_framework", "reasons", "alternatives",
    ]  # fmt: skip

    def __init__(
        self, *args: Any, condition: str = "", to_amend: str = "", maker: str = "CABINET_MEMBER", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask_as_officer(maker in OFFICERS)
        self.ask_about_conflicts(maker)
        self.asked = {"CONFIRMED": condition, "RESCINDED": condition, "AMENDED": to_amend}
        self.ask_only_if(condition or to_amend)
        if bool(condition) != bool(to_amend):
            self.ask_only_with_result()

    def ask_only_with_result(self) -> None:
        """One result needs a consultation and the other none, so the fields may stay empty until one is chosen."""
        for name in ConsultationFields.base_fields:
            self.fields[name].required = False

    def clean(self) -> dict:
        cleaned = super().clean()
        self.require_declared(cleaned)
        if not self.asked.get(cleaned.get("result", "")):
            return cleaned
        for name in ConsultationFields.base_fields:
            if not cleaned.get(name) and name not in self.errors:
                messages = self.fields[name].error_messages
                self.add_error(name, messages["required"])
        return cleaned
