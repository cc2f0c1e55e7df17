"""What has already happened is put on record with an explanation; it is never agreed to."""

from datetime import date

import pytest

from decisions.rules.outcomes import Outcome, looks_back, require_not_retrospective
from tests.builders_rules import refusal_of

SINCE, TODAY = date(2027, 1, 1), date(2027, 1, 11)


@pytest.mark.parametrize(
    ("outcome", "since", "because", "code"),
    [
        (Outcome.AGREED, SINCE, "The grant came late.", "decision.retrospective"),
        (Outcome.AGREED_AMENDED, SINCE, "", "decision.retrospective"),
        (Outcome.REGULARISED, None, "The grant came late.", "decision.no_since"),
        (Outcome.REGULARISED, SINCE, " ", "decision.no_explanation"),
        (Outcome.NOTED, SINCE, "", "decision.no_explanation"),
        (Outcome.NOTED, date(2027, 1, 12), "It will begin.", "decision.since"),
    ],
)
def test_e14_nothing_is_agreed_to_afterwards_and_what_is_put_on_record_is_explained(outcome, since, because, code):
    assert refusal_of(require_not_retrospective, outcome, since=since, because=because, today=TODAY).code == code


@pytest.mark.parametrize("outcome", [Outcome.NOTED, Outcome.REGULARISED])
def test_e14_expenditure_since_january_is_noted_or_regularised_with_its_explanation(outcome):
    said = require_not_retrospective(outcome, since=SINCE, because="The grant came late.", today=TODAY)

    assert said == "Put on record: what has happened since 1 January 2027. It is no authority for it."


@pytest.mark.parametrize("outcome", [Outcome.AGREED, Outcome.NOTED, Outcome.NOT_AGREED, Outcome.DEFERRED])
def test_what_lies_ahead_needs_no_explanation(outcome):
    assert require_not_retrospective(outcome, since=None, because="", today=TODAY) == ""


def test_refusal_leads_to_the_outcomes_that_are_lawful():
    refusal = refusal_of(require_not_retrospective, Outcome.AGREED, since=SINCE, because="", today=TODAY)

    assert [way.query for way in refusal.alternatives] == [{"outcome": "REGULARISED"}, {"outcome": "NOTED"}]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("That expenditure since 1 January be noted.", True),
        ("That the retrospective approval be given.", True),
        ("That the sum already spent be ratified.", True),
        ("That the service be bought from April.", False),
        ("That costs be reviewed since they grow.", False),
    ],
)
def test_hint_reads_recommendations_that_speak_of_the_past(text, found):
    assert bool(looks_back(["That the service be bought.", text])) is found
