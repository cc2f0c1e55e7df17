"""Who may agree that a decision is exempt from call-in: the offices that the constitution names, in its order.

Here a deputy counts where the constitution says so; under SI 2012/2089 regs 5(6) and 11 it never does.
"""

from collections.abc import Mapping, Sequence

from commissioning.rules.call_in_rule_set import SEATS
from decisions.rules.urgency import CONSTITUTION, Post

REPORTED_TO: Mapping[str, str] = {"COUNCIL": "the council", "SCRUTINY": "the overview and scrutiny committee", "NOBODY": ""}
__all__ = ["CONSTITUTION", "REPORTED_TO", "SEATS", "asked", "everybody_agreed", "office_of", "reported"]


def office_of(role: str) -> tuple[str, str]:
    """The role of the office and the capacity in it that a named role stands for: a vice-chair is the chair's deputy."""
    return (SEATS[role], "deputy") if role in SEATS else (role, "holder")


def asked(roles: Sequence[str], mode: str, posts: Mapping[str, Post]) -> tuple[str, ...]:
    """Which of the named roles are asked: the first that can act, or all of them; empty when that cannot be had."""
    able = [role for role in roles if role in posts and posts[role].able]
    if mode == "ALL":
        return tuple(roles) if len(able) == len(roles) else ()
    return tuple(able[:1])


def everybody_agreed(roles: Sequence[str], mode: str, agreed: Sequence[str]) -> bool:
    """Whether the answers so far are the agreement that the constitution asks for."""
    return set(roles) <= set(agreed) if mode == "ALL" else not set(roles).isdisjoint(agreed)


def reported(reported_to: str, citation: str) -> str:
    """To whom the use of the exemption is reported, in a sentence for the record and the public report."""
    whom = REPORTED_TO[reported_to]
    if not whom:
        return f"The constitution asks for no report of the exemption; its use is published with its reasons ({citation})."
    return f"Every use of the exemption is reported to {whom} ({citation})."
