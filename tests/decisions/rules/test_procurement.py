"""Contracts wait for the standstill, tenders for the decision."""

from datetime import date

import pytest

from commissioning.rules.calendars import CalendarRefusal
from decisions.rules.procurement import early_tender, require_may_sign, standstill
from tests.builders_rules import england, refusal_of


def test_acceptance_award_notice_of_25_november_allows_signing_on_8_december():
    deadline = standstill(date(2026, 11, 25))

    refused = refusal_of(require_may_sign, deadline, date(2026, 12, 7))

    assert (refused.code, refused.message) == (
        "procurement.standstill",
        "The standstill lasts until the end of 7 December 2026. Sign on 8 December 2026 or later.",
    )
    assert require_may_sign(deadline, date(2026, 12, 8))


def test_e119_standstill_on_the_england_calendar_alone_is_refused():
    with pytest.raises(CalendarRefusal):
        standstill(date(2026, 11, 25), england())


def test_challenge_stops_the_signature():
    refused = refusal_of(require_may_sign, standstill(date(2026, 11, 25)), date(2027, 1, 11), challenged=True)

    assert refused.code == "procurement.challenged"


def test_e118_tender_notice_before_the_gateway_is_flagged():
    assert early_tender(date(2026, 12, 14), date(2026, 12, 14)) == ""
    assert early_tender(date(2026, 12, 14), None) == early_tender(date(2026, 12, 14), date(2026, 12, 15))
    assert early_tender(date(2026, 12, 14), None) == (
        "The tender notice of 14 December 2026 came before the decision to procure. The Monitoring Officer is told."
    )


def test_refused_signature_of_a_contract_names_its_law():
    deadline = standstill(date(2026, 11, 25))

    early = refusal_of(require_may_sign, deadline, date(2026, 12, 7))
    challenged = refusal_of(require_may_sign, deadline, date(2027, 1, 11), challenged=True)

    assert (early.citation, early.earliest) == ("Procurement Act 2023 s51", date(2026, 12, 8))
    assert (challenged.code, challenged.message, challenged.citation) == (
        "procurement.challenged", "The award is challenged, so the contract cannot be signed until the court says so.",
        "Procurement Act 2023 s101",
    )  # fmt: skip
    assert require_may_sign(deadline, date(2026, 12, 8)) == deadline.sentence
