"""Reading petitions that residents start and sign online. Who signed is read by the office only, on the desk."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from commissioning.models import Case
from scrutiny.models import OnlinePetition, PetitionSigner
from scrutiny.rules.online_petitions import takes_signatures

COUNTED = {"count": Count("signers", filter=Q(signers__confirmed_at__isnull=False))}


def digest_of(token: str) -> str:
    """What is kept of the token in a link: nobody who reads the table can follow it."""
    return salted_hmac("petition.link", token, algorithm="sha256").hexdigest()


def _published() -> QuerySet[OnlinePetition]:
    rows = OnlinePetition.objects.filter(check_made__result="ACCEPTED")
    return rows.select_related("case", "check_made", "handed_in__answer").annotate(**COUNTED)


def find_online(reference: str) -> OnlinePetition | None:
    """A published petition with how many have signed so far."""
    return _published().filter(reference=reference).first()


def online_of(case: Case) -> QuerySet[OnlinePetition]:
    """The published petitions of a case, in order."""
    return _published().filter(case=case).order_by("number")


def any_online() -> Exists:
    """Whether a case has a published one, for the statement that reads the case."""
    return Exists(OnlinePetition.objects.filter(case=OuterRef("pk"), check_made__result="ACCEPTED"))


def listed(today: date) -> tuple[list[OnlinePetition], list[OnlinePetition]]:
    """Those that can be signed today, the next to close first; and the last fifty others."""
    coming = _published().filter(check_made__closes_on__gte=today).order_by("check_made__closes_on", "pk")
    can_sign = [row for row in coming if is_open(row, today)]
    others = _published().exclude(pk__in=[row.pk for row in can_sign]).order_by("-check_made__closes_on", "-pk")
    return can_sign, list(others[:50])


def is_open(online: OnlinePetition, today: date) -> bool:
    """Whether people can sign it today."""
    return takes_signatures(today=today, **standing_of(online))


def standing_of(online: OnlinePetition) -> dict:
    """What decides whether it takes signatures."""
    made = getattr(online, "check_made", None)
    return {
        "closes_on": made.closes_on if made else None,
        "is_handed_in": getattr(online, "handed_in", None) is not None,
        "case_is_open": online.case.is_open,
    }


def signatures_of(online: OnlinePetition) -> int:
    """How many have followed the link in their mail."""
    return PetitionSigner.objects.filter(online=online, confirmed_at__isnull=False).count()


def signer_by(token: str) -> PetitionSigner | None:
    """Whoever got this link, with what it is about."""
    rows = PetitionSigner.objects.select_related(
        "draft__case", "online__case", "online__check_made", "online__handed_in"
    )
    return rows.filter(key=digest_of(token)).first()
