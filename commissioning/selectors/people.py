"""Who sits where, for lists of people."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from commissioning.access import LONDON
from commissioning.models import Appointment
from commissioning.rules.access_matrix import ACTS


@dataclass(frozen=True)
class Shown:
    """One person in one office, and in words what the office carries."""

    pk: int
    name: str
    office: str
    can: str


def people_to_show(at: datetime) -> list[tuple[str, list[Shown]]]:
    """Everybody in office at `at`, by body, in the order of the offices; one statement."""
    day = at.astimezone(LONDON).date()
    live = (
        Appointment.objects.filter(starts_on__lte=day, person__is_active=True)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .select_related("person", "office__body")
        .order_by("office__order", "is_deputy", "pk")
    )
    groups: dict[str, list[Shown]] = {}
    for one in live:
        title = one.office.title + (" (deputy)" if one.is_deputy else "")
        groups.setdefault(one.office.body.name, []).append(
            Shown(one.person_id, one.person.name, title, what_a_role_can_do(one.office.role))
        )
    return list(groups.items())


def what_a_role_can_do(role: str) -> str:
    """The acts of a role in words, without those that everybody has."""
    words = [
        need.sentence
        for code, need in ACTS.items()
        if role in need.roles and code not in ("case.read", "clock.jump", "case.withdraw")
    ]
    return "; ".join(dict.fromkeys(words))
