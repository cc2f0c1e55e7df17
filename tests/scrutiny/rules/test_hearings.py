"""The hearing of a call-in: deadline, outcomes, and a reconsideration that answers every concern."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.rules.shortcomings import Shortcoming
from scrutiny.rules.hearings import (
    Consequence,
    Outcome,
    Reconsidered,
    after_reconsideration,
    deadline,
    inquorate,
    missed,
    reconsider_by,
    reconsiderer,
    require_answered,
    require_may_sit,
    require_outcome,
    require_whip_declared,
    unanswered,
)
from tests.builders_rules import england, refusal_of, the_constitution

RULES = the_constitution().call_in
TAKES_EFFECT = replace(RULES, hearing=replace(RULES.hearing, if_missed="TAKES_EFFECT"))
CONCERNS = {1: "Cost.", 2: "Consultation.", 3: "Options."}


def test_hearing_and_reconsideration_are_due_in_ten_working_days():
    assert deadline(date(2026, 12, 18), RULES, england()).ends_on == date(2027, 1, 6)
    assert reconsider_by(date(2026, 12, 18), RULES, england()).ends_on == date(2027, 1, 6)


def test_council_without_a_hearing_time_has_no_deadline():
    open_ended = replace(
        RULES, hearing=replace(RULES.hearing, within=None), reconsider=replace(RULES.reconsider, within=None)
    )

    assert deadline(date(2026, 12, 18), open_ended, england()) is None
    assert reconsider_by(date(2026, 12, 18), open_ended, england()) is None


def test_e70_inquorate_hearing_reconvenes_in_five_working_days_and_keeps_the_hold():
    again, consequence = inquorate(date(2026, 12, 18), RULES, england())

    assert (again.ends_on, consequence.code) == (date(2026, 12, 29), "STAYS_HELD")
    assert inquorate(date(2026, 12, 18), TAKES_EFFECT, england())[1].code == "TAKES_EFFECT"


def test_missed_hearing_follows_the_constitution():
    assert (missed(RULES).code, missed(TAKES_EFFECT).code) == ("STAYS_HELD", "RELEASE")


@pytest.mark.parametrize(
    ("outcome", "words", "code"),
    [
        (Outcome.NO_ACTION, {}, "RELEASE"),
        (Outcome.RECOMMENDATIONS_WITHOUT_REFERRAL, {}, "RELEASE"),
        (Outcome.REFER_BACK, {"concerns": ["Cost."]}, "RECONSIDER"),
        (Outcome.REFER_TO_COUNCIL, {"outside_framework": True, "advice": "Outside the budget."}, "COUNCIL"),
    ],
)
def test_outcome_leads_on(outcome, words, code):
    assert require_outcome(outcome, RULES, reasons="Because.", **words).code == code


@pytest.mark.parametrize(
    ("outcome", "words", "code"),
    [
        (Outcome.NO_ACTION, {"reasons": " "}, "hearing.no_reasons"),
        (Outcome.REFER_BACK, {"concerns": [" "]}, "hearing.no_concerns"),
        (Outcome.REFER_TO_COUNCIL, {"advice": "Inside."}, "hearing.not_outside_framework"),
        (Outcome.REFER_TO_COUNCIL, {"outside_framework": True}, "hearing.no_advice"),
    ],
)
def test_outcome_without_its_grounds_is_refused(outcome, words, code):
    assert refusal_of(require_outcome, outcome, RULES, **{"reasons": "Because.", **words}).code == code


def test_outcome_outside_the_constitution_is_refused():
    wiltshire = replace(RULES, outcomes=("NO_ACTION", "REFER_BACK"))

    refused = refusal_of(require_outcome, Outcome.REFER_TO_COUNCIL, wiltshire, reasons="Because.")

    assert refused.code == "hearing.outcome"


def test_council_may_open_referral_wider():
    wide = replace(RULES, council_referral_only_outside_framework=False)

    assert (
        require_outcome(Outcome.REFER_TO_COUNCIL, wide, reasons="Because.", advice="Inside.").code
        == "COUNCIL"
    )


def test_acceptance_two_of_three_concerns_answered_cannot_be_published():
    refused = refusal_of(require_answered, CONCERNS, {1: "Cheaper.", 2: "Done again."})

    assert (refused.code, refused.message) == (
        "reconsider.unanswered",
        "The reconsideration cannot be published yet. Answer concern 3: Options.",
    )


def test_e74_confirming_without_addressing_concerns_cannot_be_published():
    assert (
        refusal_of(require_answered, CONCERNS, dict.fromkeys(CONCERNS, " ")).code == "reconsider.unanswered"
    )
    assert require_answered(CONCERNS, dict.fromkeys(CONCERNS, "Answered.")) is None


def test_e75_holder_of_the_office_reconsiders_when_the_maker_left():
    assert reconsiderer("ada", "ben") == "ben"
    assert reconsiderer("ada", None) == "ada"


def test_e68_confirmed_decision_is_released_and_an_amendment_beyond_the_notice_is_new():
    assert after_reconsideration(Reconsidered.CONFIRMED).code == "RELEASE"
    assert after_reconsideration(Reconsidered.AMENDED).code == "RELEASE"
    assert after_reconsideration(Reconsidered.AMENDED, beyond_scope=True).code == "NEW_DECISION"
    assert after_reconsideration(Reconsidered.RESCINDED).code == "END"


def test_signatory_may_sit_and_decision_maker_may_not():
    assert require_may_sit(executive=False, took_decision=False) == "May sit with an open mind."
    for words in (
        {"executive": True, "took_decision": False},
        {"executive": False, "took_decision": True},
        {"executive": False, "took_decision": False, "predetermined": True},
    ):
        assert refusal_of(require_may_sit, **words).code == "hearing.may_not_sit"


def test_party_whip_is_declared():
    assert refusal_of(require_whip_declared, declared=False).code == "hearing.whip"
    assert require_whip_declared(declared=True) is None


def test_lewisham_carers_contract_was_reconsidered_inside_ten_working_days():
    """Lewisham: called in 29 January 2019, reconsidered and confirmed 6 February 2019, five issues raised."""
    due = reconsider_by(date(2019, 1, 29), RULES, england())

    assert date(2019, 2, 6) <= due.ends_on == date(2019, 2, 12)
    assert (
        require_answered(dict.fromkeys(range(1, 6), "Issue."), dict.fromkeys(range(1, 6), "Confidential."))
        is None
    )


# --- the words ----------------------------------------------------------------------------------------------------

LAW = "LGA 2000 s9F(4); the constitution's call-in procedure"


@pytest.mark.parametrize(
    ("count", "rule", "start"),
    [
        (deadline, "call_in.hearing.within", "call-in validated"),
        (reconsider_by, "call_in.reconsider.within", "referred back"),
        (lambda *given: inquorate(*given)[0], "call_in.hearing.reconvene", "hearing without quorum"),
    ],
    ids=["hearing", "reconsideration", "reconvened"],
)
def test_deadline_names_its_rule_law_and_events(count, rule, start):
    due = count(date(2026, 12, 18), RULES, england())

    assert (due.rule, due.citation, due.start_event, due.target_event) == (rule, LAW, start, "overdue from")
    assert due.started_on == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("act", "code", "why"),
    [
        (lambda: inquorate(date(2026, 12, 18), RULES, england())[1], "STAYS_HELD", "The decision stays on hold until the committee has met."),
        (
            lambda: inquorate(date(2026, 12, 18), TAKES_EFFECT, england())[1],
            "TAKES_EFFECT", "If it is not heard in time the decision takes effect.",
        ),
        (lambda: missed(RULES), "STAYS_HELD", "The committee did not meet in time; the decision stays on hold."),
        (lambda: missed(TAKES_EFFECT), "RELEASE", "The committee did not meet in time, so the decision takes effect."),
        (lambda: after_reconsideration(Reconsidered.RESCINDED, beyond_scope=True), "END", "The decision is rescinded."),
        (
            lambda: after_reconsideration(Reconsidered.AMENDED, beyond_scope=True),
            "NEW_DECISION", "The amendment goes beyond the notice: a new notice and a new window are needed.",
        ),
        (lambda: after_reconsideration(Reconsidered.CONFIRMED, beyond_scope=True), "RELEASE", "The decision takes effect; it cannot be called in again."),
        (lambda: after_reconsideration(Reconsidered.AMENDED), "RELEASE", "The decision takes effect; it cannot be called in again."),
    ],
)  # fmt: skip
def test_consequence_says_what_follows(act, code, why):
    assert act() == Consequence(code, why)


@pytest.mark.parametrize(
    ("act", "words", "expected"),
    [
        (
            require_outcome, {"reasons": " "},
            ("hearing.no_reasons", "Give the committee’s reasons.", LAW),
        ),
        (
            require_outcome, {"outcome": Outcome.REFER_BACK},
            ("hearing.no_concerns", "List the concerns that the decision-maker must answer.", LAW),
        ),
        (
            require_outcome, {"outcome": Outcome.REFER_TO_COUNCIL, "advice": "Inside."},
            (
                "hearing.not_outside_framework",
                "Only a decision outside the budget or policy framework goes to full council. Refer it back instead.", LAW,
            ),
        ),
        (
            require_outcome, {"outcome": Outcome.REFER_TO_COUNCIL, "outside_framework": True, "advice": " "},
            ("hearing.no_advice", "Record the advice of the Monitoring Officer and the chief finance officer first.", LAW),
        ),
        (
            require_outcome, {"outcome": Outcome.REFER_BACK, "rules": replace(RULES, outcomes=("NO_ACTION",))},
            ("hearing.outcome", "The constitution does not know this outcome. Choose another.", LAW),
        ),
        (
            require_whip_declared, {"declared": False},
            (
                "hearing.whip", "Say whether any member is under a party whip on this item.",
                "Statutory guidance on overview and scrutiny 2024",
            ),
        ),
        (
            require_may_sit, {"executive": True, "took_decision": False},
            (
                "hearing.may_not_sit",
                "Members of the executive and those who took the decision cannot sit on its hearing.", "LGA 2000 s9FA(3)",
            ),
        ),
        (
            require_may_sit, {"executive": False, "took_decision": False, "predetermined": True},
            ("hearing.may_not_sit", "A member with a closed mind cannot sit.", "Localism Act 2011 s25"),
        ),
        (
            require_answered, {"concerns": {2: "Options.", 1: "Cost."}, "replies": {}},
            (
                "reconsider.unanswered",
                "The reconsideration cannot be published yet. Answer concern 1: Cost. Answer concern 2: Options.", LAW,
            ),
        ),
    ],
)  # fmt: skip
def test_refusal_says_why_and_where_it_is_written(act, words, expected):
    default = {"outcome": Outcome.NO_ACTION, "rules": RULES, "reasons": "Because."} if act is require_outcome else {}

    refused = refusal_of(act, **{**default, **words})

    assert (refused.code, refused.message, refused.citation) == expected


def test_unanswered_concerns_are_gaps_of_the_reconsideration_in_order():
    assert unanswered({2: "Options.", 1: "Cost.", 3: "Time."}, {3: "Later."}) == (
        Shortcoming("RECONSIDERATION", "1", "Answer concern 1: Cost."),
        Shortcoming("RECONSIDERATION", "2", "Answer concern 2: Options."),
    )
