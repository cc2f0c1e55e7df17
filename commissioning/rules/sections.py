"""The pages on which a proposal is drafted, and how their values become the one content that is hashed.

Each page saves one plain dict. `compose` joins them into the content of `rules.content`; `further_gaps` names what is
missing across pages beside the completeness rules of `rules.proposals`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commissioning.rules.money import tie
from commissioning.rules.shortcomings import Shortcoming
from commissioning.rules.tracks import SECTIONS, SPECIFICATIONS, Track

STRUCTURED = {
    "RECOMMENDATIONS": "Recommendations",
    "CRITERIA": "Criteria for weighing options",
    "OPTIONS": "Options",
    "PRINCIPLES": "The seven principles",
    "EVIDENCE": "Evidence relied on",
}
ORDER = (
    "SUMMARY", "RECOMMENDATIONS", "NEEDS", "EVIDENCE", "OUTCOMES", "CRITERIA", "OPTIONS", "FINANCE", "LEGAL",
    "WORKFORCE", "EQUALITY", "HEALTH", "CHILDREN", "CLIMATE", "COMMUNITY_SAFETY", "SOCIAL_VALUE",
    "DATA_PROTECTION", "PROCUREMENT", "SUBSIDY", "CONSULTATION", "RISKS", "PRINCIPLES", "TIMETABLE",
)  # fmt: skip
TITLES = {**SECTIONS, **STRUCTURED}
MONEY_KINDS = {"REVENUE": "revenue", "CAPITAL": "capital"}
Values = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Page:
    """One page of the draft; `slug` stands in its address."""

    code: str
    title: str

    @property
    def slug(self) -> str:
        return self.code.lower().replace("_", "-")


PAGES = {code: Page(code, TITLES[code]) for code in ORDER}
SLUGS = {page.slug: page for page in PAGES.values()}


def pages_for(track: Track) -> tuple[Page, ...]:
    """The pages that a proposal on this track has, in the order of the report."""
    specification = SPECIFICATIONS[track]
    wanted = {*specification.sections, "RECOMMENDATIONS", "OPTIONS"}
    if specification.options >= 4:
        wanted.add("CRITERIA")
    if specification.principles:
        wanted.add("PRINCIPLES")
    if specification.pack:
        wanted.add("EVIDENCE")
    return tuple(PAGES[code] for code in ORDER if code in wanted)


def page_of(gap: Shortcoming) -> str:
    """The page on which a shortcoming is mended."""
    return "CRITERIA" if (gap.section, gap.field) == ("OPTIONS", "weights") else gap.section


@dataclass(frozen=True)
class Frame:
    """What the content takes from the case and its evidence rather than from the draft."""

    reference: str
    title: str
    track: Track
    wards: tuple[str, ...] = ()
    agencies: Mapping[str, str] | None = None  # key -> name
    claims: Mapping[str, str] | None = None  # key -> text
    pack_version: int = 0
    pack_hash: str = ""


def compose(frame: Frame, values: Values) -> dict[str, Any]:
    """The whole proposal as the one dict that is checked, hashed, frozen and shown."""
    finance, options, equality = (values.get(code, {}) for code in ("FINANCE", "OPTIONS", "EQUALITY"))
    return {
        "reference": frame.reference,
        "title": frame.title,
        "track": frame.track.value,
        "sections": {
            page.code: text
            for page in pages_for(frame.track)
            if (text := values.get(page.code, {}).get("text", "")) or page.code in SECTIONS
        },
        "recommendations": _numbered(values.get("RECOMMENDATIONS", {}).get("items", ())),
        "criteria": [dict(item) for item in values.get("CRITERIA", {}).get("items", ())],
        "options": [dict(item) for item in options.get("items", ())],
        "finance": [dict(line) for line in finance.get("costs", ())],
        "contributions": [_named(line, frame) for line in finance.get("contributions", ())],
        "shares": [_named(line, frame) for line in finance.get("shares", ())],
        "conditions": [],
        "principles": [dict(item) for item in values.get("PRINCIPLES", {}).get("answers", ())],
        "equality": {
            "status": equality.get("status", ""),
            "reason": equality.get("reason", ""),
            "agreed_by": equality.get("agreed_by", ""),
            "impacts": [dict(item) for item in equality.get("impacts", ())],
        },
        "risks": [_scored(item) for item in _numbered(values.get("RISKS", {}).get("items", ()))],
        "evidence": {
            "pack_version": frame.pack_version,
            "pack_hash": frame.pack_hash,
            "links": [_linked(item, frame) for item in values.get("EVIDENCE", {}).get("items", ())],
        },
        "wards": list(frame.wards),
        "delegation": "",
        "exempt_parts": [],
        "outcomes": [],
    }


def _numbered(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"number": number, **item} for number, item in enumerate(items, 1)]


def _named(line: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    return {**line, "name": (frame.agencies or {}).get(line["agency"], line["agency"])}


def _linked(item: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    return {**item, "claim_text": (frame.claims or {}).get(item["claim"], "")}


def _scored(risk: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **risk,
        "score": risk["likelihood"] * risk["impact"],
        "residual_score": risk["residual_likelihood"] * risk["residual_impact"],
    }


def weighted_score(option: Mapping[str, Any], criteria: Iterable[Mapping[str, Any]]) -> int | None:
    """Sum of weight times points (0 to 5), so 0 to 500; None while a score is missing."""
    scores = option.get("scores") or {}
    points = [(criterion["weight"], scores.get(criterion["key"])) for criterion in criteria]
    if not points or any(value is None for _, value in points):
        return None
    return sum(weight * value for weight, value in points)


@dataclass(frozen=True)
class Totals:
    """Sums of one year and kind of money: what it costs, who pays, whether both tie."""

    year: str
    kind: str
    cost: int
    paid: int

    @property
    def ties(self) -> bool:
        return self.cost == self.paid


def finance_totals(content: Mapping[str, Any]) -> tuple[Totals, ...]:
    """Costs and contributions by year and by revenue or capital."""
    cost: Counter[tuple[str, str]] = Counter()
    paid: Counter[tuple[str, str]] = Counter()
    for line in content.get("finance", ()):
        cost[line["year"], line["kind"]] += line["pence"]
    for line in content.get("contributions", ()):
        paid[line["year"], line["kind"]] += line["pence"]
    return tuple(
        Totals(year, kind, cost[year, kind], paid[year, kind]) for year, kind in sorted({*cost, *paid})
    )


def value_total(content: Mapping[str, Any]) -> int:
    """Whole cost over all years in pence."""
    return sum(line["pence"] for line in content.get("finance", ()))


def value_paid_by(content: Mapping[str, Any], agencies: Iterable[str]) -> int:
    """What the named agencies pay over all years in pence."""
    named = set(agencies)
    return sum(line["pence"] for line in content.get("contributions", ()) if line["agency"] in named)


def further_gaps(content: Mapping[str, Any]) -> tuple[Shortcoming, ...]:
    """Gaps across pages: kinds of money that do not tie, harm without an answer, no risk, no claim linked."""
    return (*_kind_gaps(content), *_impact_gaps(content), *_risk_gaps(content), *_evidence_gaps(content))


def _kind_gaps(content: Mapping[str, Any]) -> Iterator[Shortcoming]:
    totals = finance_totals(content)
    whole = Counter[str]()
    for row in totals:
        whole[row.year] += row.cost - row.paid
    for row in totals:
        if not row.ties and whole[row.year] == 0:
            kind = MONEY_KINDS[row.kind]
            result = tie(f"What agencies pay as {kind} for {row.year}", row.cost, [row.paid])
            yield Shortcoming("FINANCE", row.year, f"{result.why} Capital may not pay for revenue.")


def _impact_gaps(content: Mapping[str, Any]) -> Iterator[Shortcoming]:
    for impact in content["equality"]["impacts"]:
        if impact["effect"] in ("NEGATIVE", "UNKNOWN") and not impact["mitigation"].strip():
            what = "harm to" if impact["effect"] == "NEGATIVE" else "what is not known about"
            yield Shortcoming(
                "EQUALITY", impact["group"], f"Say what is done about {what} “{impact['group']}”."
            )


def _risk_gaps(content: Mapping[str, Any]) -> Iterator[Shortcoming]:
    if "RISKS" in SPECIFICATIONS[Track(content["track"])].sections and not content["risks"]:
        yield Shortcoming("RISKS", "items", "Enter at least one risk.")


def _evidence_gaps(content: Mapping[str, Any]) -> Iterator[Shortcoming]:
    if SPECIFICATIONS[Track(content["track"])].pack and not content["evidence"]["links"]:
        yield Shortcoming(
            "EVIDENCE", "claim", "Name at least one claim of the evidence pack that the case rests on."
        )
