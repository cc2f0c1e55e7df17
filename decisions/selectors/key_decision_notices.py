"""Reading notices of key decision: which one is live, whether a new one is needed, when it matures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from commissioning.models import Appointment, Body, Case, Delegation, Office, ProposalVersion
from commissioning.rules.access_matrix import DECIDING_OFFICERS, EXECUTIVE
from commissioning.rules.dates import local_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.tracks import Track
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.proposals import current_version
from decisions.models import (
    Advice,
    Decision,
    KeyAssessment,
    KeyDecisionNotice,
    NoticeOutage,
)
from decisions.rules import notices as rules
from decisions.rules.key_decision import EVERYWHERE, is_everywhere, outgrown
from decisions.rules.notice_scope import Fit, Scope, Slippage, fit, lapses_on
from decisions.rules.outcomes import Outcome, call_in_standing
from decisions.selectors.call_in_classes import call_in_class
from decisions.selectors.makers import is_executive, maker_of
from decisions.selectors.newest_recounts import newest_recount
from decisions.selectors.urgency import exceptions_of

NO_BUDGET = "The constitution measures by the budget of the service, which nobody has stated. Until it is assessed the decision counts as key."
KEY_TRACKS = frozenset({Track.JOINT_KEY.value, Track.COUNCIL_KEY.value})


def is_key(case: Case) -> bool:
    """Whether a key decision is coming: by the latest assessment, else by the track or the question (reg 8).

    An assessment as not key counts only once the Monitoring Officer has answered whatever it asks, and only for the
    proposal that was assessed: in doubt it is key.
    """
    return is_key_by(case, latest_assessment(case))


def latest_assessment(case: Case) -> KeyAssessment | None:
    """The key-decision test as last answered."""
    return KeyAssessment.objects.filter(case=case).order_by("-n").first()


def is_assessed_outside(case: Case) -> bool:
    """Whether the test as last answered says that the matter changes the budget or policy framework."""
    assessment = latest_assessment(case)
    return assessment is not None and any(limb["code"] == "FRAMEWORK" and limb["met"] for limb in assessment.limbs)


def is_key_by(case: Case, assessment: KeyAssessment | None, version: ProposalVersion | None = None) -> bool:
    """As `is_key`, with the latest assessment read already. A function of the council is never a key decision (reg 8)."""
    if not is_executive(case):
        return False
    if assessment is not None:
        return assessment.is_key or not is_settled(assessment) or bool(doubt_why(case, assessment, version))
    if case.track in KEY_TRACKS or doubt_why(case, None):
        return True
    question = getattr(case, "commissioning_question", None)
    return bool(question and question.is_key)


def doubt_why(case: Case, assessment: KeyAssessment | None, version: ProposalVersion | None = None) -> str:
    """Why the latest assessment as not key does not answer for a proposal handed in since, or, without one, that the budget
    by which the constitution measures is not stated; or ""."""
    if assessment is None:
        return NO_BUDGET if constitution_of(case).key_decision.budget_percent is not None else ""
    if assessment.is_key:
        return ""
    version = version or current_version(case)
    if version is None or version.submitted_at <= assessment.assessed_at:
        return ""
    return outgrown(
        constitution_of(case).key_decision,
        assessed=(assessment.council_pence, frozenset(assessment.wards)),
        stated=(version.value_council, frozenset(version.content.get("wards") or ())),
    )


def is_settled(assessment: KeyAssessment) -> bool:
    """Whether the Monitoring Officer agreed to everything that an assessment as not key asks."""
    agreed = Advice.objects.filter(request__assessment=assessment, may_go_on=True).values_list("request__kind", flat=True)
    return set(assessment.asks) <= set(agreed)


def notices_of(case: Case) -> QuerySet[KeyDecisionNotice]:
    """Every notice published in the case, first one first."""
    return (
        notices_as_they_count()
        .filter(case=case)
        .select_related("maker_body", "maker_office", "published_by")
        .order_by("number")
    )


def notices_as_they_count() -> QuerySet[KeyDecisionNotice]:
    """Notices with the newest recount of their period beside them, in the same statement; see `as_it_counts`."""
    return KeyDecisionNotice.objects.annotate(**newest_recount("notice"))


def as_it_counts(notice: KeyDecisionNotice | None) -> KeyDecisionNotice | None:
    """The notice with its period as it counts now: as published, or as lengthened by a later bank holiday."""
    if notice is not None and notice.recount:
        fresh = Deadline.from_dict(notice.recount)
        notice.deadline = notice.recount
        notice.matures_on, notice.matures_at = fresh.earliest, fresh.earliest_at
    return notice


def live_notice(case: Case) -> KeyDecisionNotice | None:
    """The newest notice: it supersedes all before it."""
    return as_it_counts(notices_of(case).last())


def first_of_carried(notice: KeyDecisionNotice) -> KeyDecisionNotice:
    """The notice for which the clear days of this one ran; itself, unless it was published again and kept them."""
    while notice.content.get("carried_from") and notice.supersedes is not None:
        notice = notice.supersedes
    return notice


def find_notice(reference: str) -> KeyDecisionNotice | None:
    """One notice by its public reference, with its case."""
    return as_it_counts(
        notices_as_they_count()
        .filter(reference=reference)
        .select_related(
            "case__lead_member", "case__officer", "case__sponsor", "case__constitution", "maker_body", "maker_office__body__organisation"
        )
        .first()
    )


def last_good_day(notice: KeyDecisionNotice) -> date:
    """The last day on which a notice that was not used is still good; after it the notice has lapsed (reg 9)."""
    return lapses_on(notice.decide_to, constitution_of(notice.case).slippage.restart_after_months)


def call_in_of(notice: KeyDecisionNotice) -> str:
    """Whether the decision that the notice announces can be called in, in words."""
    kind = notice.maker_body.kind if notice.maker_body else ""
    if notice.maker_office:
        kind = maker_of(notice.case, notice.maker_office)
    marked = call_in_class(notice.case)
    return call_in_standing(
        Outcome.AGREED, maker_kind=kind, is_key=True, rules=constitution_of(notice.case).call_in,
        exempt_class=marked.code if marked else "",
    ).why  # fmt: skip


def outages_of(notice: KeyDecisionNotice) -> list[tuple[NoticeOutage, Advice | None]]:
    """Every outage of the notice with the Monitoring Officer's answer, if there is one yet."""
    rows = NoticeOutage.objects.filter(notice=notice).prefetch_related("advice_requests__advice")
    return [(row, _answer(row)) for row in rows.order_by("began_at", "pk")]


def _answer(outage: NoticeOutage) -> Advice | None:
    return next((asked.advice for asked in outage.advice_requests.all() if hasattr(asked, "advice")), None)


def spoiled_by_outage(notice: KeyDecisionNotice) -> bool:
    """Whether the Monitoring Officer decided that a notice no longer counts after an outage."""
    return Advice.objects.filter(request__outage__notice=notice, may_go_on=False).exists()


def needs_notice(case: Case) -> bool:
    """Whether a key decision is coming that no published notice covers (SI 2012/2089 reg 9)."""
    if not is_key(case):
        return False
    notice = live_notice(case)
    return notice is None or spoiled_by_outage(notice) or not covers(notice, current_version(case)).covers


def notice_matures_at(case: Case) -> datetime:
    """The moment at which the newest notice has run its 28 clear days.

    Without one, a quicker way took its place (SI 2012/2089 regs 10 and 11): the moment at which the general exception has
    run its five clear days, or else of the decision. Raises LookupError when there is none of these.
    """
    notice = live_notice(case)
    if notice is None:
        exception = next(reversed(exceptions_of(case)), None)
        decision = Decision.objects.filter(case=case, kind="DECISION").order_by("-n").first()
        if exception is not None:
            return exception.matures_at
        if decision is not None:
            return decision.made_at
        raise LookupError(f"No notice of key decision has been published in case {case.reference}")
    return notice.matures_at


def covers(
    notice: KeyDecisionNotice,
    version: ProposalVersion | None,
    *,
    maker: str = "",
    on: date | None = None,
    pence: int | None = None,
) -> Fit:
    """Whether the notice covers the proposal as it now stands and, if given, its maker and day.

    Before a proposal is handed in there is nothing to compare. A value or wards that the notice did not state are
    compared with themselves. `pence` is the value as a meeting would amend it: compared with the
    notice, or with the report where the notice states no value.
    """
    stated = scope_of(notice)
    content = version.content if version else {}
    wards = frozenset(content.get("wards") or ())
    everywhere = not stated.areas or is_everywhere(stated.areas)
    told = notice.content.get("value_pence")
    if told is None and version and pence is not None:
        stated = replace(stated, pence=version.value_total)
    decision = Scope(
        maker=maker or stated.maker,
        first=on or stated.first,
        last=on or stated.last,
        pence=_pence(version, pence) if version and (told, pence) != (None, None) else stated.pence,
        areas=stated.areas if everywhere else wards or stated.areas,
        matter=stated.matter,
    )
    rule = constitution_of(notice.case).slippage.rule
    return fit(stated, decision, slippage=Slippage(rule))


def _pence(version: ProposalVersion, amended: int | None) -> int:
    return version.value_total if amended is None else amended


def wards_of(case: Case, version: ProposalVersion | None) -> tuple[str, ...]:
    """The wards of a notice: those of the proposal, else of the question that was put, else all."""
    question = getattr(case, "commissioning_question", None)
    named = (version.content.get("wards") if version else None) or (question.wards.split(",") if question else ())
    return tuple(ward.strip() for ward in named if ward.strip()) or (EVERYWHERE,)


def scope_of(notice: KeyDecisionNotice) -> Scope:
    """What the notice announced, as the rules compare it."""
    return Scope(
        maker=notice.content["maker"]["name"],
        first=notice.decide_from,
        last=notice.decide_to,
        pence=notice.content.get("value_pence") or 0,
        areas=frozenset(notice.content.get("wards") or ()),
        matter=str(notice.case_id),
    )


def reckon_notice(case: Case, published: datetime | date) -> Deadline:
    """The 28 clear days from a moment of publication, with the council's cut-off and closure days."""
    constitution = constitution_of(case)
    return rules.maturity(
        published,
        calendar_for(constitution),
        published_by=constitution.publication.cut_off,
        prudent=constitution.publication.prudent,
    )


def members_of(body: Body, at: datetime) -> list[dict[str, str]]:
    """Who sits on the body on the London date of `at`, holders only: name and office (reg 9(1)(c))."""
    day = local_date(at)
    seats = (
        Appointment.objects.filter(office__body=body, is_deputy=False, starts_on__lte=day)
        .exclude(ends_on__lt=day)
        .select_related("person", "office")
        .order_by("office__order", "office__title", "pk")
    )
    return [{"name": seat.person.name, "office": seat.office.title} for seat in seats]


def holder_name(office: Office, at: datetime) -> str:
    """The name of whoever holds the office on the London date of `at`, or nothing."""
    day = local_date(at)
    seat = (
        Appointment.objects.filter(office=office, is_deputy=False, starts_on__lte=day)
        .exclude(ends_on__lt=day)
        .select_related("person")
        .order_by("-starts_on", "pk")
        .first()
    )
    return seat.person.name if seat else ""


def decision_makers() -> tuple[list[Body], list[Office]]:
    """Who may make a key decision of the executive: the Cabinet, a committee of it, one of its members, or an officer whom the
    scheme names. A seat on a committee decides nothing alone."""
    bodies = list(Body.objects.filter(kind__in=Body.EXECUTIVE).order_by("kind", "name", "pk"))
    named = Delegation.objects.filter(executive=True, key_decisions=True).values("office")
    officers = Q(role__in=DECIDING_OFFICERS, body__organisation__kind="COUNCIL", pk__in=named)
    offices = list(
        Office.objects.filter(Q(role__in=EXECUTIVE, body__kind="CABINET") | officers).select_related("body").order_by("order", "pk")
    )
    return bodies, offices
