"""“Who may decide this?”, the check of the scheme, and every past decision asked again."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commissioning.rules.refusals import Refusal
from decisions.selectors.authority import faults
from decisions.selectors.past_authority import decisions_again
from tests.builders import MORNING, a_borough, a_case, office
from tests.builders import test_act as system_act
from tests.builders_s1 import rules_of
from tests.builders_s2 import a_cleared_proposal, set_clock, sign_in
from tests.builders_s3 import CABINET_AT, a_delegation, a_member_item, decide_alone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
QUESTION = {
    "function": "Adult social care contracts", "on": "14 December 2026", "value": "480,000", "wards": "no", "framework": "no",
}  # fmt: skip


@pytest.fixture(autouse=True)
def borough(settings):
    a_borough()
    a_delegation(limit=50_000_000)
    set_clock(settings, MORNING)


def decided():
    case = a_case(track="MEMBER_NON_KEY")
    row = office("cm-adults").delegations.get()
    row.limit = 200_000_000
    row.save_as(system_act(), update_fields=["limit"])
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    return case, decide_alone(case), row


def test_page_answers_with_deciders_key_decision_call_in_and_reasons(client):
    sign_in(client, "commissioner")

    page = client.get("/who-may-decide/", QUESTION)

    assert [(name, one.may) for name, one in page.context["makers"]] == [
        ("Cabinet member for adults and health", True), ("The Cabinet", True),
    ]  # fmt: skip
    words = page.content.decode()
    assert "It is not a key decision." in words
    assert "The scheme gives it up to £500,000, in force on 14 December 2026." in words


def test_page_answers_with_the_officer_of_a_function_of_the_council(client):
    row = a_delegation("chief-executive", limit=50_000_000)
    row.executive, row.function = False, "Elections"
    row.save_as(system_act(), update_fields=["executive", "function"])
    sign_in(client, "commissioner")

    page = client.get("/who-may-decide/", QUESTION | {"function": "Elections", "wards": "yes"})

    assert [(name, one.may, one.call_in) for name, one in page.context["makers"]] == [
        ("Chief executive", True, False), ("Full council", True, False),
    ]  # fmt: skip
    assert "The function is not executive, so the decision cannot be key." in page.content.decode()


def test_check_finds_a_line_of_an_office_that_may_not_hold_it():
    a_delegation("lead-icb")

    found = [one.sentence for one in faults(date(2026, 12, 14)) if one.finding.code == "UNLAWFUL"]

    assert found == [
        "Adult social care contracts, Place executive lead, ICB: An officer of another agency cannot decide for the council. "
        "Choose an officer of the council."
    ]


@pytest.mark.parametrize(
    ("changes", "box"), [({"on": "31/02/2027"}, "on"), ({"value": "12e9"}, "value"), ({"on": "1 January 1999"}, "on"), ({"function": "x"}, "function")]
)
def test_page_tells_a_wrong_answer_beside_its_box(client, changes, box):
    sign_in(client, "commissioner")

    page = client.get("/who-may-decide/", QUESTION | changes)

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [box]


def test_scheme_names_every_portfolio_without_a_line():
    found = [one.sentence for one in faults(date(2026, 12, 14))]

    assert "Leader of the Council: No line in force names this portfolio; the Cabinet decides." in found
    assert not any("adults" in sentence for sentence in found)


def test_decision_keeps_the_line_of_the_scheme_that_allowed_it_and_opening_it_asks_already():
    case, decision, _ = decided()

    for kind in ("agenda.publish", "decision.make"):
        rule = rules_of(case, kind)["delegation.authority"]
        assert (rule["inputs"]["limit"], rule["inputs"]["office"]) == (200_000_000, "Cabinet member for adults and health")
    assert decision.delegation["limit"] == 200_000_000


def test_agenda_for_a_member_above_the_limit_is_refused_with_the_cabinet_as_the_way_on():
    case = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)

    with pytest.raises(Refusal) as refused:
        a_member_item(case)

    assert refused.value.code == "delegation.limit"
    assert refused.value.alternatives[0].label.startswith("Call a meeting of the Cabinet on or after")


def test_past_decision_has_the_same_decider_after_the_line_was_ended():
    _, decision, row = decided()
    row.ends_on = decision.made_on
    row.save_as(system_act(CABINET_AT), update_fields=["ends_on"])

    (again,) = decisions_again()

    assert (again.decision, again.agrees) == (decision, True)


def test_past_decision_outside_the_scheme_of_its_day_is_found():
    _, _, row = decided()
    row.ends_on = date(2027, 1, 10)
    row.save_as(system_act(CABINET_AT), update_fields=["ends_on"])

    (again,) = decisions_again()

    assert (again.agrees, again.why) == (False, "The delegation is not in force on 11 January 2027. Only a live delegation gives authority.")


def test_command_says_what_is_wrong_and_ends_with_one():
    decided()
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("check_scheme", on="14 December 2026", stdout=out)

    assert ended.value.code == 1
    assert "Leader of the Council: No line in force names this portfolio" in out.getvalue()
    assert "1 of 1 decisions have the same decider under the rules of their day." in out.getvalue()


def test_command_refuses_a_date_that_is_none():
    with pytest.raises(CommandError):
        call_command("check_scheme", on="31/02/2027")
