"""A published record, a call-in and a scrutiny report, made through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from commissioning import ledger
from commissioning.models import Case, ConstitutionVersion
from commissioning.selectors.constitutions import constitution_of
from decisions.models import DecisionRecord, EducationMatter
from decisions.rules.records import unnoted
from decisions.selectors.decisions import decision_to_record
from decisions.services.decisions import take_effect
from decisions.services.education_matters import mark_education_matter
from decisions.services.records import certify_record, open_record_certify
from scrutiny.models import CallIn, ScrutinyReport
from scrutiny.services.call_in_rulings import open_call_in_rule, rule_on_call_in
from scrutiny.services.call_ins import request_call_in, sign_call_in
from scrutiny.services.hearings import open_call_in_hear, record_hearing
from scrutiny.services.reports import make_report, open_scrutiny_report
from tests.builders import CONSTITUTION, MORNING, actor, test_act
from tests.builders_s1 import open_duty
from tests.builders_s3 import CABINET_AT, a_decided_case
from tests.replays import replayed

PUBLISHED_AT = CABINET_AT + timedelta(days=1, hours=-8)  # Tuesday 12 January 2027, 10am
IN_WINDOW = datetime(2027, 1, 14, 9, 0, tzinfo=UTC)
CALLERS = ("scrutiny-5", "scrutiny-6", "scrutiny-7", "councillor-3", "councillor-5")


@replayed
def a_published_record(
    case: Case | None = None, *, number: int = 1, by: str = "deputy-proper-officer", at: datetime = PUBLISHED_AT
) -> DecisionRecord:
    """Decided by the Cabinet and certified by somebody else than the clerk."""
    case = case or a_decided_case(number=number)
    with ledger.recording():
        open_record_certify(case=case, act=test_act(CABINET_AT))
    with ledger.recording():
        decision = decision_to_record(case)
        return certify_record(
            duty=open_duty(case, "record.certify"), conflicts_settled=True, actor=actor(by), at=at,
            hops_notes=dict.fromkeys(unnoted(decision.conflicts, decision.maker_kind), "None was granted."),
        )  # fmt: skip


def grounds(case: Case) -> list[dict]:
    from_constitution = constitution_grounds(case)
    return [{"code": from_constitution[0], "particulars": "Carers were not asked about the new hours."}]


def constitution_grounds(case: Case) -> list[str]:
    return list(constitution_of(case).call_in.grounds)


def a_request(
    case: Case, *, by: str = CALLERS[0], at: datetime = IN_WINDOW, resolutions: Sequence[int] = (1,)
) -> CallIn:
    with ledger.recording():
        return request_call_in(
            case=case,
            resolutions=list(resolutions),
            grounds=grounds(case),
            alternative="Ask carers first, then decide.",
            actor=actor(by),
            at=at,
        )


def mark_education(
    case: Case, is_education: bool = True, *, at: datetime = IN_WINDOW, by: str = "proper-officer",
    reasons: str = "School places for children with special needs.",
) -> EducationMatter:
    """Recorded as an education matter, or as none after all."""
    with ledger.recording():
        return mark_education_matter(case=case, is_education=is_education, reasons=reasons, actor=actor(by), at=at)


def sign_request(case: Case, by: str, *, at: datetime = IN_WINDOW) -> CallIn:
    with ledger.recording():
        return sign_call_in(case=case, actor=actor(by), at=at)


@replayed
def a_received_call_in(case: Case) -> CallIn:
    """Five signatures, so the decision is on hold."""
    call_in = a_request(case)
    for caller in CALLERS[1:]:
        call_in = sign_request(case, caller)
    return call_in

CONSULTED = "It names a principle and was complete in time."  # what the scrutiny officer said


def give_ruling(
    case: Case, *, valid: bool = True, at: datetime = IN_WINDOW, by: str = "monitoring-officer", **words: object
) -> CallIn:
    with ledger.recording():
        open_call_in_rule(case=case, act=test_act(at))
    with ledger.recording():
        return rule_on_call_in(
            duty=open_duty(case, "call_in.rule"),
            valid=valid,
            reasons="The request names a principle and how it applies.",
            actor=actor(by),
            at=at,
            **({"consulted": CONSULTED} | words),
        )


def hear(case: Case, outcome: str = "REFER_BACK", *, present: int = 7, concerns: tuple[str, ...] = ("Hours",), **changes):
    """The committee's hearing."""
    at = datetime(2027, 1, 26, 19, 0, tzinfo=UTC)
    with ledger.recording():
        open_call_in_hear(case=case, act=test_act(IN_WINDOW))
    values = {
        "heard_on": at.date(),
        "present": present,
        "interests": "None declared.",
        "whip": "No",
        "outcome": outcome,
        "reasons": "The committee heard both sides.",
        "concerns": list(concerns),
        "actor": actor("scrutiny-chair"),
        "at": at,
    }
    with ledger.recording():
        return record_hearing(duty=open_duty(case, "call_in.hear"), **(values | changes))


def other_rules(case: Case, *changes: str) -> Case:
    """The case under a constitution that differs by pairs of words: what stands there, what is to stand there."""
    text = CONSTITUTION.read_text()
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    case.constitution = ConstitutionVersion.create_as(
        test_act(), key="lammas-vale", version="other", effective_from=date(2026, 1, 1), text=text,
        sha256=sha256(text.encode()).hexdigest(), loaded_at=MORNING,
    )  # fmt: skip
    return case.save_as(test_act(), update_fields=["constitution"])


def in_effect(case: Case, *, at: datetime = datetime(2027, 1, 20, 0, 0, tzinfo=UTC)) -> Case:
    with ledger.recording():
        take_effect(case=case, act=test_act(at))
    return case


def a_report(
    case: Case, *recommendations: str, at: datetime = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)
) -> ScrutinyReport:
    """Served on Wednesday 10 March 2027, so the answer is due by 9 May 2027."""
    with ledger.recording():
        open_scrutiny_report(case=case, act=test_act(at))
    with ledger.recording():
        return make_report(
            duty=open_duty(case, "scrutiny.report"),
            summary="The committee looked at the first months.",
            considered_on=at.date(),
            recommendations=list(recommendations),
            actor=actor("scrutiny-officer"),
            at=at,
        )
