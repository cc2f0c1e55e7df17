"""Calling meetings and choosing one for a case."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.forms.uploads import UploadField
from decisions.forms.fields import TimeField
from decisions.rules.agendas import NEW_MEETING
from decisions.rules.private_meetings import PARAGRAPH_WORDS

NEW = NEW_MEETING
IF_CLOSED = "if you chose a paragraph"
IF_KEPT = "if something is left out"
ANY_PARAGRAPH: tuple[str, tuple[str, ...]] = ("closed_for", ())
Pairs = Sequence[tuple[str, str]]


class MeetingForm(GovukForm):
    """A meeting to be called."""

    body = forms.ChoiceField(label="Body", error_messages={"required": "Select the body that meets"})
    title = forms.CharField(label="Title", max_length=300, required=False, help_text="Left empty, the name of the body")
    on = GovukDateField(label="Date", help_text="For example, 11 1 2027")
    time = TimeField(label="Time", help_text="For example, 6:30pm or 18:30")
    place = forms.CharField(label="Place", max_length=300)
    looks = {"time": Look(width=5)}

    def __init__(self, *args: Any, bodies: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [("", "Select"), *bodies]


class PostponeForm(GovukForm):
    """A later day and time, and why."""

    on = GovukDateField(label="New date", help_text="For example, 18 1 2027")
    time = TimeField(label="Time", help_text="For example, 6:30pm or 18:30")
    why = TextField(label="Why is it postponed?", max_length=2000, help_text="Residents read it.", error_messages={"required": "Enter why it is postponed"})
    looks = {"time": Look(width=5)}


class CancelForm(GovukForm):
    """Why a meeting does not take place."""

    why = TextField(label="Why is it cancelled?", max_length=2000, help_text="Residents read it.", error_messages={"required": "Enter why it is cancelled"})


class ScheduleForm(GovukForm):
    """One of the meetings already called, or a new one with date, time and place."""

    meeting = forms.ChoiceField(
        label="Which meeting?", widget=forms.RadioSelect, error_messages={"required": "Select a meeting"}
    )
    on = GovukDateField(label="Date of the new meeting", help_text="For example, 11 1 2027", required=False)
    time = TimeField(label="Time of the new meeting", help_text="For example, 10am", required=False)
    place = forms.CharField(label="Place of the new meeting", max_length=300, required=False)
    looks = {
        "meeting": Look(size="m", reveals={NEW: ("on", "time", "place")}),
        "on": Look(when=""),
        "time": Look(width=5, when=""),
        "place": Look(when=""),
    }
    new_words = "Call a new meeting"

    def __init__(self, *args: Any, meetings: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = [*meetings, (NEW, self.new_words)]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("meeting") == NEW:
            for name, words in (("on", "date"), ("time", "time"), ("place", "place")):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"Enter the {words} of the new meeting")
        return cleaned


class AgendaForm(ScheduleForm):
    """A Cabinet meeting, a new one, or one member or officer who decides alone from a date on."""

    member = forms.ChoiceField(label="Member or officer who decides alone", required=False)
    decide_from = GovukDateField(label="Date from which they decide", required=False)
    closed_for = forms.MultipleChoiceField(
        label="Paragraphs of Schedule 12A for which the public would leave, or the report leaves something out", required=False,
        choices=[(str(number), f"{number}: {words}") for number, words in PARAGRAPH_WORDS.items()],
        widget=forms.CheckboxSelectMultiple, help_text="None if the item is taken in public and the whole report is public",
    )  # fmt: skip
    weighing = TextField(
        label="Why the public interest in keeping it back is greater than in publishing it", max_length=2000, required=False,
        help_text="At least one sentence. Agenda and report show it, so leave out what is to be kept back",
    )  # fmt: skip
    kept_back = TextField(
        label="What the public report leaves out", max_length=20_000, required=False,
        help_text="Only those who decide, the statutory officers and, once the decision is published, scrutiny read it, and "
        "each reading is recorded. It stands nowhere else",
    )  # fmt: skip
    kept_pdf = UploadField(
        label="PDF that the public report leaves out", kinds=("pdf",), megabytes=10, required=False,
        help_text="Up to 10MB. Kept without links, forms and scripts; read by the same people. Choose it again if this page comes back",
    )  # fmt: skip
    review_on = GovukDateField(
        label="Day on which the exemption is looked at again", required=False, help_text="For example, the day after the contract is signed"
    )
    shorter_notice = TextField(
        label="Why the new meeting must be convened at shorter notice", max_length=2000, required=False,
        help_text="Only if it cannot wait five clear days; agenda and report are then open from the moment it is convened",
    )  # fmt: skip
    whole = forms.BooleanField(label="The report and everything it refers to is complete and accessible")
    field_order = ["meeting", "on", "time", "place", "shorter_notice", "member", "decide_from", "closed_for", "weighing", "kept_back",
                   "kept_pdf", "review_on", "whole"]  # fmt: skip
    ALONE = "member"
    looks = {
        **ScheduleForm.looks,
        "meeting": Look(size="m", reveals={NEW: ("on", "time", "place", "shorter_notice"), ALONE: ("member", "decide_from")}),
        "shorter_notice": Look(when="if it cannot wait"),
        "member": Look(when=""),
        "decide_from": Look(when=""),
        "weighing": Look(rows=3, when=IF_CLOSED, shown_with=ANY_PARAGRAPH),
        "kept_back": Look(rows=6, when=IF_CLOSED, shown_with=ANY_PARAGRAPH),
        "kept_pdf": Look(when=IF_CLOSED, shown_with=ANY_PARAGRAPH),
        "review_on": Look(when=IF_KEPT, shown_with=ANY_PARAGRAPH),
    }

    def __init__(self, *args: Any, members: Pairs, may_be_alone: bool = True, may_meet: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_meet:
            self.fields["meeting"].choices = []
            for name in ("on", "time", "place", "shorter_notice"):
                del self.fields[name]
        if not may_be_alone:
            del self.fields["member"], self.fields["decide_from"]
            return
        self.fields["meeting"].choices += [(self.ALONE, "No meeting: one cabinet member or officer decides by delegation")]
        self.fields["member"].choices = [("", "Select"), *members]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("meeting") == self.ALONE:
            if not cleaned.get("member") and "member" not in self.errors:
                self.add_error("member", "Select who decides")
            if not cleaned.get("decide_from") and "decide_from" not in self.errors:
                self.add_error("decide_from", "Enter the date from which they decide")
        is_whole = cleaned.get("meeting") == self.ALONE and not self._keeps_back(cleaned)  # nobody leaves either
        if not is_whole and cleaned.get("closed_for") and not cleaned.get("weighing", "").strip() and "weighing" not in self.errors:
            self.add_error("weighing", "Say why the public interest in keeping it back is greater")
        self._check_kept_back(cleaned)
        return cleaned

    @staticmethod
    def _keeps_back(cleaned: dict) -> bool:
        return bool(cleaned.get("kept_back", "").strip() or cleaned.get("kept_pdf"))

    def _check_kept_back(self, cleaned: dict) -> None:
        """What is left out is left out under a paragraph, until a day."""
        if not self._keeps_back(cleaned):
            return
        if not cleaned.get("closed_for") and "closed_for" not in self.errors:
            self.add_error("closed_for", "Select the paragraph of Schedule 12A under which it is left out")
        elif not cleaned.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Enter the day on which the exemption is looked at again")
