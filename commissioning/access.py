"""May this person? The only door to permissions (and to guardian).

Appointments are read live at the moment of the act; nothing is cached between acts (a page asks once, at its
one moment). Whether something may happen now is the law's question (`rules`), whether it is on this desk the duty's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db.models import F, FilteredRelation, Q, QuerySet
from guardian.core import ObjectPermissionChecker

from commissioning import clock
from commissioning.acts import Actor, PartsTaken, Standing
from commissioning.models import Appointment, Case, Duty, Involvement, User
from commissioning.rules.access_matrix import ACTS, Need, forbidden_pair

LONDON = ZoneInfo("Europe/London")
SYSTEM = Standing(capacity="system")


def live_appointments(person: User, at: datetime) -> QuerySet[Appointment]:
    """Offices the person holds, or deputises in, on the London date of `at`; in no order, see `in_order`."""
    day = at.astimezone(LONDON).date()
    return (
        Appointment.objects.filter(person=person, starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .select_related("office__body__organisation")
        .order_by()
    )


def in_order(appointments: Iterable[Appointment]) -> list[Appointment]:
    """Holders before deputies, then as offices are ordered. A person has a few; Django takes longer to ask for an order
    than all the rest of the query does."""
    return sorted(appointments, key=lambda one: (one.is_deputy, one.office.order, one.pk))


def offices_of(person: User, at: datetime) -> list[Appointment]:
    """As `live_appointments`, in order; read once for a page that asks again and again."""
    return clock.once(("offices", person.pk), at, lambda: in_order(live_appointments(person, at)))


def standing_of(appointment: Appointment) -> Standing:
    return Standing(appointment.office, appointment.office.body, "deputy" if appointment.is_deputy else "holder")


def holds(person: User, roles: Iterable[str], at: datetime) -> Standing | None:
    """The first live standing of the person in one of the roles, or None."""
    for appointment in offices_of(person, at):
        if appointment.office.role in roles:
            return standing_of(appointment)
    return None


def may(actor: Actor, act: str, obj: object, at: datetime) -> Standing | None:
    """The standing in which the actor may do `act` on `obj` at `at`, or None. Unknown acts and nobody: None."""
    need = ACTS.get(act)
    if need is None:
        return None
    if actor.is_system:
        return SYSTEM
    person = actor.user
    if person is None or not person.is_authenticated or not person.is_active:
        return None
    standing = _standing_for(person, need, obj, at)
    taken = standing.taken if standing else None
    if taken and forbidden_pair(need.part, taken.parts):
        return None
    return standing


def require(actor: Actor, act: str, obj: object, at: datetime) -> Standing:
    """As `may`, but raises PermissionDenied in plain words."""
    standing = may(actor, act, obj, at)
    if standing is not None:
        return standing
    need = ACTS.get(act)
    what = need.sentence if need else "do this"
    pair = _pair(actor, need, obj) if need and need.part else None
    why = pair or "Only the office that this waits for, or its deputy, can do it."
    raise PermissionDenied(f"You cannot {what} in this case. {why}")


def _pair(actor: Actor, need: Need, obj: object) -> str:
    case = case_of(obj)
    if case is None or actor.user is None:
        return ""
    pair = forbidden_pair(need.part, parts_of(actor.user, case))
    return pair.reason if pair else ""


def case_of(obj: object) -> Case | None:
    if isinstance(obj, Case):
        return obj
    return getattr(obj, "case", None)


def parts_of(person: User, case: Case) -> frozenset[str]:
    """Every part the person has taken in the case so far."""
    return frozenset(Involvement.objects.filter(case=case, person=person).values_list("part", flat=True))


def _standing_for(person: User, need: Need, obj: object, at: datetime) -> Standing | None:
    """The first office that carries the act, with the parts taken in the case if the act takes one; one statement."""
    case = case_of(obj) if need.part else None
    rows = in_order(_with_parts(live_appointments(person, at), case)) if case else offices_of(person, at)
    taken = PartsTaken(case.pk, frozenset(row.part for row in rows if row.part)) if case else None
    for appointment in rows:
        if _carries(appointment, need, obj, person):
            return replace(standing_of(appointment), taken=taken)
    return None


def _with_parts(appointments: QuerySet[Appointment], case: Case) -> QuerySet[Appointment]:
    """Every appointment once for each part that its person has taken in the case, or once without any."""
    own = FilteredRelation("person__involvements", condition=Q(person__involvements__case=case))
    return appointments.annotate(own=own, part=F("own__part"))


def _carries(appointment: Appointment, need: Need, obj: object, person: User) -> bool:
    if appointment.office.role not in need.roles:
        return False
    if not isinstance(obj, Duty):
        return not need.duty
    if obj.person_id:
        return obj.person_id == person.pk and obj.office_id == appointment.office_id
    return obj.office_id == appointment.office_id


class LiveGroups(ObjectPermissionChecker):
    """guardian's checker over the groups of the offices a person holds right now: one statement per object."""

    def __init__(self, groups: Iterable[int]) -> None:
        self.user = None
        self.group = None
        self.groups = list(groups)
        self._obj_perms_cache: dict = {}

    def get_group_filters(self, obj: object) -> dict:
        filters = {}
        for key, value in super().get_group_filters(obj).items():
            if key.endswith("__group"):
                filters[f"{key}__in"] = self.groups
            else:
                filters[key] = value
        return filters


def may_open(person: User, permission: str, obj: object, at: datetime) -> bool:
    """Whether a restricted object (agency draft, exempt part) is linked to an office the person holds at `at`."""
    if not person.is_authenticated or not person.is_active:
        return False
    groups = [a.office.group_id for a in offices_of(person, at) if a.office.group_id]
    return bool(groups) and LiveGroups(groups).has_perm(permission, obj)
