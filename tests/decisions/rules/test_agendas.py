"""Agenda and reports open long enough, late items by the right rule, reports whole."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules.deadlines import Basis
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.agendas import (
    LateItem,
    committee_item,
    committee_late_item,
    day_warning,
    executive_late_item,
    mendings,
    open_period,
    require_later,
    require_open_long_enough,
    require_report_whole,
)
from tests.builders_rules import england, london, refusal_of, told

MEETING = date(2027, 1, 11)


def test_acceptance_agenda_of_monday_4_january_is_too_late_for_the_11th():
    deadline = open_period(date(2027, 1, 4), england())

    refused = refusal_of(require_open_long_enough, deadline, MEETING, england())

    assert (refused.code, refused.earliest) == ("agenda.too_short", date(2027, 1, 12))
    assert refused.message == (
        "A meeting on 11 January 2027 would leave only 4 clear working days; 5 are needed. "
        "The earliest lawful date is 12 January 2027."
    )
    assert [way.label for way in refused.alternatives] == [
        "Take the item at a meeting on or after 12 January 2027",
        "Convene the meeting at shorter notice",
    ]


def test_acceptance_agenda_of_thursday_31_december_is_in_time():
    assert require_open_long_enough(open_period(date(2026, 12, 31), england()), MEETING, england()) == (
        "agenda published Thu 31 Dec 2026; clear working days Mon 4, Tue 5, Wed 6, Thu 7, Fri 8 Jan; "
        "not counted Fri 1 Jan (New Year’s Day); earliest meeting Sat 9 Jan 2027, first working day Mon 11 Jan"
    )


def test_calendar_reading_of_clear_days_is_shorter():
    assert open_period(date(2026, 12, 8), england(), basis=Basis.CLEAR_CAL).earliest == date(2026, 12, 14)
    assert open_period(date(2026, 12, 8), england()).earliest == date(2026, 12, 16)


def test_meeting_convened_at_shorter_notice_needs_the_agenda_from_that_moment():
    convened = london(date(2027, 1, 7), 12)
    in_time = open_period(london(date(2027, 1, 7), 12), england())
    late = open_period(london(date(2027, 1, 7), 13), england())

    assert require_open_long_enough(in_time, MEETING, england(), convened_at=convened) == (
        "Convened at shorter notice; agenda and reports open since it was convened."
    )
    refused = refusal_of(require_open_long_enough, late, MEETING, england(), convened_at=convened)
    assert refused.code == "agenda.not_open_since_convened"


def test_meeting_convened_just_after_midnight_in_summer_is_convened_on_the_london_day():
    """00:30 on Thursday 1 July in London is 23:30 on Wednesday in UTC: convened on the 1st it leaves four clear days, on the 30th five."""
    convened = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    deadline = open_period(convened, england())

    assert require_open_long_enough(deadline, date(2027, 7, 8), england(), convened_at=convened) == (
        "Convened at shorter notice; agenda and reports open since it was convened."
    )


def test_agenda_published_on_an_earlier_day_is_open_since_convening():
    assert require_open_long_enough(
        open_period(date(2027, 1, 6), england()), MEETING, england(), convened_at=london(date(2027, 1, 7))
    )


def test_meeting_convened_in_full_time_is_not_convened_at_shorter_notice():
    refused = refusal_of(
        require_open_long_enough,
        open_period(date(2027, 1, 7), england()),
        MEETING,
        england(),
        convened_at=london(date(2026, 12, 31)),
    )

    assert refused.code == "agenda.not_short"


def test_item_added_to_an_executive_agenda_needs_monitoring_officer_advice():
    deadline = open_period(date(2027, 1, 7), england())

    refused = refusal_of(executive_late_item, deadline, MEETING)

    assert (refused.code, refused.earliest) == ("agenda.late_item", date(2027, 1, 15))
    assert executive_late_item(deadline, MEETING, monitoring_officer_advice="Lawful because.").flagged is True
    assert executive_late_item(deadline, date(2027, 1, 15)).flagged is False


def test_committee_takes_a_late_item_on_the_chairs_opinion_with_circumstances():
    assert committee_late_item(chair_opinion=True, special_circumstances="Flood.").why == (
        "Urgent in the chair’s opinion: Flood."
    )
    assert (
        refusal_of(committee_late_item, chair_opinion=True, special_circumstances=" ").code
        == "agenda.late_item"
    )
    assert (
        refusal_of(committee_late_item, chair_opinion=False, special_circumstances="Flood.").code
        == "agenda.late_item"
    )


def test_e23_report_without_a_referenced_appendix_is_not_available():
    refused = refusal_of(require_report_whole, ["Appendix A", "Appendix B"], ["Appendix A"])

    assert refused.code == "agenda.report_incomplete"
    assert refused.message == (
        "The report refers to Appendix B, which is not published, so the report does not count as available. "
        "Attach it and count fresh clear days, or leave it out with the Monitoring Officer’s note."
    )
    assert require_report_whole(["Appendix B"], [], excluded_with_note=["Appendix B"])


@pytest.mark.parametrize(
    ("day", "reason"), [(date(2026, 12, 13), "Sunday"), (date(2026, 12, 25), "Christmas Day")]
)
def test_e05_meeting_on_a_sunday_or_bank_holiday_is_allowed_with_a_warning(day, reason):
    assert reason in day_warning(day, england())


def test_e05_meeting_on_a_working_day_has_no_warning():
    assert day_warning(MEETING, england()) == ""


# Lambeth's decision list shows the report five clear days before each decision (published dates, 2020-2021).
LAMBETH = [
    ("LAM-6683", date(2020, 10, 19), date(2020, 10, 27)),
    ("LAM-6636", date(2020, 7, 29), date(2020, 8, 6)),
    ("register of September 2021", date(2021, 9, 16), date(2021, 9, 24)),
]


@pytest.mark.parametrize(("reference", "published", "decided"), LAMBETH)
def test_published_notice_of_lambeth_left_five_clear_days(reference, published, decided):
    assert open_period(published, england()).earliest == decided


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 30), st.integers(0, 30))
def test_earlier_agenda_is_never_less_valid(meeting, gap, more):
    def valid(published):
        try:
            require_open_long_enough(open_period(published, england()), meeting, england())
        except Refusal:
            return False
        return True

    published = meeting - timedelta(days=gap)
    assert valid(published - timedelta(days=more)) or not valid(published)


# --- the words ----------------------------------------------------------------------------------------------------


def test_late_item_of_the_executive_is_admitted_in_time_or_on_advice():
    deadline = open_period(date(2027, 1, 4), england())

    refused = refusal_of(executive_late_item, deadline, MEETING, monitoring_officer_advice=" ")

    assert refused.earliest == date(2027, 1, 12)
    assert executive_late_item(deadline, date(2027, 1, 12)) == LateItem("Open for the full 5 clear days.", False)
    assert executive_late_item(deadline, MEETING, monitoring_officer_advice="Lawful.") == LateItem(
        "Added inside the 5 clear days on the Monitoring Officer’s recorded advice.", True
    )


def test_late_item_of_a_committee_is_always_flagged():
    refused = refusal_of(committee_late_item, chair_opinion=False, special_circumstances="Flood.")

    assert (refused.code, refused.citation) == ("agenda.late_item", "LGA 1972 s100B(4)")
    assert committee_late_item(chair_opinion=True, special_circumstances=" Flood. ") == LateItem(
        "Urgent in the chair’s opinion: Flood.", True
    )


def test_day_that_is_no_working_day_is_named_with_its_reason():
    assert day_warning(date(2027, 1, 1), england()) == (
        "1 January 2027 is not a working day (New Year’s Day). A meeting on it is lawful but unusual."
    )


def test_meeting_at_shorter_notice_is_refused_with_the_first_day_of_the_full_time():
    deadline = open_period(london(date(2027, 1, 7), 13), england())

    refused = refusal_of(require_open_long_enough, deadline, MEETING, england(), convened_at=london(date(2027, 1, 7), 12))
    full = refusal_of(require_open_long_enough, deadline, MEETING, england(), convened_at=london(date(2026, 12, 1), 12))

    assert (refused.code, refused.earliest) == ("agenda.not_open_since_convened", deadline.earliest)
    assert (full.code, full.earliest) == ("agenda.not_short", deadline.earliest)


def test_committee_item_open_for_five_clear_days_is_not_late():
    deadline = open_period(date(2027, 1, 4), england())

    found = committee_item(deadline, deadline.earliest)

    assert found == LateItem("Open for the full 5 clear days.", False)


def test_committee_item_open_since_a_meeting_convened_at_shorter_notice_is_not_late():
    deadline = open_period(london(date(2027, 1, 4), 9), england())

    found = committee_item(deadline, MEETING, convened_at=london(date(2027, 1, 4), 9))

    assert found == LateItem("Convened at shorter notice; open since the meeting was convened.", False)


def test_committee_item_published_after_the_meeting_was_convened_is_late():
    deadline = open_period(london(date(2027, 1, 4), 9, 1), england())

    refused = refusal_of(committee_item, deadline, MEETING, convened_at=london(date(2027, 1, 4), 9))

    assert refused.code == "agenda.late_item"


def test_committee_item_that_is_late_and_urgent_in_the_chairs_opinion_is_flagged():
    deadline = open_period(date(2027, 1, 4), england())

    found = committee_item(deadline, MEETING, chair_opinion=True, special_circumstances=" The provider closes on Friday. ")

    assert found == LateItem("Urgent in the chair’s opinion: The provider closes on Friday.", True)


@pytest.mark.parametrize("said", [{}, {"chair_opinion": True}, {"special_circumstances": "The provider closes."}])
def test_late_committee_item_without_opinion_and_circumstances_is_sent_to_a_later_meeting(said):
    deadline = open_period(date(2027, 1, 4), england())

    refused = refusal_of(committee_item, deadline, MEETING, **said)

    assert (refused.code, refused.citation, refused.earliest) == (
        "agenda.late_item", "LGA 1972 s100B(4)", date(2027, 1, 12)
    )  # fmt: skip
    assert refused.alternatives == (
        Alternative(
            "Take the item at a meeting on or after 12 January 2027",
            "case_scrutiny_agenda",
            query={"meeting": "new", "on": "2027-01-12"},
        ),
    )


def test_incomplete_report_is_told_whole():
    refused = refusal_of(require_report_whole, ["A", "B", "C"], ["A"])

    assert (refused.code, refused.message, refused.citation) == (
        "agenda.report_incomplete",
        "The report refers to B and C, which are not published, so the report does not count as available. "
        "Attach them and count fresh clear days, or leave them out with the Monitoring Officer’s note.",
        "SI 2012/2089 regs 6(2) and 7(3)",
    )
    assert require_report_whole(["A", "B"], ["A"], excluded_with_note=["B"]) == "Everything the report refers to is published with it."


def test_agenda_waits_over_a_bank_holiday_proclaimed_since():
    proclaimed = england().with_holiday(date(2027, 1, 6), "A day of thanksgiving")

    assert open_period(date(2026, 12, 31), proclaimed).earliest == date(2027, 1, 12)


@pytest.mark.parametrize(("moment", "earliest"), [(time(17), date(2027, 1, 9)), (time(17, 1), date(2027, 1, 12))])
def test_agenda_published_after_the_hour_of_the_constitution_counts_from_the_next_day(moment, earliest):
    published = london(date(2026, 12, 31), moment.hour, moment.minute)

    assert open_period(published, england(), published_by=time(17)).earliest == earliest


def test_council_whose_constitution_asks_for_more_clear_days_counts_them():
    assert open_period(date(2026, 12, 31), england(), n=7).earliest == date(2027, 1, 13)


WAS = london(date(2027, 1, 11), 18)


@pytest.mark.parametrize(
    ("starts_at", "at"),
    [
        (WAS, WAS - timedelta(days=3)),
        (WAS - timedelta(hours=1), WAS - timedelta(days=3)),
        (WAS + timedelta(hours=1), WAS + timedelta(hours=1)),
        (WAS + timedelta(hours=1), WAS + timedelta(hours=2)),
    ],
)
def test_meeting_is_not_put_off_to_its_own_time_an_earlier_one_or_one_that_is_past(starts_at, at):
    assert told(require_later, WAS, starts_at, at) == (
        "meeting.not_later",
        "A meeting is postponed to a later time than 11 January 2027 and than now. To meet earlier, call another meeting.",
        "SI 2012/2089 reg 6(1)",
    )


@pytest.mark.parametrize("at", [WAS - timedelta(days=3), WAS])
def test_meeting_may_be_put_off_by_a_minute(at):
    assert require_later(WAS, WAS + timedelta(minutes=1), at) is None


def test_day_from_which_a_meeting_is_put_off_is_the_london_day():
    was = datetime(2027, 6, 14, 23, 30, tzinfo=UTC)

    assert told(require_later, was, was, was)[1].startswith("A meeting is postponed to a later time than 15 June 2027 ")


def test_report_without_a_part_has_two_prepared_ways_to_be_mended():
    assert [(way.label, way.url_name, way.query) for way in mendings("Appendix B")] == [
        (
            "Publish Appendix B with the report now, and count fresh clear days", "case_report_gap",
            {"part": "Appendix B", "attached": "yes"},
        ),
        (
            "Ask the Monitoring Officer whether Appendix B may be left out", "case_report_gap",
            {"part": "Appendix B", "attached": "no"},
        ),
    ]  # fmt: skip
