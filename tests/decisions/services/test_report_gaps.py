"""A report published without a part to which it refers: not available until mended."""

from datetime import date, timedelta

import pytest

from commissioning import ledger
from commissioning.models import Duty
from commissioning.rules.refusals import Refusal
from decisions.models import ReportGap
from decisions.services.advice import give_advice
from decisions.services.report_gaps import log_report_gap
from tests.builders import a_borough, a_case, actor
from tests.builders_s2 import a_cleared_proposal
from tests.builders_s3 import AGENDA_AT, CABINET_AT, a_delegation, a_member_item, decide_alone

pytestmark = pytest.mark.django_db
FOUND = CABINET_AT - timedelta(days=1)


@pytest.fixture
def case():
    a_borough()
    a_delegation()
    found = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(found, icb=0)
    return found


def log(case, *, attached: bool, at=FOUND, part="Appendix B") -> ReportGap:
    with ledger.recording():
        return log_report_gap(case=case, part=part, attached=attached, actor=actor("proper-officer"), at=at)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_e23_part_that_is_attached_late_starts_fresh_clear_days(case):
    item = a_member_item(case)
    gap = log(case, attached=True)

    item.refresh_from_db()
    assert item.decide_from == date(2027, 1, 19)
    assert code_of(decide_alone, case) == "decision.too_early"
    assert gap.deadline["earliest"] == "2027-01-19"
    assert decide_alone(case, at=CABINET_AT + timedelta(days=8)).outcome == "AGREED"


def test_e23_part_that_is_left_out_waits_for_the_monitoring_officers_note(case):
    a_member_item(case)
    log(case, attached=False)

    assert code_of(decide_alone, case) == "agenda.report_incomplete"
    duty = Duty.objects.select_related("case", "office").get(kind="advice.give")
    with ledger.recording():
        give_advice(duty=duty, may_go_on=True, text="It adds nothing.", actor=actor("monitoring-officer"), at=FOUND)

    assert decide_alone(case).outcome == "AGREED"


def test_e23_monitoring_officer_who_says_no_keeps_the_report_unavailable(case):
    a_member_item(case)
    log(case, attached=False)
    duty = Duty.objects.select_related("case", "office").get(kind="advice.give")
    with ledger.recording():
        give_advice(duty=duty, may_go_on=False, text="It carries the costs.", actor=actor("monitoring-officer"), at=FOUND)

    assert code_of(decide_alone, case) == "agenda.report_incomplete"


def test_gap_needs_a_published_report_and_the_name_of_the_part(case):
    assert code_of(log, case, attached=True, at=AGENDA_AT) == "gap.no_report"
    a_member_item(case)
    assert code_of(log, case, attached=True, part=" ") == "gap.no_part"


def test_e23_part_that_could_not_be_left_out_is_attached_after_all(case):
    a_member_item(case)
    log(case, attached=False)
    duty = Duty.objects.select_related("case", "office").get(kind="advice.give")
    with ledger.recording():
        give_advice(duty=duty, may_go_on=False, text="It carries the costs.", actor=actor("monitoring-officer"), at=FOUND)
    log(case, attached=True, part="appendix B")

    assert code_of(decide_alone, case) == "decision.too_early"
    assert decide_alone(case, at=CABINET_AT + timedelta(days=8)).outcome == "AGREED"


def test_e23_refusal_leads_to_the_two_prepared_forms(case):
    a_member_item(case)
    log(case, attached=False)

    with pytest.raises(Refusal) as refused:
        decide_alone(case)

    assert [(way.url_name, way.query) for way in refused.value.alternatives] == [
        ("case_report_gap", {"part": "Appendix B", "attached": "yes"}),
        ("case_report_gap", {"part": "Appendix B", "attached": "no"}),
        ("duty", {"outcome": "DEFERRED"}),
    ]
