"""Where each member is, for the clerk."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from commissioning.forms.govuk import GovukForm, Look
from commissioning.models import Appointment
from decisions.models import Attendance

UNKNOWN = [("", "Not recorded")]


class AttendanceForm(GovukForm):
    """One choice per seat; a seat that is left out is not changed, and what was recorded is changed, never undone."""

    says_optional = False

    def __init__(
        self, *args: Any, seats: Sequence[Appointment], initial: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        self.seats = list(seats)
        known = initial or {}
        self.base_fields = {
            self.name_of(seat): forms.ChoiceField(
                label=f"{seat.person.name}, {seat.office.title}",
                choices=Attendance.PRESENCES if known.get(self.name_of(seat)) else UNKNOWN + Attendance.PRESENCES,
                required=False,
            )
            for seat in self.seats
        }
        self.looks = {self.name_of(seat): Look() for seat in self.seats}
        super().__init__(*args, initial=known, **kwargs)
        for seat in self.seats:
            self.fields[self.name_of(seat)].label = f"{seat.person.name}, {seat.office.title}"

    @staticmethod
    def name_of(seat: Appointment) -> str:
        return f"seat_{seat.pk}"

    def presences(self) -> dict[tuple[int, int], str]:
        """What was chosen, by (person, office)."""
        return {
            (seat.person_id, seat.office_id): chosen
            for seat in self.seats
            if (chosen := self.cleaned_data.get(self.name_of(seat)))
        }
