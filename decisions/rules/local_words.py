"""What a constitution leaves to the people at the table, in sentences for the page on which they act, with its paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from commissioning.rules.call_in_rule_set import Reconsideration, UrgencyExemption
from commissioning.rules.constitution import ClearanceRule, Constitution, SsmtCharter, VotingRules
from commissioning.rules.constitution_words import code_in_words
from commissioning.rules.lists import listed

RECONSIDERED_AT = {
    "NEXT_CABINET": "at the next meeting of the Cabinet",
    "SPECIAL_MEETING": "at a meeting called for it",
    "EITHER": "at the next meeting of the Cabinet or at one called for it",
}


def charter_in_words(charter: SsmtCharter) -> tuple[str, ...]:
    """How the senior management team comes to its recommendation."""
    consensus = "The team seeks consensus; where there is none, the agencies’ answers are counted."
    return (
        consensus if charter.voting == "CONSENSUS_THEN_INDICATIVE" else "The agencies’ answers are counted.",
        "On a level count the chair may say whether the team recommends." if charter.casting_vote else "Nobody has a casting vote.",
        "The head of paid service chairs." if charter.chair == "HEAD_OF_PAID_SERVICE" else "The agencies chair in turn.",
        "Members may attend from elsewhere." if charter.remote else "Members attend in person.",
        f"Recommendation, dissent and conditions are {'' if charter.published else 'not '}published.",
    )


def votes_by_name(voting: VotingRules) -> tuple[str, ...]:
    """When a vote is taken by name, and what one member may ask for."""
    members = f"{voting.recorded_vote_members} members ask" if voting.recorded_vote_members > 1 else "one member asks"
    own = "may" if voting.individual_vote_minuted else "may not"
    return (
        f"A vote is taken by name when {members} for it, or when whoever presides calls it.",
        f"Without one, a single member {own} have the own vote written down.",
    )


def reconsidered_where(reconsider: Reconsideration) -> str:
    """At which meeting a decision that was referred back is answered."""
    return f"The constitution has it reconsidered {RECONSIDERED_AT[reconsider.at]}."


def consulted_first(exemption: UrgencyExemption) -> str:
    """Whom the constitution has consulted before an exemption from call-in; "" where nobody is."""
    names = [code_in_words(role).lower() for role in exemption.consulted]
    return f"Before it is agreed, the constitution has these consulted: {listed(names)}." if names else ""


def clearances_of(rules: Iterable[ClearanceRule], role: str) -> tuple[str, ...]:
    """The clearances that the constitution asks of an office, by name."""
    return tuple(code_in_words(rule.function).lower() for rule in rules if rule.office == role)


def cited(constitution: Constitution, path: str, *sentences: str) -> str:
    """Sentences with their paragraph at the end; "" without a sentence."""
    words = " ".join(filter(None, sentences))
    return f"{words} ({constitution.citation(path)})" if words else ""
