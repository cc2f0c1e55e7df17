"""What goes wrong at a desk: a double click, a session that ended over lunch."""

import pytest

from commissioning.models import AuditIndex, Duty
from decisions.models import ClearanceResult
from tests.journeys.browser import Desk
from tests.journeys.states import scene

pytestmark = pytest.mark.browser


def test_double_click_is_one_act(desk: Desk):
    """Two clicks in a row on the same button give one clearance and one event."""
    then = scene("clearance.give")

    desk.take_up("legal", then.duty("clearance.give", "legal"))
    desk.fill(result="CLEARED")
    with desk.page.expect_navigation(url="**/inbox/"):
        desk.page.get_by_role("button", name="Give this answer").dblclick()
    desk.look()

    assert ClearanceResult.objects.count() == 1
    assert AuditIndex.objects.filter(kind="clearance.give").count() == 1


def test_two_clicks_without_scripts_are_one_act(open_desk):
    """Where no script holds the second click back, the request's own key does."""
    then = scene("clearance.give")
    desk = open_desk(scripts=False)

    desk.take_up("legal", then.duty("clearance.give", "legal"))
    desk.fill(result="CLEARED")
    desk.page.get_by_role("button", name="Give this answer").dblclick(no_wait_after=True)
    for _ in range(300):  # the second click breaks off the answer to the first, so no single navigation can be waited for
        if desk.path() == "/inbox/":
            break
        desk.page.wait_for_timeout(100)
    desk.page.wait_for_load_state()

    assert (desk.path(), ClearanceResult.objects.count()) == ("/inbox/", 1)


def test_session_that_ended_leaves_everything_as_it_was(desk: Desk, settings):
    """An approval sent nine hours after signing in changes nothing; signed in again, the same page is still there."""
    then = scene("clearance.give")
    duty = then.duty("clearance.give", "legal")
    desk.take_up("legal", duty)
    desk.fill(result="CLEARED")
    events = AuditIndex.objects.count()

    settings.DEMO_MODE = False  # sessions end outside the demonstration
    desk.grow_old(9 * 60 * 60)
    desk.press("Give this answer")

    assert desk.path() == f"/accounts/login/?next=/duties/{duty.pk}/"
    assert desk.told().startswith("You were signed out because you signed in more than eight hours ago.")
    assert (Duty.objects.get(pk=duty.pk).closed_at, AuditIndex.objects.count()) == (None, events)
    assert ClearanceResult.objects.count() == 0
    settings.DEMO_MODE = True
    desk.take_up("legal", duty)
    desk.fill(result="CLEARED")
    desk.send()
    assert ClearanceResult.objects.count() == 1
