"""A decision of one person comes back, and by then they have an interest: they leave it, and somebody else answers."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta

import pytest

from commissioning import ledger
from commissioning.models import AuditIndex, Body, Duty
from commissioning.rules.refusals import Refusal
from commissioning.selectors.proposals import current_version
from decisions.models import AgendaItem, Decision, Interest, OfficerInterest, Reconsideration
from decisions.records.pdf import record_html
from decisions.rules.motions import Manner
from decisions.selectors.past_authority import asked_again
from decisions.selectors.reconsiderations import (
    called_in_decision,
    is_answered,
    meetings_to_reconsider,
    people_to_reconsider,
)
from decisions.services.agendas import open_agenda_publish, publish_agenda
from decisions.services.authority import allocate
from decisions.services.cancellations import cancel_meeting
from decisions.services.decisions import open_decision
from decisions.services.officer_interests import notify_interest
from decisions.services.reconsiderations import (
    open_reconsider_decide,
    open_reconsider_schedule,
    schedule_reconsideration,
)
from decisions.services.reconsiderations_left import leave_reconsideration
from tests.builders import a_borough, a_case, actor, appoint, office, person, test_act
from tests.builders_law_acts import an_exception
from tests.builders_officers import cleared, decided_alone, line, put_before
from tests.builders_rules import refusal_of, refused
from tests.builders_s1 import a_submitted_proposal, open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting, a_notice, ask_for_clearances, give_clearance
from tests.builders_s3 import (
    AGENDA_AT,
    AGREED,
    CABINET_AT,
    LATER,
    a_decided_case,
    a_hold,
    a_sitting,
    answer_concerns,
    bring_back,
    decide_alone,
)
from tests.builders_s5 import a_published_record

pytestmark = pytest.mark.django_db
BACK_AT = CABINET_AT + timedelta(days=7)
TODAY = BACK_AT.date()
ANSWERS = ("They stand in the finance section.",)
SHARES = {"interest": "DPI", "nature": "I have bought shares in the provider.", "reasons": "I have an interest since January."}
NOTICE = {"interest": "OFFICER_S117", "nature": "My wife owns the provider.", "reasons": "I have an interest in the contract."}


def comes_back(case):
    a_hold(case, "The savings are not shown.")
    goes_on(case)
    with ledger.recording():
        open_reconsider_decide(case=case, act=test_act(BACK_AT))
    return case


def goes_on(case, *, at=BACK_AT) -> None:
    """What the chart does when it comes to bringing the decision back."""
    with ledger.recording():
        open_reconsider_schedule(case=case, act=test_act(at))


def leave(case, by="cm-adults", *, at=BACK_AT, **words):
    with ledger.recording():
        item = leave_reconsideration(
            duty=open_duty(case, "reconsider.decide"), actor=actor(by), at=at, **({"reasons": "It matters to all."} | words)
        )
    goes_on(case, at=at)
    return item


def bring(case, *, at=BACK_AT, **where):
    with ledger.recording():
        item = schedule_reconsideration(
            duty=open_duty(case, "reconsider.schedule"), actor=actor("proper-officer"), at=at, **where
        )
    with ledger.recording():
        if not Duty.objects.filter(case=case, kind="reconsider.decide", closed_at__isnull=True).exists():
            open_reconsider_decide(case=case, act=test_act(at))
    return item


def arrange(case, *, at=BACK_AT, **to) -> None:
    with ledger.recording():
        allocate(case=case, reasons="She knows it best.", actor=actor("leader"), at=at, **to)


@pytest.fixture(scope="module")
def built_cases(module_database):
    a_borough()
    members, councils = decided_alone()
    return comes_back(members), comes_back(councils)


@pytest.fixture
def case(built_cases, db):
    return deepcopy(built_cases[0])


@pytest.fixture
def councils(built_cases, db):
    return deepcopy(built_cases[1])


def test_member_with_an_interest_leaves_it_and_the_called_in_decision_stays_the_last_one(case):
    barred = refusal_of(answer_concerns, case, answers=ANSWERS, by="cm-adults", at=BACK_AT, interest="DPI", nature="Shares.")
    item = leave(case, **SHARES)

    assert (barred.code, [way.url_name for way in barred.alternatives]) == ("interest.single_member", ["duty_pass"])
    assert (item.ended_as, Interest.objects.get(item=item).kind) == ("PASSED_TO_CABINET", "DPI")
    assert (Decision.objects.filter(case=case).count(), called_in_decision(case).outcome) == (1, "AGREED")
    assert (is_answered(case), Reconsideration.objects.count()) == (False, 0)
    assert sorted(case.duties.filter(closed_at__isnull=True).values_list("kind", "office__key")) == [
        ("function.allocate", "leader"), ("reconsider.schedule", "proper-officer"),
    ]  # fmt: skip
    assert AuditIndex.objects.filter(kind="reconsider.pass").count() == 1


def test_period_runs_from_the_referral_whoever_is_asked_by_now(case):
    first = open_duty(case, "reconsider.decide").due_on

    leave(case, at=BACK_AT + timedelta(days=4), **SHARES)

    assert open_duty(case, "reconsider.schedule").due_on == first


def test_cabinet_answers_what_the_member_left_and_the_record_says_so(case):
    leave(case, **SHARES)
    meeting = a_meeting(LATER, at=BACK_AT)
    found = (list(meetings_to_reconsider(case, BACK_AT)), people_to_reconsider(case, TODAY))

    bring(case, meeting=meeting)
    asked = open_duty(case, "function.allocate", "leader") if case.duties.filter(kind="function.allocate", closed_at=None) else None
    a_sitting(meeting, at=LATER)
    answer = answer_concerns(case, answers=ANSWERS, manner=Manner("SHOW_OF_HANDS", votes_for=8, votes_against=1))
    record = a_published_record(case, at=LATER + timedelta(days=1, hours=-8))

    assert (found, asked) == (([meeting], []), None)
    assert (answer.decision.mode, answer.decision.maker_kind, answer.original.mode) == ("SHOW_OF_HANDS", "CABINET", "INDIVIDUAL")
    assert [(one["person"], one["nature"], one["action"], one["section_33_note"]) for one in answer.decision.conflicts] == [
        (person("cm-adults").name, SHARES["nature"], "Left the reconsideration to somebody else.", "No dispensation under section 33.")
    ]
    words = (
        "Cabinet member for adults and health left the reconsideration to the Cabinet on 18 January 2027 because of an interest."
    )
    assert record.content["reconsideration"]["left"] == [
        {"who": "Cabinet member for adults and health", "on": "2027-01-18", "words": words}
    ]
    assert words in record_html(record)
    assert asked_again(answer.decision).agrees


def test_refusal_at_the_meeting_offers_nobody_to_leave_it_alone(case):
    leave(case, **SHARES)
    meeting = a_meeting(LATER, at=BACK_AT)
    bring(case, meeting=meeting)
    a_sitting(meeting, at=LATER)
    words = replace(AGREED, resolutions=("Buy more.",), outside_framework=True)

    refusal = refusal_of(answer_concerns, case, "AMENDED", answers=ANSWERS, words=words)
    left = refusal_of(leave, case, by="leader", at=LATER)

    assert (refusal.code, left.code) == ("decision.outside_framework", "reconsider.at_meeting")
    assert "duty_pass" not in [way.url_name for way in refusal.alternatives]


def test_another_member_answers_only_where_the_leader_allocates_it(case):
    leave(case, **SHARES)
    refusals = [
        refused(bring, case, maker=office("cm-housing")),
        refused(bring, case, maker=office("cm-adults")),
        refused(arrange, case, office=office("cm-adults")),
    ]

    arrange(case, office=office("cm-housing"))
    meeting = a_meeting(LATER, at=BACK_AT)
    elsewhere = refused(bring, case, meeting=meeting)
    offered = [one.key for one in people_to_reconsider(case, TODAY)]
    bring(case, maker=office("cm-housing"))
    answer = answer_concerns(case, answers=ANSWERS, by="cm-housing", at=BACK_AT)

    assert refusals == ["agenda.passed_on", "delegation.interest", "allocation.interest"]
    assert (elsewhere, offered, list(meetings_to_reconsider(case, BACK_AT))) == ("delegation.allocated", ["cm-housing"], [])
    assert (answer.decision.made_by, answer.decision.maker_office) == (person("cm-housing"), office("cm-housing"))
    assert answer.decision.delegation["source"] == "LGA 2000 s9E(2); Allocation 1, 18 January 2027"
    assert asked_again(answer.decision).why == "The Leader had allocated the matter."


def test_who_left_it_does_not_get_it_back_by_another_office(case):
    leave(case, **SHARES)
    seat = office("cm-housing").appointments.get()
    seat.ends_on = TODAY - timedelta(days=1)
    seat.save_as(test_act(), update_fields=["ends_on"])
    appoint(person("cm-adults"), office("cm-housing"))

    assert refused(arrange, case, office=office("cm-housing")) == "allocation.interest"
    assert people_to_reconsider(case, TODAY) == []
    assert refused(bring, case, maker=office("cm-housing")) == "delegation.interest"


def test_leader_allocates_nothing_of_it_before_it_is_left_or_once_it_has_a_place(case):
    before = refused(arrange, case, office=office("cm-housing"))
    leave(case, **SHARES)
    bring(case, meeting=a_meeting(LATER, at=BACK_AT))

    assert (before, refused(arrange, case, office=office("cm-housing"))) == ("case.decided", "case.decided")


def test_member_without_an_interest_leaves_it_too_and_says_why(case):
    assert refused(leave, case, reasons="  ") == "decision.no_reasons"
    leave(case)

    assert not case.duties.filter(kind="function.allocate").exists()
    assert case.duties.filter(kind="reconsider.schedule", closed_at=None).count() == 1


def test_leader_who_had_given_the_matter_to_the_member_is_asked_again_whatever_the_reason(built_cases, db):
    case = a_case(track="MEMBER_NON_KEY", number=6)
    a_cleared_proposal(case, icb=0)
    arrange(case, office=office("cm-housing"), at=AGENDA_AT)
    put_before(case, "cm-housing")
    decide_alone(case, by="cm-housing")
    leave(comes_back(case), by="cm-housing")
    nobody = (list(meetings_to_reconsider(case, BACK_AT)), people_to_reconsider(case, TODAY))

    with ledger.recording():
        allocate(
            case=case, reasons="All of us.", body=Body.objects.get(key="cabinet"), duty=open_duty(case, "function.allocate"),
            actor=actor("leader"), at=BACK_AT,
        )  # fmt: skip

    assert nobody == ([], [])
    assert bring(case, meeting=a_meeting(LATER, at=BACK_AT)).maker is None


def test_it_is_left_once_and_by_nobody_else(case):
    duty = open_duty(case, "reconsider.decide")
    appoint(person("cm-jobs"), office("cm-adults"), deputy=True)
    by_deputy = refused(leave, case, by="cm-jobs")
    leave(case, **SHARES)
    duty.refresh_from_db()

    with pytest.raises(Refusal) as again, ledger.recording():
        leave_reconsideration(duty=duty, actor=actor("cm-adults"), at=BACK_AT, **SHARES)

    assert (by_deputy, again.value.code, Interest.objects.filter(kind="DPI").count()) == ("vote.substitute", "item.ended", 1)


def test_after_a_cancelled_meeting_the_leader_may_give_it_to_one_member(case):
    leave(case, **SHARES)
    meeting = a_meeting(LATER, at=BACK_AT)
    bring(case, meeting=meeting)
    with ledger.recording():
        cancel_meeting(meeting=meeting, why="Snow.", actor=actor("proper-officer"), at=BACK_AT)

    arrange(case, office=office("cm-housing"))
    bring(case, maker=office("cm-housing"))

    waiting = case.duties.filter(kind="reconsider.decide").order_by("pk").values_list("office__key", "result")
    assert list(waiting) == [("cm-adults", "PASSED_TO_CABINET"), ("leader", "MOVED"), ("cm-housing", "")]


def test_officer_of_the_council_leaves_it_to_another_whom_the_scheme_names(councils):
    leave(councils, by="director", **NOTICE)
    nobody = people_to_reconsider(councils, TODAY)
    line("s151", executive=False)
    meeting = a_meeting(LATER, at=BACK_AT)
    refusals = [refused(bring, councils, meeting=meeting), refused(bring, councils, maker=office("director"))]

    bring(councils, maker=office("s151"))
    answer = answer_concerns(councils, answers=ANSWERS, by="s151", at=BACK_AT)

    assert (OfficerInterest.objects.get().nature, nobody) == (NOTICE["nature"], [])
    assert refusals == ["agenda.not_executive", "delegation.interest"]
    assert (answer.decision.maker_kind, answer.decision.delegation["office"]) == ("OFFICER_NONEXEC", office("s151").title)
    assert not councils.duties.filter(kind="function.allocate").exists()
    assert AgendaItem.objects.filter(case=councils, ended_as="PASSED_ON").count() == 1


def test_officer_without_another_interest_answers_only_by_a_line_of_today(councils):
    row = line("s151", executive=False)
    leave(councils, by="director", **NOTICE)
    bring(councils, maker=office("s151"))
    row.ends_on = TODAY - timedelta(days=1)
    row.save_as(test_act(), update_fields=["ends_on"])

    refusal = refusal_of(answer_concerns, councils, answers=ANSWERS, by="s151", at=BACK_AT)

    assert (refusal.code, [way.url_name for way in refusal.alternatives]) == ("delegation.not_live", ["duty_pass"])


def test_notice_on_the_page_of_the_case_takes_it_off_the_officers_desk(councils):
    with ledger.recording():
        notify_interest(case=councils, nature="My wife owns the provider.", actor=actor("director"), at=BACK_AT)

    assert Duty.objects.get(case=councils, kind="reconsider.decide").result == "PASSED_ON"
    assert (is_answered(councils), Decision.objects.filter(case=councils).count()) == (False, 1)


def test_officer_who_gave_notice_before_it_came_back_is_not_asked(built_cases, db):
    case = cleared("OFFICER_EXECUTIVE", 3)
    line()
    put_before(case, "director")
    decide_alone(case, by="director")
    a_hold(case, "The savings are not shown.")
    with ledger.recording():
        notify_interest(case=case, nature="My wife owns the provider.", actor=actor("director"), at=BACK_AT)

    goes_on(case)

    assert list(case.duties.filter(kind__startswith="reconsider.").values_list("kind", flat=True)) == ["reconsider.schedule"]
    assert office("director") not in people_to_reconsider(case, TODAY)
    assert refused(bring, case, maker=office("director")) == "delegation.kept_out"


def test_what_a_meeting_decided_no_person_answers_alone(built_cases, db):
    case = a_decided_case(number=4)
    a_hold(case, "The savings are not shown.")
    goes_on(case)

    assert people_to_reconsider(case, TODAY) == []
    assert refused(bring, case, maker=office("cm-adults")) == "reconsider.own_meeting"
    assert bring_back(case).maker is None


# --- a key decision that somebody else answers --------------------------------------------------------------------

SOON = date(2026, 12, 18)  # before a notice could have run
AMENDED = replace(AGREED, resolutions=("That staff are told first.",))


def key_comes_back(*, by_exception=False):
    """A key decision of one member, called in: under a notice that names the member, or by exception from one that names
    the Cabinet."""
    case = a_case(track="COUNCIL_KEY", number=8)
    a_submitted_proposal(case, icb=0)
    ask_for_clearances(case)
    for key in ("s151", "legal", "equality", "cm-adults"):
        give_clearance(case, key)
    a_notice(case, **({} if by_exception else {"body": None, "member": office("cm-adults")}))
    if by_exception:
        an_exception(case, on=SOON, at=AGENDA_AT - timedelta(minutes=30), member="cm-adults")
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(AGENDA_AT))
    with ledger.recording():
        publish_agenda(
            duty=open_duty(case, "agenda.publish"), member=office("cm-adults"),
            decide_from=SOON if by_exception else CABINET_AT.date(), actor=actor("proper-officer"), at=AGENDA_AT,
        )  # fmt: skip
    with ledger.recording():
        open_decision(case=case, act=test_act(AGENDA_AT))
    decide_alone(case)
    return comes_back(case)


def before_the_cabinet(case):
    leave(case, **SHARES)
    meeting = a_meeting(LATER, at=BACK_AT)
    bring(case, meeting=meeting)
    a_sitting(meeting, at=LATER)
    return case


def test_who_made_a_key_decision_amends_it_without_a_new_sum_under_its_notice(built_cases, db):
    answer = answer_concerns(key_comes_back(), "AMENDED", answers=ANSWERS, words=AMENDED, by="cm-adults", at=BACK_AT)

    assert (answer.result, answer.decision.is_key, answer.decision.route) == ("AMENDED", True, "")


def test_key_decision_that_a_member_left_is_amended_by_nobody_whom_no_notice_names_even_without_a_new_sum(built_cases, db):
    case = before_the_cabinet(key_comes_back())

    refusal = refusal_of(answer_concerns, case, "AMENDED", answers=ANSWERS, words=AMENDED)
    dearer = refusal_of(answer_concerns, case, "AMENDED", answers=ANSWERS, words=replace(AMENDED, pence=1))
    confirmed = answer_concerns(deepcopy(case), answers=ANSWERS)

    assert (refusal.code, dearer.code, confirmed.result) == ("notice.does_not_cover", "notice.does_not_cover", "CONFIRMED")
    assert "The notice names Cabinet member for adults and health, but Cabinet would decide." in refusal.message
    assert refusal.message.endswith("or rescind it: what is wanted instead is then a new decision.")
    ways = [way.label for way in refusal.alternatives if way.kinds == ("reconsider.decide",)]
    assert [label.split(";")[0] for label in ways] == ["Confirm the decision as it was made", "Rescind it"]


def test_key_decision_that_a_member_left_is_amended_by_the_cabinet_where_a_notice_names_it(built_cases, db):
    case = key_comes_back(by_exception=True)
    before_the_cabinet(case)
    total = current_version(case).value_total

    answer = answer_concerns(case, "AMENDED", answers=ANSWERS, words=replace(AMENDED, pence=total))

    assert (answer.result, answer.decision.route) == ("AMENDED", "NOTICE")
    assert (answer.original.route, answer.decision.body.key) == ("REG10", "cabinet")
