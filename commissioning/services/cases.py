"""Opening and withdrawing a case. Everything between belongs to the stages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import (
    Body,
    Case,
    CommissioningQuestion,
    Duty,
    ExpectedAgency,
    Office,
    Organisation,
)
from commissioning.rules.refusals import Refusal
from commissioning.rules.shapes import plain_words
from commissioning.rules.tracks import roles_needed
from commissioning.selectors.cases import next_number
from commissioning.selectors.constitutions import constitution_in_force, version_in_force
from commissioning.selectors.tracks import choice_for
from commissioning.services.duties import close_all, involve

LONDON = ZoneInfo("Europe/London")


def open_case(
    *,
    title: str,
    question: str,
    sponsor: Body,
    lead_member: Office,
    estimate: int,
    actor: Actor,
    at: datetime,
    partners: Sequence[Organisation] = (),
    estimate_basis: str = "",
    several_wards: bool = False,
    wards: str = "",
    executive: bool = True,
    maker: str = "CABINET",
    varies_a_decision: bool = False,
    is_demo_figures: bool = False,
) -> Case:
    """Put a commissioning question: number the case, pin the constitution, choose the track with reasons.

    `estimate` is the whole-life value in pence, all agencies together. The number is the next of the London year,
    taken under a lock, so numbers have no gaps. Raises Refusal for empty words, a lead member outside the Cabinet,
    a partner that is the council itself, or a step for which no office is set up.
    """
    standing = access.require(actor, "case.open", None, at)
    _require_sound(title, question, lead_member, estimate, partners, standing)
    day = at.astimezone(LONDON).date()
    test, choice = choice_for(
        constitution=constitution_in_force(day),
        value=estimate,
        several_wards=several_wards,
        executive=executive,
        maker=maker,
        varies_a_decision=varies_a_decision,
        partners=[partner.short for partner in partners],
    )
    _require_offices(roles_needed(choice))
    act = Act(actor, standing, at, rule="; ".join(choice.reasons))
    _lock_numbers()
    number = next_number(day.year)
    case = Case.create_as(
        act,
        reference=f"{day.year}/{number:03d}",
        year=day.year,
        number=number,
        title=plain_words(title),
        question=plain_words(question),
        sponsor=sponsor,
        officer=standing.office,
        lead_member=lead_member,
        track=choice.track.value,
        track_reasons=[*choice.reasons, *test.reasons],
        opened_at=at,
        constitution=version_in_force(day),
        is_demo_figures=is_demo_figures,
    )
    CommissioningQuestion.create_as(
        act,
        case=case,
        estimate=estimate,
        estimate_basis=estimate_basis.strip(),
        several_wards=several_wards,
        wards=wards.strip(),
        executive=executive,
        varies_a_decision=varies_a_decision,
        maker=maker,
        is_key=test.is_key,
        key_reasons=list(test.reasons),
    )
    ExpectedAgency.bulk_open([ExpectedAgency(case=case, organisation=partner) for partner in partners], act)
    involve(case, act, "author")
    ledger.append(
        "case.open",
        act,
        case.reference,
        case=case,
        fields={
            "title": case.title,
            "question": case.question,
            "sponsor": sponsor.name,
            "lead_member": lead_member.title,
            "track": case.track,
            "track_reasons": case.track_reasons,
            "estimate": estimate,
            "agencies": sorted(partner.short for partner in partners),
            "constitution": case.constitution.version,
        },
        tier={"estimate": "member", "question": "member"},
    )
    return case


def _require_offices(roles: tuple[str, ...]) -> None:
    known = set(Office.objects.filter(role__in=roles).values_list("role", flat=True))
    words = dict(Office.ROLES)
    missing = [words[role] for role in roles if role not in known]
    if missing:
        raise Refusal(
            "case.no_office",
            f"No office is set up yet as: {', '.join(missing)}. Somebody has to take these steps of the case. "
            "Ask the administrator to set up the offices.",
        )


def _require_sound(
    title: str,
    question: str,
    lead_member: Office,
    estimate: int,
    partners: Sequence[Organisation],
    standing: Standing,
) -> None:
    if standing.office is None:
        raise PermissionDenied("A commissioning question is put by an officer, never by the system.")
    if not title.strip() or not question.strip():
        raise Refusal("case.no_question", "Give the case a title and a commissioning question.")
    if lead_member.role not in ("LEADER", "CABINET_MEMBER"):
        raise Refusal(
            "case.lead_member",
            "Name a member of the Cabinet who leads, so that leadership is plain from the start.",
        )
    if estimate < 0:
        raise Refusal("case.estimate", "Give the estimate of value as £0 or more.")
    if any(partner.kind == "COUNCIL" for partner in partners):
        raise Refusal(
            "case.partner", "Name only agencies other than the council; the council is always part of it."
        )


def _lock_numbers() -> None:
    """Whoever takes a number holds the council's row until commit, so two people never get the same one."""
    Organisation.objects.select_for_update().filter(kind="COUNCIL").order_by("pk").first()


def withdraw_case(*, case: Case, reason: str, actor: Actor, at: datetime) -> Case:
    """End a case that is not decided yet: close every open duty, end the case, keep the reason for everybody to read.

    Only the office that leads the case, its lead member or the Leader may do it. Once decided, a case ends by
    rescinding the decision instead.
    """
    access.require(actor, "case.withdraw", case, at)
    standing = own_standing(case, actor, at)
    if standing is None:
        raise PermissionDenied(
            "You cannot withdraw this case. Only the officer and the cabinet member who lead it, or the Leader, can."
        )
    if not case.is_open:
        raise Refusal("case.closed", "This case has ended already.")
    if Duty.objects.filter(case=case, kind="record.certify").exists():
        raise Refusal(
            "case.decided",
            "This case has been decided, so it cannot be withdrawn. The decision-maker can rescind the decision.",
        )
    if not reason.strip():
        raise Refusal("case.no_reason", "Say why the case is withdrawn. The reason stays with the case.")
    act = Act(actor, standing, at, reason=reason.strip())
    close_all(case, act, "WITHDRAWN")
    case.outcome = "WITHDRAWN"
    case.closed_at = at
    case.save_as(act, update_fields=["outcome", "closed_at"])
    ledger.append(
        "case.withdraw", act, case.reference, case=case, fields={"withdrawal_reason": reason.strip()}
    )
    return case


def own_standing(case: Case, actor: Actor, at: datetime) -> Standing | None:
    """The standing in which somebody may withdraw this very case: its officer, its lead member, the Leader."""
    own = {case.officer_id, case.lead_member_id}
    if actor.user is not None:
        for appointment in access.offices_of(actor.user, at):
            if appointment.office_id in own or appointment.office.role == "LEADER":
                return access.standing_of(appointment)
    return None
