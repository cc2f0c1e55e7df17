"""The lawful ways on of a refusal as links: each to a page that the person refused may open, with its form prepared."""

from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from commissioning.models import Duty
from commissioning.rules.refusals import Alternative, Refusal

# Pages of the very duty that was refused, and the kinds of duty that have them.
OWN_PAGES = {
    "duty_pass": frozenset({"decision.make"}),
    "duty": frozenset({"item.outcome"}),
}
# Pages that only the proper officer opens; anybody else reads the way on and asks for it.
OF_THE_PROPER_OFFICER = frozenset({"case_urgency_ask", "case_exception", "case_late_item", "case_private"})


def ways_on(refusal: Refusal | None, duty: Duty) -> list[tuple[str, str]]:
    """Words and address of every way on; a page of another kind of duty is no way on for this one."""
    ways = refusal.alternatives if refusal else ()
    return [(way.label, address(way, duty)) for way in ways if _is_open(way, duty)]


def address(way: Alternative, duty: Duty) -> str:
    """Where a way leads, with what its form is to be filled with; nothing where it is no page but something to do."""
    if not way.url_name or (way.url_name in OF_THE_PROPER_OFFICER and duty.office.role != "PROPER_OFFICER"):
        return ""
    params = {"pk": duty.pk} if way.url_name in OWN_PAGES else dict(way.params)
    params.pop("query", None)
    query = urlencode(way.params.get("query", {}))
    return reverse(way.url_name, kwargs=params) + (f"?{query}" if query else "")


def prepare(form: forms.Form, asked: dict[str, str]) -> None:
    """Fill an unsent form with what the address says, as far as a field offers exactly that choice."""
    for name, value in asked.items():
        field = form.fields.get(name)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.MultipleChoiceField) and field.valid_value(value):
            form.initial[name] = value


def _is_open(way: Alternative, duty: Duty) -> bool:
    kinds = OWN_PAGES.get(way.url_name)
    return kinds is None or duty.kind in kinds
