"""Checkpoints by mail: every week, and at once on a fault, to the chair of scrutiny and the auditor.

A mailbox outside the council's database is a witness that costs nothing: whoever keeps the mail can later prove that
the log only grew. The mail holds the signed note and nothing of any case.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from commissioning.models import ACCESS1, AuditIndex, OutgoingMail, User
from commissioning.models.ledger_rows import CheckpointRow
from commissioning.rules.dates import local_date
from commissioning.selectors import ledger_tree
from commissioning.selectors.people import live_on
from commissioning.services.mail import queue_mail

ROLES = ("SCRUTINY_CHAIR", "AUDITOR")
WEEKLY = """Keep this mail. It says what the log of decisions of {council} had become when it was last signed.

{note}
Anybody who holds it can check later that no event before it was changed or removed:
manage.py ledger_verify --checkpoint FILE, or any program that reads C2SP checkpoints.
"""
FAULT = """The check of records against the log of decisions of {council} has raised an alarm (event {seq}).

Please look at the audit pages and ask the Monitoring Officer for an explanation. The last signed checkpoint is below:
keep it.

{note}"""


def mail_checkpoints(at: datetime) -> int:
    """Queue this week's mail and a mail for every alarm, once per person; returns how many were new.

    The week is the ISO week of the London date. Nothing before the first checkpoint.
    """
    newest = ledger_tree.latest_checkpoint()
    if newest is None:
        return 0
    year, week, _ = local_date(at).isocalendar()
    wanted = {
        f"checkpoint/{year}-{week:02d}": ("Signed state of the log of decisions", _text(WEEKLY, newest))
    }
    alarms = AuditIndex.objects.filter(kind="reconcile.alarm", subject__startswith="log/").order_by("-seq")
    for seq in alarms.values_list("seq", flat=True)[:10]:
        wanted[f"alarm/{seq}"] = ("Alarm: records and log do not agree", _text(FAULT, newest, seq))
    people = User.objects.filter(
        pk__in=live_on(at).filter(office__role__in=ROLES).values("person"), is_active=True
    ).order_by("pk")
    mails = {f"{key}/{person.pk}": (person, *words) for person in people for key, words in wanted.items()}
    known = set(OutgoingMail.objects.filter(key__in=list(mails)).values_list("key", flat=True))
    with transaction.atomic():
        for key, (person, subject, body) in mails.items():
            if key not in known:
                queue_mail(key=key, subject=subject, body=body, at=at, person=person)
    return len(mails) - len(known)


def _text(template: str, checkpoint: CheckpointRow, seq: int | None = None) -> str:
    """With the newest note of the access log below that of the main one, where it has been signed."""
    access = ledger_tree.latest_checkpoint(ACCESS1)
    note = ledger_tree.cosigned(checkpoint) + (f"\n{ledger_tree.cosigned(access)}" if access else "")
    return template.format(council=settings.COUNCIL_NAME, note=note, seq=seq)
