"""Interests keep members out; only the right dispensation, given before, lets them back in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from decisions.rules.interests import (
    BIAS_LAW,
    BLOCKS,
    Act,
    Declaration,
    Dispensation,
    Kind,
    lifts,
    longest_end,
    notify_by,
    require_dispensation,
    require_single_member,
    standing,
)
from tests.builders_rules import london, refusal_of

ON = date(2026, 12, 14)
AT = london(ON, 19)
DPI = Declaration(Kind.DPI, "Shares in the provider")
NONE = Declaration(Kind.NONE)
GRANTED = Dispensation(
    AT - timedelta(days=9), date(2026, 12, 1), date(2027, 5, 1), frozenset({Act.SPEAK, Act.VOTE})
)


def may(declarations, act=Act.VOTE, dispensation=None):
    return standing(declarations, act, at=AT, on=ON, dispensations=[dispensation] if dispensation else []).may


def test_none_is_an_explicit_act():
    result = standing([NONE], Act.VOTE, at=AT, on=ON)

    assert (result.may, result.public_words) == (True, "None declared.")
    assert result.why == "No interest declared."


def test_e48_without_the_interests_step_nobody_votes():
    found = standing([], Act.VOTE, at=AT, on=ON)

    assert (found.may, found.why) == (False, "No declaration has been made for this item.")


def test_e44_member_with_dpi_cannot_vote_and_the_monitoring_officer_is_told():
    result = standing([DPI], Act.VOTE, at=AT, on=ON)

    assert (result.may, result.tell_monitoring_officer) == (False, True)
    assert result.public_words == "Declared a disclosable pecuniary interest and took no part."
    assert not may([DPI], Act.SPEAK)


def test_dispensation_in_force_lifts_the_ban():
    assert may([DPI], dispensation=GRANTED)


@pytest.mark.parametrize(
    "dispensation",
    [
        replace(GRANTED, granted_at=AT),
        replace(GRANTED, granted_at=AT + timedelta(minutes=1)),
        replace(GRANTED, ends_on=ON - timedelta(days=1)),
        replace(GRANTED, starts_on=ON + timedelta(days=1)),
        replace(GRANTED, scope=frozenset({Act.SPEAK})),
    ],
)
def test_e45_late_expired_future_or_speak_only_dispensation_does_not_lift_the_vote(dispensation):
    assert not may([DPI], dispensation=dispensation)


def test_e45_dispensation_to_speak_lifts_speaking():
    assert may([DPI], Act.SPEAK, replace(GRANTED, scope=frozenset({Act.SPEAK})))


def test_dispensation_holds_on_its_first_and_last_day():
    assert may([DPI], dispensation=replace(GRANTED, starts_on=ON, ends_on=ON))


def test_e46_dispensation_longer_than_four_years_is_rejected():
    four = replace(GRANTED, starts_on=date(2026, 12, 1), ends_on=date(2030, 11, 30))

    assert require_dispensation(four) == "Asked for in writing, with a scope, within four years."
    assert (
        refusal_of(require_dispensation, replace(four, ends_on=date(2030, 12, 1))).code
        == "interest.dispensation"
    )
    assert longest_end(date(2028, 2, 29)) == date(2032, 2, 28)


@pytest.mark.parametrize(
    "words", [{"written_request": False}, {"scope": frozenset()}, {"ends_on": date(2026, 11, 30)}]
)
def test_dispensation_without_request_scope_or_period_is_rejected(words):
    assert refusal_of(require_dispensation, replace(GRANTED, **words)).code == "interest.dispensation"


def test_e47_late_declaration_is_told_and_the_member_goes_on_without():
    late = standing([Declaration(Kind.NRI, "Neighbour", stays_out=True, late=True)], Act.VOTE, at=AT, on=ON)

    assert (late.may, late.tell_monitoring_officer) == (False, True)
    assert late.public_words == "Declared an interest and took no part."


def test_e49_council_tax_arrears_bar_the_vote_and_stay_private():
    arrears = Declaration(Kind.S106_LGFA, "Arrears of two months")

    result = standing([arrears], Act.VOTE, at=AT, on=ON)

    assert (result.may, result.public_words) == (False, "Took no part in the vote.")
    assert may([arrears], Act.SPEAK)


@pytest.mark.parametrize("kind", [Kind.BIAS_PREDETERMINATION, Kind.SUPPLIER_COI])
def test_closed_mind_or_supplier_conflict_bars(kind):
    assert not may([Declaration(kind)])


@pytest.mark.parametrize("kind", [Kind.ORI, Kind.NRI, Kind.GIFT_HOSPITALITY])
def test_other_interest_is_declared_and_the_member_stays(kind):
    result = standing([Declaration(kind, "Past employment")], Act.VOTE, at=AT, on=ON)

    assert (result.may, result.public_words) == (True, "Declared an interest and took part.")


def test_lewisham_panel_members_with_personal_interests_took_part():
    """Lewisham Overview and Scrutiny Business Panel, 29 January 2019: past employment and a spouse volunteering."""
    assert may([Declaration(Kind.NRI, "Past employment")])
    assert may([Declaration(Kind.NRI, "Spouse volunteers")])


def test_acceptance_single_member_with_dpi_is_locked_even_with_a_dispensation():
    refused = refusal_of(require_single_member, [DPI], on=ON)

    assert refused.code == "interest.single_member"
    assert [way.label for way in refused.alternatives] == ["Pass the decision to the Cabinet"]
    assert refusal_of(require_single_member, [], on=ON).code == "interest.undeclared"
    assert require_single_member([NONE], on=ON) == "No interest bars the member."


def test_monitoring_officer_is_notified_within_28_days_beginning_with_the_disclosure():
    assert notify_by(date(2026, 12, 14)) == date(2027, 1, 10)


@pytest.mark.parametrize("act", [Act.SPEAK, Act.VOTE])
def test_gift_or_hospitality_is_declared_and_bars_only_who_chooses_to_stay_out(act):
    gift = Declaration(Kind.GIFT_HOSPITALITY, "A ticket from the provider, £80.")

    assert standing([gift], act, at=AT, on=ON).public_words == "Declared an interest and took part."
    assert standing([replace(gift, stays_out=True)], act, at=AT, on=ON).may is False


def test_officer_with_an_interest_in_the_contract_stays_out():
    notice = Declaration(Kind.OFFICER_S117, "My partner works for the provider.")

    assert standing([notice], Act.SPEAK, at=AT, on=ON).may is False


def test_every_kind_says_what_it_blocks():
    assert set(BLOCKS) == set(Kind)


def test_locked_member_reads_the_day_by_which_to_tell_the_monitoring_officer():
    refused = refusal_of(require_single_member, [DPI], on=ON)

    assert "Tell the Monitoring Officer by 10 January 2027, 28 days beginning with today." in refused.message


# --- the words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declarations", "act", "expected"),
    [
        ([], Act.VOTE, (False, "No declaration has been made for this item.", "", False)),
        ([NONE], Act.SPEAK, (True, "No interest declared.", "None declared.", False)),
        ([replace(NONE, late=True)], Act.VOTE, (True, "No interest declared.", "None declared.", True)),
        (
            [DPI], Act.SPEAK,
            (
                False, "A disclosable pecuniary interest bars the member.",
                "Declared a disclosable pecuniary interest and took no part.", True,
            ),
        ),
        (
            [Declaration(Kind.S106_LGFA)], Act.VOTE,
            (False, "The member must not vote on this budget matter.", "Took no part in the vote.", False),
        ),
        (
            [Declaration(Kind.S106_LGFA, late=True)], Act.VOTE,
            (False, "The member must not vote on this budget matter.", "Took no part in the vote.", True),
        ),
        (
            [Declaration(Kind.S106_LGFA)], Act.SPEAK,
            (True, "The interest is declared and does not bar the member.", "Declared an interest and took part.", False),
        ),
        (
            [NONE, Declaration(Kind.ORI, stays_out=True, late=True)], Act.VOTE,
            (False, "The member stays out of this item.", "Declared an interest and took no part.", True),
        ),
        *(
            (
                [Declaration(kind)], Act.SPEAK,
                (False, "The member stays out of this item.", "Declared an interest and took no part.", False),
            )
            for kind in (Kind.BIAS_PREDETERMINATION, Kind.SUPPLIER_COI, Kind.OFFICER_S117)
        ),
        *(
            (
                [NONE, Declaration(kind, late=True)], Act.VOTE,
                (True, "The interest is declared and does not bar the member.", "Declared an interest and took part.", True),
            )
            for kind in (Kind.ORI, Kind.NRI, Kind.GIFT_HOSPITALITY, Kind.NHS_COI)
        ),
    ],
)  # fmt: skip
def test_standing_of_a_member_is_told_to_member_and_public(declarations, act, expected):
    found = standing(declarations, act, at=AT, on=ON)

    assert (found.may, found.why, found.public_words, found.tell_monitoring_officer) == expected


@pytest.mark.parametrize(
    ("changes", "lifted"),
    [
        ({}, True),
        ({"granted_at": AT}, False),
        ({"starts_on": ON}, True),
        ({"starts_on": ON + timedelta(days=1)}, False),
        ({"ends_on": ON}, True),
        ({"ends_on": ON - timedelta(days=1)}, False),
        ({"scope": frozenset({Act.SPEAK})}, False),
    ],
)
def test_dispensation_lifts_only_what_it_says_while_it_runs(changes, lifted):
    assert lifts(replace(GRANTED, **changes), Act.VOTE, at=AT, on=ON) is lifted


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"written_request": False}, "A dispensation needs the member’s request in writing."),
        ({"scope": frozenset()}, "Say what it allows (speaking, voting) and from when to when."),
        ({"ends_on": date(2026, 11, 30)}, "Say what it allows (speaking, voting) and from when to when."),
        ({"ends_on": date(2030, 12, 1)}, "A dispensation cannot last longer than four years."),
    ],
)
def test_dispensation_that_cannot_be_says_why(changes, message):
    refused = refusal_of(require_dispensation, replace(GRANTED, **changes))

    assert (refused.code, refused.message, refused.citation) == ("interest.dispensation", message, "Localism Act 2011 s33")


@pytest.mark.parametrize("ends_on", [date(2026, 12, 1), date(2030, 11, 30)])
def test_dispensation_from_one_day_to_four_years_is_good(ends_on):
    assert require_dispensation(replace(GRANTED, ends_on=ends_on)) == "Asked for in writing, with a scope, within four years."


@pytest.mark.parametrize(
    ("declaration", "citation"),
    [
        (Declaration(Kind.NRI, "Neighbour", stays_out=True), BIAS_LAW),
        (Declaration(Kind.BIAS_PREDETERMINATION, "I promised it."), BIAS_LAW),
        (Declaration(Kind.S106_LGFA), "Local Government Finance Act 1992 s106"),
    ],
)
def test_single_member_with_another_interest_passes_it_on_and_need_not_notify(declaration, citation):
    refused = refusal_of(require_single_member, [declaration], on=ON)

    assert (refused.code, refused.citation) == ("interest.single_member", citation)
    assert refused.message == "You have an interest in this matter, so you do not decide it alone. Pass it on."
    assert [way.url_name for way in refused.alternatives] == ["duty_pass"]


def test_bias_is_cited_with_the_code_and_the_case():
    assert BIAS_LAW == "The members’ code of conduct (Localism Act 2011 s28); the rule against bias (Porter v Magill [2001] UKHL 67)"


def test_single_member_reads_what_to_do_and_by_when():
    none_made, barred = (refusal_of(require_single_member, given, on=ON) for given in ([], [NONE, DPI]))

    assert (none_made.code, none_made.message, none_made.citation) == (
        "interest.undeclared", "Declare your interests first. If you have none, say so.", "Localism Act 2011 s31"
    )  # fmt: skip
    assert (barred.code, barred.message, barred.citation) == (
        "interest.single_member",
        "You have an interest in this matter, so you may take no step in it except to pass it on. "
        "Tell the Monitoring Officer by 10 January 2027, 28 days beginning with today. A dispensation cannot change this.",
        "Localism Act 2011 s31(6) to (8)",
    )
    assert [(way.label, way.url_name) for way in barred.alternatives] == [("Pass the decision to the Cabinet", "duty_pass")]
    assert refusal_of(require_single_member, [Declaration(Kind.ORI, stays_out=True)], on=ON).code == "interest.single_member"
    assert require_single_member([NONE, Declaration(Kind.ORI)], on=ON) == "No interest bars the member."
