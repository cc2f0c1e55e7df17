"""A private item at a meeting: nothing is decided before the resolution on the public is recorded; the minutes show it."""

from copy import deepcopy
from datetime import timedelta

import pytest

from decisions.models import Decision, Exclusion
from decisions.records.pdf import record_html
from tests.builders import a_borough, person
from tests.builders import test_act as system_act
from tests.builders_rules import refused
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import CABINET_AT, an_item_in_session, call_vote, state_decision
from tests.builders_s5 import PUBLISHED_AT, a_published_record
from tests.workflows.views.test_cabinet import outcome

pytestmark = pytest.mark.django_db
SEVEN = CABINET_AT + timedelta(hours=1)


@pytest.fixture(scope="module")
def built_item(module_database):
    """A Cabinet that sits, and an item announced as private in part."""
    a_borough()
    item = an_item_in_session()
    item.closed_for = {"paragraphs": [3], "weighing": "Bids would converge.", "by": "2026-001-p2", "why": "In time."}
    return item.save_as(system_act(), update_fields=["closed_for"])


@pytest.fixture
def item(built_item, db, settings):
    set_clock(settings, SEVEN)
    return deepcopy(built_item)


def address(item) -> str:
    return f"/items/{item.pk}/public/"


def back(item) -> str:
    return f"/items/{item.pk}/public/back/"


def motion(**changes: str) -> dict:
    return {
        "what": "MOVED", "part": "Item 1, the prices", "paragraphs": ["3"], "text": "That the public be excluded.",
        "mover": person("cm-adults").pk, "seconder": person("cm-jobs").pk, "mode": "AGREED", "votes_for": "",
        "votes_against": "", "abstentions": "", "out_time": "6:30pm", "request_key": "x1",
    } | changes  # fmt: skip


def record(client, item, **changes: str):
    sign_in(client, "proper-officer")
    return client.post(address(item), motion(**changes))


def test_private_item_is_not_decided_before_the_resolution_is_recorded(client, item):
    sign_in(client, "leader")

    page = client.post(f"/duties/{open_duty(item.case, 'item.outcome').pk}/", outcome())

    assert page.context["refusal"].code == "exclusion.not_recorded"
    assert refused(call_vote, item.case) == "exclusion.not_recorded"
    assert Decision.objects.count() == 0


def test_clerk_is_led_from_the_meeting_to_the_resolution_with_its_words_prepared(client, item):
    sign_in(client, "proper-officer")

    live = client.get(f"/meetings/{item.meeting_id}/live/").content.decode()
    form = client.get(address(item)).context["form"]

    assert address(item) in live
    assert form.initial["text"].startswith("That the public be excluded from the meeting while item 1")


def test_resolution_says_part_ground_mover_seconder_vote_and_time(client, item):
    page = record(client, item, mode="SHOW_OF_HANDS", votes_for="6", votes_against="2", abstentions="1")

    row = Exclusion.objects.get()
    assert (page.status_code, row.result, row.part, row.paragraphs) == (302, "CARRIED", "Item 1, the prices", [3])
    assert (row.mover, row.vote) == (
        f"{person('cm-adults').name}, Cabinet member for adults and health",
        "6 for, 2 against, 1 abstained: carried.",
    )
    assert (row.out_at, row.in_at) == (CABINET_AT + timedelta(minutes=30), None)


def test_same_form_twice_is_one_resolution(client, item):
    pages = [record(client, item).status_code for _ in range(2)]

    assert (pages, Exclusion.objects.count()) == ([302, 302], 1)


def test_lost_motion_and_no_motion_leave_the_public_in_and_the_item_goes_on(client, item):
    record(client, item, mode="SHOW_OF_HANDS", votes_for="2", votes_against="6")
    state_decision(item.case, at=SEVEN)

    content = a_published_record(item.case).content

    assert Exclusion.objects.get().result == "LOST"
    assert "private" not in content


def test_item_that_nobody_moves_to_close_is_taken_in_public(client, item):
    page = record(client, item, what="NOT_MOVED")

    assert (page.status_code, Exclusion.objects.get().result) == (302, "NOT_MOVED")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"what": ""}, ["what"]),
        ({"part": ""}, ["part"]),
        ({"paragraphs": []}, ["paragraphs"]),
        ({"paragraphs": ["5"]}, ["paragraphs"]),
        ({"mover": ""}, ["mover"]),
        ({"mode": "SHOW_OF_HANDS"}, ["votes_for"]),
        ({"out_time": "half past six"}, ["out_time"]),
    ],
)
def test_bad_input_says_which_field(client, item, changes, fields):
    page = record(client, item, **changes)

    assert sorted(page.context["form"].errors) == fields


def test_member_cannot_move_and_second(client, item):
    page = record(client, item, seconder=person("cm-adults").pk)

    assert page.context["refusal"].code == "exclusion.movers"


def test_meeting_is_not_closed_while_the_public_is_out(client, item):
    record(client, item)
    live = f"/meetings/{item.meeting_id}/live/"

    early = client.post(live, {"step": "close", "without": "1", "request_key": "c1"})
    again = client.get(address(item))
    returned = client.post(back(item), {"back_time": "6:55pm", "request_key": "x2"})
    late = client.post(live, {"step": "close", "without": "1", "request_key": "c2"})

    assert early.context["refusal"].code == "meeting.in_private"
    assert (again.url, returned.status_code, late.status_code) == (back(item), 302, 302)
    assert Exclusion.objects.get().in_at == CABINET_AT + timedelta(minutes=55)


def test_time_before_the_public_left_is_refused(client, item):
    record(client, item)

    page = client.post(back(item), {"back_time": "6:10pm", "request_key": "x2"})

    assert page.context["refusal"].code == "exclusion.time"


def test_minutes_record_and_pdf_show_the_resolution_with_both_times(client, item, settings):
    record(client, item)
    client.post(back(item), {"back_time": "6:55pm", "request_key": "x2"})
    state_decision(item.case, at=SEVEN)
    published = a_published_record(item.case)
    set_clock(settings, PUBLISHED_AT)

    minutes = client.get(f"/meetings/{item.meeting_id}/").content.decode()
    page = client.get("/register/2026/001/").content.decode()

    said = f"Moved by {person('cm-adults').name}, Cabinet member for adults and health, seconded by"
    assert "The public was excluded from 6:30pm to 6:55pm: Item 1, the prices." in minutes
    assert [said in text for text in (minutes, page, record_html(published))] == [True, True, True]
    assert "from 6:30pm to 6:55pm, for Item 1, the prices." in page


def test_item_announced_as_public_has_no_such_page(client, item):
    item.closed_for = {}
    item.save_as(system_act(), update_fields=["closed_for"])
    sign_in(client, "proper-officer")

    assert client.get(address(item)).status_code == 404


def test_others_than_the_clerk_have_no_such_page(client, item):
    answers = []
    for who in ("leader", "cm-adults", "scrutiny-1", "monitoring-officer"):
        sign_in(client, who)
        answers += [client.get(page).status_code for page in (address(item), back(item))]

    assert answers == [404] * 8
