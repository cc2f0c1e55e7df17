"""Accounts for tests: passwords, authenticator apps and one-time links, used as people use them."""

import re
import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value

from commissioning.models import OutgoingMail, User

PASSWORD = "four ordinary words together"


def with_password(user: User, password: str = PASSWORD) -> User:
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def code_now(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(user: User) -> str:
    """Give the person an authenticator app; returns its secret."""
    secret = generate_totp_secret()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret)}
    )
    return secret


def log_in(client, user: User, password: str = PASSWORD, **more):
    """Send the sign-in form."""
    return client.post("/accounts/login/", {"login": user.email, "password": password}, **more)


def link_in(mail: OutgoingMail) -> str:
    """The path of the one-time link in a mail."""
    return "/" + re.search(r"https?://[^/\s]+/(accounts/password/reset/key/\S+)", mail.body).group(1)
