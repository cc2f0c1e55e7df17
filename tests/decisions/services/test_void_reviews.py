"""A decision without authority or footing goes to the Monitoring Officer and has no effect until it is found to stand."""

from datetime import timedelta

import pytest

from commissioning import ledger
from commissioning.models import Body, Duty
from commissioning.rules.refusals import Refusal
from decisions.models import Decision, Hold, Reconsideration, VoidReview
from decisions.selectors.holds import has_no_hold
from decisions.services.records import open_record_certify
from decisions.services.void_reviews import conclude_review, report_late_agreement
from tests.builders import MORNING, a_borough, a_case, actor, office, person, test_act
from tests.builders_law_acts import answer, ask, urgency_duty
from tests.builders_s1 import a_submitted_proposal
from tests.builders_s3 import a_delegation

pytestmark = pytest.mark.django_db
DECIDED = MORNING - timedelta(hours=2)


@pytest.fixture
def case():
    a_borough()
    found = a_case()
    a_submitted_proposal(found, icb=0)
    return found


def a_fact(case, **changes) -> Decision:
    """A decision that has happened, entered as it happened."""
    values = {
        "kind": "DECISION", "mode": "RECORDED", "outcome": "AGREED", "text": "Agreed.", "reasons": "Need.", "alternatives": "None.",
        "is_key": False, "made_on": DECIDED.date(), "made_at": DECIDED, "made_by": person("leader"),
        "body": Body.objects.get(key="cabinet"), "version": case.proposal_versions.get(),
    }  # fmt: skip
    return Decision.create_as(test_act(), case=case, **(values | changes))


def alone(case, **line) -> Decision:
    snapshot = {"function": "Adult social care contracts", "office": "Cabinet member for adults and health", "limit": None} | line
    return a_fact(case, mode="INDIVIDUAL", maker_office=office("cm-adults"), made_by=person("cm-adults"), delegation=snapshot)


def certify_opens(case) -> list[str]:
    with ledger.recording():
        open_record_certify(case=case, act=test_act())
    return list(VoidReview.objects.values_list("ground", flat=True))


def conclude(case, result: str):
    duty = Duty.objects.select_related("case", "office").get(case=case, kind="void.review", closed_at__isnull=True)
    with ledger.recording():
        return conclude_review(duty=duty, result=result, reasons="Looked into.", actor=actor("monitoring-officer"), at=MORNING)


def test_e16_agreement_after_the_decision_sends_the_case_to_void_review(case):
    request = ask(case)
    a_fact(case, is_key=True, made_at=MORNING + timedelta(minutes=30))

    with pytest.raises(Refusal) as refused:
        answer(request)
    with ledger.recording():
        report_late_agreement(duty=urgency_duty(request), actor=actor("scrutiny-chair"), at=MORNING + timedelta(hours=1))

    assert refused.value.code == "urgency.too_late"
    review = VoidReview.objects.get()
    assert (review.ground, review.hold.lifted_at, request.answers.count()) == ("LATE_AGREEMENT", None, 0)
    assert Duty.objects.get(kind="void.review").office == office("monitoring-officer")


def test_e16_decision_that_relied_on_a_later_agreement_goes_to_void_review(case):
    request = ask(case)
    given = answer(request)
    a_fact(case, is_key=True, route="REG11", urgent_by=request.reference, made_at=given.answered_at)

    assert certify_opens(case) == ["LATE_AGREEMENT"]
    assert has_no_hold(case) is False


def test_decision_that_relied_on_an_earlier_agreement_is_not_in_doubt(case):
    request = ask(case)
    given = answer(request)
    a_fact(case, is_key=True, route="REG11", urgent_by=request.reference, made_at=given.answered_at + timedelta(minutes=1))

    assert certify_opens(case) == []
    assert has_no_hold(case) is True


def test_e32_imported_decision_above_the_limit_goes_to_void_review(case):
    a_delegation(limit=100)
    alone(case, limit=100)

    assert certify_opens(case) == ["AUTHORITY"]
    assert VoidReview.objects.get().why.startswith("The value of ")


def test_e31_decision_made_on_the_last_day_of_the_line_stands_when_it_is_recorded_later(case):
    a_delegation(until=DECIDED.date())
    alone(case)

    assert certify_opens(case) == []


def test_e31_decision_made_after_the_line_was_revoked_is_in_doubt(case):
    a_delegation(until=DECIDED.date() - timedelta(days=1))
    alone(case)

    assert certify_opens(case) == ["AUTHORITY"]


def test_key_decision_on_no_footing_is_in_doubt_once(case):
    a_fact(case, is_key=True)

    assert (certify_opens(case), certify_opens(case)) == (["NO_FOOTING"], ["NO_FOOTING"])


def test_what_is_put_off_is_never_in_doubt(case):
    a_fact(case, is_key=True, outcome="DEFERRED", mode="")

    assert certify_opens(case) == []


def answered(case, result: str, first: dict, **changes) -> Decision:
    """A decision, and the answer to its call-in by the same office a day later."""
    outcome = {"CONFIRMED": "AGREED", "AMENDED": "AGREED_AMENDED", "RESCINDED": "NOT_AGREED"}[result]
    original = a_fact(case, **{**first, "made_at": DECIDED - timedelta(days=1), "made_on": (DECIDED - timedelta(days=1)).date()})
    decision = a_fact(case, kind="RECONSIDERATION", n=2, **{**first, "outcome": outcome, **changes})
    Reconsideration.create_as(test_act(), decision=decision, original=original, call_in_ref="call-in/1", result=result, answers=[])
    return decision


@pytest.mark.parametrize(("result", "found"), [("AMENDED", ["AUTHORITY"]), ("CONFIRMED", []), ("RESCINDED", [])])
def test_answer_to_a_call_in_that_amends_on_a_power_that_has_ended_is_held_for_the_monitoring_officer(case, result, found):
    a_delegation(until=DECIDED.date() - timedelta(days=1))
    line = {"function": "Adult social care contracts", "limit": None}
    answered(
        case, result, {"mode": "INDIVIDUAL", "maker_office": office("cm-adults"), "made_by": person("cm-adults"), "delegation": line}
    )

    assert (certify_opens(case), has_no_hold(case)) == (found, not found)


@pytest.mark.parametrize(("was_key", "found"), [(False, ["NO_FOOTING"]), (True, [])])
def test_answer_to_a_call_in_that_is_key_as_the_first_decision_was_not_has_no_notice_behind_it(case, was_key, found):
    answered(case, "CONFIRMED", {"is_key": was_key, "route": "NOTICE" if was_key else ""}, is_key=True, route="")

    assert certify_opens(case) == found


def test_answer_of_a_committee_to_which_the_leader_allocated_nothing_is_in_doubt(case):
    committee = Body(
        key="care", name="Cabinet Committee on Care", kind="CABINET_COMMITTEE", organisation=Body.objects.get(key="cabinet").organisation
    ).save_as(test_act())
    answered(case, "CONFIRMED", {"body": committee})

    assert certify_opens(case) == ["AUTHORITY"]
    assert VoidReview.objects.get().decision.kind == "RECONSIDERATION"


@pytest.mark.parametrize(("result", "free"), [("STANDS", True), ("VOID", False)])
def test_finding_lifts_the_hold_or_leaves_it_for_good(case, result, free):
    a_fact(case, is_key=True)
    certify_opens(case)

    finding = conclude(case, result)

    assert (has_no_hold(case), finding.result, Hold.objects.count()) == (free, result, 1)
    with pytest.raises(Refusal) as refused, ledger.recording():
        conclude_review(duty=finding.duty, result="VOID", reasons="x", actor=actor("monitoring-officer"), at=MORNING)
    assert refused.value.code == "void.closed"
