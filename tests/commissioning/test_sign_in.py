"""Signing in outside the demonstration: password, second factor, limits, the end of a session."""

import re
import time
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from commissioning.models import OutgoingMail
from tests.builders import a_borough, a_user, appoint, office, person
from tests.builders_accounts import PASSWORD, code_now, link_in, log_in, with_app, with_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
SESSION_AUTH = "_auth_user_id"


@pytest.fixture(autouse=True)
def borough():
    cache.clear()
    a_borough()


@pytest.fixture
def analyst():
    """An office without acts that ask for a second factor."""
    return with_password(person("analyst"))


@pytest.fixture
def legal():
    """An office that clears, so a second factor is asked."""
    return with_password(person("legal"))


def shown(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]).split())


def test_password_opens_the_inbox_for_an_office_without_weighty_acts(client, analyst):
    answer = log_in(client, analyst)

    assert (answer.status_code, answer.url) == (302, "/inbox/")
    assert client.get("/inbox/").status_code == 200


def test_sign_in_leads_back_to_the_page_asked_for(client, analyst):
    answer = client.post("/accounts/login/?next=/cases/", {"login": analyst.email, "password": PASSWORD, "next": "/cases/"})

    assert answer.url == "/cases/"


def test_sign_in_never_leads_to_another_site(client, analyst):
    answer = client.post("/accounts/login/", {"login": analyst.email, "password": PASSWORD, "next": "https://evil.example/"})

    assert answer.url == "/inbox/"


def test_wrong_password_and_unknown_address_get_the_same_answer(client, analyst):
    wrong = log_in(client, analyst, "not the password at all")
    cache.clear()
    unknown = client.post("/accounts/login/", {"login": "nobody@lammasvale.example", "password": "not the password"})

    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert [p["text"] for p in wrong.context["form"].problems] == [p["text"] for p in unknown.context["form"].problems]
    assert shown(wrong) == shown(unknown)


def test_forgotten_password_says_the_same_to_everybody(client, analyst):
    known = client.post("/accounts/password/reset/", {"email": analyst.email}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@lammasvale.example"}, follow=True)

    assert shown(known) == shown(unknown)
    assert [mail.to for mail in OutgoingMail.objects.all()] == [analyst.email]


def test_link_in_the_mail_sets_a_password_once(client, analyst):
    client.post("/accounts/password/reset/", {"email": analyst.email})
    link = link_in(OutgoingMail.objects.get())

    form = client.get(link, follow=True)
    new = {"password1": "another four ordinary words", "password2": "another four ordinary words"}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)
    again = client.get(link, follow=True)

    assert "Your password is saved" in shown(done)
    assert "This link no longer works" in shown(again)
    assert log_in(client, analyst, "another four ordinary words").url == "/inbox/"


def test_short_password_is_refused(client, analyst):
    client.post("/accounts/password/reset/", {"email": analyst.email})
    form = client.get(link_in(OutgoingMail.objects.get()), follow=True)

    answer = client.post(form.redirect_chain[-1][0], {"password1": "short", "password2": "short"})

    assert answer.status_code == 200
    assert answer.context["form"].problems[0]["target"] == "id_password1"


def test_new_session_at_sign_in(client, analyst):
    client.get("/accounts/login/")
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key

    log_in(client, analyst)

    assert client.session.session_key != before


def test_sign_out_ends_the_session_on_the_server(client, analyst):
    log_in(client, analyst)
    key = client.session.session_key

    client.post("/accounts/logout/")

    assert not client.session.exists(key)
    assert client.get("/inbox/").url == "/accounts/login/?next=/inbox/"


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "confirm-email/x/", "password/set/", "login/code/", "login/code/confirm/", "3rdparty/"])
def test_what_is_not_offered_is_not_there(client, analyst, path):
    stranger = client.get(f"/accounts/{path}").status_code
    log_in(client, analyst)

    assert (stranger, client.get(f"/accounts/{path}").status_code) == (404, 404)


# second factor


def test_weighty_office_sets_up_a_second_factor_before_anything_else(client, legal):
    log_in(client, legal)

    assert client.get("/inbox/").url == "/accounts/second-factor/"
    assert client.get("/cases/").url == "/accounts/second-factor/"
    assert client.get("/register/").status_code == 200
    assert client.get("/accounts/second-factor/").status_code == 200


def test_app_is_set_up_right_after_signing_in(client, legal):
    log_in(client, legal)

    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})

    assert page.status_code == 200
    assert "<svg" in page.content.decode()
    assert "data:image" not in page.content.decode()
    assert done.url == "/accounts/2fa/recovery-codes/"
    assert "10 of 10 are left" in shown(client.get(done.url))
    assert client.get("/inbox/").status_code == 200
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_password_alone_no_longer_signs_in_then(client, legal):
    with_app(legal)

    answer = log_in(client, legal)

    assert answer.url == "/accounts/2fa/authenticate/"
    assert SESSION_AUTH not in client.session


def test_code_completes_signing_in_and_counts_as_fresh(client, legal):
    secret = with_app(legal)
    log_in(client, legal)

    answer = client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})

    assert answer.url == "/inbox/"
    assert client.get("/inbox/").status_code == 200


def test_wrong_code_is_refused_and_limited(client, legal):
    with_app(legal)
    log_in(client, legal)

    answers = [client.post("/accounts/2fa/authenticate/", {"code": "000000"}) for _ in range(8)]

    assert "Incorrect code" in shown(answers[0])
    assert "Too many" in shown(answers[-1])
    assert SESSION_AUTH not in client.session


def test_last_factor_of_a_weighty_office_cannot_be_removed(client, legal):
    secret = with_app(legal)
    log_in(client, legal)
    client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    make_fresh(client)

    answer = client.post("/accounts/2fa/totp/deactivate/")

    assert answer.status_code == 200
    assert Authenticator.objects.filter(user=legal, type="totp").count() == 1


def test_factor_cannot_be_changed_with_the_password_alone(client, legal):
    secret = with_app(legal)
    log_in(client, legal)
    client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})

    answer = client.get("/accounts/2fa/totp/deactivate/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/accounts/2fa/reauthenticate/")
    assert "/accounts/reauthenticate/" not in answer.content.decode()


def make_fresh(client) -> None:
    """As if the factor had just been proved again."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["reauthenticated"] = True
    session.save()


# step-up


def age_proofs(client, seconds: int) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()


def an_administrator(client) -> str:
    chief = with_password(person("administrator"))
    secret = with_app(chief)
    log_in(client, chief)
    client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    return secret


def test_step_up_is_asked_after_five_minutes_and_leads_on(client):
    secret = an_administrator(client)
    fresh = client.get("/people/invite/").status_code
    age_proofs(client, 301)
    cache.clear()

    asked = client.get("/people/invite/", follow=True)
    proved = client.post(asked.redirect_chain[-1][0], {"code": code_now(secret), "next": "/people/invite/"})

    assert fresh == 200
    assert [hop.split("?")[0] for hop, _ in asked.redirect_chain] == ["/accounts/step-up/", "/accounts/2fa/reauthenticate/"]
    assert proved.url == "/people/invite/"
    assert client.get("/people/invite/").status_code == 200


def test_password_does_not_stand_in_for_the_second_factor(client):
    an_administrator(client)
    age_proofs(client, 301)

    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/people/invite/"})

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/2fa/reauthenticate/")
    assert client.get("/people/invite/").url == "/accounts/step-up/?next=%2Fpeople%2Finvite%2F"


def test_a_code_works_once(client):
    secret = an_administrator(client)
    age_proofs(client, 301)

    again = client.post("/accounts/2fa/reauthenticate/", {"code": code_now(secret), "next": "/people/"})

    assert "Incorrect code" in shown(again)


# limits and lock-out


def test_attempts_on_one_account_are_slowed_down(client, analyst):
    answers = [log_in(client, analyst, f"wrong password {n}") for n in range(6)]

    assert "Too many failed" in shown(answers[-1])
    assert "Too many failed" in shown(log_in(client, analyst))


def test_lock_out_holds_against_the_right_password(client, analyst, settings):
    settings.AXES_ENABLED = True
    for n in range(10):
        cache.clear()  # the shorter limit steps aside; the lock stays
        answer = log_in(client, analyst, f"wrong password {n}")
    cache.clear()

    right = log_in(client, analyst)

    assert (answer.status_code, right.status_code) == (429, 429)
    assert "Too many attempts" in shown(right)
    assert SESSION_AUTH not in client.session


def test_lock_out_answers_the_same_for_an_unknown_address(client, analyst, settings):
    settings.AXES_ENABLED = True
    pages = []
    for address in (analyst.email, "nobody@lammasvale.example"):
        for n in range(10):
            cache.clear()
            answer = client.post("/accounts/login/", {"login": address, "password": f"wrong password {n}"})
        pages.append((answer.status_code, shown(answer)))

    assert pages[0] == pages[1]


# the end of a session


def test_weighty_session_ends_after_fifteen_idle_minutes(client):
    an_administrator(client)
    client.get("/people/")
    move_back(client, "last_seen_at", 15 * 60)

    answer = client.get("/people/", follow=True)

    assert answer.redirect_chain == [("/accounts/login/?next=%2Fpeople%2F", 302)]
    assert "nothing happened for 15 minutes" in shown(answer)
    assert SESSION_AUTH not in client.session


def test_other_sessions_may_rest_longer(client, analyst):
    log_in(client, analyst)
    client.get("/inbox/")
    move_back(client, "last_seen_at", 60 * 60)

    assert client.get("/inbox/").status_code == 200


def test_every_session_ends_after_eight_hours(client, analyst):
    log_in(client, analyst)
    client.get("/inbox/")
    move_back(client, "signed_in_at", 8 * 60 * 60)

    answer = client.get("/inbox/", follow=True)

    assert "more than eight hours ago" in shown(answer)
    assert SESSION_AUTH not in client.session


def test_use_keeps_a_session_alive(client):
    an_administrator(client)
    client.get("/people/")
    move_back(client, "last_seen_at", 14 * 60)

    client.get("/people/")

    assert time.time() - client.session["last_seen_at"] < 60


def test_closed_account_is_out_at_its_next_request(client, analyst):
    log_in(client, analyst)
    analyst.is_active = False
    analyst.save(update_fields=["is_active"])

    assert client.get("/inbox/").url == "/accounts/login/?next=/inbox/"


def test_new_office_works_at_the_next_request(client):
    newcomer = with_password(a_user("newcomer"))
    log_in(client, newcomer)
    before = client.get("/people/").status_code
    appoint(newcomer, office("auditor"), since=date(2026, 1, 1))

    assert before == 404
    assert client.get("/cases/").status_code == 200


def test_pages_of_signed_in_people_are_not_kept(client, analyst):
    log_in(client, analyst)

    assert "no-store" in client.get("/inbox/")["Cache-Control"]
    client.post("/accounts/logout/")
    assert "no-store" not in client.get("/register/").get("Cache-Control", "")


def test_idle_rule_is_silent_in_the_demonstration(client, settings):
    settings.DEMO_MODE = True
    client.force_login(person("legal"))

    assert client.get("/inbox/").status_code == 200


def move_back(client, mark: str, seconds: int) -> None:
    session = client.session
    session[mark] -= seconds
    session.save()


def test_signing_out_clears_what_the_browser_kept(client, analyst):
    client.force_login(analyst)

    answer = client.post("/accounts/logout/")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_person_sees_where_she_is_signed_in_and_signs_out_of_the_others(client, analyst):
    other, stranger = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/604.1"), Client()
    log_in(client, analyst)
    log_in(other, analyst)
    log_in(stranger, with_password(person("peer")))

    page = shown(client.get("/accounts/sessions/"))
    done = client.post("/accounts/sessions/", follow=True)

    assert ("Safari on iPhone" in page, page.count("from the address 127.0.0.1"), page.count("Here.")) == (True, 2, 1)
    assert "You are signed in nowhere else." in shown(done)
    assert [one.get("/inbox/").status_code for one in (client, other, stranger)] == [200, 302, 200]
    assert 'href="/accounts/sessions/"' in client.get("/accounts/2fa/").content.decode()


def test_session_that_has_ended_is_not_in_the_list(client, analyst):
    other = Client()
    log_in(client, analyst)
    log_in(other, analyst)
    other.post("/accounts/logout/")

    assert "You are signed in nowhere else." in shown(client.get("/accounts/sessions/"))


def test_own_sessions_are_for_people_who_are_signed_in(client):
    assert client.get("/accounts/sessions/").status_code == 302
