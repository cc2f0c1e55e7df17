"""What nobody has to press: the call-in window closes by itself and the decision takes effect."""

from datetime import timedelta

import pytest

from tests.journeys.browser import Desk
from tests.journeys.states import scene

pytestmark = pytest.mark.browser


def test_decision_takes_effect_when_the_window_has_closed(desk: Desk):
    """The record is certified; a resident reads until when it can be called in; after that it is in effect."""
    then = scene("record.certify")

    desk.take_up("deputy:proper-officer", then.duty("record.certify"))
    desk.fill(conflicts_settled=True, checked=True)
    desk.send()
    desk.leave()
    desk.visit(f"/register/{then.case.reference}/")
    assert "Councillors can call it in until 22 September 2026 at 5pm" in desk.words()
    assert then.case.effective_on is None
    then.move_clock(then.at + timedelta(days=14))
    desk.visit(f"/register/{then.case.reference}/")

    assert "In effect since" in desk.words()
    assert then.waiting() == ["scrutiny.report"]
