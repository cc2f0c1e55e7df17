"""Checkpoints by mail: once a week and once per alarm, to the chair of scrutiny and the auditor only."""

from datetime import timedelta

import pytest

from commissioning import ledger
from commissioning.models import OutgoingMail
from commissioning.rules import notes
from commissioning.services.checkpoint_mail import mail_checkpoints
from tests.builders import MORNING, a_borough
from tests.builders import test_act as system_act
from tests.builders_ledger import events, signed, signer

pytestmark = pytest.mark.django_db
READERS = ["auditor@lammasvale.example", "scrutiny-chair@lammasvale.example"]


@pytest.fixture(scope="module", autouse=True)
def _borough(module_database):
    a_borough()


def test_mail_before_the_first_checkpoint_is_not_sent():
    events(1)

    assert mail_checkpoints(MORNING) == 0


def test_mail_goes_once_a_week_to_scrutiny_chair_and_auditor():
    events(1)
    signed()

    made = [mail_checkpoints(MORNING + timedelta(days=days)) for days in (0, 6, 7)]

    assert made == [2, 0, 2]
    assert sorted(set(OutgoingMail.objects.values_list("to", flat=True))) == READERS


def test_mail_holds_a_note_that_verifies():
    events(3)
    row = signed()

    mail_checkpoints(MORNING)

    body = OutgoingMail.objects.first().body
    assert row.note in body
    assert notes.verify(notes.parse_note(row.note), [signer()[0]])


def test_mail_about_an_alarm_goes_at_once_and_once():
    events(1)
    signed()
    mail_checkpoints(MORNING)
    with ledger.recording():
        ledger.append("reconcile.alarm", system_act(), "log/integrity", fields={"findings": ["x"]})

    made = [mail_checkpoints(MORNING), mail_checkpoints(MORNING)]

    assert made == [2, 0]
    assert OutgoingMail.objects.filter(subject__startswith="Alarm").count() == 2
