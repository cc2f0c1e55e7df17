"""How django-allauth and django-axes work here: nobody signs up, mail goes through the outbox, secrets are sealed.

People are invited by an administrator; the link that sets the first password goes to their e-mail address.
"""

import base64
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest

from commissioning import clock
from commissioning.models import User
from commissioning.selectors.people import needs_second_factor
from commissioning.services.mail import queue_mail


class Adapter(DefaultAccountAdapter):
    """Closes sign-up, puts mail into the outbox, and does not ask twice for a password that was just typed."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Check both, then try again.",
        "too_many_login_attempts": "Too many failed attempts. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue the mail; the text is emptied once it is sent, because it may carry a one-time link."""
        values = {"base_url": settings.BASE_URL, "council": settings.COUNCIL_NAME, **context}
        message = self.render_mail(template_prefix, email, values)
        queue_mail(
            key=f"account/{uuid.uuid4().hex}",
            to=email,
            subject=message.subject,
            body=message.body,
            at=clock.now(),
            is_secret=True,
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address of this service comes from the settings, never from the request's host."""
        path = super().get_reset_password_from_key_url(key)
        return settings.BASE_URL + path[path.index("/accounts/") :]

    def get_reauthentication_methods(self, user: User) -> list[dict]:
        """Where there is a second factor, the password alone proves nothing."""
        methods = super().get_reauthentication_methods(user)
        return [one for one in methods if one["id"] != "reauthenticate"] or methods

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Somebody who has just signed in with a password alone may add the first second factor at once."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        return not (app == "allauth.mfa" and _just_signed_in(self.request))


def _just_signed_in(request: HttpRequest) -> bool:
    """Whether the password was typed within minutes and every second factor there is was added since then."""
    typed = [r["at"] for r in get_authentication_records(request, request.user) if r["method"] == "password"]
    if not typed or clock.real_now().timestamp() - max(typed) >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        return False
    then = datetime.fromtimestamp(max(typed), UTC)
    return not Authenticator.objects.filter(user_id=request.user.pk, created_at__lt=then).exists()


class SecondFactors(DefaultMFAAdapter):
    """Seals the secrets of authenticator apps, and keeps one factor where the office asks for one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Incorrect code. Enter the code that your app shows now, or an unused recovery code.",
    }

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The picture as part of the page: no data address, no XML heading."""
        drawn = super().build_totp_svg(url)
        return drawn[drawn.index("<svg") :]

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        if others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            return True
        return not needs_second_factor(authenticator.user, clock.now())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a new passkey is called until its owner gives it a name."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def _get_site_name(self) -> str:
        return settings.COUNCIL_NAME


def _seal() -> MultiFernet:
    """Keys made from the secret key and its predecessors; the newest seals, all of them open."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(sha256(b"second factor " + s.encode()).digest())) for s in secrets]
    )


def account_name(request: HttpRequest | None, credentials: Mapping[str, str] | None = None) -> str:
    """The e-mail address that a sign-in tries, for counting failures."""
    posted = request.POST.get("login", "") if request is not None else ""
    return ((credentials or {}).get("email") or posted).strip().lower()[:255]


def client_address(request: HttpRequest) -> str:
    """Where the request comes from, behind a trusted proxy as well."""
    return get_adapter(request).get_client_ip(request)


def factors_of(person: User) -> int:
    """How many second factors the person has set up; recovery codes alone do not count."""
    return (
        Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).count()
    )
