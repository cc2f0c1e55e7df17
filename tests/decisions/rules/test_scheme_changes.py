"""Which changes of the scheme are lawful, and what the scheme says after one."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.rules.refusals import Refusal
from decisions.rules.authority import Finding
from decisions.rules.delegations import Delegation
from decisions.rules.scheme_changes import Change, Kind, compare_faults, require_lawful_change, scheme_after

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)
ROW = Delegation("Housing services", "cm-housing", date(2026, 5, 20), limit_pence=50_000_000, source="Part 3C")
OTHER = Delegation("Libraries", "cm-culture", date(2026, 5, 20), source="Part 3C")
WIDER = replace(ROW, starts_on=TOMORROW, limit_pence=80_000_000)


def refused(change: Change) -> Refusal:
    with pytest.raises(Refusal) as caught:
        require_lawful_change(change, today=TODAY)
    return caught.value


def test_changed_line_ends_on_the_day_before_and_goes_on_in_new_words():
    after = scheme_after([ROW, OTHER], Change(Kind.CHANGE, TOMORROW, ROW, WIDER))

    assert after == (replace(ROW, ends_on=TODAY), OTHER, WIDER)


def test_ended_line_keeps_an_earlier_end():
    short = replace(ROW, ends_on=date(2026, 11, 1))

    assert scheme_after([short], Change(Kind.END, TOMORROW, short)) == (short,)


def test_new_line_may_apply_from_today_but_an_old_one_changes_from_tomorrow():
    assert require_lawful_change(Change(Kind.ADD, TODAY, None, OTHER), today=TODAY) == "It applies from 23 November 2026."
    assert refused(Change(Kind.CHANGE, TODAY, ROW, WIDER)).earliest == TOMORROW
    assert refused(Change(Kind.END, TODAY, ROW)).code == "scheme.past"
    assert refused(Change(Kind.ADD, date(2026, 11, 22), None, OTHER)).earliest == TODAY


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change(Kind.ADD, TODAY, None, replace(OTHER, source=" ")), "scheme.no_source"),
        (Change(Kind.END, TOMORROW, replace(ROW, ends_on=TODAY)), "scheme.over"),
        (Change(Kind.END, TOMORROW, replace(ROW, starts_on=TOMORROW)), "scheme.past"),
        (Change(Kind.CHANGE, TOMORROW, ROW, replace(ROW, starts_on=TOMORROW)), "scheme.same"),
        (Change(Kind.ADD, TOMORROW, None, replace(OTHER, starts_on=TOMORROW, ends_on=TODAY)), "scheme.never"),
    ],
)
def test_change_that_reaches_back_or_comes_to_nothing_is_refused(change, code):
    assert refused(change).code == code


def test_faults_are_told_apart_as_new_and_mended():
    stays, new, gone = (Finding(code, "Libraries", "x", "") for code in ("ENDS", "TWICE", "VACANT"))

    found = compare_faults([stays, gone], [stays, new])

    assert (found.new, found.mended) == ((new,), (gone,))
