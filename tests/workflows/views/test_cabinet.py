"""The meeting in the browser: clerk, members, chair, votes."""

from copy import deepcopy
from datetime import timedelta

import pytest

from commissioning.views.typed import KEPT, NOT_TAKEN
from decisions.models import Attendance, Decision, Interest, Meeting, RecordedVote, Vote
from tests.builders import a_borough, person
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import (
    CABINET_AT,
    MEMBERS,
    a_cabinet_item,
    a_recommended_case,
    a_sitting,
    call_vote,
    end_vote,
    give_vote,
    state_interests,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_item(module_database):
    a_borough()
    return a_cabinet_item(a_recommended_case())


@pytest.fixture
def item(built_item, db, settings):
    set_clock(settings, CABINET_AT)
    return deepcopy(built_item)


def live(item) -> str:
    return f"/meetings/{item.meeting_id}/live/"


def outcome(**changes: str) -> dict:
    return {
        "outcome": "AGREED", "mode": "AGREED", "text": "", "resolutions": "", "reasons": "It meets the need.",
        "alternatives": "None, because the law asks for it.", "dissent": "", "votes_for": "", "votes_against": "",
        "abstentions": "", "casting": "", "request_key": "o1",
    } | changes  # fmt: skip


# --- the live page -----------------------------------------------------------------------------------------------


def test_clerk_opens_the_meeting_and_records_attendance(client, item):
    sign_in(client, "proper-officer")

    client.post(live(item), {"step": "open", "request_key": "m1"})
    form = client.get(live(item)).context["form"]
    seat = next(name for name, field in form.fields.items() if "Leader" in str(field.label))
    client.post(live(item), {"step": "attendance", "request_key": "m2", seat: "PRESENT"})

    assert Meeting.objects.get(pk=item.meeting_id).opened_at is not None
    assert list(Attendance.objects.values_list("office__key", "presence")) == [("leader", "PRESENT")]


def test_clerk_who_comes_a_day_late_is_led_to_cancel_the_meeting(client, item, settings):
    set_clock(settings, CABINET_AT + timedelta(days=1))
    sign_in(client, "proper-officer")

    page = client.get(live(item)).content.decode()
    refused = client.post(live(item), {"step": "open", "request_key": "m1"})

    assert "Its day is over without it." in page
    assert f"/meetings/{item.meeting_id}/cancel/" in page
    assert "Open the meeting</button>" not in page
    assert refused.context["refusal"].code == "meeting.day_over"
    assert f"/meetings/{item.meeting_id}/cancel/" in refused.content.decode()


def test_clerk_sets_the_exceptions_and_presses_once_for_everybody_else(client, item):
    sign_in(client, "proper-officer")
    before = client.get(live(item)).content.decode()
    client.post(live(item), {"step": "open", "request_key": "m1"})
    page = client.get(live(item))
    away = next(name for name, field in page.context["form"].fields.items() if "jobs" in str(field.label).lower())

    client.post(live(item), {"step": "attendance", "request_key": "m2", away: "APOLOGIES", "everybody_else": "1"})
    after = client.get(live(item))

    assert ("Everybody else is in the room" in before, page.context["unrecorded"]) == (False, 9)
    presences = list(Attendance.objects.values_list("presence", flat=True))
    assert (presences.count("PRESENT"), presences.count("APOLOGIES")) == (8, 1)
    assert after.context["unrecorded"] == 0
    assert "Everybody else is in the room" not in after.content.decode()
    assert "" not in [value for value, _ in after.context["form"].fields[away].choices]


def test_press_of_a_button_is_told_as_not_taken(client, item):
    sign_in(client, "proper-officer")
    session = client.session
    session[KEPT] = {"by": person("proper-officer").pk, "path": live(item), "fields": "step=open", "files": False}
    session.save()

    page = client.get(live(item))

    assert [str(message) for message in page.context["messages"]] == [NOT_TAKEN]
    assert page.context["form"].is_bound is False


def test_double_click_opens_once_and_shows_no_refusal(client, item):
    sign_in(client, "proper-officer")

    codes = [client.post(live(item), {"step": "open", "request_key": "m1"}).status_code for _ in range(2)]

    assert codes == [302, 302]


def test_refusal_is_shown_on_the_page(client, item):
    sign_in(client, "proper-officer")

    page = client.post(live(item), {"step": "close", "request_key": "m1"})

    assert (page.status_code, page.context["refusal"].code) == (200, "meeting.not_open")


def test_one_press_does_not_close_a_meeting_with_an_item_undone(client, item):
    a_sitting(item.meeting)
    sign_in(client, "proper-officer")

    asked = client.post(live(item), {"step": "close", "request_key": "m1"}).content.decode()
    open_still = Meeting.objects.get(pk=item.meeting_id).closed_at is None
    client.post(live(item), {"step": "close", "without": "1", "request_key": "m1"})

    assert ("Close the meeting without item 1?" in asked, open_still) == (True, True)
    assert Meeting.objects.get(pk=item.meeting_id).closed_at is not None


@pytest.mark.parametrize("data", [{"step": "explode"}, {}])
def test_unknown_step_is_not_found(client, item, data):
    sign_in(client, "proper-officer")

    assert client.post(live(item), data).status_code == 404


def test_others_read_but_change_nothing(client, item):
    sign_in(client, "scrutiny-chair")

    assert client.get(live(item)).status_code == 200
    assert client.post(live(item), {"step": "open"}).status_code == 404


def test_wrong_presence_is_an_error_of_the_form(client, item):
    sign_in(client, "proper-officer")
    form = client.get(live(item)).context["form"]

    page = client.post(live(item), {"step": "attendance", next(iter(form.fields)): "MAYBE"})

    assert (page.status_code, len(page.context["form"].errors)) == (200, 1)


def test_stranger_is_sent_to_sign_in(client, item):
    assert client.get(live(item)).status_code == 302


@pytest.mark.parametrize("items", [1, 3])
def test_live_page_costs_the_same_for_many_items(client, item, items, django_assert_max_num_queries):
    for number in range(2, items + 1):
        a_cabinet_item(a_recommended_case(number=number), meeting=item.meeting)
    a_sitting(item.meeting)
    sign_in(client, "leader")
    client.get(live(item))

    with django_assert_max_num_queries(20):
        page = client.get(live(item))

    assert len(page.context["lines"]) == items


# --- a member's statements ---------------------------------------------------------------------------------------


def test_member_states_interests_for_the_whole_agenda_on_one_page(client, item):
    sign_in(client, "cm-jobs")
    url = f"/meetings/{item.meeting_id}/interests/"
    data = {f"kind_{item.pk}": "NONE", f"nature_{item.pk}": "", f"read_{item.pk}": "on", "request_key": "i1"}

    page = client.post(url, data)

    assert (page.status_code, page.url) == (302, "/inbox/")
    assert list(Interest.objects.filter(item=item).values_list("stage", "kind")) == [("PREPARED", "NONE")]


def test_member_is_told_to_leave_the_home_address_out_of_an_interest(client, item):
    sign_in(client, "cm-jobs")

    page = client.get(f"/meetings/{item.meeting_id}/interests/").content.decode()

    assert "members’ home addresses never are (Constitution of London Borough of Lammas Vale, Article 17.3)." in page


def test_prepared_statements_are_confirmed_with_one_button(client, item):
    sign_in(client, "cm-jobs")
    url = f"/meetings/{item.meeting_id}/interests/"
    client.post(url, {f"kind_{item.pk}": "NONE", f"read_{item.pk}": "on", "request_key": "i1"})
    a_sitting(item.meeting, declared=())
    assert "Confirm everything as I prepared it" in client.get(url).content.decode()

    client.post(url, {"step": "confirm", "request_key": "i2"})

    assert Interest.objects.filter(item=item).order_by("-n").first().stage == "CONFIRMED"


def test_interest_without_its_nature_is_an_error(client, item):
    sign_in(client, "cm-jobs")

    page = client.post(
        f"/meetings/{item.meeting_id}/interests/", {f"kind_{item.pk}": "DPI", "request_key": "i1"}
    )

    assert list(page.context["form"].errors) == [f"nature_{item.pk}"]


def test_people_who_do_not_sit_there_find_no_page(client, item):
    sign_in(client, "councillor-1")

    assert client.get(f"/meetings/{item.meeting_id}/interests/").status_code == 404


# --- the vote ----------------------------------------------------------------------------------------------------


def test_chair_reads_when_the_constitution_has_a_vote_taken_by_name(client, item):
    a_sitting(item.meeting, present=MEMBERS[:3])
    sign_in(client, "leader")

    page = client.get(f"/duties/{open_duty(item.case, 'item.outcome').pk}/vote/open/").content.decode()

    assert "A vote is taken by name when 5 members ask for it" in page
    assert "(Constitution of London Borough of Lammas Vale, Part 4A, paragraph 16.4)" in page


def test_chair_opens_members_vote_chair_closes(client, item):
    a_sitting(item.meeting, present=MEMBERS[:3])
    duty = open_duty(item.case, "item.outcome")
    sign_in(client, "leader")
    opened = client.post(f"/duties/{duty.pk}/vote/open/", {"motion": "To agree.", "request_key": "v1"})
    vote = open_duty(item.case, "vote.cast", "cm-adults")
    sign_in(client, "cm-adults")
    cast = client.post(f"/duties/{vote.pk}/", {"choice": "AGAINST", "request_key": "v2"})
    form = client.get(f"/duties/{vote.pk}/").context["form"]
    changed = client.post(f"/duties/{vote.pk}/", {"choice": "FOR", "is_correction": form["is_correction"].value(), "request_key": "v3"})
    sign_in(client, "leader")
    closed = client.post(f"/duties/{duty.pk}/vote/close/", {"request_key": "v4"})

    assert (opened.status_code, cast.url, changed.url, closed.url) == (
        302,
        live(item),
        live(item),
        f"/duties/{duty.pk}/",
    )
    assert list(Vote.objects.values_list("n", "choice")) == [(1, "AGAINST"), (2, "FOR")]
    assert RecordedVote.objects.get().tally["for"] == 1


def test_member_who_votes_again_on_a_second_device_is_told_that_the_first_vote_stands(client, item):
    a_sitting(item.meeting, present=MEMBERS[:3])
    call_vote(item.case)
    page = f"/duties/{open_duty(item.case, 'vote.cast', 'cm-adults').pk}/"
    sign_in(client, "cm-adults")
    client.post(page, {"choice": "AGAINST", "request_key": "v1"})
    again = client.post(page, {"choice": "FOR", "request_key": "v2"})

    words = again.content.decode()
    assert (again.status_code, again.context["refusal"].code, Vote.objects.count()) == (200, "vote.twice", 1)
    assert "You voted against at" in words
    assert "Correct my vote" in words
    assert (again.context["form"]["choice"].value(), again.context["form"]["is_correction"].value()) == ("FOR", True)


def test_nobody_sees_another_vote_or_a_running_total(client, item):
    a_sitting(item.meeting)
    call_vote(item.case)
    for member in MEMBERS[:5]:
        give_vote(item.case, member, "AGAINST")
    sign_in(client, "cm-culture")

    vote = client.get(f"/duties/{open_duty(item.case, 'vote.cast', 'cm-culture').pk}/").content.decode()
    page = client.get(live(item)).content.decode()
    vote, page = (text[text.index("<main") :] for text in (vote, page))  # the banner names offices too

    assert "against" not in page.lower()
    assert [name for name in MEMBERS[:5] if person(name).name in vote] == []


def test_vote_page_says_in_one_sentence_what_and_how_much(client, item):
    a_sitting(item.meeting)
    call_vote(item.case)
    sign_in(client, "cm-jobs")

    page = client.get(f"/duties/{open_duty(item.case, 'vote.cast', 'cm-jobs').pk}/")

    words = page.content.decode()
    assert "To agree the report." in words
    assert "£3,000,000" in words


def test_no_choice_is_an_error(client, item):
    a_sitting(item.meeting)
    call_vote(item.case)
    sign_in(client, "cm-jobs")

    page = client.post(f"/duties/{open_duty(item.case, 'vote.cast', 'cm-jobs').pk}/", {"choice": "PERHAPS"})

    assert list(page.context["form"].errors) == ["choice"]


def test_remote_member_is_refused_on_the_page(client, item):
    a_sitting(item.meeting)
    call_vote(item.case)
    duty = open_duty(item.case, "vote.cast", "cm-jobs")
    row = Attendance.objects.get(office__key="cm-jobs")
    sign_in(client, "proper-officer")
    form = client.get(live(item)).context["form"]
    seat = next(name for name, field in form.fields.items() if row.office.title in str(field.label))
    client.post(live(item), {"step": "attendance", seat: "REMOTE_OBSERVER", "request_key": "a1"})
    sign_in(client, "cm-jobs")

    page = client.post(f"/duties/{duty.pk}/", {"choice": "FOR", "request_key": "v9"})

    assert page.context["refusal"].code == "vote.remote"


# --- the outcome -------------------------------------------------------------------------------------------------


def test_chair_states_the_outcome(client, item):
    a_sitting(item.meeting)
    sign_in(client, "leader")
    url = f"/duties/{open_duty(item.case, 'item.outcome').pk}/"
    assert client.get(url).status_code == 200

    page = client.post(url, outcome())

    assert (page.status_code, Decision.objects.get().mode) == (302, "AGREED")


def test_chair_reads_that_an_item_left_by_a_closed_meeting_is_put_off_to_another_one(client, item):
    a_sitting(item.meeting)
    sign_in(client, "proper-officer")
    client.post(live(item), {"step": "close", "without": "1", "request_key": "m1"})
    sign_in(client, "leader")
    url = f"/duties/{open_duty(item.case, 'item.outcome').pk}/"

    left = client.get(url).content.decode()
    told = client.post(url, outcome(outcome="DEFERRED"), follow=True).content.decode()

    assert "The meeting was closed without an outcome on this item. Defer it with a reason" in left
    assert "Open a recorded vote" not in left
    assert "The item is put off. Democratic services bring it to another meeting." in told
    assert "The proper officer certifies" not in told


def test_clerk_enters_the_outcome_for_the_chair(client, item):
    a_sitting(item.meeting)
    sign_in(client, "deputy-proper-officer")
    url = f"/duties/{open_duty(item.case, 'item.outcome').pk}/minute/"
    assert client.get(url).status_code == 200

    page = client.post(url, outcome(mode="SHOW_OF_HANDS", votes_for="9", votes_against="0", abstentions="0"))

    decision = Decision.objects.get()
    assert page.url == live(item)
    assert (decision.made_by, decision.clerked_by) == (person("leader"), person("deputy-proper-officer"))


def test_clerk_calls_the_vote_and_says_who_presided_where_an_interest_keeps_the_chair_out(client, item):
    a_sitting(item.meeting, present=MEMBERS[:5])
    state_interests(item.meeting, "leader", kind="DPI", nature="My firm supplies it.")
    duty = open_duty(item.case, "item.outcome")
    url = f"/duties/{duty.pk}/minute/"
    sign_in(client, "deputy-proper-officer")
    asked = client.get(url).content.decode()
    unsaid = client.post(url, outcome(request_key="a"))
    called = client.post(f"/duties/{duty.pk}/vote/open/", {"motion": "To agree the report.", "request_key": "b"})
    for member in MEMBERS[1:5]:
        give_vote(item.case, member)
    client.post(f"/duties/{duty.pk}/vote/close/", {"request_key": "c"})

    done = client.post(url, outcome(mode="RECORDED", presiding=person("cm-finance").pk, request_key="d"))

    assert ("Who presided over this item?" in asked, "Open a recorded vote" in asked) == (True, True)
    assert list(unsaid.context["form"].errors) == ["presiding"]
    assert (called.url, done.status_code) == (url, 302)
    assert (Decision.objects.get().made_by, Decision.objects.get().tally["for"]) == (person("cm-finance"), 4)


def test_clerk_is_not_asked_who_presided_while_the_chair_takes_part(client, item):
    a_sitting(item.meeting)
    sign_in(client, "deputy-proper-officer")

    page = client.get(f"/duties/{open_duty(item.case, 'item.outcome').pk}/minute/").content.decode()

    assert ("Who presided over this item?" in page, "Open a recorded vote" in page) == (False, False)


def test_e58_refusal_leads_to_the_prepared_referral_to_the_council(client, item):
    a_sitting(item.meeting)
    sign_in(client, "leader")
    url = f"/duties/{open_duty(item.case, 'item.outcome').pk}/"
    refused = client.post(url, outcome(outside_framework="on"))
    (way,) = [url for label, url in ((w.label, w.url) for w in refused.context["ways"]) if label == "Refer it to the council"]

    prepared = client.get(way).context["form"]
    silent = client.post(url, outcome(outcome="REFERRED", alternatives=""))
    done = client.post(url, outcome(outcome="REFERRED", outside_framework="on", alternatives="", advice="Both: refer it.", request_key="o2"))

    assert prepared["outcome"].value() == "REFERRED"
    assert list(silent.context["form"].errors) == ["outside_framework", "advice"]
    assert (done.status_code, Decision.objects.get().outcome) == (302, "REFERRED")


def test_others_cannot_enter_it(client, item):
    sign_in(client, "cm-jobs")

    assert client.get(f"/duties/{open_duty(item.case, 'item.outcome').pk}/minute/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reasons": ""}, "reasons"),
        ({"reasons": "x" * 8001}, "reasons"),
        ({"alternatives": ""}, "alternatives"),
        ({"outcome": "AGREED_AMENDED"}, "resolutions"),
        ({"mode": ""}, "mode"),
        ({"mode": "SHOW_OF_HANDS"}, "votes_for"),
        ({"mode": "SHOW_OF_HANDS", "votes_for": "many"}, "votes_for"),
        ({"outcome": "MAYBE"}, "outcome"),
    ],
)
def test_bad_outcome_says_which_field(client, item, changes, field):
    a_sitting(item.meeting)
    sign_in(client, "leader")

    page = client.post(f"/duties/{open_duty(item.case, 'item.outcome').pk}/", outcome(**changes))

    assert list(page.context["form"].errors) == [field]


def test_closed_vote_shows_names_to_the_chair(client, item):
    a_sitting(item.meeting, present=MEMBERS[:3])
    call_vote(item.case)
    for member in MEMBERS[:3]:
        give_vote(item.case, member)
    end_vote(item.case)
    sign_in(client, "leader")

    page = client.get(f"/duties/{open_duty(item.case, 'item.outcome').pk}/").content.decode()

    assert f"{person('cm-adults').name}, Cabinet member for adults and health: for" in page


def test_chairs_page_takes_no_more_than_21_statements(client, item, django_assert_max_num_queries):
    a_sitting(item.meeting)
    sign_in(client, "leader")
    url = f"/duties/{open_duty(item.case, 'item.outcome').pk}/"
    client.get(url)

    with django_assert_max_num_queries(21):
        client.get(url)
