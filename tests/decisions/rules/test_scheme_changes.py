"""Which changes of the scheme are lawful, and what the scheme says after one."""

from dataclasses import replace
from datetime import date

import pytest

from decisions.rules.delegations import Delegation
from decisions.rules.scheme_changes import Change, Kind, compare_faults, require_lawful_change, scheme_after
from decisions.rules.scheme_checks import Finding
from tests.builders_rules import refusal_of, told

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)
ROW = Delegation("Housing services", "cm-housing", date(2026, 5, 20), limit_pence=50_000_000, source="Part 3C")
OTHER = Delegation("Libraries", "cm-culture", date(2026, 5, 20), source="Part 3C")
WIDER = replace(ROW, starts_on=TOMORROW, limit_pence=80_000_000)


SECTION_9E = "LGA 2000 s9E"


def test_changed_line_ends_on_the_day_before_and_goes_on_in_new_words():
    after = scheme_after([ROW, OTHER], Change(Kind.CHANGE, TOMORROW, ROW, WIDER))

    assert after == (replace(ROW, ends_on=TODAY), OTHER, WIDER)


def test_ended_line_keeps_an_earlier_end():
    short = replace(ROW, ends_on=date(2026, 11, 1))

    assert scheme_after([short], Change(Kind.END, TOMORROW, short)) == (short,)


@pytest.mark.parametrize(
    "change",
    [
        Change(Kind.ADD, TOMORROW, None, OTHER),
        Change(Kind.ADD, TOMORROW, None, replace(OTHER, starts_on=TOMORROW, ends_on=TOMORROW)),
        Change(Kind.CHANGE, TOMORROW, ROW, WIDER),
        Change(Kind.CHANGE, TOMORROW, replace(ROW, ends_on=TOMORROW), replace(WIDER, ends_on=TOMORROW)),
        Change(Kind.END, TOMORROW, ROW),
        Change(Kind.END, TOMORROW, replace(ROW, starts_on=TODAY)),
    ],
)
def test_change_from_tomorrow_is_lawful(change):
    assert require_lawful_change(change, today=TODAY) == "It applies from 24 November 2026."


def test_new_line_may_apply_from_today():
    assert require_lawful_change(Change(Kind.ADD, TODAY, None, OTHER), today=TODAY) == "It applies from 23 November 2026."


FORWARD = "A change reaches forward only. The first day on which it can apply is"


@pytest.mark.parametrize(
    ("change", "code", "message", "earliest"),
    [
        (Change(Kind.CHANGE, TODAY, ROW, WIDER), "scheme.past", f"{FORWARD} 24 November 2026.", TOMORROW),
        (Change(Kind.END, TODAY, ROW), "scheme.past", f"{FORWARD} 24 November 2026.", TOMORROW),
        (Change(Kind.ADD, date(2026, 11, 22), None, OTHER), "scheme.past", f"{FORWARD} 23 November 2026.", TODAY),
        (
            Change(Kind.END, TOMORROW, replace(ROW, starts_on=TOMORROW)), "scheme.past",
            "That line begins on 24 November 2026. It can change from the day after that.", date(2026, 11, 25),
        ),
        (
            Change(Kind.ADD, TODAY, None, replace(OTHER, source=" ")), "scheme.no_source",
            "Name the Leader’s decision or the paragraph from which the line comes.", None,
        ),
        (
            Change(Kind.END, TOMORROW, replace(ROW, ends_on=TODAY)), "scheme.over",
            "That line ends on 23 November 2026 already. Add a new line instead.", None,
        ),
        (
            Change(Kind.CHANGE, TOMORROW, ROW, replace(ROW, starts_on=TOMORROW)), "scheme.same",
            "Nothing would change. Change the office, the limit or the conditions.", None,
        ),
        (
            Change(Kind.ADD, TOMORROW, None, replace(OTHER, starts_on=TOMORROW, ends_on=TODAY)), "scheme.never",
            "The line would end before it begins. Give a later last day.", None,
        ),
    ],
)  # fmt: skip
def test_change_that_reaches_back_or_comes_to_nothing_is_refused(change, code, message, earliest):
    assert told(require_lawful_change, change, today=TODAY) == (code, message, SECTION_9E)
    assert refusal_of(require_lawful_change, change, today=TODAY).earliest == earliest


def test_faults_are_told_apart_as_new_and_mended():
    stays, new, gone = (Finding(code, "Libraries", "x", "") for code in ("ENDS", "TWICE", "VACANT"))

    found = compare_faults([stays, gone], [stays, new])

    assert (found.new, found.mended) == ((new,), (gone,))
