"""Reading decisions: whether and how the present round was decided, and whether the decision still stands."""

from __future__ import annotations

from commissioning.models import Case, Delegation, Office
from decisions.models import Decision, KeyAssessment, PartialEffect, Reconsideration
from decisions.rules import delegations as rules
from decisions.rules.cancellations import CANCELLED
from decisions.rules.outcomes import PUT_OFF
from decisions.selectors.makers import kind_of
from decisions.selectors.meetings import ended_as

DECIDING = ("item.outcome", "decision.make")
DOCUMENTS = (
    ("REPORT", "The report"),
    ("EQUALITY", "The equality analysis"),
    ("CLEARANCES", "The clearances"),
)
RESULTS = ("CONSULTATION", "What people said when they were consulted, and what followed from it")


def documents_to_read(*, has_results: bool) -> tuple[tuple[str, str], ...]:
    """What one member has to have read before deciding alone: code and words of each."""
    return (*DOCUMENTS, RESULTS) if has_results else DOCUMENTS


def latest_decision(case: Case, kind: str = "DECISION") -> Decision | None:
    """The last decision of a kind, with its resolutions."""
    return (
        Decision.objects.filter(case=case, kind=kind)
        .select_related("body", "maker_office", "made_by", "clerked_by", "item__meeting", "version")
        .prefetch_related("resolutions")
        .order_by("-n")
        .first()
    )


def decision_to_record(case: Case) -> Decision | None:
    """The decision that the next record states: the answer to a call-in once there is one, else the decision itself."""
    return latest_decision(case, "RECONSIDERATION") or latest_decision(case)


def is_decided(case: Case, open_kinds: frozenset[str]) -> bool:
    """Whether the present round has its decision: nobody has a duty to decide, and something was decided; or the report was
    taken off the agenda, or the meeting was cancelled, so that nothing is before anybody."""
    if not open_kinds.isdisjoint(DECIDING):
        return False
    return Decision.objects.filter(case=case, kind="DECISION").exists() or ended_as(case, "DECISION") in ("PULLED", CANCELLED)


def decision_outcome(case: Case) -> str:
    """AGREED, AGREED_AMENDED, NOT_AGREED, DEFERRED, REFERRED... of the last decision; "" before the first.

    A cancelled meeting decided nothing: the case is as one that was put off.
    """
    said = Decision.objects.filter(case=case, kind="DECISION").order_by("-n").values_list("outcome", flat=True).first()
    if said is None and ended_as(case, "DECISION") == CANCELLED:
        return "DEFERRED"
    return said or ""


def put_off(case: Case) -> Decision | None:
    """The last decision, where it only put the item off: deferred, or referred to the council."""
    last = latest_decision(case)
    return last if last is not None and last.outcome in PUT_OFF else None


def latest_reconsideration(case: Case) -> Reconsideration | None:
    """The last answer to a call-in that was referred back."""
    return (
        Reconsideration.objects.filter(decision__case=case)
        .select_related("decision", "original")
        .order_by("-pk")
        .first()
    )


def decision_stands(case: Case) -> bool:
    """False only when the decision-maker rescinded the decision on reconsideration, and no part of it had taken effect."""
    return not was_rescinded(case) or PartialEffect.objects.filter(case=case).exists()


def was_rescinded(case: Case) -> bool:
    """Whether what was called in was taken back on reconsideration."""
    last = latest_reconsideration(case)
    return last is not None and last.result == "RESCINDED"


def was_amended(case: Case) -> bool:
    """Whether what was called in was changed on reconsideration."""
    last = latest_reconsideration(case)
    return last is not None and last.result == "AMENDED"


def key_reasons(case: Case) -> str:
    """Why the decision is key or not: as last assessed, else in the words shown when the track was chosen."""
    assessment = KeyAssessment.objects.filter(case=case).order_by("-n").first()
    if assessment is not None:
        met = [limb["why"] for limb in assessment.limbs if limb["met"] is not False]
        return " ".join([*(met or ["No limb of the test is met."]), assessment.reasons])
    return " ".join(str(reason) for reason in case.track_reasons)


def scheme_of(office: Office) -> dict[Delegation, rules.Delegation]:
    """The lines of the scheme of delegation for an office, as the rules see them."""
    return {
        row: rules.Delegation(
            row.function, row.office_id, row.starts_on, row.ends_on, row.limit, row.key_decisions, source=row.source,
            executive=row.executive, maker=kind_of(office, executive=row.executive),
        )
        for row in Delegation.objects.filter(office=office).order_by("limit", "pk")
    }  # fmt: skip
