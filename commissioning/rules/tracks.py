"""Which procedure a case follows, chosen by rule with the reasons shown.

A track says which sections a proposal must fill, who must clear it, how many options it must weigh and
which bodies it visits. It never says who may decide: that is the scheme of delegation.
"""

from dataclasses import dataclass
from enum import StrEnum

from commissioning.rules.lists import listed


class Track(StrEnum):
    """The seven procedures."""

    JOINT_KEY = "JOINT_KEY"
    COUNCIL_KEY = "COUNCIL_KEY"
    MEMBER_NON_KEY = "MEMBER_NON_KEY"
    OFFICER_EXECUTIVE = "OFFICER_EXECUTIVE"
    OFFICER_NON_EXECUTIVE = "OFFICER_NON_EXECUTIVE"
    VARIATION = "VARIATION"
    URGENT = "URGENT"


SECTIONS = {
    "SUMMARY": "Summary",
    "NEEDS": "Needs",
    "OUTCOMES": "Outcomes",
    "FINANCE": "Finance",
    "LEGAL": "Legal",
    "WORKFORCE": "Workforce",
    "EQUALITY": "Equality",
    "HEALTH": "Health, inequalities and safeguarding",
    "CHILDREN": "Children and corporate parenting",
    "CLIMATE": "Climate and environment",
    "COMMUNITY_SAFETY": "Community safety",
    "SOCIAL_VALUE": "Social value",
    "DATA_PROTECTION": "Data protection",
    "PROCUREMENT": "Procurement or provider route",
    "SUBSIDY": "Subsidy control",
    "CONSULTATION": "Consultation and co-production",
    "RISKS": "Risks",
    "TIMETABLE": "Timetable",
}
FULL = tuple(SECTIONS)
NON_KEY = (
    "SUMMARY",
    "NEEDS",
    "OUTCOMES",
    "FINANCE",
    "LEGAL",
    "EQUALITY",
    "PROCUREMENT",
    "RISKS",
    "TIMETABLE",
)
ONE_PAGE = ("SUMMARY", "FINANCE", "LEGAL", "EQUALITY")
URGENT_PAPER = ("SUMMARY", "NEEDS", "FINANCE", "LEGAL", "EQUALITY", "RISKS", "TIMETABLE")
FINANCE, LEGAL, EQUALITY, LEAD = "CHIEF_FINANCE_OFFICER", "LEGAL", "EQUALITY", "CABINET_MEMBER"


@dataclass(frozen=True)
class Specification:
    """What a track asks for: section codes, clearing roles, least number of options, principles, pack."""

    label: str
    sections: tuple[str, ...]
    clearances: tuple[str, ...]
    options: int
    principles: bool
    pack: bool


SPECIFICATIONS = {
    Track.JOINT_KEY: Specification(
        "Joint key decision", FULL, (FINANCE, LEGAL, EQUALITY, LEAD), 4, True, True
    ),
    Track.COUNCIL_KEY: Specification(
        "Council key decision", FULL, (FINANCE, LEGAL, EQUALITY, LEAD), 4, True, True
    ),
    Track.MEMBER_NON_KEY: Specification(
        "Executive decision that is not key", NON_KEY, (FINANCE, LEGAL, EQUALITY, LEAD), 2, True, True
    ),
    Track.OFFICER_EXECUTIVE: Specification(
        "Officer executive decision", ONE_PAGE, (FINANCE, LEGAL), 2, False, False
    ),
    Track.OFFICER_NON_EXECUTIVE: Specification(
        "Officer decision on a council function", ONE_PAGE, (FINANCE, LEGAL), 2, False, False
    ),
    Track.VARIATION: Specification(
        "Variation of a decision", NON_KEY, (FINANCE, LEGAL, EQUALITY, LEAD), 2, True, False
    ),
    Track.URGENT: Specification(
        "Urgent decision", URGENT_PAPER, (FINANCE, LEGAL, EQUALITY, LEAD), 2, True, False
    ),
}


@dataclass(frozen=True)
class TrackFacts:
    """What decides the track. `partners` names the agencies other than the council that put something in."""

    executive: bool = True
    key: bool = False
    maker: str = "CABINET"
    partners: tuple[str, ...] = ()
    varies_a_decision: bool = False
    urgency_accepted: bool = False


@dataclass(frozen=True)
class Choice:
    """The track chosen, the reasons in the order they were asked, and the bodies the case visits."""

    track: Track
    reasons: tuple[str, ...]
    bodies: tuple[str, ...]

    @property
    def specification(self) -> Specification:
        return SPECIFICATIONS[self.track]

    @property
    def why(self) -> str:
        return " ".join(self.reasons)


def roles_needed(choice: Choice) -> tuple[str, ...]:
    """The roles without which a case of this kind would come to a step that nobody can take; each once, in order."""
    specification = choice.specification
    pack = ("ANALYST", "RESEARCH_LEAD") if specification.pack else ()
    cleared = tuple(role for role in specification.clearances if role != LEAD)  # the lead member is named by the officer
    team = ("AGENCY_LEAD", "SSMT_CHAIR") if "SSMT" in choice.bodies else ()
    return (*pack, *cleared, *team, "PROPER_OFFICER", "MONITORING_OFFICER", "LEADER", "SCRUTINY_OFFICER")


def _named(facts: TrackFacts) -> tuple[Track, str]:
    if not facts.executive:
        return (
            Track.OFFICER_NON_EXECUTIVE,
            "The function belongs to the council, not to its executive, so it cannot be key.",
        )
    if facts.urgency_accepted:
        return (
            Track.URGENT,
            "The Monitoring Officer accepted that the matter cannot wait for the usual steps.",
        )
    if facts.varies_a_decision:
        return Track.VARIATION, "It changes a decision already made."
    if facts.key and facts.partners:
        return Track.JOINT_KEY, f"It is a key decision that also binds {listed(facts.partners)}."
    if facts.key:
        return Track.COUNCIL_KEY, "It is a key decision of the council alone."
    if facts.maker == "OFFICER":
        return Track.OFFICER_EXECUTIVE, "It is not key and the scheme of delegation gives it to an officer."
    return Track.MEMBER_NON_KEY, "It is not key and is made by the Cabinet or one of its members."


def choose_track(facts: TrackFacts) -> Choice:
    """Choose the track and say why; SI 2012/2089 regs 8 to 13 decide which record and notice follow.

    The senior management team of all agencies is visited whenever a partner puts something in.
    """
    track, reason = _named(facts)
    reasons = [reason]
    if facts.key and track in (Track.URGENT, Track.VARIATION):
        reasons.append("It is a key decision, so a notice or a recorded urgency route is still needed.")
    if facts.partners:
        reasons.append("Partner agencies recommend first and each signs for itself.")
    maker = ("OFFICER",) if not facts.executive else (facts.maker,)
    return Choice(track, tuple(reasons), (("SSMT",) if facts.partners else ()) + maker)
