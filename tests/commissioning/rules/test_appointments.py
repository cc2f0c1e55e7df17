"""Offices that the law keeps apart, seats without a deputy, and dates the right way round."""

from datetime import date

import pytest

from commissioning.rules.appointments import (
    APART,
    IN_PERSON,
    ONE_HOLDER,
    check_deputy,
    check_holders,
    check_period,
    check_together,
)
from tests.builders_rules import refusal_of

DAY = date(2026, 11, 23)


def test_last_day_before_the_first_is_refused_and_the_same_day_is_not():
    refused = refusal_of(check_period, DAY, date(2026, 11, 22))

    check_period(DAY, DAY)
    check_period(DAY, None)

    assert (refused.code, refused.message) == (
        "appointment.period", "The last day in office is before the first. Check both dates."
    )  # fmt: skip


@pytest.mark.parametrize("role", sorted(IN_PERSON))
def test_elected_member_has_no_deputy(role):
    refused = refusal_of(check_deputy, role, True)

    check_deputy(role, False)

    assert (refused.code, refused.message) == (
        "appointment.no_deputy",
        "A member acts and votes in person, so this office has no deputy. "
        "If the member changes, end the appointment and make a new one.",
    )


def test_officer_may_have_a_deputy_and_stays_a_single_holder():
    check_deputy("MONITORING_OFFICER", True)

    assert ("MONITORING_OFFICER" in ONE_HOLDER, "OFFICER" in ONE_HOLDER) == (True, False)


@pytest.mark.parametrize(
    ("role", "other", "law"),
    [
        ("LEADER", "SCRUTINY_CHAIR", 0),
        ("SCRUTINY_MEMBER", "CABINET_MEMBER", 0),
        ("MONITORING_OFFICER", "HEAD_OF_PAID_SERVICE", 1),
        ("CHIEF_FINANCE_OFFICER", "MONITORING_OFFICER", 1),
        ("EDUCATION_CO_OPTEE", "CABINET_MEMBER", 2),
        ("EDUCATION_CO_OPTEE", "COUNCILLOR", 2),
        ("EDUCATION_CO_OPTEE", "SCRUTINY_CHAIR", 2),
    ],
)
def test_offices_that_the_law_keeps_apart_are_refused_either_way_round(role, other, law):
    one, two = refusal_of(check_together, role, [other]), refusal_of(check_together, other, iter([role]))

    words, citation = APART[law][2:]
    expected = ("appointment.apart", words, citation)
    assert [(refused.code, refused.message, refused.citation) for refused in (one, two)] == [expected, expected]


@pytest.mark.parametrize(
    ("role", "others"),
    [("LEADER", ["CABINET_MEMBER"]), ("SCRUTINY_CHAIR", ["SCRUTINY_MEMBER"]), ("HEAD_OF_PAID_SERVICE", ["CHIEF_FINANCE_OFFICER"]), ("LEADER", [])],
)
def test_other_offices_go_together(role, others):
    assert check_together(role, others) is None


@pytest.mark.parametrize(
    ("role", "holders", "shares"),
    [
        ("CABINET_MEMBER", [], False), ("CABINET_MEMBER", ["Ann Lee"], True), ("COUNCILLOR", [], False),
        ("SCRUTINY_MEMBER", [], False), ("COMMISSIONING_OFFICER", ["Ann Lee", "Bo Day"], False),
    ],
)  # fmt: skip
def test_office_has_room_for_another_holder(role, holders, shares):
    assert check_holders(role, holders, shares=shares) is None


@pytest.mark.parametrize(
    ("role", "holders", "shares", "code", "message"),
    [
        (
            "LEADER", ["Ann Lee"], True, "appointment.not_shared",
            "Only a portfolio of the Cabinet is shared: it has one vote, which one of the partners casts. Appoint the holder of this office.",
        ),
        (
            "CABINET_MEMBER", [], True, "appointment.not_shared",
            "Nobody holds this office in these days. Appoint its holder first.",
        ),
        (
            "CABINET_MEMBER", ["Ann Lee"], False, "appointment.held",
            "Ann Lee holds this office in these days. End that appointment first, begin later, or appoint a job-share partner.",
        ),
        (
            "CABINET_MEMBER", ["Ann Lee", "Bo Day"], True, "appointment.held",
            "Ann Lee and Bo Day share this office in these days. End that appointment first, or begin later.",
        ),
        (
            "LEADER", ["Ann Lee"], False, "appointment.held",
            "Ann Lee holds this office in these days. End that appointment first, or begin later.",
        ),
    ],
)  # fmt: skip
def test_office_has_no_more_holders_than_it_can(role, holders, shares, code, message):
    refusal = refusal_of(check_holders, role, holders, shares=shares)

    assert (refusal.code, refusal.message) == (code, message)
