"""Looking at an exemption again on the day that was set: it is lifted, or kept up with reasons and a new day.

Local Government Act 1972 Schedule 12A: information is exempt only so long as the public interest in keeping it back is
greater. Goes on when the case has ended; the exemption does.
"""

from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.dates import instant, local_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.disclosures import EXEMPT_REVIEW
from commissioning.selectors.offices import first_of
from commissioning.services.disclosures import lift_exemption
from commissioning.services.duties import close_duty, open_duties
from decisions.rules.exempt_parts import LIFT, REVIEW, SCHEDULE, require_renewal
from decisions.selectors.exempt_parts import ExemptPart, part_of, to_review
from decisions.services.agenda_items import LAST_MINUTE


def ask_to_review(*, case: Case, actor: Actor, at: datetime) -> None:
    """The day has come: ask the proper officer about every exemption of the case that is due, by the end of the day.

    Effects in order: a duty for each; one event. Raises Refusal("exempt.not_due") where there is nothing to ask.
    """
    standing = access.require(actor, EXEMPT_REVIEW, case, at)
    act = Act(actor, standing, at, rule=SCHEDULE)
    due = to_review(local_date(at), case)
    if not due:
        raise Refusal("exempt.not_due", "No exemption of this case has to be looked at again yet.")
    for one in due:
        open_duties(case, EXEMPT_REVIEW, act, offices=first_of("PROPER_OFFICER"), due_at=instant(local_date(at), LAST_MINUTE), subject_id=one.seq)
    fields = {"events": [one.seq for one in due], REVIEW: min(one.review_on for one in due)}
    ledger.append("exempt.review", act, f"{case.reference}/exempt", case=case, fields=fields)


def review_exemption(*, duty: Duty, result: str, reasons: str, review_on: date | None = None, actor: Actor, at: datetime) -> None:
    """Keep the exemption up until a later day, or lift it; the reasons are public.

    Effects in order: the duty closes; one event, which opens the words if the exemption is lifted. Raises
    PermissionDenied; Refusal exempt.reviewed, exempt.no_review, exempt.no_reasons, exempt.ground.
    """
    standing = access.require(actor, EXEMPT_REVIEW, duty, at)
    part = _part(duty)
    if result == LIFT:
        lift_exemption(case=duty.case, fields=part.standing, ground=reasons, actor=actor, at=at)
        return
    require_renewal(review_on, reasons, local_date(at))
    act = Act(actor, standing, at, reason=reasons.strip(), rule=SCHEDULE)
    close_duty(duty, act, result)
    ledger.append(
        "exempt.renew", act, f"{duty.case.reference}/exempt", case=duty.case,
        fields={"event": part.seq, REVIEW: review_on, "ground": reasons.strip()},
    )  # fmt: skip


def _part(duty: Duty) -> ExemptPart:
    found = part_of(duty)
    if not duty.is_open or found is None or not found[1].standing:
        raise Refusal("exempt.reviewed", "Somebody has looked at this already, or it has been erased. Go back to your inbox.")
    return found[1]
