"""What those who started or signed a petition online are told, and that they are forgotten once it is answered."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from commissioning.services.mail import queue_mail
from scrutiny.models import OnlinePetition, Petition, PetitionDraft, PetitionSigner

CHECKED = """Your petition “{subject}” is published. People can sign it until {until}:
{link}

{council}
"""
NOT_PUBLISHED = """Your petition “{subject}” is not published.

Why: {reasons}

Your name and e-mail address are deleted.

{council}
"""
ANSWERED = """Your petition “{subject}” is answered: {result}.

{reasons}

Read it here: {link}

The names and addresses of all who signed are deleted.

{council}
"""


def tell_and_forget(petition: Petition, at: datetime) -> None:
    """The answer goes to whoever started it; then every name and address is deleted. A step inside the answer."""
    online = petition.online
    if online is not None:
        tell_starter(online, ANSWERED, "is answered", at, result=petition.answer.get_result_display(), reasons=petition.answer.reasons)
        forget(PetitionSigner.objects.filter(online=online))


def tell_starter(online: OnlinePetition, words: str, what: str, at: datetime, **said: str) -> None:
    """A mail to whoever started it, unless that signature was taken back."""
    signer = PetitionSigner.objects.filter(online=online, started=True).first()
    if signer is None:
        return
    link = settings.BASE_URL + reverse("petition", kwargs={"reference": online.reference})
    body = words.format(subject=online.subject, link=link, council=settings.COUNCIL_NAME, **said)
    key = f"petition/{online.reference}/{what.replace(' ', '-')}"
    queue_mail(key=key, to=signer.email, subject=f"Your petition {what}: {online.subject}"[:180], body=body, at=at, is_secret=True)


def forget(signers: QuerySet[PetitionSigner]) -> int:
    """Delete names and addresses, and words that nobody confirmed; returns how many signers went."""
    gone, _ = signers.delete()
    forget_drafts()
    return gone


def forget_drafts() -> None:
    """Delete words without anybody who could confirm them: they are kept as a petition, or taken back."""
    PetitionDraft.objects.filter(signer__isnull=True).delete()
