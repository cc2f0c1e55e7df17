"""The hearing of a call-in: deadline, quorum, outcomes."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.rules.refusals import Alternative
from scrutiny.rules.hearings import (
    EDUCATION_LAW,
    Consequence,
    Outcome,
    deadline,
    heard_where,
    inquorate,
    meet_again,
    missed,
    require_day,
    require_outcome,
    require_seats,
    require_votes,
    require_whip_declared,
)
from tests.builders_rules import england, refusal_of, the_constitution, told

LAW = "LGA 2000 s9F(4); the constitution's call-in procedure"
RULES = the_constitution().call_in
TAKES_EFFECT = replace(RULES, hearing=replace(RULES.hearing, if_missed="TAKES_EFFECT"))


def test_hearing_is_due_in_ten_working_days():
    assert deadline(date(2026, 12, 18), RULES, england()).ends_on == date(2027, 1, 6)


@pytest.mark.parametrize(
    ("counted_from", "words"),
    [
        ("VALIDATION", "call-in validated"),
        ("REQUEST", "call-in received"),
        ("DECISION_NOTICE", "decision published"),
        ("WINDOW_END", "call-in window closed"),
    ],
)
def test_hearing_names_what_its_time_is_counted_from(counted_from, words):
    rules = replace(RULES, hearing=replace(RULES.hearing, counted_from=counted_from))

    assert deadline(date(2026, 12, 18), rules, england()).start_event == words


def test_council_without_a_hearing_time_has_no_deadline():
    open_ended = replace(RULES, hearing=replace(RULES.hearing, within=None))

    assert deadline(date(2026, 12, 18), open_ended, england()) is None


def test_e70_inquorate_hearing_reconvenes_in_five_working_days_and_keeps_the_hold():
    again, consequence = inquorate(date(2026, 12, 18), RULES, england())

    assert (again.ends_on, consequence.code) == (date(2026, 12, 29), "STAYS_HELD")
    assert inquorate(date(2026, 12, 18), TAKES_EFFECT, england())[1].code == "TAKES_EFFECT"


def test_committee_without_a_quorum_is_not_sent_to_a_day_after_the_decision_has_taken_effect():
    """Ruled valid on 14 December, to be heard within ten working days; nobody heard it on the 29th, and that time runs on."""
    due, met_on = deadline(date(2026, 12, 14), RULES, england()), date(2026, 12, 29)

    takes_effect = inquorate(met_on, TAKES_EFFECT, england(), due=due)[0]
    in_time = inquorate(date(2026, 12, 15), TAKES_EFFECT, england(), due=due)[0]
    stays_held = inquorate(met_on, RULES, england(), due=due)[0]

    assert (takes_effect, due.ends_on) == (due, date(2026, 12, 30))
    assert (in_time.ends_on, stays_held.ends_on) == (date(2026, 12, 22), date(2027, 1, 6))


@pytest.mark.parametrize("heard_on", [date(2027, 1, 14), date(2027, 1, 27)])
def test_hearing_is_between_the_ruling_and_today(heard_on):
    assert told(require_day, heard_on, ruled_on=date(2027, 1, 15), today=date(2027, 1, 26)) == (
        "hearing.day",
        "The committee met between 15 January 2027, when the call-in was ruled valid, and today. Give the day of its meeting.", LAW,
    )  # fmt: skip


@pytest.mark.parametrize("heard_on", [date(2027, 1, 15), date(2027, 1, 26)])
def test_hearing_may_be_on_the_day_of_the_ruling_and_is_recorded_on_its_own_day(heard_on):
    assert require_day(heard_on, ruled_on=date(2027, 1, 15), today=date(2027, 1, 26)) is None


def test_missed_hearing_follows_the_constitution():
    assert (missed(RULES).code, missed(TAKES_EFFECT).code) == ("STAYS_HELD", "RELEASE")


@pytest.mark.parametrize(
    ("outcome", "words", "code"),
    [
        (Outcome.NO_ACTION, {}, "RELEASE"),
        (Outcome.RECOMMENDATIONS_WITHOUT_REFERRAL, {"recommendations": ["Ask carers next time."]}, "RELEASE"),
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
        (Outcome.RECOMMENDATIONS_WITHOUT_REFERRAL, {"recommendations": [" "]}, "hearing.no_recommendations"),
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


def test_referral_that_is_not_open_leads_to_referring_it_back():
    refused = refusal_of(require_outcome, Outcome.REFER_TO_COUNCIL, RULES, reasons="Because.", advice="Inside.")

    assert refused.alternatives == (
        Alternative("Refer it back with concerns", "duty", query={"outcome": "REFER_BACK"}, kinds=("call_in.hear",)),
    )


def test_council_may_open_referral_wider():
    wide = replace(RULES, council_referral_only_outside_framework=False)

    assert (
        require_outcome(Outcome.REFER_TO_COUNCIL, wide, reasons="Because.", advice="Inside.").code
        == "COUNCIL"
    )


def test_party_whip_is_declared():
    assert refusal_of(require_whip_declared, declared=False).code == "hearing.whip"
    assert require_whip_declared(declared=True) is None


# --- the words ----------------------------------------------------------------------------------------------------



@pytest.mark.parametrize(
    ("count", "rule", "start"),
    [
        (deadline, "call_in.hearing.within", "call-in validated"),
        (lambda *given: inquorate(*given)[0], "call_in.hearing.reconvene", "hearing without quorum"),
    ],
    ids=["hearing", "reconvened"],
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
            require_outcome, {"outcome": Outcome.RECOMMENDATIONS_WITHOUT_REFERRAL, "recommendations": ["", " "]},
            ("hearing.no_recommendations", "List what the committee recommends.", LAW),
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
    ],
)  # fmt: skip
def test_refusal_says_why_and_where_it_is_written(act, words, expected):
    default = {"outcome": Outcome.NO_ACTION, "rules": RULES, "reasons": "Because."} if act is require_outcome else {}

    refused = refusal_of(act, **{**default, **words})

    assert (refused.code, refused.message, refused.citation) == expected


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("SPECIAL_MEETING", "The constitution has it heard at a special meeting of the committee."),
        ("NEXT_COMMITTEE", "The constitution has it heard at the next meeting of the committee."),
        ("NEXT_ORDINARY_COUNCIL", "The constitution has it heard at the next ordinary meeting of the council."),
    ],
)
def test_committee_reads_at_which_meeting_a_call_in_is_heard(at, words):
    assert heard_where(replace(RULES, hearing=replace(RULES.hearing, at=at))) == words


def test_co_optee_counts_only_where_the_matter_is_one_of_education():
    require_votes([4, 5], [5, 4, 6])
    require_votes([], [])
    refusal = refusal_of(require_votes, [4, 5], [5])

    assert (refusal.code, refusal.message, refusal.citation) == (
        "hearing.co_optee",
        "An education co-optee votes on education matters only, and counts towards the quorum only there. "
        "Others may be in the room and speak; leave them out of the number.",
        EDUCATION_LAW,
    )


def test_inquorate_hearing_leads_to_the_prepared_next_meeting():
    again, _ = inquorate(date(2026, 12, 18), RULES, england())
    way = meet_again(again)

    assert (way.label, way.url_name, way.query) == (
        "Put it on the agenda of a meeting of the committee by 29 December 2026", "case_scrutiny_agenda",
        {"meeting": "new", "on": "2026-12-29"},
    )  # fmt: skip


def test_nobody_counts_at_a_hearing_who_has_no_seat():
    assert require_seats(11, 11) is None
    assert told(require_seats, 12, 11) == (
        "hearing.too_many",
        "12 members are said to have been present, but 11 have a seat and a vote on this matter. Count again.", LAW,
    )  # fmt: skip
