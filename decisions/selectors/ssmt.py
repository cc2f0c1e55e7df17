"""Reading the senior management team's part of a case: who is asked, who answered, what the chair stated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from commissioning.models import Case, Duty, Office, Organisation, ProposalVersion
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import contributing_agencies
from commissioning.selectors.successions import in_effect
from decisions.models import AgencyRecommendation, AgendaItem, SsmtOutcome
from decisions.rules import ssmt as rules
from decisions.rules.agencies import superseded
from decisions.rules.cancellations import CANCELLED
from decisions.selectors.key_decision_notices import latest_assessment
from decisions.selectors.meetings import ended_as

OUTCOMES = {
    "RECOMMENDED": rules.Outcome.JOINTLY_RECOMMENDED,
    "RECOMMENDED_WITH_DISSENT": rules.Outcome.RECOMMENDED_WITH_DISSENT,
    "RETURNED": rules.Outcome.RETURNED,
    "DEFERRED": rules.Outcome.DEFERRED,
    "NOT_SUPPORTED": rules.Outcome.NOT_SUPPORTED,
}
CODES = {outcome: code for code, outcome in OUTCOMES.items()}


def lead_offices() -> QuerySet[Office]:
    """The offices that speak for the voting agencies that stand; advisers have no vote and are not among them."""
    return (
        Office.objects.filter(role="AGENCY_LEAD", body__organisation__is_voting=True)
        .exclude(body__organisation__succeeded_by__in_effect_at__isnull=False)
        .select_related("body__organisation")
        .order_by("order", "pk")
    )


def latest_outcome(case: Case) -> SsmtOutcome | None:
    """What the chair stated last, in whichever round."""
    return SsmtOutcome.objects.filter(case=case).select_related("item", "stated_by").order_by("-n").first()


def ssmt_is_stated(case: Case) -> bool:
    """Whether the chair has stated the outcome of the present round."""
    duties = Duty.objects.filter(case=case, kind="ssmt.outcome")
    return duties.exists() and not duties.filter(closed_at__isnull=True).exists()


def ssmt_outcome(case: Case) -> str:
    """The code of the latest outcome, "" before the first; a cancelled meeting is as one that deferred the case."""
    if ended_as(case, "RECOMMENDATION") == CANCELLED:
        return "DEFERRED"
    latest = latest_outcome(case)
    return latest.outcome if latest else ""


def recommendations(item: AgendaItem) -> QuerySet[AgencyRecommendation]:
    """Every answer on the item, corrections included, oldest first."""
    return (
        AgencyRecommendation.objects.filter(item=item)
        .select_related("organisation", "office", "given_by")
        .order_by("given_at", "pk")
    )


def answers_that_count(rows: Iterable[AgencyRecommendation]) -> dict[int, AgencyRecommendation]:
    """Each agency's last answer, by organisation."""
    return {row.organisation_id: row for row in rows}


@dataclass(frozen=True)
class Place:
    """One agency at the table: its answer that counts, and the answers it corrected."""

    office: Office
    contributes: bool
    answer: AgencyRecommendation | None
    earlier: tuple[AgencyRecommendation, ...] = ()


@dataclass(frozen=True)
class Table:
    """The whole table as it stands: places, quorum, and what the answers amount to once there is a quorum."""

    places: tuple[Place, ...]
    quorum: rules.SsmtQuorum
    conclusion: rules.Conclusion | None

    @property
    def waiting(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.answer is None)


def agencies(offices: Iterable[Office], version: ProposalVersion) -> tuple[rules.Agency, ...]:
    """The agencies as the charter's rules see them."""
    after = in_effect()
    contributors = {superseded(organisation.pk, after, on=date.max) for organisation in contributing_agencies(version)}
    return tuple(
        rules.Agency(
            key=office.body.organisation_id,
            name=office.body.organisation.short,
            council=office.body.organisation.kind == "COUNCIL",
            contributes=office.body.organisation_id in contributors,
        )
        for office in offices
    )


def table(item: AgendaItem) -> Table:
    """Who is at the table for one item and what their answers amount to; five statements."""
    offices = list(lead_offices())
    parties = agencies(offices, item.version)
    given = list(recommendations(item))
    counting = answers_that_count(given)
    seated = {party.key for party in parties}
    stances: dict[int | str, rules.Stance] = {key: rules.Stance(row.position) for key, row in counting.items() if key in seated}
    places = tuple(
        Place(
            office,
            party.contributes,
            counting.get(office.body.organisation_id),
            tuple(row for row in given if row.organisation_id == party.key and row != counting[party.key]),
        )
        for office, party in zip(offices, parties, strict=True)
    )
    charter = constitution_of(item.case).ssmt
    quorum = rules.quorum(parties, stances.keys(), charter)
    return Table(places, quorum, rules.conclude(parties, stances, charter) if quorum.quorate else None)


def dissent(case: Case) -> list[dict]:
    """Every dissent and condition that travels with the recommendation to the decision-maker."""
    return dissent_in(latest_outcome(case))


def dissent_in(outcome: SsmtOutcome | None) -> list[dict]:
    """The dissents and conditions of one outcome, as frozen when the chair stated it."""
    return [row for row in outcome.positions if row["dissent"] or row["conditions"]] if outcome else []


def kept_out(item: AgendaItem, organisation: Organisation) -> str:
    """Why an adviser of this organisation does not get the paper of an item, or "": it could be paid by what is proposed.

    The supplier is the one named when it was assessed whether the decision is key (Procurement Act 2023 ss81 to 83).
    """
    assessment = latest_assessment(item.case)
    named = assessment.supplier.strip().casefold() if assessment else ""
    paid = bool(named) and named in (organisation.name.casefold(), organisation.short.casefold())
    return rules.exclusion(rules.Adviser(organisation.name, could_receive_grant=paid))
