"""Scrutiny refers a call-in to the full council: the pages, the hold meanwhile, and where the chart goes afterwards."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest

from commissioning.models import AuditIndex, Duty
from decisions.models import Hold
from decisions.selectors.holds import has_no_hold, open_concerns
from scrutiny.models import CallIn, CouncilReview, Hearing
from scrutiny.services.call_in_rulings import rule_on_call_in
from scrutiny.services.call_ins import request_call_in, sign_call_in, starts_chart
from tests.builders import a_borough, actor
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import CALLERS, IN_WINDOW, a_published_record, grounds
from workflows import desk
from workflows.flows.call_in import CallInFlow

pytestmark = pytest.mark.django_db
HEARD_AT = datetime(2027, 1, 26, 19, 0, tzinfo=UTC)
ADVICE = "Both advise that the cost is contrary to the budget."
HEARING = {
    "heard_on_day": "26", "heard_on_month": "1", "heard_on_year": "2027",
    "present": "7", "interests": "None", "whip": "No", "outcome": "REFER_TO_COUNCIL", "reasons": "It exceeds the budget.",
    "concerns": "", "advice": ADVICE, "outside_framework": "on", "request_key": "h1",
}  # fmt: skip
COUNCIL = {
    "met_on_day": "24", "met_on_month": "2", "met_on_year": "2027", "result": "NO_OBJECTION", "objections": "",
    "resolution": "That the budget be changed and no objection be made.", "request_key": "c1",
}  # fmt: skip


@pytest.fixture(scope="module")
def built_case(module_database):
    """Published, called in with its chart, and ruled valid."""
    a_borough()
    case = a_published_record().case
    first = {"resolutions": [1], "grounds": grounds(case), "alternative": "Ask carers first."}
    for number, caller in enumerate(CALLERS):
        service, given = (sign_call_in, {}) if number else (request_call_in, first)
        act(case, service, caller, start=lambda call_in: CallInFlow if starts_chart(call_in) else None, **given)
    duty = open_duty(case, "call_in.rule").pk
    act(case, rule_on_call_in, "monitoring-officer", duty=duty, valid=True, reasons="It names a ground.", consulted="It names one.")
    return case


def act(case, service, by: str, **given) -> None:
    outcome = desk.act(case, service, by=actor(by), at=IN_WINDOW, **given)
    assert outcome.refusal is None, outcome.refusal


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, HEARD_AT)
    return deepcopy(built_case)


def hear(client, case, **changes):
    sign_in(client, "scrutiny-chair")
    return client.post(f"/duties/{open_duty(case, 'call_in.hear').pk}/", HEARING | changes)


def council_met(client, case, **changes):
    sign_in(client, "proper-officer")
    return client.post(f"/duties/{open_duty(case, 'call_in.council').pk}/", COUNCIL | changes)


@pytest.fixture
def referred(client, case, settings):
    hear(client, case)
    set_clock(settings, HEARD_AT + timedelta(days=30))
    return case


def test_decision_outside_the_budget_by_the_officers_advice_goes_to_the_full_council_and_stays_held(client, case):
    done = hear(client, case)

    hearing = Hearing.objects.get()
    assert (done.status_code, hearing.outcome, hearing.outside_framework, hearing.advice) == (302, "REFER_TO_COUNCIL", True, ADVICE)
    assert (has_no_hold(case), CallIn.objects.get().closed_at) == (False, None)
    assert list(Duty.objects.filter(closed_at=None, subject_id=CallIn.objects.get().pk).values_list("kind", "office__key")) == [
        ("call_in.council", "proper-officer")
    ]
    words = client.get("/register/2026/001/").text
    assert "referred to the full council. It exceeds the budget." in words
    assert f"Advice of the Monitoring Officer and the chief finance officer: {ADVICE}" in words
    assert "The decision stays on hold until the council has met." in words


def test_decision_inside_the_budget_is_not_referred_and_the_page_offers_to_refer_it_back(client, case):
    answer = hear(client, case, outside_framework="")

    assert (answer.context["refusal"].code, Hearing.objects.count()) == ("hearing.not_outside_framework", 0)
    assert [way.label for way in answer.context["refusal"].alternatives] == ["Refer it back with concerns"]


def test_referral_without_the_officers_advice_is_an_error_of_the_form(client, case):
    answer = hear(client, case, advice="")

    assert (list(answer.context["form"].errors), Hearing.objects.count()) == (["advice"], 0)


@pytest.mark.parametrize("result", ["NO_OBJECTION", "AGREED"])
def test_council_that_does_not_object_or_agrees_itself_lifts_the_hold(client, referred, result):
    done = council_met(client, referred, result=result)

    review = CouncilReview.objects.get()
    assert (done.status_code, review.result, has_no_hold(referred)) == (302, result, True)
    assert Hold.objects.get().lifted_because == f"Referred to the full council. {review.get_result_display()}"
    assert AuditIndex.objects.filter(kind="call_in.council").count() == 1
    assert "The full council met on 24 February 2027" in client.get("/register/2026/001/").text


def test_objections_of_the_council_go_back_to_the_decision_maker_who_answers_each(client, referred):
    council_met(client, referred, result="OBJECTED", objections="It exceeds the budget.\nNo reserve is named.")

    assert (has_no_hold(referred), open_concerns(referred)) == (False, ["It exceeds the budget.", "No reserve is named."])
    assert Duty.objects.filter(kind="reconsider.schedule", closed_at=None).count() == 1
    assert "<li>No reserve is named.</li>" in client.get("/register/2026/001/").text


def test_page_says_what_the_council_may_do_and_that_nothing_takes_effect_meanwhile(client, referred):
    sign_in(client, "proper-officer")

    words = client.get(f"/duties/{open_duty(referred, 'call_in.council').pk}/").text

    assert ADVICE in words
    assert "so the council may also decide it itself" in words
    assert "The decision stays on hold until you record here what the council did." in words


def test_meeting_of_the_council_before_the_hearing_is_refused(client, referred):
    answer = council_met(client, referred, met_on_day="25", met_on_month="1")

    assert (answer.context["refusal"].code, CouncilReview.objects.count()) == ("council.day", 0)
