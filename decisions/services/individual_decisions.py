"""The other lawful mode: one member of the executive with delegated power decides alone, and the act is the decision.

Local Government Act 2000 s9E; SI 2012/2089 reg 13; Localism Act 2011 s31(6) to (8) for the member's own interests.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Duty, Office
from commissioning.rules.dates import local_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.services.duties import close_duty, involve
from decisions.models import AgendaItem, Decision, EqualityConfirmation, Interest
from decisions.rules import interests as interest_rules
from decisions.rules.delegations import Consulted
from decisions.rules.motions import Words
from decisions.rules.outcomes import PUT_OFF
from decisions.rules.overlays import Step
from decisions.selectors.decisions import documents_to_read
from decisions.services.agenda_items import end_item
from decisions.services.authority import ask_leader_to_allocate
from decisions.services.consultations import require_consulted
from decisions.services.decision_steps import (
    RECORD_LAW,
    append_decision,
    finish,
    record_decision,
    require_in_scope,
    require_not_afterwards,
    require_noticed,
    require_words,
    weigh_objections,
)
from decisions.services.delegations import require_delegation, with_consultation
from decisions.services.motions import conflict
from decisions.services.overlays import require_not_stopped
from decisions.services.report_gaps import require_available
from decisions.services.ssmt import item_of


def decide_individually(
    *,
    duty: Duty,
    words: Words,
    documents: Collection[str],
    equality_read: bool,
    interest: str = "NONE",
    nature: str = "",
    consulted: Consulted | None = None,
    actor: Actor,
    at: datetime,
) -> Decision:
    """Decide as the one member to whom the function is delegated. The act is the decision.

    `consulted` is who was consulted, when, and what they said, where the line of the scheme asks for it.

    Effects in order: interest and equality confirmation are kept; the decision with the delegation as it stands today;
    the member becomes a decider; the item ends; the duty closes; one event. Raises PermissionDenied; Refusal
    vote.substitute, item.ended, interest.single_member, decision.documents, decision.no_equality, delegation.*,
    decision.too_early, notice.*, overlay.*, decision.no_reasons, decision.no_alternatives.
    """
    standing = require_member(duty, actor, at)
    item = item_of(duty, "DECISION")
    statement = interest_rules.Declaration(interest_rules.Kind(interest), nature)
    free = interest_rules.require_single_member([statement], on=local_date(at))
    if words.outcome in PUT_OFF:
        raise Refusal("decision.outcome", "Decide, or pass the decision to the Cabinet.", RECORD_LAW)
    if item.decide_from and local_date(at) < item.decide_from:
        message = "The report has not been open to the public for long enough."
        raise Refusal("decision.too_early", message, "SI 2012/2089 reg 7", earliest=item.decide_from)
    require_not_stopped(duty.case, Step.DECIDE, at)
    require_available(item, local_date(at))
    consulting = require_consulted(item.case, "The decision", local_date(at))
    require_not_afterwards(words, at)
    footing = require_noticed(item, words, at)
    require_words(words)
    objections = weigh_objections(item, words)
    require_in_scope(item, words, at)
    _require_read(documents, equality_read, has_results=consulting)
    row = require_delegation(duty.case, item.maker, item.version, local_date(at))
    row |= with_consultation(row, consulted, local_date(at))
    ledger.passed(
        Evaluation("interest.single_member", free, "Localism Act 2011 s31(6) to (8)", {"stated": True}),
        Evaluation("report.open", "The report has been open long enough.", "SI 2012/2089 reg 7", {"from": item.decide_from}),
        Evaluation("decision.documents", "Every document was opened.", "SI 2012/2089 reg 7", {"documents": sorted(documents)}),
    )
    act = Act(actor, standing, at, reason=words.reasons, rule=RECORD_LAW)
    stated = keep_statements(item, act, duty.office, interest, nature)
    decision = record_decision(
        item, act, words, kind="DECISION", mode="INDIVIDUAL", tally={"documents": sorted(documents)},
        conflicts=own_conflicts(stated), made_by=actor.user, maker=duty.office, delegation=row,
        footing=footing, objections=objections,
    )  # fmt: skip
    involve(duty.case, act, "decider")
    finish(duty, item, act, words.outcome)
    append_decision("decision.make", decision, act)
    return decision


def pass_to_cabinet(
    *, duty: Duty, reasons: str, interest: str = "NONE", nature: str = "", actor: Actor, at: datetime
) -> Decision:
    """Take no step except to let the matter be dealt with otherwise (Localism Act 2011 s31(8)): the Cabinet decides.

    Effects in order: the interest is kept; the item ends as passed on, so the agenda is asked for again; the duty
    closes; where the member has an interest the Leader is asked to allocate the matter; one event. Raises PermissionDenied; Refusal item.ended, decision.no_reasons.
    """
    standing = require_member(duty, actor, at)
    item = item_of(duty, "DECISION")
    if not reasons.strip():
        raise Refusal("decision.no_reasons", "Say why the Cabinet should decide.", RECORD_LAW)
    act = Act(actor, standing, at, reason=reasons, rule=interest_rules.SECTION_31)
    stated = keep_statements(item, act, duty.office, interest, nature, equality=False)
    decision = record_decision(
        item,
        act,
        Words("DEFERRED", "Passed to the Cabinet.", reasons=reasons),
        kind="DECISION",
        mode="INDIVIDUAL",
        tally={},
        conflicts=own_conflicts(stated),
        made_by=actor.user,
        maker=duty.office,
    )
    end_item(item, act, "PASSED_TO_CABINET")
    close_duty(duty, act, "PASSED_TO_CABINET")
    if not stated.is_none:
        ask_leader_to_allocate(duty.case, act)
    append_decision("decision.defer", decision, act)
    return decision


def require_member(duty: Duty, actor: Actor, at: datetime) -> Standing:
    """The holder of the office and nobody in the holder's place."""
    standing = access.require(actor, duty.kind, duty, at)
    if not duty.is_open:
        raise Refusal("item.ended", "This has been decided already.", RECORD_LAW)
    if standing.capacity != "holder":
        message = "The executive has no substitutes: only the member who holds the delegated power decides."
        raise Refusal("vote.substitute", message, "LGA 2000 s9E")
    return standing


def keep_statements(
    item: AgendaItem, act: Act, office: Office, interest: str, nature: str, *, equality: bool = True
) -> Interest:
    """The interest and equality confirmation of a member who decides alone, as rows of the item."""
    person = act.actor.user
    same = {"item": item, "version": item.version, "person": person, "office": office}
    stated = Interest.create_as(
        act,
        **same,
        n=Interest.objects.filter(item=item, person=person).count() + 1,
        kind=interest,
        nature=nature.strip(),
        stage="CONFIRMED",
        declared_at=act.at,
    )
    if equality:
        before = EqualityConfirmation.objects.filter(item=item, person=person).count()
        EqualityConfirmation.create_as(act, **same, n=before + 1, stage="CONFIRMED", confirmed_at=act.at)
    return stated


def own_conflicts(row: Interest) -> list[dict]:
    """The member's own declaration for the record; none for "none"."""
    if row.is_none:
        return []
    standing = interest_rules.Standing(True, "", "Declared an interest.")
    return [conflict(row, standing)]


def _require_read(documents: Collection[str], equality_read: bool, *, has_results: bool) -> None:
    if missing := [title for code, title in documents_to_read(has_results=has_results) if code not in documents]:
        message = f"Open and read every document first. Still unread: {', '.join(missing)}."
        raise Refusal("decision.documents", message, "SI 2012/2089 reg 7")
    if not equality_read:
        message = "Confirm first that you have read the equality analysis."
        raise Refusal("decision.no_equality", message, "Equality Act 2010 s149")
