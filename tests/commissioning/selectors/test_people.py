"""Who can do what, as the sign-in page of the demonstration tells it."""

import pytest

from commissioning.selectors.people import acts_of_role, people_to_show
from tests.builders import MORNING, a_borough

pytestmark = pytest.mark.django_db


def test_long_lists_of_acts_are_folded_after_the_first_and_lose_nothing():
    a_borough()
    shown = {one.office: one for _, people in people_to_show(MORNING) for one in people}

    officer, clearer = shown["Monitoring Officer"], shown["Equality lead"]

    assert len(officer.can.split("; ")) == 5
    assert [*officer.can.split("; "), *officer.more] == acts_of_role("MONITORING_OFFICER")
    assert (clearer.can.split("; "), clearer.more) == (acts_of_role("EQUALITY"), ())
