"""Reading the agencies' own signatures and what they are worth now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from commissioning.models import Case, Organisation, ProposalVersion
from commissioning.rules.dates import local_date
from commissioning.selectors.proposals import contributing_agencies, current_version
from commissioning.selectors.successions import in_effect
from decisions.models import Advice, AgendaItem, Decision, SignOff
from decisions.rules import sign_offs as rules
from decisions.rules.agencies import superseded


def signatories(version: ProposalVersion) -> list[Organisation]:
    """The agencies that must sign: all that contribute, without the council, which signs by its decision; the successor
    in the place of an agency that is no more."""
    return list(parts_of(version))


def parts_of(version: ProposalVersion) -> dict[Organisation, list[Organisation]]:
    """Each agency that must sign, with the contributors whose parts it signs for: itself, or those that it succeeded."""
    named = [organisation for organisation in contributing_agencies(version) if organisation.kind != "COUNCIL"]
    after = in_effect() if named else {}
    now = {organisation.pk: superseded(organisation.pk, after, on=date.max) for organisation in named}
    missing = set(now.values()) - {organisation.pk for organisation in named}
    known = {organisation.pk: organisation for organisation in named} | (Organisation.objects.in_bulk(missing) if missing else {})
    parts: dict[Organisation, list[Organisation]] = {}
    for organisation in named:
        parts.setdefault(known[now[organisation.pk]], []).append(organisation)
    return parts


def took_over_on(agency: Organisation, parts: Sequence[Organisation]) -> date:
    """From which day an agency's own acts cover everything that it signs for; before it, they do not."""
    after = in_effect()
    return max((after[one.pk][1] for one in parts if one.pk != agency.pk and one.pk in after), default=date.min)


def share_of(version: ProposalVersion, organisation: Organisation) -> int:
    """What the agency pays over all years, in pence."""
    return pence_of(version, parts_of(version).get(organisation, [organisation]))


def pence_of(version: ProposalVersion, contributors: Collection[Organisation]) -> int:
    """What these contributors pay together over all years, in pence."""
    keys = {one.key for one in contributors}
    return sum(line.get("pence", 0) for line in version.content.get("contributions", ()) if line.get("agency") in keys)


def sign_offs_of(case: Case) -> QuerySet[SignOff]:
    """Every act of every agency, oldest first."""
    return (
        SignOff.objects.filter(case=case)
        .select_related("organisation", "office", "signed_by", "version")
        .order_by("signed_at", "pk")
    )


Acts = dict[int, SignOff]  # each agency's latest act, by organisation


@dataclass(frozen=True)
class LateObjection:
    """An agency's objection since the report was published, and the Monitoring Officer's advice on it, if there is any."""

    act: SignOff
    advice: Advice | None


def late_objections(item: AgendaItem, acts: Acts | None = None) -> list[LateObjection]:
    """Agencies that object to what is before a decision-maker: their latest act, done since the report was published.
    `acts`: what the page has read already."""
    latest = (acts if acts is not None else acts_that_count(item.case)).values()
    rows = [row for row in latest if row.result == "OBJECTED" and item.published_at and row.signed_at >= item.published_at]
    given = Advice.objects.filter(request__sign_off__in=rows).select_related("request") if rows else []
    advised = {advice.request.sign_off_id: advice for advice in given}
    return [LateObjection(row, advised.get(row.pk)) for row in rows]


def acts_that_count(case: Case) -> Acts:
    """Each agency's latest act, by organisation."""
    return {row.organisation_id: row for row in sign_offs_of(case)}


def joint_effect(
    case: Case, *, on: date | None = None, version: ProposalVersion | None = None, acts: Acts | None = None
) -> rules.JointEffect | None:
    """Where every agency's signature stands on the commitments of a version, else the current one (None: there is none).
    `acts`: what the page has read already.

    Without a day, a signature has to be in force on the day of the decision (or when it was given, if later).
    """
    version = version or current_version(case)
    if version is None:
        return None
    decided = Decision.objects.filter(case=case).order_by("-n").values_list("made_on", flat=True).first()
    latest = acts if acts is not None else acts_that_count(case)
    standings = []
    for organisation, parts in parts_of(version).items():
        row = latest.get(organisation.pk)
        if row is not None and parts != [organisation] and local_date(row.signed_at) < took_over_on(organisation, parts):
            row = None
        day = on or (max(filter(None, (decided, local_date(row.signed_at)))) if row else date.min)
        standings.append(
            rules.standing(
                rules.Stake(organisation.pk, organisation.short, pence=pence_of(version, parts)),
                _act(row),
                version.commitments_hash,
                on=day,
            )
        )
    return rules.JointEffect(tuple(standings))


def _act(row: SignOff | None) -> rules.SignOff | None:
    if row is None:
        return None
    return rules.SignOff(
        agency=row.organisation_id,
        act=rules.State(row.result),
        commitments_hash=row.commitments_hash,
        signed_on=local_date(row.signed_at),
        valid_until=row.valid_until,
    )


def needs_sign_off(case: Case) -> bool:
    """Whether an agency other than the council has still to sign the current commitments."""
    effect = joint_effect(case)
    return effect is not None and not effect.ready


def joint_effect_is_reached(case: Case) -> bool:
    """Whether every contributing agency's latest act is a signature on the current commitments."""
    effect = joint_effect(case)
    return effect is None or effect.ready


def missing_signatures(case: Case, version: ProposalVersion | None = None, acts: Acts | None = None) -> list[str]:
    """Names of the agencies whose signature is missing, and which of them object: the decision is subject to them."""
    effect = joint_effect(case, version=version, acts=acts)
    missing = [standing for standing in effect.standings if not standing.binds] if effect else []
    return [
        f"{standing.name} (objects)" if standing.state is rules.State.OBJECTED else standing.name
        for standing in missing
    ]
