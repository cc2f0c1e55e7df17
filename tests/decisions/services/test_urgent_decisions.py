"""Decisions made on a quicker way: the agenda at shorter notice, the record, call-in all the same, and the report."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import pytest

from commissioning import ledger
from commissioning.models import Case
from commissioning.rules.refusals import Refusal
from decisions.models import AgendaItem, Decision, DecisionRecord
from decisions.rules.urgency import Kind
from decisions.selectors.meetings import live_item
from decisions.selectors.urgency import urgent_decisions
from decisions.services.advice import ask_late_item, give_advice
from decisions.services.agenda_items import NewMeeting
from decisions.services.agendas import open_agenda_publish, publish_agenda
from decisions.services.decisions import open_decision
from decisions.services.meetings import create_meeting
from decisions.services.records import certify_record, open_record_certify
from tests.builders import a_borough, actor, office, test_act
from tests.builders_law_acts import an_exception, answer, ask
from tests.builders_s1 import open_duty
from tests.builders_s3 import AGENDA_AT, a_recommended_case, a_sitting, state_decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
SITS_AT = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)  # two days after the agenda
AFTER = SITS_AT + timedelta(hours=18)
SHORT = "The provider stops on Friday, so the Cabinet cannot wait for five clear days."


@pytest.fixture(scope="module")
def built_case(module_database) -> Case:
    a_borough()
    return a_recommended_case()


@pytest.fixture
def case(built_case, db) -> Case:
    return deepcopy(built_case)


def on_the_agenda(case: Case, *, why: str = SHORT, at: datetime = AGENDA_AT) -> AgendaItem:
    """Agenda and report for a meeting convened with this very act."""
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(at))
    new = NewMeeting(office("leader").body, SITS_AT, "Council Chamber", shorter_notice=why)
    with ledger.recording():
        return publish_agenda(duty=open_duty(case, "agenda.publish"), new=new, actor=actor("proper-officer"), at=at)


def decided(case: Case) -> Decision:
    item = on_the_agenda(case)
    with ledger.recording():
        open_decision(case=case, act=test_act(AGENDA_AT))
    a_sitting(item.meeting, at=SITS_AT)
    return state_decision(case, at=SITS_AT)


def agreed_as_urgent(case: Case, kind: Kind = Kind.KEY_DECISION) -> None:
    answer(ask(case, kind, by=date(2026, 12, 10), at=AGENDA_AT - timedelta(hours=3)))


def certified(case: Case, *, claims: bool = False) -> DecisionRecord:
    with ledger.recording():
        open_record_certify(case=case, act=test_act(AFTER))
    with ledger.recording():
        return certify_record(
            duty=open_duty(case, "record.certify"), conflicts_settled=True, claims_exemption=claims,
            actor=actor("deputy-proper-officer"), at=AFTER,
        )  # fmt: skip


def test_urgent_decision_is_put_on_the_agenda_of_a_meeting_convened_at_shorter_notice(case):
    agreed_as_urgent(case)

    item = on_the_agenda(case)

    assert (item.route, item.urgent_by, item.notice) == ("REG11", "2026-001-u1", None)
    assert item.meeting.shorter_notice == SHORT


def test_item_added_to_an_agenda_at_shorter_notice_leads_to_the_monitoring_officer(case):
    agreed_as_urgent(case)
    with ledger.recording():
        meeting = create_meeting(
            new=NewMeeting(office("leader").body, SITS_AT, "Council Chamber", shorter_notice=SHORT), actor=actor("proper-officer"),
            at=AGENDA_AT - timedelta(hours=1),
        )  # fmt: skip
        meeting.agenda_published_at = meeting.convened_at
        meeting.save_as(test_act(), update_fields=["agenda_published_at"])
        open_agenda_publish(case=case, act=test_act(AGENDA_AT))

    def add():
        with ledger.recording():
            return publish_agenda(duty=open_duty(case, "agenda.publish"), meeting=meeting, actor=actor("proper-officer"), at=AGENDA_AT)

    with pytest.raises(Refusal) as refusal:
        add()
    with ledger.recording():
        ask_late_item(case=case, meeting=meeting, why="The provider stops on Friday.", actor=actor("proper-officer"), at=AGENDA_AT)
    with ledger.recording():
        give_advice(duty=open_duty(case, "advice.give"), may_go_on=True, text="It cannot wait.", actor=actor("monitoring-officer"), at=AGENDA_AT)

    assert (refusal.value.code, "case_late_item" in [way.url_name for way in refusal.value.alternatives]) == ("agenda.late_item", True)
    assert add().late_why == "The provider stops on Friday. Monitoring Officer: It cannot wait."


def test_agreement_to_urgency_does_not_shorten_the_five_days_of_the_agenda(case):
    agreed_as_urgent(case)

    with pytest.raises(Refusal) as refusal:
        on_the_agenda(case, why="")

    assert (refusal.value.code, live_item(case, "DECISION")) == ("agenda.too_short", None)


def test_shorter_notice_of_the_meeting_does_not_stand_for_the_notice_of_the_key_decision(case):
    with pytest.raises(Refusal) as refusal:
        on_the_agenda(case)

    assert refusal.value.code == "notice.none"
    assert [way.url_name for way in refusal.value.alternatives] == ["duty", "notice_again", "case_exception", "case_urgency_ask"]


def test_meeting_that_leaves_five_clear_days_is_not_convened_at_shorter_notice(case):
    an_exception(case, on=date(2026, 12, 10), at=datetime(2026, 11, 30, 9, tzinfo=UTC))

    with pytest.raises(Refusal) as refusal:
        on_the_agenda(case, at=datetime(2026, 11, 30, 10, tzinfo=UTC))

    assert refusal.value.code == "agenda.not_short"


def test_decision_under_special_urgency_says_so_in_its_record(case):
    agreed_as_urgent(case)
    decision = decided(case)

    content = certified(case).content

    assert (decision.route, decision.urgent_by) == ("REG11", "2026-001-u1")
    assert content["urgency"] == {
        "route": "REG11",
        "words": "Special urgency",
        "reference": "2026-001-u1",
        "reasons": "The service would stop before any other date.",
    }


def test_e19_special_urgency_leaves_call_in_in_place(case):
    agreed_as_urgent(case)
    decided(case)

    assert certified(case).call_in["applies"] is True


def test_e20_claim_of_exemption_without_agreement_blocks_the_record(case):
    agreed_as_urgent(case)
    decided(case)

    with pytest.raises(Refusal) as refusal:
        certified(case, claims=True)

    assert (refusal.value.code, DecisionRecord.objects.count()) == ("urgency.exemption", 0)


def test_exemption_agreed_before_the_decision_is_claimed_with_its_reasons(case):
    agreed_as_urgent(case)
    agreed_as_urgent(case, Kind.CALL_IN_EXEMPTION)
    decided(case)

    call_in = certified(case, claims=True).call_in

    assert (call_in["applies"], call_in["status"]) == (False, "EXEMPT_URGENT")
    assert "The service would stop before any other date. Every use of the exemption is reported to the council (" in call_in["reason"]


def test_report_tells_to_whom_the_use_of_the_exemption_from_call_in_is_reported(case, client):
    agreed_as_urgent(case)
    agreed_as_urgent(case, Kind.CALL_IN_EXEMPTION)

    report = client.get("/urgent-decisions/?from=2026-10-01")

    sentence = "Every use of the exemption is reported to the council (Constitution of London Borough of Lammas Vale, Part 4E, paragraph 18.3)."
    exempt = report.context["exemptions"]
    assert ([answer.request.kind for answer in exempt], list(report.context["steps"])) == (["CALL_IN_EXEMPTION"], [])
    assert sentence in report.content.decode()
    assert sentence in client.get(f"/urgency/{exempt[0].request.reference}/").content.decode()


def test_exemption_that_is_agreed_but_not_claimed_leaves_the_window(case):
    agreed_as_urgent(case)
    agreed_as_urgent(case, Kind.CALL_IN_EXEMPTION)
    decided(case)

    assert certified(case).call_in["applies"] is True


def test_agreement_that_was_refused_leaves_no_way_to_decide(case):
    answer(ask(case, by=date(2026, 12, 10), at=AGENDA_AT - timedelta(hours=3)), result="REFUSED")

    with pytest.raises(Refusal) as refusal:
        on_the_agenda(case)

    assert refusal.value.code == "notice.none"


def test_acceptance_urgent_report_lists_exactly_the_decisions_by_special_urgency(case, client):
    agreed_as_urgent(case)
    decision = decided(case)
    other = a_recommended_case(number=2)
    an_exception(other, on=date(2026, 12, 10), at=datetime(2026, 12, 2, 9, tzinfo=UTC))
    decided(other)

    reported = list(urgent_decisions(date(2026, 10, 1), date(2027, 1, 1)))
    page = client.get("/urgent-decisions/?from=2026-10-01")

    assert reported == list(Decision.objects.filter(route="REG11")) == [decision]
    assert list(page.context["decisions"]) == reported
    assert [row.case for row in page.context["exceptions"]] == [other]


def test_question_that_nobody_answered_ends_with_the_decision(case):
    agreed_as_urgent(case)
    asked = ask(case, Kind.CALL_IN_EXEMPTION, by=date(2026, 12, 10), at=AGENDA_AT - timedelta(hours=3))
    decided(case)

    assert case.duties.get(kind="urgency.answer", subject_id=asked.pk).result == "ENDED"
