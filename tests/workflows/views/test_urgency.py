"""Pages on which urgency is asked, answered and published."""

from datetime import date, timedelta

import pytest

from decisions.models import DeadlineMove, GeneralException, UrgencyConsent, UrgencyRequest
from decisions.selectors.key_decision_notices import reckon_notice
from tests.builders import MORNING, a_borough, a_case, test_act
from tests.builders_law_acts import WHY, an_exception, answer, ask, urgency_duty
from tests.builders_s2 import a_notice, set_clock, sign_in
from tests.builders_s5 import IN_WINDOW, a_published_record
from tests.workflows.views.test_key_decision_notices import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture
def case(settings):
    a_borough()
    set_clock(settings, MORNING)
    return a_case()


def test_prepared_form_is_filled_from_the_address_of_a_refusal(client, case):
    sign_in(client, "proper-officer")

    page = client.get("/cases/2026/001/urgency/?kind=KEY_DECISION&maker=Leader of the Council&decide_by=2026-11-25")

    initial = page.context["form"].initial
    leader = [value for value, words in page.context["form"].fields["maker"].choices if words.startswith("Leader of")]
    assert (initial["kind"], str(initial["decide_by"]), initial["maker"]) == ("KEY_DECISION", "2026-11-25", leader[0])
    assert "The scrutiny chair can act." in page.content.decode()


def test_question_is_asked_and_answered_and_published(client, case):
    sign_in(client, "proper-officer")
    page = client.get("/cases/2026/001/urgency/?kind=KEY_DECISION&decide_by=2026-11-25")
    client.post("/cases/2026/001/urgency/", filled(page, reasons=WHY))
    request = UrgencyRequest.objects.get()
    sign_in(client, "scrutiny-chair")
    duty = urgency_duty(request)
    asked = client.get(f"/duties/{duty.pk}/")

    done = client.post(f"/duties/{duty.pk}/", {"result": "AGREED", "reasons": "It would stop.", "request_key": "k2"})
    client.logout()
    published = client.get(f"/urgency/{request.reference}/")

    assert request.question in asked.content.decode()
    assert (done.status_code, UrgencyConsent.objects.get().result) == (302, "AGREED")
    assert (published.status_code, "It would stop." in published.content.decode()) == (200, True)


def test_refused_question_comes_back_with_its_reason_and_the_next_way(client, case):
    sign_in(client, "proper-officer")
    page = client.get("/cases/2026/001/urgency/?kind=KEY_DECISION&decide_by=2026-12-20")

    answer_page = client.post("/cases/2026/001/urgency/", filled(page, reasons=WHY))

    assert (answer_page.status_code, answer_page.context["refusal"].code) == (200, "urgency.not_needed")
    assert WHY in answer_page.content.decode()


@pytest.mark.parametrize("result", ["REFUSED", "UNABLE"])
def test_request_that_is_not_agreed_has_no_public_page(client, case, result):
    request = ask(case)
    answer(request, result=result)

    assert client.get(f"/urgency/{request.reference}/").status_code == 404


def test_general_exception_is_published_from_what_is_known(client, case):
    sign_in(client, "proper-officer")
    page = client.get("/cases/2026/001/general-exception/")
    form = filled(page, why=WHY, category="SUPPLIER", copy_placed_by="Nadia Haddad")

    done = client.post("/cases/2026/001/general-exception/", form)
    again = client.post("/cases/2026/001/general-exception/", form)

    notice = GeneralException.objects.get()
    published = client.get(f"/urgency/{notice.reference}/").content.decode()
    assert (done.status_code, again.status_code, str(notice.decide_on)) == (302, 302, "2026-12-01")
    assert (WHY in published, "Scrutiny Chair" in published) == (True, True)


def test_hub_of_the_case_lists_every_step_and_what_may_be_done(client, case):
    an_exception(case)
    answer(ask(case), result="REFUSED")
    sign_in(client, "proper-officer")

    page = client.get("/cases/2026/001/law/")

    assert [words for words, _ in page.context["acts"]] == [
        "Say under which function of the scheme it falls",
        "Give notice of an interest as an officer",
        "Assess whether it is a key decision",
        "Record whether it is an education matter",
        "Record whether it is of a class that cannot be called in",
        "Put it on a scrutiny agenda",
        "Ask to add the item to an agenda late",
        "Note what was said without deciding",
        "Publish a general exception",
        "Publish notice of a private meeting",
        "Ask for agreement to urgency",
    ]
    assert "2026-001-x1" in page.content.decode()
    assert "refused by Chair of overview and scrutiny" in page.content.decode()


def test_hub_offers_nothing_that_a_decision_which_is_made_would_refuse(client, db, settings):
    a_borough()
    set_clock(settings, IN_WINDOW)
    a_published_record()
    sign_in(client, "proper-officer")

    page = client.get("/cases/2026/001/law/")

    assert [words for words, _ in page.context["acts"]] == [
        "Give notice of an interest as an officer",
        "Log that the notice was out of reach",
        "Record whether it is an education matter",
        "Put it on a scrutiny agenda",
        "Note what was said without deciding",
    ]


def test_hub_shows_the_day_from_which_a_lengthened_notice_lets_decide(client, case):
    notice = a_notice(case)
    after = reckon_notice(case, MORNING + timedelta(days=1)).as_dict()
    DeadlineMove.create_as(
        test_act(), case=case, period="NOTICE", what="Notice", notice=notice, before=notice.deadline, after=after,
        day=date(2026, 11, 24), because="Day of national mourning", moved_at=MORNING,
    )  # fmt: skip
    sign_in(client, "proper-officer")

    (shown,) = client.get("/cases/2026/001/law/").context["notices"]

    assert (shown.matures_on, shown.deadline) == (notice.matures_on + timedelta(days=1), after)


def test_report_without_urgent_decisions_says_so(client, case):
    page = client.get("/urgent-decisions/")

    assert "No decision was made under special urgency in this period." in page.content.decode()


def test_answer_sent_twice_is_one_answer_and_a_stranger_finds_no_page(client, case):
    duty = urgency_duty(ask(case))
    form = {"result": "AGREED", "reasons": "It would stop.", "request_key": "k7"}
    sign_in(client, "commissioner")
    stranger = client.post(f"/duties/{duty.pk}/", form)
    sign_in(client, "scrutiny-chair")

    empty = client.post(f"/duties/{duty.pk}/", {"result": "PERHAPS", "reasons": "", "request_key": "k6"})
    client.post(f"/duties/{duty.pk}/", form)
    client.post(f"/duties/{duty.pk}/", form)

    assert (stranger.status_code, empty.status_code, sorted(empty.context["form"].errors)) == (404, 200, ["reasons", "result"])
    assert UrgencyConsent.objects.count() == 1
