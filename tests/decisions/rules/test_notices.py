"""The notice of a key decision: complete, in time, and available."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules.refusals import Refusal
from commissioning.rules.shortcomings import Shortcoming
from decisions.rules.notices import (
    Notice,
    Route,
    availability,
    general_exception,
    maturity,
    require_matured,
    require_publishable,
    shortcomings,
)
from tests.builders_rules import england, london, refusal_of, the_constitution

NOTICE = Notice(
    matter="Joint survivors’ service",
    maker="Cabinet",
    maker_is_body=True,
    members=("Leader", "Cabinet member for homes"),
    decision_from=date(2026, 12, 21),
    decision_to=date(2027, 1, 31),
    documents=("Report",),
    address="Town Hall",
    procedure="Write to democratic services.",
)
FRIDAY = date(2026, 11, 20)
CUT_OFF = the_constitution().publication.cut_off


def fields(**words):
    return [gap.field for gap in shortcomings(replace(NOTICE, **words))]


def test_complete_notice_has_no_gap():
    assert (shortcomings(NOTICE), require_publishable(NOTICE, **LIMIT)) == ((), ())


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"says_key_decision": False}, "a"),
        ({"matter": " "}, "b"),
        ({"has_exempt_content": True}, "b"),
        ({"maker": ""}, "c"),
        ({"maker_is_body": False}, "c"),
        ({"documents": ()}, "e"),
        ({"address": ""}, "f"),
        ({"says_more_documents": False}, "g"),
        ({"procedure": ""}, "h"),
    ],
)
def test_each_field_of_the_regulation_is_asked_for(words, field):
    assert fields(**words) == [field]


def test_e11_notice_without_the_members_of_the_body_cannot_be_published():
    refused = refusal_of(require_publishable, replace(NOTICE, members=()), **LIMIT)

    assert (refused.code, refused.message) == (
        "notice.incomplete", "The notice cannot be published yet. List the members of the body.",
    )  # fmt: skip


def test_notice_of_an_individual_gives_name_and_title():
    person = replace(
        NOTICE, maker="Ada Obi", maker_is_body=False, members=(), maker_title="Cabinet member for homes"
    )

    assert shortcomings(person) == ()


def test_e07_period_that_ends_before_it_starts_is_rejected():
    assert fields(decision_to=date(2026, 12, 20)) == ["d"]


LIMIT = {"longest_months": 12, "citation": "Constitution, paragraph 5.3"}


def test_e07_period_longer_than_twelve_months_gives_a_warning():
    assert require_publishable(replace(NOTICE, decision_to=date(2027, 12, 21)), **LIMIT) == ()
    assert require_publishable(replace(NOTICE, decision_to=date(2027, 12, 22)), **LIMIT) == (
        "The period for the decision is longer than 12 months (Constitution, paragraph 5.3).",
    )


def test_e07_period_is_warned_of_from_the_length_that_the_constitution_names():
    half = {"longest_months": 6, "citation": "Constitution, paragraph 5.3"}

    assert require_publishable(replace(NOTICE, decision_to=date(2027, 6, 21)), **half) == ()
    assert require_publishable(replace(NOTICE, decision_to=date(2027, 6, 22)), **half) == (
        "The period for the decision is longer than 6 months (Constitution, paragraph 5.3).",
    )
    assert require_publishable(replace(NOTICE, decision_to=date(2027, 1, 22)), **LIMIT | {"longest_months": 1}) == (
        "The period for the decision is longer than 1 month (Constitution, paragraph 5.3).",
    )


def test_e01_decision_28_days_after_publication_is_blocked_with_the_count():
    refused = refusal_of(require_matured, maturity(FRIDAY, england()), FRIDAY + timedelta(days=28), england())

    assert (refused.code, refused.earliest) == ("notice.too_short", FRIDAY + timedelta(days=29))
    assert refused.message == (
        "A decision on 18 December 2026 would leave only 27 clear days; 28 are needed. "
        "The earliest lawful date is 19 December 2026."
    )
    assert [way.label for way in refused.alternatives] == [
        "Use the general exception with five clear days’ notice",
        "Ask for agreement to special urgency",
    ]


def test_acceptance_notice_of_friday_20_november_allows_monday_21_december():
    deadline = maturity(london(FRIDAY), england(), published_by=CUT_OFF)

    assert refusal_of(require_matured, deadline, date(2026, 12, 18), england()).code == "notice.too_short"
    assert require_matured(deadline, date(2026, 12, 21), england()) == (
        "notice published Fri 20 Nov 2026; 28 clear days from Sat 21 Nov to Fri 18 Dec 2026; "
        "earliest decision Sat 19 Dec 2026, first working day Mon 21 Dec"
    )


def test_e02_notice_five_minutes_before_midnight_counts_as_the_next_working_day():
    late = maturity(london(FRIDAY, 23, 55), england(), published_by=CUT_OFF)

    refused = refusal_of(require_matured, late, date(2026, 12, 21), england())

    assert refused.message == (
        "A decision on 21 December 2026 would leave only 27 clear days; 28 are needed. "
        "It was after 5pm, so it counts as 23 November 2026. The earliest lawful date is 22 December 2026."
    )


def test_e02_council_that_counts_the_actual_date_accepts_it():
    late = maturity(london(FRIDAY, 23, 55), england(), published_by=CUT_OFF, prudent=False)

    assert late.earliest == date(2026, 12, 19)


def test_acceptance_general_exception_of_23_december_allows_5_january():
    deadline = general_exception(date(2026, 12, 23), england())

    assert refusal_of(require_matured, deadline, date(2027, 1, 4), england()).code == "notice.too_short"
    assert require_matured(deadline, date(2027, 1, 5), england())


def test_e03_outage_of_six_hours_turns_the_notice_amber():
    start = london(date(2026, 12, 2), 3)

    assert availability([(start, start + timedelta(hours=6))]) == "AMBER"
    assert availability([]) == "GREEN"


def test_routes_are_three():
    assert list(Route) == ["NOTICE", "REG10", "REG11"]


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(days, days, st.integers(0, 60))
def test_more_notice_is_never_less_valid(published, decision, earlier):
    def valid(day):
        try:
            require_matured(maturity(day, england()), decision, england())
        except Refusal:
            return False
        return True

    assert valid(published - timedelta(days=earlier)) or not valid(published)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)))
def test_prudent_reading_never_matures_earlier(moment):
    published = london(moment.date(), moment.hour, moment.minute)

    prudent = maturity(published, england(), published_by=CUT_OFF)
    actual = maturity(published, england(), published_by=CUT_OFF, prudent=False)

    assert prudent.earliest >= actual.earliest


# --- the words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "field", "message"),
    [
        ({"says_key_decision": False}, "a", "Say that a key decision is to be made on behalf of the council."),
        ({"matter": " "}, "b", "Describe the matter."),
        ({"has_exempt_content": True}, "b", "Take exempt or confidential information out of the notice."),
        ({"maker": " "}, "c", "Name the decision-maker."),
        ({"members": ()}, "c", "List the members of the body."),
        ({"members": ("Leader", "")}, "c", "List the members of the body."),
        ({"maker_is_body": False, "maker_title": " "}, "c", "Give the decision-maker’s title."),
        ({"decision_to": date(2026, 12, 20)}, "d", "The period ends before it starts. Correct the dates."),
        ({"documents": ()}, "e", "List the documents submitted for consideration."),
        ({"address": " "}, "f", "Give the address from which copies are available."),
        ({"says_more_documents": False}, "g", "Say that other relevant documents may be submitted."),
        ({"procedure": " "}, "h", "Say how to ask for details of those documents."),
    ],
)
def test_each_gap_of_a_notice_says_what_to_write(words, field, message):
    notice = replace(NOTICE, **words)

    refused = refusal_of(require_publishable, notice, **LIMIT)

    assert shortcomings(notice) == (Shortcoming("NOTICE", field, message),)
    assert (refused.code, refused.message, refused.citation) == (
        "notice.incomplete", f"The notice cannot be published yet. {message}", "SI 2012/2089 reg 9"
    )  # fmt: skip


def test_person_with_a_title_and_a_period_of_one_day_are_whole():
    assert shortcomings(replace(NOTICE, maker_is_body=False, maker_title="Leader", members=())) == ()
    assert shortcomings(replace(NOTICE, decision_to=NOTICE.decision_from)) == ()


def test_day_too_early_for_a_notice_is_refused_with_its_count():
    due = maturity(date(2026, 11, 20), england())

    refused = refusal_of(require_matured, due, date(2026, 12, 18), england())

    assert (refused.code, refused.citation, refused.earliest, refused.counted) == (
        "notice.too_short", "SI 2012/2089 reg 9", date(2026, 12, 19), due
    )  # fmt: skip
    assert refused.message == (
        "A decision on 18 December 2026 would leave only 27 clear days; 28 are needed. "
        "The earliest lawful date is 19 December 2026."
    )
    assert require_matured(due, date(2026, 12, 19), england()) == due.sentence


def test_both_counts_wait_over_a_bank_holiday_proclaimed_since():
    proclaimed = england().with_holiday(date(2026, 11, 25), "A day of thanksgiving").with_holiday(date(2026, 12, 21), "A jubilee")

    assert general_exception(FRIDAY, england()).earliest == date(2026, 11, 28)
    assert general_exception(FRIDAY, proclaimed).earliest == date(2026, 12, 1)
    assert maturity(FRIDAY, proclaimed).calendar_version == proclaimed.version


def test_copy_of_a_notice_made_available_after_the_hour_counts_from_the_next_day():
    in_time, late = (london(FRIDAY, 17, minute) for minute in (0, 1))

    found = [general_exception(moment, england(), published_by=CUT_OFF).earliest for moment in (in_time, late)]

    assert found == [date(2026, 11, 28), date(2026, 12, 1)]


@pytest.mark.parametrize(("seconds", "light"), [(0, "GREEN"), (1, "AMBER")])
def test_notice_that_was_out_of_reach_for_no_time_is_green(seconds, light):
    went = london(FRIDAY, 12)

    assert availability([(went, went + timedelta(seconds=seconds))]) == light
