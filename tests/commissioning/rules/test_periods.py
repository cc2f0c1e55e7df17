"""Every period that statute fixes: its basis, number, calendar and law."""

from datetime import date, time

import pytest

from commissioning.rules import calendars, periods

EXPECTED = {
    "notice.key_decision": ("CLEAR_CAL", 28, "england", "SI 2012/2089 reg 9"),
    "notice.general_exception": ("CLEAR_WORK", 5, "england", "SI 2012/2089 reg 10"),
    "notice.private_meeting": ("CLEAR_CAL", 28, "england", "SI 2012/2089 reg 5(2)"),
    "notice.private_meeting_second": ("CLEAR_WORK", 5, "england", "SI 2012/2089 reg 5(4)"),
    "notice.meeting": ("CLEAR_WORK", 5, "england", "SI 2012/2089 reg 6(1)"),
    "agenda.public": ("CLEAR_WORK", 5, "england", "SI 2012/2089 regs 6(2), 7(3)"),
    "agenda.committee": ("CLEAR_WORK", 5, "england", "Local Government Act 1972 ss100A(6), 100B(3)"),
    "scrutiny.response": ("MONTHS_BEGINNING_WITH", 2, "england", "Local Government Act 2000 s9FE(4)"),
    "access.private_meeting": ("HOURS", 24, "england", "SI 2012/2089 reg 16(4)"),
    "access.scrutiny": ("CLEAR_CAL", 10, "england", "SI 2012/2089 reg 17(2)"),
    "procurement.standstill": ("WORK_INCL_UK", 8, "uk", "Procurement Act 2023 ss51(2), 123(1)"),
    "procurement.health_standstill": ("WORK_AFTER_TO_MIDNIGHT", 8, "england", "SI 2023/1348 reg 12"),
    "retention.record": ("MONTHS_BEGINNING_WITH", 72, "england", "SI 2012/2089 reg 21(6)"),
    "retention.background": ("MONTHS_BEGINNING_WITH", 48, "england", "SI 2012/2089 reg 21(7)"),
    "retention.officer_record": ("MONTHS_BEGINNING_WITH", 72, "england", "SI 2014/2095 reg 8(3)"),
    "retention.officer_background": ("MONTHS_BEGINNING_WITH", 48, "england", "SI 2014/2095 reg 8(4)"),
}


def test_periods_are_those_of_the_law():
    found = {
        period.rule: (period.basis, period.n, period.calendar, period.citation)
        for period in periods.ALL.values()
    }

    assert found == EXPECTED


@pytest.mark.parametrize("rule", EXPECTED)
def test_deadline_and_backward_count_carry_rule_and_law(rule):
    period = periods.ALL[rule]
    day = date(2027, 1, 11)

    deadline, back = period.forward(day), period.backward(day)

    assert (deadline.rule, deadline.citation) == (rule, period.citation)
    assert (deadline.start_event, deadline.target_event) == (period.start_event, period.target_event)
    assert (back.rule, back.citation, back.calendar) == (rule, period.citation, period.calendar)


def test_period_is_counted_on_a_newer_calendar():
    newer = calendars.load("england").with_holiday(date(2027, 1, 13), "A day of thanksgiving")

    assert periods.AGENDA.forward(date(2027, 1, 11), newer).ends_on == date(2027, 1, 19)
    assert periods.AGENDA.backward(date(2027, 1, 18), newer).latest == date(2027, 1, 7)


def test_record_is_kept_six_years_beginning_with_the_decision():
    kept = periods.RECORD_RETENTION.forward(date(2027, 1, 11))
    background = periods.BACKGROUND_RETENTION.forward(date(2027, 1, 11))

    assert kept.earliest == date(2033, 1, 11)
    assert background.earliest == date(2031, 1, 11)


def test_cut_off_is_passed_on():
    agenda = periods.AGENDA.forward(date(2027, 1, 9), published_by=time(17), prudent=False)
    notice = periods.KEY_DECISION_NOTICE.forward(date(2027, 1, 9), published_by=time(17), prudent=False)

    assert (agenda.counts_from, notice.counts_from) == (date(2027, 1, 11), date(2027, 1, 9))
