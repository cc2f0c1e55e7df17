"""Questions about proposals: the draft as it stands, the versions handed in, who pays."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from commissioning.models import Case, Organisation, Proposal, ProposalVersion
from commissioning.rules.proposals import read_content, shortcomings
from commissioning.rules.sections import Frame, compose, further_gaps
from commissioning.rules.shortcomings import Shortcoming
from commissioning.rules.tracks import Track
from commissioning.selectors.drafts import values_of
from commissioning.selectors.evidence_packs import current_pack_version
from commissioning.selectors.rows import only


def find_proposal(case: Case) -> Proposal | None:
    """The proposal of the case, if its drafting has begun."""
    return Proposal.objects.filter(case=case).first()


def versions_of(case: Case) -> QuerySet[ProposalVersion]:
    """Every version handed in, newest first."""
    return ProposalVersion.objects.filter(case=case).select_related("submitted_by").order_by("-number")


def current_version(case: Case) -> ProposalVersion | None:
    """The newest version handed in, which is the one that people clear, recommend, sign and decide."""
    return versions_of(case).first()


def find_version(case: Case, number: int) -> ProposalVersion | None:
    """One version by its number."""
    return only(versions_of(case).filter(number=number))


def contributing_agencies(version: ProposalVersion) -> list[Organisation]:
    """Every agency that pays towards the version, the council first and among them; the rest by name.

    Leave out those of kind COUNCIL to get the partners, each of which signs for itself.
    """
    keys = {line["agency"] for line in version.content["contributions"] if line["pence"]}
    agencies = Organisation.objects.filter(key__in=keys).order_by("name", "pk")
    return sorted(agencies, key=lambda agency: agency.kind != "COUNCIL")


def agency_names() -> dict[str, str]:
    """Every organisation's short name by key, the council first."""
    rows = Organisation.objects.order_by("name", "pk")
    return {row.key: row.short for row in sorted(rows, key=lambda row: row.kind != "COUNCIL")}


def council_keys() -> list[str]:
    """Keys of the council's own organisations."""
    return list(Organisation.objects.filter(kind="COUNCIL").order_by("pk").values_list("key", flat=True))


def frame_of(case: Case) -> Frame:
    """What a proposal takes from its case and the approved evidence; three statements."""
    pack = current_pack_version(case)
    question = getattr(case, "commissioning_question", None)
    wards = tuple(ward.strip() for ward in question.wards.split(",") if ward.strip()) if question else ()
    return Frame(
        reference=case.reference,
        title=case.title,
        track=Track(case.track),
        wards=wards,
        agencies=agency_names(),
        claims={claim["key"]: claim["text"] for claim in pack.content["claims"]} if pack else {},
        pack_version=pack.number if pack else 0,
        pack_hash=pack.content_hash if pack else "",
    )


def draft_content(case: Case) -> dict:
    """The working draft as the one dict that is checked, hashed and shown."""
    return compose(frame_of(case), values_of(case, "proposal"))


def gaps_of(content: Mapping) -> tuple[Shortcoming, ...]:
    """Everything that keeps a draft from being submitted, in the order of its sections."""
    return (*shortcomings(read_content(content)), *further_gaps(content))
