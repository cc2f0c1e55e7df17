"""Reading interests, equality confirmations and dispensations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from commissioning.models import User
from commissioning.rules.dates import local_date
from decisions.models import AgendaItem, Dispensation, EqualityConfirmation, Interest
from decisions.rules import interests as rules

AT_THE_MEETING = ("CONFIRMED", "LATE")


def latest_interests(items: Iterable[AgendaItem]) -> dict[tuple[int, int], Interest]:
    """The statement that counts, by (item, person); the last row wins."""
    rows = (
        Interest.objects.filter(item__in=list(items)).select_related("person", "office").order_by("n", "pk")
    )
    return {(row.item_id, row.person_id): row for row in rows}


def latest_confirmations(items: Iterable[AgendaItem]) -> dict[tuple[int, int], EqualityConfirmation]:
    """The equality confirmation that counts, by (item, person)."""
    rows = EqualityConfirmation.objects.filter(item__in=list(items)).order_by("n", "pk")
    return {(row.item_id, row.person_id): row for row in rows}


def is_current(row: Interest | EqualityConfirmation | None, item: AgendaItem) -> bool:
    """Whether a statement is about the version that is before the meeting; a changed item is asked again."""
    return row is not None and row.version_id == item.version_id


def is_confirmed(row: Interest | EqualityConfirmation | None, item: AgendaItem) -> bool:
    """Whether a statement on the present version was made or confirmed at the meeting itself."""
    return row is not None and is_current(row, item) and row.stage in AT_THE_MEETING


def dispensations_of(people: Iterable[User], items: Iterable[AgendaItem]) -> dict[tuple[int, int], list[rules.Dispensation]]:
    """What was granted to each person for the case of an item, by (case, person); nobody asked for, nothing read."""
    asked, found = list(people), dict[tuple[int, int], list[rules.Dispensation]]()
    rows = Dispensation.objects.filter(person__in=asked, case__in=[item.case_id for item in items]) if asked else ()
    for row in rows:
        found.setdefault((row.case_id or 0, row.person_id), []).append(dispensation_rule(row))
    return found


def declarations(row: Interest | None) -> tuple[rules.Declaration, ...]:
    """A statement as the rules see it; nothing stated is no declaration."""
    if row is None:
        return ()
    return (rules.Declaration(rules.Kind(row.kind), row.nature, row.stays_out, row.stage == "LATE"),)


def dispensation_rule(row: Dispensation) -> rules.Dispensation:
    """A dispensation as the rules see it."""
    scope = {rules.Act.SPEAK: row.may_speak, rules.Act.VOTE: row.may_vote}
    return rules.Dispensation(
        row.granted_at,
        row.starts_on,
        row.ends_on,
        frozenset(act for act, granted in scope.items() if granted),
    )


def interests_of(item: AgendaItem) -> QuerySet[Interest]:
    """Every statement made on an item, in order."""
    return (
        Interest.objects.filter(item=item)
        .select_related("person", "office")
        .order_by("declared_at", "n", "pk")
    )


def must_stay_out(item: AgendaItem, person: User, at: datetime) -> str:
    """Why somebody has to stay out of an item by their own declaration, in the words of the rule; empty for nobody."""
    row = latest_interests([item]).get((item.pk, person.pk))
    if row is None:
        return ""
    granted = dispensations_of([person], [item]).get((item.case_id, person.pk), [])
    found = rules.standing(declarations(row), rules.Act.SPEAK, at=at, on=local_date(at), dispensations=granted)
    return "" if found.may else found.why
