"""How a case ends: closed with a published scrutiny record, or stopped on the way by a decision against it."""

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.disclosures import EXEMPT_REVIEW
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_all, close_duty, open_duties
from decisions.models import Decision
from decisions.rules.outcomes import RECORD_ONLY
from decisions.rules.retention import last_day
from decisions.selectors.decisions import decision_outcome
from decisions.selectors.holds import has_no_hold


def open_case_close(*, case: Case, act: Act) -> None:
    """Ask the proper officer to close the case."""
    open_duties(case, "case.close", act, offices=first_of("PROPER_OFFICER"))


def close_case(*, duty: Duty, retention: str, note: str, actor: Actor, at: datetime) -> Case:
    """Close a case whose scrutiny is finished.

    Checks that nothing holds the decision and nobody else has a duty in the case (to look at an
    exemption again goes on after the end); closes the duty; sets the end.
    Records of executive decisions are kept for the constitution's years from the decision, six at least (SI 2012/2089
    reg 21(6)), and the event says until when; `retention` says which class the case falls under.
    """
    case = duty.case
    standing = access.require(actor, "case.close", duty, at)
    if not has_no_hold(case):
        raise Refusal("case.held", "The decision is on hold. Lift the hold before you close the case.")
    others = Duty.objects.filter(case=case, closed_at__isnull=True).exclude(pk=duty.pk).exclude(kind=EXEMPT_REVIEW)
    if others.exists():
        raise Refusal("case.busy", "Somebody still has something to do in this case. Wait for it, or end it first.")
    act = Act(actor, standing, at, reason=note)
    close_duty(duty, act, "CLOSED")
    decision = Decision.objects.filter(case=case, kind="DECISION").order_by("-n").only("made_on").first()
    years = constitution_of(case).retention.record_years
    until = {"record_kept_until": last_day(decision.made_on, years).isoformat()} if decision else {}
    return _end(case, act, "CLOSED", {"retention": retention, **until})


def end_not_supported(*, case: Case, act: Act) -> None:
    """The senior management team does not support the proposal: the case ends here unless the lead member opens anew."""
    _stop(case, act, "NOT_SUPPORTED")


def end_without_effect(*, case: Case, act: Act) -> None:
    """Nothing is to be carried out: the decision was no, or only put something on record. Its record has been published."""
    _stop(case, act, "RECORDED" if decision_outcome(case) in RECORD_ONLY else "NOT_AGREED")


def end_rescinded(*, case: Case, act: Act) -> None:
    """The decision-maker took the decision back after a call-in; if it was in effect inside the window, it no longer is."""
    case.effective_on = None
    _stop(case, act, "RESCINDED")


def _stop(case: Case, act: Act, outcome: str) -> None:
    close_all(case, act, "ENDED")
    _end(case, act, outcome, {})


def _end(case: Case, act: Act, outcome: str, fields: dict) -> Case:
    case.closed_at = act.at
    case.outcome = outcome
    case.save_as(act, update_fields=["closed_at", "outcome", "effective_on"])
    ledger.append(
        "case.close" if outcome == "CLOSED" else "case.end",
        act,
        f"case/{case.reference}",
        case=case,
        fields={"outcome": outcome, **fields},
    )
    return case
