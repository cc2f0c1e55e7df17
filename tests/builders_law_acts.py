"""Urgency, private meetings and the key-decision test, made through the services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from commissioning import ledger
from commissioning.models import Body, Case, Duty
from decisions.models import GeneralException, UrgencyConsent, UrgencyRequest
from decisions.rules.urgency import Kind
from decisions.services.general_exceptions import Exception10, publish_exception
from decisions.services.urgency import Question, answer_urgency, ask_consent
from tests.builders import MORNING, actor, office
from tests.builders_s2 import a_copy

WHY = "The provider gave notice on Friday, and residents would be without their service from the first of December."


def ask(
    case: Case,
    kind: Kind = Kind.KEY_DECISION,
    *,
    by: date = date(2026, 11, 25),
    unable: Mapping[str, str] | None = None,
    at: datetime = MORNING,
    member: str = "",
    who: str = "proper-officer",
    reasons: str = WHY,
) -> UrgencyRequest:
    """A question of urgency, for a decision by the Cabinet unless a member is named."""
    maker = {"member": office(member)} if member else {"body": Body.objects.get(key="cabinet")}
    question = Question(kind=kind, decide_by=by, reasons=reasons, **maker)
    with ledger.recording():
        return ask_consent(case=case, question=question, unable=unable or {}, actor=actor(who), at=at)


def urgency_duty(request: UrgencyRequest) -> Duty:
    """The open duty to answer it."""
    return Duty.objects.get(kind="urgency.answer", subject_id=request.pk, closed_at__isnull=True)


def answer(
    request: UrgencyRequest, by: str = "scrutiny-chair", result: str = "AGREED", *, at: datetime | None = None
) -> UrgencyConsent:
    """An answer by that person."""
    with ledger.recording():
        return answer_urgency(
            duty=urgency_duty(request),
            result=result,
            reasons="The service would stop before any other date.",
            actor=actor(by),
            at=at or request.asked_at + timedelta(hours=1),
        )


def an_exception(
    case: Case, *, on: date = date(2026, 12, 1), at: datetime = MORNING, member: str = "", **changes: object
) -> GeneralException:
    """A published general exception for a Cabinet decision."""
    maker = {"member": office(member)} if member else {"body": Body.objects.get(key="cabinet")}
    values = {
        "matter": "Whether to keep the service for survivors going.",
        "decide_on": on,
        "category": "SUPPLIER",
        "why": WHY,
        "informed_at": at - timedelta(minutes=30),
        "informed_how": "By email",
    }
    stated = Exception10(**(values | changes), **maker)
    with ledger.recording():
        return publish_exception(case=case, stated=stated, copy=a_copy(at), actor=actor("proper-officer"), at=at)
