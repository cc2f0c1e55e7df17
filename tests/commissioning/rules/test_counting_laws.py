"""Laws that every count keeps, whatever the dates."""

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commissioning.rules import calendars, counting
from commissioning.rules.deadlines import Basis, Deadline

NAMES = ("england", "england-wales", "uk")
SMALL = calendars.load("uk").changed(covers_from=date(2026, 1, 1), covers_to=date(2028, 12, 31))
WITH_END = [basis for basis in Basis if basis not in (Basis.ASAP, Basis.WEEKDAY_OF_FOLLOWING_WEEK)]
COUNTS_BACK = [basis for basis in WITH_END if basis is not Basis.HOURS]
ONE_DAY = timedelta(days=1)

dates = st.dates(date(2014, 1, 1), date(2034, 12, 31))
near_dates = st.dates(date(2026, 6, 1), date(2028, 3, 31))
numbers = st.integers(1, 40)
laws = settings(max_examples=120, deadline=None)


def a_calendar(basis: Basis) -> calendars.Calendar:
    return calendars.load("uk" if basis is Basis.WORK_INCL_UK else "england")


@laws
@given(st.sampled_from(WITH_END), numbers, dates)
def test_a_longer_period_never_ends_earlier(basis, n, start):
    calendar = a_calendar(basis)

    shorter = counting.forward(basis, n, start, calendar)
    longer = counting.forward(basis, n + 1, start, calendar)

    assert longer.ends_at > shorter.ends_at


@laws
@given(st.sampled_from(WITH_END), numbers, dates, st.integers(1, 30))
def test_more_notice_never_makes_it_less_valid(basis, n, start, earlier):
    calendar = a_calendar(basis)

    late = counting.forward(basis, n, start, calendar)
    early = counting.forward(basis, n, start - timedelta(days=earlier), calendar)

    assert early.earliest <= late.earliest


@laws
@given(
    st.sampled_from(list(Basis)),
    st.integers(1, 7),
    near_dates,
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_adding_a_holiday_never_brings_an_end_forward(basis, n, start, holiday):
    before = counting.forward(basis, n, start, SMALL)

    after = counting.forward(basis, n, start, SMALL.with_holiday(holiday, "Proclaimed"))

    assert after.ends_at >= before.ends_at


@laws
@given(
    st.sampled_from(list(Basis)),
    st.integers(1, 7),
    near_dates,
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_recount_never_ends_earlier_even_when_a_holiday_goes(basis, n, start, holiday):
    published = counting.forward(basis, n, start, SMALL.with_holiday(holiday, "Proclaimed"))

    recounted = counting.recount(published, SMALL)

    assert recounted.ends_at >= published.ends_at
    assert recounted.earliest >= published.earliest


@laws
@given(st.sampled_from(COUNTS_BACK), numbers, dates)
def test_forward_from_the_latest_day_reaches_the_target(basis, n, target):
    calendar = a_calendar(basis)
    assume(basis is not Basis.WORK_AFTER or calendar.is_working_day(target))

    latest = counting.backward(basis, n, target, calendar).latest
    reached = counting.forward(basis, n, latest, calendar)

    limit = reached.ends_on if basis is Basis.WORK_AFTER else reached.earliest
    assert limit <= target


@laws
@given(st.sampled_from([basis for basis in COUNTS_BACK if basis is not Basis.WORK_AFTER]), numbers, dates)
def test_a_day_after_the_latest_is_too_late(basis, n, target):
    calendar = a_calendar(basis)

    latest = counting.backward(basis, n, target, calendar).latest
    late = counting.forward(basis, n, latest + ONE_DAY, calendar)

    assert late.earliest > target


@laws
@given(st.sampled_from(COUNTS_BACK), numbers, dates)
def test_the_prudent_day_is_a_working_day_not_after_the_latest(basis, n, target):
    calendar = a_calendar(basis)

    back = counting.backward(basis, n, target, calendar)

    assert calendar.is_working_day(back.latest_working)
    assert back.latest_working <= back.latest
    assert calendar.days_off(back.latest_working + ONE_DAY, back.latest) == tuple(
        (day, calendar.reason(day))
        for day in (
            back.latest_working + timedelta(days=number)
            for number in range(1, (back.latest - back.latest_working).days + 1)
        )
    )


@laws
@given(st.sampled_from([basis for basis in WITH_END if basis.counts_working_days]), numbers, dates)
def test_counted_and_skipped_days_are_every_day_of_a_working_period_once(basis, n, start):
    deadline = counting.forward(basis, n, start, a_calendar(basis))

    listed = sorted([*deadline.counted, *(day for day, _ in deadline.skipped)])
    first = start if basis is Basis.WORK_INCL_UK else start + ONE_DAY
    every = [first + timedelta(days=number) for number in range((deadline.ends_on - first).days + 1)]
    begins = {start + ONE_DAY} if basis is Basis.WORK_AFTER_TO_MIDNIGHT else set()
    assert set(listed) | begins == set(every)
    assert len(listed) == len(set(listed))
    assert len(deadline.counted) == n


@laws
@given(st.sampled_from(list(Basis)), st.integers(1, 7), dates)
def test_storing_a_deadline_loses_nothing(basis, n, start):
    deadline = counting.forward(basis, n, start, a_calendar(basis))

    assert Deadline.from_dict(deadline.as_dict()) == deadline


@laws
@given(st.sampled_from(list(Basis)), st.integers(1, 7), dates)
def test_next_working_day_is_a_working_day_after_the_end(basis, n, start):
    calendar = a_calendar(basis)

    deadline = counting.forward(basis, n, start, calendar)

    assert calendar.is_working_day(deadline.next_working)
    assert deadline.next_working > deadline.ends_on
    assert deadline.ends_on >= start


@laws
@given(st.sampled_from(["CLEAR_CAL", "CLEAR_WORK"]), numbers, dates, st.integers(0, 60))
def test_days_between_agree_with_the_period(basis, n, start, later):
    calendar = calendars.load("england")
    deadline = counting.forward(basis, n, start, calendar)
    target = start + timedelta(days=later)

    enough = len(counting.days_between(basis, start, target, calendar)) >= n

    assert enough == (target >= deadline.earliest)


@laws
@given(st.sampled_from(NAMES), dates)
def test_a_calendar_of_more_parts_never_has_more_working_days(name, day):
    if calendars.load("uk").is_working_day(day):
        assert calendars.load(name).is_working_day(day)
