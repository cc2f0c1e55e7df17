"""Evidence is written apart from the service that asks, and does not outlive its data."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.rules.evidence import (
    Independence,
    data_warning,
    good_until,
    require_fresh,
    require_independent,
)
from tests.builders_rules import refusal_of

FACTS = Independence("ana", "rev", "app", "research", "adults", True)


def test_pack_from_the_research_function_is_independent():
    assert (
        require_independent(FACTS)
        == "Written in the research function, independent of the sponsoring service."
    )


def test_author_in_the_sponsoring_service_is_refused():
    assert (
        refusal_of(require_independent, replace(FACTS, author_body="adults")).code == "evidence.own_service"
    )


def test_declaration_is_asked_for():
    assert (
        refusal_of(require_independent, replace(FACTS, declared_independent=False)).code
        == "evidence.not_declared"
    )


def test_author_neither_reviews_nor_approves():
    assert refusal_of(require_independent, replace(FACTS, reviewer="ana")).code == "evidence.own_review"
    assert refusal_of(require_independent, replace(FACTS, approver="ana")).code == "evidence.own_review"


def test_data_older_than_three_years_give_a_warning():
    assert data_warning(date(2024, 3, 31), date(2027, 3, 31)) == ""
    assert data_warning(date(2024, 3, 31), date(2027, 4, 1)) == (
        "The newest figures were published on 31 March 2024, more than 3 years ago. Say so in the report."
    )
    assert data_warning(None, date(2027, 4, 1)) == ""


def test_pack_older_than_twelve_months_is_blocked_at_cabinet():
    assert (
        require_fresh(date(2026, 1, 11), date(2027, 1, 11)) == "The evidence is good until 11 January 2027."
    )

    refused = refusal_of(require_fresh, date(2026, 1, 11), date(2027, 1, 12))

    assert refused.code == "evidence.too_old"
    assert [way.label for way in refused.alternatives] == [
        "See the evidence and when it was approved", "Withdraw the case",
    ]  # fmt: skip


def test_pack_approved_on_a_leap_day_is_good_until_the_last_of_february():
    assert good_until(date(2028, 2, 29)) == date(2029, 2, 28)


LAW = "Local Government and Public Involvement in Health Act 2007 ss116 to 116B"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (
            {"author_body": "adults"}, "evidence.own_service",
            "The author works in the sponsoring service. Somebody in the research function must write the evidence.",
        ),
        (
            {"declared_independent": False}, "evidence.not_declared",
            "Declare that no line of management runs from you to the sponsoring service.",
        ),
        ({"reviewer": "ana"}, "evidence.own_review", "Nobody reviews or approves their own evidence."),
        ({"approver": "ana"}, "evidence.own_review", "Nobody reviews or approves their own evidence."),
    ],
)  # fmt: skip
def test_evidence_that_is_not_independent_says_why(words, code, message):
    refused = refusal_of(require_independent, replace(FACTS, **words))

    assert (refused.code, refused.message, refused.citation) == (code, message, LAW)


def test_evidence_that_is_too_old_says_since_when_and_leads_to_its_renewal():
    refused = refusal_of(require_fresh, date(2026, 1, 11), date(2026, 7, 12), months=6)

    assert (refused.code, refused.message, refused.citation) == (
        "evidence.too_old",
        "The evidence was approved on 11 January 2026 and is good until 11 July 2026. Take the case to its decision-maker by "
        "then, or withdraw it and put the question afresh, so that the evidence is renewed.",
        LAW,
    )
    assert [(way.label, way.url_name) for way in refused.alternatives] == [
        ("See the evidence and when it was approved", "case_evidence"), ("Withdraw the case", "case_withdraw"),
    ]  # fmt: skip


def test_council_may_set_its_own_age_of_data():
    assert data_warning(date(2025, 3, 31), date(2026, 3, 31), years=1) == ""
    assert data_warning(date(2025, 3, 31), date(2026, 4, 1), years=1) == (
        "The newest figures were published on 31 March 2025, more than 1 years ago. Say so in the report."
    )
