"""What a constitution cannot say, though each of its values can be read: rules that nobody could ever use.

A number that is read and then not applied would leave the law as it was, so it is an error of the file like a misspelt key.
Each fault names the key and says what to write instead.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from commissioning.rules.access_matrix import ACTS
from commissioning.rules.call_in_rule_set import SEATS, Requester
from commissioning.rules.constitution import Constitution
from commissioning.rules.deadlines import Basis
from commissioning.rules.periods import AGENDA

Fault = tuple[str, str]
Check = Callable[[Constitution], Iterator[Fault]]


def faults(whole: Constitution, unread: Collection[str] = ()) -> Iterator[Fault]:
    """Every fault: the dotted key, and what is wrong. A check that needs a value which is `unread` (missing, misspelt, not
    seen) waits until that value is there; all others speak at once.
    """
    for check, needed in CHECKS.items():
        if not any(_meet(path, need) for path in unread for need in needed):
            yield from check(whole)


def _meet(path: str, need: str) -> bool:
    """Whether one of two dotted keys is the other, or lies inside it."""
    shorter, longer = sorted((path, need), key=len)
    return longer == shorter or longer.startswith((f"{shorter}.", f"{shorter}["))


def _of_agenda(whole: Constitution) -> Iterator[Fault]:
    agenda = whole.publication.agenda
    if agenda.basis not in (Basis.CLEAR_WORK, Basis.CLEAR_CAL) or agenda.n < AGENDA.n:
        message = f"the law asks for {AGENDA.n} clear days ({AGENDA.citation}); write CLEAR_WORK or CLEAR_CAL with {AGENDA.n} or more"
        yield "publication.agenda", message


def _of_clearances(whole: Constitution) -> Iterator[Fault]:
    clearers = ACTS["clearance.give"].roles
    for number, rule in enumerate(whole.clearances):
        if rule.office not in clearers:
            yield f"clearances[{number}].office", f"{rule.office} gives no clearance here; {_known(clearers)}"


def _of_period(whole: Constitution) -> Iterator[Fault]:
    if whole.call_in.period.basis is Basis.ASAP:
        yield "call_in.period", "as soon as reasonably practicable is no window; say in days when it closes"


def _of_lists(whole: Constitution) -> Iterator[Fault]:
    for name in ("requesters", "grounds", "outcomes"):
        if not getattr(whole.call_in, name):
            yield f"call_in.{name}", "is empty, so nobody could call in, or nothing could come of it"


def _of_validity(whole: Constitution) -> Iterator[Fault]:
    decider, ruling = whole.call_in.validity_decider, ACTS["call_in.rule"].roles
    if decider not in ruling:
        yield "call_in.validity_decider", f"{decider} cannot rule on a call-in here; {_known(ruling)}"


def _of_exemption(whole: Constitution) -> Iterator[Fault]:
    answering = ACTS["urgency.answer"].roles
    for role in whole.call_in.urgency_exemption.agreed_by:
        if SEATS.get(role, role) not in answering:
            named = answering | {deputy for deputy, chair in SEATS.items() if chair in answering}
            yield "call_in.urgency_exemption.agreed_by", f"{role} cannot agree to urgency here; {_known(named)}"


def _of_requesters(whole: Constitution) -> Iterator[Fault]:
    rules = whole.call_in
    ways = [("call_in", rules.requesters), *((f"call_in.other_routes[{n}]", way.requesters) for n, way in enumerate(rules.other_routes))]
    for path, requesters in ways:
        if "INTERESTED_PERSON" in requesters:
            yield f"{path}.requesters", "residents sign no call-in; say in call_in.resident_trigger how many of them hold a decision"
    for number, way in enumerate(rules.other_routes):
        if way.chair_among_them and not _chairs(way.requesters):
            yield f"call_in.other_routes[{number}].chair_among_them", "asks for the scrutiny chair, whom the requesters of this way leave out"


def _of_groups(whole: Constitution) -> Iterator[Fault]:
    rules = whole.call_in
    if rules.min_political_groups > rules.min_signatories:
        yield (
            "call_in.min_political_groups",
            f"{rules.min_signatories} signatures cannot come from {rules.min_political_groups} groups",
        )


def _of_residents(whole: Constitution) -> Iterator[Fault]:
    if whole.call_in.resident_trigger.enabled and whole.call_in.resident_trigger.threshold is None:
        yield "call_in.resident_trigger.threshold", "needs how many residents, because residents can ask"


def _chairs(requesters: Collection[Requester]) -> bool:
    """Whether the scrutiny chair is among those named: as chair, as a member of the committee, or as a councillor."""
    return not {"SCRUTINY_CHAIR", "SCRUTINY_MEMBER", "COUNCILLOR", "NON_EXECUTIVE_COUNCILLOR"}.isdisjoint(requesters)


def _known(roles: Collection[str]) -> str:
    return f"known here: {', '.join(sorted(roles))}"


CHECKS: Mapping[Check, tuple[str, ...]] = {  # and the keys that each one reads
    _of_agenda: ("publication.agenda",),
    _of_clearances: ("clearances",),
    _of_period: ("call_in.period",),
    _of_lists: ("call_in.requesters", "call_in.grounds", "call_in.outcomes"),
    _of_validity: ("call_in.validity_decider",),
    _of_exemption: ("call_in.urgency_exemption",),
    _of_requesters: ("call_in.requesters", "call_in.other_routes"),
    _of_groups: ("call_in.min_political_groups", "call_in.min_signatories"),
    _of_residents: ("call_in.resident_trigger",),
}
