"""What can be called in, who rules, and when a hold ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from commissioning.rules.call_in_rule_set import ResidentTrigger
from scrutiny.rules.call_in_rulings import (
    Withdrawal,
    consulted_in_words,
    public_text,
    reasons_are_public,
    released_from,
    require_callable,
    require_consulted,
    require_ruling,
    residents_in_time,
    residents_signal,
    ruled_with,
    withdrawal,
)
from scrutiny.rules.call_ins import Signatory, Standing, State
from tests.builders_rules import england, london, refusal_of, the_constitution

EARLY = london(date(2027, 5, 5))
FIVE = tuple(Signatory(name, EARLY) for name in "abcde")
WINDOW = the_constitution().call_in_window(london(date(2027, 4, 30), 10), england())
RULES = the_constitution().call_in
HELD = Standing(State.HELD, tuple("abcde"), (), 5, (), EARLY)


def test_e67_what_cannot_be_called_in_is_refused_with_its_reason():
    refused = refusal_of(require_callable, call_in_applies=False, why_not="The item was only noted.")

    assert (refused.code, refused.message) == (
        "call_in.not_applicable", "This cannot be called in. The item was only noted.",
    )  # fmt: skip
    assert require_callable(call_in_applies=True) is None


def test_e68_second_call_in_of_a_confirmed_decision_is_refused():
    refused = refusal_of(require_callable, call_in_applies=True, called_in_before=True)

    assert refused.code == "call_in.second"


def withdrawn(*names: str, **asked) -> Withdrawal:
    signed = tuple(replace(one, withdrawn_at=EARLY) if one.person in names else one for one in FIVE)
    usual = {"at": WINDOW.ends_at, "ruled": False, "lead": "a"}
    return withdrawal(signed, asked.pop("rules", RULES), WINDOW, **(usual | asked))


def test_e64_one_withdrawal_after_validation_has_no_effect():
    assert withdrawn("b", ruled=True) is Withdrawal.NO_EFFECT
    assert withdrawn(*"abcd", ruled=True) is Withdrawal.NO_EFFECT
    assert withdrawn(*"abcde", ruled=True) is Withdrawal.WITHDRAWN


def test_e63_withdrawal_before_the_ruling_counts_inside_the_window():
    later = replace(RULES, signature_withdrawal_in_window=False)
    after = {"at": WINDOW.ends_at + timedelta(seconds=1)}

    assert withdrawn("b") is Withdrawal.RECOUNT
    assert withdrawn("b", **after) is Withdrawal.NO_EFFECT
    assert withdrawn("b", rules=later, **after) is Withdrawal.RECOUNT


def test_lead_withdraws_alone_only_where_the_constitution_says_so():
    by_lead = replace(RULES, withdrawal="LEAD_SIGNATORY")

    assert withdrawn("a", ruled=True) is Withdrawal.NO_EFFECT
    assert withdrawn("a", rules=by_lead, ruled=True) is Withdrawal.WITHDRAWN
    assert withdrawn("b", rules=by_lead, ruled=True) is Withdrawal.NO_EFFECT


def test_ruling_gives_reasons_and_cannot_pass_what_is_incomplete():
    incomplete = replace(HELD, state=State.FAILED, gaps=("1 more signature is needed.",))

    assert refusal_of(require_ruling, HELD, WINDOW, valid=True, reasons=" ").code == "call_in.no_reasons"
    assert refusal_of(require_ruling, incomplete, WINDOW, valid=True, reasons="Complete.").code == "call_in.incomplete"
    assert require_ruling(incomplete, WINDOW, valid=False, reasons="Too few signatures.") is None
    assert require_ruling(HELD, WINDOW, valid=True, reasons="Complete.") is None


def test_e63_nobody_rules_while_a_missing_signature_can_still_come():
    pending = replace(HELD, state=State.GATHERING, counted=tuple("abcd"), gaps=("1 more signature is needed.",))

    refused = refusal_of(require_ruling, pending, WINDOW, valid=False, reasons="Too few signatures.")

    assert (refused.code, refused.citation, refused.earliest) == ("call_in.pending", CALL_IN_LAW, date(2027, 5, 11))
    assert refused.message == (
        "The request is not complete, and others can still sign until the window closes. 4 of 5 signatures count. "
        "1 more signature is needed. Wait until then."
    )


def test_invalid_request_never_releases_before_the_ordinary_effective_date():
    window = the_constitution().call_in_window(london(date(2027, 4, 30), 10), england())
    effect = london(date(2027, 5, 11), 0)

    assert released_from(window, EARLY) == effect
    assert released_from(window, effect + timedelta(days=3)) == effect + timedelta(days=3)


@pytest.mark.parametrize(
    ("signatures", "trigger", "window_open", "effect"),
    [
        (100, ResidentTrigger(enabled=False, threshold=None, effect="HOLDS_DECISION"), True, "SCRUTINY_REQUEST"),
        (99, ResidentTrigger(enabled=True, threshold=100, effect="HOLDS_DECISION"), True, "SCRUTINY_REQUEST"),
        (100, ResidentTrigger(enabled=True, threshold=100, effect="HOLDS_DECISION"), True, "HOLD"),
        (100, ResidentTrigger(enabled=True, threshold=100, effect="HOLDS_DECISION"), False, "CONSIDER_CALL_IN"),
        (1, ResidentTrigger(enabled=True, threshold=None, effect="SCRUTINY_MUST_CONSIDER"), True, "CONSIDER_CALL_IN"),
        (0, ResidentTrigger(enabled=True, threshold=None, effect="SCRUTINY_MUST_CONSIDER"), True, "SCRUTINY_REQUEST"),
        (100, ResidentTrigger(enabled=True, threshold=None, effect="SCRUTINY_MUST_CONSIDER"), True, "CONSIDER_CALL_IN"),
    ],
)
def test_e76_residents_petition_is_a_scrutiny_request_and_no_hold_without_a_local_rule(signatures, trigger, window_open, effect):
    assert residents_signal(signatures, trigger, window_open=window_open) == effect


@pytest.mark.parametrize(
    ("received_on", "cut_off", "in_effect", "in_time"),
    [
        (date(2027, 5, 7), True, False, True),  # a working day before the last, logged after it
        (date(2027, 5, 10), True, False, False),  # on the last day, nobody knows whether by 5pm
        (date(2027, 5, 10), False, False, True),
        (date(2027, 5, 11), False, False, False),
        (date(2027, 5, 7), True, True, False),
    ],
)
def test_petition_that_came_in_time_counts_though_an_officer_logs_it_later(received_on, cut_off, in_effect, in_time):
    window = the_constitution().call_in_window(london(date(2027, 4, 30), 10), england())
    window = window if cut_off else replace(window, cut_off=None)

    assert residents_in_time(window, received_on, at=london(date(2027, 5, 12), 9), in_effect=in_effect) is in_time
    assert residents_in_time(None, received_on, at=london(date(2027, 5, 12), 9), in_effect=in_effect) is False


def test_e77_defamatory_words_are_published_only_redacted():
    assert public_text("He lied.", "", must_redact=False) == "He lied."
    assert public_text("He lied.", "[Removed]", must_redact=True) == "[Removed]"
    assert refusal_of(public_text, "He lied.", "", must_redact=True).code == "call_in.redact"
    assert refusal_of(public_text, "He lied.", "He lied. ", must_redact=True).code == "call_in.redact"


CALL_IN_LAW = "LGA 2000 s9F(4); the constitution's call-in procedure"
SCRUTINISE_LATER = ["Ask the committee to scrutinise the decision after it has taken effect"]


@pytest.mark.parametrize(
    ("act", "given", "words", "expected", "ways"),
    [
        (
            require_callable, (), {"call_in_applies": True, "called_in_before": True},
            ("call_in.second", "This decision was called in before and then confirmed. One decision is called in once.", CALL_IN_LAW),
            SCRUTINISE_LATER,
        ),
        (
            require_callable, (), {"call_in_applies": False},
            ("call_in.not_applicable", "This cannot be called in.", CALL_IN_LAW), SCRUTINISE_LATER,
        ),
        (
            require_ruling, (HELD, WINDOW), {"valid": False, "reasons": " "},
            ("call_in.no_reasons", "Give the reasons for the ruling; they are published.", CALL_IN_LAW), [],
        ),
        (
            public_text, ("He lied.", " "), {"must_redact": True},
            (
                "call_in.redact",
                "Write a public version without the words that cannot be published. The original stays restricted.",
                "Defamation Act 2013; UK GDPR art 5",
            ),
            [],
        ),
    ],
)  # fmt: skip
def test_refused_ruling_says_why_and_what_else_can_be_done(act, given, words, expected, ways):
    refused = refusal_of(act, *given, **words)

    assert (refused.code, refused.message, refused.citation) == expected
    assert [way.label for way in refused.alternatives] == ways


def test_incomplete_request_is_told_what_it_lacks():
    incomplete = replace(HELD, state=State.FAILED, gaps=("1 more signature is needed.",))

    refused = refusal_of(require_ruling, incomplete, WINDOW, valid=True, reasons="Complete.")

    assert (refused.message, refused.citation) == (f"The request is not complete. {incomplete.why}", CALL_IN_LAW)


def test_office_named_beside_the_one_who_rules_is_consulted():
    alone = replace(RULES, validity_with=None)
    same = replace(RULES, validity_with=RULES.validity_decider)

    assert [ruled_with(one) for one in (RULES, alone, same)] == ["SCRUTINY_OFFICER", None, None]
    assert [consulted_in_words(one) for one in (RULES, alone, same)] == ["scrutiny officer", "", ""]


def test_nobody_rules_before_that_office_was_asked():
    refusal = refusal_of(require_consulted, RULES, " ", "Part 4E")

    assert (refusal.code, refusal.message, refusal.citation) == (
        "call_in.not_consulted",
        "Ask the scrutiny officer first, and write down what was said about whether the call-in is valid.",
        "Part 4E",
    )
    assert require_consulted(RULES, " It is complete. ", "Part 4E") == "It is complete."
    assert require_consulted(replace(RULES, validity_with=None), " said ", "") == ""


@pytest.mark.parametrize(("published", "valid", "public"), [(True, True, True), (True, False, True), (False, True, True), (False, False, False)])
def test_reasons_for_a_rejection_are_public_where_the_constitution_says_so(published, valid, public):
    assert reasons_are_public(replace(RULES, rejection_reasons_published=published), valid=valid) is public
