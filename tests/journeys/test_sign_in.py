"""Signing in as the law of the house asks outside the demonstration: password, app, passkey, step-up."""

from datetime import date

import pytest
from django.core.cache import cache

from commissioning.models import OutgoingMail, User
from tests.builders import a_borough, a_user, appoint, office
from tests.builders_accounts import PASSWORD, code_now, link_in, with_password
from tests.journeys.browser import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def chief(settings) -> User:
    """An administrator on the real clock, with a password and nothing else."""
    settings.DEMO_MODE = False
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost, as browsers allow it
    a_borough(since=date(2020, 1, 1))
    person = with_password(a_user("journey-chief"))
    appoint(person, office("administrator"), since=date(2020, 1, 1))
    return person


def type_password(desk: Desk, person: User) -> None:
    desk.visit("/accounts/login/")
    desk.fill(login=person.email, password=PASSWORD)
    desk.send("Sign in")


def prove_with_code(desk: Desk, secret: str, button: str = "Confirm") -> None:
    cache.clear()  # half a minute passes, so the same code may be used again
    desk.fill(code=code_now(secret))
    desk.send(button)


def set_up_app(desk: Desk, person: User) -> str:
    """First sign-in: the house asks for a second factor before anything else. Returns the app's secret."""
    type_password(desk, person)
    assert desk.path() == "/accounts/second-factor/"
    desk.follow("Set up an app")
    secret = desk.page.locator("#authenticator_secret").inner_text()
    prove_with_code(desk, secret, "Set up the app")
    assert desk.heading() == "Recovery codes"
    return secret


def test_first_sign_in_sets_up_an_app_and_invites_somebody(desk: Desk, chief: User):
    """Wrong password, right password, app, recovery codes, people, an invitation, the password of the new person."""
    desk.visit("/accounts/login/")
    desk.fill(login=chief.email, password="not the password at all")
    desk.press("Sign in")
    assert desk.problems() == ["The e-mail address or the password is not right. Check both, then try again."]
    secret = set_up_app(desk, chief)
    desk.follow("go to the inbox")
    desk.visit("/people/")
    desk.follow("Invite somebody")
    prove_with_code(desk, secret)
    desk.send_wrongly()
    desk.fill(name="New Person", email="new.person@lammasvale.example")
    desk.send()
    assert desk.told() == "The invitation is on its way."

    desk.leave()
    desk.visit(link_in(OutgoingMail.objects.get(to="new.person@lammasvale.example")))
    desk.fill(password1=PASSWORD, password2=PASSWORD)
    desk.send()
    assert desk.heading() == "Your password is saved"
    type_password(desk, User.objects.get(email="new.person@lammasvale.example"))

    assert desk.path() == "/inbox/"


def test_passkey_signs_in_and_proves_again(desk: Desk, chief: User):
    """A passkey is added beside the app, then signs in and steps up, all under the strict policy."""
    set_up_app(desk, chief)
    with_virtual_authenticator(desk)
    desk.visit("/accounts/2fa/webauthn/add/")
    desk.page.locator("#mfa_webauthn_add").click()
    desk.page.wait_for_url("**/accounts/2fa/")
    desk.look()
    desk.visit("/accounts/2fa/webauthn/")
    desk.visit("/accounts/logout/")
    desk.send("Sign out")

    type_password(desk, chief)
    assert desk.path() == "/accounts/2fa/authenticate/"
    desk.page.locator("#mfa_webauthn_authenticate").click()
    desk.page.wait_for_url("**/inbox/")
    desk.visit("/accounts/2fa/reauthenticate/?next=/people/")
    desk.follow("Use a passkey instead")
    desk.page.locator("#mfa_webauthn_reauthenticate").click()
    desk.page.wait_for_url("**/people/")

    desk.look()


def with_virtual_authenticator(desk: Desk) -> None:
    """A device that holds passkeys and is always unlocked."""
    devices = desk.page.context.new_cdp_session(desk.page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_pages_for_everybody(desk: Desk, chief: User):
    for path in ("", "accessibility/", "privacy/", "case-files/"):
        desk.visit(f"/help/{path}")
    for path in ("password/reset/", "password/reset/done/", "password/reset/key/1-set-password/", "inactive/"):
        desk.visit(f"/accounts/{path}")


def test_pages_of_people_and_offices(desk: Desk, chief: User):
    """Every page of the administrator, at both widths."""
    set_up_app(desk, chief)
    for path in ("", "offices/", "offices/new/", f"{chief.pk}/", f"{chief.pk}/appoint/", f"{chief.pk}/close/"):
        desk.visit(f"/people/{path}")
    for path in ("2fa/", "2fa/recovery-codes/", "password/change/", "logout/"):
        desk.visit(f"/accounts/{path}")
