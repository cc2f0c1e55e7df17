"""A published record is corrected by a further version; the earlier one stays, and the window starts again if it must."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import default_task_backend

from commissioning.models import AuditIndex, OutgoingMail
from commissioning.models.base import Tracked
from decisions.models import Correction, DecisionRecord
from decisions.records.pdf import record_html
from decisions.selectors.records import current_record, first_record, may_take_effect_at
from decisions.tasks import store_pdf_of
from scrutiny.selectors.call_ins import window_of
from scrutiny.selectors.register import register
from tests.builders import a_borough
from tests.builders import test_act as system_act
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import a_published_record, a_received_call_in

pytestmark = pytest.mark.django_db
PATH = "/cases/2026/001/record/correct/"
NEXT_DAY = datetime(2027, 1, 15, 10, 0, tzinfo=UTC)  # a Friday inside the window
CLOSED = datetime(2027, 1, 20, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_published_record().case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, NEXT_DAY)
    return deepcopy(built_case)


def correction(**changes: str) -> dict:
    content = DecisionRecord.objects.order_by("number").first().content
    return {
        "decision_text": content["decision_text"], "reasons": content["reasons"], "alternatives": content["alternatives"],
        **{f"resolution_{row['number']}": row["text"] for row in content["resolutions"]},
        "note": "The reasons left out the survey.", "substance": "NO", "request_key": "k1",
    } | changes  # fmt: skip


def post(client, who: str = "deputy-proper-officer", **changes: str):
    sign_in(client, who)
    return client.post(PATH, correction(**changes))


REASONS = "It meets the need at the lowest cost to all agencies, as the survey shows."


def test_e73_reasons_added_inside_the_window_are_a_correction_version_and_the_window_stays(client, case):
    before = window_of(case)

    page = post(client, reasons=REASONS)

    first, second = DecisionRecord.objects.order_by("number")
    assert (page.status_code, second.number, second.content["reasons"]) == (302, 2, REASONS)
    assert (first.content["reasons"], second.content["correction"]["replaces"]) == (
        "It meets the need at the lowest cost to all agencies.",
        1,
    )
    assert (window_of(case), first_record(case)) == (before, first)
    assert Correction.objects.get().restarts_window is False


def test_e73_changed_substance_restarts_the_window_from_the_correction(client, case):
    page = post(client, resolution_1="To buy the service for one year only.", substance="YES")

    second = DecisionRecord.objects.get(number=2)
    assert page.status_code == 302
    assert (first_record(case), window_of(case).ends_at) == (second, datetime(2027, 1, 22, 17, 0, tzinfo=UTC))
    assert may_take_effect_at(case) == datetime(2027, 1, 23, 0, 0, tzinfo=UTC)
    assert sorted(mail.person.email.split("@")[0] for mail in OutgoingMail.objects.all()) == [
        "deputy-monitoring-officer", "monitoring-officer", "scrutiny-chair", "scrutiny-officer",
    ]  # fmt: skip


def test_e73_public_page_and_paper_show_the_record_number_the_note_and_the_earlier_words(client, case):
    post(client, reasons=REASONS)
    store_pdf_of(DecisionRecord.objects.get(number=1).pk, at=NEXT_DAY)

    page = client.get("/register/2026/001/").content.decode()
    paper = record_html(current_record(case))

    for text in (page, paper):
        assert "This is record 2" in text
        assert "The reasons left out the survey." in text
        assert "It meets the need at the lowest cost to all agencies." in text
        assert REASONS in text
    assert "record.pdf?record=1" in page
    assert "the call-in window is unchanged" in page


def test_register_shows_the_window_of_the_decision_after_a_note(client, case):
    post(client, reasons=REASONS)

    lines, _ = register(state="window", at=NEXT_DAY)

    assert [(line.state, line.until) for line in lines] == [("Call-in open", window_of(case).ends_at)]


def test_correction_is_one_event_and_orders_the_paper(client, case):
    default_task_backend.clear()

    for _ in range(2):
        post(client, reasons=REASONS)

    assert AuditIndex.objects.filter(kind="erratum").count() == 1
    assert [task.args for task in default_task_backend.results] == [[DecisionRecord.objects.get(number=2).pk]]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "correction.nothing"),
        ({"resolution_1": "Something else."}, "correction.substance"),
        ({"reasons": "As per report."}, "record.incomplete"),
    ],
)
def test_correction_that_cannot_stand_says_why(client, case, changes, code):
    page = post(client, **changes)

    assert (page.context["refusal"].code, DecisionRecord.objects.count()) == (code, 1)


def test_substance_is_not_corrected_after_the_window_but_a_typo_is(client, case, settings):
    set_clock(settings, CLOSED)

    late = post(client, resolution_1="Something else.", substance="YES")
    typo = post(client, reasons=REASONS, request_key="k2")

    assert late.context["refusal"].code == "correction.too_late"
    assert typo.status_code == 302


def test_substance_is_not_corrected_while_the_decision_is_called_in(client, case):
    a_received_call_in(case)

    page = post(client, resolution_1="Something else.", substance="YES")

    assert page.context["refusal"].code == "correction.called_in"


def test_clerk_of_the_meeting_does_not_correct_its_record(client, case):
    sign_in(client, "proper-officer")

    assert client.get(PATH).status_code == 404
    assert PATH not in client.get("/cases/2026/001/").content.decode()


@pytest.mark.parametrize("who", ["leader", "monitoring-officer", "scrutiny-chair", "commissioner"])
def test_nobody_else_has_the_page(client, case, who):
    sign_in(client, who)

    assert client.get(PATH).status_code == 404


def test_record_of_a_closed_case_can_still_be_put_right(client, case):
    case.closed_at, case.outcome = NEXT_DAY - timedelta(hours=1), "CLOSED"
    Tracked.save_as(case, system_act(), update_fields=["closed_at", "outcome"])

    pages = [post(client, reasons=REASONS).status_code for _ in range(2)]

    assert (pages, DecisionRecord.objects.count()) == ([302, 302], 2)


def test_page_says_until_when_each_window_would_be_open(client, case):
    sign_in(client, "deputy-proper-officer")

    text = client.get(PATH).content.decode()

    assert "Councillors can call the decision in until 19 January 2027 at 5pm" in text
    assert "published now, it would be open until 22 January 2027 at 5pm" in text
    assert client.get("/cases/2026/001/").content.decode().count(PATH) == 1
