"""What happens when an agency objects late, or is merged or abolished while a case is under way.

Source: each agency's own scheme of delegation; NHS Act 2006 ss65Z5 and 75 for arrangements between agencies.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TypeVar

from commissioning.rules.lists import listed
from commissioning.rules.refusals import Alternative, Refusal

Key = TypeVar("Key", int, str)
OBJECTION_LAW = "SI 2012/2089 regs 12 and 13; the agencies' agreement"
PASS_ON = Alternative("Pass the decision to the Cabinet", "duty_pass")
DEFER = Alternative("Defer the item", "duty", query={"outcome": "DEFERRED"}, kinds=("item.outcome",))


def objection_route(*, agenda_published: bool, decided: bool, in_effect: bool) -> tuple[str, str]:
    """Where an objection goes by the time it comes: a code and the sentence for everybody's page."""
    if in_effect:
        return "VARIATION", "The decision is in effect. Use the variation or exit terms of the agreement."
    if decided:
        return (
            "MONITORING_OFFICER",
            "The decision is made. The Monitoring Officer reviews; the maker may retake it.",
        )
    if agenda_published:
        return (
            "SUPPLEMENT",
            "Put to the meeting as a supplement; the record must mention it. The meeting may defer.",
        )
    return "SSMT", "The proposal goes back to the senior management team."


def require_mentioned(objecting: Mapping[str, str], said: str) -> None:
    """A decision made although an agency objected after the report was published says so by name; `objecting` is short
    name -> name. Raises Refusal("decision.objection")."""
    unsaid = [name for short, name in objecting.items() if not any(word.lower() in said.lower() for word in (short, name))]
    if unsaid:
        message = (
            f"{listed(unsaid)} objected after the report was published. The meeting may defer; a decision says in its "
            "reasons, by name, what was made of the objection."
        )
        raise Refusal("decision.objection", message, OBJECTION_LAW, alternatives=(DEFER, PASS_ON))


def require_weighed(unadvised: Collection[str], not_deferred: str) -> None:
    """Before an item is decided over an objection, the Monitoring Officer has advised, and the decision-maker has
    considered whether to defer and says why not; `unadvised`: agencies on whose objection there is no advice yet.

    Raises Refusal decision.objection_advice, decision.not_deferred.
    """
    if unadvised:
        message = f"The Monitoring Officer has not advised yet on the objection of {listed(unadvised)}. Defer the item, or ask for the advice now."
        raise Refusal("decision.objection_advice", message, OBJECTION_LAW, alternatives=(DEFER, PASS_ON))
    if not not_deferred.strip():
        message = "An agency objects. Consider whether to defer the item, and say why it is not deferred."
        raise Refusal("decision.not_deferred", message, OBJECTION_LAW, alternatives=(DEFER, PASS_ON))


def superseded(agency: Key, successors: Mapping[Key, tuple[Key, date]], *, on: date) -> Key:
    """The agency that signs on a day: follow dated successions of merged or abolished bodies; each must re-sign."""
    seen: tuple = ()
    while agency in successors and successors[agency][1] <= on and agency not in seen:
        seen, agency = (*seen, agency), successors[agency][0]
    return agency
