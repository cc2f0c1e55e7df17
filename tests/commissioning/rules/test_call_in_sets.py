"""Real councils' call-in rules are expressible, and what was not seen stays unknown.

Each row is re-typed from the page named in the file of the set: number, unit, start, time of day, members,
hearing, reconsideration.
"""

from datetime import UTC, date, datetime, time
from importlib.resources import files

import pytest

from commissioning.rules import calendars
from commissioning.rules.constitution_toml import PublishedCallInSet, parse_call_in_set
from commissioning.rules.deadlines import Basis

FOLDER = files("commissioning.data.constitutions.call_in")
NAMES = sorted(item.name.removesuffix(".toml") for item in FOLDER.iterdir() if item.name.endswith(".toml"))
ENGLAND = calendars.load("england")
UNITS = {"clear working days": Basis.CLEAR_WORK, "working days": Basis.WORK_AFTER, "days": None}
NOT_SEEN = None

ROWS = [
    # set, n, unit, counted from, time of day, least members, heard within, reconsidered within
    ("lambeth-2013", 5, "clear working days", "PUBLICATION", NOT_SEEN, 1, NOT_SEEN, NOT_SEEN),
    ("lambeth-2019-2022", 5, "clear working days", "DECISION", NOT_SEEN, NOT_SEEN, NOT_SEEN, NOT_SEEN),
    ("hackney", 5, "working days", "PUBLICATION", NOT_SEEN, 5, 10, NOT_SEEN),
    ("cheshire-east", 5, "working days", "ANNOUNCEMENT", NOT_SEEN, 6, NOT_SEEN, NOT_SEEN),
    ("merton", 3, "working days", "PUBLICATION", time(12), 3, NOT_SEEN, NOT_SEEN),
    ("thurrock", 5, "working days", "PUBLICATION", NOT_SEEN, NOT_SEEN, NOT_SEEN, NOT_SEEN),
    ("bracknell-forest", 5, "working days", "PUBLICATION", NOT_SEEN, 5, 15, 7),
    ("isle-of-wight-2004", 5, "working days", "PUBLICATION", NOT_SEEN, 4, 10, 5),
    (
        "bath-north-east-somerset",
        5,
        "clear working days",
        "PUBLICATION",
        NOT_SEEN,
        NOT_SEEN,
        NOT_SEEN,
        NOT_SEEN,
    ),
    ("kingston-upon-thames", 5, "working days", "PUBLICATION", NOT_SEEN, 100, NOT_SEEN, NOT_SEEN),
    ("kingston-upon-thames-later", 10, "working days", "DECISION", NOT_SEEN, 9, NOT_SEEN, NOT_SEEN),
    ("hillingdon-2022", 5, "working days", "DECISION_NOTICE", time(17), NOT_SEEN, NOT_SEEN, NOT_SEEN),
    ("harrogate", 5, "days", "DECISION_NOTICE", NOT_SEEN, NOT_SEEN, 20, NOT_SEEN),
    ("brent-2024", 5, "days", "PUBLICATION", NOT_SEEN, 5, NOT_SEEN, NOT_SEEN),
    ("camden", 7, "working days", "DECISION", NOT_SEEN, 4, NOT_SEEN, NOT_SEEN),
    ("wiltshire", 5, "clear working days", "PUBLICATION", time(17), 10, 5, 5),
    ("gloucestershire", 5, "working days", "PUBLICATION", NOT_SEEN, 5, NOT_SEEN, NOT_SEEN),
    ("east-sussex", 4, "working days", "PUBLICATION", time(16), 3, 10, NOT_SEEN),
    ("east-sussex-2025", 5, "working days", "PUBLICATION", time(16), 3, 10, NOT_SEEN),
    ("west-somerset", 5, "working days", NOT_SEEN, NOT_SEEN, 5, NOT_SEEN, NOT_SEEN),
]


def published(name: str) -> PublishedCallInSet:
    return parse_call_in_set(FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_published_row_is_expressible(row):
    name, n, unit, counted_from, closes, members, heard, reconsidered = row

    rules = published(name).call_in

    assert (rules.period.n, rules.period.basis) == (n, UNITS[unit])
    assert (rules.counted_from, rules.period.cut_off) == (counted_from, closes)
    assert rules.min_signatories == members
    hearing, reconsider = rules.hearing, rules.reconsider
    assert (hearing and hearing.within and hearing.within.n) == heard
    assert (reconsider and reconsider.within and reconsider.within.n) == reconsidered


@pytest.mark.parametrize("name", NAMES)
def test_published_set_has_source_and_date_and_is_not_complete(name):
    found = published(name)

    assert found.about.kind == "CALL_IN_SET"
    assert found.about.source_date != ""
    assert found.about.source != ""
    assert found.not_seen != ()


def test_every_row_has_its_set_and_the_others_have_no_period():
    without_row = set(NAMES) - {row[0] for row in ROWS}

    assert without_row == {"lambeth-2021", "lancaster", "rochdale", "southwark-2024", "tendring-2013"}


def test_time_of_day_that_was_not_seen_is_named():
    assert "call_in.period.cut_off" in published("camden").not_seen
    assert "call_in.period.cut_off" not in published("kingston-upon-thames").not_seen
    assert "call_in.period.cut_off" not in published("tendring-2013").not_seen


def test_basis_that_was_not_seen_is_named():
    assert "call_in.period.basis" in published("harrogate").not_seen
    assert {"call_in.period.basis", "call_in.period.n"} <= set(published("tendring-2013").not_seen)


def test_merton_closes_at_noon_on_the_third_working_day():
    window = published("merton").call_in.period.forward(date(2027, 3, 25), ENGLAND)

    assert window.ends_at == datetime(2027, 4, 1, 11, tzinfo=UTC)


def test_hillingdon_notice_of_24_february_2022_expires_at_5pm_on_3_march():
    window = published("hillingdon-2022").call_in.period.forward(date(2022, 2, 24), ENGLAND)

    assert window.ends_at == datetime(2022, 3, 3, 17, tzinfo=UTC)


def test_kingston_example_runs_from_tuesday_to_the_following_tuesday():
    window = published("kingston-upon-thames").call_in.period.forward(date(2026, 6, 2), ENGLAND)

    assert window.ends_on == date(2026, 6, 9)


def test_lambeth_cabinet_on_monday_the_first_is_carried_out_on_the_fifteenth():
    """2013 guide: draft minutes after 3 working days, published on Friday the 5th; five clear days; Monday 15th."""
    rules = published("lambeth-2013").call_in
    monday = date(2013, 7, 1)

    minutes = rules.decision_published_within.forward(monday, ENGLAND)
    window = rules.period.forward(date(2013, 7, 5), ENGLAND)

    assert minutes.ends_on == date(2013, 7, 4)
    assert window.next_working == date(2013, 7, 15)


def test_brent_needs_two_political_groups():
    assert published("brent-2024").call_in.min_political_groups == 2


def test_bath_caps_the_requests_of_one_member():
    assert published("bath-north-east-somerset").call_in.signatory_cap_per_year == 5


def test_bracknell_has_two_ways_to_call_in():
    (route,) = published("bracknell-forest").call_in.other_routes

    assert (route.requesters, route.min_signatories) == (("SCRUTINY_CHAIR", "SCRUTINY_MEMBER"), 3)


def test_kingston_lets_a_hundred_residents_hold_a_decision():
    trigger = published("kingston-upon-thames").call_in.resident_trigger

    assert (trigger.enabled, trigger.threshold, trigger.effect) == (True, 100, "HOLDS_DECISION")


def test_rochdale_exemption_is_the_chief_executive_s_after_consulting_scrutiny():
    exemption = published("rochdale").call_in.urgency_exemption

    assert exemption.agreed_by == ("HEAD_OF_PAID_SERVICE",)
    assert exemption.consulted == ("SCRUTINY_CHAIR", "SCRUTINY_VICE_CHAIR")


def test_gloucestershire_exemption_needs_both_chairs():
    exemption = published("gloucestershire").call_in.urgency_exemption

    assert (exemption.agreed_by, exemption.mode) == (("CIVIC_MAYOR", "SCRUTINY_CHAIR"), "ALL")


@pytest.mark.parametrize(
    ("name", "effect"),
    [("hackney", "TAKES_EFFECT"), ("wiltshire", "TAKES_EFFECT"), ("gloucestershire", "STAYS_HELD")],
)
def test_missed_hearing_has_its_published_effect(name, effect):
    assert published(name).call_in.hearing.if_missed == effect
