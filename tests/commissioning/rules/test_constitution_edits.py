"""One value of a constitution is changed in its text, and nothing else."""

from datetime import date
from typing import get_args

import pytest

from commissioning.rules.call_in_rule_set import Role
from commissioning.rules.constitution_edits import as_written, choices, editable, with_value
from commissioning.rules.constitution_toml import parse, shipped_text
from commissioning.rules.constitution_words import changes, lines

TEXT = shipped_text("lammas-vale-2026")
FROM = date(2027, 4, 1)
EVERY_CHANGE = {("about.version", "2026.1", "2027.1"), ("about.effective_from", "20 May 2026", "1 April 2027")}


def changed(path: str, value: str) -> set[tuple[str, str, str]]:
    after = with_value(TEXT, path, value, version="2027.1", effective_from=FROM)
    return {(one.path, one.before, one.after) for one in changes(parse(TEXT), parse(after))} - EVERY_CHANGE


@pytest.mark.parametrize(
    ("path", "written", "value", "before", "after"),
    [
        ("call_in.min_signatories", "5", "6", "5", "6"),
        ("key_decision.comparison", "OVER", "AT_LEAST", "no, only a greater sum", "yes"),
        ("publication.cut_off", "17:00", "16:30", "5pm", "4:30pm"),
        ("call_in.signatory_cap_per_year", "none", "5", "none", "5"),
        ("key_decision.aggregation_months", "12", "24", "12", "24"),
        ("call_in.applies_to.officer", "KEY", "NONE", "key decisions only", "none"),
        ("publication.closure_days[1].day", "2026-12-30", "2026-12-24", "30 December 2026", "24 December 2026"),
        (
            "call_in.period", 'basis = "CLEAR_WORK", n = 5, cut_off = "17:00"', 'basis = "WORK_AFTER", n = 3, cut_off = "12:00"',
            "5 clear working days, closing at 5pm", "3 working days, closing at midday",
        ),
        ("clearances[2].silence", "NEVER", "NO_COMMENT", "Never", "No comment"),
    ],
)  # fmt: skip
def test_one_value_is_changed_with_version_and_date_and_nothing_else(path, written, value, before, after):
    assert as_written(TEXT, path) == written
    assert changed(path, value) == {(path, before, after)}


def test_paragraph_and_comments_stay_where_they_were():
    after = with_value(TEXT, "call_in.min_signatories", "6", version="2027.1", effective_from=FROM)

    assert 'min_signatories = { value = 6, paragraph = "Part 4E, paragraph 16.3" }' in after
    assert [line for line in after.split("\n") if line.startswith("#")] == [line for line in TEXT.split("\n") if line.startswith("#")]


def test_every_value_on_one_line_can_be_changed_and_lists_over_several_lines_in_the_file():
    shown = {line.path for line in lines(parse(TEXT))}
    apart = {path for path in shown - editable(TEXT) if not path.startswith("about.")}

    assert apart == {"call_in.grounds", "call_in.outcomes", "call_in.exempt_classes", "themes"} | {
        path for path in shown if as_written(TEXT, path) is None and not path.startswith("about.")
    }
    for path in sorted(shown & editable(TEXT)):
        same = with_value(TEXT, path, as_written(TEXT, path), version="2026.1", effective_from=date(2026, 5, 20))
        assert (path, same) == (path, TEXT)


def test_office_beside_the_one_who_rules_on_a_call_in_can_be_taken_away_on_the_form():
    after = with_value(TEXT, "call_in.validity_with", choices("call_in.validity_with")[-1], version="2027.1", effective_from=FROM)

    assert parse(after).call_in.validity_with is None


def test_words_are_written_as_they_are_typed():
    after = with_value(TEXT, "about.council", "Côte–Vale “£”", version="2027.1", effective_from=FROM)

    assert as_written(after, "about.council") == "Côte–Vale “£”"
    assert 'council = "Côte–Vale “£”"' in after


def test_version_date_kind_and_key_are_not_values_to_change():
    assert {path for path in editable(TEXT) if path.startswith("about.")} == {"about.council", "about.source", "about.source_date"}


def test_value_that_is_not_there_is_not_changed():
    with pytest.raises(LookupError, match=r"^call_in\.grounds$"):
        with_value(TEXT, "call_in.grounds", "[]", version="2027.1", effective_from=FROM)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("key_decision.comparison", ("OVER", "AT_LEAST")),
        ("key_decision.income_counts", ("true", "false")),
        ("clearances[2].silence", ("NEVER", "NO_COMMENT")),
        ("call_in.hearing.if_missed", ("TAKES_EFFECT", "STAYS_HELD")),
        ("call_in.min_signatories", ()),
        ("call_in.validity_with", (*get_args(Role), "none")),
        ("call_in.validity_decider", get_args(Role)),
        ("call_in.signatory_cap_per_year", ()),
        ("call_in.period", ()),
        ("call_in.requesters", ()),
    ],
)
def test_codes_and_yes_or_no_are_offered_as_choices(path, expected):
    assert choices(path) == expected
