"""Scrutiny referred a call-in to the full council: recording what the council did, so that the decision goes on or comes back.

The meeting of the council itself is held and minuted as the council's standing orders say; here its result is recorded.
"""

from collections.abc import Sequence
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.dates import local_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_duty, open_duties
from decisions.selectors.holds import open_holds
from decisions.services.holds import raise_concerns
from scrutiny.models import CouncilReview
from scrutiny.rules import council_reviews as rules
from scrutiny.selectors.call_ins import open_call_in

KIND = "call_in.council"


def open_council_review(*, case: Case, act: Act) -> None:
    """Ask the proper officer to put it before the council, and to record what the council did. The hold stays meanwhile; neither
    statute nor the constitution names a time, so nothing takes effect by waiting."""
    call_in = open_call_in(case)
    if call_in is None:
        raise LookupError(f"No call-in is open in case {case.reference}")
    open_duties(case, KIND, act, offices=first_of("PROPER_OFFICER"), subject_id=call_in.pk)


def record_council_review(
    *, duty: Duty, met_on: date, result: str, resolution: str, objections: Sequence[str] = (), actor: Actor, at: datetime
) -> CouncilReview:
    """Record what the council did with the call-in.

    Effects in order: the review is kept; its objections become what the decision-maker has to answer; the duty closes; one
    event. Then the chart lifts the hold, or brings the decision back. Raises PermissionDenied; Refusal council.recorded and
    those of the rule.
    """
    standing = access.require(actor, KIND, duty, at)
    case, call_in = duty.case, open_call_in(duty.case)
    if not duty.is_open or call_in is None:
        raise Refusal("council.recorded", "This has been recorded already. Go back to the case.", rules.LAW)
    named = [text.strip() for text in objections if text.strip()] if result == "OBJECTED" else []
    follows = rules.require_result(
        rules.Result(result), outside_framework=call_in.hearing.outside_framework, resolution=resolution, objections=named,
        met_on=met_on, heard_on=call_in.hearing.heard_on, today=local_date(at),
    )  # fmt: skip
    ledger.passed(Evaluation("call_in.council", follows.why, rules.LAW, {"result": result, "met_on": met_on}))
    act = Act(actor, standing, at, reason=resolution.strip(), rule=rules.LAW)
    review = CouncilReview.create_as(
        act, call_in=call_in, met_on=met_on, result=result, resolution=resolution.strip(), objections=named,
        recorded_by=actor.user, recorded_at=at,
    )  # fmt: skip
    for hold in open_holds(case):
        if named and hold.reference == call_in.reference:
            raise_concerns(hold, act, named)
    close_duty(duty, act, result)
    ledger.append(
        KIND, act, call_in.reference, case=case,
        fields={"result": result, "met_on": met_on.isoformat(), "resolution": review.resolution, "objections": named},
    )  # fmt: skip
    return review
