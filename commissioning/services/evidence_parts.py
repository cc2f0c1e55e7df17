"""Writing the rows of an approved pack beside its frozen content: a step inside the approval."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from commissioning.acts import Act
from commissioning.models import Claim, ClaimIndicator, EvidencePackVersion, Indicator, Observation, Source


def freeze_parts(version: EvidencePackVersion, content: Mapping, act: Act) -> None:
    """Sources, indicators with observations, claims with links; one statement for each kind."""
    sources = _by_key(Source, [_source(version, row) for row in content["sources"]], act)
    indicators = _by_key(Indicator, [_indicator(version, row, sources) for row in content["indicators"]], act)
    claims = _by_key(Claim, [_claim(version, row) for row in content["claims"]], act)
    Observation.objects.insert_many(
        [
            _observation(indicators[row["key"]], position, figure)
            for row in content["indicators"]
            for position, figure in enumerate(row["observations"], 1)
        ],
        act,
    )
    ClaimIndicator.objects.insert_many(
        [
            ClaimIndicator(claim=claims[row["key"]], indicator=indicators[key])
            for row in content["claims"]
            for key in row["indicators"]
            if key in indicators
        ],
        act,
    )


def _by_key(model: type[Any], rows: list, act: Act) -> dict:
    return {row.key: row for row in model.objects.insert_many(rows, act)}


def _number(row: Mapping) -> int:
    return int(row["key"][1:])


def _source(version: EvidencePackVersion, row: Mapping) -> Source:
    return Source(
        version=version,
        number=_number(row),
        title=row["title"],
        publisher=row["publisher"],
        published_on=date.fromisoformat(row["published_on"]),
        licence=row["licence"],
        url=row["url"],
    )


def _indicator(version: EvidencePackVersion, row: Mapping, sources: Mapping[str, Source]) -> Indicator:
    return Indicator(
        version=version,
        number=_number(row),
        title=row["title"],
        unit=row["unit"],
        area=row["area"],
        basis=row["basis"],
        source=sources.get(row["source"]),
        derivation=row["derivation"],
    )


def _claim(version: EvidencePackVersion, row: Mapping) -> Claim:
    return Claim(version=version, number=_number(row), text=row["text"])


def _observation(indicator: Indicator, position: int, figure: Mapping) -> Observation:
    return Observation(
        indicator=indicator,
        position=position,
        period=figure["period"],
        value=Decimal(figure["value"]),
        low=_decimal(figure["low"]),
        high=_decimal(figure["high"]),
        basis=figure["basis"],
    )


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
