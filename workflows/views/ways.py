"""A task page whose form is prepared by its address, as the ways on of a refusal ask for it."""

from django import forms

from commissioning.rules.dates import parse_date
from commissioning.rules.refusals import Refusal


def prepare(form: forms.Form, asked: dict[str, str]) -> None:
    """Fill an unsent form with what the address says: choices that a field offers, and dates that can be read."""
    for name, value in asked.items():
        field = form.fields.get(name)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.MultipleChoiceField):
            if field.valid_value(value):
                form.initial[name] = value
        elif field is not None and "Date" in type(field).__name__:
            try:
                form.initial[name] = parse_date(value)
            except Refusal:
                continue
