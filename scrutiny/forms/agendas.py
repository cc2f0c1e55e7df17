"""Putting a matter on the agenda of a scrutiny meeting."""

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import Look
from decisions.forms.meetings import ScheduleForm


class ScrutinyAgendaForm(ScheduleForm):
    """A scrutiny meeting, called or new; the special circumstances of an item that comes late."""

    special_circumstances = TextField(
        label="Special circumstances that make it urgent", max_length=2000, required=False,
        help_text="Agenda and minutes give them. The opinion is the chair’s own, so only the chair of that meeting can state it",
    )  # fmt: skip
    shorter_notice = TextField(
        label="Why the new meeting must be convened at shorter notice", max_length=2000, required=False,
        help_text="Agenda and report are then open from the moment it is convened",
    )  # fmt: skip
    whole = forms.BooleanField(label="Agenda and report lie open at the council’s offices too")
    field_order = ["meeting", "on", "time", "place", "shorter_notice", "special_circumstances", "whole"]
    looks = {
        **ScheduleForm.looks,
        "special_circumstances": Look(rows=3, when="inside five clear days"),
        "shorter_notice": Look(rows=3, when="if it cannot wait five clear days"),
    }
