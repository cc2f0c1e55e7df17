"""The outbox: each mail once, tried again with growing pauses, emptied where it carried a link."""

from datetime import timedelta

import pytest
from django.core import mail as postbox
from django.core.mail.backends.locmem import EmailBackend

from commissioning.models import OutgoingMail
from commissioning.services.mail import pause_after, queue_mail, send_pending
from tests.builders import MORNING, a_user

pytestmark = pytest.mark.django_db


class Refusing(EmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody listens")


def a_mail(key: str = "duty/1/1", **changes: object) -> OutgoingMail:
    stated = {"person": a_user("legal"), "subject": "Clear  the\nproposal", "body": "It waits.", "at": MORNING, **changes}
    return queue_mail(key=key, **stated)


def test_same_key_is_one_mail():
    first, second = a_mail(), a_mail(body="Something else.")

    assert first.pk == second.pk
    assert OutgoingMail.objects.get().body == "It waits.\n"


def test_waiting_mail_is_sent_once():
    a_mail()

    sent = [send_pending(MORNING), send_pending(MORNING), send_pending(MORNING + timedelta(days=1))]

    assert sent == [1, 0, 0]
    assert [(m.subject, m.to, m.body) for m in postbox.outbox] == [
        ("Clear the proposal", ["legal@lammasvale.example"], "It waits.\n")
    ]


def test_message_id_comes_from_the_key():
    a_mail()
    send_pending(MORNING)

    assert postbox.outbox[0].extra_headers["Message-ID"].endswith("@127.0.0.1>")
    assert postbox.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_link_is_emptied_after_sending():
    a_mail(is_secret=True)
    send_pending(MORNING)

    assert OutgoingMail.objects.get().body == ""
    assert postbox.outbox[0].body == "It waits.\n"


def test_failed_mail_is_tried_again_after_a_pause(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    a_mail()

    first = send_pending(MORNING)
    at_once = send_pending(MORNING)
    failed = OutgoingMail.objects.get()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    later = send_pending(MORNING + timedelta(minutes=1))

    assert (first, at_once, later) == (0, 0, 1)
    assert (failed.attempts, failed.last_error) == (1, "ConnectionRefusedError: nobody listens")
    assert OutgoingMail.objects.get().last_error == ""


def test_one_failure_holds_up_no_other_mail(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    a_mail("duty/1/1")
    send_pending(MORNING)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    a_mail("duty/2/1")

    assert send_pending(MORNING) == 1


def test_pauses_grow_and_stay():
    assert [int(pause_after(n).total_seconds() / 60) for n in range(1, 10)] == [1, 2, 5, 15, 60, 180, 360, 360, 360]
