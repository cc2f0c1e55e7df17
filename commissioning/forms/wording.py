"""Plain words for Django's default errors, in one place, after the GOV.UK style for error messages.

Django says "Ensure this value has at most 120 characters (it has 130)"; people are told what to do instead:
"Title must be 120 characters or fewer". A message that a form gives itself always wins.
"""

from collections.abc import Mapping

from django import forms

TEMPLATES: dict[str, str] = {
    "max_length": "{subject} must be %(limit_value)s characters or fewer",
    "min_length": "{subject} must be %(limit_value)s characters or more",
    "min_value": "{subject} must be %(limit_value)s or more",
    "max_value": "{subject} must be %(limit_value)s or less",
    "max_digits": "{subject} has too many digits",
    "max_decimal_places": "{subject} must have no more than %(max)s decimal places",
    "invalid_choice": "Select {noun} from the list",
    "invalid_list": "Select {noun} from the list",
    "invalid_pk_value": "Select {noun} from the list",
    "incomplete": "Enter every part of {noun}",
    "empty": "The selected file is empty",
    "missing": "Select a file",
    "contradiction": "Either select a file or tick the box to remove it, not both",
}
INVALID: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.EmailField, "Enter {noun} in the correct format, like name@example.com"),
    (forms.URLField, "Enter {noun} as a web address, like https://www.example.com"),
    (forms.IntegerField, "{subject} must be a whole number, like 15"),
    (forms.DecimalField, "{subject} must be a number, like 15 or 15.5"),
    (forms.FileField, "The selected file could not be uploaded. Select it again"),
)
DETERMINERS = {
    "a",
    "an",
    "any",
    "how",
    "if",
    "no",
    "our",
    "that",
    "the",
    "this",
    "what",
    "who",
    "why",
    "your",
}
PICKED = (forms.RadioSelect, forms.Select, forms.CheckboxSelectMultiple, forms.CheckboxInput, forms.FileInput)


def noun(label: str) -> str:
    """The label as it stands inside a sentence: "Start date" -> "the start date", "NHS share" -> "the NHS share"."""
    text = str(label).strip().rstrip(":")
    if text.endswith("?"):
        return f"an answer to “{text}”"
    first = text.split(" ")[0]
    acronym = len(first) > 1 and not first[1:].islower()
    inside = text if acronym else text[:1].lower() + text[1:]
    return inside if first.lower() in DETERMINERS else f"the {inside}"


def subject(label: str) -> str:
    """The label as the first words of a sentence: a question is quoted, anything else stays as it is."""
    text = str(label).strip().rstrip(":")
    return f"Your answer to “{text}”" if text.endswith("?") else text


def required(field: forms.Field, label: str) -> str:
    """What to say when nothing was given; the verb follows the kind of control."""
    if field.widget.is_hidden:
        return "The page was not complete when it was sent. Load it again and send the form once more"
    if isinstance(field.widget, forms.FileInput):
        return f"Select a file for {noun(label)}"
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Tick the box to confirm: {str(label).strip().rstrip('.')}"
    verb = "Select" if isinstance(field.widget, PICKED) else "Enter"
    return f"{verb} {noun(label)}"


def _django_defaults(field: forms.Field) -> Mapping[str, str]:
    messages: dict[str, str] = {}
    for cls in reversed(type(field).__mro__):
        if cls.__module__.startswith("django."):
            messages.update(cls.__dict__.get("default_error_messages", {}))
    return messages


def apply(field: forms.Field, label: str) -> None:
    """Replace the messages that are still Django's own; leave those a form or a field of ours has chosen."""
    defaults = _django_defaults(field)
    words = {"noun": noun(label), "subject": subject(label)}
    ours = {code: text.format(**words) for code, text in TEMPLATES.items()}
    ours["required"] = required(field, label)
    for kind, text in INVALID:
        if isinstance(field, kind):
            ours["invalid"] = text.format(**words)
            break
    for code, text in ours.items():
        current = field.error_messages.get(code)
        if current is None or current == defaults.get(code):
            field.error_messages[code] = text
