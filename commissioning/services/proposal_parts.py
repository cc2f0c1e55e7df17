"""Writing the rows of a submitted proposal beside its frozen content: a step inside the submission."""

from __future__ import annotations

from collections.abc import Mapping

from commissioning.acts import Act
from commissioning.models import (
    Assessment,
    CostLine,
    Criterion,
    EqualityImpact,
    EvidenceLink,
    FinanceLine,
    Option,
    Organisation,
    PrincipleAnswer,
    ProposalVersion,
    Recommendation,
    Risk,
    SavingsShare,
    Score,
)


def freeze_parts(version: ProposalVersion, content: Mapping, act: Act) -> None:
    """What is recommended, weighed, paid, answered and risked; one statement for each kind of row."""
    _freeze_reasons(version, content, act)
    _freeze_money(version, content, act)
    _freeze_assessments(version, content, act)


def _freeze_reasons(version: ProposalVersion, content: Mapping, act: Act) -> None:
    Recommendation.objects.insert_many(
        [Recommendation(version=version, **item) for item in content["recommendations"]], act
    )
    Criterion.objects.insert_many(
        [
            Criterion(version=version, number=_number(item), title=item["title"], weight=item["weight"])
            for item in content["criteria"]
        ],
        act,
    )
    wanted = ("title", "kind", "description", "preferred", "rejected_reason")
    Option.objects.insert_many(
        [
            Option(version=version, number=_number(item), **{name: item[name] for name in wanted})
            for item in content["options"]
        ],
        act,
    )
    Score.objects.insert_many(
        [
            Score(version=version, option=_number(item), criterion=int(key[1:]), points=points)
            for item in content["options"]
            for key, points in item["scores"].items()
        ],
        act,
    )
    EvidenceLink.objects.insert_many(
        [
            EvidenceLink(version=version, number=number, claim=link["claim"], statement=link["statement"])
            for number, link in enumerate(content["evidence"]["links"], 1)
        ],
        act,
    )


def _freeze_money(version: ProposalVersion, content: Mapping, act: Act) -> None:
    agencies = {agency.key: agency for agency in Organisation.objects.order_by("pk")}
    CostLine.objects.insert_many(
        [
            CostLine(
                version=version,
                number=number,
                label=line["label"],
                year=line["year"],
                kind=line["kind"],
                amount=line["pence"],
                basis=line["basis"],
                basis_note=line["basis_note"],
            )
            for number, line in enumerate(content["finance"], 1)
        ],
        act,
    )
    FinanceLine.objects.insert_many(
        [
            FinanceLine(
                version=version,
                number=number,
                organisation=agencies[line["agency"]],
                year=line["year"],
                kind=line["kind"],
                amount=line["pence"],
            )
            for number, line in enumerate(content["contributions"], 1)
        ],
        act,
    )
    SavingsShare.objects.insert_many(
        [
            SavingsShare(
                version=version,
                organisation=agencies[line["agency"]],
                hundredths=int(line["share"].replace(".", "")),
            )
            for line in content["shares"]
        ],
        act,
    )


def _freeze_assessments(version: ProposalVersion, content: Mapping, act: Act) -> None:
    PrincipleAnswer.objects.insert_many(
        [PrincipleAnswer(version=version, **item) for item in content["principles"]], act
    )
    equality = content["equality"]
    Assessment.create_as(
        act,
        version=version,
        status=equality["status"],
        reason=equality["reason"],
        agreed_by=equality["agreed_by"],
    )
    EqualityImpact.objects.insert_many(
        [EqualityImpact(version=version, **item) for item in equality["impacts"]], act
    )
    wanted = (
        "number", "description", "owner", "likelihood", "impact", "controls",
        "residual_likelihood", "residual_impact",
    )  # fmt: skip
    Risk.objects.insert_many(
        [Risk(version=version, **{name: item[name] for name in wanted}) for item in content["risks"]], act
    )


def _number(item: Mapping) -> int:
    return int(item["key"][1:])
