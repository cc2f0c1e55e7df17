"""The lawful ways on of the refusal that a page shows, as links for the person who reads it."""

from django import template
from django.template import Context

from commissioning import clock
from commissioning.acts import Actor
from commissioning.models import Case, Duty
from commissioning.selectors.ways import Way
from commissioning.selectors.ways import ways_on as found

register = template.Library()


@register.simple_tag(takes_context=True)
def ways_on(context: Context) -> list[Way]:
    """From the page's `refusal`, its `case` and its `duty`; words alone where nobody is known to have asked."""
    refusal, request = context.get("refusal"), context.get("request")
    person = getattr(request, "user", None)
    if refusal is None or person is None or not person.is_authenticated:
        return [Way(one.label) for one in refusal.alternatives] if refusal else []
    case, duty = context.get("case"), context.get("duty")
    return found(
        refusal,
        actor=Actor.person(person),
        at=clock.now(),
        case=case if isinstance(case, Case) else None,
        duty=duty if isinstance(duty, Duty) else None,
    )
