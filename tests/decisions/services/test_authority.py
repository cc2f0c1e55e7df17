"""The function of a case, the Leader's allocation, and that nobody else gets the decision."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import Body, Office, Organisation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.proposals import current_version
from decisions.selectors.case_authority import answer_for, lawful_alone
from decisions.selectors.past_authority import decisions_again
from decisions.services.agendas import open_agenda_publish, publish_agenda
from decisions.services.authority import allocate, name_function
from decisions.services.decisions import open_decision
from decisions.services.individual_decisions import pass_on
from tests.builders import a_borough, a_case, actor, office, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting, a_notice
from tests.builders_s3 import AGENDA_AT, CABINET_AT, a_delegation, a_member_item, decide_alone

pytestmark = pytest.mark.django_db
FUNCTION = "Adult social care contracts"
DAY = date(2026, 12, 16)


@pytest.fixture
def case():
    a_borough()
    found = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(found, icb=0)
    return found


def name(case, function=FUNCTION, by="commissioner"):
    with ledger.recording():
        return name_function(case=case, function=function, reasons="Care for adults.", actor=actor(by), at=AGENDA_AT)


def arrange(case, *, at=AGENDA_AT, by="leader", **to):
    with ledger.recording():
        return allocate(case=case, reasons="It is urgent.", actor=actor(by), at=at, **to)


def put_before(case, key="", *, body="", at=AGENDA_AT):
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(at))
    where = {"member": office(key), "decide_from": at.date() + timedelta(days=8)} if key else {"meeting": a_meeting(CABINET_AT, body=body)}
    with ledger.recording():
        return publish_agenda(duty=open_duty(case, "agenda.publish"), actor=actor("proper-officer"), at=at, **where)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refused:
        call(*args, **kwargs)
    return refused.value.code


def found(case) -> dict[str, bool]:
    return {title: one.may for title, one in answer_for(case, DAY).makers}


def test_system_proposes_the_only_line_of_the_lead_members_portfolio(case):
    a_delegation(limit=200_000_000)

    answer = answer_for(case, DAY)

    assert (answer.proposed.function, answer.named) == (FUNCTION, None)
    assert found(case) == {"Cabinet member for adults and health": True, "The Cabinet": True}


def test_officer_names_the_function_and_the_newest_counts(case):
    a_delegation(limit=100)
    name(case)
    second = name(case, "")

    assert (second.n, answer_for(case, DAY).named) == (2, second)
    assert code_of(name, case, "Bin collection") == "function.unknown"
    with pytest.raises(PermissionDenied):
        name(case, by="cm-adults")


def test_where_no_line_names_the_function_the_leader_decides_under_section_9e(case):
    a_delegation("cm-housing")
    name(case, "")

    assert found(case) == {"Leader of the Council": True, "The Cabinet": True}
    put_before(case, "leader")
    with ledger.recording():
        open_decision(case=case, act=test_act(AGENDA_AT))
    decision = decide_alone(case, by="leader")

    assert decision.delegation["source"] == "LGA 2000 s9E(2); Section 9E"
    (again,) = decisions_again()
    assert (again.agrees, again.why) == (True, "No line in force named the function, so the Leader decided.")


def test_two_lines_that_reach_the_value_ask_for_the_function_first(case):
    a_delegation(limit=200_000_000)
    second = a_delegation(limit=300_000_000)
    second.function = "Public health services"
    second.save_as(test_act(), update_fields=["function"])

    assert code_of(put_before, case, "cm-adults") == "delegation.function"
    name(case)
    case.duties.filter(kind="agenda.publish").first()
    with ledger.recording():
        item = publish_agenda(
            duty=open_duty(case, "agenda.publish"), member=office("cm-adults"), decide_from=DAY,
            actor=actor("proper-officer"), at=AGENDA_AT,
        )  # fmt: skip

    assert item.maker == office("cm-adults")


def test_named_function_that_belongs_to_another_portfolio_is_refused(case):
    a_delegation("cm-adults")
    row = a_delegation("cm-housing")
    row.function = "Housing services"
    row.save_as(test_act(), update_fields=["function"])
    name(case, "Housing services")

    assert code_of(put_before, case, "cm-adults") == "delegation.none"
    assert [one.key for one in lawful_alone(case, DAY)] == ["cm-housing"]


def test_councillor_outside_the_executive_is_no_decision_maker(case):
    a_delegation("councillor-1")

    assert code_of(put_before, case, "councillor-1") == "delegation.unlawful_maker"
    assert code_of(arrange, case, office=office("councillor-1")) == "delegation.unlawful_maker"


def test_what_the_leader_allocates_nobody_else_decides(case):
    a_delegation(limit=200_000_000)
    arrange(case, office=office("cm-housing"))

    assert found(case) == {
        "Cabinet member for housing": True, "Cabinet member for adults and health": False, "The Cabinet": False,
    }  # fmt: skip
    assert code_of(put_before, case, "cm-adults") == "delegation.allocated"
    assert [one.key for one in lawful_alone(case, DAY)] == ["cm-housing"]


def test_decision_on_an_allocation_keeps_it_and_is_found_again(case):
    arrange(case, office=office("cm-housing"))
    put_before(case, "cm-housing")
    with ledger.recording():
        open_decision(case=case, act=test_act(AGENDA_AT))
    decision = decide_alone(case, by="cm-housing")

    assert decision.delegation["source"] == "LGA 2000 s9E(2); Allocation 1, 8 December 2026"
    assert [(one.agrees, one.why) for one in decisions_again()] == [(True, "The Leader had allocated the matter.")]


def test_only_the_leader_allocates_and_only_within_the_executive(case):
    with pytest.raises(PermissionDenied):
        arrange(case, office=office("cm-housing"), by="cm-adults")

    assert code_of(arrange, case) == "allocation.wrong_body"
    assert code_of(arrange, case, body=Body.objects.get(key="scrutiny")) == "allocation.wrong_body"


def locked(case):
    """The member for adults has an interest and passes the matter on."""
    a_delegation(limit=200_000_000)
    a_member_item(case)
    assert code_of(decide_alone, case, interest="DPI", nature="My firm supplies it.") == "interest.single_member"
    with ledger.recording():
        pass_on(
            duty=open_duty(case, "decision.make"), reasons="A pecuniary interest.", interest="DPI", nature="My firm.",
            actor=actor("cm-adults"), at=AGENDA_AT + timedelta(days=9),
        )  # fmt: skip


def test_locked_member_gets_the_matter_back_from_nobody_and_another_member_only_from_the_leader(case):
    locked(case)
    later = AGENDA_AT + timedelta(days=10)

    assert (found(case)["Cabinet member for adults and health"], lawful_alone(case, DAY)) == (False, [])
    assert code_of(arrange, case, office=office("cm-adults"), at=later) == "allocation.interest"
    assert code_of(put_before, case, "cm-housing", at=later) == "agenda.passed_on"
    arrange(case, office=office("cm-housing"), at=later)
    with ledger.recording():
        item = publish_agenda(
            duty=open_duty(case, "agenda.publish"), member=office("cm-housing"), decide_from=date(2027, 1, 5),
            actor=actor("proper-officer"), at=later,
        )  # fmt: skip

    assert item.maker == office("cm-housing")


def asked(case) -> list[tuple[str, str]]:
    """The duties to allocate: whose they are, and how they ended."""
    return list(case.duties.filter(kind="function.allocate").order_by("pk").values_list("office__key", "result"))


def test_locked_member_leaves_the_leader_a_duty_that_the_allocation_closes(case):
    locked(case)
    before = asked(case)

    with ledger.recording():
        allocate(
            case=case, reasons="She knows it best.", office=office("cm-housing"), duty=open_duty(case, "function.allocate"),
            actor=actor("leader"), at=AGENDA_AT + timedelta(days=10),
        )  # fmt: skip

    assert (before, asked(case)) == ([("leader", "")], [("leader", "ALLOCATED")])


def test_member_without_an_interest_passes_on_and_the_leader_is_not_asked(case):
    a_delegation(limit=200_000_000)
    a_member_item(case)
    with ledger.recording():
        pass_on(
            duty=open_duty(case, "decision.make"), reasons="It matters to every ward.", actor=actor("cm-adults"),
            at=AGENDA_AT + timedelta(days=9),
        )  # fmt: skip

    assert asked(case) == []


def test_leader_is_no_longer_asked_once_the_cabinet_has_the_matter(case):
    locked(case)
    put_before(case, body="cabinet", at=AGENDA_AT + timedelta(days=10))

    assert asked(case) == [("leader", "NOT_NEEDED")]


def test_function_that_nobody_has_is_the_leaders_to_allocate_until_a_line_names_it(case):
    a_delegation(limit=200_000_000)
    name(case, "")
    name(case, "")
    before = asked(case)
    name(case)

    assert (before, asked(case)) == ([("leader", "")], [("leader", "NOT_NEEDED")])


def test_vacant_office_of_the_line_is_a_missing_decision_maker(case):
    a_delegation(limit=200_000_000)
    seat = office("cm-adults").appointments.get()
    seat.ends_on = AGENDA_AT.date() - timedelta(days=1)
    seat.save_as(test_act(), update_fields=["ends_on"])

    name(case)

    assert asked(case) == [("leader", "")]


def test_leader_who_has_allocated_is_not_asked_again(case):
    a_delegation(limit=200_000_000)
    arrange(case, office=office("cm-housing"))

    name(case, "")

    assert asked(case) == []


def test_matter_before_its_decision_maker_is_not_allocated(case):
    a_delegation(limit=200_000_000)
    a_member_item(case)

    assert code_of(arrange, case, body=Body.objects.get(key="cabinet")) == "allocation.pending"


def test_notice_that_names_another_decision_maker_is_tested_again_after_the_allocation():
    a_borough()
    key = a_case()
    a_cleared_proposal(key, icb=0)
    a_notice(key)
    arrange(key, office=office("cm-housing"))

    with pytest.raises(Refusal) as refused:
        put_before(key, "cm-housing")

    assert (refused.value.code, current_version(key).number) == ("notice.does_not_cover", 1)


def test_committee_of_the_executive_takes_what_was_allocated_to_it(case):
    committee = Body(
        key="cabinet-care", name="Cabinet Committee on Care", kind="CABINET_COMMITTEE", organisation=Organisation.objects.get(key="council")
    ).save_as(test_act())
    arrange(case, body=committee)

    assert found(case)["Cabinet Committee on Care"] is True
    assert code_of(put_before, case, body="cabinet") == "delegation.allocated"


def test_committee_of_the_executive_takes_nothing_that_the_leader_has_not_allocated_to_it(case):
    committee = Body(
        key="cabinet-care", name="Cabinet Committee on Care", kind="CABINET_COMMITTEE", organisation=Organisation.objects.get(key="council")
    ).save_as(test_act())
    Office(key="care-1", role="CABINET_MEMBER", title="Committee on Care, seat 1", body=committee, order=900).save_as(test_act())

    with pytest.raises(Refusal) as refused:
        put_before(case, body="cabinet-care")

    assert (refused.value.code, refused.value.citation) == ("delegation.not_allocated", "LGA 2000 s9E(2)")
    assert refused.value.message == (
        "Cabinet Committee on Care decides only what the Leader has allocated to it. Ask the Leader, or put the item on an agenda of the Cabinet."
    )
