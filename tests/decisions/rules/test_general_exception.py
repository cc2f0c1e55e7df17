"""The steps of the general exception, each refused in its own words (SI 2012/2089 reg 10)."""

from dataclasses import replace

import pytest

from decisions.rules.general_exception import CATEGORIES, REG_10, GeneralException, require_general_exception
from tests.builders_rules import refusal_of, told

WHY = "The provider gave notice on Friday, and the service would stop on the first of the month."
DONE = GeneralException(True, True, 0, 11, True, WHY, "SUPPLIER", 50)


@pytest.mark.parametrize("category", sorted(CATEGORIES))
def test_every_step_done_is_enough(category):
    said = "The chair is informed, the notice is public and the reason is stated."

    assert require_general_exception(replace(DONE, category=category)) == said


def test_committee_without_a_chair_needs_every_member_informed():
    without = replace(DONE, chair_exists=False, chair_informed=False, members_informed=11)

    assert require_general_exception(without) != ""
    assert told(require_general_exception, replace(without, members_informed=10)) == (
        "urgency.not_informed", "The committee has no chair, so inform every member of it in writing first.", REG_10,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"chair_informed": False}, "urgency.not_informed", "Inform the chair of the relevant scrutiny committee in writing first."),
        ({"published": False}, "urgency.not_published", "Publish the notice on the website and at the offices first."),
        ({"category": "NONE"}, "urgency.weak_reason", "Choose what kind of reason it is."),
        (
            {"reason": " " + "x" * 49 + " "},
            "urgency.weak_reason",
            "Say in at least 50 characters why the 28-day notice was impracticable. A late report is no reason.",
        ),
        (
            {"reason": "Late report " + "x" * 50},
            "urgency.weak_reason",
            "Say in at least 50 characters why the 28-day notice was impracticable. A late report is no reason.",
        ),
    ],
)
def test_missing_step_is_refused_in_its_own_words(changes, code, message):
    refused = refusal_of(require_general_exception, replace(DONE, **changes))

    assert (refused.code, refused.message, refused.citation) == (code, message, REG_10)


def test_reason_of_exactly_the_least_length_is_enough():
    assert require_general_exception(replace(DONE, reason="x" * 50)) != ""
