"""What the log keeps of a rule that let a step pass."""

from datetime import date

from commissioning.rules.evaluations import Evaluation, reached
from commissioning.rules.periods import KEY_DECISION_NOTICE
from tests.builders_rules import england


def test_as_dict_keeps_rule_source_inputs_and_answer_and_leaves_out_what_was_not_given():
    evaluation = Evaluation("meeting.quorum", "5 counted, 3 needed.", "The law", {"needed": 3, "casting": None})

    assert evaluation.as_dict() == {
        "rule": "meeting.quorum",
        "citation": "The law",
        "inputs": {"needed": 3},
        "result": "5 counted, 3 needed.",
    }


def test_reached_says_how_a_period_was_counted_and_which_day_was_tested():
    deadline = KEY_DECISION_NOTICE.forward(date(2026, 11, 20), england())

    evaluation = reached(deadline, date(2026, 12, 21))

    assert (evaluation.rule, evaluation.result) == (deadline.rule, deadline.sentence)
    assert evaluation.inputs["n"] == 28
    assert evaluation.inputs["earliest"] == date(2026, 12, 19)
    assert evaluation.inputs["day"] == date(2026, 12, 21)


def test_reached_is_told_whole_under_the_rule_that_asked():
    deadline = KEY_DECISION_NOTICE.forward(date(2026, 11, 20), england())

    assert reached(deadline, date(2026, 12, 21), "notice.too_short") == Evaluation(
        "notice.too_short", deadline.sentence, "SI 2012/2089 reg 9",
        {
            "basis": "CLEAR_CAL", "n": 28, "counts_from": date(2026, 11, 20), "earliest": date(2026, 12, 19),
            "day": date(2026, 12, 21), "calendar": deadline.calendar, "calendar_version": deadline.calendar_version,
        },
    )  # fmt: skip
