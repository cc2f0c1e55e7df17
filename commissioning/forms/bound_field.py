"""What one field needs to be shown in GOV.UK markup: its look, its ids, its options and its date boxes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from commissioning.forms.fields import GovukDateWidget, MoneyField


@dataclass(frozen=True)
class Look:
    """How one field is shown. Sizes are those of GOV.UK: label "s", "m", "l", "xl"; width 2, 3, 4, 5, 10, 20, 30.

    `reveals` maps an option to the field, or the fields, asked only with it (one option for each such field, not inline):
    they stand under the option where the form has them; each is required as declared when the option is chosen, and empty
    otherwise.
    `shown_with` is the question and the options (none named: any of them) with which a field is shown where scripts run. It
    stays in its own place, so it may belong to several options; what is hidden is not sent, and without scripts it is shown.
    `when` says after the label when the field is needed ("if you object"), in place of "(optional)"; "" says nothing.
    """

    size: str = "s"
    heading: bool = False
    width: int | None = None
    rows: int = 5
    prefix: str = ""
    suffix: str = ""
    inline: bool = False
    small: bool = False
    large: bool = False
    hints: Mapping[str, str] = field(default_factory=dict)
    divider_before: str | None = None
    reveals: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    shown_with: tuple[str, tuple[str, ...]] | None = None
    count: bool = True
    markdown: bool = False
    when: str | None = None

    def revealed_by(self, option: str) -> tuple[str, ...]:
        """The fields that are asked with this option."""
        names = self.reveals.get(option, ())
        return (names,) if isinstance(names, str) else names


@dataclass(frozen=True)
class Option:
    """One radio button or checkbox, ready for the template."""

    id: str
    name: str
    value: str
    label: str
    checked: bool
    disabled: bool
    hint: str
    divider: bool
    reveals: tuple[BoundField, ...]


class GovukBoundField(BoundField):
    """Gives templates what GOV.UK markup needs: component, ids of hint, error and count, options, date boxes."""

    @property
    def look(self) -> Look:
        return getattr(self.form, "looks", {}).get(self.name, Look())

    @property
    def aside(self) -> str:
        """What stands in brackets after the label: when the field is needed, else "optional" where the form declares it
        as not required and is not a filter."""
        form: Any = self.form
        if self.look.when is not None:
            return self.look.when
        optional = form.says_optional and not form.base_fields.get(self.name, self.field).required
        return "optional" if optional else ""

    @property
    def component(self) -> str:
        widget = self.field.widget
        for kind, name in (
            (forms.CheckboxSelectMultiple, "checkboxes"),
            (forms.RadioSelect, "radios"),
            (GovukDateWidget, "date"),
            (forms.CheckboxInput, "checkbox"),
            (forms.FileInput, "file-upload"),
            (forms.Select, "select"),
            (forms.Textarea, "textarea"),
        ):
            if isinstance(widget, kind):
                return name
        return "input"

    @property
    def is_group(self) -> bool:
        return self.component in {"radios", "checkboxes", "date", "checkbox"}

    @property
    def template(self) -> str:
        return f"govuk/{self.component.replace('-', '_')}.html"

    @property
    def group_class(self) -> str:
        error = " govuk-form-group--error" if self.errors else ""
        return f"govuk-form-group{error}" + (" govuk-character-count" if self.limit else "")

    @property
    def shown_with(self) -> tuple[str, str] | None:
        """Name of the question and its options, as the script reads them; None where the field is always shown."""
        question, options = self.look.shown_with or ("", ())
        return (self.form[question].html_name, " ".join(options)) if question in self.form.fields else None

    @property
    def limit(self) -> int | None:
        """Most characters of a text with a count, else None."""
        counted = self.component == "textarea" and self.look.count
        return getattr(self.field, "max_length", None) if counted else None

    @property
    def error_target(self) -> str:
        """Id that the error summary links to: the first option or date box, or the control itself."""
        if self.component == "date":
            return f"{self.auto_id}_{next((i for i, box in enumerate(self.boxes) if box['wrong']), 0)}"
        return f"{self.auto_id}_0" if self.component in {"radios", "checkboxes"} else self.auto_id

    @property
    def described_by(self) -> str:
        parts = [
            ("info", self.limit),
            ("hint", self.help_text),
            ("reading", self.reading),
            ("error", self.errors),
        ]
        return " ".join(f"{self.auto_id}-{name}" for name, there in parts if there)

    @property
    def reading(self) -> str:
        """How a typed sum was read ("£1,200,000"), when that is not the same as what was typed."""
        if not (isinstance(self.field, MoneyField) and self.form.is_bound):
            return ""
        amount = self.field.reading_of(self.data)
        return amount.echo if amount and amount.confirm and not self.errors else ""

    @property
    def options(self) -> Iterator[Option]:
        look = self.look
        for widget in self.subwidgets:
            data = widget.data
            value = str(data["value"])
            yield Option(
                id=data["attrs"]["id"],
                name=data["name"],
                value=value,
                label=data["label"],
                checked=data["selected"],
                disabled=bool(data["attrs"].get("disabled")),
                hint=look.hints.get(value, ""),
                divider=value == look.divider_before,
                reveals=tuple(self.form[name] for name in look.revealed_by(value) if name in self.form.fields),
            )

    @property
    def boxes(self) -> list[dict[str, Any]]:
        """The three boxes of a date: name, id, label, width, value and whether this box is in error."""
        values = self.field.widget.decompress(self.value())
        codes = " ".join(error.code or "" for error in self.errors.as_data())
        named = [part for part, _, _ in GovukDateWidget.PARTS if f"_{part}" in codes]
        return [
            {
                "name": f"{self.html_name}_{part}", "id": f"{self.auto_id}_{index}", "label": label, "width": width,
                "value": "" if value is None else value,
                "wrong": bool(self.errors) and (part in named or not named),
            }
            for index, ((part, label, width), value) in enumerate(zip(GovukDateWidget.PARTS, values, strict=True))
        ]  # fmt: skip

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built: dict[str, Any] = {"disabled": True} if self.field.disabled else {}
        if widget.is_hidden or self.is_group:
            return {**attrs, **built}
        error = f" govuk-{self.component}--error" if self.errors else ""
        width = f" govuk-input--width-{self.look.width}" if self.look.width else ""
        js = " govuk-js-character-count" if self.limit else ""
        own = widget.attrs.get("class", "")
        built["class"] = f"govuk-{self.component}{error}{width}{js} {own}".strip()
        if self.component == "textarea":
            built["rows"] = self.look.rows
        if self.described_by:
            built["aria-describedby"] = self.described_by
        return {**attrs, **built}
