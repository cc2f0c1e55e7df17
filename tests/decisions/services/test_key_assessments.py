"""The key-decision test as it is kept: every limb, splitting caught, and no downgrade without the Monitoring Officer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Body, Case
from decisions.models import Advice, AdviceRequest, KeyAssessment
from decisions.rules.key_decision import KeyFacts
from decisions.selectors.decisions import key_reasons
from decisions.selectors.key_decision_notices import (
    doubt_why,
    is_key,
    latest_assessment,
    live_notice,
    needs_notice,
)
from decisions.selectors.siblings import splitting_why
from decisions.services.advice import ask_late_item, give_advice, log_outage
from decisions.services.agendas import open_agenda_publish, publish_agenda
from decisions.services.key_assessments import assess_key
from tests.builders import MORNING, a_borough, a_case, actor, test_act
from tests.builders_rules import refusal_of
from tests.builders_s1 import a_submitted_proposal, open_duty
from tests.builders_s2 import a_meeting, a_notice, set_clock, sign_in
from tests.builders_s3 import a_cabinet_item, a_recommended_case
from tests.builders_s5 import other_rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
REASONS = {"WARDS": "One ward only.", "SERVICE_QUALITY": "Forty users.", "COMMUNITY": "None.", "FRAMEWORK": "Within it."}
LATE_AT = datetime(2027, 1, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def case(db) -> Case:
    a_borough()
    return a_case(track="MEMBER_NON_KEY")


def assess(case: Case, council: int = 26_000_000, *, gross: int | None = None, limb_reasons=REASONS, supplier: str = "", by: str = "commissioner", at=MORNING, **facts: object):
    values = {"wards": ("Alderbrook",), "significant_in_wards": False, "reasons": "A small contract."} | facts
    stated = KeyFacts(council_pence=council, gross_pence=gross if gross is not None else council, **values)
    with ledger.recording():
        return assess_key(case=case, facts=stated, limb_reasons=limb_reasons, supplier=supplier, actor=actor(by), at=at)


def advise(case: Case, may_go_on: bool = True, *, text: str = "Different needs and contracts.", at=MORNING + timedelta(hours=1)):
    with ledger.recording():
        return give_advice(
            duty=open_duty(case, "advice.give"), may_go_on=may_go_on, text=text, actor=actor("monitoring-officer"), at=at
        )


def test_every_limb_is_kept_with_its_answer_reasons_values_and_assessor(case):
    row = assess(case, gross=90_000_000)

    assert [(limb["code"], limb["met"], limb["reasons"]) for limb in row.limbs] == [
        ("MONEY", False, ""),
        ("WARDS", False, "One ward only."),
        ("SERVICE_QUALITY", False, "Forty users."),
        ("COMMUNITY", False, "None."),
        ("FRAMEWORK", False, "Within it."),
    ]
    assert (row.council_pence, row.gross_pence, row.assessed_as, row.rule) == (
        26_000_000, 90_000_000, "Commissioning manager, adults", "over £500,000",
    )  # fmt: skip
    assert row.warnings == ["The gross joint value of £900,000 passes the threshold. Say why it is not key."]
    assert key_reasons(case) == "No limb of the test is met. A small contract."


def test_e13_exactly_the_sum_is_not_key_and_one_penny_more_is(case):
    assert assess(case, 50_000_000).is_key is False
    assert assess(case, 50_000_001, at=MORNING + timedelta(hours=1)).is_key is True
    assert is_key(case) is True


def test_limb_in_doubt_makes_the_decision_key(case):
    assert assess(case, significant_in_wards=None).is_key is True


@pytest.mark.parametrize("limb_reasons", [{}, {**REASONS, "COMMUNITY": " "}])
def test_limb_without_reasons_is_refused(case, limb_reasons):
    assert refusal_of(assess, case, limb_reasons=limb_reasons).code == "key.no_reasons"
    assert KeyAssessment.objects.count() == 0


def test_gross_value_below_the_share_is_refused(case):
    assert refusal_of(assess, case, gross=1).code == "key.value"


def test_e12_second_proposal_of_260_thousand_counts_as_key_until_the_monitoring_officer_says_why_not(case):
    assess(case)
    other = a_case(number=2, track="MEMBER_NON_KEY")

    row = assess(other, at=MORNING + timedelta(days=30))

    assert (row.is_key, row.near, row.asks) == (False, ["2026/001"], ["AGGREGATION"])
    assert (is_key(other), needs_notice(other)) == (True, True)
    advice = advise(other, at=MORNING + timedelta(days=31))
    assert (is_key(other), needs_notice(other), advice.text) == (False, False, "Different needs and contracts.")


def test_e12_proposal_that_nobody_has_assessed_is_added_too_and_warned_of(client, settings, case):
    a_submitted_proposal(case, council=13_000_000)  # £260,000 over two years
    other = a_case(number=2, track="MEMBER_NON_KEY")

    row = assess(other, at=MORNING + timedelta(days=30))
    set_clock(settings, MORNING + timedelta(days=30))
    sign_in(client, "commissioner")

    assert (row.near, row.asks, is_key(other)) == (["2026/001"], ["AGGREGATION"], True)
    assert splitting_why(case, MORNING).startswith("Together with 2026/002 this comes to £520,000 in the same service within 12 months")
    assert "Together with 2026/002 this comes to £520,000" in client.get("/cases/2026/001/law/").content.decode()


def test_two_that_are_one_key_decision_stay_key(case):
    assess(case)
    other = a_case(number=2, track="MEMBER_NON_KEY")
    assess(other, at=MORNING + timedelta(days=30))

    advise(other, may_go_on=False, at=MORNING + timedelta(days=31))

    assert is_key(other) is True


def test_same_supplier_in_another_service_is_added_too(case):
    assess(case, supplier="Fleet Care Ltd")
    other = a_case(number=2, track="MEMBER_NON_KEY")
    other.sponsor = Body.objects.get(key="research")
    other.save_as(test_act(), update_fields=["sponsor"])

    assert assess(other, supplier="fleet care ltd").asks == ["AGGREGATION"]
    assert assess(other, supplier="Vale Care Ltd", at=MORNING + timedelta(hours=1)).asks == []


def test_decision_assessed_as_not_key_counts_as_key_once_its_proposal_costs_more_than_the_threshold(case):
    assess(case)
    before = is_key(case)

    a_submitted_proposal(case, at=MORNING + timedelta(days=1))

    assert (before, is_key(case), needs_notice(case)) == (False, True, True)
    assert doubt_why(case, latest_assessment(case)) == (
        "The council’s share is now £1,800,000; £260,000 was assessed. Until it is assessed again the decision counts as key."
    )


def test_income_of_two_proposals_is_added_as_their_spending_is(case):
    assess(case, 1_000_000, income_pence=26_000_000)
    other = a_case(number=2, track="MEMBER_NON_KEY")

    assert assess(other, 1_000_000, income_pence=26_000_000, at=MORNING + timedelta(days=30)).asks == ["AGGREGATION"]


def test_key_decision_called_no_function_of_the_executive_stays_key_until_the_monitoring_officer_agrees(case):
    row = assess(case, 90_000_000, executive=False)

    assert (row.is_key, row.asks, is_key(case)) == (False, ["DOWNGRADE"], True)
    advise(case)
    assert is_key(case) is False


def test_council_that_measures_by_the_budget_of_the_service_is_asked_for_it(case):
    other_rules(case, 'budget_percent = { value = "none"', "budget_percent = { value = 10")

    assert refusal_of(assess, case, budget_pence=None).code == "key.no_budget"
    assert is_key(case) is True  # nobody has stated the budget
    assert assess(case, 1_000_000, budget_pence=200_000_000).rule == "over £200,000"
    assert is_key(case) is False


def test_decision_announced_as_key_is_downgraded_only_by_the_monitoring_officer(db):
    a_borough()
    case = a_case()
    a_notice(case)

    row = assess(case, at=MORNING + timedelta(days=2))

    assert (row.asks, is_key(case)) == (["DOWNGRADE"], True)
    advise(case, at=MORNING + timedelta(days=3))
    assert is_key(case) is False


def test_downgrade_that_the_monitoring_officer_refuses_stays_key(db):
    a_borough()
    case = a_case()
    a_notice(case)
    assess(case, at=MORNING + timedelta(days=2))

    advise(case, may_go_on=False, at=MORNING + timedelta(days=3))

    assert is_key(case) is True


def test_advice_needs_reasons_and_the_monitoring_officer(case):
    assess(case)
    other = a_case(number=2, track="MEMBER_NON_KEY")
    assess(other)

    assert refusal_of(advise, other, text=" ").code == "advice.no_reasons"
    with pytest.raises(PermissionDenied), ledger.recording():
        give_advice(duty=open_duty(other, "advice.give"), may_go_on=True, text="Yes.", actor=actor("leader"), at=MORNING)
    assert Advice.objects.count() == 0


def test_test_and_advice_write_their_events(case):
    assess(case)
    other = a_case(number=2, track="MEMBER_NON_KEY")
    assess(other)
    advise(other)

    kinds = AuditIndex.objects.filter(case=other).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["key.assess", "advice.give"]


def late(case: Case, meeting, *, at=LATE_AT):
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(at))
    with ledger.recording():
        return publish_agenda(
            duty=open_duty(case, "agenda.publish"), meeting=meeting, actor=actor("proper-officer"), at=at
        )


def test_item_added_inside_the_five_days_needs_the_monitoring_officers_advice_and_says_why(client, db):
    a_borough()
    meeting = a_cabinet_item(a_recommended_case(number=1)).meeting
    case = a_recommended_case(number=2)
    a_notice(case)

    refusal = refusal_of(late, case, meeting)
    with ledger.recording():
        ask_late_item(
            case=case, meeting=meeting, why="The grant offer came on Monday.", actor=actor("proper-officer"), at=LATE_AT
        )
    advise(case, text="It may be added.", at=LATE_AT + timedelta(hours=1))
    with ledger.recording():
        item = publish_agenda(
            duty=open_duty(case, "agenda.publish"), meeting=meeting, actor=actor("proper-officer"),
            at=LATE_AT + timedelta(hours=2),
        )  # fmt: skip

    assert refusal.code == "agenda.late_item"
    assert "case_late_item" in [way.url_name for way in refusal.alternatives]
    assert item.late_why == "The grant offer came on Monday. Monitoring Officer: It may be added."
    assert "Late item." in client.get(f"/meetings/{meeting.pk}/").content.decode()


def test_late_item_is_asked_once_and_with_a_reason(db):
    a_borough()
    case = a_case()
    meeting = a_meeting(datetime(2027, 1, 11, 18, 0, tzinfo=UTC))

    def ask(why: str):
        with ledger.recording():
            return ask_late_item(case=case, meeting=meeting, why=why, actor=actor("proper-officer"), at=LATE_AT)

    assert refusal_of(ask, " ").code == "late_item.no_reasons"
    ask("The grant offer came on Monday.")
    assert refusal_of(ask, "Again.").code == "late_item.asked"


def test_e03_outage_is_logged_amber_and_the_monitoring_officer_decides(client, db):
    a_borough()
    case = a_case()
    notice = a_notice(case)
    began = MORNING + timedelta(days=12)

    with ledger.recording():
        outage = log_outage(
            case=case, notice=notice, began_at=began, ended_at=began + timedelta(hours=6), what="The site was down.",
            actor=actor("proper-officer"), at=began + timedelta(days=1),
        )  # fmt: skip
    page = client.get("/notices/2026-001-1/").content.decode()
    advise(case, text="Six hours of 28 days do no harm.", at=began + timedelta(days=2))
    after = client.get("/notices/2026-001-1/").content.decode()

    asked = AdviceRequest.objects.get(outage=outage)
    assert asked.question == "Notice 2026-001-1 was out of reach for 6.0 hours: The site was down. Does it still count?"
    assert ("The Monitoring Officer decides whether it still counts." in page, "do no harm" in page) == (True, False)
    assert "Six hours of 28 days do no harm." in after
    assert ("It is not void by that." in page, live_notice(case)) == (True, notice)


@pytest.mark.parametrize(("began", "ended"), [(-1, 2), (5, 5), (6, 5), (1, 400)])
def test_outage_outside_the_notice_or_backwards_is_refused(began, ended, db):
    a_borough()
    case = a_case()
    notice = a_notice(case)

    def log():
        with ledger.recording():
            log_outage(
                case=case, notice=notice, began_at=MORNING + timedelta(hours=began), ended_at=MORNING + timedelta(hours=ended),
                what="Down.", actor=actor("proper-officer"), at=MORNING + timedelta(days=2),
            )  # fmt: skip

    assert refusal_of(log).code == "outage.times"
