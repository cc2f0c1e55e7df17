"""Residents start and sign a petition without an account; the office checks it and hands it in; then names are gone."""

import re
from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commissioning import ledger
from commissioning.models import AuditEvent, AuditIndex, Case, Duty, OutgoingMail
from commissioning.services.disclosures import erase
from scrutiny.models import OnlinePetition, Petition, PetitionDraft, PetitionSigner
from scrutiny.selectors.online_petitions import listed
from scrutiny.services.online_petitions import forget_signers
from tests.builders import a_borough, actor, test_act
from tests.builders_s1 import last_event, open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import IN_WINDOW, a_published_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
START, PAGE = "/register/2026/001/petition/", "/petitions/2026-001-e1/"
ASKS = "Many walk there.\nKeep it."
WORDS = {"subject": "Keep the clinic in Elmfield open", "asks": ASKS}
JO = {"name": "Jo Miller", "email": "jo@example.org", "tie": "LIVES", "website": ""}
SAM = {"name": "Sam Okoro", "email": "sam@example.org", "tie": "WORKS", "website": ""}


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_published_record().case


@pytest.fixture
def case(built_case, db, settings) -> Case:
    cache.clear()
    set_clock(settings, IN_WINDOW)
    return deepcopy(built_case)


def link_of(email: str) -> str:
    """The path of the newest link that went to an address."""
    mail = OutgoingMail.objects.filter(to=email, key__startswith="petition-link").latest("pk")
    return re.search(r"/petitions/link/\w+/", mail.body)[0]


def start(client, **said):
    return client.post(START, {**WORDS, **JO, **said})


def started(client) -> Duty:
    start(client)
    client.post(link_of("jo@example.org"))
    return Duty.objects.get(kind="petition.check")


def on_desk(duty: Duty, **said):
    """The scrutiny officer answers a duty."""
    desk = Client()
    sign_in(desk, "scrutiny-officer")
    return desk.post(f"/duties/{duty.pk}/", {"request_key": duty.kind, **said})


def until(day: date) -> dict:
    return {"closes_on_day": day.day, "closes_on_month": day.month, "closes_on_year": day.year}


def published(client) -> OnlinePetition:
    on_desk(started(client), result="ACCEPTED", **until(date(2027, 2, 11)))
    return OnlinePetition.objects.get()


def sign(client, **said):
    return client.post(PAGE, {**SAM, **said})


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_petition_starts_only_when_the_link_is_followed_and_the_button_pressed(client, case):
    offered = words(client.get("/register/2026/001/"))
    sent = start(client)
    before = (OnlinePetition.objects.count(), PetitionDraft.objects.count())
    opened = client.get(link_of("jo@example.org"))
    unpressed = OnlinePetition.objects.count()
    client.post(link_of("jo@example.org"))
    client.post(link_of("jo@example.org"))

    online, duty = OnlinePetition.objects.get(), Duty.objects.get(kind="petition.check")
    assert f'href="{START}"' in offered
    assert (sent.status_code, sent.url, before, unpressed) == (302, "/petitions/sent/", (0, 1), 0)
    assert "Start this petition" in words(opened)
    assert (online.reference, online.asks, online.signers.get().name) == ("2026-001-e1", ASKS, "Jo Miller")
    assert (duty.office.role, duty.due_on, PetitionDraft.objects.count()) == ("SCRUTINY_OFFICER", date(2027, 1, 28), 0)
    assert last_event(case) == {"kind": "petition.start", "subject": "petition:2026-001-e1"} | {"asks": ASKS} | {"subject": WORDS["subject"]}


def test_unchecked_petition_is_nobodys_to_read(client, case):
    started(client)

    assert client.get(PAGE).status_code == 404
    assert WORDS["subject"] not in words(client.get("/petitions/"))
    assert WORDS["subject"] not in words(client.get("/register/2026/001/"))


def test_accepted_petition_is_public_and_whoever_started_it_is_told(client, case):
    published(client)

    page, listed, register = (words(client.get(path)) for path in (PAGE, "/petitions/", "/register/2026/001/"))

    assert "Many walk there.<br>Keep it." in page
    assert "open until 11 February 2027" in listed
    assert "Keep the clinic in Elmfield open</a>: 1 signature," in register
    mail = OutgoingMail.objects.get(subject__startswith="Your petition is published")
    assert (mail.to, mail.is_secret, "until 11 February 2027" in mail.body) == ("jo@example.org", True, True)
    assert Duty.objects.get(kind="petition.hand_in").due_on == date(2027, 2, 11)


def test_refused_petition_stays_unpublished_with_reasons_and_the_name_is_gone(client, case):
    duty = started(client)
    silent = on_desk(duty, result="REFUSED")

    on_desk(duty, result="REFUSED", reasons="It names a nurse.", request_key="two")

    assert list(silent.context["form"].errors) == ["reasons"]
    assert client.get(PAGE).status_code == 404
    assert "Why: It names a nurse." in OutgoingMail.objects.get(subject__startswith="Your petition is not published").body
    assert (PetitionSigner.objects.count(), Duty.objects.filter(kind="petition.hand_in").count()) == (0, 0)


def test_others_sign_by_the_link_and_one_address_counts_once(client, case):
    published(client)
    sign(client)
    waiting = words(client.get(PAGE))
    client.post(link_of("sam@example.org"))
    sign(client, email="SAM@example.org")

    page = words(client.get(PAGE))

    assert "<dd class=\"govuk-summary-list__value\">1</dd>" in waiting
    assert "<dd class=\"govuk-summary-list__value\">2</dd>" in page
    assert OutgoingMail.objects.filter(to__iexact="sam@example.org").count() == 1
    assert ("Sam Okoro" in page, "sam@example.org" in page, "Jo Miller" in page) == (False, False, False)


def test_second_request_before_the_link_is_followed_sends_a_new_link_and_the_old_one_is_void(client, case):
    published(client)
    sign(client)
    old = link_of("sam@example.org")
    sign(client)

    assert client.get(old).status_code == 404
    assert client.get(link_of("sam@example.org")).status_code == 200
    assert PetitionSigner.objects.filter(address="sam@example.org").count() == 1


def test_signature_is_taken_back_with_the_same_link(client, case):
    published(client)
    sign(client)
    link = link_of("sam@example.org")
    client.post(link)

    done = client.post(link, {"take_back": "1"})

    assert "It is taken back" in words(done)
    assert list(PetitionSigner.objects.values_list("name", flat=True)) == ["Jo Miller"]
    assert "This link is not good any more" in words(client.get(link))


def test_name_and_address_are_in_no_event(client, case):
    published(client)
    sign(client)
    client.post(link_of("sam@example.org"))

    said = str(list(AuditEvent.objects.values()))
    assert [part in said for part in ("Jo Miller", "jo@example.org", "Sam Okoro")] == [False, False, False]


def test_handed_in_petition_goes_to_scrutiny_with_its_number_and_takes_no_more_signatures(client, case):
    published(client)
    sign(client)
    client.post(link_of("sam@example.org"))
    sign(client, email="late@example.org")
    desk = Client()
    sign_in(desk, "scrutiny-officer")
    duty = open_duty(case, "petition.hand_in")
    seen = words(desk.get(f"/duties/{duty.pk}/"))

    on_desk(duty)

    petition = Petition.objects.get()
    assert ("Sam Okoro, sam@example.org" in seen, "late@example.org" in seen) == (True, False)
    assert (petition.signatures, petition.online, petition.effect) == (2, OnlinePetition.objects.get(), "SCRUTINY_REQUEST")
    assert petition.asks == f"{WORDS['subject']}\n\n{ASKS}"
    assert AuditIndex.objects.latest("seq").kind == "petition.receive"
    assert "It is with scrutiny, which answers it here." in words(client.get(PAGE))
    assert sign(client, email="x@example.org").context["refusal"].code == "petition.closed"
    assert PetitionSigner.objects.filter(confirmed_at__isnull=True).count() == 0


def test_answer_is_told_to_whoever_started_it_and_every_name_is_deleted(client, case):
    published(client)
    on_desk(open_duty(case, "petition.hand_in"))

    on_desk(open_duty(case, "petition.answer"), result="SCRUTINISE", reasons="It comes in March.")

    page = words(client.get(PAGE))
    mail = OutgoingMail.objects.get(subject__startswith="Your petition is answered")
    assert "The committee will look at the decision.</strong> It comes in March." in page
    assert "<dd class=\"govuk-summary-list__value\">1</dd>" in page
    assert (mail.to, "It comes in March." in mail.body, PetitionSigner.objects.count()) == ("jo@example.org", True, 0)


def test_petition_without_signatures_is_not_handed_in(client, case):
    published(client)
    client.post(link_of("jo@example.org"), {"take_back": "1"})

    assert on_desk(open_duty(case, "petition.hand_in")).context["refusal"].code == "petition.no_signatures"


def test_link_is_good_for_seven_days_and_then_everything_is_forgotten(client, case, settings):
    start(client)
    set_clock(settings, IN_WINDOW + timedelta(days=8))

    late = client.post(link_of("jo@example.org"))
    forgotten = forget_signers(IN_WINDOW + timedelta(days=8))

    assert late.context["refusal"].code == "petition.link_over"
    assert (forgotten, PetitionSigner.objects.count(), PetitionDraft.objects.count(), OnlinePetition.objects.count()) == (1, 0, 0, 0)


def test_late_link_of_a_signer_does_not_count(client, case, settings):
    published(client)
    sign(client)
    set_clock(settings, IN_WINDOW + timedelta(days=8))

    assert client.post(link_of("sam@example.org")).context["refusal"].code == "petition.link_over"
    assert forget_signers(IN_WINDOW + timedelta(days=6)) == 0


def test_case_that_ended_takes_no_petition_and_forgets_who_signed(client, case):
    published(client)
    case.closed_at, case.outcome = IN_WINDOW, "WITHDRAWN"
    case.save_as(test_act(IN_WINDOW))

    refused = start(client)

    assert refused.context["refusal"].code == "case.closed"
    assert "start your petition there" in refused.context["refusal"].message
    assert "It takes no signatures any more. The case has ended." in words(client.get(PAGE))
    assert (forget_signers(IN_WINDOW), PetitionSigner.objects.count()) == (1, 0)


def test_programme_that_fills_the_trap_is_answered_and_dropped(client, case):
    assert start(client, website="http://spam.example").url == "/petitions/sent/"
    assert PetitionDraft.objects.count() == 0


def test_flood_from_one_connection_is_stopped(client, case):
    published(client)
    many = [sign(client, email=f"p{n}@example.org").status_code for n in range(21)]
    starts = [start(client, email=f"s{n}@example.org").status_code for n in range(5)]

    assert (many[:20], many[20], starts[:4], starts[4]) == ([302] * 20, 429, [302] * 4, 429)


def test_form_says_what_is_missing_and_unknown_pages_are_not_found(client, case):
    empty = client.post(START, {"email": "nonsense"})

    assert list(empty.context["form"].errors) == ["subject", "asks", "name", "email", "tie"]
    assert [client.get(path).status_code for path in ("/register/2026/999/petition/", "/petitions/2026-001-e9/")] == [404, 404]
    assert client.get("/petitions/link/nonsense/").status_code == 404
    assert "None is open." in words(client.get("/petitions/"))


def test_office_deletes_one_signature_on_request_and_nothing_else(client, case):
    published(client)
    sign(client)
    client.post(link_of("sam@example.org"))
    sam = PetitionSigner.objects.get(name="Sam Okoro")
    duty = open_duty(case, "petition.hand_in")

    answers = [on_desk(duty, forget=str(sam.pk)), on_desk(duty, forget="999999"), on_desk(duty, forget="²nonsense")]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, f"/duties/{duty.pk}/")] * 3
    assert list(PetitionSigner.objects.values_list("name", flat=True)) == ["Jo Miller"]
    assert (Petition.objects.count(), Duty.objects.get(pk=duty.pk).is_open) == (0, True)


def test_words_of_a_petition_go_with_an_erasure_like_every_record(client, case):
    published(client)
    event = AuditIndex.objects.get(kind="petition.start").seq

    with ledger.transaction():
        erase(
            fields=[(event, "asks")], kind="erase", authority="Request of 1 February 2027", ground="It named a patient.",
            actor=actor("monitoring-officer"), at=IN_WINDOW, case=case,
        )  # fmt: skip

    assert OnlinePetition.objects.get().asks == "[erased]"
    assert "Many walk there." not in words(client.get(PAGE))


@pytest.mark.postgres
def test_same_form_sent_twice_at_once_waits_for_the_first(client, case):
    published(client)

    with CaptureQueriesContext(connection) as asked:
        sign(client)

    locked = [query["sql"] for query in asked.captured_queries if query["sql"].endswith("FOR UPDATE")]
    assert [sql.split('FROM "')[1].split('"')[0] for sql in locked] == ["scrutiny_onlinepetition"]


def test_petition_moves_down_the_list_after_its_last_day(client, case):
    online = published(client)
    last = online.check_made.closes_on

    assert listed(last) == ([online], [])
    assert listed(last + timedelta(days=1)) == ([], [online])
