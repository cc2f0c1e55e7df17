"""Correcting a published record by a further version with a public note (SI 2012/2089 regs 12 to 14; SI 2014/2095 regs 7 and 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.canonical import hash_of
from commissioning.rules.counting import never_shorten
from commissioning.rules.dates import LONDON, local_date, long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.people import live_on
from commissioning.services.duties import involve
from commissioning.services.mail import queue_mail
from decisions.models import Correction, DecisionRecord
from decisions.rules import record_corrections as rules
from decisions.rules.overlays import Step
from decisions.rules.records import law_for, require_certifiable
from decisions.selectors.holds import open_holds
from decisions.selectors.records import current_record, first_record
from decisions.services.overlays import require_not_stopped
from decisions.services.records import statement_of

TOLD = ("SCRUTINY_CHAIR", "SCRUTINY_OFFICER", "MONITORING_OFFICER")
AGAIN = """The record of a decision was corrected, and its substance changed

Case: {case}
Councillors have the whole call-in window again, until {until}. What was corrected, and why, stands on the public page of the case.

Read it: {link}

You get this mail because you hold an office that watches over call-in, on {council}'s joint commissioning decisions.
"""


def correct_record(
    *, case: Case, given: Mapping[str, object], note: str, changes_substance: bool, actor: Actor, at: datetime
) -> DecisionRecord:
    """Publish a corrected version of the newest record beside it.

    `given` are the parts as they read now (`rules.PARTS`; resolutions as rows of number and text). Effects in order: the
    new version is frozen under its own hash and number, with the note and what each part said before; if the substance
    changed, the call-in window opens anew with this publication and never ends earlier than it did, and whoever watches
    over call-in is told by mail; one event. Raises PermissionDenied; Refusal correction.*, record.incomplete,
    record.own_clerking, overlay.*.
    """
    standing = access.require(actor, "record.correct", case, at)
    before = current_record(case)
    if before is None:
        raise Refusal("correction.no_record", "There is no published record to correct.", rules.LAW)
    if case.is_open:
        require_not_stopped(case, Step.PUBLISH, at)
    found, law = rules.changes(before.content, given), rules.law_for(before.decision.maker_kind)
    rules.require_correction(found, note=note, changes_substance=changes_substance, law=law)
    _require_whole(before, given, actor)
    code, why = rules.effect(
        changes_substance=changes_substance, restarts=constitution_of(case).records.complete_period
    )
    restarts = code == "RESTARTS_WINDOW"
    call_in = _window_anew(before, at, law) if restarts else before.call_in
    asked = {"changed": [change.part for change in found], "substance": changes_substance}
    ledger.passed(Evaluation("record.correction", why, law, asked))
    act = Act(actor, standing, at, reason=note.strip(), rule=law)
    record = _next_version(before, act, found, given, note.strip(), why, call_in)
    Correction.create_as(
        act,
        record=record,
        replaces=before,
        note=note.strip(),
        changed=[{"part": change.part, "was": change.was, "now": change.now} for change in found],
        restarts_window=restarts,
        made_by=actor.user,
        made_at=at,
    )
    involve(case, act, "certifier")
    if restarts:
        _tell(record, at)
    window = record.call_in.get("deadline") or {}
    ledger.append(
        "erratum",
        act,
        f"{case.reference}/record",
        case=case,
        version=str(record.number),
        fields={
            "content": record.content_hash,
            "replaces": before.content_hash,
            "note": note.strip(),
            "changed": [change.label for change in found],
            "restarts_window": restarts,
            **({"window_ends": window.get("ends_at")} if restarts else {}),
        },
    )
    return record


def _require_whole(before: DecisionRecord, given: Mapping[str, object], actor: Actor) -> None:
    """The corrected statement says everything that the regulations ask, and somebody else than the clerk answers for it."""
    decision = before.decision
    statement = replace(
        statement_of(decision, conflicts_settled=True),
        decision_text=str(given.get("decision_text", decision.text)),
        reasons=str(given.get("reasons", decision.reasons)),
        none_considered_because=str(given.get("alternatives", decision.alternatives)),
    )
    law = law_for(decision.maker_kind)
    require_certifiable(statement, certifier=actor.user.pk if actor.user else None, clerk=decision.clerked_by_id, law=law)


def _window_anew(before: DecisionRecord, at: datetime, law: str) -> dict:
    """The call-in window from this publication; raises Refusal correction.* where it cannot open again, or where the decision
    whose record is corrected never opened one."""
    case = before.case
    opened = first_record(case, before.decision)
    stored = opened.call_in.get("deadline") if opened is not None else None
    window = Deadline.from_dict(stored) if stored else None
    called_in = any(hold.kind == "CALL_IN" for hold in open_holds(case))
    rules.require_may_restart(window, at=at, called_in=called_in, law=law)
    constitution = constitution_of(case)
    fresh = constitution.call_in_window(at, calendar_for(constitution, constitution.call_in.period.calendar))
    assert opened is not None and window is not None  # require_may_restart refuses anything less
    return {**opened.call_in, "deadline": never_shorten(window, fresh).as_dict()}


def _next_version(
    before: DecisionRecord, act: Act, found: tuple, given: Mapping[str, object], note: str, why: str, call_in: dict
) -> DecisionRecord:
    """The corrected content under its own hash: only what was corrected differs, and it says so."""
    at, person = act.at, act.actor.user
    number = DecisionRecord.objects.filter(case=before.case_id).count() + 1
    content = {
        **before.content,
        **{change.part: given[change.part] for change in found},
        "record_number": number,
        "call_in": call_in,
        "certified": {"by": person.name if person else "", "as": act.standing.words, "at": at.isoformat()},
        "published_at": at.isoformat(),
        "correction": {
            "replaces": before.number,
            "replaced_hash": before.content_hash,
            "note": note,
            "effect": why,
            "changed": [{"label": change.label, "was": change.was, "now": change.now} for change in found],
        },
    }
    return DecisionRecord.create_as(
        act,
        decision=before.decision,
        case=before.case,
        number=number,
        content=content,
        content_hash=hash_of(content),
        call_in=call_in,
        certified_by=person,
        certified_as=act.standing.words,
        published_at=at,
        effective_on=before.effective_on,
    )


def _tell(record: DecisionRecord, at: datetime) -> None:
    """One mail to each person who watches over call-in."""
    case = record.case
    until = Deadline.from_dict(record.call_in["deadline"]).ends_at.astimezone(LONDON)
    link = settings.BASE_URL + reverse("register_case", args=case.reference.split("/"))
    body = AGAIN.format(
        case=case.reference, until=long_date(local_date(until)), link=link, council=settings.COUNCIL_NAME
    )
    seats = live_on(at).filter(office__role__in=TOLD, person__is_active=True).select_related("person").order_by("pk")
    for person in {seat.person_id: seat.person for seat in seats}.values():
        key = f"correction/{record.pk}/{person.pk}"
        queue_mail(key=key, person=person, subject=f"Call-in window open again ({case.reference})", body=body, at=at)
