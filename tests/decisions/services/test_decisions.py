"""The Cabinet decides at a meeting, in three modes."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Case, Duty, Involvement
from commissioning.rules.refusals import Refusal
from commissioning.selectors.cases import open_kinds
from decisions.models import Decision, Resolution
from decisions.rules.key_decision import KeyFacts
from decisions.rules.motions import Manner
from decisions.rules.outcomes import PUT_OFF
from decisions.selectors.decisions import decision_outcome, decision_stands, is_decided
from decisions.selectors.meetings import live_item
from decisions.selectors.void_reviews import doubts_of
from decisions.services.advice import ask_about_amendment, give_advice
from decisions.services.decisions import take_effect
from decisions.services.holds import lift_hold
from decisions.services.key_assessments import assess_key
from tests.builders import a_borough, a_case, actor, person, test_act
from tests.builders_rules import refusal_of, refused
from tests.builders_s1 import open_duty, rules_of
from tests.builders_s3 import (
    AGENDA_AT,
    AGREED,
    CABINET_AT,
    MEMBERS,
    a_cabinet_item,
    a_hold,
    a_recommended_case,
    a_sitting,
    an_item_in_session,
    ask_to_sign,
    call_vote,
    end_vote,
    give_signature,
    give_vote,
    record_presence,
    state_decision,
    state_interests,
)
from tests.builders_s5 import a_published_record, other_rules

pytestmark = pytest.mark.django_db
HANDS = Manner("SHOW_OF_HANDS", votes_for=5, votes_against=2, abstentions=2)
NOT_AGREED = replace(AGREED, outcome="NOT_AGREED")


@pytest.fixture(scope="module")
def built_item(module_database):
    a_borough()
    return an_item_in_session()


@pytest.fixture
def item(built_item, db):
    return deepcopy(built_item)


def vote(case: Case, *choices: str) -> None:
    """A whole recorded vote; the choices go to the members in order."""
    call_vote(case)
    for member, choice in zip(MEMBERS, choices, strict=False):
        give_vote(case, member, choice)
    end_vote(case)


def test_agreed_without_a_vote_is_the_decision(item):
    decision = state_decision(item.case)

    assert (decision.mode, decision.outcome, decision.made_at) == ("AGREED", "AGREED", CABINET_AT)
    assert (decision.made_by, decision.clerked_by, decision.body.key) == (person("leader"), None, "cabinet")
    assert (decision.is_key, decision.made_on, decision.subject_to) == (True, date(2027, 1, 11), ["ICB"])
    assert [row["name"] for row in decision.tally["present"]] == [person(key).name for key in MEMBERS]
    assert (is_decided(item.case, open_kinds(item.case)), decision_outcome(item.case), decision_stands(item.case)) == (
        True,
        "AGREED",
        True,
    )
    assert live_item(item.case, "DECISION") is None
    assert AuditIndex.objects.order_by("-seq").first().kind == "decision.made"


def test_resolutions_are_those_of_the_report_unless_amended(item):
    state_decision(item.case)

    assert list(Resolution.objects.values_list("number", "text")) == [
        (1, "Agree to buy one service for survivors together for three years."),
        (2, "Note the evidence pack."),
    ]


def test_amended_decision_carries_its_own_resolutions(item):
    amended = replace(AGREED, outcome="AGREED_AMENDED", resolutions=("Agree for two years.",))

    state_decision(item.case, amended)

    assert list(Resolution.objects.values_list("number", "text")) == [(1, "Agree for two years.")]


def test_everybody_who_took_part_becomes_a_decider(item):
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")

    state_decision(item.case)

    deciders = set(Involvement.objects.filter(part="decider").values_list("person", flat=True))
    assert deciders == {person(key).pk for key in MEMBERS if key != "cm-jobs"}


def test_interests_stand_in_the_decision_as_the_public_may_read_them(item):
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")
    state_interests(item.meeting, "cm-culture", kind="S106_LGFA", nature="private")

    conflicts = state_decision(item.case).conflicts

    assert [(row["kind"], row["nature"], row["action"]) for row in conflicts] == [
        ("DPI", "My firm supplies it.", "Declared a disclosable pecuniary interest and took no part."),
        ("", "", "Took no part in the vote."),
    ]


def test_signed_agencies_are_not_named_as_missing(item):
    ask_to_sign(item.case)
    give_signature(item.case)

    assert state_decision(item.case).subject_to == []


def test_dissent_needs_a_vote(item):
    assert (
        refused(state_decision, item.case, AGREED, Manner("AGREED", anybody_dissents=True)) == "vote.dissent"
    )
    assert Decision.objects.count() == 0


def test_show_of_hands_keeps_totals_without_names(item):
    decision = state_decision(item.case, AGREED, HANDS)

    assert {key: decision.tally[key] for key in ("for", "against", "abstain", "votes")} == {
        "for": 5, "against": 2, "abstain": 2, "votes": [],
    }  # fmt: skip


def test_e39_more_hands_than_members_are_refused(item):
    """E-39."""
    assert refused(state_decision, item.case, AGREED, replace(HANDS, votes_for=6)) == "vote.total"


@pytest.mark.parametrize(
    ("words", "manner"),
    [(NOT_AGREED, HANDS), (AGREED, replace(HANDS, votes_for=2, votes_against=5))],
)
def test_outcome_has_to_be_what_the_count_says(item, words, manner):
    assert refused(state_decision, item.case, words, manner) == "decision.mismatch"


def test_e37_two_for_one_against_five_abstaining_is_carried(item):
    """E-37."""
    vote(item.case, "FOR", "FOR", "AGAINST", *["ABSTAIN"] * 5)

    decision = state_decision(item.case, AGREED, Manner("RECORDED"))

    assert (decision.outcome, decision.tally["for"], len(decision.tally["votes"])) == ("AGREED", 2, 9)


def test_e38_all_abstaining_is_not_carried(item):
    """E-38."""
    vote(item.case, *["ABSTAIN"] * 9)

    assert refused(state_decision, item.case, AGREED, Manner("RECORDED")) == "decision.mismatch"
    assert state_decision(item.case, NOT_AGREED, Manner("RECORDED")).outcome == "NOT_AGREED"


@pytest.mark.parametrize(
    ("casting", "outcome"), [("FOR", "AGREED"), ("AGAINST", "NOT_AGREED"), ("DECLINED", "NOT_AGREED")]
)
def test_e35_level_votes_ask_for_a_second_vote_of_the_chair(item, casting, outcome):
    """E-35."""
    vote(item.case, *["FOR"] * 3, *["AGAINST"] * 3)
    assert refused(state_decision, item.case, AGREED, Manner("RECORDED")) == "vote.casting"

    decision = state_decision(
        item.case, replace(AGREED, outcome=outcome), Manner("RECORDED", casting=casting)
    )

    assert (decision.outcome, decision.tally["casting"]) == (
        outcome,
        "" if casting == "DECLINED" else casting,
    )


def with_a_barred_chair(item) -> None:
    """The chair has an interest; four of the eight others vote for and four against, called by the clerk."""
    state_interests(item.meeting, "leader", kind="DPI", nature="My firm supplies it.")
    call_vote(item.case, by="proper-officer")
    for member, choice in zip(MEMBERS[1:], ["FOR"] * 4 + ["AGAINST"] * 4, strict=True):
        give_vote(item.case, member, choice)
    end_vote(item.case, by="proper-officer")


@pytest.mark.parametrize(("casting", "outcome"), [("FOR", "AGREED"), ("AGAINST", "NOT_AGREED"), ("DECLINED", "NOT_AGREED")])
def test_e36_whoever_presides_for_a_barred_chair_has_the_casting_vote(item, casting, outcome):
    with_a_barred_chair(item)
    deputy = Manner("RECORDED", presiding=person("cm-adults").pk)
    assert refused(state_decision, item.case, AGREED, deputy, by="proper-officer") == "vote.casting"

    decision = state_decision(
        item.case, replace(AGREED, outcome=outcome), replace(deputy, casting=casting), by="proper-officer"
    )

    assert (decision.outcome, decision.made_by, decision.clerked_by) == (outcome, person("cm-adults"), person("proper-officer"))
    assert decision.tally["presiding"] == person("cm-adults").name


def test_e36_barred_chair_neither_presides_nor_calls_a_vote(item):
    state_interests(item.meeting, "leader", kind="DPI", nature="My firm supplies it.")

    assert refused(call_vote, item.case) == "meeting.chair_barred"
    assert refused(state_decision, item.case, AGREED, HANDS) == "meeting.chair_barred"
    assert refused(state_decision, item.case, AGREED, HANDS, by="proper-officer") == "meeting.chair_barred"
    assert Decision.objects.count() == 0


def test_e36_motion_falls_where_the_constitution_knows_no_casting_vote(item):
    other_rules(item.case, "cabinet_casting_vote = { value = true", "cabinet_casting_vote = { value = false")
    with_a_barred_chair(item)
    deputy = Manner("RECORDED", casting="FOR", presiding=person("cm-adults").pk)

    assert refused(state_decision, item.case, AGREED, deputy, by="proper-officer") == "decision.mismatch"


def test_absent_chair_does_not_preside_and_neither_does_who_is_no_member(item):
    record_presence(item.meeting, {"leader": "LEFT"})
    stranger = replace(HANDS, presiding=person("legal").pk)

    assert refused(state_decision, item.case, AGREED, HANDS, by="proper-officer") == "meeting.chair_absent"
    assert refused(state_decision, item.case, AGREED, stranger, by="proper-officer") == "meeting.chair_absent"


def test_recorded_mode_needs_a_closed_vote(item):
    assert refused(state_decision, item.case, AGREED, Manner("RECORDED")) == "vote.not_open"
    call_vote(item.case)
    assert refused(state_decision, item.case, AGREED, Manner("RECORDED")) == "vote.is_open"


def test_missing_statement_is_named():
    a_borough()
    item = a_cabinet_item(a_recommended_case(number=2))
    a_sitting(item.meeting, declared=MEMBERS[1:])

    with pytest.raises(Refusal) as refusal:
        state_decision(item.case)

    assert refusal.value.code == "interest.missing"
    assert person("leader").name in refusal.value.message


def test_e33_nothing_is_decided_outside_a_meeting():
    a_borough()
    item = a_cabinet_item(a_recommended_case(number=2))

    assert refused(state_decision, item.case) == "vote.no_meeting"
    assert (Decision.objects.count(), is_decided(item.case, open_kinds(item.case))) == (0, False)


def test_inquorate_meeting_can_only_defer(item):
    record_presence(item.meeting, dict.fromkeys(MEMBERS[2:], "LEFT"))
    assert refused(state_decision, item.case) == "meeting.inquorate"

    deferred = state_decision(
        item.case, replace(AGREED, outcome="DEFERRED", reasons="Too few members were present.")
    )

    assert (deferred.outcome, deferred.mode, decision_outcome(item.case)) == ("DEFERRED", "", "DEFERRED")
    assert AuditIndex.objects.order_by("-seq").first().kind == "decision.defer"


def test_key_decision_waits_for_its_notice(item):
    early = CABINET_AT - timedelta(days=21)  # 21 December: 27 clear days

    assert refused(state_decision, item.case, at=early).startswith("notice.")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reasons": " "}, "decision.no_reasons"),
        ({"alternatives": ""}, "decision.no_alternatives"),
        ({"outcome": "AGREED_AMENDED"}, "decision.no_text"),
        ({"outcome": "DEFERRED", "reasons": ""}, "decision.no_reasons"),
    ],
)
def test_e59_decision_needs_its_words(item, changes, code):
    assert refused(state_decision, item.case, replace(AGREED, **changes)) == code
    assert Decision.objects.count() == 0


def test_clerk_may_enter_the_outcome_and_is_recorded_as_clerk(item):
    decision = state_decision(item.case, by="deputy-proper-officer")

    assert (decision.made_by, decision.clerked_by) == (person("leader"), person("deputy-proper-officer"))
    assert Involvement.objects.filter(part="clerk", person=person("deputy-proper-officer")).exists()


def test_others_state_no_outcome(item):
    with pytest.raises(PermissionDenied):
        state_decision(item.case, by="cm-jobs")


def test_case_takes_effect_once_its_window_is_over_and_not_a_second_earlier(item):
    state_decision(item.case)
    midnight = datetime(2027, 1, 20, 0, 0, tzinfo=UTC)

    def effect(at: datetime) -> None:
        with ledger.recording():
            take_effect(case=item.case, act=test_act(at))

    assert refused(effect, midnight) == "implementation.blocked"  # nothing is published
    a_published_record(item.case)  # Tuesday 12 January: the window closes on the 19th
    early = refusal_of(effect, midnight - timedelta(seconds=1))
    hold = a_hold(item.case)
    held = refusal_of(effect, midnight)
    with ledger.recording():
        lift_hold(hold, test_act(midnight), because="No action")
    effect(midnight)

    assert (early.code, early.earliest) == ("implementation.blocked", date(2027, 1, 20))
    assert held.message == "The decision cannot take effect yet. On hold: Called in."
    assert Case.objects.get().effective_on == date(2027, 1, 20)
    assert AuditIndex.objects.order_by("-seq").first().kind == "decision.effect"


def test_e09_decision_carried_after_midnight_has_the_date_of_the_motion_and_the_page_shows_both(item, client):
    decision = state_decision(item.case, at=datetime(2027, 1, 12, 0, 20, tzinfo=UTC))
    a_published_record(item.case)

    page = client.get("/register/2026/001/").content.decode()

    assert (decision.made_on, item.meeting.meets_on) == (date(2027, 1, 12), date(2027, 1, 11))
    assert ("Agreed on 12 January 2027 by Cabinet" in page, "Cabinet, 11 January 2027" in page) == (True, True)


def test_decision_not_to_agree_takes_no_effect(item):
    state_decision(item.case, replace(AGREED, outcome="NOT_AGREED"), Manner("SHOW_OF_HANDS", votes_for=1, votes_against=8))
    a_published_record(item.case)

    with pytest.raises(Refusal) as refusal, ledger.recording():
        take_effect(case=item.case, act=test_act(CABINET_AT + timedelta(days=10)))

    assert refusal.value.message == "The decision cannot take effect yet. This outcome gives no authority to act."


def test_duty_closes_with_the_outcome(item):
    state_decision(item.case)

    assert Duty.objects.get(kind="item.outcome").result == "AGREED"


def test_steps_to_a_decision_keep_the_rules_that_let_them_pass(item):
    state_decision(item.case)

    kept = {
        kind: list(rules_of(item.case, kind))
        for kind in ("clearance.give", "ssmt.schedule", "notice.publish", "ssmt.outcome", "agenda.publish", "decision.made")
    }
    assert kept == {
        "clearance.give": ["clearance.may_clear", "clearance.current_text"],
        "ssmt.schedule": ["clearance.all_given", "ssmt.papers"],
        "notice.publish": ["overlay.none_stops", "notice.contents", "notice.key_decision"],
        "ssmt.outcome": ["ssmt.quorum", "ssmt.outcome"],
        "agenda.publish": [
            "overlay.none_stops", "clearance.all_given", "ssmt.recommended", "evidence.fresh", "agenda.public", "notice.covers", "notice.live", "notice.key_decision",
        ],
        "decision.made": [
            "overlay.none_stops", "notice.covers", "notice.live", "notice.key_decision", "meeting.presiding", "meeting.quorum", "interest.stated", "vote.count",
        ],
    }  # fmt: skip
    quorum = rules_of(item.case, "decision.made")["meeting.quorum"]
    assert quorum["inputs"] == {"counted": 9, "needed": 3}
    assert quorum["result"] == "9 counted, 3 needed: quorate."


def test_e57_amendment_far_beyond_the_notice_is_deferred_or_noticed_again(item):
    dearer = replace(
        AGREED, outcome="AGREED_AMENDED", resolutions=("That the service be bought for longer.",),
        pence=item.version.value_total * 14 // 10,
    )  # fmt: skip

    with pytest.raises(Refusal) as refusal:
        state_decision(item.case, words=dearer)

    assert refusal.value.code == "notice.does_not_cover"
    assert [way.label.split(";")[0] for way in refusal.value.alternatives] == [
        "Defer the item", "Agree the recommendations without the amendment", "Pass the decision to the Cabinet",
        "Confirm the decision as it was made", "Rescind it", "Ask the Monitoring Officer to certify that it lies within the notice",
    ]  # fmt: skip
    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    ("may_go_on", "more", "outcome"), [(True, 0, "AGREED_AMENDED"), (True, 1, "notice.does_not_cover"), (False, 0, "notice.does_not_cover")]
)
def test_e57_amendment_beyond_the_notice_goes_on_with_the_monitoring_officers_certificate(item, may_go_on, more, outcome):
    pence = item.version.value_total * 14 // 10
    with ledger.recording():
        ask_about_amendment(case=item.case, pence=pence, why="Two more years of the same.", actor=actor("leader"), at=CABINET_AT)
    with ledger.recording():
        give_advice(
            duty=open_duty(item.case, "advice.give"), may_go_on=may_go_on, text="It is the same service.",
            actor=actor("monitoring-officer"), at=CABINET_AT,
        )  # fmt: skip
    dearer = replace(AGREED, outcome="AGREED_AMENDED", resolutions=("That it be bought for longer.",), pence=pence + more)

    if outcome == "AGREED_AMENDED":
        assert state_decision(item.case, words=dearer).outcome == outcome
        certified = rules_of(item.case, "decision.made")["notice.certified"]
        assert certified["result"] == "Certified as within the notice by the Monitoring Officer: It is the same service."
    else:
        assert refused(state_decision, item.case, words=dearer) == outcome


@pytest.mark.parametrize(
    ("why", "before", "code"), [(" ", 0, "amendment.no_reasons"), ("The same.", 1, "amendment.asked")]
)
def test_amendment_is_asked_about_once_and_with_reasons(item, why, before, code):
    def ask(words):
        with ledger.recording():
            return ask_about_amendment(case=item.case, pence=200_000_000, why=words, actor=actor("leader"), at=CABINET_AT)

    for _ in range(before):
        ask("Longer.")

    assert refused(ask, why) == code


def test_amendment_of_nothing_is_not_asked_about():
    a_borough()

    with ledger.recording():
        code = refused(ask_about_amendment, case=a_case(number=2), pence=1, why="Why.", actor=actor("leader"), at=CABINET_AT)

    assert code == "amendment.no_item"


def test_e57_amendment_within_the_notice_is_agreed(item):
    cheaper = replace(
        AGREED, outcome="AGREED_AMENDED", resolutions=("That less be bought.",), pence=item.version.value_total - 100
    )

    assert state_decision(item.case, words=cheaper).outcome == "AGREED_AMENDED"


@pytest.mark.parametrize("outcome", ["AGREED", "AGREED_AMENDED"])
def test_e58_cabinet_cannot_agree_what_is_contrary_to_the_budget(item, outcome):
    contrary = replace(AGREED, outcome=outcome, resolutions=("That it be agreed.",), outside_framework=True)

    assert refused(state_decision, item.case, words=contrary) == "decision.outside_framework"
    assert Decision.objects.count() == 0


def test_e58_cabinet_cannot_agree_what_the_key_decision_test_calls_a_change_of_the_framework(item):
    """The page says that only the council decides it; so does the act, whatever the person presiding ticks."""
    facts = KeyFacts(
        item.version.value_council, item.version.value_total, wards=("Alderbrook", "Brook"), significant_in_wards=True,
        changes_framework=True, reasons="It changes the plan.",
    )  # fmt: skip
    reasons = dict.fromkeys(("WARDS", "SERVICE_QUALITY", "COMMUNITY", "FRAMEWORK"), "Looked at.")
    with ledger.recording():
        assess_key(case=item.case, facts=facts, limb_reasons=reasons, actor=actor("commissioner"), at=AGENDA_AT)

    assert refused(state_decision, item.case, words=AGREED) == "decision.outside_framework"
    assert Decision.objects.count() == 0


def test_e58_what_is_contrary_to_the_budget_is_referred_to_the_council(item):
    contrary = replace(AGREED, outside_framework=True)
    refusal = refusal_of(state_decision, item.case, words=contrary)
    referral = replace(
        contrary, outcome="REFERRED", text="", reasons="The budget holds £1 million.", alternatives="",
        advice="Both: only the council can add the rest.",
    )  # fmt: skip

    decision = state_decision(item.case, referral, HANDS)

    assert (refusal.alternatives[0].label, refusal.alternatives[0].query["outcome"]) == ("Refer it to the council", "REFERRED")
    assert (decision.get_outcome_display(), decision.tally["for"], decision.subject_to) == ("Referred to the council", 5, [])
    assert decision.reasons == (
        "The budget holds £1 million.\n\nAdvice of the Monitoring Officer and the chief finance officer: Both: only the "
        "council can add the rest."
    )
    assert AuditIndex.objects.order_by("-seq").first().kind == "decision.refer"
    assert (live_item(item.case, "DECISION"), doubts_of(decision)) == (None, [])
    assert decision_outcome(item.case) in PUT_OFF


@pytest.mark.parametrize(
    ("changes", "manner", "code"),
    [
        ({"outside_framework": False}, HANDS, "decision.not_outside_framework"),
        ({"advice": ""}, HANDS, "decision.no_advice"),
        ({"reasons": " "}, HANDS, "decision.no_reasons"),
        ({}, replace(HANDS, votes_for=1), "decision.mismatch"),
    ],
)
def test_e58_referral_needs_its_ground_advice_reasons_and_a_majority(item, changes, manner, code):
    referral = replace(AGREED, outcome="REFERRED", outside_framework=True, advice="Both: refer it.")

    assert refused(state_decision, item.case, replace(referral, **changes), manner) == code
    assert Decision.objects.count() == 0


def test_e58_what_is_contrary_to_the_budget_can_be_deferred(item):
    put_off = replace(AGREED, outcome="DEFERRED", outside_framework=True)

    assert state_decision(item.case, words=put_off).outcome == "DEFERRED"


def test_e39_member_who_votes_twice_is_refused_and_the_first_vote_stands(item):
    call_vote(item.case)
    for member in MEMBERS:
        give_vote(item.case, member, "AGAINST")

    assert refused(give_vote, item.case, "leader", "FOR") == "vote.twice"
    assert refused(give_vote, item.case, "leader", "AGAINST") == "vote.twice"
    assert end_vote(item.case).tally["against"] == len(MEMBERS)


def test_e39_member_who_corrects_a_slip_before_the_chair_closes_is_counted_once(item):
    """Insert-only results keep the slip beside its correction, so that a wrong tap on a tablet does not decide a motion; who
    only votes a second time is refused."""
    call_vote(item.case)
    for member in MEMBERS:
        give_vote(item.case, member, "AGAINST")
    give_vote(item.case, "leader", "FOR", is_correction=True)

    end_vote(item.case)
    decision = state_decision(item.case, replace(AGREED, outcome="NOT_AGREED"), Manner("RECORDED"))

    assert (decision.tally["for"], decision.tally["against"]) == (1, len(MEMBERS) - 1)
