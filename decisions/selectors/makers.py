"""Who the holder of an office is as a decision-maker, and whether something keeps the holder out of a case."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from commissioning.models import Appointment, Case, Involvement, Office
from commissioning.rules.access_matrix import DECIDING_OFFICERS, PAIRS
from commissioning.rules.tracks import Track
from decisions.rules import delegations as rules


def is_executive(case: Case) -> bool:
    """Whether the case exercises a function of the executive; its track was chosen by that."""
    return case.track != Track.OFFICER_NON_EXECUTIVE


def kind_of(office: Office, *, executive: bool) -> str:
    """One of the lawful kinds of decision-maker, or the kind that may not decide; asks whose the office is only of officers."""
    own = office.role not in DECIDING_OFFICERS or office.body.organisation.kind == "COUNCIL"
    return rules.kind_of(office.role, executive=executive, own=own)


def maker_of(case: Case, office: Office) -> str:
    """The same for a case."""
    return kind_of(office, executive=is_executive(case))


def keeps_out(case: Case, office: Office, on: date) -> str:
    """Why the officer who holds the office on a day may not decide: the text is theirs, or they gave notice of an interest."""
    held = Appointment.objects.filter(office=office, is_deputy=False, starts_on__lte=on)
    people = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).values("person")
    parts = set(Involvement.objects.filter(case=case, person__in=people).values_list("part", flat=True))
    barring = (one for one in PAIRS if not one.allowed and one.then == "decider" and one.first in parts)
    return next((one.reason for one in barring), "")
