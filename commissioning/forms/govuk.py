"""Forms in GOV.UK Frontend 6 markup, without touching any other form of the process.

How to use it:

    from django import forms
    from commissioning.forms.fields import GovukDateField, MoneyField, TextField
    from commissioning.forms.govuk import GovukForm, Look

    class ClearanceForm(GovukForm):
        result = forms.ChoiceField(label="Your answer", choices=RESULTS, widget=forms.RadioSelect)
        cost = MoneyField(label="Cost over the whole term", help_text="For example, £1.2m or 1,200,000")
        starts_on = GovukDateField(label="Start date", help_text="For example, 27 3 2027")
        reasons = TextField(label="Reasons", max_length=2000)
        request = forms.CharField(widget=forms.HiddenInput)
        looks = {
            "result": Look(hints={"CLEAR": "The text may go on as it is"}, inline=False),
            "cost": Look(width=10, prefix="£"),
            "reasons": Look(rows=8),
        }

In a template, inside `<form method="post" novalidate>`: `{{ form }}` renders every field, `{{ form.cost.as_field_group }}`
one. `base.html` shows the error summary of the context variable `form` above the heading and puts "Error: " into
the title. No `required` or `maxlength` attributes are sent; a text with `max_length` in a Textarea gets a character
count. Default errors of Django are replaced in `wording.py`; `error_messages=` on a field wins.

For a form class that is not ours (sign-in pages): `class SignInForm(GovukFormMixin, LoginForm)`.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import loader

from commissioning.forms import wording
from commissioning.forms.bound_field import GovukBoundField, Look

CUT = ("maxlength", "minlength", "min", "max", "step", "cols", "required")


class GovukRenderer(DjangoTemplates):
    """Finds our own templates among the project's, and Django's plain widgets where GOV.UK adds only classes."""

    form_template_name = "govuk/form.html"
    field_template_name = "govuk/field.html"
    bound_field_class = GovukBoundField

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("govuk/"):
            return loader.get_template(template_name)
        return super().get_template(template_name)


class GovukFormMixin(forms.BaseForm):
    """Turns any Django form into a GOV.UK form. `looks` says how single fields are shown."""

    default_renderer: Any = GovukRenderer()
    use_required_attribute = False
    says_optional = True
    looks: Mapping[str, Look] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, one in self.fields.items():
            self._dress(name, one)
        for name in self._not_asked():
            self.fields[name].required = False

    def add_field(self, name: str, one: forms.Field) -> None:
        """Add a field that depends on the case (one row for each agenda item, each option) and dress it like the rest."""
        self.fields[name] = one
        self._dress(name, one)

    @staticmethod
    def _dress(name: str, one: forms.Field) -> None:
        wording.apply(one, str(one.label or name.replace("_", " ").capitalize()))
        for attribute in CUT:
            one.widget.attrs.pop(attribute, None)
        if isinstance(one.widget, forms.NumberInput):
            one.widget.input_type = "text"
            one.widget.attrs.setdefault("inputmode", "numeric")

    def _revealed(self) -> dict[str, tuple[str, str]]:
        """Fields that belong to an option: name of the field -> name of the question and the option."""
        return {
            name: (question, option)
            for question, look in self.looks.items()
            for option in look.reveals
            for name in look.revealed_by(option)
            if question in self.fields and name in self.fields
        }

    def _not_asked(self) -> list[str]:
        """Fields whose option was not chosen in what was sent; none while nothing has been sent."""
        if not self.is_bound:
            return []
        chosen = {question: self[question].data for question, _ in self._revealed().values()}
        return [
            name
            for name, (question, option) in self._revealed().items()
            if option not in (chosen[question] if isinstance(chosen[question], list) else [chosen[question]])
        ]

    def full_clean(self) -> None:
        """As Django's, and what was typed under an option that was not chosen is left out, with its errors."""
        super().full_clean()
        for name in self._not_asked():
            one = self.fields[name]
            self.errors.pop(name, None)
            self.cleaned_data[name] = one.to_python(one.widget.value_from_datadict({}, {}, name))

    def get_context(self) -> dict[str, Any]:
        """As Django's, without the fields that are shown under an option of another field."""
        context = super().get_context()
        revealed = self._revealed()
        context["fields"] = [
            (bound, errors) for bound, errors in context["fields"] if bound.name not in revealed
        ]
        return context

    def _bound(self) -> list[GovukBoundField]:
        return [bound for bound in self if isinstance(bound, GovukBoundField)]

    @property
    def problems(self) -> list[dict[str, str]]:
        """Every error in the order of the page, with the id that its link in the error summary goes to."""
        found = [{"text": str(text), "target": ""} for text in self.non_field_errors()]
        for bound in self._bound():
            target = "" if bound.is_hidden else bound.error_target
            found += [{"text": str(text), "target": target} for text in bound.errors]
        return found

    @property
    def readings(self) -> list[dict[str, str]]:
        """Sums that were read from words or commas, for "check your answers": label, typed text, how it was read."""
        return [
            {"label": str(bound.label), "typed": str(bound.data), "read": bound.reading}
            for bound in self._bound() if bound.reading
        ]  # fmt: skip


class GovukForm(GovukFormMixin, forms.Form):
    """Base of every form of ours."""


class FilterForm(GovukForm):
    """Base of filters sent by GET: nothing is required, and no label says so."""

    says_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            one.required = False
