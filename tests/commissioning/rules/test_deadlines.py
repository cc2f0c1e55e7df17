"""What a Deadline says, and that it survives being stored."""

import json
from datetime import UTC, date, datetime, time

import pytest

from commissioning.rules import calendars, counting, periods
from commissioning.rules.deadlines import UNITS, WORKING_BASES, Basis, Deadline

ENGLAND = calendars.load("england")


def a_deadline(basis: str = "CLEAR_WORK", n: int = 5, start: date | datetime = date(2026, 12, 4), **words):
    calendar = calendars.load("uk") if basis == "WORK_INCL_UK" else ENGLAND
    return counting.forward(basis, n, start, calendar, **words)


@pytest.mark.parametrize("basis", list(Basis))
def test_deadline_is_the_same_after_storing_as_json(basis):
    deadline = a_deadline(basis, start=datetime(2026, 12, 23, 18, tzinfo=UTC), published_by=time(17))

    stored = json.loads(json.dumps(deadline.as_dict()))

    assert Deadline.from_dict(stored) == deadline
    assert stored["sentence"] == deadline.sentence


def test_kept_deadline_with_cut_off_is_the_same_after_storing():
    window = a_deadline(cut_off=time(17))
    shorter = a_deadline(n=4)

    kept = counting.never_shorten(window, shorter)

    assert Deadline.from_dict(json.loads(json.dumps(kept.as_dict()))) == kept


def test_sentence_shows_the_arithmetic():
    deadline = a_deadline(target_event="earliest meeting")

    assert deadline.sentence == (
        "published Fri 4 Dec 2026; clear working days Mon 7, Tue 8, Wed 9, Thu 10, Fri 11 Dec; "
        "earliest meeting Sat 12 Dec 2026, first working day Mon 14 Dec"
    )


def test_sentence_names_holidays_cut_off_and_both_months():
    deadline = a_deadline(start=date(2026, 12, 23), cut_off=time(17), target_event="takes effect")

    assert deadline.sentence == (
        "published Wed 23 Dec 2026; clear working days Thu 24, Tue 29, Wed 30, Thu 31 Dec, Mon 4 Jan; "
        "not counted Fri 25 Dec (Christmas Day), Mon 28 Dec (Boxing Day, substitute day), "
        "Fri 1 Jan (New Year’s Day); closes Mon 4 Jan at 5pm; takes effect Tue 5 Jan 2027"
    )


def test_sentence_of_a_long_period_names_its_ends():
    notice = periods.KEY_DECISION_NOTICE.forward(date(2026, 11, 20))

    assert notice.sentence == (
        "notice published Fri 20 Nov 2026; 28 clear days from Sat 21 Nov to Fri 18 Dec 2026; "
        "earliest decision Sat 19 Dec 2026, first working day Mon 21 Dec"
    )


def test_sentence_lists_twelve_days_but_not_thirteen():
    twelve, thirteen = a_deadline("CLEAR_CAL", 12), a_deadline("CLEAR_CAL", 13)

    assert "clear days Sat 5, Sun 6" in twelve.sentence
    assert "13 clear days from Sat 5 Dec to Thu 17 Dec 2026" in thirteen.sentence


def test_sentence_says_why_a_late_publication_moved():
    agenda = periods.AGENDA.forward(datetime(2026, 12, 4, 18, tzinfo=UTC), published_by=time(17))

    assert agenda.sentence.startswith(
        "agenda published Fri 4 Dec 2026 (after 5pm, so it counts as 7 December 2026); clear working days Tue 8,"
    )


def test_sentence_of_hours_gives_the_time():
    inspection = periods.MEMBER_INSPECTION.forward(datetime(2027, 3, 27, 20, tzinfo=UTC))

    assert inspection.sentence == (
        "meeting concluded Sat 27 Mar 2027; 24 hours of elapsed time, until Sun 28 Mar at 9pm; "
        "overdue from Sun 28 Mar 2027, first working day Tue 30 Mar"
    )


def test_sentence_of_one_day_is_in_the_singular():
    assert a_deadline(n=1).sentence.startswith("published Fri 4 Dec 2026; clear working day Mon 7 Dec; ")


def test_sentence_of_no_target_counts_no_days():
    assert "no days counted" in a_deadline("ASAP", 0).sentence


def test_sentence_marks_provisional_days():
    deadline = a_deadline(start=date(2029, 12, 21))

    assert deadline.sentence.endswith(
        "provisional, because the bank holidays of these days are not yet official"
    )


def test_sentence_of_months_names_first_and_last_day():
    response = periods.SCRUTINY_RESPONSE.forward(date(2027, 3, 10))

    assert response.sentence == (
        "report received Wed 10 Mar 2027; 2 months from Wed 10 Mar to Sun 9 May 2027; overdue from Mon 10 May 2027"
    )


def test_backward_sentence_gives_the_prudent_day():
    agenda = periods.AGENDA.backward(date(2027, 1, 11))

    assert agenda.sentence == (
        "for Mon 11 Jan 2027: 5 clear working days Mon 4, Tue 5, Wed 6, Thu 7, Fri 8 Jan; "
        "latest Sun 3 Jan 2027, the working day before is Thu 31 Dec 2026"
    )


def test_backward_sentence_of_a_long_period_names_its_ends():
    notice = periods.KEY_DECISION_NOTICE.backward(date(2027, 4, 6))

    assert notice.sentence == (
        "for Tue 6 Apr 2027: 28 clear days from Tue 9 Mar to Mon 5 Apr; latest Mon 8 Mar 2027"
    )


def test_backward_sentence_of_hours():
    inspection = periods.MEMBER_INSPECTION.backward(datetime(2027, 1, 12, 9, tzinfo=UTC))

    assert inspection.sentence == "for Tue 12 Jan 2027: 24 hours; latest Mon 11 Jan 2027"


def test_every_basis_has_words():
    assert set(UNITS) == set(Basis)


def test_only_working_bases_depend_on_working_days():
    calendar_bases = {basis for basis in Basis if not basis.counts_working_days}

    assert calendar_bases == {"CLEAR_CAL", "MONTHS_BEGINNING_WITH", "DAYS_BEGINNING_WITH", "HOURS"}
    assert WORKING_BASES.isdisjoint(calendar_bases)


def test_window_without_cut_off_is_open_until_midnight():
    window = a_deadline()

    assert window.open_at(datetime(2026, 12, 11, 23, 59, 59, tzinfo=UTC)) is True
    assert window.open_at(datetime(2026, 12, 12, tzinfo=UTC)) is False
