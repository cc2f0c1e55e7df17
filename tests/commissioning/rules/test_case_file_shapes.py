"""Each kind of value in a case file: what it becomes, and the exact words when it cannot be read."""

from datetime import date, datetime

import pytest

from commissioning.rules import case_file_shapes as shapes
from commissioning.rules.dates import LONDON

LIST_OF_GROUNDS = 'must be a list such as [{ ground = "Best value", particulars = "..." }]'
DATE = "must be a date such as 2026-09-21"
MOMENT = 'must be a London date and time such as "2026-09-21 10:00"'
TABLE = "must be a table of names and values"
INTERESTS = 'must be a table such as { cm-jobs = { kind = "NRI", nature = "..." } }'
TEXTS = 'must be a list of texts, such as ["icb", "police"]'
GROUND = {"ground": "Best value", "particulars": "Too dear."}
ANSWER = {"disposition": "ACCEPTED", "reason": "Right.", "action": "Soon."}


def one_of_two(value):
    return shapes.one_of("A", "B")(value)


@pytest.mark.parametrize(
    ("check", "given", "taken"),
    [
        (shapes.text, " a b ", "a b"),
        (shapes.maybe, " a ", "a"),
        (shapes.maybe, "", ""),
        (shapes.by, " legal ", "legal"),
        (shapes.by, [" legal", "icb "], ["legal", "icb"]),
        (shapes.grounds, [GROUND], [GROUND]),
        (shapes.interests, {"cm-jobs": {"kind": "NRI", "nature": "Friend"}, "b": {}}, {"cm-jobs": {"kind": "NRI", "nature": "Friend"}, "b": {}}),
        (shapes.answers, [ANSWER], [ANSWER]),
        *((shapes.answers, [{"disposition": word}], [{"disposition": word}]) for word in ("ACCEPTED_IN_PART", "REJECTED", "DEFERRED")),
        (one_of_two, "B", "B"),
        (shapes.flag, False, False),
        (shapes.number, 0, 0),
        (shapes.number, 7, 7),
        (shapes.texts, ["icb", ""], ["icb", ""]),
        (shapes.texts, [], []),
        (shapes.table, {"a": 1}, {"a": 1}),
        (shapes.money, "1200.50", 120_050),
        (shapes.money, 1200, 120_000),
        (shapes.day, date(2026, 9, 21), date(2026, 9, 21)),
        (shapes.day, "2026-09-21", date(2026, 9, 21)),
        (shapes.moment, "2026-09-21 10:05", datetime(2026, 9, 21, 10, 5, tzinfo=LONDON)),
    ],
)
def test_value_becomes_what_the_services_take(check, given, taken):
    assert check(given) == taken


@pytest.mark.parametrize(
    ("check", "given", "words"),
    [
        (shapes.text, " ", "must be text"),
        (shapes.text, 1, "must be text"),
        (shapes.maybe, 1, "must be text"),
        (shapes.by, [], "must be text"),
        (shapes.by, ["legal", " "], "must be text"),
        (shapes.by, ["legal", 1], "must be text"),
        (shapes.grounds, [], "must be a list of grounds"),
        (shapes.grounds, GROUND, "must be a list of grounds"),
        (shapes.grounds, ["Best value"], LIST_OF_GROUNDS),
        (shapes.grounds, [{"ground": "Best value"}], LIST_OF_GROUNDS),
        (shapes.grounds, [GROUND | {"more": "x"}], LIST_OF_GROUNDS),
        (shapes.grounds, [GROUND | {"ground": " "}], "must be text"),
        (shapes.grounds, [GROUND | {"particulars": 1}], "must be text"),
        (shapes.interests, [], TABLE),
        (shapes.interests, {"a": "NRI"}, INTERESTS),
        (shapes.interests, {"a": {"kind": "NRI", "more": "x"}}, INTERESTS),
        (shapes.answers, [], "must be a list of answers"),
        (shapes.answers, ANSWER, "must be a list of answers"),
        (shapes.answers, ["ACCEPTED"], "an answer has disposition, reason and action"),
        (shapes.answers, [ANSWER | {"more": "x"}], "an answer has disposition, reason and action"),
        (shapes.answers, [{"reason": "x"}], "must be one of ACCEPTED, ACCEPTED_IN_PART, REJECTED, DEFERRED"),
        (one_of_two, "C", "must be one of A, B"),
        (shapes.flag, 1, "must be true or false"),
        (shapes.number, True, "must be a whole number"),
        (shapes.number, -1, "must be a whole number"),
        (shapes.number, "1", "must be a whole number"),
        (shapes.texts, "icb", TEXTS),
        (shapes.texts, ["icb", 1], TEXTS),
        (shapes.table, [], TABLE),
        (
            shapes.money, "much",
            "is not an amount of money: “much” is not an amount we can read. Enter pounds in figures, for example 1200000 or 1200000.50.",
        ),
        (shapes.day, datetime(2026, 9, 21), DATE),
        (shapes.day, 20260921, DATE),
        (shapes.day, "21 September", DATE),
        (shapes.moment, "2026-09-21", MOMENT),
        (shapes.moment, 1, MOMENT),
    ],
)  # fmt: skip
def test_value_that_cannot_be_read_says_what_it_must_be(check, given, words):
    with pytest.raises(ValueError) as told:
        check(given)

    assert str(told.value) == words


def test_numbers_are_a_list_of_whole_numbers():
    assert shapes.numbers([3, 0]) == [3, 0]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "must be a list of whole numbers, such as [3]"),
        (3, "must be a list of whole numbers, such as [3]"),
        ("3", "must be a list of whole numbers, such as [3]"),
        ([3, -1], "must be a whole number"),
    ],
)
def test_numbers_that_are_none_are_refused_in_words(value, words):
    with pytest.raises(ValueError) as refused:
        shapes.numbers(value)

    assert str(refused.value) == words
