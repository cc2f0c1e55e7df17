"""Before an election publicity stops and lawful decisions go on."""

from datetime import date

import pytest

from commissioning.rules.pre_election import STOPPED, Act, PreElection, advice, latest_start
from tests.builders_rules import england, told, ways

PERIOD = PreElection("London borough", date(2030, 3, 26), date(2030, 5, 2))
DURING, AFTER = date(2030, 4, 10), date(2030, 5, 3)


def test_e25_running_consultation_goes_on_without_promotion():
    assert advice(Act.RUNNING_CONSULTATION, PERIOD, DURING) == (
        "The consultation goes on without promotion. Extend it if people could not take part."
    )


@pytest.mark.parametrize("act", sorted(STOPPED))
def test_new_consultation_and_promotion_need_the_monitoring_officer(act):
    assert told(advice, act, PERIOD, DURING, override=" ") == (
        "pre_election.stopped",
        "In the pre-election period the council starts no consultation and no promotion. Wait until after the poll.",
        "Local Government Act 1986 s2; Code of Recommended Practice on Local Authority Publicity 2011 paras 33 to 35",
    )
    assert ways(advice, act, PERIOD, DURING) == [("Read what the period stops and when it ends", "overlays", {}, {})]
    assert advice(act, PERIOD, DURING, override="Statutory deadline.") == ""
    assert advice(act, PERIOD, AFTER) == ""


@pytest.mark.parametrize("act", [Act.AGENDA, Act.NOTICE, Act.RECORD, Act.CALL_IN])
def test_statutory_publication_goes_on(act):
    assert advice(act, PERIOD, DURING) == ""


def test_decision_goes_on_with_advice():
    assert (
        advice(Act.DECISION, PERIOD, DURING)
        == "A lawful decision may be made. Take advice if it is controversial."
    )


def test_period_covers_its_first_day_and_the_day_of_the_poll():
    assert [PERIOD.covers(day) for day in (date(2030, 3, 25), PERIOD.starts_on, PERIOD.poll_on, AFTER)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_notice_of_the_may_2026_borough_elections_was_due_by_30_march():
    """Borough elections of 7 May 2026: Good Friday, Easter Monday and the bank holiday of 4 May do not count."""
    assert latest_start(date(2026, 5, 7), england()) == date(2026, 3, 30)
