"""Clearances: asked of every office at once, each given on exactly the text that was read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Case, Duty, Office, ProposalVersion
from commissioning.rules.counting import forward
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.proposals import current_version
from commissioning.services.duties import close_duty, involve, open_duties
from decisions.models import ClearanceResult
from decisions.rules import clearances as rules
from decisions.selectors.clearances import LEAD_MEMBER, NO_COMMENT, clearing_offices, role_of

DAYS = 5
EVENTS = {
    rules.Verdict.CLEARED: "clearance.give",
    rules.Verdict.CLEARED_WITH_COMMENTS: "clearance.give",
    rules.Verdict.QUERY: "clearance.question",
    rules.Verdict.REFUSED: "clearance.refuse",
}


def open_clearances(*, case: Case, act: Act) -> None:
    """Ask every office that the track names to clear the version just handed in, each in the time of its role."""
    version = current_version(case)
    times = [(office, time_to_clear(case, _role(case, office), act.at)) for office in clearing_offices(case)]
    for due in {due.ends_at: due for _, due in times}.values():
        asked = [office for office, own in times if own.ends_at == due.ends_at]
        subject = version.pk if version else None
        open_duties(case, "clearance.give", act, offices=asked, due=due, subject_id=subject)


def _role(case: Case, office: Office) -> str:
    return LEAD_MEMBER if office.pk == case.lead_member_id else office.role


def time_to_clear(case: Case, role: str, at: datetime) -> Deadline:
    """How long an office has: as the constitution says for its role, or else five working days."""
    constitution = constitution_of(case)
    words: dict[str, Any] = {"start_event": "clearance asked for", "target_event": "overdue from"}
    for number, rule in enumerate(constitution.clearances):
        if rule.office == role:
            return constitution.deadline(f"clearances[{number}].within", rule.within, at, calendar_for(constitution, rule.within.calendar), **words)
    return forward(
        "WORK_AFTER", DAYS, at, calendar_for(constitution), rule="clearance.within", citation=rules.CLEARANCE_LAW, **words
    )


def clear(
    *, duty: Duty, read: str, result: str, text: str = "", actor: Actor, at: datetime
) -> ClearanceResult:
    """Answer for one office on the version whose content hash is `read`.

    Effects in order: the answer is kept; the person becomes a clearer of the case; the duty closes; one event.
    Raises PermissionDenied for authors and strangers; Refusal clearance.closed, clearance.stale, clearance.no_text,
    clearance.own_budget.
    """
    standing = access.require(actor, "clearance.give", duty, at)
    verdict = rules.Verdict(result)
    version = _version_read(duty, read)
    rules.require_text(verdict, text)
    allowed = _require_not_own_budget(duty, standing, actor)
    ledger.passed(
        Evaluation("clearance.may_clear", allowed, rules.CLEARANCE_LAW, {"capacity": standing.capacity}),
        Evaluation("clearance.current_text", "Read and answered on the current text.", rules.CLEARANCE_LAW, {"read": read}),
    )
    act = Act(actor, standing, at, rule=rules.CLEARANCE_LAW)
    answer = ClearanceResult.create_as(
        act,
        duty=duty,
        n=1,
        version=version,
        role=role_of(duty),
        office=duty.office,
        result=verdict.value,
        text=text.strip(),
        given_by=actor.user,
        given_at=at,
    )
    involve(duty.case, act, "clearer")
    close_duty(duty, act, verdict.value)
    ledger.append(
        EVENTS[verdict],
        act,
        f"clearance:{duty.case.reference}:{answer.role}:{duty.round}",
        case=duty.case,
        fields={
            "role": answer.role,
            "result": answer.result,
            "text": answer.text,
            "proposal_version": version.number,
            "content_hash": version.content_hash,
        },
        tier={"text": "member"},
        version=str(version.number),
    )
    return answer


def let_lapse(*, duty: Duty, actor: Actor, at: datetime) -> None:
    """The time of a clearance is over, and the constitution takes the silence of this office as "no comment".

    Effects in order: the duty closes; one event. Raises Refusal clearance.closed, clearance.not_silent.
    """
    standing = access.require(actor, "clearance.give", duty, at)
    constitution = constitution_of(duty.case)
    if not duty.is_open:
        raise Refusal("clearance.closed", "This clearance has been given already.", rules.CLEARANCE_LAW)
    if role_of(duty) not in rules.silent_roles(constitution.clearances) or duty.due_at is None or at < duty.due_at:
        message = "Silence is no clearance here, or the time is not over."
        raise Refusal("clearance.not_silent", message, constitution.citation("clearances"))
    act = Act(actor, standing, at, rule=constitution.citation("clearances"))
    close_duty(duty, act, NO_COMMENT)
    fields = {"role": role_of(duty), "result": NO_COMMENT}
    ledger.append("clearance.lapse", act, f"clearance:{duty.case.reference}:{role_of(duty)}:{duty.round}", case=duty.case, fields=fields)


def _version_read(duty: Duty, read: str) -> ProposalVersion:
    """The current version, provided that it is the one the clearer had open."""
    if not duty.is_open:
        message = "This clearance has been given already, or is no longer asked for. Look at the case page."
        raise Refusal("clearance.closed", message, rules.CLEARANCE_LAW)
    version = current_version(duty.case)
    if version is None or version.content_hash != read:
        message = (
            "The proposal has changed since you opened this page, and a clearance holds only for the text that was "
            "read. Read the new version, then answer."
        )
        raise Refusal("clearance.stale", message, rules.CLEARANCE_LAW)
    return version


def _require_not_own_budget(duty: Duty, standing: Standing, actor: Actor) -> str:
    person = actor.user.pk
    return rules.require_may_clear(
        person,
        authors=(),
        holders=(person,) if standing.capacity == "holder" else (),
        deputies=(person,) if standing.capacity == "deputy" else (),
        own_budget_line=duty.office.body_id == duty.case.sponsor_id,
    )
