"""Residents say why a meeting should be public: no account, no JavaScript, answered in the second notice, then forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from commissioning import ledger
from commissioning.models import AuditEvent, AuditIndex, Body, Duty, OutgoingMail
from decisions.models import Representation, RepresentationContact
from decisions.services.private_meetings import PrivatePart, publish_private_notice, publish_second_notice
from decisions.services.representations import answer_on_desk
from tests.builders import MORNING, a_borough, a_case, actor, office
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_copy, set_clock, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
MEETS = date(2027, 1, 11)
FORM = "/private-meetings/2026-001-p1/representations/"
WHY = "The bids are known to everybody in the street. Hold it in public."
SECOND_AT = datetime(2026, 12, 29, 9, 0, tzinfo=UTC)
LATE = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def case(settings):
    cache.clear()
    a_borough()
    case = a_case()
    part = PrivatePart(Body.objects.get(key="cabinet"), MEETS, "The bids for the service.", (3,), "Bids would converge.")
    with ledger.recording():
        publish_private_notice(case=case, part=part, copy=a_copy(MORNING), actor=actor("proper-officer"), at=MORNING)
    set_clock(settings, MORNING + timedelta(days=1))
    return case


def send(client, **said):
    return client.post(FORM, {"text": WHY, "name": "", "email": "", "website": ""} | said)


def second_notice(case, at=SECOND_AT):
    with ledger.recording():
        return publish_second_notice(case=case, reasons="The bids are open.", copy=a_copy(at), actor=actor("proper-officer"), at=at)


def answer(case, at=SECOND_AT - timedelta(days=1)):
    with ledger.recording():
        answer_on_desk(duty=open_duty(case, "representation.answer"), text="Prices follow.", actor=actor("proper-officer"), at=at)


def test_resident_sends_one_from_the_notice_without_an_account(client, case):
    notice = client.get("/private-meetings/2026-001-p1/").content.decode()
    form = client.get(FORM)

    sent = send(client)
    told = client.get(sent.url)

    row = Representation.objects.get()
    assert f'href="{FORM}"' in notice
    assert "Thursday 31 December 2026" in form.content.decode()
    assert (sent.status_code, sent.url) == (302, f"{FORM}1/")
    assert (row.text, row.sender, row.recorded_by) == (WHY, "", None)
    assert "published by Thursday 31 December 2026" in told.content.decode()
    assert AuditIndex.objects.latest("pk").kind == "representation.receive"


def test_representation_waits_for_the_proper_officer_until_the_last_day_of_the_second_notice(client, case):
    send(client)

    duty = Duty.objects.get(kind="representation.answer")
    assert (duty.office, duty.due_on, duty.subject_id) == (office("proper-officer"), date(2026, 12, 31), Representation.objects.get().pk)


def test_proper_officer_answers_it_on_the_desk_and_the_duty_closes(client, case):
    send(client, name="Jo Miller", email="jo@example.org")
    desk = Client()
    sign_in(desk, "proper-officer")
    path = f"/duties/{open_duty(case, 'representation.answer').pk}/"

    page = desk.get(path).content.decode()
    done = desk.post(path, {"text": "Prices follow after award.", "request_key": "k1"})

    assert (WHY in page, "Jo Miller" in page, done.status_code) == (True, True, 302)
    assert Representation.objects.get().answer.text == "Prices follow after award."
    assert Duty.objects.get(kind="representation.answer").result == "ANSWERED"


def test_answer_stands_in_the_second_notice_and_the_sender_is_told_and_forgotten(client, case):
    send(client, name="Jo Miller", email="jo@example.org")
    answer(case)

    second = second_notice(case)

    mail = OutgoingMail.objects.get()
    public = client.get(f"/private-meetings/{second.reference}/").content.decode()
    assert second.content["representations"] == [{"text": WHY, "answer": "Prices follow."}]
    assert (mail.to, f"/private-meetings/{second.reference}/" in mail.body, mail.is_secret) == ("jo@example.org", True, True)
    assert (RepresentationContact.objects.count(), "Jo Miller" in public) == (0, False)


def test_name_and_address_are_in_no_event(client, case):
    send(client, name="Jo Miller", email="jo@example.org")

    told = str(list(AuditEvent.objects.values()))
    assert ("Jo Miller" in told, "jo@example.org" in told) == (False, False)


def test_e22_representation_after_the_second_notice_is_reported_to_the_meeting(client, case, settings):
    second_notice(case)
    set_clock(settings, LATE)

    form = client.get(FORM).content.decode()
    told = client.get(send(client).url).content.decode()

    duty = Duty.objects.get(kind="representation.answer")
    assert "What you write now is reported to the meeting." in form
    assert "reported to the meeting on Monday 11 January 2027" in told
    assert (duty.due_on, Representation.objects.count()) == (MEETS, 1)


def test_same_words_sent_twice_are_kept_once(client, case):
    answers = [send(client).url, send(client).url]

    assert (answers, Representation.objects.count()) == ([f"{FORM}1/", f"{FORM}1/"], 1)


def test_sixth_from_one_connection_within_an_hour_is_not_kept_and_nothing_typed_is_lost(client, case):
    answers = [send(client, text=f"{WHY} {n}") for n in range(6)]

    assert [one.status_code for one in answers] == [302] * 5 + [429]
    assert f"{WHY} 5" in answers[-1].content.decode()
    assert Representation.objects.count() == 5


def test_another_connection_is_not_counted_with_the_first(client, case):
    for n in range(5):
        send(client, text=f"{WHY} {n}")

    other = Client(REMOTE_ADDR="203.0.113.9").post(FORM, {"text": WHY})

    assert other.status_code == 302


def test_programme_that_fills_the_hidden_field_is_thanked_and_dropped(client, case):
    answer = send(client, website="https://spam.example")

    assert (answer.url, client.get(answer.url).status_code) == (f"{FORM}0/", 200)
    assert Representation.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [({"text": " "}, "text"), ({"text": "x" * 5001}, "text"), ({"email": "not an address"}, "email"), ({"name": "x" * 201}, "name")],
)
def test_unfit_form_says_at_the_field_what_to_mend(client, case, said, field):
    page = send(client, **said)

    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert Representation.objects.count() == 0


def test_after_the_meeting_nothing_is_taken_and_the_notice_offers_no_form(client, case, settings):
    set_clock(settings, datetime(2027, 1, 12, 9, 0, tzinfo=UTC))

    page = send(client)

    assert page.context["refusal"].code == "private.over"
    assert FORM not in client.get("/private-meetings/2026-001-p1/").content.decode()


@pytest.mark.parametrize("reference", ["2026-001-p2", "2026-001-p9"])
def test_second_notice_and_no_notice_have_no_form(client, case, reference):
    second_notice(case)

    assert client.get(f"/private-meetings/{reference}/representations/").status_code == 404


def test_answer_sent_twice_is_kept_once(client, case):
    send(client)
    desk = Client()
    sign_in(desk, "proper-officer")
    path = f"/duties/{open_duty(case, 'representation.answer').pk}/"

    answers = [desk.post(path, {"text": "Prices follow.", "request_key": "k1"}) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    assert AuditIndex.objects.filter(kind="representation.answer").count() == 1
