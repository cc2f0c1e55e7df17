"""A proposal's content in the order in which the report reads, with every sum and score worked out for the reader."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commissioning.rules.proposals import EQUALITY_STATES, PRINCIPLES
from commissioning.rules.sections import (
    MONEY_KINDS,
    Totals,
    finance_totals,
    pages_for,
    value_total,
    weighted_score,
)
from commissioning.rules.tracks import Track

RATING_WORDS = {
    "": "Not rated",
    "STRONG_POSITIVE": "Strong positive",
    "POSITIVE": "Positive",
    "NEUTRAL": "Neutral",
    "NEGATIVE": "Negative",
    "NOT_APPLICABLE": "Does not apply",
}
EQUALITY_WORDS = dict(
    zip(
        EQUALITY_STATES,
        ("Screened out", "Full analysis", "Full analysis, updated after consultation"),
        strict=True,
    )
)
EFFECT_WORDS = {"POSITIVE": "Positive", "NEUTRAL": "Neutral", "NEGATIVE": "Negative", "UNKNOWN": "Not known"}
OPTION_WORDS = {"DO_NOTHING": "Do nothing", "DO_MINIMUM": "Do the minimum", "OPTION": "Option"}


@dataclass(frozen=True)
class Chapter:
    """One section of the report; the code says which table follows the text."""

    code: str
    title: str
    text: str


@dataclass(frozen=True)
class Weighed:
    """An option with its points on each criterion and its weighted score out of 500."""

    key: str
    title: str
    kind: str
    description: str
    preferred: bool
    rejected_reason: str
    points: tuple[int | None, ...]
    score: int | None


@dataclass(frozen=True)
class Payer:
    """What one agency pays in each year of the report, and altogether."""

    name: str
    years: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Report:
    """Everything that the page, the print and the record show of a proposal."""

    chapters: tuple[Chapter, ...]
    recommendations: tuple[Mapping[str, Any], ...]
    criteria: tuple[Mapping[str, Any], ...]
    options: tuple[Weighed, ...]
    costs: tuple[Mapping[str, Any], ...]
    years: tuple[str, ...]
    year_totals: tuple[int, ...]
    payers: tuple[Payer, ...]
    totals: tuple[Totals, ...]
    total: int
    shares: tuple[Mapping[str, Any], ...]
    equality: Mapping[str, Any]
    risks: tuple[Mapping[str, Any], ...]
    principles: tuple[Mapping[str, Any], ...]
    evidence: Mapping[str, Any]
    wards: tuple[str, ...]


def read_report(content: Mapping[str, Any]) -> Report:
    """The content as a report."""
    years = tuple(sorted({line["year"] for line in (*content["finance"], *content["contributions"])}))
    cost = Counter[str]()
    for line in content["finance"]:
        cost[line["year"]] += line["pence"]
    return Report(
        chapters=tuple(
            Chapter(page.code, page.title, content["sections"].get(page.code, ""))
            for page in pages_for(Track(content["track"]))
            if page.code != "CRITERIA"
        ),
        recommendations=tuple(content["recommendations"]),
        criteria=tuple(content["criteria"]),
        options=tuple(_weighed(option, content["criteria"]) for option in content["options"]),
        costs=tuple({**line, "kind": MONEY_KINDS[line["kind"]].capitalize()} for line in content["finance"]),
        years=years,
        year_totals=tuple(cost[year] for year in years),
        payers=_payers(content, years),
        totals=finance_totals(content),
        total=value_total(content),
        shares=tuple(content["shares"]),
        equality={
            **content["equality"],
            "status_words": EQUALITY_WORDS.get(content["equality"]["status"], "Not stated"),
            "impacts": [
                {**impact, "effect": EFFECT_WORDS[impact["effect"]]}
                for impact in content["equality"]["impacts"]
            ],
        },
        risks=tuple(content["risks"]),
        principles=tuple(
            {**answer, "title": PRINCIPLES[answer["code"]], "rating": RATING_WORDS[answer["rating"]]}
            for answer in content["principles"]
        ),
        evidence=content["evidence"],
        wards=tuple(content["wards"]),
    )


def _weighed(option: Mapping[str, Any], criteria: list[Mapping[str, Any]]) -> Weighed:
    scores = option.get("scores") or {}
    return Weighed(
        key=option["key"],
        title=option["title"],
        kind=OPTION_WORDS.get(option["kind"], "Option"),
        description=option.get("description", ""),
        preferred=option.get("preferred", False),
        rejected_reason=option.get("rejected_reason", ""),
        points=tuple(scores.get(criterion["key"]) for criterion in criteria),
        score=weighted_score(option, criteria),
    )


def _payers(content: Mapping[str, Any], years: tuple[str, ...]) -> tuple[Payer, ...]:
    paid: dict[str, Counter[str]] = {}
    for line in content["contributions"]:
        paid.setdefault(line["name"], Counter())[line["year"]] += line["pence"]
    return tuple(
        Payer(name, tuple(sums[year] for year in years), sum(sums.values())) for name, sums in paid.items()
    )
