"""One officer with delegated power decides alone, on a function of the executive or of the council itself."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import access, ledger
from commissioning.models import AuditIndex, CommissioningQuestion, Duty, Involvement
from commissioning.rules.refusals import Refusal
from decisions.models import Decision, Interest, OfficerInterest
from decisions.records.pdf import record_html
from decisions.rules.delegations import Consulted, Declared
from decisions.rules.interests import OFFICER_LAW
from decisions.selectors.case_authority import answer_for, lawful_alone
from decisions.selectors.decisions import decision_outcome
from decisions.selectors.meetings import current_item
from decisions.selectors.past_authority import decisions_again
from decisions.selectors.void_reviews import doubts_of
from decisions.services.agendas import open_agenda_publish, publish_agenda
from decisions.services.authority import allocate, name_function
from decisions.services.decisions import open_decision
from decisions.services.individual_decisions import pass_on
from decisions.services.officer_interests import notify_interest
from decisions.services.reconsiderations import open_reconsider_decide
from decisions.services.record_corrections import correct_record
from tests.builders import MORNING, a_borough, a_case, actor, appoint, office, person, test_act
from tests.builders_law_acts import an_exception
from tests.builders_officers import DAY, cleared, line, put_before
from tests.builders_rules import refused
from tests.builders_s1 import a_submitted_proposal, open_duty
from tests.builders_s2 import a_meeting, a_notice, ask_for_clearances, give_clearance
from tests.builders_s3 import (
    AGENDA_AT,
    AGREED,
    CABINET_AT,
    a_hold,
    answer_concerns,
    decide_alone,
)
from tests.builders_s5 import a_published_record, other_rules

pytestmark = pytest.mark.django_db
FUNCTION = "Adult social care contracts"
LATER = AGENDA_AT + timedelta(days=10)


def leave(case, by="director", **words):
    with ledger.recording():
        return pass_on(
            duty=open_duty(case, "decision.make"), actor=actor(by), at=CABINET_AT,
            **({"reasons": "I have an interest in the contract."} | words),
        )  # fmt: skip


def code_of(call, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as raised:
        call(*args, **kwargs)
    return raised.value


@pytest.fixture(scope="module")
def built_cases(module_database):
    a_borough()
    return cleared("OFFICER_EXECUTIVE"), cleared("OFFICER_NON_EXECUTIVE", 2)


@pytest.fixture
def case(built_cases, db):
    return deepcopy(built_cases[0])


@pytest.fixture
def councils(built_cases, db):
    return deepcopy(built_cases[1])


# --- deciding -----------------------------------------------------------------------------------------------------


def test_officers_act_is_the_decision_and_keeps_the_line_of_the_scheme(case):
    line(limit=200_000_000)
    put_before(case, "director")

    decision = decide_alone(case, by="director")

    assert (decision.mode, decision.way, decision.made_by) == ("INDIVIDUAL", "Decided by one officer", person("director"))
    assert (decision.maker_kind, decision.is_officers, decision.is_key) == ("OFFICER_EXEC", True, False)
    assert decision.delegation == {
        "function": FUNCTION, "office": "Director of integrated commissioning", "limit": 200_000_000, "conditions": "",
        "from": "2026-05-20", "until": "", "source": "Leader's scheme, May 2026", "maker": "OFFICER_EXEC",
    }  # fmt: skip
    assert (Interest.objects.get().kind, Involvement.objects.get(part="decider").person) == ("NONE", person("director"))
    assert AuditIndex.objects.order_by("-seq").first().kind == "decision.make"


def test_officer_of_the_council_that_leads_its_agency_decides_and_a_partners_does_not(case):
    line("lead-council")
    line("lead-icb")
    put_before(case, "lead-council")

    assert decide_alone(case, by="lead-council").maker_office == office("lead-council")
    refusal = code_of(put_before, deepcopy(case), "lead-icb", at=LATER)
    assert (refusal.code, refusal.message) == (
        "delegation.unlawful_maker",
        "An officer of another agency cannot decide for the council. Choose an officer of the council.",
    )


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (
            "councillor-1",
            "One councillor who is not in the executive cannot decide alone. Choose the Cabinet, one of its members, or an officer.",
        ),
        (
            "analyst",
            "The holder of this office does not decide for the council. Choose a director or a statutory officer, the Cabinet or "
            "one of its members.",
        ),
    ],
)
def test_line_gives_no_power_to_an_office_that_may_not_hold_it(case, key, message):
    line(key)

    refusal = code_of(put_before, case, key)

    assert (refusal.code, refusal.message) == ("delegation.unlawful_maker", message)
    assert office(key) not in lawful_alone(case, DAY)


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"limit": 10_000_000}, "delegation.limit", "The value of £1,800,000 is above the limit of £100,000."),
        (
            {"ends_on": date(2026, 12, 15)},
            "delegation.not_live",
            "The delegation is not in force on 16 December 2026. Only a live delegation gives authority.",
        ),
        ({"executive": False}, "delegation.none", "The scheme of delegation does not give this function to this office."),
    ],
)
def test_e32_line_has_to_be_in_force_wide_enough_and_of_the_executive(case, change, code, message):
    line(**{"executive": True, **change})

    refusal = code_of(put_before, case, "director")

    assert (refusal.code, refusal.message) == (code, message)


def test_officer_whose_line_ended_since_the_agenda_leaves_the_decision_to_somebody_else(case):
    row = line()
    put_before(case, "director")
    row.ends_on = CABINET_AT.date() - timedelta(days=1)
    row.save_as(test_act(), update_fields=["ends_on"])

    refusal = code_of(decide_alone, case, by="director")

    assert refusal.code == "delegation.not_live"
    assert [way.label for way in refusal.alternatives] == ["Leave the decision to somebody else"]


def test_deputy_does_not_decide_in_the_officers_place(case):
    line()
    put_before(case, "director")
    appoint(person("commissioner"), office("director"), deputy=True)
    appoint(person("equality"), office("director"), deputy=True)

    assert refused(decide_alone, case, by="equality") == "delegation.deputy"
    with pytest.raises(PermissionDenied) as denied:  # and the author not even so
        decide_alone(case, by="commissioner")
    assert "Nobody decides on what they wrote." in str(denied.value)


def test_officer_who_wrote_the_text_is_not_asked_to_decide_it(case):
    line()
    seat = office("director").appointments.get()
    seat.ends_on = date(2026, 12, 1)
    seat.save_as(test_act(), update_fields=["ends_on"])
    appoint(person("commissioner"), office("director"))

    refusal = code_of(put_before, case, "director")

    assert (refusal.code, refusal.message) == (
        "delegation.kept_out",
        "Director of integrated commissioning cannot decide this. Nobody decides on what they wrote. Another officer whom the "
        "scheme names decides, the Cabinet, or whom the Leader names.",
    )


def test_officer_on_a_report_of_their_staff_and_one_who_cleared_it_may_decide(case):
    line("s151")
    put_before(case, "s151")

    assert decide_alone(case, by="s151").made_by == person("s151")


def test_consultation_and_a_consulted_members_conflict_stand_in_the_record_with_the_note(case):
    line(conditions="After consulting the cabinet member for adults and health.")
    put_before(case, "director")
    said = Consulted("Councillor Rosenthal", date(2027, 1, 8), "Agrees.")
    told = Declared("Councillor Rosenthal", "A trustee of the provider.", "A dispensation was granted on 5 January 2027.")

    assert refused(decide_alone, case, by="director") == "delegation.not_consulted"
    assert refused(decide_alone, case, by="director", consulted=said, declared=[replace(told, note="")]) == "delegation.conflict"
    decision = decide_alone(case, by="director", consulted=said, declared=[told])

    assert decision.delegation["consulted_view"] == "Agrees."
    assert [(one["person"], one["nature"], one["hops_note"]) for one in decision.conflicts] == [(told.who, told.what, told.note)]
    page = record_html(a_published_record(case))
    assert "Note of the head of paid service: A dispensation was granted on 5 January 2027." in page


# --- interests ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("interest", "code", "citation"),
    [
        ("OFFICER_S117", "interest.single_officer", OFFICER_LAW),
        ("BIAS_PREDETERMINATION", "interest.single_officer", "The rule against bias (Porter v Magill [2001] UKHL 67)"),
        ("DPI", "interest.not_officers", "LGA 1972 s117"),
    ],
)
def test_officers_interest_is_judged_by_the_law_for_officers(case, interest, code, citation):
    line()
    put_before(case, "director")

    refusal = code_of(decide_alone, case, by="director", interest=interest, nature="My wife owns the provider.")

    assert (refusal.code, refusal.citation, Decision.objects.count()) == (code, citation, 0)
    assert "section 31" not in refusal.message


def test_officer_with_an_interest_gives_notice_and_the_leader_is_asked_while_another_officer_may_decide(case):
    line()
    line("lead-council")
    put_before(case, "director")

    leave(case, interest="OFFICER_S117", nature="My wife owns the provider.")

    assert (decision_outcome(case), current_item(case, "DECISION").ended_as) == ("DEFERRED", "PASSED_ON")
    assert (OfficerInterest.objects.get().nature, Interest.objects.get().kind) == ("My wife owns the provider.", "OFFICER_S117")
    assert list(case.duties.filter(kind="function.allocate").values_list("office__key", flat=True)) == ["leader"]
    assert [one.key for one in lawful_alone(case, DAY)] == ["lead-council"]
    back = code_of(put_before, case, "director", at=CABINET_AT + timedelta(hours=1))
    assert (back.code, back.citation) == ("delegation.interest", OFFICER_LAW)


def test_officer_without_an_interest_leaves_the_decision_and_the_leader_is_not_asked(case):
    line()
    put_before(case, "director")

    leave(case, reasons="It matters to every ward.")

    assert not case.duties.filter(kind="function.allocate").exists()
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(CABINET_AT))
    meeting = a_meeting(CABINET_AT + timedelta(days=21), at=CABINET_AT)
    with ledger.recording():
        item = publish_agenda(
            duty=open_duty(case, "agenda.publish"), meeting=meeting,
            actor=actor("proper-officer"), at=CABINET_AT,
        )  # fmt: skip
    assert item.maker is None


def test_notice_given_on_the_page_of_the_case_takes_the_decision_off_the_officers_desk(case):
    line()
    put_before(case, "director")
    with ledger.recording():
        notify_interest(case=case, nature="My wife owns the provider.", actor=actor("director"), at=CABINET_AT)

    assert Duty.objects.get(kind="decision.make").result == "PASSED_ON"
    assert AuditIndex.objects.order_by("-seq").first().kind == "interest.notify"
    assert decision_outcome(case) == "DEFERRED"


def test_officer_who_gave_notice_before_is_not_asked_to_decide(case):
    line()
    with ledger.recording():
        notify_interest(case=case, nature="My wife owns the provider.", actor=actor("director"), at=MORNING)

    assert code_of(put_before, case, "director").code == "delegation.kept_out"
    assert allocation_code(case, "director") == "allocation.interest"


def allocation_code(case, key):
    with pytest.raises(Refusal) as raised, ledger.recording():
        allocate(case=case, reasons="It is urgent.", office=office(key), actor=actor("leader"), at=AGENDA_AT)
    return raised.value.code


# --- key decisions and call-in ------------------------------------------------------------------------------------


def key_case():
    case = cleared_key()
    line()
    return case


def cleared_key():
    case = a_case(track="COUNCIL_KEY", number=3)
    a_submitted_proposal(case, icb=0)
    ask_for_clearances(case)
    for key in ("s151", "legal", "equality", "cm-adults"):
        give_clearance(case, key)
    return case


def test_officers_key_decision_needs_notice_that_names_the_officer_and_can_be_called_in(built_cases, db):
    case = key_case()
    assert code_of(put_before, case, "director").code == "notice.none"
    a_notice(case)
    assert code_of(publish, case, "director").code == "notice.does_not_cover"
    a_notice(case, at=MORNING + timedelta(hours=1), body=None, member=office("director"), why_again="An officer decides.")

    with ledger.recording():
        publish(case, "director", on=date(2027, 1, 11))
    with ledger.recording():
        open_decision(case=case, act=test_act(AGENDA_AT))
    decide_alone(case, by="director", at=CABINET_AT)
    record = a_published_record(case)

    assert (record.call_in["applies"], record.call_in["reason"]) == (True, "Call-in applies.")
    assert record.content["law"]["record"] == "SI 2012/2089 reg 13(4)"
    assert [one.agrees for one in decisions_again()] == [True]


def test_general_exception_for_the_officer_lets_the_officer_decide_after_five_clear_days(built_cases, db):
    case = key_case()
    an_exception(case, on=date(2026, 12, 18), at=AGENDA_AT - timedelta(minutes=30), member="director")
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(AGENDA_AT))

    early = code_of(in_one_act, publish, case, "director", on=date(2026, 12, 15))
    item = in_one_act(publish, case, "director", on=date(2026, 12, 18))

    assert (early.code, early.earliest) == ("urgency.too_short", date(2026, 12, 16))
    assert (item.route, item.maker) == ("REG10", office("director"))


def in_one_act(call, *args, **kwargs):
    with ledger.recording():
        return call(*args, **kwargs)


def test_question_put_for_an_officer_offers_officers_before_the_function_is_named(built_cases, db):
    case = cleared_key()
    line(function="Small contracts")
    line("cm-adults")
    before = [one.key for one in lawful_alone(case, DAY)]
    CommissioningQuestion(case=case, estimate=180_000_000, maker="OFFICER", is_key=True).save_as(test_act())

    assert (before, [one.key for one in lawful_alone(deepcopy(case), DAY)]) == (["cm-adults"], ["director", "cm-adults"])


def publish(case, key, on=DAY):
    return publish_agenda(
        duty=open_duty(case, "agenda.publish"), member=office(key), decide_from=on, actor=actor("proper-officer"), at=AGENDA_AT
    )


def test_officer_reconsiders_a_decision_that_was_called_in(built_cases, db):
    case = key_case()
    a_notice(case, body=None, member=office("director"))
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(AGENDA_AT))
    with ledger.recording():
        item = publish(case, "director", on=date(2027, 1, 11))
    with ledger.recording():
        open_decision(case=case, act=test_act(AGENDA_AT))
    decide_alone(case, by="director", at=CABINET_AT)
    a_hold(case, "What becomes of the staff?")
    with ledger.recording():
        open_reconsider_decide(case=case, act=test_act(CABINET_AT))

    assert item.maker == office("director")
    answer = answer_concerns(case, by="director", answers=["They transfer to the new provider."])
    assert (answer.decision.maker_kind, answer.result) == ("OFFICER_EXEC", "CONFIRMED")


def test_record_of_an_executive_decision_that_is_not_key_says_why_there_is_no_call_in(case):
    line()
    put_before(case, "director")
    decision = decide_alone(case, by="director")

    record = a_published_record(case)

    assert record.call_in["reason"] == "Call-in does not apply: by the constitution only a key decision of an officer can be called in."
    assert record.content["law"] == {
        "record": "SI 2012/2089 reg 13(4)",
        "kept": "at least 6 years from the date of the decision, its background papers at least 4",
        "kept_by": "SI 2012/2089 reg 21(6); SI 2012/2089 reg 21(7)",
    }
    assert record.content["decision_maker"]["type"] == "OFFICER_EXEC"
    assert (record.effective_on, doubts_of(decision)) == (record.published_at.date(), [])


# --- functions of the council -------------------------------------------------------------------------------------


def test_function_of_the_council_goes_to_an_officer_and_never_to_the_cabinet_or_a_member(councils):
    line("chief-executive", executive=False)
    line("cm-adults", executive=False)

    assert [one.key for one in lawful_alone(councils, DAY)] == ["chief-executive"]
    refusal = code_of(put_before, councils)
    assert (refusal.code, refusal.citation) == ("agenda.not_executive", "LGA 1972 s101")
    member = code_of(publish, councils, "cm-adults")
    assert member.message == (
        "One councillor cannot decide on a function of the council. Choose an officer, or leave it to the council or its committee."
    )


def test_decision_on_a_function_of_the_council_is_recorded_under_its_own_regulations(councils):
    line("chief-executive", executive=False)
    put_before(councils, "chief-executive")
    told = Declared("Councillor Malik", "Sits on the board of the provider.")

    decision = decide_alone(councils, by="chief-executive", declared=[told])
    record = a_published_record(councils)

    assert (decision.maker_kind, decision.is_key) == ("OFFICER_NONEXEC", False)
    assert record.content["law"] == {
        "record": "SI 2014/2095 reg 7",
        "kept": "at least 6 years from the date of the decision, its background papers at least 4",
        "kept_by": "SI 2014/2095 reg 8(3); SI 2014/2095 reg 8(4)",
    }
    assert record.call_in["reason"] == (
        "Call-in does not apply: it is a function of the council, and call-in reaches only those of the executive."
    )
    page = record_html(record)
    assert "by an officer: " in page
    assert "(LGA 1972 s101; Leader&#x27;s scheme, May 2026)" in page
    assert "Councillor Malik: Sits on the board of the provider. Declared a conflict of interest." in page
    assert [one.agrees for one in decisions_again()] == [True]


def test_record_on_a_function_of_the_council_is_corrected_under_its_own_regulations(councils):
    line("chief-executive", executive=False)
    put_before(councils, "chief-executive")
    decide_alone(councils, by="chief-executive")
    a_published_record(councils)
    words = {"case": councils, "note": "A part was missing.", "changes_substance": False, "at": CABINET_AT + timedelta(days=2)}

    empty = code_of(in_one_act, correct_record, given={"reasons": "As per report."}, actor=actor("proper-officer"), **words)
    same = code_of(in_one_act, correct_record, given={}, actor=actor("proper-officer"), **words)
    record = in_one_act(correct_record, given={"reasons": "The licence is due."}, actor=actor("proper-officer"), **words)

    assert (empty.code, empty.citation) == ("record.incomplete", "SI 2014/2095 reg 7")
    assert (same.code, same.citation) == ("correction.nothing", "SI 2014/2095 regs 7 and 8")
    assert (record.content["reasons"], record.content["law"]["record"]) == ("The licence is due.", "SI 2014/2095 reg 7")


def test_officer_who_puts_off_a_function_of_the_council_is_refused_under_its_own_regulations(councils):
    line("chief-executive", executive=False)
    put_before(councils, "chief-executive")

    refusal = code_of(decide_alone, councils, by="chief-executive", words=replace(AGREED, outcome="DEFERRED"))

    assert (refusal.code, refusal.citation) == ("decision.outcome", "SI 2014/2095 reg 7")


def test_function_of_the_council_that_an_officer_left_goes_to_another_whom_the_scheme_names_or_waits(councils):
    line("chief-executive", executive=False)
    put_before(councils, "chief-executive")

    leave(councils, by="chief-executive", interest="OFFICER_S117", nature="My wife owns the provider.")

    assert not councils.duties.filter(kind="function.allocate").exists()  # it is not the Leader's to arrange
    assert allocation_code(councils, "director") == "allocation.not_executive"
    assert lawful_alone(councils, DAY) == []
    line("director", executive=False)
    assert put_before(councils, "director", at=CABINET_AT + timedelta(hours=1)).maker == office("director")


# --- who may decide -----------------------------------------------------------------------------------------------


def test_answer_for_the_case_names_the_officers_with_reasons(case, councils):
    line(limit=200_000_000)
    line("cm-adults", limit=50_000_000)
    line("legal", executive=False, function="Licensing")
    with ledger.recording():
        name_function(case=case, function=FUNCTION, reasons="Care.", actor=actor("commissioner"), at=AGENDA_AT)
    wrong = code_of(name, case, "Licensing")

    found = {title: (one.may, one.why) for title, one in answer_for(case, DAY).makers}

    assert found == {
        "Director of integrated commissioning": (True, "The scheme gives it up to £2,000,000, in force on 16 December 2026."),
        "The Cabinet": (True, "The Cabinet exercises every function of the executive."),
        "Cabinet member for adults and health": (False, "The value of £1,800,000 is above the limit of £500,000."),
    }
    assert wrong.code == "function.whose"
    name(councils, "Licensing")
    assert {title: one.may for title, one in answer_for(councils, DAY).makers} == {
        "Head of legal services": True, "Full council": True,
    }  # fmt: skip


def name(case, function):
    with ledger.recording():
        return name_function(case=case, function=function, reasons="So the scheme says.", actor=actor("commissioner"), at=AGENDA_AT)


def test_leader_allocates_to_an_officer(case):
    with ledger.recording():
        allocate(case=case, reasons="It is urgent.", office=office("director"), actor=actor("leader"), at=AGENDA_AT)
    put_before(case, "director")

    decision = decide_alone(case, by="director")

    assert (decision.delegation["source"], decision.maker_kind) == ("LGA 2000 s9E(2); Allocation 1, 8 December 2026", "OFFICER_EXEC")
    assert [(one.agrees, one.why) for one in decisions_again()] == [(True, "The Leader had allocated the matter.")]


def test_offices_that_may_decide_alone_are_those_of_the_access_matrix(case):
    line()
    put_before(case, "director")
    duty = open_duty(case, "decision.make")

    assert access.may(actor("director"), "decision.make", duty, CABINET_AT) is not None
    assert [access.may(actor(key), "decision.make", duty, CABINET_AT) for key in ("cm-adults", "lead-icb", "commissioner")] == [None] * 3


FLOOR = ("officer_floor_pence = { value = 10_000_000", "officer_floor_pence = { value = 1_000_000_000")


def test_officers_decision_for_the_council_under_the_floor_is_recorded_in_short_form_and_says_so(councils):
    line("chief-executive", executive=False)
    put_before(councils, "chief-executive")
    whole = code_of(decide_alone, councils, by="chief-executive", words=replace(AGREED, alternatives=""))
    other_rules(councils, *FLOOR)

    decide_alone(councils, by="chief-executive", words=replace(AGREED, alternatives=""))
    record = a_published_record(councils)

    assert whole.code == "decision.no_alternatives"
    assert record.content["law"]["short_form"].endswith(
        "alternatives only if any were considered (SI 2014/2095 reg 7(2) and (3); Constitution of London Borough of Lammas Vale, "
        "Part 4B, paragraph 8.4)."
    )
    page = record_html(record)
    assert "None is stated: this record is in short form." in page
    assert "£10,000,000 from which the constitution takes a decision" in page


def test_executive_decision_of_an_officer_is_recorded_in_full_whatever_the_floor(case):
    line(limit=200_000_000)
    put_before(case, "director")
    other_rules(case, *FLOOR)

    refusal = code_of(decide_alone, case, by="director", words=replace(AGREED, alternatives=""))

    assert (refusal.code, refusal.citation) == ("decision.no_alternatives", "SI 2012/2089 reg 13(4)")


def test_record_is_kept_for_as_long_as_the_constitution_says_where_that_is_longer_than_the_law(councils):
    line("chief-executive", executive=False)
    put_before(councils, "chief-executive")
    other_rules(councils, "record_years = { value = 6", "record_years = { value = 10", "background_years = { value = 4", "background_years = { value = 5")

    decide_alone(councils, by="chief-executive")

    kept = "at least 10 years from the date of the decision, its background papers at least 5"
    assert a_published_record(councils).content["law"]["kept"] == kept
