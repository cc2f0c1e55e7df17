"""Reading clearances: who must clear, what they answered, and what an answer is still worth."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from commissioning.models import Case, Duty, Office, ProposalVersion
from commissioning.rules.access_matrix import ACTS
from commissioning.rules.tracks import Track
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import contributing_agencies, current_version
from commissioning.selectors.tracks import is_key_track
from decisions.models import ClearanceResult
from decisions.rules import clearances as rules
from decisions.rules.report_parts import Change, changes

LEAD_MEMBER = "CABINET_MEMBER"
NO_COMMENT = "NO_COMMENT"
CLEARERS = ACTS["clearance.give"].roles


def roles_of(case: Case) -> tuple[str, ...]:
    """The roles that must clear: those of the track, and those that the constitution adds for what the proposal says."""
    asked = [rule for rule in constitution_of(case).clearances if rule.office in CLEARERS and rule.trigger != "ALWAYS"]
    version = current_version(case) if asked else None
    if version is None:
        return rules.required_roles(Track(case.track))
    partners = any(agency.kind != "COUNCIL" for agency in contributing_agencies(version))
    found = rules.triggers(version.content, is_key=is_key_track(case), partners=partners)
    return rules.required_roles(Track(case.track), rules.triggered_roles(asked, found))


def role_of(duty: Duty) -> str:
    """The clearing role of a duty: the case's lead member clears as lead member, whatever the seat is called."""
    return LEAD_MEMBER if duty.office_id == duty.case.lead_member_id else duty.office.role


def clearing_offices(case: Case) -> list[Office]:
    """One office for every role: the lead member of the case, and the council's first office of each other role."""
    roles = roles_of(case)
    offices = (
        Office.objects.filter(role__in=roles, body__organisation__kind="COUNCIL")
        .exclude(role=LEAD_MEMBER)
        .select_related("body")
        .order_by("order", "pk")
    )
    first: dict[str, Office] = {}
    for office in offices:
        first.setdefault(office.role, office)
    if LEAD_MEMBER in roles:
        first[LEAD_MEMBER] = case.lead_member
    return [first[role] for role in roles if role in first]


def results_of(case: Case) -> QuerySet[ClearanceResult]:
    """Every answer in the case, earliest first."""
    return (
        ClearanceResult.objects.filter(duty__case=case)
        .select_related("version", "office", "given_by", "duty")
        .order_by("given_at", "pk")
    )


def sheet(case: Case, version: ProposalVersion | None = None) -> rules.Sheet:
    """The clearance sheet on a version (the current one if none is given); an answer on another text is stale."""
    version = version or current_version(case)
    content_hash = version.content_hash if version else ""
    results = [
        rules.Result(row.role, rules.Verdict(row.result), row.version.content_hash) for row in results_of(case)
    ]
    silent = rules.silent_roles(constitution_of(case).clearances)
    lapsed = lapsed_roles(case, version) if silent and version else ()
    return rules.sheet(roles_of(case), results, content_hash, overdue=lapsed, silence_allowed=silent)


def lapsed_roles(case: Case, version: ProposalVersion) -> list[str]:
    """The roles that made no comment on a version in time, where the constitution lets silence be that."""
    duties = Duty.objects.filter(case=case, kind="clearance.give", subject_id=version.pk, result=NO_COMMENT)
    return [role_of(duty) for duty in duties.select_related("office", "case")]


def silent_and_overdue(at: datetime) -> list[Duty]:
    """Clearances whose time is over and whose silence the constitution of the case takes as "no comment"."""
    rows = Duty.objects.filter(kind="clearance.give", closed_at__isnull=True, due_at__lte=at, case__closed_at__isnull=True)
    found = rows.select_related("case__constitution", "office").order_by("pk")
    return [duty for duty in found if role_of(duty) in rules.silent_roles(constitution_of(duty.case).clearances)]


def all_clear(case: Case) -> bool:
    """Whether every clearance that the track asks for is given on the current text."""
    version = current_version(case)
    return version is not None and sheet(case, version).clear


def last_answer(duty: Duty) -> ClearanceResult | None:
    """What this office answered last in the case, before this duty."""
    return (
        ClearanceResult.objects.filter(duty__case=duty.case_id, office=duty.office_id)
        .exclude(duty=duty)
        .select_related("version", "given_by")
        .order_by("-given_at", "-pk")
        .first()
    )


def changes_since(answer: ClearanceResult | None, version: ProposalVersion) -> tuple[Change, ...]:
    """What differs, part by part, from the version that an earlier answer was given on."""
    return changes(answer.version.content if answer else None, version.content)
