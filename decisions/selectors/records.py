"""Reading published records, and the questions that the charts ask of them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from commissioning.models import Case, Involvement, Office, User
from commissioning.rules.call_in_rule_set import RUNS_BESIDE
from commissioning.rules.deadlines import Deadline
from commissioning.selectors.offices import first_of
from commissioning.selectors.people import live_on
from decisions.models.decisions import Decision
from decisions.models.holds import Hold
from decisions.models.partial_effects import PartialEffect
from decisions.models.records import Correction, DecisionRecord
from decisions.rules.implementation import Position
from decisions.rules.outcomes import CallIn, Outcome
from decisions.selectors.holds import open_holds
from decisions.selectors.newest_recounts import newest_recount
from decisions.selectors.votes import sitting_members


def records_as_they_count() -> QuerySet[DecisionRecord]:
    """Records with the newest recount of their call-in window beside them, in the same statement, and whether they opened
    one; see `as_it_counts`."""
    told = {**newest_recount("record"), "opens_window": ExpressionWrapper(_opens(), output_field=BooleanField())}
    return DecisionRecord.objects.annotate(**told).select_related("decision")


def opening_records() -> QuerySet[DecisionRecord]:
    """Those whose publication opened a call-in window: first records, corrections of substance that opened it anew, and
    reconsiderations where the constitution lets them be called in again. The newest of a case is the one that counts."""
    return records_as_they_count().filter(_opens())


def _opens() -> Q:
    """A record that is not merely corrected by a note: of the decision itself, or of a reconsideration to which call-in
    applies again."""
    notes = Correction.objects.filter(record=OuterRef("pk"), restarts_window=False)
    return (Q(decision__kind="DECISION") | Q(call_in__applies=True)) & ~Q(Exists(notes))


def as_it_counts(record: DecisionRecord | None) -> DecisionRecord | None:
    """The record with its window as it counts now: as published, or as lengthened by a later bank holiday."""
    if record is not None and record.recount:
        record.call_in = {**record.call_in, "deadline": record.recount}
    return record


def current_record(case: Case) -> DecisionRecord | None:
    """The newest published record of the case; None before publication."""
    return as_it_counts(records_as_they_count().filter(case=case).order_by("-number").first())


def first_record(case: Case, decision: Decision | None = None) -> DecisionRecord | None:
    """The record whose publication opened the call-in window: the first, or the newest that opened one anew, which a
    correction of substance does, and a reconsideration that can be called in again. `decision`: of this decision only."""
    only = {"decision": decision} if decision is not None else {}
    return as_it_counts(opening_records().filter(case=case, **only).order_by("-number").first())


def call_in_applies(case: Case) -> bool:
    """Whether the published decision can be called in."""
    record = first_record(case)
    return bool(record and record.call_in["applies"])


def position_of(case: Case, resolutions: Collection[int] = ()) -> Position:
    """Where the decision, or some of its numbered resolutions, stands on its way into effect: what it says, whether it is
    published, its window, its holds."""
    decision, part = case.decisions.order_by("-n").first(), None
    if decision is not None and decision.kind == "RECONSIDERATION":
        part = PartialEffect.objects.filter(case=case).select_related("decision").first()
        decision = part.decision if part else decision  # an answer about the rest takes nothing from what has effect
    is_part = part is not None and bool(resolutions) and set(resolutions) <= set(part.resolutions)
    record = first_record(case, decision if is_part else None)  # nor does the window of that answer
    applies = bool(record and record.call_in["applies"])
    return Position(
        outcome=Outcome(decision.outcome) if decision else Outcome.NOT_AGREED,
        published=record is not None,
        call_in=CallIn.APPLIES if applies else CallIn.NOT_APPLICABLE,
        window=(window := Deadline.from_dict(record.call_in["deadline"]) if record and applies else None),
        beside_window=window is not None and window.target_event == RUNS_BESIDE,
        holds=tuple(hold.reason.rstrip(".") for hold in open_holds(case)),
    )


def position_then(case: Case, moment: datetime, resolutions: Collection[int] = ()) -> Position:
    """The same as it was at a moment in the past: what was decided, published and on hold by then; of numbered resolutions
    only what holds one of them."""
    decision = case.decisions.filter(made_at__lte=moment).order_by("-n").first()
    published = DecisionRecord.objects.filter(case=case, published_at__lte=moment).exists()
    held = Hold.objects.filter(case=case, placed_at__lte=moment).exclude(lifted_at__lte=moment).order_by("placed_at", "pk")
    return replace(
        position_of(case, resolutions),
        outcome=Outcome(decision.outcome) if decision else Outcome.NOT_AGREED,
        published=published,
        holds=tuple(
            hold.reason.rstrip(".") for hold in held
            if not (hold.resolutions and resolutions and set(resolutions).isdisjoint(hold.resolutions))
        ),
    )


def call_in_window_ends(case: Case) -> datetime:
    """The moment at which the call-in window closes, cut-off included."""
    record = first_record(case)
    if record is None or not record.call_in["applies"]:
        raise LookupError(f"Case {case.reference} has no call-in window")
    return datetime.fromisoformat(record.call_in["deadline"]["ends_at"])


def window_runs_anew(case: Case, at: datetime) -> bool:
    """Whether a window is not over at `at`: once the charts have passed the first, one that a reconsideration opened."""
    record = first_record(case)
    return record is not None and record.call_in["applies"] and at < _window_over(record)


def may_take_effect_at(case: Case) -> datetime:
    """The first moment at which the decision may be carried out: the start of the day after the window's last day."""
    record = first_record(case)
    if record is None or not record.call_in["applies"]:
        raise LookupError(f"Case {case.reference} has no call-in window")
    return _window_over(record)


def _window_over(record: DecisionRecord) -> datetime:
    return Deadline.from_dict(record.call_in["deadline"]).earliest_at


def certifier_of(case: Case, decision: Decision | None, at: datetime) -> tuple[Office, User | None]:
    """Who certifies the record: the proper officer's office while somebody in it, deputies included, did not clerk the
    meeting; else the person who presided (SI 2012/2089 reg 12(1)), by name. Nobody certifies what they clerked."""
    office = first_of("PROPER_OFFICER")[0]
    clerks = Involvement.objects.filter(case=case, part="clerk").values("person")
    free = live_on(at).filter(office=office, person__is_active=True).exclude(person__in=clerks).exists()
    meeting = decision.item.meeting if decision is not None and decision.item is not None else None
    if free or decision is None or meeting is None:
        return office, None
    seat = sitting_members(meeting).filter(person=decision.made_by).first()
    return (seat.office if seat else meeting.chair), decision.made_by
