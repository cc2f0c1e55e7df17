"""Contracts wait for the standstill, tenders for the decision."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.rules.calendars import CalendarRefusal
from decisions.rules.overlays import Kind as StopKind
from decisions.rules.overlays import Overlay
from decisions.rules.procurement import (
    SIGNED_ALREADY,
    Kind,
    Standstill,
    Step,
    health_standstill,
    require_in_effect,
    require_may_sign,
    short_standstill,
    signed_early,
    standstill,
    taken_back,
    too_early,
    while_stopped,
)
from tests.builders_rules import england, london, refusal_of, ways

AWARD = standstill(date(2026, 11, 25))


def test_acceptance_award_notice_of_25_november_allows_signing_on_8_december():
    standing = Standstill(AWARD)

    refused = refusal_of(require_may_sign, standing, date(2026, 12, 7))

    assert (refused.code, refused.message) == (
        "procurement.standstill",
        "The standstill lasts until the end of 7 December 2026. Sign on 8 December 2026 or later.",
    )
    assert require_may_sign(standing, date(2026, 12, 8))


def test_e119_standstill_on_the_england_calendar_alone_is_refused():
    with pytest.raises(CalendarRefusal):
        standstill(date(2026, 11, 25), england())


def test_challenge_stops_the_signature():
    refused = refusal_of(require_may_sign, Standstill(AWARD), date(2027, 1, 11), challenged=True)

    assert refused.code == "procurement.challenged"


def test_e118_tender_notice_before_the_gateway_is_flagged():
    on = date(2026, 12, 14)

    assert too_early(Step(Kind.TENDER, on), agreed_on=date(2026, 12, 1), effective_on=on) == ""
    assert too_early(Step(Kind.PLANNED, on), agreed_on=None, effective_on=None) == ""
    assert too_early(Step(Kind.TENDER, on), agreed_on=None, effective_on=None) == (
        "Tender notice (UK4) of 14 December 2026: it came before the decision to procure."
    )
    assert too_early(Step(Kind.TENDER, on), agreed_on=date(2026, 12, 15), effective_on=None) == (
        "Tender notice (UK4) of 14 December 2026: it came before the decision to procure."
    )
    assert too_early(Step(Kind.TENDER, on), agreed_on=on, effective_on=date(2026, 12, 22)) == (
        "Tender notice (UK4) of 14 December 2026: the decision was made on 14 December 2026, but it was not in effect yet."
    )


def test_e119_end_stated_on_the_england_calendar_is_put_right_and_the_missed_day_named():
    assert short_standstill(AWARD, date(2026, 12, 4), england()) == (
        "The notice says that the standstill ends on 4 December 2026. It lasts until the end of 7 December 2026. "
        "30 November 2026 (St Andrew’s Day (Scotland)) does not count: a working day is one in every part of the United Kingdom."
    )
    assert short_standstill(standstill(date(2026, 11, 9)), date(2026, 11, 17), england()) == (
        "The notice says that the standstill ends on 17 November 2026. It lasts until the end of 18 November 2026."
    )
    assert short_standstill(AWARD, date(2026, 12, 7), england()) == ""
    assert short_standstill(AWARD, None, england()) == ""


def test_longer_standstill_binds_as_stated_and_a_shorter_one_does_not():
    longer, shorter = Standstill(AWARD, date(2026, 12, 11)), Standstill(AWARD, date(2026, 12, 4))

    assert (longer.ends_on, longer.earliest) == (date(2026, 12, 11), date(2026, 12, 12))
    assert (shorter.ends_on, shorter.earliest) == (date(2026, 12, 7), date(2026, 12, 8))


def test_health_care_standstill_begins_on_the_day_after_the_notice():
    assert health_standstill(date(2026, 12, 18)).ends_on == date(2027, 1, 4)


def test_signature_that_has_happened_is_said_to_be_early_with_the_reason():
    standing = Standstill(AWARD)

    assert signed_early(standing, date(2026, 12, 8)) == ""
    assert signed_early(None, date(2026, 12, 7)) == ""
    assert signed_early(standing, date(2026, 12, 7)) == (
        "The contract was signed on 7 December 2026. The standstill lasts until the end of 7 December 2026. "
        "Sign on 8 December 2026 or later."
    )
    assert signed_early(standing, date(2026, 12, 8), challenged=True) == (
        "The contract was signed on 8 December 2026. The award is challenged, so the contract cannot be signed until the "
        "court says so."
    )


def test_refused_signature_of_a_contract_names_its_law():
    standing = Standstill(AWARD)

    early = refusal_of(require_may_sign, standing, date(2026, 12, 7))
    challenged = refusal_of(require_may_sign, standing, date(2027, 1, 11), challenged=True)

    assert (early.citation, early.earliest) == ("Procurement Act 2023 s51", date(2026, 12, 8))
    assert (challenged.code, challenged.message, challenged.citation) == (
        "procurement.challenged", "The award is challenged, so the contract cannot be signed until the court says so.",
        "Procurement Act 2023 s101",
    )  # fmt: skip
    assert require_may_sign(standing, date(2026, 12, 8)) == AWARD.sentence
    assert require_may_sign(None, date(2026, 12, 7)) == "No award notice of this case began a standstill."


@pytest.mark.parametrize("challenged", [False, True])
def test_refused_signature_that_has_happened_is_put_on_record(challenged):
    assert ways(require_may_sign, Standstill(AWARD), date(2026, 12, 7), challenged=challenged) == [
        ("Record that it was signed already", "case_procurement_record", {}, {"kind": "SIGNED", "already": "YES"}),
    ]


def test_every_missed_bank_holiday_outside_england_is_named():
    two = replace(AWARD, skipped=((date(2026, 11, 30), "St Andrew’s Day (Scotland)"), (date(2026, 12, 1), "A day of mourning (Wales)")))

    assert short_standstill(two, date(2026, 12, 4), england()) == (
        "The notice says that the standstill ends on 4 December 2026. It lasts until the end of 7 December 2026. "
        "30 November 2026 (St Andrew’s Day (Scotland)) and 1 December 2026 (A day of mourning (Wales)) do not count: a working "
        "day is one in every part of the United Kingdom."
    )


def test_health_care_standstill_waits_over_a_bank_holiday_proclaimed_since():
    proclaimed = england().with_holiday(date(2026, 12, 21), "A day of thanksgiving")

    assert health_standstill(date(2026, 12, 18), proclaimed).ends_on == date(2027, 1, 5)


def test_contract_for_what_was_taken_back_is_told():
    on = date(2027, 1, 14)

    assert taken_back(Step(Kind.SIGNED, on), date(2027, 2, 8)) == (
        "Contract signed of 14 January 2027: what was called in was taken back on 8 February 2027."
    )
    assert taken_back(Step(Kind.DETAILS, on), date(2027, 2, 8)) == ""


SPEND_STOP = Overlay(StopKind.SPEND_STOP, london(date(2026, 12, 1), 9), reference="S114/1")
COURT_ORDER = Overlay(StopKind.COURT_ORDER, london(date(2026, 12, 1), 9))


@pytest.mark.parametrize(
    ("kind", "stops", "words"),
    [
        (Kind.SIGNED, [], ""),
        (Kind.SIGNED, [SPEND_STOP], "Contract signed of 2 December 2026: it came under a stop that forbids it: Section 114 spend stop (S114/1)."),
        (
            Kind.SIGNED, [SPEND_STOP, COURT_ORDER],
            "Contract signed of 2 December 2026: it came under a stop that forbids it: Section 114 spend stop (S114/1) and Court order.",
        ),
        (Kind.AWARD, [SPEND_STOP], ""),
        (Kind.AWARD, [SPEND_STOP, COURT_ORDER], "Contract award notice (UK6) of 2 December 2026: it came under a stop that forbids it: Court order."),
        (Kind.CHALLENGED, [COURT_ORDER], ""),
    ],
)  # fmt: skip
def test_step_under_a_stop_that_forbids_it_is_told(kind, stops, words):
    assert while_stopped(Step(kind, date(2026, 12, 2)), stops) == words


def test_contract_that_cannot_be_signed_yet_says_what_stands_in_the_way_and_takes_what_was_signed_already():
    refused = refusal_of(require_in_effect, "The call-in window is open.")

    assert (refused.code, refused.message, refused.citation) == (
        "procurement.not_in_effect",
        "The contract cannot be signed yet. The call-in window is open.",
        "Local Government Act 2000 ss9E and 9F; Procurement Act 2023 s21",
    )
    assert refused.alternatives == SIGNED_ALREADY
    assert require_in_effect("") is None
