"""Asking for agreement to urgency, and answering: special urgency, a private meeting at short notice, no call-in.

The question is put before the act, to the one person who may lawfully answer it; the answer is kept with its reasons,
agreed or not. An agreement is public from its own moment (SI 2012/2089 regs 5(7) and 11(3)). One kind never serves
for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Body, Case, Duty, Office
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import constitution_of
from commissioning.services.duties import close_duty, open_duties
from decisions.models import Decision, UrgencyConsent, UrgencyRequest
from decisions.rules import urgency as rules
from decisions.rules.local_words import consulted_first
from decisions.rules.urgency import CONSTITUTION, Kind
from decisions.rules.urgent_routes import require_special_urgency_needed
from decisions.selectors.key_decision_notices import is_key
from decisions.selectors.urgency import (
    INTEREST,
    UNREACHABLE,
    capacity_in_office,
    chain,
    exemption_asked,
    exemption_rules,
    office_for,
    reckon_exception,
    refused_by_holders,
    sits_on_the_executive,
    unable_of,
)
from decisions.services.key_decision_notices import require_not_noticed

LAW = {Kind.KEY_DECISION: rules.REG_11, Kind.PRIVATE_MEETING: rules.REG_5_6, Kind.CALL_IN_EXEMPTION: CONSTITUTION}
QUESTIONS = {
    Kind.KEY_DECISION: "Do you agree that making this decision is urgent and cannot reasonably be deferred?",
    Kind.PRIVATE_MEETING: "Do you agree that the private meeting is urgent and cannot reasonably be deferred?",
}
RESULTS = {"AGREED": "urgency.consent", "REFUSED": "urgency.refuse", "UNABLE": "urgency.unable"}
FINAL = ("AGREED", "AGREED_AMENDED", "NOT_AGREED", "NOTED", "REGULARISED")


@dataclass(frozen=True)
class Question:
    """What is asked: which kind, who would decide (one of body and member), by when, and why it cannot wait."""

    kind: Kind
    decide_by: date
    reasons: str
    body: Body | None = None
    member: Office | None = None

    @property
    def maker(self) -> str:
        return self.body.name if self.body else self.member.title if self.member else ""


def ask_consent(
    *, case: Case, question: Question, unable: Mapping[str, str], actor: Actor, at: datetime
) -> UrgencyRequest:
    """Ask whoever may lawfully agree; `unable` says why offices before them cannot act.

    Effects in order: the question is kept; the office that may answer, or each of them, gets a duty; one event.
    Raises PermissionDenied; Refusal urgency.asked, urgency.too_late, urgency.no_reasons, urgency.not_key,
    urgency.not_needed, urgency.refused, urgency.nobody.
    """
    standing = access.require(actor, "urgency.ask", case, at)
    _require_open_question(case, question, at)
    unable = {place: why for place, why in unable.items() if why in (UNREACHABLE, INTEREST)}
    _require_not_refused(case, question, unable, at)
    capacities = _whom(case, question.kind, unable, at, question.decide_by)
    law = LAW[question.kind]
    act = Act(actor, standing, at, reason=question.reasons.strip(), rule=law)
    number = case.urgency_requests.count() + 1
    request = UrgencyRequest.create_as(
        act,
        case=case,
        number=number,
        reference=f"{case.reference.replace('/', '-')}-u{number}",
        kind=question.kind.value,
        maker=question.maker,
        decide_by=question.decide_by,
        question=_words(case, question.kind),
        reasons=question.reasons.strip(),
        unable=unable,
        asked_at=at,
        asked_by=actor.user,
    )
    _ask(request, capacities, act)
    ledger.append(
        "urgency.ask", act, f"urgency:{request.reference}", case=case,
        fields={"urgency": request.kind, "question": request.question, "maker": request.maker,
                "decide_by": request.decide_by.isoformat(), "asked": capacities, "unable": unable},
        tier={"unable": "member"},
    )  # fmt: skip
    return request


def _words(case: Case, kind: Kind) -> str:
    if kind is Kind.CALL_IN_EXEMPTION:
        exemption = exemption_rules(case)
        asked = f"Do you agree that this decision is urgent, so that call-in does not apply? {exemption.test}"
        return f"{asked} {consulted_first(exemption)}".strip()
    return QUESTIONS[kind]


def _require_open_question(case: Case, question: Question, at: datetime) -> None:
    kind, law = question.kind, LAW[question.kind]
    if Decision.objects.filter(case=case, kind="DECISION", outcome__in=FINAL).exists():
        raise Refusal("urgency.too_late", "The decision is made. Agreement to urgency comes before the act.", law)
    if Duty.objects.filter(
        case=case, kind="urgency.answer", closed_at__isnull=True, subject_id__in=_of_kind(case, kind)
    ).exists():
        ways = (Alternative("See what was asked and of whom", "case_law"),)
        raise Refusal("urgency.asked", "This has been asked already and waits for its answer.", law, alternatives=ways)
    if question.decide_by < local_date(at):
        raise Refusal("urgency.past", f"{long_date(question.decide_by)} has passed.", law, earliest=local_date(at))
    least = constitution_of(case).urgency.reason_characters
    if len(question.reasons.strip()) < least:
        message = f"Say in at least {least} characters why the matter is urgent and cannot reasonably be deferred."
        raise Refusal("urgency.no_reasons", message, law)
    if kind is Kind.KEY_DECISION:
        if not is_key(case):
            message = "This decision is not key, so it needs no notice and no agreement to special urgency."
            ways = (Alternative("Publish agenda and report", "duty", {"kind": "agenda.publish"}),)
            raise Refusal("urgency.not_key", message, law, alternatives=ways)
        require_not_noticed(case, maker=question.maker, on=question.decide_by, law=law)
        earliest = reckon_exception(case, at).earliest
        needed = require_special_urgency_needed(question.decide_by, exception_matures_on=earliest)
        ledger.passed(Evaluation("urgency.not_needed", needed, law, {"decide_by": question.decide_by}))


def _of_kind(case: Case, kind: Kind) -> list[int]:
    return list(UrgencyRequest.objects.filter(case=case, kind=kind.value).values_list("pk", flat=True))


def _require_not_refused(case: Case, question: Question, unable: Mapping[str, str], at: datetime) -> None:
    """Who refused was able to act: no other is asked instead. They are asked again, or say themselves that they cannot act."""
    refused = [row for place, row in refused_by_holders(case, question.kind, at).items() if place in unable]
    if not refused:
        return
    row, by = refused[0], question.decide_by.isoformat()
    message = (
        f"{row.answered_by.name}, {row.answered_as}, refused this on {long_date(local_date(row.answered_at))}, so could act. "
        "A refusal does not pass the question to anybody else. Ask them again if something has changed."
    )
    again = Alternative("Ask them again", "case_urgency_ask", query={"kind": question.kind.value, "maker": question.maker, "decide_by": by})
    ways = rules.without_consent(question.kind, question.decide_by)
    raise Refusal("urgency.refused", message, LAW[question.kind], alternatives=(again, *ways))


def _whom(case: Case, kind: Kind, unable: Mapping[str, str], at: datetime, by: date) -> list[str]:
    """The capacities that are asked now. Raises Refusal("urgency.nobody") when nobody may lawfully agree."""
    if kind is Kind.CALL_IN_EXEMPTION:
        found = exemption_asked(case, at, unable)
        why = "The offices that the constitution names cannot act."
    else:
        who = chain(at, unable)
        found, why = ((who.capacity.value,) if who.capacity else ()), who.why
    if not found:
        earliest = reckon_exception(case, at).earliest if kind is Kind.KEY_DECISION else None
        message = f"Nobody can lawfully agree to the urgency. {why}"
        ways = rules.without_consent(kind, earliest or by)
        raise Refusal("urgency.nobody", message, LAW[kind], earliest=earliest, alternatives=ways)
    ledger.passed(Evaluation("urgency.chain", why, LAW[kind], {"asked": list(found)}))
    return list(found)


def _ask(request: UrgencyRequest, capacities: list[str], act: Act) -> None:
    offices = [office for office in (office_for(capacity, act.at) for capacity in capacities) if office]
    open_duties(request.case, "urgency.answer", act, offices=offices, subject_id=request.pk)


def answer_urgency(*, duty: Duty, result: str, reasons: str, actor: Actor, at: datetime) -> UrgencyConsent:
    """Agree, refuse, or say that one cannot act. The question is urgency alone, never the merits.

    Effects in order: the answer is kept; the duty closes; "unable" passes the question to the next who may answer, if
    there is one; one event. Raises PermissionDenied; Refusal urgency.closed, urgency.not_in_chain, urgency.too_late,
    urgency.no_reasons.
    """
    standing = access.require(actor, "urgency.answer", duty, at)
    request = UrgencyRequest.objects.select_related("case").prefetch_related("answers").get(pk=duty.subject_id)
    request.case = duty.case
    kind = Kind(request.kind)
    if not duty.is_open:
        raise Refusal("urgency.closed", "This has been answered already.", LAW[kind])
    capacity = _capacity(request, standing, actor, at, giving=result != "UNABLE")
    if result == "AGREED" and Decision.objects.filter(case=duty.case, kind="DECISION", outcome__in=FINAL).exists():
        message = "The decision has been made. Agreement after the act is none."
        raise Refusal("urgency.too_late", message, LAW[kind])
    if not reasons.strip():
        raise Refusal("urgency.no_reasons", "Give your reasons. They are published when you agree.", LAW[kind])
    act = Act(actor, standing, at, reason=reasons.strip(), rule=LAW[kind])
    answer = UrgencyConsent.create_as(
        act, request=request, duty=duty, office=duty.office, capacity=capacity, result=result,
        reasons=reasons.strip(), answered_by=actor.user, answered_as=standing.words, answered_at=at,
    )  # fmt: skip
    close_duty(duty, act, result)
    passed_to = _pass_on(request, capacity, act) if result == "UNABLE" else []
    ledger.append(
        RESULTS[result], act, f"urgency:{request.reference}", case=duty.case,
        fields={"urgency": request.kind, "question": request.question, "capacity": capacity, "maker": request.maker,
                "decide_by": request.decide_by.isoformat(), "passed_to": passed_to},
        tier={"reason": "public" if result == "AGREED" else "member"},
    )  # fmt: skip
    return answer


def _capacity(request: UrgencyRequest, standing: Standing, actor: Actor, at: datetime, *, giving: bool) -> str:
    """In which place of the chain this person answers now; a deputy, or a member of the executive, has none.

    Whether others before them can act is read again at this moment.
    """
    kind = Kind(request.kind)
    law, unable = LAW[kind], unable_of(request)
    if kind is Kind.CALL_IN_EXEMPTION:
        rules_ = exemption_rules(request.case)
        open_to = list(rules_.agreed_by) if rules_.mode == "ALL" else list(exemption_asked(request.case, at, unable))
    else:
        who = chain(at, unable)
        open_to = [who.capacity.value] if who.capacity else []
    role = standing.office.role if standing.office else ""
    for capacity in open_to:
        office = office_for(capacity, at)
        if office and office.role == role and capacity_in_office(capacity) == standing.capacity:
            if giving and sits_on_the_executive(actor.user.pk, at):
                message = "You are a member of the executive, so you cannot agree to its urgency."
                raise Refusal("urgency.not_in_chain", message, law)
            return capacity
    names = ", ".join(_title(place) for place in open_to) or "nobody"
    message = f"Your agreement would not count. Now it can be given by: {names}. A deputy does not stand in for the holder."
    raise Refusal("urgency.not_in_chain", message, law)


def _title(capacity: str) -> str:
    """The place of the chain in words, or the office that the constitution names."""
    return rules.TITLES[rules.Capacity(capacity)] if capacity in set(rules.Capacity) else capacity.replace("_", " ").lower()


def _pass_on(request: UrgencyRequest, capacity: str, act: Act) -> list[str]:
    """Ask the next in the chain; nobody left is an answer too, and the way then is the slower one."""
    unable = {**unable_of(request), capacity: INTEREST}
    try:
        following = _whom(request.case, Kind(request.kind), unable, act.at, request.decide_by)
    except Refusal:
        return []
    answered = {row.capacity for row in request.answers.all()}
    following = [place for place in following if place not in answered]
    _ask(request, following, act)
    return following
