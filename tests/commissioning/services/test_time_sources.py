"""A clock that cannot be believed is an event, a banner, and nothing is done early because of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from commissioning import clock
from commissioning.models import AuditIndex, AuditOpening
from commissioning.selectors import alarms
from commissioning.services.time_sources import Watch
from tests.builders import MORNING, a_borough, person
from tests.builders_ledger import events
from tests.builders_s2 import set_clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
HOUR = timedelta(hours=1)


@pytest.fixture
def watch() -> Watch:
    """One that has seen the clock in order."""
    found = Watch()
    found.look(clock.reading(), MORNING)
    return found


def shifted(by: timedelta, **what: timedelta):
    """A reading of now with every clock moved, or just those that are named."""
    found = clock.reading()
    moved = what or {"database": by, "machine": by}
    return replace(found, **{name: getattr(found, name) + value for name, value in moved.items()})


def kinds() -> list[str]:
    return list(AuditIndex.objects.filter(subject=alarms.CLOCK).order_by("seq").values_list("kind", flat=True))


def told() -> dict[str, object]:
    newest = AuditIndex.objects.filter(kind="clock.anomaly").order_by("-seq").first()
    return dict(AuditOpening.objects.filter(event_id=newest.seq, name__in=("doubt", "seconds", "since")).values_list("name", "value"))


def test_reading_agrees_with_itself():
    found = clock.reading()

    assert abs(found.database - found.machine) < timedelta(seconds=2)
    assert clock.reading().running >= found.running


def test_clock_in_order_writes_nothing(watch):
    assert (watch.look(clock.reading(), MORNING), kinds()) == (timedelta(0), [])


def test_e104_clock_set_forward_is_an_event_once_and_nothing_is_done_early(watch):
    events(2)

    fast = [watch.look(shifted(HOUR), MORNING + HOUR) for _ in range(3)]

    assert [round(one / HOUR) for one in fast] == [1, 1, 1]
    assert kinds() == ["clock.anomaly"]
    assert (told()["doubt"], told()["since"]) == ("set", 0)
    assert abs(told()["seconds"] - 3600) <= 2


def test_e104_clocks_of_database_and_machine_that_disagree_are_an_event(watch):
    watch.look(shifted(HOUR, machine=-HOUR), MORNING)

    assert (kinds(), told()["doubt"]) == (["clock.anomaly"], "apart")


def test_e104_clock_that_goes_back_before_the_log_is_an_event(watch):
    events(1)

    watch.look(clock.reading(), datetime(2020, 1, 1, tzinfo=MORNING.tzinfo))

    assert (kinds(), told()["doubt"]) == (["clock.anomaly"], "back")


def test_clock_in_order_again_is_one_event_and_ends_the_doubt(watch):
    watch.look(shifted(HOUR), MORNING)
    events(1)
    for _ in range(2):
        watch.look(clock.reading(), MORNING)

    assert kinds() == ["clock.anomaly", "clock.steady"]
    assert alarms.clock_alarm() is None
    (span,) = alarms.spans_of(alarms.clock_openings())
    assert [span.holds(seq) for seq in range(4)] == [True, True, False, False]


def test_doubt_that_grows_is_told_again(watch):
    for by in (HOUR, HOUR, 2 * HOUR):
        watch.look(shifted(by), MORNING)

    assert kinds() == ["clock.anomaly"] * 2


@pytest.mark.parametrize(("who", "sees"), [("scrutiny-chair", True), ("auditor", True), ("commissioner", False)])
def test_e104_banner_stands_on_the_pages_of_scrutiny_and_auditors(watch, who, sees):
    a_borough()
    watch.look(shifted(HOUR), MORNING)
    client = Client()
    client.force_login(person(who))

    shown = client.get(reverse("inbox")).content.decode()

    assert ("The clock is in doubt" in shown, "The clock was moved by 1 hour while the service ran." in shown) == (sees, sees)
    assert "The clock is in doubt." in Client().get(reverse("integrity")).content.decode()


def test_e104_tick_looks_at_the_clock_before_it_fires(settings, capsys):
    events(1)
    set_clock(settings, datetime(2020, 1, 1, tzinfo=MORNING.tzinfo))

    call_command("tick")

    assert (kinds(), told()["doubt"]) == (["clock.anomaly"], "back")
