"""What a constitution answers: paragraphs, quorums, windows and its calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from commissioning.rules import calendars
from commissioning.rules.constitution import Quorum
from commissioning.rules.constitution_toml import parse, shipped, shipped_text
from commissioning.rules.deadlines import Basis

ENGLAND = calendars.load("england")
LAMMAS_VALE = shipped("lammas-vale-2026")


@pytest.mark.parametrize(
    ("path", "paragraph"),
    [
        ("call_in.min_signatories", "Part 4E, paragraph 16.3"),
        ("call_in.hearing.at", "Part 4E, paragraph 16.8"),
        ("call_in.hearing.if_missed", "Part 4E, paragraph 16.9"),
        ("call_in.nothing", "Part 4E, paragraph 16"),
        ("clearances[1].within", "Part 4G, paragraph 4.2"),
        ("clearances.1.within", "Part 4G, paragraph 4.2"),
        ("nothing", ""),
        ("", ""),
    ],
)
def test_paragraph_of_a_value_or_of_its_part(path, paragraph):
    assert LAMMAS_VALE.paragraph(path) == paragraph


def test_citation_names_the_council():
    assert LAMMAS_VALE.citation("quorum.cabinet") == (
        "Constitution of London Borough of Lammas Vale, Part 4D, paragraph 1.7"
    )
    assert LAMMAS_VALE.citation("nothing") == "Constitution of London Borough of Lammas Vale"


@pytest.mark.parametrize(
    ("quorum", "whole_number", "needed"),
    [
        (Quorum(at_least=3), 10, 3),
        (Quorum(share="ONE_QUARTER"), 63, 16),
        (Quorum(share="ONE_QUARTER"), 64, 16),
        (Quorum(share="ONE_HALF"), 7, 4),
        (Quorum(share="ONE_THIRD"), 9, 3),
        (Quorum(at_least=3, share="ONE_QUARTER"), 8, 3),
        (Quorum(at_least=3, share="ONE_QUARTER"), 20, 5),
    ],
)
def test_quorum_rounds_a_share_up(quorum, whole_number, needed):
    assert quorum.needed(whole_number) == needed


def counted_from_the_decision(n: int):
    from_decision = replace(LAMMAS_VALE.call_in, counted_from="DECISION", period=replace(LAMMAS_VALE.call_in.period, basis=Basis.WORK_AFTER, n=n))
    return replace(LAMMAS_VALE, call_in=from_decision)


def test_call_in_window_runs_from_the_decision_where_the_constitution_says_so():
    """Camden: seven working days after a decision of Wednesday 23 December 2026."""
    decided, published = date(2026, 12, 23), datetime(2026, 12, 30, 18, tzinfo=UTC)

    window = counted_from_the_decision(7).call_in_window(published, ENGLAND, decided=decided)

    assert (window.started_on, window.start_event, window.ends_on, window.earliest) == (
        decided, "decision made", date(2027, 1, 6), date(2027, 1, 7),
    )  # fmt: skip
    assert window.shift == ""
    assert counted_from_the_decision(7).call_in_window(published, ENGLAND).start_event == "decision published"
    assert LAMMAS_VALE.call_in_window(published, ENGLAND, decided=decided).started_on == date(2026, 12, 30)


def test_call_in_window_that_would_be_over_before_publication_runs_from_there():
    late = counted_from_the_decision(2).call_in_window(date(2027, 1, 11), ENGLAND, decided=date(2026, 12, 23))
    in_time = counted_from_the_decision(2).call_in_window(date(2026, 12, 29), ENGLAND, decided=date(2026, 12, 23))

    assert (late.started_on, late.start_event) == (date(2027, 1, 11), "decision published")
    assert (in_time.started_on, in_time.ends_on) == (date(2026, 12, 23), date(2026, 12, 29))


def test_call_in_window_is_counted_and_cited():
    window = LAMMAS_VALE.call_in_window(datetime(2027, 4, 30, 9, tzinfo=UTC), ENGLAND)

    assert window.ends_at == datetime(2027, 5, 10, 16, tzinfo=UTC)
    assert window.earliest == date(2027, 5, 11)
    assert window.rule == "call_in.period"
    assert (window.start_event, window.target_event) == ("decision published", "takes effect")
    assert (window.published_by, window.prudent) == (time(17), True)
    assert window.citation == "Constitution of London Borough of Lammas Vale, Part 4E, paragraph 16.2"


def test_call_in_window_of_a_late_publication_begins_with_the_next_working_day():
    window = LAMMAS_VALE.call_in_window(datetime(2027, 4, 30, 17, tzinfo=UTC), ENGLAND)

    assert window.counts_from == date(2027, 5, 4)
    assert window.ends_on == date(2027, 5, 11)


def test_local_period_is_cited_by_its_paragraph():
    rule = LAMMAS_VALE.clearances[0]

    due = LAMMAS_VALE.deadline(
        "clearances[0].within", rule.within, date(2027, 1, 4), ENGLAND,
        start_event="clearance asked for", target_event="overdue from",
    )  # fmt: skip

    assert due.ends_on == date(2027, 1, 11)
    assert due.rule == "clearances[0].within"
    assert due.sentence.startswith("clearance asked for Mon 4 Jan 2027; working days Tue 5,")
    assert due.citation.endswith("Part 4G, paragraph 4.1")


def test_span_with_a_publication_cut_off():
    period = LAMMAS_VALE.publication.agenda

    agenda = period.forward(datetime(2027, 1, 4, 18, tzinfo=UTC), ENGLAND, published_by=time(17))

    assert agenda.counts_from == date(2027, 1, 5)


def test_calendar_knows_the_closure_days_and_counts_them():
    calendar = LAMMAS_VALE.calendar(ENGLAND)

    assert calendar.is_working_day(date(2026, 12, 30)) is True
    assert calendar.closure_days[date(2026, 12, 30)] == "Town Hall closed between Christmas and New Year"
    assert LAMMAS_VALE.calendar(ENGLAND) is calendar


def test_calendar_leaves_closure_days_out_where_the_council_says_so():
    text = shipped_text("lammas-vale-2026").replace(
        "closure_days_count = { value = true", "closure_days_count = { value = false"
    )

    calendar = parse(text).calendar(ENGLAND)

    assert calendar.reason(date(2026, 12, 30)) == "Town Hall closed between Christmas and New Year"


def test_calendar_without_closure_days_is_the_same():
    text = shipped_text("lammas-vale-2026")
    start, end = text.index("[[publication.closure_days]]"), text.index("[slippage]")

    assert parse(text[:start] + text[end:]).calendar(ENGLAND) is ENGLAND


@pytest.mark.parametrize(("rule", "prudent"), [("NEXT_WORKING_DAY", True), ("ACTUAL_DATE", False)])
def test_prudence_is_the_council_s_choice(rule, prudent):
    text = shipped_text("lammas-vale-2026").replace('"NEXT_WORKING_DAY"', f'"{rule}"')

    assert parse(text).publication.prudent is prudent


def test_demo_borough_has_the_agreed_numbers():
    call_in = LAMMAS_VALE.call_in

    assert (call_in.period.basis, call_in.period.n, call_in.period.cut_off) == ("CLEAR_WORK", 5, time(17))
    assert (call_in.min_signatories, call_in.min_political_groups) == (5, 1)
    assert (call_in.hearing.within.n, call_in.hearing.if_missed) == (10, "STAYS_HELD")
    assert call_in.reconsider.within.n == 10
    assert (LAMMAS_VALE.key_decision.comparison, LAMMAS_VALE.key_decision.wards_at_least) == ("OVER", 2)
    assert (LAMMAS_VALE.quorum.cabinet.at_least, LAMMAS_VALE.quorum.scrutiny.at_least) == (3, 4)
    assert LAMMAS_VALE.records.publish_within.n == 2
    assert (LAMMAS_VALE.slippage.rule, LAMMAS_VALE.slippage.restart_after_months) == ("CARRY", 3)
    assert LAMMAS_VALE.sign_off.expires_after_months == 6
    assert LAMMAS_VALE.ssmt.casting_vote is False
