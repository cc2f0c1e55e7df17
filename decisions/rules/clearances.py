"""Who must clear a proposal, what a clearance is worth later, and that silence clears nothing.

A clearance binds to the hash of exactly the text that was read; once the text changes it is stale. Finance,
legal and the lead member can never be taken as read. Nobody clears what they wrote. The chief finance officer's
own budget line goes to the deputy. Source: Local Government Finance Act 1988 ss113 to 115; Local Government and
Housing Act 1989 s5; LGA 1972 s151.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from commissioning.rules.constitution import ClearanceRule
from commissioning.rules.refusals import Refusal
from commissioning.rules.tracks import SPECIFICATIONS, Track

NEVER_SILENT = frozenset({"CHIEF_FINANCE_OFFICER", "LEGAL", "MONITORING_OFFICER", "CABINET_MEMBER"})
CLEARANCE_LAW = "LGA 1972 s151; Local Government and Housing Act 1989 s5; the constitution's report procedure"
ROLE_NAMES = {
    "CHIEF_FINANCE_OFFICER": "The chief finance officer",
    "LEGAL": "The legal adviser",
    "EQUALITY": "The equality officer",
    "CABINET_MEMBER": "The lead member",
    "MONITORING_OFFICER": "The Monitoring Officer",
}
Key = int | str


def role_name(role: str) -> str:
    """The role as people call it at the start of a sentence."""
    return ROLE_NAMES.get(role, "The " + role.lower().replace("_", " "))


class Verdict(StrEnum):
    """What a clearer may answer."""

    CLEARED = "CLEARED"
    CLEARED_WITH_COMMENTS = "CLEARED_WITH_COMMENTS"
    QUERY = "QUERY"
    REFUSED = "REFUSED"


class State(StrEnum):
    """What a clearance is worth now. REQUESTED means that no answer has come; LAPSED that none is needed."""

    REQUESTED = "REQUESTED"
    QUERY = "QUERY"
    CLEARED = "CLEARED"
    CLEARED_WITH_COMMENTS = "CLEARED_WITH_COMMENTS"
    REFUSED = "REFUSED"
    STALE = "STALE"
    LAPSED = "LAPSED"


CLEAR = frozenset({State.CLEARED, State.CLEARED_WITH_COMMENTS, State.LAPSED})


@dataclass(frozen=True)
class Result:
    """The latest answer of one role and the hash of the text it was given on."""

    role: str
    verdict: Verdict
    content_hash: str


@dataclass(frozen=True)
class Standing:
    """One role's clearance as it stands."""

    role: str
    state: State
    why: str


@dataclass(frozen=True)
class Sheet:
    """The clearance sheet: all roles asked, and whether the proposal may go on."""

    standings: tuple[Standing, ...]

    @property
    def clear(self) -> bool:
        return all(standing.state in CLEAR for standing in self.standings)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(standing.role for standing in self.standings if standing.state not in CLEAR)

    @property
    def why(self) -> str:
        if self.clear:
            return "Every clearance asked for is given on the current text."
        return " ".join(standing.why for standing in self.standings if standing.state not in CLEAR)


SECTION_TRIGGERS = {
    "CONTRACT": "PROCUREMENT", "PERSONAL_DATA": "DATA_PROTECTION", "STAFF": "WORKFORCE", "CARBON": "CLIMATE", "HEALTH": "HEALTH",
}  # fmt: skip


def required_roles(track: Track, triggered: Iterable[str] = ()) -> tuple[str, ...]:
    """The roles that must clear: those of the track, then those its content calls for, each once."""
    return tuple(dict.fromkeys((*SPECIFICATIONS[track].clearances, *triggered)))


def triggered_roles(rules: Iterable[ClearanceRule], triggers: Collection[str]) -> tuple[str, ...]:
    """The offices whose clearance the constitution asks for because the content calls for it.

    What it asks for always is asked as the track says, so that a small decision stays small.
    """
    return tuple(rule.office for rule in rules if rule.trigger in triggers)


def triggers(content: Mapping[str, Any], *, is_key: bool, partners: bool) -> frozenset[str]:
    """What in a proposal calls for a clearance: it is key, partners pay, people are affected, a section is filled."""
    sections = content.get("sections") or {}
    impact = (content.get("equality") or {}).get("status") in ("FULL", "UPDATED_AFTER_CONSULTATION")
    found = {"KEY": is_key, "AGENCY_CONTRIBUTES": partners, "EQUALITY_IMPACT": impact}
    found |= {trigger: bool(str(sections.get(code, "")).strip()) for trigger, code in SECTION_TRIGGERS.items()}
    return frozenset(trigger for trigger, stands in found.items() if stands)


def silent_roles(rules: Iterable[ClearanceRule]) -> frozenset[str]:
    """The offices whose silence the constitution takes as "no comment"; never finance, legal or the lead member."""
    return frozenset(rule.office for rule in rules if rule.silence == "NO_COMMENT") - NEVER_SILENT


def standing(
    role: str,
    result: Result | None,
    content_hash: str,
    *,
    time_over: bool = False,
    silence_allowed: bool = False,
) -> Standing:
    """What one role's clearance is worth on the text with this hash.

    Silence after the time is "no comment" only for a role that the constitution lists, and never for
    finance, legal or the lead member.
    """
    name = role_name(role)
    if result is None:
        if time_over and silence_allowed and role not in NEVER_SILENT:
            return Standing(role, State.LAPSED, f"{name} made no comment in time.")
        late = " and the time is over; silence is not clearance" if time_over else ""
        return Standing(role, State.REQUESTED, f"{name} has not answered{late}.")
    if result.content_hash != content_hash:
        return Standing(role, State.STALE, f"{name} answered on an earlier text; ask again.")
    state = State(result.verdict)
    words = {State.QUERY: "has a question", State.REFUSED: "refuses"}.get(
        state, "has cleared the current text"
    )
    return Standing(role, state, f"{name} {words}.")


def sheet(
    roles: Iterable[str],
    results: Iterable[Result],
    content_hash: str,
    *,
    overdue: Collection[str] = (),
    silence_allowed: Collection[str] = (),
) -> Sheet:
    """Put the clearance sheet together; the last answer of a role is the one that counts."""
    latest = {result.role: result for result in results}
    return Sheet(
        tuple(
            standing(
                role,
                latest.get(role),
                content_hash,
                time_over=role in overdue,
                silence_allowed=role in silence_allowed,
            )
            for role in roles
        )
    )


def require_clear(result: Sheet) -> str:
    """Refuse to go on while a clearance is missing; raises Refusal("clearance.missing")."""
    if not result.clear:
        raise Refusal("clearance.missing", f"The proposal cannot go on. {result.why}", CLEARANCE_LAW)
    return result.why


def require_may_clear(
    person: Key,
    *,
    authors: Collection[Key],
    holders: Collection[Key],
    deputies: Collection[Key] = (),
    own_budget_line: bool = False,
) -> str:
    """Who may clear for a role: its holder or a listed deputy, never an author, never for the own budget.

    Raises Refusal: clearance.self, clearance.not_on_list, clearance.own_budget.
    """
    if person in authors:
        message = "You wrote part of this proposal, so somebody else must clear it."
        raise Refusal("clearance.self", message, CLEARANCE_LAW)
    if person not in holders and person not in deputies:
        message = (
            "Only the holder of the office and the deputies on its list may clear. You are not on the list."
        )
        raise Refusal("clearance.not_on_list", message, CLEARANCE_LAW)
    if own_budget_line and person not in deputies:
        message = "The proposal changes your own budget, so your deputy must clear it."
        raise Refusal("clearance.own_budget", message, CLEARANCE_LAW)
    return "Deputy on the list." if person in deputies else "Holder of the office."


def require_text(verdict: Verdict, text: str) -> None:
    """A question, a refusal or a clearance with comments needs its words; raises Refusal("clearance.no_text")."""
    if verdict is not Verdict.CLEARED and not text.strip():
        raise Refusal(
            "clearance.no_text", "Write what your question, comment or refusal is about.", CLEARANCE_LAW
        )
