"""Who sits where, for lists of people."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from commissioning.access import LONDON, offices_of
from commissioning.models import Appointment, Body, Office, User
from commissioning.rules.access_matrix import ACTS, asks_second_factor

AT_MOST, FIRST = 7, 5  # a longer list of acts is folded after the first few


@dataclass(frozen=True)
class Shown:
    """One person in one office, and in words what the office carries: the first acts, and the rest of a long list."""

    pk: int
    name: str
    office: str
    can: str
    more: tuple[str, ...] = ()


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
        acts = acts_of_role(one.office.role)
        split = len(acts) if len(acts) <= AT_MOST else FIRST
        shown = Shown(one.person_id, one.person.name, title, "; ".join(acts[:split]), tuple(acts[split:]))
        groups.setdefault(one.office.body.name, []).append(shown)
    return list(groups.items())


def what_a_role_can_do(role: str) -> str:
    """The acts of a role in one line."""
    return "; ".join(acts_of_role(role))


def acts_of_role(role: str) -> list[str]:
    """The acts of a role in words, each once, without those that everybody has."""
    words = [
        need.sentence
        for code, need in ACTS.items()
        if role in need.roles and code not in ("case.read", "clock.jump", "case.withdraw")
    ]
    return list(dict.fromkeys(words))


def needs_second_factor(person: User, at: datetime) -> bool:
    """Whether an office that the person holds at `at` asks for a second factor."""
    return asks_second_factor(one.office.role for one in offices_of(person, at))


def bodies() -> QuerySet[Body]:
    return Body.objects.order_by("name", "pk")


def offices_to_fill() -> QuerySet[Office]:
    """Every office, with its body, in the order in which people look for them."""
    return Office.objects.select_related("body").order_by("body__name", "order", "title", "pk")


def find_people(*, query: str = "", show: str = "", at: datetime) -> QuerySet[User]:
    """Accounts by name, address or office, in order of name; each with its `live` appointments."""
    running = live_on(at).select_related("office__body")
    found = User.objects.filter(is_active=show != "closed").prefetch_related(
        Prefetch("appointments", queryset=running, to_attr="live")
    )
    for word in query.split():
        held = live_on(at).filter(Q(office__title__icontains=word) | Q(office__body__name__icontains=word))
        found = found.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(pk__in=held.values("person"))
        )
    if show == "without":
        found = found.exclude(pk__in=live_on(at).values("person"))
    return found.order_by("name", "pk")


def live_on(at: datetime) -> QuerySet[Appointment]:
    """Appointments that run on the London date of `at`."""
    day = at.astimezone(LONDON).date()
    return Appointment.objects.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def appointments_of(person: User) -> list[Appointment]:
    """All of them, newest first."""
    return list(
        Appointment.objects.filter(person=person)
        .select_related("office__body", "person")
        .order_by("-starts_on", "-pk")
    )


def changes_of(person: User) -> list:
    """History rows of the person's appointments, newest first, with who did it; two statements."""
    rows = Appointment.history.filter(person=person).select_related("history_user").order_by("-history_date", "-pk")[:100]
    titles = dict(Office.objects.filter(pk__in={row.office_id for row in rows}).values_list("pk", "title"))
    for row in rows:
        row.office_title = titles.get(row.office_id, "")
    return list(rows)


def offices_with_holders(at: datetime) -> list[tuple[Body, list[Office]]]:
    """Every body with its offices, each with its `live` appointments, holders before deputies; three statements."""
    running = live_on(at).filter(person__is_active=True).select_related("person").order_by("is_deputy", "pk")
    groups: dict[int, tuple[Body, list[Office]]] = {body.pk: (body, []) for body in bodies()}
    for office in offices_to_fill().prefetch_related(
        Prefetch("appointments", queryset=running, to_attr="live")
    ):
        groups[office.body_id][1].append(office)
    return list(groups.values())
