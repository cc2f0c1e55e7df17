"""A petition online: its words, its days, who may sign, and when a start is forgotten."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scrutiny.rules.online_petitions import (
    is_forgotten,
    one_address,
    require_check,
    require_hand_in,
    require_offered,
    require_open,
    require_words,
    takes_signatures,
)
from tests.builders_rules import refusal_of, the_constitution, told

LAW = "Localism Act 2011 s46 (no statutory scheme); the council’s own practice"
TODAY = date(2027, 1, 14)
OPEN = {"closes_on": date(2027, 2, 11), "is_handed_in": False, "case_is_open": True, "today": TODAY}


@pytest.mark.parametrize(("subject", "asks"), [("", "Keep it."), (" ", "Keep it."), ("The clinic", " \n")])
def test_petition_has_a_subject_and_says_what_is_asked(subject, asks):
    assert told(require_words, subject, asks) == ("petition.no_words", "Give the subject, and say what you ask for and why.", LAW)
    assert require_words("The clinic", "Keep it.") is None


def test_refused_petition_has_reasons_and_needs_no_day():
    assert told(require_check, "REFUSED", " ", None, TODAY) == (
        "petition.no_reasons", "Say why it is not published; whoever started it reads that.", LAW,
    )  # fmt: skip
    assert require_check("REFUSED", "It names a nurse.", None, TODAY) is None


@pytest.mark.parametrize("closes_on", [None, TODAY, date(2027, 1, 13), date(2027, 7, 17)])
def test_accepted_petition_has_a_last_day_within_half_a_year(closes_on):
    refused = refusal_of(require_check, "ACCEPTED", "", closes_on, TODAY)

    assert (refused.code, refused.message, refused.citation, refused.earliest) == (
        "petition.days", "Give a last day for signatures after today and up to 16 July 2027.", LAW, date(2027, 1, 15),
    )  # fmt: skip


@pytest.mark.parametrize("closes_on", [date(2027, 1, 15), date(2027, 7, 16)])
def test_first_and_last_possible_day_are_accepted(closes_on):
    assert require_check("ACCEPTED", "", closes_on, TODAY) is None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"today": date(2027, 2, 11)}, True),
        ({"today": date(2027, 2, 12)}, False),
        ({"closes_on": None}, False),
        ({"is_handed_in": True}, False),
        ({"case_is_open": False}, False),
    ],
)
def test_petition_is_signed_from_its_publication_to_its_last_day(changed, expected):
    assert takes_signatures(**OPEN | changed) is expected


def test_signature_on_a_closed_petition_is_refused():
    assert told(require_open, **OPEN | {"is_handed_in": True}) == (
        "petition.closed", "This petition takes no signatures any more. Its page says what became of it.", LAW,
    )  # fmt: skip
    assert require_open(**OPEN) is None


def test_petition_is_handed_in_once_and_with_a_signature():
    assert told(require_hand_in, 1, is_handed_in=True) == ("petition.handed_in", "This petition has been handed in already.", LAW)
    assert told(require_hand_in, 0, is_handed_in=False) == (
        "petition.no_signatures", "Every signature has been taken back, so there is nothing to hand in. Withdraw it.", LAW,
    )  # fmt: skip
    assert require_hand_in(1, is_handed_in=False) is None


@pytest.mark.parametrize("email", [" Jo@Example.ORG ", "jo@example.org", "ｊｏ@example.org"])
def test_one_address_signs_once_however_it_is_spelt(email):
    assert one_address(email) == "jo@example.org"


def test_link_is_good_for_less_than_seven_days():
    asked = datetime(2027, 1, 14, 9, 0, tzinfo=UTC)

    assert is_forgotten(asked, asked + timedelta(days=7)) is True
    assert is_forgotten(asked, asked + timedelta(days=7, seconds=-1)) is False


def test_residents_start_a_petition_only_where_the_constitution_lets_them_ask():
    rules = the_constitution().scrutiny
    refused = refusal_of(require_offered, replace(rules, resident_requests=False), "Constitution, paragraph 17")

    assert require_offered(rules, "Constitution, paragraph 17") is None
    assert (refused.code, refused.message, refused.citation) == (
        "petition.not_offered",
        "The council takes no petitions on decisions here. Write to your councillor, or to the scrutiny officer.",
        "Constitution, paragraph 17",
    )
