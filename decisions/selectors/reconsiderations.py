"""Reading what a call-in that was referred back asks, and of whom: the decision-maker, or somebody else where they left it."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from commissioning.models import Case, Duty, Office
from commissioning.rules.dates import local_date, long_date
from decisions.models import AgendaItem, Decision, Interest, Meeting
from decisions.selectors.case_authority import LEFT_AS, allocation_of, is_held_only_by, lawful_alone, out_of
from decisions.selectors.decisions import latest_decision
from decisions.selectors.holds import open_concerns, open_holds
from decisions.selectors.makers import is_executive
from decisions.selectors.meetings import coming_of_executive, ended_as

KIND = "RECONSIDERATION"


def concerns(case: Case) -> list[str]:
    """Scrutiny's concerns, in its order and words; each needs an answer."""
    return open_concerns(case)


def call_in_reference(case: Case) -> str:
    """The reference of the call-in that holds the decision, "" when none does."""
    return next((hold.reference for hold in open_holds(case) if hold.kind == "CALL_IN"), "")


def called_in_since(case: Case, at: datetime) -> datetime:
    """Since when the call-in that is open now holds the decision; `at` when none does."""
    return next((hold.placed_at for hold in open_holds(case) if hold.kind == "CALL_IN"), at)


def called_in_decision(case: Case) -> Decision | None:
    """The decision that came back."""
    return latest_decision(case)


def goes_back_to_one(case: Case, on: date) -> bool:
    """Whether the one person who decided is asked to reconsider, so that no place has to be found for it: they have not left
    it, and no notice of an interest since then keeps them out."""
    decision = latest_decision(case)
    if decision is None or decision.maker_office is None or decision.mode != "INDIVIDUAL":
        return False
    return not left_items(case).exists() and decision.maker_office_id not in out_of(case, on)


def is_answered_by_other(original: Decision, item: AgendaItem) -> bool:
    """Whether somebody else answers than the person or the body that decided."""
    if item.meeting is None:
        return original.maker_office_id != item.maker_id
    return original.mode == "INDIVIDUAL" or original.body_id != item.meeting.body_id


def decides_alone(duty: Duty) -> bool:
    """Whether the duty to reconsider is one person's own, and not that of whoever chairs a meeting."""
    return AgendaItem.objects.filter(pk=duty.subject_id or 0, kind=KIND, maker__isnull=False).exists()


def is_answered(case: Case) -> bool:
    """Whether the concerns are answered; no while whoever was asked has left it to somebody else."""
    return ended_as(case, KIND) not in LEFT_AS


def waits_for_a_place(case: Case) -> bool:
    """Whether a decision of one person came back and somebody else has to be found who reconsiders it."""
    decision = latest_decision(case)
    if decision is None or decision.mode != "INDIVIDUAL":
        return False
    return Duty.objects.filter(case=case, kind="reconsider.schedule", closed_at__isnull=True).exists()


def left_items(case: Case) -> QuerySet[AgendaItem]:
    """What was waiting for one person who left it, oldest first."""
    rows = AgendaItem.objects.filter(case=case, kind=KIND, ended_as__in=LEFT_AS)
    return rows.select_related("maker").order_by("pk")


def how_left(case: Case) -> list[dict]:
    """Who left the reconsideration, when and why, as the record says it."""
    return [_left(item, item.maker.title, item.ended_at) for item in left_items(case) if item.maker and item.ended_at]


def _left(item: AgendaItem, who: str, at: datetime) -> dict:
    stated = Interest.objects.filter(item=item).order_by("-pk").first()
    on = local_date(at)
    whom = "the Cabinet" if item.ended_as == "PASSED_TO_CABINET" else "somebody else"
    why = " because of an interest" if stated is not None and not stated.is_none else ""
    words = f"{who} left the reconsideration to {whom} on {long_date(on)}{why}."
    return {"who": who, "on": on.isoformat(), "words": words}


def meetings_to_reconsider(case: Case, at: datetime) -> QuerySet[Meeting]:
    """The coming meetings that may reconsider it: of the body that decided; where one person did, of the Cabinet, or of the
    body to which the Leader has allocated it since. No meeting of the executive takes a function of the council."""
    coming, original = coming_of_executive(at), called_in_decision(case)
    if original is not None and original.mode != "INDIVIDUAL":
        return coming.filter(body=original.body_id)
    if not is_executive(case):
        return coming.none()
    allocation = allocation_of(case)
    return coming.filter(body__kind="CABINET") if allocation is None else coming.filter(body=allocation.body_id)


def people_to_reconsider(case: Case, on: date) -> list[Office]:
    """Who may lawfully reconsider it alone instead of the person who left it; nobody where a meeting decided."""
    original = called_in_decision(case)
    if original is None or original.mode != "INDIVIDUAL":
        return []
    return [one for one in lawful_alone(case, on) if not is_held_by_who_left(case, one, on)]


def is_held_by_who_left(case: Case, office: Office, on: date) -> bool:
    """Whether every holder of an office left the reconsideration, in that office or another."""
    left = Interest.objects.filter(item__in=left_items(case)).values("person")
    return is_held_only_by(left, office, on)
