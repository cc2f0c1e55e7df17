"""What a constitution cannot say, though each of its values can be read: rules that nobody could ever use.

A number that is read and then not applied would leave the law as it was, so it is an error of the file like a misspelt key.
Each fault names the key and says what to write instead.
"""

from collections.abc import Collection, Iterator

from commissioning.rules.access_matrix import ACTS
from commissioning.rules.call_in_rule_set import SEATS, CallInRuleSet, Requester
from commissioning.rules.constitution import Constitution
from commissioning.rules.deadlines import Basis
from commissioning.rules.periods import AGENDA

Fault = tuple[str, str]


def faults(whole: Constitution) -> Iterator[Fault]:
    """Every fault: the dotted key, and what is wrong."""
    yield from _of_call_in(whole.call_in)
    yield from _of_requesters(whole.call_in)
    agenda = whole.publication.agenda
    if agenda.basis not in (Basis.CLEAR_WORK, Basis.CLEAR_CAL) or agenda.n < AGENDA.n:
        message = f"the law asks for {AGENDA.n} clear days ({AGENDA.citation}); write CLEAR_WORK or CLEAR_CAL with {AGENDA.n} or more"
        yield "publication.agenda", message
    clearers = ACTS["clearance.give"].roles
    for number, rule in enumerate(whole.clearances):
        if rule.office not in clearers:
            yield f"clearances[{number}].office", f"{rule.office} gives no clearance here; {_known(clearers)}"


def _of_call_in(rules: CallInRuleSet) -> Iterator[Fault]:
    if rules.period.basis is Basis.ASAP:
        yield "call_in.period", "as soon as reasonably practicable is no window; say in days when it closes"
    for name in ("requesters", "grounds", "outcomes"):
        if not getattr(rules, name):
            yield f"call_in.{name}", "is empty, so nobody could call in, or nothing could come of it"
    if rules.re_call_in_allowed:
        yield (
            "call_in.re_call_in_allowed",
            "a decision that was called in once and confirmed takes effect here and cannot be called in again; write false. What "
            "changes materially is a new decision, with its own call-in",
        )
    ruling = ACTS["call_in.rule"].roles
    if rules.validity_decider not in ruling:
        yield "call_in.validity_decider", f"{rules.validity_decider} cannot rule on a call-in here; {_known(ruling)}"
    answering = ACTS["urgency.answer"].roles
    for role in rules.urgency_exemption.agreed_by:
        if SEATS.get(role, role) not in answering:
            named = answering | {deputy for deputy, chair in SEATS.items() if chair in answering}
            yield "call_in.urgency_exemption.agreed_by", f"{role} cannot agree to urgency here; {_known(named)}"


def _of_requesters(rules: CallInRuleSet) -> Iterator[Fault]:
    ways = [("call_in", rules.requesters), *((f"call_in.other_routes[{n}]", way.requesters) for n, way in enumerate(rules.other_routes))]
    for path, requesters in ways:
        if "INTERESTED_PERSON" in requesters:
            yield f"{path}.requesters", "residents sign no call-in; say in call_in.resident_trigger how many of them hold a decision"
    for number, way in enumerate(rules.other_routes):
        if way.chair_among_them and not _chairs(way.requesters):
            yield f"call_in.other_routes[{number}].chair_among_them", "asks for the scrutiny chair, whom the requesters of this way leave out"
    if rules.min_political_groups > rules.min_signatories:
        yield (
            "call_in.min_political_groups",
            f"{rules.min_signatories} signatures cannot come from {rules.min_political_groups} groups",
        )
    if rules.resident_trigger.enabled and rules.resident_trigger.threshold is None:
        yield "call_in.resident_trigger.threshold", "needs how many residents, because residents can ask"


def _chairs(requesters: Collection[Requester]) -> bool:
    """Whether the scrutiny chair is among those named: as chair, as a member of the committee, or as a councillor."""
    return not {"SCRUTINY_CHAIR", "SCRUTINY_MEMBER", "COUNCILLOR", "NON_EXECUTIVE_COUNCILLOR"}.isdisjoint(requesters)


def _known(roles: Collection[str]) -> str:
    return f"known here: {', '.join(sorted(roles))}"
