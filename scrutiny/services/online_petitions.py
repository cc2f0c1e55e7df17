"""Residents start a petition, sign it and take their signature back; the office checks it and hands it in to scrutiny.

Nothing counts before the link in the mail is followed, so that nobody signs with somebody else's address. Names and
addresses are never published and stand in no event (UK GDPR art 5(1)(c)).
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import get_random_string

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Case, Duty
from commissioning.rules.dates import instant, local_date, long_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_duty, open_duties
from commissioning.services.mail import queue_mail
from decisions.services.agenda_items import LAST_MINUTE
from scrutiny.models import OnlinePetition, Petition, PetitionCheck, PetitionDraft, PetitionSigner
from scrutiny.rules import online_petitions as rules
from scrutiny.rules.online_petitions import Person
from scrutiny.selectors.online_petitions import digest_of, signatures_of, standing_of
from scrutiny.services.petition_mail import CHECKED, NOT_PUBLISHED, forget, forget_drafts, tell_starter
from scrutiny.services.petitions import REPLY, log_receipt, take

CHECK, HAND_IN = "petition.check", "petition.hand_in"
LAW = rules.LAW
LINK = """{what}

{subject}

Follow this link within seven days, then press the button there. Nothing counts before that:
{link}

With the same link you can take your signature back as long as the petition is not answered. If it was not you who wrote, do
nothing: your name and address are deleted after seven days.

{council}
"""

ENDED = (
    "This case has ended, so scrutiny can change nothing in it any more. Find the case that goes on with the matter in the "
    "register of decisions and start your petition there, or write to democratic services."
)


@transaction.atomic
def start_petition(*, case: Case, subject: str, asks: str, person: Person, at: datetime) -> None:
    """Keep what somebody wrote until the link in the mail is followed. Effects: the draft, the person apart from it, a mail.

    Raises Refusal petition.not_offered, petition.no_words, case.closed.
    """
    constitution = constitution_of(case)
    rules.require_offered(constitution.scrutiny, constitution.citation("scrutiny.resident_requests"))
    rules.require_words(subject, asks)
    if not case.is_open:
        raise Refusal("case.closed", ENDED, LAW)
    draft = PetitionDraft.objects.create(case=case, subject=subject.strip(), asks=asks.strip())
    signer = PetitionSigner(draft=draft, started=True, **_kept(person))
    _send_link(signer, "You asked to start this petition.", draft.subject, at)


@transaction.atomic
def sign_petition(*, online: OnlinePetition, person: Person, at: datetime) -> None:
    """Somebody signs; a second time with the same address changes nothing, and the page does not say so.

    Effects: the person, unconfirmed; a mail. The petition is locked first, so that the same form sent twice at once finds
    the first. Raises Refusal("petition.closed").
    """
    OnlinePetition.objects.select_for_update().get(pk=online.pk)
    rules.require_open(today=local_date(at), **standing_of(online))
    kept = _kept(person)
    found = PetitionSigner.objects.filter(online=online, address=kept["address"]).first()
    if found is not None and found.confirmed_at is not None:
        return
    signer = found or PetitionSigner(online=online, **kept)
    _send_link(signer, "You asked to sign this petition.", online.subject, at)


@transaction.atomic
def confirm_signature(*, signer: PetitionSigner, at: datetime) -> None:
    """The link was followed: the signature counts. Raises Refusal petition.closed, petition.link_over."""
    row = PetitionSigner.objects.select_for_update(of=("self",)).select_related("online__case").get(pk=signer.pk)
    if row.confirmed_at is not None:
        return
    _require_fresh(row, at)
    rules.require_open(today=local_date(at), **standing_of(row.online))
    row.confirmed_at = at
    row.save(update_fields=["confirmed_at"])


@transaction.atomic
def take_back(*, signer: PetitionSigner) -> None:
    """Name and address go, and the signature no longer counts; words not yet kept go with them."""
    forget(PetitionSigner.objects.filter(pk=signer.pk))


def confirm_petition(*, case: Case, signer: int, actor: Actor, at: datetime) -> OnlinePetition:
    """Whoever started a petition has followed the link: it is kept and goes to the office to be checked.

    Effects in order: the petition; its first signature counts; the draft is deleted; a duty to check it; one event.
    Raises Refusal petition.link_over, petition.confirmed.
    """
    row = PetitionSigner.objects.select_for_update(of=("self",)).select_related("draft").get(pk=signer)
    draft = row.draft
    if draft is None:
        raise Refusal("petition.confirmed", "This petition has been started already.", LAW)
    _require_fresh(row, at)
    act = Act(actor, Standing(capacity="system"), at, rule=LAW)
    number = OnlinePetition.objects.filter(case=case).count() + 1
    online = OnlinePetition.create_as(
        act, case=case, number=number, reference=f"{case.reference.replace('/', '-')}-e{number}", subject=draft.subject,
        asks=draft.asks, started_at=at,
    )  # fmt: skip
    row.online, row.draft, row.confirmed_at = online, None, at
    row.save(update_fields=["online", "draft", "confirmed_at"])
    forget_drafts()
    constitution = constitution_of(case)
    due = constitution.deadline(
        REPLY, (reply := constitution.scrutiny.resident_request_reply), at, calendar_for(constitution, reply.calendar),
        start_event="petition received", target_event="overdue from",
    )  # fmt: skip
    open_duties(case, CHECK, act, offices=first_of("SCRUTINY_OFFICER"), due=due, subject_id=online.pk)
    ledger.append("petition.start", act, f"petition:{online.reference}", case=case, fields={"subject": online.subject, "asks": online.asks})
    return online


def check_petition(
    *, duty: Duty, result: str, reasons: str = "", closes_on: date | None = None, actor: Actor, at: datetime
) -> PetitionCheck:
    """Publish it for signatures until a day, or not, with reasons to whoever started it.

    Effects in order: the answer; a duty to hand it in after the last day, or the names are deleted; a mail; the duty closes;
    one event. Raises PermissionDenied; Refusal duty.gone, petition.no_reasons, petition.days.
    """
    standing = access.require(actor, CHECK, duty, at)
    _require_waiting(duty)
    rules.require_check(result, reasons, closes_on, local_date(at))
    act = Act(actor, standing, at, reason=reasons.strip(), rule=LAW)
    online = OnlinePetition.objects.get(pk=duty.subject_id)
    is_accepted = result == rules.ACCEPTED
    made = PetitionCheck.create_as(
        act, online=online, duty=duty, result=result, reasons=reasons.strip(), closes_on=closes_on if is_accepted else None,
        checked_by=actor.user, checked_as=standing.words, checked_at=at,
    )  # fmt: skip
    if is_accepted:
        due_at = instant(made.closes_on, LAST_MINUTE)
        open_duties(duty.case, HAND_IN, act, offices=first_of("SCRUTINY_OFFICER"), due_at=due_at, subject_id=online.pk)
        tell_starter(online, CHECKED, "is published", at, until=long_date(made.closes_on))
    else:
        tell_starter(online, NOT_PUBLISHED, "is not published", at, reasons=made.reasons)
        forget(PetitionSigner.objects.filter(online=online))
    close_duty(duty, act, result)
    ledger.append(
        CHECK, act, f"petition:{online.reference}", case=duty.case,
        fields={"result": made.get_result_display(), "closes_on": made.closes_on.isoformat() if made.closes_on else ""},
    )  # fmt: skip
    return made


def hand_in_petition(*, duty: Duty, actor: Actor, at: datetime) -> Petition:
    """Hand a petition in to scrutiny with the signatures it has; from here on it is a petition like one on paper.

    Effects in order: links that nobody followed are deleted; a hold where the constitution gives one; the petition; a duty
    to answer it; this duty closes; one event. Raises PermissionDenied; Refusal duty.gone, petition.no_signatures.
    """
    standing = access.require(actor, HAND_IN, duty, at)
    _require_waiting(duty)
    online = OnlinePetition.objects.select_related("case").get(pk=duty.subject_id)
    count = signatures_of(online)
    rules.require_hand_in(count, is_handed_in=hasattr(online, "handed_in"))
    act = Act(actor, standing, at, rule=LAW)
    forget(PetitionSigner.objects.filter(online=online, confirmed_at__isnull=True))
    petition = take(
        duty.case, act, signatures=count, asks=f"{online.subject}\n\n{online.asks}", received_on=local_date(at),
        kept_at=f"Signed online, petition {online.reference}", online=online,
    )  # fmt: skip
    close_duty(duty, act, "HANDED_IN")
    log_receipt(petition, act)
    return petition


def forget_signers(at: datetime) -> int:
    """Delete what nobody confirmed in time, and the names under petitions of cases that ended before they were handed in;
    returns how many. Run by the tick."""
    stale = PetitionSigner.objects.filter(confirmed_at__isnull=True, asked_at__lte=at - rules.CONFIRM_WITHIN)
    ended = PetitionSigner.objects.filter(online__case__closed_at__isnull=False, online__handed_in__isnull=True)
    return forget(stale) + forget(ended)


def _kept(person: Person) -> dict:
    return {
        "name": person.name.strip(), "email": person.email.strip(), "address": rules.one_address(person.email), "tie": person.tie,
    }  # fmt: skip


def _send_link(signer: PetitionSigner, what: str, subject: str, at: datetime) -> None:
    token = get_random_string(32)
    signer.key, signer.asked_at = digest_of(token), at
    signer.save()
    link = settings.BASE_URL + reverse("petition_link", kwargs={"token": token})
    queue_mail(
        key=f"petition-link/{signer.key}", to=signer.email, subject=f"Petition: {subject}"[:180],
        body=LINK.format(what=what, subject=subject, link=link, council=settings.COUNCIL_NAME), at=at, is_secret=True,
    )  # fmt: skip


def _require_fresh(signer: PetitionSigner, at: datetime) -> None:
    if rules.is_forgotten(signer.asked_at, at):
        raise Refusal("petition.link_over", "This link was good for seven days. Start again; we send a new one.", LAW)


def _require_waiting(duty: Duty) -> None:
    if not duty.is_open:
        raise Refusal("duty.gone", "This has been done already. Go back to your inbox.", LAW)
