"""Fields that only decisions need: a time of day as people write it, and lists with one entry on each line."""

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commissioning.forms.fields import TextField
from commissioning.forms.wording import subject

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


class TimeField(forms.Field):
    """A London time such as 6:30pm, 18:30 or midday; gives `datetime.time`."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, time) or not value:
            return value or None
        text = str(value).strip().lower()
        if text in ("midday", "noon"):
            return time(12)
        found = CLOCK.fullmatch(text)
        if found is None:
            raise self._wrong()
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if minute > 59 or (half and not 1 <= hour <= 12) or hour > 23 or (not half and found[2] is None):
            raise self._wrong()
        return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)

    def _wrong(self) -> ValidationError:
        words = subject(self.label or "The time")
        return ValidationError(f"{words} must be a time, like 6:30pm or 18:30", code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class LinesField(TextField):
    """Several short texts, one on each line; gives a tuple without the empty ones."""

    def to_python(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, list | tuple):
            return tuple(value)
        return tuple(line.strip() for line in (super().to_python(value) or "").split("\n") if line.strip())

    def validate(self, value: tuple[str, ...]) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: tuple[str, ...]) -> None:
        """The longest text counts all lines together, as the page counts it."""
        super().run_validators("\n".join(value))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value
