"""Correcting a report after its publication: an erratum beside it, or the report is taken off the agenda."""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.content import content_hash
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.services.duties import close_all
from decisions.models import AgendaItem, Erratum
from decisions.rules import errata as rules
from decisions.rules.overlays import Step
from decisions.selectors.errata import errata_of
from decisions.selectors.meetings import live_item
from decisions.services.agenda_items import end_item
from decisions.services.overlays import require_not_stopped

DECIDING = ("item.outcome", "decision.make")


def correct_report(
    *, case: Case, slip: rules.Slip, note: str, changes_substance: bool, actor: Actor, at: datetime
) -> Erratum:
    """Publish an erratum to the report that waits for its decision, or take the report off the agenda.

    Effects in order: the erratum with the whole corrected text under its hash; where the substance changes, the item ends and
    nobody is asked to decide any more, so that the proposal goes back to its officer, and clearances, recommendation and
    signatures are asked for again; one event. Raises PermissionDenied; Refusal erratum.*, overlay.*.
    """
    standing = access.require(actor, "report.correct", case, at)
    item = _waiting(case)
    require_not_stopped(case, Step.PUBLISH, at)
    if not note.strip():
        raise Refusal("erratum.no_note", "Say why it is corrected; the note is published.", rules.LAW)
    earlier = errata_of(item)
    before = earlier[-1].content if earlier else item.version.content
    after = rules.corrected(before, slip)
    code, why = rules.effect(before, after, says_material=changes_substance)
    ledger.passed(Evaluation("report.correction", why, rules.LAW, {"place": slip.place, "effect": code}))
    act = Act(actor, standing, at, reason=note.strip(), rule=rules.LAW)
    row = Erratum.create_as(
        act,
        item=item,
        number=len(earlier) + 1,
        place=slip.place,
        title=dict(rules.places(before))[slip.place],
        was=slip.was.strip(),
        now=slip.now.strip(),
        note=note.strip(),
        effect=code,
        why=why,
        content=after,
        content_hash=content_hash(after),
        published_at=at,
        published_by=actor.user,
    )
    if code == rules.MATERIAL:
        end_item(item, act, "PULLED")
        for kind in DECIDING:
            close_all(case, act, "PULLED", kind=kind)
    ledger.append(
        "report.pull" if code == rules.MATERIAL else "report.erratum",
        act,
        f"item:{case.reference}:{item.pk}",
        case=case,
        fields={
            "place": row.title, "was": row.was, "now": row.now, "note": row.note, "why": why,
            "content_hash": row.content_hash, "report": item.version.content_hash,
        },
        version=str(row.number),
    )  # fmt: skip
    return row


def _waiting(case: Case) -> AgendaItem:
    """The published report that waits for its decision; raises Refusal erratum.no_report, erratum.sitting."""
    item = live_item(case, "DECISION")
    if item is None or item.published_at is None:
        raise Refusal("erratum.no_report", "No published report of this case waits for a decision.", rules.LAW)
    if item.meeting is not None and item.meeting.opened_at and not item.meeting.closed_at:
        message = "The meeting sits. Report the mistake to it; the person presiding can defer the item."
        ways = (Alternative("Go to the meeting", "meeting_live", {"pk": item.meeting_id}),)
        raise Refusal("erratum.sitting", message, rules.LAW, alternatives=ways)
    item.case = case
    return item
