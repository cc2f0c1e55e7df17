"""One moment for a page; acts read the clock anew."""

from datetime import timedelta

import pytest

from commissioning import clock
from tests.builders import MORNING
from tests.builders_s2 import set_clock

pytestmark = pytest.mark.django_db


def test_a_request_has_one_moment():
    with clock.one_moment():
        first = clock.now()

        assert (clock.now(), clock.real_now(), clock.today()) == (first, first, clock.local(first).date())


def test_an_act_in_a_request_reads_the_clock_anew(settings):
    with clock.one_moment():
        before = clock.now()
        set_clock(settings, before + timedelta(days=3))

        assert clock.now() == before
        assert clock.act_now() >= before + timedelta(days=3)


def test_the_next_request_has_its_own_moment(settings):
    with clock.one_moment():
        before = clock.now()
    set_clock(settings, before + timedelta(days=3))

    with clock.one_moment():
        assert clock.now() >= before + timedelta(days=3)


def test_demo_clock_shows_the_moment_it_was_set_to(settings):
    set_clock(settings, MORNING)

    assert timedelta(0) <= clock.now() - MORNING < timedelta(seconds=30)
