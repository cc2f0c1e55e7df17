"""A consultation: its days, its extension, and what a pre-election period means for it."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.rules.consultations import (
    Result,
    State,
    answers,
    considered,
    note,
    periods_within,
    require_formative,
    require_longer,
    require_over,
    require_period,
    require_result,
    require_results,
    state,
)
from commissioning.rules.pre_election import PreElection
from tests.builders_rules import refusal_of, told, ways

LAW = "R (Moseley) v Haringey [2014] UKSC 56"
OPENS, CLOSES, AFTER = date(2027, 3, 1), date(2027, 4, 26), date(2027, 4, 27)
PERIOD = PreElection("Pre-election period", date(2027, 3, 30), date(2027, 5, 6))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2027, 2, 28), State.PLANNED), (OPENS, State.OPEN), (CLOSES, State.OPEN), (date(2027, 4, 27), State.CLOSED),
    ],
)  # fmt: skip
def test_first_and_last_day_belong_to_it(on, expected):
    assert state(OPENS, CLOSES, on) is expected


def test_consultation_says_its_days_both_ends_counted():
    assert require_period(OPENS, CLOSES) == "It runs for 57 days, from 1 March 2027 to 26 April 2027."
    assert require_period(OPENS, date(2027, 3, 2)) == "It runs for 2 days, from 1 March 2027 to 2 March 2027."


@pytest.mark.parametrize("closes", [OPENS, date(2027, 2, 28)])
def test_closing_day_comes_after_the_opening_day(closes):
    assert told(require_period, OPENS, closes) == (
        "consultation.dates", "The closing day comes after the opening day, so that people have time to answer.", LAW,
    )  # fmt: skip


def test_nobody_is_consulted_on_what_is_decided():
    assert require_formative(decided=False) is None
    assert told(require_formative, decided=True) == (
        "consultation.decided", "The matter is decided. A consultation is held while the proposal can still change.", LAW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("until", "reasons", "on", "refused", "earliest", "ways_on"),
    [
        (
            date(2027, 5, 28), "The hustings were off.", date(2027, 4, 27),
            ("consultation.over", "The consultation closed on 26 April 2027. Begin a further one instead of extending it.", LAW),
            None, [("Begin a further consultation", "case_consult", {}, {})],
        ),
        (
            CLOSES, "The hustings were off.", CLOSES,
            ("consultation.not_later", "It runs until 26 April 2027 already. Give a later day.", LAW),
            date(2027, 4, 27), [],
        ),
        (
            date(2027, 5, 28), " ", CLOSES,
            ("consultation.no_reasons", "Say why it is extended; residents read it.", LAW),
            None, [],
        ),
    ],
)  # fmt: skip
def test_extension_of_what_is_over_to_no_later_day_or_without_reasons_is_refused(until, reasons, on, refused, earliest, ways_on):
    given = (CLOSES, until, reasons, on)

    assert told(require_longer, *given) == refused
    assert refusal_of(require_longer, *given).earliest == earliest
    assert ways(require_longer, *given) == ways_on


def test_extension_by_a_day_on_the_last_day_passes():
    assert require_longer(CLOSES, date(2027, 4, 27), "The hustings were off.", CLOSES) is None


def test_step_waits_for_the_last_consultation_that_runs():
    running = [("Carers", CLOSES), ("Adult fees", date(2027, 5, 3)), ("Parks", date(2027, 5, 1))]

    assert told(require_over, running, "The proposal") == (
        "consultation.running",
        "The consultation “Adult fees” runs until 3 May 2027. The proposal waits until its answers have been taken into account.",
        LAW,
    )
    assert refusal_of(require_over, running, "The proposal").earliest == date(2027, 5, 4)
    assert ways(require_over, running, "The proposal") == [("Read the consultations of the case", "case_consultations", {}, {})]


def test_step_goes_on_when_no_consultation_runs():
    assert require_over([], "The proposal") is None


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


GUNNING = "R v Brent LBC ex p Gunning (1985) 84 LGR 168; R (Moseley) v Haringey [2014] UKSC 56"
SAID = Result(412, "Most want later hours.", "PARTLY", "Two evenings a week.")


def test_step_waits_until_what_people_said_is_recorded():
    assert told(require_results, ["Carers", "Parks"], "The proposal") == (
        "consultation.no_results",
        "What people said in the consultations “Carers” and “Parks” is not recorded. The proposal waits until the officer has "
        "recorded it, with what was changed because of it or why nothing was.",
        GUNNING,
    )
    assert told(require_results, ["Carers"], "The decision")[1].startswith(
        "What people said in the consultation “Carers” is not recorded. The decision waits until "
    )
    assert ways(require_results, ["Carers"], "The decision") == [("Record what people said", "case_consultations", {}, {})]
    assert require_results([], "The proposal") is None


@pytest.mark.parametrize(
    ("changed", "on", "refused", "earliest"),
    [
        (
            {}, CLOSES, ("consultation.running", "It runs until 26 April 2027. Record what people said after that.", GUNNING),
            date(2027, 4, 27),
        ),
        ({"answered": -1}, AFTER, ("consultation.answered", "Give the number of answers, 0 if nobody answered.", GUNNING), None),
        (
            {"summary": " "}, AFTER,
            ("consultation.no_summary", "Say in words what people said, also against the proposal.", GUNNING), None,
        ),
        (
            {"response": " "}, AFTER,
            ("consultation.no_response", "Say what was changed because of it, or why nothing was.", GUNNING), None,
        ),
        (
            {"change": "MAYBE"}, AFTER,
            ("consultation.no_response", "Say what was changed because of it, or why nothing was.", GUNNING), None,
        ),
    ],
)  # fmt: skip
def test_result_of_what_runs_or_without_words_is_refused(changed, on, refused, earliest):
    given = (CLOSES, on, replace(SAID, **changed))

    assert told(require_result, *given, is_correction=False) == refused
    assert refusal_of(require_result, *given, is_correction=False).earliest == earliest


def test_correction_says_why():
    assert told(require_result, CLOSES, AFTER, SAID, is_correction=True) == (
        "consultation.no_why", "Say why it is corrected; residents read it.", GUNNING,
    )  # fmt: skip
    assert require_result(CLOSES, AFTER, replace(SAID, corrected="Late letters."), is_correction=True) == (
        "412 answers. The proposal was changed in part."
    )


def test_result_is_recorded_from_the_day_after_the_last_and_may_be_that_nobody_answered():
    assert require_result(CLOSES, AFTER, replace(SAID, answered=0, change="NOT_CHANGED"), is_correction=False) == (
        "No answers. The proposal was not changed."
    )


@pytest.mark.parametrize(("number", "said"), [(0, "No answers"), (1, "1 answer"), (2, "2 answers"), (1412, "1,412 answers")])
def test_answers_in_words(number, said):
    assert answers(number) == said


def test_log_names_what_was_before_the_decision_maker():
    assert considered(["Carers", "Parks"]) == "What people said in “Carers” and “Parks” was before the decision-maker."
    assert considered([]) == ""
