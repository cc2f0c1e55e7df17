"""The other lawful mode: one person with delegated power decides alone, and the act is the decision.

A member of the executive: Local Government Act 2000 s9E; SI 2012/2089 reg 13(1) and (2); Localism Act 2011 s31(6) to (8)
for the member's own interests. An officer of the council: the same s9E and reg 13(4), or Local Government Act 1972 s101
and SI 2014/2095 reg 7 for a function of the council; the officers' code of conduct and the rule against bias for the officer's
own interests, of which Local Government Act 1972 s117 asks for notice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Duty, Office
from commissioning.rules.dates import local_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.services.duties import involve
from decisions.models import AgendaItem, Decision, EqualityConfirmation, Interest
from decisions.rules import interests as interest_rules
from decisions.rules.delegations import (
    OFFICERS,
    SECTION_101,
    SECTION_117,
    TO_ANOTHER,
    Consulted,
    Declared,
    require_declared,
    ways_from,
)
from decisions.rules.motions import Words
from decisions.rules.outcomes import PUT_OFF
from decisions.rules.overlays import Step
from decisions.rules.records import law_for
from decisions.selectors.decisions import documents_to_read
from decisions.selectors.makers import maker_of
from decisions.selectors.short_forms import short_form_of
from decisions.services.consultations import require_consulted
from decisions.services.decision_steps import (
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
from decisions.services.handing_back import hand_back, keep_interest, own_conflicts
from decisions.services.officer_interests import keep_notice
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
    declared: Sequence[Declared] = (),
    actor: Actor,
    at: datetime,
) -> Decision:
    """Decide as the one person to whom the function is delegated. The act is the decision.

    `consulted` is who was consulted, when, and what they said, where the line of the scheme asks for it; `declared` the
    conflicts of interest that councillors declared who were consulted.

    Effects in order: interest and equality confirmation are kept; the decision with the delegation as it stands today;
    the person becomes a decider; the item ends; the duty closes; one event. Raises PermissionDenied; Refusal
    vote.substitute, delegation.deputy, item.ended, interest.single_member, interest.single_officer, interest.not_officers,
    decision.documents, decision.no_equality, delegation.*, decision.too_early, notice.*, overlay.*, decision.no_reasons,
    decision.no_alternatives.
    """
    standing = require_own(duty, actor, at)
    item, kind = item_of(duty, "DECISION"), maker_of(duty.case, duty.office)
    require_free(kind, interest, nature, local_date(at))
    _require_time(item, kind, words, local_date(at))
    require_not_stopped(duty.case, Step.DECIDE, at)
    require_available(item, local_date(at))
    consulting = require_consulted(item.case, "The decision", local_date(at))
    require_not_afterwards(words, at)
    footing = require_noticed(item, words, at)
    short = short_form_of(duty.case, kind, item.version, words.amended_pence)
    require_words(words, law_for(kind), short_form=bool(short))
    require_declared(declared, maker=kind)
    with in_the_words_of(kind):
        objections = weigh_objections(item, words)
        require_in_scope(item, words, at)
    _require_read(documents, equality_read, report_law(kind), has_results=consulting)
    row = require_delegation(duty.case, item.maker, item.version, local_date(at), amended=words.amended_pence, by=actor.user)
    row |= with_consultation(row, consulted, local_date(at)) | ({"short_form": short} if short else {})
    law = report_law(kind)
    ledger.passed(
        Evaluation("report.open", "The report has been open long enough.", law, {"from": item.decide_from}),
        Evaluation("decision.documents", "Every document was opened.", law, {"documents": sorted(documents)}),
    )
    act = Act(actor, standing, at, reason=words.reasons, rule=law_for(kind))
    stated = keep_statements(item, act, duty.office, interest, nature)
    decision = record_decision(
        item, act, words, kind="DECISION", mode="INDIVIDUAL", tally={"documents": sorted(documents)},
        conflicts=[*own_conflicts(stated), *told_of(declared, kind)], made_by=actor.user, maker=duty.office,
        delegation=row, footing=footing, objections=objections,
    )  # fmt: skip
    involve(duty.case, act, "decider")
    finish(duty, item, act, words.outcome)
    append_decision("decision.make", decision, act)
    return decision


def pass_on(*, duty: Duty, reasons: str, interest: str = "NONE", nature: str = "", actor: Actor, at: datetime) -> Decision:
    """Take no step except to let the matter be dealt with otherwise (with a pecuniary interest Localism Act 2011 s31(8)): the
    Cabinet decides.

    An officer leaves it to another whom the scheme names, or to whom the Leader says; with a pecuniary interest this is the
    written notice of it as well (Local Government Act 1972 s117).
    Effects in order: the interest is kept, and the officer's notice; the item ends as passed on, so the agenda is asked for
    again; the duty closes; with an interest the Leader is asked to allocate what is the executive's; one event. Raises
    PermissionDenied; Refusal item.ended, decision.no_reasons, interest.not_officers, interest.nature, interest.notified.
    """
    standing = require_own(duty, actor, at)
    item = item_of(duty, "DECISION")
    act = Act(actor, standing, at, reason=reasons, rule=law_of_leaving(duty, interest))
    decision = hand_back(duty, item, act, state_leaving(duty, item, act, interest, nature), reasons)
    append_decision("decision.defer", decision, act)
    return decision


def law_of_leaving(duty: Duty, interest: str) -> str:
    """Under what law the person leaves it; with a pecuniary interest an officer gives notice of it by the same act."""
    law = interest_rules.law_of_leaving(interest, maker_of(duty.case, duty.office))
    return f"{law}; {SECTION_117}" if interest == interest_rules.Kind.OFFICER_S117 else law


def state_leaving(duty: Duty, item: AgendaItem, act: Act, interest: str, nature: str) -> Interest:
    """Why the person leaves it: reasons, the interest as a row of the item, an officer's written notice; a step."""
    kind = maker_of(duty.case, duty.office)
    if not act.reason.strip():
        whom = "somebody else" if kind in OFFICERS else "the Cabinet"
        raise Refusal("decision.no_reasons", f"Say why {whom} should decide.", law_for(kind))
    if kind in OFFICERS and interest_rules.Kind(interest) not in interest_rules.OFFICER_KINDS:
        raise Refusal("interest.not_officers", "Say whether you have a pecuniary interest in the contract.", act.rule)
    if interest == interest_rules.Kind.OFFICER_S117:
        keep_notice(duty.case, act, duty.office, nature)
    return keep_interest(item, act, duty.office, interest, nature)


@contextmanager
def in_the_words_of(kind: str) -> Iterator[None]:
    """A refusal to an officer calls the way on what it is for an officer: leaving the decision to somebody else."""
    try:
        yield
    except Refusal as refusal:
        if kind not in OFFICERS:
            raise
        others = (way for way in refusal.alternatives if way.url_name != "duty_pass")
        raise refusal.with_ways(*others, *TO_ANOTHER) from None


def require_own(duty: Duty, actor: Actor, at: datetime) -> Standing:
    """The holder of the office and nobody in the holder's place."""
    standing, kind = access.require(actor, duty.kind, duty, at), maker_of(duty.case, duty.office)
    if not duty.is_open:
        raise Refusal("item.ended", "This has been decided already.", law_for(kind))
    if standing.capacity != "holder":
        if kind in OFFICERS:
            message = "The scheme gives this to the holder of the office. A deputy decides only under a line that names an office of their own."
            raise Refusal("delegation.deputy", message, SECTION_101 if kind == "OFFICER_NONEXEC" else "LGA 2000 s9E")
        message = "The executive has no substitutes: only the member who holds the delegated power decides."
        raise Refusal("vote.substitute", message, "LGA 2000 s9E")
    return standing


def require_free(kind: str, interest: str, nature: str, on: date) -> None:
    """Nothing bars the person; kept with the step under the law that binds members, or the one that binds officers."""
    statement = interest_rules.Declaration(interest_rules.Kind(interest), nature)
    if kind in OFFICERS:
        free = interest_rules.require_single_officer([statement])
        ledger.passed(Evaluation("interest.single_officer", free, interest_rules.OFFICER_LAW, {"stated": True}))
        return
    free = interest_rules.require_single_member([statement], on=on)
    ledger.passed(Evaluation("interest.single_member", free, interest_rules.SINGLE_MEMBER_LAW, {"stated": True}))


def keep_statements(item: AgendaItem, act: Act, office: Office, interest: str, nature: str) -> Interest:
    """The interest and equality confirmation of a person who decides alone, as rows of the item."""
    person = act.actor.user
    stated = keep_interest(item, act, office, interest, nature)
    before = EqualityConfirmation.objects.filter(item=item, person=person).count()
    EqualityConfirmation.create_as(
        act, item=item, version=item.version, person=person, office=office, n=before + 1, stage="CONFIRMED", confirmed_at=act.at
    )
    return stated


def told_of(declared: Sequence[Declared], kind: str) -> list[dict]:
    """What councillors declared who were consulted, as the record keeps it."""
    how = "Declared a conflict of interest." if kind == "OFFICER_NONEXEC" else "Was consulted, and did not decide."
    return [
        {
            "person": one.who.strip(), "office": "", "kind": "CONSULTED", "label": "Conflict of interest", "nature": one.what.strip(),
            "action": how, "section_33_note": "", **({"hops_note": one.note.strip()} if one.note.strip() else {}),
        }
        for one in declared
    ]  # fmt: skip


def report_law(kind: str) -> str:
    """Where it is written that the report is read before the decision: for one person, the constitution alone."""
    return "" if kind == "OFFICER_NONEXEC" else "The constitution's report procedure"


def _require_time(item: AgendaItem, kind: str, words: Words, on: date) -> None:
    if words.outcome in PUT_OFF:
        message = "Decide, or leave the decision to somebody else." if kind in OFFICERS else "Decide, or pass the decision to the Cabinet."
        raise Refusal("decision.outcome", message, law_for(kind), alternatives=ways_from(kind))
    if item.decide_from and on < item.decide_from:
        message = "The report has not been open to the public for long enough."
        counted = Deadline.from_dict(item.reckoning) if item.reckoning else None
        shown = counted if counted is not None and counted.earliest == item.decide_from else None
        raise Refusal("decision.too_early", message, report_law(kind), earliest=item.decide_from, counted=shown)


def _require_read(documents: Collection[str], equality_read: bool, law: str, *, has_results: bool) -> None:
    if missing := [title for code, title in documents_to_read(has_results=has_results) if code not in documents]:
        message = f"Open and read every document first. Still unread: {', '.join(missing)}."
        raise Refusal("decision.documents", message, law)
    if not equality_read:
        message = "Confirm first that you have read the equality analysis."
        raise Refusal("decision.no_equality", message, "Equality Act 2010 s149")
