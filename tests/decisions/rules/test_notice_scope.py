"""Which decision a notice covers."""

from dataclasses import replace
from datetime import date

import pytest

from decisions.rules.notice_scope import Scope, Slippage, carries, fit, lapses_on, require_fit, require_live
from tests.builders_rules import refusal_of

NOTICE = Scope(
    "Cabinet", date(2026, 12, 21), date(2027, 1, 31), 60_000_000, frozenset({"Vale", "Fleet"}), "survivors"
)
DECISION = replace(NOTICE, first=date(2027, 1, 11), last=date(2027, 1, 11))


def reasons(**words):
    return fit(NOTICE, replace(DECISION, **words)).reasons


def test_decision_as_announced_is_covered():
    result = fit(NOTICE, DECISION)

    assert (result.covers, require_fit(result)) == (True, "The decision lies within the notice.")


def test_e10_notice_that_names_a_member_does_not_cover_the_cabinet():
    result = fit(replace(NOTICE, maker="Cabinet member for homes"), DECISION)

    refused = refusal_of(require_fit, result)

    assert refused.code == "notice.does_not_cover"
    assert refused.message == (
        "The published notice does not cover this decision. "
        "The notice names Cabinet member for homes, but Cabinet would decide."
    )
    assert [way.label for way in refused.alternatives] == [
        "Publish a new notice",
        "Use the general exception with five clear days’ notice",
        "Ask for agreement to special urgency",
    ]


def test_e57_cost_raised_by_forty_per_cent_on_the_night_is_not_covered():
    assert reasons(pence=84_000_000) == ("The value is above what the notice announced.",)


@pytest.mark.parametrize(
    ("pence", "covered"), [(63_000_000, True), (63_000_001, False), (30_000_000, True), (-63_000_001, False)]
)
def test_value_may_rise_by_five_per_cent(pence, covered):
    assert fit(NOTICE, replace(DECISION, pence=pence)).covers is covered


def test_value_may_not_rise_by_more_than_fifty_thousand_pounds():
    large = replace(NOTICE, pence=10_000_000_000)

    assert fit(large, replace(DECISION, pence=10_005_000_000)).covers
    assert not fit(large, replace(DECISION, pence=10_005_000_001)).covers


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (
            {"first": date(2026, 12, 20)},
            "The notice gives 21 December 2026 as the first date; this would be earlier.",
        ),
        ({"areas": frozenset({"Vale", "Moor"})}, "The decision also affects Moor."),
        ({"matter": "carers"}, "The matter is not the one in the notice."),
    ],
)
def test_earlier_date_new_area_or_other_matter_needs_a_new_notice(words, reason):
    assert reasons(**words) == (reason,)


def test_later_date_is_carried_with_a_warning_or_restarts_by_the_rule():
    late = replace(DECISION, last=date(2027, 2, 1))
    words = "The decision would come after 31 January 2027, the last date in the notice."

    carried, restarted = fit(NOTICE, late), fit(NOTICE, late, slippage=Slippage.RESTART)

    assert (carried.covers, carried.warnings) == (True, (words,))
    assert (restarted.covers, restarted.reasons) == (False, (words,))


def test_change_of_membership_never_spends_the_notice():
    result = fit(NOTICE, DECISION, members_changed=True)

    assert (result.covers, len(result.warnings)) == (True, 1)


def test_e15_lapsed_notice_blocks_and_offers_three_ways():
    refused = refusal_of(require_live, date(2027, 1, 31), date(2027, 5, 1))

    assert (refused.code, refused.message) == ("notice.lapsed", "The notice lapsed after 30 April 2027.")
    assert len(refused.alternatives) == 3
    assert require_live(date(2027, 1, 31), date(2027, 4, 30)) == "The notice is good until 30 April 2027."


def test_notice_lapses_at_the_end_of_a_shorter_month():
    assert lapses_on(date(2026, 11, 30)) == date(2027, 2, 28)


CARRIED = {"slippage": Slippage.CARRY, "restart_after_months": 3}


def slipped(first: date, last: date, **changes) -> Scope:
    return replace(EARLIER, first=first, last=last, **changes)


EARLIER = Scope("Cabinet", date(2027, 1, 11), date(2027, 1, 11), 50_000_000, frozenset({"Vale"}), "Support for carers")


@pytest.mark.parametrize(
    ("later", "kept"),
    [
        (slipped(date(2027, 2, 8), date(2027, 2, 8)), True),
        (slipped(date(2027, 4, 11), date(2027, 4, 11)), True),
        (slipped(date(2027, 4, 12), date(2027, 4, 12)), False),
        (slipped(date(2027, 1, 11), date(2027, 1, 11)), True),
        (slipped(date(2027, 1, 10), date(2027, 2, 8)), False),
        (slipped(date(2027, 2, 8), date(2027, 2, 8), maker="Cabinet member for adults"), False),
        (slipped(date(2027, 2, 8), date(2027, 2, 8), matter="Another matter"), False),
        (slipped(date(2027, 2, 8), date(2027, 2, 8), areas=frozenset({"Vale", "Hill"})), False),
        (slipped(date(2027, 2, 8), date(2027, 2, 8), pence=60_000_000), False),
    ],
)
def test_notice_that_slips_within_the_months_keeps_its_clear_days(later, kept):
    assert carries(EARLIER, later, **CARRIED) is kept


def test_notice_that_slips_starts_again_under_the_other_rule():
    later = slipped(date(2027, 2, 8), date(2027, 2, 8))

    assert carries(EARLIER, later, slippage=Slippage.RESTART, restart_after_months=3) is False


def test_notice_published_again_for_the_same_days_keeps_its_clear_days_under_either_rule():
    """As where a document is added to its list: nothing that reg 9 counts from has changed."""
    assert carries(EARLIER, EARLIER, slippage=Slippage.RESTART, restart_after_months=3) is True


def test_notice_that_does_not_cover_leads_to_the_three_ways():
    result = fit(NOTICE, replace(DECISION, matter="carers"))

    refused, lapsed = refusal_of(require_fit, result), refusal_of(require_live, date(2027, 1, 31), date(2027, 5, 1))

    assert (refused.code, refused.message, refused.citation) == (
        "notice.does_not_cover",
        "The published notice does not cover this decision. The matter is not the one in the notice.", "SI 2012/2089 reg 9",
    )  # fmt: skip
    for one in (refused, lapsed):
        assert one.citation == "SI 2012/2089 reg 9"
        assert [way.url_name for way in one.alternatives] == ["notice_again", "case_exception", "case_urgency_ask"]
    assert require_fit(fit(NOTICE, DECISION, members_changed=True)) == (
        "The decision lies within the notice. The body’s membership has changed; show the new list with the notice."
    )


@pytest.mark.parametrize(
    "words", [{"first": NOTICE.first}, {"last": NOTICE.last}, {"areas": frozenset()}, {"areas": frozenset({"Vale"})}, {"pence": -60_000_000}]
)
def test_decision_on_the_first_or_last_announced_day_and_in_some_of_the_areas_is_covered(words):
    assert fit(NOTICE, replace(DECISION, **words), slippage=Slippage.RESTART).why == "The decision lies within the notice."


def test_every_area_that_was_not_announced_is_named():
    assert reasons(areas=frozenset({"Vale", "Oak", "Elm"})) == ("The decision also affects Elm and Oak.",)


def test_notice_is_good_for_as_many_months_as_the_constitution_gives():
    assert require_live(date(2027, 1, 31), date(2027, 2, 28), grace_months=1) == "The notice is good until 28 February 2027."
    assert refusal_of(require_live, date(2027, 1, 31), date(2027, 3, 1), grace_months=1).message == "The notice lapsed after 28 February 2027."
