"""Who may decide, on the page and in the act: the assessed sum, whoever wrote the text, and whoever follows one who left."""

from copy import deepcopy
from datetime import date, timedelta

import pytest

from commissioning import ledger
from decisions.rules.key_decision import KeyFacts
from decisions.selectors.case_authority import answer_for, lawful_alone
from decisions.services.authority import name_function
from decisions.services.individual_decisions import pass_on
from decisions.services.key_assessments import assess_key
from tests.builders import a_borough, actor, appoint, office, person, test_act
from tests.builders_officers import DAY, cleared, line, put_before
from tests.builders_rules import refusal_of, refused
from tests.builders_s1 import open_duty
from tests.builders_s3 import AGENDA_AT, CABINET_AT, decide_alone

pytestmark = pytest.mark.django_db
FUNCTION = "Adult social care contracts"
DIRECTOR = "Director of integrated commissioning"
REASONS = {"WARDS": "One ward.", "SERVICE_QUALITY": "Few people.", "COMMUNITY": "None.", "FRAMEWORK": "Within it."}


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


def name(case):
    with ledger.recording():
        name_function(case=case, function=FUNCTION, reasons="Care for adults.", actor=actor("commissioner"), at=AGENDA_AT)


def shown(case, on=DAY):
    return {title: (one.may, one.why) for title, one in answer_for(case, on).makers}


def leave(case, key="director", **words):
    with ledger.recording():
        pass_on(duty=open_duty(case, "decision.make"), reasons="I leave it.", actor=actor(key), at=CABINET_AT, **words)


def follow(key, by, *, on=date(2027, 1, 11), also=False):
    """Somebody else comes into an office, beside whoever holds it or after them."""
    if not also:
        for seat in office(key).appointments.all():
            seat.ends_on = on - timedelta(days=1)
            seat.save_as(test_act(), update_fields=["ends_on"])
    seat = appoint(person(by), office(key))
    seat.starts_on = on
    seat.save_as(test_act(), update_fields=["starts_on"])


def test_sum_assessed_above_the_limit_stops_the_page_and_the_act_alike(case):
    line(limit=200_000_000)
    name(case)
    before = shown(case)[DIRECTOR][0]
    facts = KeyFacts(210_000_000, 210_000_000, wards=("Brook",), significant_in_wards=False, reasons="With the extension.")
    with ledger.recording():
        assess_key(case=case, facts=facts, limb_reasons=REASONS, actor=actor("commissioner"), at=AGENDA_AT)
    case = deepcopy(case)

    refusal = refusal_of(put_before, case, "director")

    assert (before, lawful_alone(case, DAY)) == (True, [])
    assert shown(case)[DIRECTOR] == (False, "The value of £2,100,000 is above the limit of £2,000,000.")
    assert (refusal.code, refusal.message) == ("delegation.limit", shown(case)[DIRECTOR][1])


def test_officer_who_wrote_the_text_is_not_said_to_decide_it_nor_offered(case):
    line()
    name(case)
    follow("director", "commissioner", on=date(2026, 12, 1))

    refusal = refusal_of(put_before, case, "director")

    assert lawful_alone(case, DAY) == []
    may, why = shown(case)[DIRECTOR]
    assert (may, why.split(". ")[0]) == (False, "Nobody decides on what they wrote")
    assert (refusal.code, refusal.message) == ("delegation.kept_out", f"{DIRECTOR} cannot decide this. {why}")
    assert refusal.citation == answer_for(case, DAY).answer.maker(office("director").pk).citation


def test_who_follows_in_the_office_of_one_who_left_with_an_interest_may_decide(councils):
    line(executive=False)
    name(councils)
    put_before(councils, "director")
    leave(councils, interest="OFFICER_S117", nature="My wife owns the provider.")
    tomorrow = CABINET_AT + timedelta(days=1)
    barred = (shown(councils, CABINET_AT.date())[DIRECTOR][0], refused(put_before, councils, "director", at=CABINET_AT))
    follow("director", "s151", on=tomorrow.date())

    item = put_before(deepcopy(councils), "director", at=tomorrow)

    assert barred == (False, "delegation.interest")
    assert (item.maker, shown(councils, tomorrow.date())[DIRECTOR][0]) == (office("director"), True)
    assert decide_alone(deepcopy(councils), by="s151", at=tomorrow).made_by == person("s151")


def test_who_left_with_an_interest_is_barred_in_the_next_office_too(councils):
    line(executive=False)
    line("chief-executive", executive=False)
    put_before(councils, "director")
    leave(councils, interest="OFFICER_S117", nature="My wife owns the provider.")
    tomorrow = (CABINET_AT + timedelta(days=1)).date()
    before = [one.key for one in lawful_alone(councils, tomorrow)]

    follow("chief-executive", "director", on=tomorrow)

    assert (before, lawful_alone(councils, tomorrow)) == (["chief-executive"], [])


def test_of_two_who_share_an_office_the_one_without_an_interest_decides(councils):
    line(executive=False)
    put_before(councils, "director")
    leave(councils, interest="BIAS_PREDETERMINATION", nature="I have said what I think of it.")
    follow("director", "s151", also=True)
    put_before(deepcopy(councils), "director", at=CABINET_AT + timedelta(hours=1))
    later = CABINET_AT + timedelta(days=1)

    refusal = refusal_of(decide_alone, deepcopy(councils), by="director", at=later)
    decision = decide_alone(deepcopy(councils), by="s151", at=later)

    assert (refusal.code, refusal.citation) == ("delegation.interest", "The rule against bias (Porter v Magill [2001] UKHL 67)")
    assert decision.made_by == person("s151")
