"""What the senior management team of all agencies may conclude: a recommendation, never a decision.

The team has no legal personality. One vote per voting agency, no casting vote. It forwards a proposal as
jointly recommended only when every agency that puts in money or staff agrees and nobody dissents.
Source: the team's charter in the constitution; LGA 2000 s9E for what only the council may decide.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from commissioning.rules.constitution import Quorum, SsmtCharter
from commissioning.rules.lists import listed
from commissioning.rules.refusals import Refusal

CHARTER = "Charter of the single senior management team"
Key = int | str


class Stance(StrEnum):
    """One agency's answer to a proposal, under the name that is stored and written in case files."""

    SUPPORT = "SUPPORT"
    SUPPORT_WITH_CONDITIONS = "SUPPORT_WITH_CONDITIONS"
    DO_NOT_SUPPORT = "DO_NOT_SUPPORT"
    ABSTAIN = "ABSTAIN"


class Outcome(StrEnum):
    """The team's outcome. The chair may also return or defer, which needs a reason and no vote."""

    JOINTLY_RECOMMENDED = "JOINTLY_RECOMMENDED"
    RECOMMENDED_WITH_DISSENT = "RECOMMENDED_WITH_DISSENT"
    NOT_SUPPORTED = "NOT_SUPPORTED"
    RETURNED = "RETURNED"
    DEFERRED = "DEFERRED"


WORDING = {
    Outcome.JOINTLY_RECOMMENDED: "Jointly recommended",
    Outcome.RECOMMENDED_WITH_DISSENT: "Recommended with dissent",
    Outcome.NOT_SUPPORTED: "Not supported",
    Outcome.RETURNED: "Returned to the officer",
    Outcome.DEFERRED: "Deferred",
}
IN_FAVOUR = frozenset({Stance.SUPPORT, Stance.SUPPORT_WITH_CONDITIONS})


@dataclass(frozen=True)
class Agency:
    """An agency at the table; `contributes` means money, staff or assets in this proposal."""

    key: Key
    name: str
    council: bool = False
    contributes: bool = False
    voting: bool = True


@dataclass(frozen=True)
class Conclusion:
    """The outcome with the agencies that dissent, by name, and the sentence for the report's face; `by_casting` is what the
    chair may say instead on a level count, where the charter gives the chair a casting vote."""

    outcome: Outcome
    wording: str
    dissenting: tuple[str, ...]
    why: str
    by_casting: Outcome | None = None


@dataclass(frozen=True)
class SsmtQuorum:
    """Whether the team may conclude, and what is missing."""

    quorate: bool
    missing: tuple[str, ...]
    why: str


def quorum(
    agencies: Iterable[Agency], taking_part: Collection[Key], charter: SsmtCharter | None = None
) -> SsmtQuorum:
    """The charter's share of the voting agencies, the council, and every agency that contributes.

    Without a charter: half of them, and both always.
    """
    voting = [agency for agency in agencies if agency.voting]
    there = [agency for agency in voting if agency.key in taking_part]
    council = charter is None or charter.council_always
    contributors = charter is None or charter.contributors_always
    missing = tuple(
        agency.name
        for agency in voting
        if ((agency.council and council) or (agency.contributes and contributors)) and agency not in there
    )
    share = charter.quorum_share if charter else "ONE_HALF"
    needed = Quorum(at_least=1, share=share).needed(len(voting))
    why = f"{len(there)} of {len(voting)} voting agencies take part; {needed} {'is' if needed == 1 else 'are'} needed."
    if missing:
        why += f" {listed(missing)} must take part as well."
    return SsmtQuorum(len(there) >= needed and not missing, missing, why)


def require_quorum(
    agencies: Iterable[Agency], taking_part: Collection[Key], charter: SsmtCharter | None = None
) -> str:
    """Refuse an outcome without quorum; raises Refusal("ssmt.inquorate") naming who is missing."""
    result = quorum(agencies, taking_part, charter)
    if not result.quorate:
        raise Refusal("ssmt.inquorate", f"The team cannot conclude yet. {result.why}", CHARTER)
    return result.why


def conclude(
    agencies: Iterable[Agency], stances: Mapping[Key, Stance], charter: SsmtCharter | None = None
) -> Conclusion:
    """Work out the outcome from each agency's answer.

    A majority of those answering for or against recommends; a level count does not, unless the charter gives the chair a
    casting vote and the chair uses it. Any dissent, also a contributor's, takes the word "jointly" away and travels with the report.
    """
    voting = [agency for agency in agencies if agency.voting]
    require_quorum(voting, stances.keys(), charter)
    answers = {agency: stances[agency.key] for agency in voting if agency.key in stances}
    favour = [agency for agency, stance in answers.items() if stance in IN_FAVOUR]
    against = tuple(agency.name for agency, stance in answers.items() if stance is Stance.DO_NOT_SUPPORT)
    unanimous = charter is None or charter.contributors_unanimous
    held_back = [
        agency.name for agency in answers if unanimous and agency.contributes and agency not in favour
    ]
    why = f"{len(favour)} in favour, {len(against)} against, {len(answers) - len(favour) - len(against)} abstained."
    if len(favour) <= len(against):
        chosen = Outcome.NOT_SUPPORTED
    elif against or held_back:
        chosen = Outcome.RECOMMENDED_WITH_DISSENT
    else:
        chosen = Outcome.JOINTLY_RECOMMENDED
    if held_back:
        why += f" Not joint: {listed(held_back)} {'contribute and are' if held_back[1:] else 'contributes and is'} not in favour."
    elif against:
        why += f" {listed(against)} {'dissent' if against[1:] else 'dissents'}."
    level = bool(favour) and len(favour) == len(against)
    casting = Outcome.RECOMMENDED_WITH_DISSENT if level and charter is not None and charter.casting_vote else None
    if casting:
        why += " On this level count the chair may say that the team recommends."
    return Conclusion(chosen, WORDING[chosen], against, why, casting)


def require_outcome(chosen: Outcome, conclusion: Conclusion) -> str:
    """Check the chair's outcome against what the agencies answered; returning or deferring is always open.

    Raises Refusal("ssmt.outcome") when the chair claims more (or less) agreement than there was.
    """
    if chosen in (Outcome.RETURNED, Outcome.DEFERRED, conclusion.outcome, conclusion.by_casting):
        return conclusion.why
    message = f"The agencies’ answers make this “{conclusion.wording}”. {conclusion.why}"
    raise Refusal("ssmt.outcome", message, CHARTER)


def require_delegate(person: Key, agencies: Collection[Key], *, appointed_by: Collection[Key]) -> str:
    """One person speaks for one agency, unless every agency has appointed that person in writing.

    Raises Refusal("ssmt.two_agencies").
    """
    if len(agencies) > 1 and not set(agencies) <= set(appointed_by):
        message = (
            "One person speaks for two agencies only when both have appointed that person in writing. Let somebody else answer for "
            "this one, or have it appoint you first."
        )
        raise Refusal("ssmt.two_agencies", message, CHARTER)
    return "Appointed by every agency spoken for."


@dataclass(frozen=True)
class Adviser:
    """A person at the table from a body that is not a public partner, with what that body has to do with it."""

    organisation: str
    incumbent_provider: bool = False
    could_bid: bool = False
    could_receive_grant: bool = False


def exclusion(adviser: Adviser) -> str:
    """Why an adviser is kept out of room and papers, or "" when the adviser may stay.

    Source: Procurement Act 2023 ss81 to 83; Subsidy Control Act 2022.
    """
    grounds = [
        (adviser.incumbent_provider, "provides the service now"),
        (adviser.could_bid, "could bid for it"),
        (adviser.could_receive_grant, "could receive money for it"),
    ]
    found = [words for true, words in grounds if true]
    return (
        f"{adviser.organisation} {' and '.join(found)}, so it is kept out of the room and the papers."
        if found
        else ""
    )
