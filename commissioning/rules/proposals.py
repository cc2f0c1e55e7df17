"""Whether a proposal is complete enough to be handed to its clearers.

Everything missing is listed together. What must be there follows from the track: a full business case
weighs at least four options with doing nothing among them, a one-page officer decision far less.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commissioning.rules.money import tie
from commissioning.rules.shortcomings import Shortcoming, require_none
from commissioning.rules.tracks import SECTIONS, SPECIFICATIONS, Track

PRINCIPLES = {
    "P1": "The council as a strong community leader",
    "P2": "Providing services at the appropriate level, personalised and community based",
    "P3": "Citizens and communities empowered to design and deliver services and play an active role",
    "P4": "Public services enabling residents to engage in civil society through employment opportunities",
    "P5": "A settlement between public services, communities and the citizen",
    "P6": "Taking responsibility for services regardless of where accessed or which agency provides them",
    "P7": "Simple, joined-up, easy access and visible value for money",
}
RATINGS = ("STRONG_POSITIVE", "POSITIVE", "NEUTRAL", "NEGATIVE", "NOT_APPLICABLE")
EQUALITY_STATES = ("SCREENED_OUT", "FULL", "UPDATED_AFTER_CONSULTATION")
DO_NOTHING = "DO_NOTHING"
SUMMARY_WORDS = 300
LAW = {"EQUALITY": "Equality Act 2010 s149", "OPTIONS": "R (Moseley) v Haringey [2014] UKSC 56"}
Gaps = Iterator[Shortcoming]


@dataclass(frozen=True)
class Option:
    """One option: `scores` maps criterion key to points; a rejected option says why."""

    key: str
    title: str
    kind: str = "OPTION"
    preferred: bool = False
    rejected_reason: str = ""
    scores: Mapping[str, int | None] | None = None
    description: str = ""


@dataclass(frozen=True)
class PrincipleAnswer:
    """The answer to one of the seven principles."""

    code: str
    rating: str
    narrative: str
    mitigation: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Draft:
    """A proposal as far as completeness needs it. Money in pence; `costs` and `contributions` by year."""

    track: Track
    sections: Mapping[str, str]
    recommendations: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    weights: Mapping[str, int] | None = None
    costs: tuple[tuple[str, int], ...] = ()
    contributions: tuple[tuple[str, str, int], ...] = ()
    principles: tuple[PrincipleAnswer, ...] = ()
    equality_status: str = ""
    equality_reason: str = ""
    equality_agreed_by: str = ""


def read_content(content: Mapping[str, Any]) -> Draft:
    """Read the canonical content dict (see rules/content.py) into a Draft, so one dict serves hash and check."""
    equality = content.get("equality", {})
    return Draft(
        track=Track(content["track"]),
        sections=content.get("sections", {}),
        recommendations=tuple(item["text"] for item in content.get("recommendations", ())),
        options=tuple(Option(**item) for item in content.get("options", ())),
        weights={item["key"]: item["weight"] for item in content.get("criteria", ())},
        costs=tuple((line["year"], line["pence"]) for line in content.get("finance", ())),
        contributions=tuple(
            (line["agency"], line["year"], line["pence"]) for line in content.get("contributions", ())
        ),
        principles=tuple(PrincipleAnswer(**item) for item in content.get("principles", ())),
        equality_status=equality.get("status", ""),
        equality_reason=equality.get("reason", ""),
        equality_agreed_by=equality.get("agreed_by", ""),
    )


def _text_gaps(draft: Draft) -> Gaps:
    for code in SPECIFICATIONS[draft.track].sections:
        if not draft.sections.get(code, "").strip():
            yield Shortcoming(code, "text", f"Fill in the section “{SECTIONS[code]}”.")
    words = len(draft.sections.get("SUMMARY", "").split())
    if words > SUMMARY_WORDS:
        yield Shortcoming("SUMMARY", "text", f"Shorten the summary from {words} to {SUMMARY_WORDS} words.")
    if not any(text.strip() for text in draft.recommendations):
        yield Shortcoming("RECOMMENDATIONS", "text", "Write at least one recommendation.")
    elif not all(text.strip() for text in draft.recommendations):
        yield Shortcoming("RECOMMENDATIONS", "text", "Fill in or remove the empty recommendation.")


def _option_gaps(draft: Draft) -> Gaps:
    least = SPECIFICATIONS[draft.track].options
    if len(draft.options) < least:
        yield Shortcoming(
            "OPTIONS", "number", f"Weigh at least {least} options; there are {len(draft.options)}."
        )
    if not any(option.kind == DO_NOTHING for option in draft.options):
        yield Shortcoming("OPTIONS", "do_nothing", "Add the option of doing nothing.")
    preferred = [option for option in draft.options if option.preferred]
    if len(preferred) != 1:
        yield Shortcoming(
            "OPTIONS", "preferred", f"Mark one option as preferred; {len(preferred)} are marked."
        )
    for option in draft.options:
        if not option.preferred and not option.rejected_reason.strip():
            yield Shortcoming("OPTIONS", option.key, f"Say why “{option.title}” is rejected.")


def _score_gaps(draft: Draft) -> Gaps:
    weights = draft.weights or {}
    total = sum(weights.values())
    if total != 100 or min(weights.values(), default=0) <= 0:
        yield Shortcoming(
            "OPTIONS", "weights", f"Make the criteria weights add up to 100; they add up to {total}."
        )
    for option in draft.options:
        missing = [key for key in weights if (option.scores or {}).get(key) is None]
        if missing:
            yield Shortcoming("OPTIONS", option.key, f"Score “{option.title}” on {', '.join(missing)}.")


def _finance_gaps(draft: Draft) -> Gaps:
    total: Counter[str] = Counter()
    shares: Counter[str] = Counter()
    for year, pence in draft.costs:
        total[year] += pence
    for _, year, pence in draft.contributions:
        shares[year] += pence
    if not total:
        yield Shortcoming(
            "FINANCE", "costs", "Enter the cost of every year, or nothing for a year without cost."
        )
    for year in sorted(set(total) | set(shares)):
        result = tie(f"The agencies’ contributions for {year}", total[year], [shares[year]])
        if not result.ties:
            yield Shortcoming("FINANCE", year, result.why)


def _principle_gaps(draft: Draft) -> Gaps:
    answers = {answer.code: answer for answer in draft.principles}
    for code, title in PRINCIPLES.items():
        answer = answers.get(code)
        if answer is None or answer.rating not in RATINGS or not answer.narrative.strip():
            yield Shortcoming("PRINCIPLES", code, f"Answer principle {code[1]}, “{title}”.")
        elif answer.rating == "NEGATIVE" and not answer.mitigation.strip():
            yield Shortcoming("PRINCIPLES", code, f"Say how the harm to principle {code[1]} is made good.")


def _equality_gaps(draft: Draft) -> Gaps:
    if draft.equality_status not in EQUALITY_STATES:
        yield Shortcoming("EQUALITY", "status", "Say whether the equality analysis is full or screened out.")
    elif draft.equality_status == "SCREENED_OUT":
        if not draft.equality_reason.strip():
            yield Shortcoming("EQUALITY", "reason", "Say why no full equality analysis is needed.")
        if not draft.equality_agreed_by.strip():
            yield Shortcoming(
                "EQUALITY", "agreed_by", "Name the equality officer who agreed to the screening."
            )


def shortcomings(draft: Draft) -> tuple[Shortcoming, ...]:
    """List every gap in the order of the proposal's sections.

    Equality: Equality Act 2010 s149. Options and reasons: fair consultation, R (Moseley) v Haringey
    [2014] UKSC 56. Scores are asked for only where four or more options must be weighed.
    """
    specification = SPECIFICATIONS[draft.track]
    gaps = [*_text_gaps(draft), *_option_gaps(draft)]
    if specification.options >= 4:
        gaps += _score_gaps(draft)
    gaps += _finance_gaps(draft)
    if specification.principles:
        gaps += _principle_gaps(draft)
    return (*gaps, *_equality_gaps(draft))


def law_of(gaps: Iterable[Shortcoming]) -> str:
    """Where the law asks for what is missing; empty where it is the report that does not add up or is unfinished."""
    sections = {gap.section for gap in gaps}
    return "; ".join(law for section, law in LAW.items() if section in sections)


def require_complete(gaps: tuple[Shortcoming, ...]) -> None:
    """Refuse a proposal that cannot be submitted; raises Refusal("proposal.incomplete") with every gap and its law."""
    require_none(
        gaps,
        code="proposal.incomplete",
        opening="The proposal cannot be submitted yet.",
        citation=law_of(gaps),
    )
