"""A bank holiday proclaimed inside running periods: the later end wins, old and new are kept (E-04)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, AuditOpening, BankHoliday, Body, Duty
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Refusal
from commissioning.services.calendars import proclaim_day
from decisions.models import DeadlineMove
from decisions.selectors.key_decision_notices import live_notice, notice_matures_at
from decisions.selectors.private_meetings import live_first, private_notices, second_of
from decisions.selectors.records import call_in_window_ends, current_record, may_take_effect_at
from decisions.selectors.recounts import NewDay, cases_to_recount, moves
from decisions.selectors.urgency import exceptions_of, find_exception
from decisions.services.key_decision_routes import require_footing
from decisions.services.private_meetings import PrivatePart, publish_private_notice, publish_second_notice
from decisions.services.recounts import move_deadlines
from scrutiny.selectors.call_ins import window_of
from scrutiny.selectors.register import find_public
from tests.builders import MORNING, a_borough, a_case, actor
from tests.builders import test_act as the_act
from tests.builders_law_acts import an_exception
from tests.builders_s1 import a_submitted_proposal
from tests.builders_s2 import a_copy, a_notice, ask_for_clearances
from tests.builders_s3 import a_cabinet_item, a_recommended_case
from tests.builders_s5 import IN_WINDOW, a_published_record

pytestmark = pytest.mark.django_db(transaction=True)
MOURNING = date(2027, 1, 18)  # a Monday inside the window of 13 to 19 January
NAME = "Day of national mourning"


@pytest.fixture(autouse=True)
def borough():
    a_borough()


def proclaim(day: date = MOURNING, parts: tuple[str, ...] = ("ENG",), at: datetime = IN_WINDOW) -> list[BankHoliday]:
    with ledger.recording():
        return proclaim_day(
            day=day, name=NAME, parts=parts, source="Proclamation of 13 January 2027",
            actor=actor("proper-officer"), at=at,
        )  # fmt: skip


def recount(case, day: date = MOURNING, at: datetime = IN_WINDOW) -> list[DeadlineMove]:
    with ledger.recording():
        return move_deadlines(case=case, day=day, because=NAME, actor=actor("proper-officer"), at=at)


def test_e04_holiday_inside_a_call_in_window_moves_its_end_and_keeps_both_counts():
    record = a_published_record()
    published = record.call_in["deadline"]
    proclaim()

    (move,) = recount(record.case)

    assert (move.period, move.before) == ("CALL_IN_WINDOW", published)
    assert Deadline.from_dict(move.before).ends_at == datetime(2027, 1, 19, 17, 0, tzinfo=UTC)
    assert call_in_window_ends(record.case) == datetime(2027, 1, 20, 17, 0, tzinfo=UTC)
    assert may_take_effect_at(record.case) == datetime(2027, 1, 21, 0, 0, tzinfo=UTC)
    assert window_of(record.case).skipped[-1] == (MOURNING, NAME)
    record.refresh_from_db()
    assert record.call_in["deadline"] == published
    assert current_record(record.case).call_in["deadline"] == move.after
    assert find_public(2026, "001") == record.case


def test_e04_each_case_gets_one_event_and_the_day_another():
    record = a_published_record()
    earlier = set(AuditIndex.objects.values_list("seq", flat=True))
    proclaim()
    recount(record.case)

    events = AuditIndex.objects.exclude(seq__in=earlier).order_by("seq")

    assert list(events.values_list("kind", "subject")) == [
        ("calendar.import", "calendar:2027-01-18"),
        ("deadline.move", "2026/001"),
    ]
    moved = AuditOpening.objects.get(event_id=events[1].seq, name="moves")
    assert moved.tier == "member"


def test_ct07_recount_never_shortens_a_published_window():
    record = a_published_record()
    proclaim()
    recount(record.case)
    BankHoliday.objects.get().remove_as(the_act(IN_WINDOW))

    assert moves(IN_WINDOW) == []
    assert call_in_window_ends(record.case) == datetime(2027, 1, 20, 17, 0, tzinfo=UTC)


def test_preview_shows_what_would_move_and_changes_nothing():
    record = a_published_record()

    found = moves(IN_WINDOW, new=NewDay(MOURNING, NAME, frozenset({"ENG"})))

    assert [(move.case, move.what, move.after.ends_on) for move in found] == [
        (record.case, "Call-in window", date(2027, 1, 20))
    ]
    assert DeadlineMove.objects.count() == 0
    assert call_in_window_ends(record.case) == datetime(2027, 1, 19, 17, 0, tzinfo=UTC)


def test_holiday_of_another_country_moves_nothing():
    a_published_record()

    assert moves(IN_WINDOW, new=NewDay(MOURNING, NAME, frozenset({"SCT"}))) == []


def test_window_that_has_run_out_is_not_opened_again():
    a_published_record()
    after = datetime(2027, 1, 19, 17, 0, 1, tzinfo=UTC)

    assert moves(after, new=NewDay(MOURNING, NAME, frozenset({"ENG"}))) == []


def test_duty_deadline_moves_with_its_history():
    case = a_case()
    a_submitted_proposal(case)
    ask_for_clearances(case)
    duty = Duty.objects.filter(kind="clearance.give").first()
    before = duty.due_at
    proclaim(date(2026, 11, 25), at=MORNING)

    rows = recount(case, date(2026, 11, 25), at=MORNING)

    duty.refresh_from_db()
    assert len(rows) == Duty.objects.filter(kind="clearance.give").count()
    assert duty.due_at == before + timedelta(days=1)
    assert duty.history.count() == 2


def test_recount_a_second_time_moves_and_writes_nothing():
    record = a_published_record()
    proclaim()
    recount(record.case)
    written = AuditIndex.objects.count()

    assert recount(record.case) == []
    assert AuditIndex.objects.count() == written
    assert cases_to_recount(IN_WINDOW) == []


def test_clear_calendar_days_of_a_notice_do_not_move():
    case = a_case()
    notice = a_notice(case)
    proclaim(date(2026, 11, 25), at=MORNING)

    assert [move.period for move in moves(MORNING) if move.period == "NOTICE"] == []
    assert live_notice(case).matures_on == notice.matures_on


def test_late_notice_counts_from_the_day_after_the_new_holiday():
    case = a_case()
    evening = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # after 5pm: counts as Tuesday
    notice = a_notice(case, at=evening)
    (preview,) = moves(evening, new=NewDay(date(2026, 11, 24), NAME, frozenset({"ENG"})))
    proclaim(date(2026, 11, 24), at=evening)

    recount(case, date(2026, 11, 24), at=evening)

    assert live_notice(case).matures_on == notice.matures_on + timedelta(days=1)
    assert preview.warning == ""


def test_preview_warns_that_a_decision_on_the_first_announced_day_must_be_put_off():
    evening = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # counts as Tuesday, so matures on 23 December
    a_notice(a_case(), at=evening, decide_from=date(2026, 12, 23))

    (move,) = moves(evening, new=NewDay(date(2026, 11, 24), NAME, frozenset({"ENG"})))

    assert move.warning == (
        "On 23 December 2026 the notice would have been public for only 27 of 28 clear days. "
        "Put the decision off to 24 December 2026 or later."
    )


def test_e04_agenda_that_is_now_open_too_short_a_time_warns_and_gives_the_lawful_day():
    published = datetime(2026, 12, 31, 10, 0, tzinfo=UTC)  # five clear working days: 4 to 8 January
    item = a_cabinet_item(a_recommended_case(), at=published)
    new_year = datetime(2027, 1, 3, 9, 0, tzinfo=UTC)
    proclaim(date(2027, 1, 6), at=new_year)

    (warned,) = [move.warning for move in moves(new_year) if move.period == "AGENDA"]
    recount(item.case, date(2027, 1, 6), at=new_year)

    item.refresh_from_db()
    assert warned == (
        "On 11 January 2027 the agenda would have been open for only 4 of 5 clear days. "
        "Put the meeting off to 12 January 2027 or later."
    )
    assert Deadline.from_dict(item.reckoning).earliest == date(2027, 1, 12)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2027, 1, 13), "calendar.past"),
        (date(2027, 1, 16), "calendar.weekend"),
        (date(2027, 3, 26), "calendar.known"),
        (date(2041, 1, 2), "calendar.outside"),
    ],
)
def test_day_that_changes_nothing_is_refused(day, code):
    with pytest.raises(Refusal) as refused:
        proclaim(day)

    assert refused.value.code == code
    assert BankHoliday.objects.count() == 0


def test_only_the_proper_officer_enters_a_day():
    with pytest.raises(PermissionDenied), ledger.recording():
        proclaim_day(
            day=MOURNING, name=NAME, parts=["ENG"], source="x", actor=actor("monitoring-officer"), at=IN_WINDOW
        )

    assert BankHoliday.objects.count() == 0


def test_day_is_kept_once_for_each_part():
    proclaim(parts=("ENG", "WLS"))
    proclaim(parts=("ENG", "WLS", "SCT"))

    assert list(BankHoliday.objects.values_list("jurisdiction", flat=True)) == ["ENG", "WLS", "SCT"]


WINTER = date(2026, 11, 30)  # a Monday inside the five clear days of an exception published on 23 November
BOXING_WEEK = datetime(2026, 12, 29, 9, 0, tzinfo=UTC)


def test_e04_holiday_moves_a_general_exception_and_the_decision_waits_for_it():
    case = a_case()
    an_exception(case, on=date(2026, 12, 1))
    proclaim(WINTER, at=MORNING)

    (move,) = recount(case, WINTER, MORNING)

    (row,) = exceptions_of(case)
    assert (move.period, Deadline.from_dict(move.before).earliest) == ("EXCEPTION", date(2026, 12, 1))
    assert (row.matures_on, notice_matures_at(case)) == (date(2026, 12, 2), datetime(2026, 12, 2, 0, 0, tzinfo=UTC))
    assert find_exception(row.reference).deadline == move.after
    with pytest.raises(Refusal) as refusal, ledger.recording():
        require_footing(case, maker="Cabinet", on=date(2026, 12, 1), at=MORNING)
    assert (refusal.value.code, refusal.value.earliest) == ("urgency.too_short", date(2026, 12, 2))


def test_preview_warns_that_a_decision_under_the_exception_must_be_put_off():
    an_exception(a_case(), on=date(2026, 12, 1))

    (move,) = moves(MORNING, new=NewDay(WINTER, NAME, frozenset({"ENG"})))

    assert (move.what, move.after.earliest) == ("General exception 2026-001-x1", date(2026, 12, 2))
    assert move.warning == (
        "On 1 December 2026 the general exception would have been public for only 4 of 5 clear days. "
        "Put the decision off to 2 December 2026 or later."
    )
    assert DeadlineMove.objects.count() == 0


def test_e04_holiday_moves_the_second_notice_of_a_private_meeting():
    case = a_case()
    a_private_pair(case)
    day = date(2027, 1, 4)
    proclaim(day, at=BOXING_WEEK)

    (move,) = recount(case, day, BOXING_WEEK)

    second = second_of(live_first(case))
    assert (move.period, move.private.stage) == ("PRIVATE", "SECOND")
    assert (Deadline.from_dict(move.before).earliest, second.matures_on) == (date(2027, 1, 7), date(2027, 1, 8))
    assert [row.matures_on for row in private_notices(case)] == [date(2026, 12, 22), date(2027, 1, 8)]
    assert moves(BOXING_WEEK) == []


def test_first_notice_counts_calendar_days_so_a_holiday_does_not_move_it():
    case = a_case()
    a_private_pair(case, second=False)

    assert moves(MORNING, new=NewDay(date(2026, 12, 10), NAME, frozenset({"ENG"}))) == []


def a_private_pair(case, *, second: bool = True) -> None:
    """Both notices for 11 January 2027, the second on 29 December."""
    part = PrivatePart(Body.objects.get(key="cabinet"), date(2027, 1, 11), "The bids.", (3,), "Bids would converge.")
    by = actor("proper-officer")
    with ledger.recording():
        publish_private_notice(case=case, part=part, copy=a_copy(MORNING), actor=by, at=MORNING)
    if second:
        with ledger.recording():
            publish_second_notice(case=case, reasons="Still.", copy=a_copy(BOXING_WEEK), actor=by, at=BOXING_WEEK)
