"""A consultation: its days, its extension, and what a pre-election period means for it."""

from datetime import date

import pytest

from commissioning.rules.consultations import (
    State,
    note,
    periods_within,
    require_formative,
    require_longer,
    require_over,
    require_period,
    state,
)
from commissioning.rules.pre_election import PreElection
from tests.builders_rules import refusal_of, refused

OPENS, CLOSES = date(2027, 3, 1), date(2027, 4, 26)
PERIOD = PreElection("Pre-election period", date(2027, 3, 30), date(2027, 5, 6))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2027, 2, 28), State.PLANNED), (OPENS, State.OPEN), (CLOSES, State.OPEN), (date(2027, 4, 27), State.CLOSED),
    ],
)  # fmt: skip
def test_first_and_last_day_belong_to_it(on, expected):
    assert state(OPENS, CLOSES, on) is expected


def test_closing_day_comes_after_the_opening_day():
    assert require_period(OPENS, CLOSES) == "It runs for 57 days, from 1 March 2027 to 26 April 2027."
    assert refused(require_period, OPENS, OPENS) == "consultation.dates"


def test_nobody_is_consulted_on_what_is_decided():
    assert require_formative(decided=False) is None
    assert refused(require_formative, decided=True) == "consultation.decided"


def test_extension_is_later_has_reasons_and_comes_before_the_end():
    over = refusal_of(require_longer, CLOSES, date(2027, 5, 28), "Because.", date(2027, 4, 27))
    same = refusal_of(require_longer, CLOSES, CLOSES, "Because.", CLOSES)

    assert require_longer(CLOSES, date(2027, 5, 28), "The hustings were off.", CLOSES) is None
    assert (over.code, [way.url_name for way in over.alternatives]) == ("consultation.over", ["case_consult"])
    assert (same.code, same.earliest) == ("consultation.not_later", date(2027, 4, 27))
    assert refused(require_longer, CLOSES, date(2027, 5, 28), " ", CLOSES) == "consultation.no_reasons"


def test_step_waits_for_the_last_consultation_that_runs():
    found = refusal_of(require_over, [("Carers", CLOSES), ("Fees", date(2027, 5, 3))], "The proposal")

    assert require_over([], "The proposal") is None
    assert (found.code, found.earliest) == ("consultation.running", date(2027, 5, 4))
    assert found.message == (
        "The consultation “Fees” runs until 3 May 2027. The proposal waits until its answers have been taken into account."
    )


@pytest.mark.parametrize(
    ("opens", "closes", "found"),
    [
        (OPENS, CLOSES, [PERIOD]),
        (OPENS, date(2027, 3, 30), [PERIOD]),
        (OPENS, date(2027, 3, 29), []),
        (date(2027, 3, 30), CLOSES, []),
        (date(2027, 3, 29), CLOSES, [PERIOD]),
    ],
)
def test_period_is_looked_at_that_begins_while_the_consultation_runs(opens, closes, found):
    assert periods_within([PERIOD], opens, closes) == found


def test_residents_read_that_it_goes_on_without_promotion():
    assert note(PERIOD) == (
        "The pre-election period runs from 30 March 2027 to 6 May 2027. The consultation goes on and you can take part; the "
        "council does not promote it in that time."
    )
