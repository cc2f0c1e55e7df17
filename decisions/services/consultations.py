"""Consulting on a case: beginning, extending, telling people of it; and what a pre-election period does to each.

A consultation that runs when the period begins goes on without promotion, and the officer of the case says whether it
is extended (Local Government Act 1986 s2; Recommended Code on Local Authority Publicity 2011 paras 33 to 35).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commissioning import access, documents, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import (
    Case,
    Consultation,
    ConsultationExtension,
    ConsultationPublicity,
    ConsultationResult,
    Document,
    Duty,
)
from commissioning.rules import consultations as rules
from commissioning.rules import pre_election
from commissioning.rules.consultations import NewConsultation, Result
from commissioning.rules.dates import instant, local_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.consultations import (
    consultation_in,
    consultations_of,
    consulted,
    results_in,
    unfinished,
)
from commissioning.services.duties import close_duty, open_duties
from decisions.rules.outcomes import PUT_OFF
from decisions.selectors.consultations import REVIEW, to_review
from decisions.selectors.decisions import decision_outcome
from decisions.selectors.overlays import pre_election_periods
from decisions.services.agenda_items import LAST_MINUTE

MEDIA = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Upload:
    """A file that goes with a record: its bytes and its kind, of MEDIA."""

    data: bytes
    kind: str


def open_consultation(*, case: Case, new: NewConsultation, actor: Actor, at: datetime) -> Consultation:
    """Publish a consultation with its first and its last day.

    Effects in order: the consultation; a duty for the officer of the case, where a pre-election period begins while it
    runs; one event. Raises PermissionDenied; Refusal consultation.dates, consultation.decided, pre_election.stopped.
    """
    standing = access.require(actor, "consultation.open", case, at)
    why = rules.require_period(new.opens_on, new.closes_on)
    rules.require_formative(decided=decision_outcome(case) not in ("", *PUT_OFF))
    override = _require_lawful(pre_election.Act.NEW_CONSULTATION, new.opens_on, new.override, standing, at)
    ledger.passed(Evaluation("consultation.period", why, rules.LAW, {"opens_on": new.opens_on, "closes_on": new.closes_on}))
    act = Act(actor, standing, at, reason=override, rule=rules.LAW)
    row = Consultation(
        case=case, n=consultations_of(case).count() + 1, title=new.title.strip(), question=new.question.strip(),
        how=new.how.strip(), opens_on=new.opens_on, closes_on=new.closes_on, override=override,
        opened_by=actor.user, opened_at=at,
    ).save_as(act)  # fmt: skip
    if rules.periods_within(pre_election_periods(at), row.opens_on, row.closes_on):
        _ask(row, act)
    _log("consultation.open", row, act, opens_on=row.opens_on, closes_on=row.closes_on)
    return row


def extend_consultation(*, case: Case, n: int, until: date, reasons: str, actor: Actor, at: datetime) -> Consultation:
    """Let a consultation run longer. Effects in order: as `_extend`; what the officer was asked about it closes; one event.

    Raises PermissionDenied; Refusal consultation.gone, consultation.over, consultation.not_later, consultation.no_reasons.
    """
    standing = access.require(actor, "consultation.extend", case, at)
    row = _found(case, n)
    act = Act(actor, standing, at, reason=reasons.strip(), rule=rules.LAW)
    was = _extend(row, act, until, reasons)
    for duty in Duty.objects.filter(case=case, kind=REVIEW, subject_id=row.pk, closed_at__isnull=True):
        close_duty(duty, act, "EXTENDED")
    _log("consultation.extend", row, act, was_until=was, closes_on=row.closes_on)
    return row


def review_consultation(
    *, duty: Duty, result: str, until: date | None = None, reasons: str, actor: Actor, at: datetime
) -> Consultation:
    """Say whether a pre-election period keeps people from taking part: extend the consultation (EXTENDED), or leave it
    as it is (KEPT).

    Effects in order: as `_extend`, where it is extended; the duty closes; one event. Raises PermissionDenied; Refusal
    duty.gone, consultation.over, consultation.not_later, consultation.no_reasons.
    """
    standing = access.require(actor, REVIEW, duty, at)
    if not duty.is_open:
        raise Refusal("duty.gone", "This has been answered already. Go back to your inbox.", rules.LAW)
    if not reasons.strip():
        raise Refusal("consultation.no_reasons", "Give the reasons; residents read those of an extension.", rules.LAW)
    row = Consultation.objects.select_related("case").get(pk=duty.subject_id, case=duty.case)
    act = Act(actor, standing, at, reason=reasons.strip(), rule=pre_election.LAW)
    was = row.closes_on
    if result == "EXTENDED":
        was = _extend(row, act, until or row.closes_on, reasons)
    close_duty(duty, act, result)
    kind = "consultation.extend" if result == "EXTENDED" else "consultation.keep"
    _log(kind, row, act, was_until=was, closes_on=row.closes_on)
    return row


def publicise(
    *, case: Case, n: int, what: str, on: date, override: str = "", actor: Actor, at: datetime
) -> ConsultationPublicity:
    """Record how people are told of a consultation: a campaign, an event, a post. Refused in a pre-election period.

    Effects: the row; one event. Raises PermissionDenied; Refusal consultation.gone, consultation.over,
    pre_election.stopped.
    """
    standing = access.require(actor, "consultation.promote", case, at)
    row = _found(case, n)
    if on > row.closes_on:
        raise Refusal("consultation.over", "The consultation is over on that day.", rules.LAW)
    reason = _require_lawful(pre_election.Act.PROMOTION, on, override, standing, at)
    act = Act(actor, standing, at, reason=reason, rule=pre_election.LAW)
    told = ConsultationPublicity.create_as(
        act, consultation=row, what=what.strip(), on=on, override=reason,
        recorded_by=actor.user, recorded_as=standing.words, recorded_at=at,
    )  # fmt: skip
    _log("consultation.promote", row, act, what=told.what, on=told.on)
    return told


def ask_to_review(*, case: Case, actor: Actor, at: datetime) -> None:
    """A pre-election period was entered: ask the officer about every consultation that runs into it, once.

    Effects in order: a duty for each; one event. Raises Refusal("consultation.none_runs") where there is nothing to ask.
    """
    standing = access.require(actor, REVIEW, case, at)
    act = Act(actor, standing, at, rule=pre_election.LAW)
    asked = to_review(at, case)
    if not asked:
        raise Refusal("consultation.none_runs", "No consultation of this case runs into the pre-election period.")
    for row in asked:
        _ask(row, act)
    ledger.append(
        "consultation.ask", act, f"{case.reference}/consultation", case=case, fields={"consultations": [row.title for row in asked]}
    )


def record_result(
    *, case: Case, n: int, result: Result, file: Upload | None = None, actor: Actor, at: datetime
) -> ConsultationResult:
    """Record what people said in a closed consultation and what was changed because of it, or why nothing was.

    It is public at once, and frozen with the next version of the proposal. A second record corrects the first, which stays.
    Effects in order: the file, if any, in the document store; the row; one event. Raises PermissionDenied; Refusal
    consultation.gone, consultation.running, consultation.answered, consultation.no_summary, consultation.no_response,
    consultation.no_why, consultation.no_file.
    """
    standing = access.require(actor, "consultation.result", case, at)
    row = _found(case, n)
    earlier = row.results.count()
    why = rules.require_result(row.closes_on, local_date(at), result, is_correction=bool(earlier))
    act = Act(actor, standing, at, reason=result.corrected.strip(), rule=rules.GUNNING)
    said = ConsultationResult.create_as(
        act, consultation=row, n=earlier + 1, answered=result.answered, summary=result.summary.strip(), change=result.change,
        response=result.response.strip(), corrected=result.corrected.strip(), document=_stored(case, row, file, act),
        recorded_by=actor.user, recorded_as=standing.words, recorded_at=at,
    )  # fmt: skip
    ledger.passed(Evaluation("consultation.result", why, rules.GUNNING, {"record": said.n}))
    _log(
        "consultation.result", row, act, record=said.n, answered=said.answered, summary=said.summary, change=said.change,
        response=said.response, file=said.document.sha256 if said.document else "",
    )  # fmt: skip
    return said


def _stored(case: Case, row: Consultation, file: Upload | None, act: Act) -> Document | None:
    if file is None:
        return None
    try:
        return documents.store(file.data, act, name=f"{row.reference}-results.{file.kind}", media=MEDIA[file.kind], access="PUBLIC", case=case)
    except documents.ErasedDocument as gone:
        raise Refusal("consultation.no_file", f"This file was erased before. {gone.erasure.ground}", rules.GUNNING) from None


def require_consulted(case: Case, what: str, on: date) -> bool:
    """Refuse a step that waits for the answers of a consultation, or for a record of them. What people said is then before
    whoever takes the step, and the log says so; returns whether there is any. Raises Refusal consultation.running, consultation.no_results."""
    asked = consulted(case)
    running, unrecorded = unfinished(asked, on)
    rules.require_over(running, what)
    rules.require_results(unrecorded, what)
    said = results_in(asked)
    if why := rules.considered(row.consultation.title for row in said):
        ledger.passed(Evaluation("consultation.considered", why, rules.GUNNING, {"records": [f"{row.consultation.reference}/{row.n}" for row in said]}))
    return bool(said)


def _extend(row: Consultation, act: Act, until: date, reasons: str) -> date:
    """The extension is kept and the last day moves; returns the last day as it was."""
    rules.require_longer(row.closes_on, until, reasons, local_date(act.at))
    was = row.closes_on
    ConsultationExtension.create_as(
        act, consultation=row, was_until=was, until=until, reasons=reasons.strip(),
        extended_by=act.actor.user, extended_as=act.standing.words, extended_at=act.at,
    )  # fmt: skip
    row.closes_on = until
    row.save_as(act, update_fields=["closes_on"])
    return was


def _require_lawful(what: pre_election.Act, on: date, override: str, standing: Standing, at: datetime) -> str:
    """The Monitoring Officer's reason, if one was needed; for anybody else a pre-election period is the end of it."""
    by_officer = standing.office is not None and standing.office.role == "MONITORING_OFFICER"
    reason = override.strip() if by_officer else ""
    for period in pre_election_periods(at):
        pre_election.advice(what, period, on, override=reason)
    return reason


def _ask(row: Consultation, act: Act) -> None:
    """The officer of the case says by the last day whether it is extended."""
    due = instant(row.closes_on, LAST_MINUTE)
    open_duties(row.case, REVIEW, act, offices=[row.case.officer], due_at=due, subject_id=row.pk)


def _found(case: Case, n: int) -> Consultation:
    row = consultation_in(case, n)
    if row is None:
        raise Refusal("consultation.gone", "This case has no such consultation.", rules.LAW)
    return row


def _log(kind: str, row: Consultation, act: Act, **fields: object) -> None:
    told = {"title": row.title, **fields}
    ledger.append(kind, act, f"{row.case.reference}/consultation/{row.n}", case=row.case, fields=told, tier={"reason": "public"})
