"""One member's page for deciding alone, and the pages of a reconsideration."""

from copy import deepcopy

import pytest

from commissioning import ledger
from decisions.models import AgendaItem, Decision, Reconsideration
from decisions.selectors.decisions import DOCUMENTS
from decisions.services.reconsiderations import open_reconsider_decide, open_reconsider_schedule
from tests.builders import a_borough, a_case, office, person, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting, set_clock, sign_in
from tests.builders_s3 import (
    CABINET_AT,
    LATER,
    a_decided_case,
    a_delegation,
    a_hold,
    a_member_item,
    a_sitting,
    bring_back,
    decide_alone,
    state_interests,
)

pytestmark = pytest.mark.django_db
WORDS = {
    "text": "",
    "resolutions": "",
    "reasons": "It meets the need.",
    "alternatives": "None, because it is urgent.",
}


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    a_delegation()
    case = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    return case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, CABINET_AT)
    return deepcopy(built_case)


def decision(**changes: object) -> dict:
    values = {
        "interest": "NONE", "nature": "", "documents": [code for code, _ in DOCUMENTS], "equality_read": "on",
        "outcome": "AGREED", "request_key": "d1",
    }  # fmt: skip
    return values | WORDS | changes


def page_of(case, kind: str = "decision.make") -> str:
    return f"/duties/{open_duty(case, kind).pk}/"


def test_member_is_asked_whom_the_scheme_says_to_consult(client, case):
    row = office("cm-adults").delegations.get()
    row.conditions = "After consulting the director of public health."
    row.save_as(test_act(), update_fields=["conditions"])
    sign_in(client, "cm-adults")
    said = {"consulted": "The director of public health", "consulted_view": "Supports it."}
    said |= {"consulted_on_day": "8", "consulted_on_month": "1", "consulted_on_year": "2027"}

    asked = client.get(page_of(case)).content.decode()
    wrong = client.post(page_of(case), decision())
    done = client.post(page_of(case), decision(**said))

    assert "After consulting the director of public health." in asked
    assert sorted(wrong.context["form"].errors) == ["consulted", "consulted_on", "consulted_view"]
    assert (done.status_code, Decision.objects.get().delegation["consulted_on"]) == (302, "2027-01-08")


def test_member_decides(client, case):
    sign_in(client, "cm-adults")
    assert client.get(page_of(case)).status_code == 200

    page = client.post(page_of(case), decision())

    assert (page.status_code, Decision.objects.get().made_by) == (302, person("cm-adults"))


def test_deciding_asks_for_a_fresh_second_factor(client, case):
    client.force_login(person("cm-adults"))

    assert client.get(page_of(case)).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"interest": ""}, "interest"),
        ({"interest": "DPI"}, "nature"),
        ({"documents": ["REPORT"]}, "documents"),
        ({"documents": ["SECRET"]}, "documents"),
        ({"equality_read": ""}, "equality_read"),
        ({"alternatives": ""}, "alternatives"),
        ({"outcome": "DEFERRED"}, "outcome"),
    ],
)
def test_bad_input_says_which_field(client, case, changes, field):
    sign_in(client, "cm-adults")

    page = client.post(page_of(case), decision(**changes))

    assert list(page.context["form"].errors) == [field]


def test_interest_locks_the_decision_and_shows_the_way_on(client, case):
    sign_in(client, "cm-adults")

    page = client.post(page_of(case), decision(interest="DPI", nature="My firm supplies it."))

    assert page.context["refusal"].code == "interest.single_member"
    assert f"{page_of(case)}pass/" in page.content.decode()


def test_member_passes_the_decision_on(client, case):
    sign_in(client, "cm-adults")
    data = {
        "interest": "DPI",
        "nature": "My firm supplies it.",
        "reasons": "I have an interest.",
        "request_key": "p1",
    }

    page = client.post(f"{page_of(case)}pass/", data)

    assert (page.status_code, Decision.objects.get().outcome) == (302, "DEFERRED")


def test_another_member_finds_no_page(client, case):
    sign_in(client, "cm-jobs")

    assert client.get(page_of(case)).status_code == 404
    assert client.get(f"{page_of(case)}pass/").status_code == 404


def test_member_answers_each_concern_alone(client, case):
    decide_alone(case)
    a_hold(case, "The savings are not shown.")
    reopen(case)
    sign_in(client, "cm-adults")
    url = page_of(case, "reconsider.decide")
    assert "The savings are not shown." in client.get(url).content.decode()
    data = {
        "result": "CONFIRMED",
        "answer_1": "",
        "interest": "NONE",
        "nature": "",
        "request_key": "r1",
        **WORDS,
    }

    missing = client.post(url, data)
    done = client.post(url, data | {"answer_1": "See the finance section."})

    assert list(missing.context["form"].errors) == ["answer_1"]
    assert (done.status_code, Reconsideration.objects.get().result) == (302, "CONFIRMED")


def ask_to_consult(words: str) -> None:
    row = office("cm-adults").delegations.get()
    row.conditions = words
    row.save_as(test_act(), update_fields=["conditions"])


ANSWER = {"answer_1": "See the finance section.", "interest": "NONE", "nature": "", **WORDS}
CONSULTED = {
    "consulted": "The director of public health", "consulted_view": "Supports it.",
    "consulted_on_day": "8", "consulted_on_month": "1", "consulted_on_year": "2027",
}  # fmt: skip


def test_member_who_amends_is_asked_whom_the_scheme_of_today_says_to_consult(client, case):
    decide_alone(case)
    a_hold(case, "The savings are not shown.")
    ask_to_consult("After consulting the director of public health.")
    reopen(case)
    sign_in(client, "cm-adults")
    url = page_of(case, "reconsider.decide")
    amended = ANSWER | {"result": "AMENDED", "resolutions": "Agree, with a survey.", "request_key": "r1"}

    asked = client.get(url).content.decode()
    missing = client.post(url, amended)
    done = client.post(url, amended | CONSULTED)

    assert "To amend it, the scheme of today counts: After consulting the director of public health." in asked
    assert sorted(missing.context["form"].errors) == ["consulted", "consulted_on", "consulted_view"]
    assert (done.status_code, Reconsideration.objects.get().decision.delegation["consulted_on"]) == (302, "2027-01-08")


def test_member_who_confirms_need_not_consult_whom_only_the_scheme_of_today_names(client, case):
    decide_alone(case)
    a_hold(case, "The savings are not shown.")
    ask_to_consult("After consulting the director of public health.")
    reopen(case)
    sign_in(client, "cm-adults")

    done = client.post(page_of(case, "reconsider.decide"), ANSWER | {"result": "CONFIRMED", "request_key": "r1"})

    assert (done.status_code, Reconsideration.objects.get().result) == (302, "CONFIRMED")


@pytest.fixture
def back(db, settings):
    a_borough()
    case = a_decided_case(number=2)
    a_hold(case, "The savings are not shown.")
    item = bring_back(case)
    a_sitting(item.meeting, at=LATER)
    set_clock(settings, LATER)
    return item


def test_clerk_enters_the_answer_and_who_presided_where_an_interest_keeps_the_chair_out(client, back):
    state_interests(back.meeting, "leader", kind="DPI", nature="My firm supplies it.", at=LATER)
    duty = open_duty(back.case, "reconsider.decide")
    url = f"/duties/{duty.pk}/minute/answer/"
    sign_in(client, "deputy-proper-officer")
    live = client.get(f"/meetings/{back.meeting_id}/live/").content.decode()
    asked = client.get(url).content.decode()
    said = {"result": "CONFIRMED", "answer_1": "See the finance section.", "mode": "SHOW_OF_HANDS", "votes_for": "8", **WORDS}

    unsaid = client.post(url, said | {"request_key": "a"})
    done = client.post(url, said | {"presiding": person("cm-finance").pk, "request_key": "b"})

    assert (url in live, "Who presided over this item?" in asked, "Open a recorded vote" in asked) == (True, True, True)
    assert list(unsaid.context["form"].errors) == ["presiding"]
    assert done.url == f"/meetings/{back.meeting_id}/live/"
    assert Reconsideration.objects.get().decision.made_by == person("cm-finance")


def test_answer_of_a_member_alone_is_not_minuted(client, case):
    decide_alone(case)
    a_hold(case, "The savings are not shown.")
    reopen(case)
    sign_in(client, "deputy-proper-officer")

    assert client.get(f"/duties/{open_duty(case, 'reconsider.decide').pk}/minute/answer/").status_code == 404


def reopen(case) -> None:
    with ledger.recording():
        open_reconsider_decide(case=case, act=test_act(CABINET_AT))


def test_proper_officer_brings_it_back_and_the_cabinet_answers(client, settings):
    a_borough()
    set_clock(settings, LATER)
    case = a_decided_case(number=2)
    a_hold(case, "The savings are not shown.")
    item = bring_back(case)
    a_sitting(item.meeting, at=LATER)
    sign_in(client, "leader")
    url = page_of(case, "reconsider.decide")
    assert client.get(url).status_code == 200
    data = {
        "result": "RESCINDED",
        "answer_1": "They are right.",
        "mode": "AGREED",
        "request_key": "r1",
        **WORDS,
    }

    page = client.post(url, data)

    assert (page.status_code, Reconsideration.objects.get().result) == (302, "RESCINDED")


def test_meeting_is_chosen_from_those_to_come(client, settings):
    a_borough()
    set_clock(settings, CABINET_AT)
    case = a_decided_case(number=2)
    a_hold(case, "The savings are not shown.")
    with ledger.recording():
        open_reconsider_schedule(case=case, act=test_act(CABINET_AT))
    sign_in(client, "proper-officer")
    url = page_of(case, "reconsider.schedule")
    empty = client.get(url).content.decode()
    meeting = a_meeting(LATER, at=CABINET_AT)

    wrong = client.post(url, {"meeting": "999999", "request_key": "b1"})
    done = client.post(url, {"meeting": str(meeting.pk), "request_key": "b2"})

    assert "No meeting is called yet" in empty
    assert list(wrong.context["form"].errors) == ["meeting"]
    assert (done.status_code, AgendaItem.objects.get(kind="RECONSIDERATION").meeting) == (302, meeting)
