"""Evidence is written apart from the service that asks, and does not outlive its data."""

from dataclasses import replace
from datetime import date

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
        "The main data end on 31 March 2024 and are more than 3 years old. Say so in the report."
    )


def test_pack_older_than_twelve_months_is_blocked_at_cabinet():
    assert (
        require_fresh(date(2026, 1, 11), date(2027, 1, 11)) == "The evidence is good until 11 January 2027."
    )

    refused = refusal_of(require_fresh, date(2026, 1, 11), date(2027, 1, 12))

    assert refused.code == "evidence.too_old"
    assert [way.label for way in refused.alternatives] == ["Ask the research function to renew the pack"]


def test_pack_approved_on_a_leap_day_is_good_until_the_last_of_february():
    assert good_until(date(2028, 2, 29)) == date(2029, 2, 28)
