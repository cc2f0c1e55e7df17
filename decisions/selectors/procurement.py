"""Reading the procurement steps of a case."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from commissioning.models import Case
from commissioning.rules.calendars import Calendar
from commissioning.rules.counting import recount
from commissioning.rules.dates import local_date
from commissioning.rules.deadlines import Deadline
from commissioning.selectors.calendars import live
from decisions.models import Decision, ProcurementStep
from decisions.rules import procurement as rules
from decisions.rules.early_effects import stop_over
from decisions.rules.outcomes import AUTHORISES
from decisions.rules.procurement import BEGINS_STANDSTILL, Kind, Standstill, Step
from decisions.selectors.decisions import latest_decision, latest_reconsideration
from decisions.selectors.early_effects import early_effect_of, stops_of
from decisions.selectors.newest_recounts import newest_recount
from decisions.selectors.partial_effects import partial_effect_of


def steps_with_recounts() -> QuerySet[ProcurementStep]:
    """Steps with the newest recount of a standstill beside them, in the same statement."""
    return ProcurementStep.objects.annotate(**newest_recount("step"))


def steps_of(case: Case) -> QuerySet[ProcurementStep]:
    """Every step of the case in the order in which it happened."""
    return steps_with_recounts().filter(case=case).select_related("recorded_by").order_by("happened_on", "pk")


def any_procurement() -> Exists:
    """Whether a case has such a step, for the statement that reads the case."""
    return Exists(ProcurementStep.objects.filter(case=OuterRef("pk")))


def standstill_of(case: Case) -> Standstill | None:
    """The standstill that the newest award notice began, or None; a bank holiday proclaimed since lengthens it."""
    begins = steps_of(case).filter(kind__in=[kind.value for kind in BEGINS_STANDSTILL])
    newest = as_they_count(begins.order_by("-happened_on", "-pk")[:1])
    return newest[0].standstill if newest else None


def as_they_count(steps: Iterable[ProcurementStep]) -> list[ProcurementStep]:
    """Steps of `steps_of`, each standstill on the calendar as it stands now, never shorter than it was begun or last counted:
    a day proclaimed since is a working day for nobody (Procurement Act 2023 s123(1)). What is kept stays as it was."""
    found = list(steps)
    calendars: dict[str, Calendar] = {}
    for step in found:
        if step.deadline:
            begun = Deadline.from_dict(step.recount or step.deadline)
            if begun.calendar not in calendars:
                calendars[begun.calendar] = live(begun.calendar)
            step.deadline = recount(begun, calendars[begun.calendar]).as_dict()
    return found


def is_challenged(case: Case) -> bool:
    """Whether the award is before the court."""
    kinds = (Kind.CHALLENGED.value, Kind.CHALLENGE_OVER.value)
    newest = steps_of(case).filter(kind__in=kinds).order_by("-happened_on", "-pk").first()
    return newest is not None and newest.kind == Kind.CHALLENGED


def agreed_on(case: Case) -> date | None:
    """The day of the last decision of the case that lets it go on, or None."""
    outcomes = [outcome.value for outcome in AUTHORISES]
    return Decision.objects.filter(case=case, outcome__in=outcomes).order_by("-n").values_list("made_on", flat=True).first()


def resolutions_of(case: Case) -> list[tuple[int, str]]:
    """The numbered resolutions of the decision, from which a step can carry out some; nothing where there is but one."""
    decision = latest_decision(case)
    rows = [(row.number, row.text) for row in decision.resolutions.all()] if decision else []
    return rows if len(rows) > 1 else []


def not_in_effect(case: Case, step: Step) -> tuple[str, bool]:
    """Why what the step carries out was not in effect then, "" if it was; and whether it never had been until then."""
    early, part = early_effect_of(case), partial_effect_of(case)
    free = part is not None and bool(step.resolutions) and set(step.resolutions) <= set(part.resolutions)
    rest_gone = None if part is None or free else _taken_back_on(case)
    if rest_gone is not None and step.on >= rest_gone:
        return rules.taken_back(step, rest_gone), False
    effective_on = case.effective_on if rest_gone is None else None  # by then the day of the case is that of the part
    effective_at: datetime | None = None
    if early is not None and not _ended(case, step):
        effective_on, effective_at = early.effective_on, early.recorded_at
    elif part is not None and free:
        effective_on, effective_at = part.effective_on, part.recorded_at
    before = rules.too_early(step, agreed_on=agreed_on(case), effective_on=effective_on, effective_at=effective_at)
    if before or early is None:
        return before, bool(before)
    stops = stops_of(early, part.recorded_at if part else None)
    return rules.while_held(step, stop_over(stops, step.on, step.moment, step.resolutions)), False


def _taken_back_on(case: Case) -> date | None:
    """The day on which what was called in was taken back, if it was."""
    last = latest_reconsideration(case)
    return local_date(last.decision.made_at) if last is not None and last.result == "RESCINDED" else None


def _ended(case: Case, step: Step) -> bool:
    """Whether the whole decision had been taken back by then."""
    return case.outcome == "RESCINDED" and case.closed_at is not None and step.on >= local_date(case.closed_at)
