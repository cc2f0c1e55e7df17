"""When the quicker ways to a key decision may be used at all: each only where the slower one is impracticable.

Source: SI 2012/2089 regs 9, 10(1) and 11(1).
"""

from datetime import date

from commissioning.rules.dates import long_date, months_later
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.general_exception import REG_10
from decisions.rules.urgency import REG_11


def full_notice(decide_on: date) -> Alternative:
    """The ordinary way: a notice of key decision for that date."""
    return Alternative(
        f"Publish the full notice for a decision on {long_date(decide_on)}",
        "notice_again",
        query={"decide_from": decide_on.isoformat(), "decide_to": decide_on.isoformat()},
    )


def general_exception(decide_on: date) -> Alternative:
    """Five clear days instead of 28."""
    return Alternative(
        "Use the general exception with five clear days’ notice", "case_exception", query={"decide_on": decide_on.isoformat()}
    )


def require_exception_needed(decide_on: date, *, notice_matures_on: date) -> str:
    """The general exception is for a date that 28 clear days from today cannot meet; Refusal("urgency.not_needed")."""
    if decide_on >= notice_matures_on:
        message = (
            f"A full notice published today would be in time for {long_date(decide_on)}. "
            "The general exception is only for a date that it cannot meet."
        )
        raise Refusal(
            "urgency.not_needed", message, REG_10, earliest=notice_matures_on, alternatives=(full_notice(decide_on),)
        )
    return f"28 clear days would end too late: the first date would be {long_date(notice_matures_on)}."


def require_special_urgency_needed(decide_by: date, *, exception_matures_on: date) -> str:
    """Special urgency is for a date that even five clear days cannot meet; Refusal("urgency.not_needed")."""
    if decide_by >= exception_matures_on:
        message = (
            f"The general exception, published today, would be in time for {long_date(decide_by)}. "
            "Special urgency is only for a date that it cannot meet."
        )
        way = general_exception(decide_by)
        raise Refusal("urgency.not_needed", message, REG_11, earliest=exception_matures_on, alternatives=(way,))
    return f"Five clear days would end too late: the first date would be {long_date(exception_matures_on)}."


def report_periods(first: date, months: int, until: date) -> list[tuple[date, date]]:
    """The periods of the urgent-decisions report, oldest first: each begins where the last one ended.

    `first` is where the council begins to count, `months` its interval (twelve at most, SI 2012/2089 reg 19(3)); pairs
    are first day and the day after the last.
    """
    periods, start, n = [], first, 0
    while start <= until:
        n += 1
        end = months_later(first, months * n)
        periods.append((start, end))
        start = end
    return periods
