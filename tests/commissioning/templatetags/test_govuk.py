"""Dates, money and Markdown as pages show them."""

from datetime import UTC, date, datetime, time

import pytest

from commissioning.templatetags import govuk


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2027, 1, 11), "11 January 2027"),
        ("2027-01-11", "11 January 2027"),
        (datetime(2027, 6, 30, 23, 30, tzinfo=UTC), "1 July 2027"),  # summer time: already tomorrow in London
        ("2027-06-30T23:30:00+00:00", "1 July 2027"),
        (None, ""),
        ("", ""),
    ],
)
def test_dates_are_london_dates_in_words(value, words):
    assert govuk.date_govuk(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2027, 1, 11, 17, 0, tzinfo=UTC), "5pm"),
        (datetime(2027, 1, 11, 10, 2, 59, tzinfo=UTC), "10:02am"),
        (datetime(2027, 7, 11, 10, 2, tzinfo=UTC), "11:02am"),
        (datetime(2027, 1, 11, 12, 0, tzinfo=UTC), "midday"),
        (datetime(2027, 1, 11, 0, 0, tzinfo=UTC), "midnight"),
        (datetime(2027, 1, 11, 12, 30, tzinfo=UTC), "12:30pm"),
        (datetime(2027, 1, 11, 0, 30, tzinfo=UTC), "12:30am"),
        (time(17), "5pm"),
        (date(2027, 1, 11), ""),
    ],
)
def test_times_are_written_as_people_say_them(value, words):
    assert govuk.time_govuk(value) == words


def test_instant_gives_date_and_time_and_date_gives_date_alone():
    assert govuk.datetime_govuk(datetime(2027, 1, 11, 17, tzinfo=UTC)) == "11 January 2027 at 5pm"
    assert govuk.datetime_govuk(date(2027, 1, 11)) == "11 January 2027"


def test_machine_form_of_instants_is_utc():
    assert govuk.iso(datetime(2027, 7, 1, 17, tzinfo=UTC)) == "2027-07-01T17:00:00Z"
    assert govuk.iso(date(2027, 7, 1)) == "2027-07-01"


@pytest.mark.parametrize(
    ("pence", "words"),
    [(5_344_028_600, "£53,440,286"), (60_130_733, "£601,307.33"), (0, "£0"), (-500, "-£5"), (None, "")],
)
def test_pounds_are_whole_unless_there_are_pence(pence, words):
    assert govuk.pounds(pence) == words


@pytest.mark.parametrize(
    ("pence", "words"),
    [
        (124_000_000, "£1.24m"), (25_000_000, "£250k"), (95_000, "£950"), (5_344_028_600, "£53.44m"),
        (99_999_999, "£1m"), (0, "£0"), (None, ""), (-120_000_000, "-£1.2m"), (123_456, "£1.23k"),
    ],
)  # fmt: skip
def test_short_money_keeps_three_figures(pence, words):
    assert govuk.money_short(pence) == words


def test_basis_of_a_figure_is_told_in_a_word():
    assert (
        govuk.basis_tag("illustrative") == '<strong class="govuk-tag govuk-tag--yellow">Illustrative</strong>'
    )
    assert govuk.basis_tag("<x>") == '<strong class="govuk-tag govuk-tag--grey">&lt;x&gt;</strong>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A *b*", '<p class="govuk-body">A <em>b</em></p>\n'),
        ("# Why", '<h2 class="govuk-heading-m">Why</h2>\n'),
        ("- a", '<ul class="govuk-list govuk-list--bullet">\n<li>a</li>\n</ul>\n'),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("[a](javascript:x)", '<p class="govuk-body">[a](javascript:x)</p>\n'),
        (None, ""),
    ],
)
def test_markdown_becomes_safe_html_with_classes(text, expected):
    html = govuk.markdown(text)

    assert html.replace('<p class="govuk-body">&lt;', "&lt;").replace("&gt;</p>\n", "&gt;") == expected


def test_markdown_links_tell_the_other_side_nothing():
    html = govuk.markdown("[a](https://example.org)")

    assert html == (
        '<p class="govuk-body"><a class="govuk-link" href="https://example.org" rel="noopener noreferrer">a</a></p>\n'
    )


def test_markdown_table_scrolls_and_has_column_headers():
    html = govuk.markdown("| Ward | Sum |\n|---|---|\n| Abbey | 12 |")

    assert html.count('<th class="govuk-table__header" scope="col">') == 2
    assert html.startswith('<div class="app-wide-table" role="region" aria-label="Table" tabindex="0"><table')
    assert html.endswith("</table></div>\n")


def test_calendar_strip_holds_start_counted_and_skipped_days_in_order():
    deadline = {
        "start_event": "published",
        "started_on": "2026-12-23",
        "counts_from": "2026-12-23",
        "counted": ["2026-12-24", "2026-12-29"],
        "skipped": [["2026-12-25", "Christmas Day"]],
        "earliest": "2026-12-30",
    }

    days = govuk.calendar_days(deadline)

    assert [(day.on.day, day.state, day.words) for day in days] == [
        (23, "start", "Published"),
        (24, "counted", "Day 1"),
        (25, "skipped", "Christmas Day"),
        (29, "counted", "Day 2"),
        (30, "earliest", "Earliest lawful day"),
    ]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("meeting on or after", "Earliest lawful day"),
        ("overdue from", "Overdue from"),
        ("considered", "Overdue from"),
        ("call-in over from", "Call-in is over from"),
    ],
)
def test_day_after_a_time_to_act_in_is_not_called_the_earliest_lawful_one(target, words):
    days = govuk.calendar_days({"target_event": target, "earliest": "2027-03-09"})

    assert [day.words for day in days] == [words]


def test_calendar_strip_says_when_a_late_event_counts_as_the_next_day():
    deadline = {
        "start_event": "published",
        "started_on": "2026-12-22",
        "counts_from": "2026-12-23",
        "counted": [],
    }

    days = govuk.calendar_days(deadline)

    assert [(day.on.day, day.words) for day in days] == [(22, "Published"), (23, "Counts as the start")]
