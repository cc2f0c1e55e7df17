"""Education co-optees: whose signature counts on an education matter, and who votes at its hearing."""

from copy import deepcopy
from datetime import timedelta

import pytest

from commissioning import ledger
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from decisions.selectors.exempt_parts import is_open_to
from decisions.selectors.holds import has_no_hold
from scrutiny.models import CallIn, Hearing, Referral, Signature
from scrutiny.rules.call_ins import standing
from scrutiny.selectors.call_ins import request_of, voting_co_optees, window_of
from scrutiny.services.referrals import refer_decision
from tests.builders import a_borough, a_case, actor, appoint, office, person
from tests.builders_s5 import (
    CALLERS,
    IN_WINDOW,
    a_published_record,
    a_received_call_in,
    a_request,
    give_ruling,
    hear,
    mark_education,
    other_rules,
    sign_request,
)

pytestmark = pytest.mark.django_db
CHURCH, PARENT = "co-optee-church", "co-optee-parent"
NEXT_HOUR = IN_WINDOW + timedelta(hours=1)


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_published_record().case


@pytest.fixture
def case(built_case, db):
    return deepcopy(built_case)


def test_co_optees_complete_a_call_in_of_an_education_matter(case):
    mark_education(case)
    call_in = a_request(case, by=CHURCH)
    for caller in (PARENT, *CALLERS[:3]):
        call_in = sign_request(case, caller)

    signed = list(call_in.signatures.values_list("office__title", "party")[:2])
    assert (call_in.received_at, has_no_hold(case)) == (IN_WINDOW, False)
    assert signed == [("Church of England representative", ""), ("Parent governor representative", "")]


def test_co_optee_is_refused_where_it_is_no_education_matter_and_told_what_is_lawful(case):
    with pytest.raises(Refusal) as refused:
        a_request(case, by=CHURCH)

    assert (refused.value.code, CallIn.objects.count()) == ("call_in.not_education", 0)
    assert refused.value.citation == "LGA 2000 Sch A1 paras 7 and 8; SI 2001/478 regs 3 and 10"
    assert [way.url_name for way in refused.value.alternatives] == ["case_education", "scrutiny_refer"]


def test_co_optee_refers_any_decision_to_the_committee(case):
    with ledger.recording():
        refer_decision(case=case, why="School transport.", actor=actor(CHURCH), at=IN_WINDOW)

    assert Referral.objects.get().asked_by == person(CHURCH)


def test_signature_keeps_counting_when_the_mark_is_corrected_and_the_next_one_is_refused(case):
    mark_education(case)
    call_in = a_request(case, by=CHURCH)
    mark_education(case, False, at=NEXT_HOUR, reasons="The college’s own courses only.")

    with pytest.raises(Refusal) as refused:
        sign_request(case, PARENT, at=NEXT_HOUR)

    found = standing(request_of(call_in), constitution_of(case).call_in, window_of(case), at=NEXT_HOUR)
    assert (refused.value.code, found.counted) == ("call_in.not_education", (person(CHURCH).pk,))


def test_co_optee_is_no_political_group(case):
    other_rules(case, "min_political_groups = { value = 1", "min_political_groups = { value = 3")
    mark_education(case)
    call_in = a_request(case, by=CHURCH)
    for caller in (PARENT, "scrutiny-5", "scrutiny-6", "councillor-5"):
        call_in = sign_request(case, caller)

    assert (call_in.received_at, Signature.objects.count()) == (None, 5)


def test_member_of_the_executive_stays_excluded_as_a_co_optee(case):
    appoint(person(PARENT), office("cm-jobs"))
    mark_education(case)

    with pytest.raises(Refusal) as refused:
        a_request(case, by=PARENT)

    assert refused.value.message == "Members of the executive cannot call in."


def test_cap_of_the_year_counts_a_co_optees_signatures(case):
    other_rules(case, 'signatory_cap_per_year = { value = "none"', "signatory_cap_per_year = { value = 1")
    mark_education(case)
    a_request(case, by=CHURCH)
    for caller in CALLERS[:4]:
        sign_request(case, caller)
    give_ruling(case, valid=False)

    with pytest.raises(Refusal) as refused:
        a_request(case, by=CHURCH, at=NEXT_HOUR)

    assert refused.value.message == "This person has signed 1 call-ins this council year, the most allowed."


def test_co_optees_count_towards_the_quorum_of_an_education_matter(case):
    mark_education(case)
    a_received_call_in(case)
    give_ruling(case)

    hearing = hear(case, present=2, co_optees=[person(CHURCH).pk, person(PARENT).pk])

    assert (hearing.present, [one["office"] for one in hearing.co_optees]) == (
        2, ["Church of England representative", "Parent governor representative"],
    )  # fmt: skip


def test_co_optee_neither_votes_nor_counts_at_another_hearing(case):
    a_received_call_in(case)
    give_ruling(case)

    with pytest.raises(Refusal) as refused:
        hear(case, present=3, co_optees=[person(CHURCH).pk])

    assert (refused.value.code, Hearing.objects.count(), voting_co_optees(case, IN_WINDOW)) == ("hearing.co_optee", 0, [])


def test_two_councillors_and_one_co_optee_are_no_quorum(case):
    mark_education(case)
    a_received_call_in(case)
    give_ruling(case)

    with pytest.raises(Refusal) as refused:
        hear(case, present=2, co_optees=[person(CHURCH).pk])

    assert refused.value.code == "hearing.inquorate"


def test_co_optee_reads_what_a_report_keeps_back_once_an_education_matter_is_decided_and_no_other(case):
    before = [is_open_to(role, case) for role in ("EDUCATION_CO_OPTEE", "SCRUTINY_MEMBER", "LEADER")]
    mark_education(case)
    undecided = mark_education(a_case(number=2)).case

    assert before == [False, True, True]
    assert is_open_to("EDUCATION_CO_OPTEE", case) is True
    assert [is_open_to(role, undecided) for role in ("EDUCATION_CO_OPTEE", "SCRUTINY_MEMBER", "LEADER")] == [False, False, True]
