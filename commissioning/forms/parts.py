"""A page of a draft as one thing: a form, and tables of rows that grow without JavaScript.

A table shows the rows it has and a few empty ones; an empty row is left out, a ticked "Remove" takes a row away. Sums
that were read from "1.2m" or "1,200,000" have to be confirmed once before the page is saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet, formset_factory

from commissioning.forms.fields import MoneyField
from commissioning.forms.govuk import GovukForm, GovukRenderer


class RowForms(BaseFormSet):
    """Our rows: a plain word for removing, no management words of Django's."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = "Remove this row"


@dataclass(frozen=True)
class Table:
    """How one table of rows is shown: title, words for one row, how many empty ones, the most allowed."""

    form: type[GovukForm]
    title: str
    row: str
    help: str = ""
    extra: int = 2
    most: int = 60
    fixed: bool = False

    def forms(self, name: str, data: Any, rows: list[dict], kwargs: dict) -> RowForms:
        made = formset_factory(
            self.form,
            formset=RowForms,
            extra=0 if self.fixed else self.extra,
            can_delete=not self.fixed,
            can_delete_extra=False,
            max_num=self.most,
            absolute_max=self.most + 10,
            renderer=GovukRenderer(),
        )
        return made(data, prefix=name, initial=rows, form_kwargs=kwargs)


class PartForm:
    """Base of the pages. Subclasses set `main_class` and `tables`, and turn values into initial data and back."""

    is_part = True  # tells a template from a plain form
    main_class: type[GovukForm] | None = None
    tables: Mapping[str, Table] = {}

    def __init__(self, value: Mapping[str, Any], data: Any = None, files: Any = None, **choices: Any) -> None:
        self.choices = choices
        self.is_bound = data is not None
        self.main = (
            self.main_class(data, files, initial=self.main_initial(value)) if self.main_class else None
        )
        self.sets = {
            name: table.forms(name, data, self.row_initial(name, value), self.row_kwargs(name, value))
            for name, table in self.tables.items()
        }

    def main_initial(self, value: Mapping[str, Any]) -> dict:
        return dict(value)

    def row_initial(self, name: str, value: Mapping[str, Any]) -> list[dict]:
        return [dict(row) for row in value.get(name, ())]

    def row_kwargs(self, name: str, value: Mapping[str, Any]) -> dict:
        return {}

    def row_value(self, name: str, cleaned: dict) -> dict:
        return cleaned

    def value(self) -> dict:
        """The whole page as the plain value that the service keeps; call it when valid."""
        main = dict(self.main.cleaned_data) if self.main else {}
        return {**main, **{name: self.rows(name) for name in self.sets}}

    def rows(self, name: str) -> list[dict]:
        return [self.row_value(name, cleaned) for cleaned in self._kept(name)]

    def _kept(self, name: str) -> Iterator[dict]:
        for form in self.sets[name].forms:
            cleaned = dict(getattr(form, "cleaned_data", {}))
            removed = cleaned.pop(DELETION_FIELD_NAME, False)
            if cleaned and not removed:
                yield cleaned

    def is_valid(self) -> bool:
        parts = [self.main] if self.main else []
        checks = [part.is_valid() for part in (*parts, *self.sets.values())]
        return all(checks)

    @property
    def shown(self) -> list[tuple[str, Table, RowForms]]:
        """Tables in order, for the page."""
        return [(name, self.tables[name], rows) for name, rows in self.sets.items()]

    @property
    def every_form(self) -> list[GovukForm]:
        own = [self.main] if self.main else []
        return own + [form for rows in self.sets.values() for form in rows.forms]

    @property
    def is_multipart(self) -> bool:
        return any(form.is_multipart() for form in self.every_form)

    @property
    def problems(self) -> list[dict[str, str]]:
        """Every error of the page in order, each with the row it is in."""
        if not self.is_bound:
            return []
        found = list(self.main.problems) if self.main else []
        for name, table, rows in self.shown:
            found += [{"text": str(text), "target": ""} for text in rows.non_form_errors()]
            for number, form in enumerate(rows.forms, 1):
                if not form.errors or self._is_removed(name, form):
                    continue
                found += [{**one, "text": f"{table.row} {number}: {one['text']}"} for one in form.problems]
        return found

    def _is_removed(self, name: str, form: GovukForm) -> bool:
        return self.sets[name].can_delete and self.sets[name]._should_delete_form(form)

    @property
    def readings(self) -> list[dict[str, str]]:
        """Sums that were newly typed in a way that has to be confirmed: label, as typed, as read."""
        return [
            {"label": str(bound.label), "typed": str(bound.data).strip(), "read": bound.reading}
            for form in self.every_form
            if form.is_bound
            for bound in form
            if isinstance(bound.field, MoneyField) and bound.reading and bound.name in form.changed_data
        ]

    @property
    def to_confirm(self) -> str:
        """What a confirmation has to repeat, so that a sum changed afterwards is asked again."""
        return "|".join(f"{reading['typed']}={reading['read']}" for reading in self.readings)
