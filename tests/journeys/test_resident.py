"""A resident, without signing in, finds the decision and reads how it came about."""

import pytest

from tests.journeys.browser import Desk
from tests.journeys.states import scene

pytestmark = pytest.mark.browser


def test_resident_finds_the_case_and_reads_it(desk: Desk):
    """The case stands in the register under its title; one page tells it from need to decision."""
    then = scene("scrutiny.report")

    desk.visit("/")
    desk.visit("/register/")
    desk.follow(then.case.title)

    assert desk.path() == f"/register/{then.case.reference}/"
