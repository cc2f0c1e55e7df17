"""Stops as acts: who declares and ends them, and the steps of a case that they refuse."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from decisions.models import Decision, Overlay
from decisions.rules.motions import Words
from decisions.selectors.overlays import may_be_carried_out, over
from decisions.services import overlays
from decisions.services.decisions import take_effect
from tests.builders import MORNING, a_borough, a_case, actor, test_act
from tests.builders_law_acts import an_exception
from tests.builders_rules import refused
from tests.builders_s1 import last_event, rules_of
from tests.builders_s3 import AGENDA_AT, CABINET_AT, a_decided_case, an_item_in_session, state_decision
from tests.builders_s5 import PUBLISHED_AT, a_published_record

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = AGENDA_AT
STOPPERS = {"SPEND_STOP": "s151", "MO_S5A_HOLD": "monitoring-officer", "COURT_ORDER": "monitoring-officer"}


def declare(kind: str, *, by: str = "", at=BEFORE, **given) -> Overlay:
    with ledger.recording():
        return overlays.declare(
            kind=kind, actor=actor(by or STOPPERS.get(kind, "monitoring-officer")), at=at,
            **{"document": "Paper of 8 December 2026", "reason": "As reported to all members.", **given},
        )  # fmt: skip


@pytest.fixture
def borough(db):
    a_borough()


def test_declaring_keeps_who_and_why_in_one_event(borough):
    case = a_case()

    row = declare("MO_S5A_HOLD", case=case)

    assert over(case, BEFORE) == [row]
    event = last_event(case)
    assert (event["kind"], event["stop"], event["document"]) == (
        "overlay.declare", "Monitoring Officer’s report", "Paper of 8 December 2026",
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "by"), [("SPEND_STOP", "monitoring-officer"), ("COURT_ORDER", "leader"), ("MO_S5A_HOLD", "s151")])
def test_only_the_officer_whose_stop_it_is_declares_and_ends_it(borough, kind, by):
    case = a_case()
    with pytest.raises(PermissionDenied):
        declare(kind, by=by, case=case, stops=["DECIDE"])
    row = declare(kind, case=case, stops=["DECIDE"])

    with pytest.raises(PermissionDenied), ledger.recording():
        overlays.end(overlay=row, concluded_on=date(2026, 12, 8), reason="Over.", actor=actor(by), at=BEFORE)


def test_second_stop_of_a_kind_is_refused_while_the_first_stands(borough):
    declare("SPEND_STOP")

    assert refused(declare, "SPEND_STOP") == "overlay.again"


def test_spend_stop_lies_over_every_case_and_other_stops_over_their_own(borough):
    first, second = a_case(), a_case(number=2)
    declare("SPEND_STOP")
    declare("COURT_ORDER", case=first, stops=["PUBLISH"])

    assert [row.kind for row in over(first, BEFORE)] == ["SPEND_STOP", "COURT_ORDER"]
    assert [row.kind for row in over(second, BEFORE)] == ["SPEND_STOP"]


def test_stop_ends_when_the_law_says_and_only_once(borough):
    row = declare("SPEND_STOP")
    with ledger.recording():
        overlays.end(
            overlay=row, concluded_on=date(2026, 12, 8), reason="Considered by council.", actor=actor("s151"), at=BEFORE
        )

    assert row.ends_at.isoformat() == "2026-12-10T00:00:00+00:00"  # stands all Wednesday
    with ledger.recording():
        again = refused(
            overlays.end, overlay=row, concluded_on=date(2026, 12, 8), reason="Again.", actor=actor("s151"), at=BEFORE
        )
    assert again == "overlay.ended"


def test_decision_is_refused_under_a_report_and_may_be_deferred(borough):
    case = an_item_in_session().case
    declare("MO_S5A_HOLD", case=case)

    assert refused(state_decision, case) == "overlay.mo_s5a_hold"
    assert Decision.objects.count() == 0
    assert state_decision(case, Words("DEFERRED", reasons="Until the report is considered.")).outcome == "DEFERRED"


def test_court_order_keeps_the_record_unpublished(borough):
    case = a_decided_case()
    declare("COURT_ORDER", case=case, stops=["PUBLISH"], at=CABINET_AT)

    assert refused(a_published_record, case) == "overlay.court_order"


def test_court_order_keeps_the_quicker_notice_unpublished_as_well(borough):
    case = a_case()
    declare("COURT_ORDER", case=case, stops=["PUBLISH"], at=MORNING)

    assert refused(an_exception, case) == "overlay.court_order"


def test_pre_election_period_stops_no_decision(borough):
    case = an_item_in_session().case
    declare("PRE_ELECTION", poll_on=date(2027, 2, 4))

    decision = state_decision(case)

    assert decision.outcome == "AGREED"
    asked = rules_of(case, "decision.made")["overlay.none_stops"]["inputs"]
    assert asked == {"step": "DECIDE", "stops_in_force": ["PRE_ELECTION"]}


def test_e117_spend_stop_between_decision_and_contract_holds_until_this_agreement_is_authorised(borough):
    case = a_published_record().case
    row = declare("SPEND_STOP", at=PUBLISHED_AT)
    later = PUBLISHED_AT + timedelta(days=30)

    with ledger.recording():
        assert refused(take_effect, case=case, act=test_act(later)) == "overlay.spend_stop"
    assert may_be_carried_out(case, later) is False
    with pytest.raises(PermissionDenied), ledger.recording():
        authorise(row, case, by="monitoring-officer")
    with ledger.recording():
        authorise(row, case)

    assert may_be_carried_out(case, later) is True
    with ledger.recording():
        take_effect(case=case, act=test_act(later))
    case.refresh_from_db()
    assert case.effective_on == date(2027, 2, 11)


def authorise(row: Overlay, case, *, by: str = "s151") -> None:
    overlays.authorise(
        overlay=row, case=case, ground="IMPROVE", agreement="It saves more than it costs this year.", actor=actor(by),
        at=PUBLISHED_AT,
    )  # fmt: skip


def test_authority_is_for_a_spend_stop_and_given_once(borough):
    case = a_case()
    report = declare("MO_S5A_HOLD", case=case)
    stop = declare("SPEND_STOP")
    with ledger.recording():
        authorise(stop, case)

    with ledger.recording():
        assert refused(authorise, report, case) == "overlay.no_spend_stop"
        assert refused(authorise, stop, case) == "overlay.authorised"
