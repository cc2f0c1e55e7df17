"""Fields that people fill in as they speak: sums of money, dates in three boxes, long texts.

MoneyField gives integer pence. GovukDateField gives a `datetime.date`. TextField gives text with plain line
ends, so that the characters counted on the page are those counted here.
"""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commissioning.forms.wording import subject
from commissioning.rules.money import Amount, pounds, read_pounds
from commissioning.rules.refusals import Refusal

WORDS = (("thousand", "k"), ("million", "m"), ("billion", "bn"))
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
YEARS = range(1900, 2200)


def read_money(typed: str) -> Amount:
    """Read an amount as people write it, also "1.2 million"; raises Refusal for what has no certain meaning."""
    text = typed.strip()
    for word, short in WORDS:
        text = re.sub(rf"\s*\b{word}\b|(?<=\d){word}\b", short, text, flags=re.IGNORECASE)
    return read_pounds(text)


class MoneyField(forms.Field):
    """Pounds as typed, pence as result.

    Reads "£1.2m", "1,200,000", "£250", "1.2 million"; refuses "12e9", "-500" and "NaN" in plain words. The page
    keeps what was typed and the bound field says how it was read (`field.reading`); `reading_of(typed)` gives
    the Amount, whose `confirm` asks for a check by the person. Limits are in pence.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "{subject} must be an amount in pounds, like 1,200,000 or £1.2m",
        "negative": "{subject} must be £0 or more, without a minus sign",
        "too_small": "{subject} must be {limit} or more",
        "too_large": "{subject} must be {limit} or less",
    }

    def __init__(self, *, min_pence: int = 0, max_pence: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_pence, self.max_pence = min_pence, max_pence

    def reading_of(self, typed: Any) -> Amount | None:
        """How the text is read, or None when it is empty or has no certain meaning."""
        try:
            return read_money(str(typed)) if typed not in (None, "") else None
        except Refusal:
            return None

    def to_python(self, value: Any) -> int | None:
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        if re.match(r"£?\s?[-−–(]\s?£?\s?[\d.]", text):
            raise self._refused("negative")
        try:
            return read_money(text).pence
        except Refusal as refusal:
            raise self._refused("invalid") from refusal

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.min_pence:
            raise self._refused("too_small", self.min_pence)
        if self.max_pence is not None and value > self.max_pence:
            raise self._refused("too_large", self.max_pence)

    def _refused(self, code: str, limit: int = 0) -> ValidationError:
        words = {"subject": subject(str(self.label or "The amount")), "limit": pounds(limit)}
        return ValidationError(self.error_messages[code].format(**words), code=code)

    def prepare_value(self, value: Any) -> Any:
        """Pence from the record become pounds in the box; what a person typed stays as it is."""
        return pounds(value).replace("£", "") if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        reading = self.reading_of(data)
        return (reading.pence if reading else data or None) != initial


class GovukDateWidget(forms.MultiWidget):
    """Three text boxes, named `<name>_day`, `<name>_month` and `<name>_year`; `wrong` marks boxes in error."""

    PARTS = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part, _, _ in self.PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        return list(value) if isinstance(value, list | tuple) else [None, None, None]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class GovukDateField(forms.Field):
    """A date in three boxes; months may be written as a number or a word, years with four figures.

    Errors name the part that is missing or wrong; the code (`missing_day_month`, `invalid_year`) tells the page
    which boxes to mark.
    """

    widget = GovukDateWidget

    @property
    def subject(self) -> str:
        return subject(str(self.label or "The date"))

    def to_python(self, value: Any) -> date | None:
        if value in (None, "") or isinstance(value, date):
            return value or None
        parts = {
            name: str(text or "").strip()
            for (name, _, _), text in zip(GovukDateWidget.PARTS, value, strict=True)
        }
        missing = [name for name, text in parts.items() if not text]
        if len(missing) == 3:
            return None
        if missing:
            words = " and ".join(missing)
            raise ValidationError(
                f"{self.subject} must include a {words}", code="missing_" + "_".join(missing)
            )
        return self._real(parts)

    def _real(self, parts: dict[str, str]) -> date:
        month = self._month(parts["month"])
        if not re.fullmatch(r"\d{4}", parts["year"], re.ASCII) or int(parts["year"]) not in YEARS:
            raise ValidationError("Year must include 4 numbers, like 2027", code="invalid_year")
        try:
            return date(int(parts["year"]), month, int(parts["day"]))
        except ValueError as error:
            raise ValidationError(f"{self.subject} must be a real date", code="invalid") from error

    @staticmethod
    def _month(text: str) -> int:
        word = text.lower().rstrip(".")
        if len(word) > 2 and word.isalpha():
            return next((n for n, name in enumerate(MONTHS, 1) if name.startswith(word)), 0)
        return int(word) if re.fullmatch(r"\d{1,2}", word, re.ASCII) else 0

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class TextField(forms.CharField):
    """A long text. A browser sends two characters for each line end; they are counted and kept as one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        text = value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
        return super().to_python(text)
