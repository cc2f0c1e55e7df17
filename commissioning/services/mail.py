"""The outbox: what is queued with an act is sent afterwards, once, and tried again with growing pauses."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from commissioning.models import OutgoingMail, User

log = logging.getLogger(__name__)
PAUSES = (1, 2, 5, 15, 60, 180, 360)  # minutes until the next attempt; the last one repeats
FAILURES = (OSError,)  # connection lost or refused; smtplib's exceptions are among them


def queue_mail(
    *,
    key: str,
    subject: str,
    body: str,
    at: datetime,
    person: User | None = None,
    to: str = "",
    is_secret: bool = False,
) -> OutgoingMail:
    """Put one mail into the outbox, in the caller's transaction; the same key a second time changes nothing.

    `person` or `to` says who gets it. `is_secret` empties the text after sending.
    """
    address = to or (person.email if person else "")
    found, _ = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "person": person,
            "to": address,
            "subject": " ".join(subject.split())[:200],
            "body": body.strip() + "\n",
            "is_secret": is_secret,
            "made_at": at,
            "next_try_at": at,
        },
    )
    return found


def send_pending(at: datetime, *, most: int = 200) -> int:
    """Send what waits and is due for an attempt at `at`; returns how many were sent. Several may run at once."""
    waiting = list(
        OutgoingMail.objects.filter(sent_at__isnull=True, next_try_at__lte=at)
        .order_by("next_try_at", "pk")
        .values_list("pk", flat=True)[:most]
    )
    return sum(_send(pk, at) for pk in waiting)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    return timedelta(minutes=PAUSES[min(attempts, len(PAUSES)) - 1])


def _send(pk: int, at: datetime) -> bool:
    mail = _claim(pk, at)
    if mail is None:
        return False
    try:
        _message(mail).send()
    except FAILURES as failure:
        log.warning("Mail %s was not sent: %s", mail.key, type(failure).__name__)
        mail.last_error = f"{type(failure).__name__}: {failure}"[:300]
        mail.save(update_fields=["last_error"])
        return False
    mail.sent_at = at
    mail.last_error = ""
    mail.body = "" if mail.is_secret else mail.body
    mail.save(update_fields=["sent_at", "last_error", "body"])
    return True


def _claim(pk: int, at: datetime) -> OutgoingMail | None:
    """Take one mail for this attempt: whoever comes second finds the next attempt in the future."""
    with transaction.atomic():
        mail = (
            OutgoingMail.objects.select_for_update(skip_locked=True)
            .filter(pk=pk, sent_at__isnull=True, next_try_at__lte=at)
            .first()
        )
        if mail is None:
            return None
        mail.attempts += 1
        mail.next_try_at = at + pause_after(mail.attempts)
        mail.save(update_fields=["attempts", "next_try_at"])
        return mail


def _message(mail: OutgoingMail) -> EmailMessage:
    """Plain text with a Message-ID made from the key, so that a repeated delivery is seen as one mail."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    number = sha256(mail.key.encode()).hexdigest()[:32]
    return EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.to],
        headers={"Message-ID": f"<{number}@{host}>", "Auto-Submitted": "auto-generated"},
    )
