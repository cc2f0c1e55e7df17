"""A decision whose authority or footing is in doubt goes to the Monitoring Officer; until then it has no effect.

What has happened stays on record as a fact with its true date. It never counts as authority by being recorded.
"""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.refusals import Refusal
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_duty, open_duties
from decisions.models import Decision, VoidFinding, VoidReview
from decisions.rules.delegations import SECTION_9E
from decisions.rules.outcomes import PUT_OFF
from decisions.rules.urgency import REG_11
from decisions.selectors.void_reviews import doubts_of
from decisions.services.holds import lift_hold, place_hold

KIND = "void.review"


def review_if_doubtful(case: Case, decision: Decision, act: Act) -> list[VoidReview]:
    """Open a review for every doubt about a decision; a step inside the opening of its record, without an own event."""
    return [_open(case, decision, act, doubt.ground, doubt.why) for doubt in doubts_of(decision)]


def report_late_agreement(*, duty: Duty, actor: Actor, at: datetime) -> VoidReview | None:
    """Somebody would agree to special urgency after the decision: that is no agreement, and the decision is looked into.

    Effects in order: a review with a hold and a duty for the Monitoring Officer, unless there is one or the decision
    had its notice; one event. Raises PermissionDenied.
    """
    standing = access.require(actor, "urgency.answer", duty, at)
    act = Act(actor, standing, at, rule=REG_11)
    decision = Decision.objects.filter(case=duty.case, kind="DECISION").exclude(outcome__in=PUT_OFF).order_by("-n").first()
    why = f"{standing.words} would have agreed to special urgency after the decision. Agreement after the act is none."
    review = None
    if decision is not None and decision.is_key and decision.route in ("", "REG11"):
        review = _open(duty.case, decision, act, "LATE_AGREEMENT", why)
    ledger.append(
        "void.open", act, f"{duty.case.reference}/void", case=duty.case, fields={"why": why, "review": review is not None}
    )
    return review


def conclude_review(*, duty: Duty, result: str, reasons: str, actor: Actor, at: datetime) -> VoidFinding:
    """Find that a decision stands, so that its hold is lifted, or that it is void, so that it never takes effect.

    Effects in order: the finding is kept; the hold is lifted or stays; the duty closes; one event. Raises
    PermissionDenied; Refusal void.closed, void.no_reasons.
    """
    standing = access.require(actor, KIND, duty, at)
    review = VoidReview.objects.select_related("hold", "decision").get(pk=duty.subject_id)
    if not duty.is_open:
        raise Refusal("void.closed", "This has been found already. Go back to your inbox.", SECTION_9E)
    if not reasons.strip():
        raise Refusal("void.no_reasons", "Write your reasons; they stay with the decision.", SECTION_9E)
    act = Act(actor, standing, at, reason=reasons.strip(), rule=SECTION_9E)
    finding = VoidFinding.create_as(
        act, review=review, duty=duty, result=result, reasons=reasons.strip(), found_by=actor.user,
        found_as=standing.words, found_at=at,
    )  # fmt: skip
    if result == "STANDS":
        lift_hold(review.hold, act, because=f"The Monitoring Officer found that the decision stands. {reasons.strip()}")
    close_duty(duty, act, result)
    ledger.append(
        "void.find", act, f"{duty.case.reference}/void/{review.pk}", case=duty.case,
        fields={"ground": review.get_ground_display(), "finding": finding.get_result_display()},
        tier={"reason": "public"},
    )  # fmt: skip
    return finding


def _open(case: Case, decision: Decision, act: Act, ground: str, why: str) -> VoidReview:
    known = VoidReview.objects.filter(decision=decision, ground=ground).first()
    if known is not None:
        return known
    hold = place_hold(
        case, act, kind="MONITORING_OFFICER", reference=f"void:{case.reference}:{decision.n}",
        reason=f"The decision may be void. {why}",
    )  # fmt: skip
    review = VoidReview.create_as(
        act, case=case, decision=decision, ground=ground, why=why, hold=hold, opened_at=act.at
    )
    offices = first_of("MONITORING_OFFICER")
    open_duties(case, KIND, act, offices=offices, subject_id=review.pk)
    return review
