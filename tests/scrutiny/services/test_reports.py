"""Scrutiny reports, the executive's answer, the published record."""

from datetime import UTC, datetime

import pytest

from commissioning import ledger
from commissioning.models import AuditIndex, Duty
from commissioning.rules.canonical import hash_of
from commissioning.rules.refusals import Refusal
from scrutiny.models import ExecutiveResponse, ScrutinyRecord, ScrutinyReport
from scrutiny.selectors.reports import has_recommendations, is_answered, responses_are_complete
from scrutiny.services.reports import (
    make_report,
    open_scrutiny_publish,
    open_scrutiny_report,
    open_scrutiny_respond,
    publish_scrutiny_record,
    respond,
)
from tests.builders import a_borough, a_case, actor, test_act
from tests.builders_s1 import open_duty
from tests.builders_s5 import a_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
ANSWERED_AT = datetime(2027, 4, 12, 9, 0, tzinfo=UTC)
ACCEPTED = {"disposition": "ACCEPTED", "reason": "", "action": "Officers publish the hours by June."}


@pytest.fixture
def case():
    a_borough()
    return a_case()


def answer(case, answers, *, at=ANSWERED_AT):
    with ledger.recording():
        open_scrutiny_respond(case=case, act=test_act(at))
    with ledger.recording():
        return respond(duty=open_duty(case, "scrutiny.respond"), answers=answers, actor=actor("leader"), at=at)


def publish(case):
    with ledger.recording():
        open_scrutiny_publish(case=case, act=test_act(ANSWERED_AT))
    with ledger.recording():
        return publish_scrutiny_record(
            duty=open_duty(case, "scrutiny.publish"), actor=actor("scrutiny-officer"), at=ANSWERED_AT
        )


def test_report_received_10_march_is_answered_by_9_may(case):
    """Two months beginning with the date of receipt: Local Government Act 2000 s9FE(4)."""
    a_report(case, "Publish the hours.")

    assert ScrutinyReport.objects.get().response_due["ends_on"] == "2027-05-09"


def test_report_without_recommendations_needs_no_answer(case):
    a_report(case)

    assert (has_recommendations(case), responses_are_complete(case)) == (False, True)


def test_report_on_a_day_that_lies_ahead_is_refused(case):
    with pytest.raises(Refusal) as refused, ledger.recording():
        from_future(case)

    assert (refused.value.code, ScrutinyReport.objects.count()) == ("report.future", 0)


def from_future(case):
    from_act = test_act(ANSWERED_AT)
    open_scrutiny_report(case=case, act=from_act)
    make_report(
        duty=open_duty(case, "scrutiny.report"),
        summary="Looked at.",
        considered_on=datetime(2027, 4, 13, tzinfo=UTC).date(),
        recommendations=[],
        actor=actor("scrutiny-officer"),
        at=ANSWERED_AT,
    )


def test_every_recommendation_gets_its_answer(case):
    a_report(case, "Publish the hours.", "Ask carers.")

    answer(case, {1: ACCEPTED, 2: {"disposition": "REJECTED", "reason": "Asked in 2026.", "action": ""}})

    assert (is_answered(case), ExecutiveResponse.objects.count()) == (True, 2)


def test_answer_that_leaves_one_recommendation_open_is_refused(case):
    a_report(case, "Publish the hours.", "Ask carers.")

    with pytest.raises(Refusal) as refused:
        answer(case, {1: ACCEPTED})

    assert (refused.value.code, ExecutiveResponse.objects.count()) == ("response.incomplete", 0)


def test_rejection_without_reason_is_refused(case):
    a_report(case, "Publish the hours.")

    with pytest.raises(Refusal, match="reason on recommendation 1"):
        answer(case, {1: {"disposition": "REJECTED", "reason": "", "action": ""}})


def test_late_answer_is_taken_and_marked_late(case):
    a_report(case, "Publish the hours.")

    answer(case, {1: ACCEPTED}, at=datetime(2027, 5, 12, 9, 0, tzinfo=UTC))

    assert Duty.objects.get(kind="scrutiny.respond").result == "ANSWERED"


def test_published_record_is_frozen_under_its_hash(case):
    a_report(case, "Publish the hours.")
    answer(case, {1: ACCEPTED})

    record = publish(case)

    assert (record.content_hash, responses_are_complete(case)) == (hash_of(ScrutinyRecord.objects.get().content), True)


def test_path_of_a_report_is_three_events(case):
    a_report(case, "Publish the hours.")
    answer(case, {1: ACCEPTED})
    publish(case)

    kinds = AuditIndex.objects.filter(subject__endswith="/scrutiny").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["scrutiny.report", "scrutiny.respond", "scrutiny.publish"]
