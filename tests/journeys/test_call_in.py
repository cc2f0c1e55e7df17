"""Councillors outside the executive call a decision in; it is held, heard, referred back and reconsidered."""

from datetime import date, timedelta

import pytest

from decisions.models import Hold, Meeting, Reconsideration
from tests.journeys.browser import Desk
from tests.journeys.states import scene

pytestmark = pytest.mark.browser
CARERS = "carers.toml"
CALLERS = ["scrutiny-5", "scrutiny-6", "scrutiny-8", "scrutiny-10", "councillor-3"]


def test_five_councillors_call_the_decision_in_and_it_is_held(desk: Desk):
    """One councillor writes the request, four sign it: with the fifth signature the decision is on hold."""
    then = scene("call_in.request", file=CARERS)
    page = f"/cases/{then.case.reference}/call-in/"

    desk.sit(CALLERS[0])
    desk.visit(page)
    assert len(desk.send_wrongly("Write the request and sign it")) == 4
    first = desk.page.locator("main [name=grounds]").first.get_attribute("value")
    desk.fill(
        resolutions=[1],
        grounds=[first],
        particulars="Carers who do not use the present service were not asked.",
        alternative="Ask them, then decide; extend the present contract until March 2027.",
    )
    desk.send("Write the request and sign it")
    for key in CALLERS[1:]:
        assert Hold.objects.count() == 0
        desk.sit(key)
        desk.visit(page)
        desk.press("Sign this call-in")

    assert Hold.objects.filter(lifted_at__isnull=True).count() == 1
    assert then.waiting() == ["call_in.rule"]
    desk.leave()
    desk.visit(f"/register/{then.case.reference}/")
    assert "On hold since" in desk.words()


def test_monitoring_officer_rules_and_the_committee_refers_back(desk: Desk):
    """The ruling says why; the committee's chair records who was there, what was declared, and each concern."""
    then = scene("call_in.rule", file=CARERS)

    desk.take_up("monitoring-officer", then.duty("call_in.rule"))
    assert len(desk.send_wrongly()) == 4
    desk.fill(severable="no", consulted="It is complete and names a ground.")
    desk.fill(valid="yes", reasons="Five councillors signed within the window; the ground is explained.", left_out="AS_WRITTEN")
    desk.send()
    then.move_clock(then.at + timedelta(days=8))
    desk.take_up("scrutiny-chair", then.duty("call_in.hear"))
    desk.fill(
        present=9, interests="None", whip="No", outcome="REFER_BACK", reasons="Two points need an answer."
    )
    assert desk.send_wrongly() == ["Enter the concerns that the decision-maker must answer"]
    desk.fill(concerns="Carers outside the service were not asked.\nThe cost of an hour is not shown.")
    desk.send()

    assert then.waiting() == ["reconsider.schedule"]


def test_cabinet_answers_each_concern_and_the_decision_takes_effect(desk: Desk):
    """The leader answers five concerns; the answer is certified and published like a decision; the hold ends."""
    then = scene("reconsider.decide", file=CARERS)

    desk.take_up("leader", then.duty("reconsider.decide"))
    desk.fill(result="CONFIRMED", mode="SHOW_OF_HANDS", votes_for=9, votes_against=0, abstentions=0)
    desk.fill(
        reasons="Each concern is answered.", alternatives="Extending the present contract was weighed again."
    )
    assert len(desk.send_wrongly()) == 5
    for number in range(1, 6):
        desk.answer(f"answer_{number}", f"This is the Cabinet's answer to concern {number}.")
    desk.send()

    assert Reconsideration.objects.get().result == "CONFIRMED"
    assert then.waiting() == ["record.certify"]
    assert Hold.objects.filter(lifted_at__isnull=True).count() == 1
    desk.take_up("deputy:proper-officer", then.duty("record.certify"))
    desk.fill(conflicts_settled=True, checked=True)
    desk.send()
    assert Hold.objects.filter(lifted_at__isnull=True).count() == 0
    assert then.case.effective_on == date(2026, 11, 9)
    desk.leave()
    desk.visit(f"/register/{then.case.reference}/")
    assert "This is the Cabinet's answer to concern 5." in desk.words()


def test_proper_officer_brings_the_decision_back(desk: Desk):
    """The proper officer calls a meeting of the body that decided and puts the reconsideration on its agenda."""
    then = scene("reconsider.schedule", file=CARERS)

    desk.sit("proper-officer")
    desk.visit("/meetings/new/")
    assert desk.send_wrongly()
    desk.fill(body="Cabinet", time="6pm", place="Council Chamber, Town Hall")
    desk.date("on", date(2026, 11, 9))
    desk.send()
    called = Meeting.objects.order_by("-starts_at")[0]
    desk.take_up("proper-officer", then.duty("reconsider.schedule"))
    desk.fill(meeting=called.pk)
    desk.send()

    assert then.waiting() == ["interest.declare", "reconsider.decide"]
    desk.leave()
    desk.visit(f"/meetings/{called.pk}/")
