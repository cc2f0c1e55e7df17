"""An agency objects on the morning of Cabinet: a supplement, the Monitoring Officer's advice, and the choice to defer."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from commissioning import ledger
from commissioning.models import Duty
from decisions.models import AdviceRequest, AgendaItem, Decision
from decisions.services.advice import give_advice
from tests.builders import a_borough, actor
from tests.builders_rules import refusal_of, refused
from tests.builders_s1 import last_event, open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import (
    AGREED,
    CABINET_AT,
    a_decided_case,
    a_recommended_case,
    an_item_in_session,
    ask_to_sign,
    give_signature,
    state_decision,
)
from tests.builders_s5 import a_published_record
from workflows.services.notifications import notify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
MORNING_OF = CABINET_AT - timedelta(hours=9)
WEIGHED = replace(AGREED, not_deferred="The ICB’s objection to its share is met by a review in a year.")


@pytest.fixture(scope="module")
def built_item(module_database) -> AgendaItem:
    """The Cabinet sits; nine hours before, the ICB objected to its share."""
    a_borough()
    item = an_item_in_session()
    ask_to_sign(item.case)
    give_signature(item.case, result="OBJECTED", conditions="Our share is too large.", at=MORNING_OF)
    return item


@pytest.fixture
def item(built_item, db) -> AgendaItem:
    return deepcopy(built_item)


def advise(item: AgendaItem, *, may_go_on: bool = True, text: str = "The share was agreed in June; nothing new is said.") -> None:
    with ledger.recording():
        give_advice(
            duty=open_duty(item.case, "advice.give"), may_go_on=may_go_on, text=text, actor=actor("monitoring-officer"), at=CABINET_AT
        )


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_e55_monitoring_officer_is_asked_at_once_and_by_mail_until_the_meeting(item, client, settings, mailoutbox):
    set_clock(settings, MORNING_OF + timedelta(minutes=5))
    notify(MORNING_OF + timedelta(minutes=5))
    sign_in(client, "monitoring-officer")

    duty = open_duty(item.case, "advice.give")
    page = words(client.get(f"/duties/{duty.pk}/"))

    assert (AdviceRequest.objects.get().kind, duty.due_at) == ("OBJECTION", CABINET_AT)
    assert "Lammas and Fleet Integrated Care Board objects: Our share is too large." in page
    assert "May it go on although an agency objects?" in page
    assert "monitoring-officer@lammasvale.example" in {mail.to[0] for mail in mailoutbox if "advice" in mail.subject}


def test_e55_objection_is_a_supplement_to_the_published_report(item, client):
    page = words(client.get(f"/reports/{item.pk}/"))

    assert "Supplement to this report" in page
    assert "objected on 11 January 2027 at 9am, after this report was published: Our share is too large." in page


def test_e55_without_advice_the_item_can_only_be_deferred(item):
    refusal = refusal_of(state_decision, item.case, words=WEIGHED)

    assert (refusal.code, refusal.alternatives[0].label) == ("decision.objection_advice", "Defer the item")
    assert state_decision(item.case, words=replace(AGREED, outcome="DEFERRED")).outcome == "DEFERRED"


def test_e55_cabinet_decides_whether_to_defer_and_the_decision_keeps_objection_advice_and_choice(item):
    advise(item, may_go_on=False)

    silent = refused(state_decision, item.case)
    unnamed = refused(state_decision, item.case, words=replace(AGREED, not_deferred="It is met by a review."))
    decision = state_decision(item.case, words=WEIGHED)

    assert (silent, unnamed) == ("decision.not_deferred", "decision.objection")
    assert decision.objections == [
        {
            "agency": "Lammas and Fleet Integrated Care Board",
            "objected_at": MORNING_OF.isoformat(),
            "objection": "Our share is too large.",
            "advised_to_defer": True,
            "advice": "The share was agreed in June; nothing new is said.",
            "not_deferred": "The ICB’s objection to its share is met by a review in a year.",
        }
    ]
    assert last_event(item.case)["objections"] == decision.objections


def test_e55_record_and_public_page_mention_the_objection(item, client):
    advise(item)
    state_decision(item.case, words=WEIGHED)

    record = a_published_record(item.case)

    assert record.content["objections"] == Decision.objects.get().objections
    page = words(client.get("/register/2026/001/"))
    assert "Objections, and why it was not deferred" in page
    assert "The Monitoring Officer advised that it may be decided: The share was agreed in June; nothing new is said." in page
    assert "Why it was not deferred: The ICB’s objection to its share is met by a review in a year." in page


def test_e55_chair_sees_objection_and_advice_and_says_on_the_form_why_not_deferred(item, client, settings):
    set_clock(settings, CABINET_AT)
    sign_in(client, "leader")
    path = f"/duties/{open_duty(item.case, 'item.outcome').pk}/"
    before = words(client.get(path))
    advise(item, text="It may be decided.")
    said = {"outcome": "AGREED", "mode": "AGREED", "reasons": "Needed.", "alternatives": "None, because it is late."}

    silent = client.post(path, {**said, "request_key": "a"})
    done = client.post(path, {**said, "not_deferred": WEIGHED.not_deferred, "request_key": "b"})

    assert "not given yet. Until then the item can only be deferred." in before
    assert list(silent.context["form"].errors) == ["not_deferred"]
    assert done.status_code == 302
    assert Decision.objects.get().objections[0]["not_deferred"] == WEIGHED.not_deferred


def test_form_asks_nothing_about_deferring_while_no_agency_objects(item, client, settings):
    give_signature(item.case, at=CABINET_AT)
    set_clock(settings, CABINET_AT)
    sign_in(client, "leader")

    page = client.get(f"/duties/{open_duty(item.case, 'item.outcome').pk}/")

    assert "not_deferred" not in page.context["form"].fields


def test_signature_before_the_decision_withdraws_the_objection_and_the_question(item):
    give_signature(item.case, at=CABINET_AT)

    assert Duty.objects.get(kind="advice.give").result == "WITHDRAWN"
    assert state_decision(item.case).objections == []


def test_objection_after_the_decision_goes_to_the_monitoring_officer_for_review(item):
    case = a_decided_case(number=2)
    ask_to_sign(case)

    give_signature(case, result="OBJECTED", conditions="The figures changed.", at=CABINET_AT + timedelta(hours=1))

    asked = AdviceRequest.objects.get(case=case)
    assert asked.question == (
        "Lammas and Fleet Integrated Care Board objects: The figures changed. The decision is made and not in effect yet. May it go "
        "on in spite of the objection?"
    )
    assert open_duty(case, "advice.give").due_at is None


def test_objection_before_the_report_is_published_is_no_question_for_the_monitoring_officer(item):
    case = a_recommended_case(number=2)
    ask_to_sign(case)

    give_signature(case, result="OBJECTED", conditions="Too early.")

    assert AdviceRequest.objects.filter(case=case).count() == 0
