"""The demonstration: one press to be somebody, a banner with the borough's day, one press to go to what is due next."""

import pytest

from commissioning import clock
from tests.journeys.browser import Desk, holder
from tests.journeys.states import scene

pytestmark = pytest.mark.browser


def test_somebody_tries_the_demonstration(desk: Desk):
    """The sign-in page lists people and what each can do; the banner says which day it is and goes to the next one due."""
    then = scene("clearance.give")

    desk.visit("/accounts/login/")
    desk.press(holder("s151").name)
    assert desk.path() == "/inbox/"
    assert "Wednesday 15 July 2026" in desk.page.locator(".app-demo-banner").inner_text()
    before = clock.now()
    desk.press("Go to the next thing due")

    assert desk.path() == "/inbox/"
    assert clock.now() > before
    assert then.waiting() == ["clearance.give"]


def test_outside_the_demonstration_there_is_no_list_of_people(desk: Desk, settings):
    """With demo mode off the same address asks for e-mail and password, and the banner is gone."""
    scene("scrutiny.report")
    settings.DEMO_MODE = False

    desk.visit("/accounts/login/")

    assert desk.page.locator("input[type=password]").count() == 1
    assert desk.page.locator(".app-demo-banner").count() == 0
    desk.fill(login="nobody@lammasvale.example", password="wrong-password")
    desk.send_wrongly()
