"""Accounts: who is invited, who leaves. For administrators. Nobody is ever deleted."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Appointment, User
from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from commissioning.services.mail import queue_mail

INVITATION = """{name},

{by} has set up an account for you: joint commissioning decisions of {council}.

Choose your password here:
{link}

The link works once, for three days. After that, ask for a new one on the page where you sign in.
If your office decides, clears, signs or publishes, you will then be asked to set up a second factor.
"""


def invite_person(*, name: str, email: str, actor: Actor, at: datetime) -> User:
    """Make an account without a password and mail its owner the link to choose one.

    Effects in order: account; mail into the outbox; one event. Raises PermissionDenied; Refusal person.known.
    """
    standing = access.require(actor, "person.invite", None, at)
    address = User.objects.normalize_email(email).lower()
    if User.objects.filter(email__iexact=address).exists():
        raise Refusal("person.known", "There is already an account with this e-mail address.")
    person = make_account(name, address)
    act = Act(actor, standing, at)
    _mail_invitation(person, act)
    ledger.append(
        "person.invite",
        act,
        subject_of(person),
        fields={"name": person.name, "email": address},
        tier="personal",
    )
    return person


def invite_again(*, person: User, actor: Actor, at: datetime) -> User:
    """Mail a new link to somebody who has not chosen a password yet; the former link stops working with the first
    password. Raises PermissionDenied; Refusal person.has_password, person.inactive."""
    standing = access.require(actor, "person.invite", None, at)
    require_active(person)
    if person.has_usable_password():
        raise Refusal(
            "person.has_password",
            f"{person.name} has a password. A new one can be set with “I have forgotten my password”.",
        )
    act = Act(actor, standing, at)
    _mail_invitation(person, act)
    ledger.append("person.invite", act, subject_of(person), fields={"again": True})
    return person


def make_account(name: str, email: str) -> User:
    """An account that nobody can sign in to yet."""
    person = User(name=" ".join(name.split()), email=email, public_id=uuid.uuid4())
    person.set_unusable_password()
    person.save()
    return person


def password_link(person: User) -> str:
    """The one-time address at which the person chooses a password."""
    key = default_token_generator.make_token(person)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key}
    )
    return settings.BASE_URL + path


def deactivate_person(*, person: User, reason: str, actor: Actor, at: datetime) -> User:
    """Close an account: no sign-in, every session over at its next request, every appointment ends today.

    Raises PermissionDenied; Refusal person.inactive, person.self, appointment.last_administrator.
    """
    standing = access.require(actor, "person.deactivate", None, at)
    require_active(person)
    if actor.user is not None and actor.user.pk == person.pk:
        raise Refusal("person.self", "You cannot close your own account. Ask another administrator.")
    today = local_date(at)
    require_an_administrator_stays(person, None, today)
    act = Act(actor, standing, at, reason=reason.strip())
    running = Appointment.objects.filter(person=person).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
    for appointment in running.select_related("office").order_by("pk"):
        appointment.ends_on = max(today, appointment.starts_on)
        appointment.save_as(act, update_fields=["ends_on"])
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    ledger.append("person.deactivate", act, subject_of(person), fields={"active": False})
    return person


def reopen_account(*, person: User, reason: str, actor: Actor, at: datetime) -> User:
    """Open a closed account again for somebody who has come back; the former offices are not given back.

    Effects in order: the account; every second factor of before is taken away; a link to choose a new password goes into
    the outbox; one event. Raises PermissionDenied; Refusal person.active.
    """
    standing = access.require(actor, "person.reopen", None, at)
    if person.is_active:
        raise Refusal("person.active", f"The account of {person.name} is open.")
    act = Act(actor, standing, at, reason=reason.strip())
    person.is_active = True
    person.save(update_fields=["is_active"])
    Authenticator.objects.filter(user=person).delete()
    _mail_invitation(person, act)
    ledger.append("person.reopen", act, subject_of(person), fields={"active": True})
    return person


def reset_second_factor(*, person: User, reason: str, actor: Actor, at: datetime) -> User:
    """Take away every second factor of somebody who lost it; the next sign-in asks to set one up.

    Raises PermissionDenied; Refusal person.inactive, person.self, person.no_factor.
    """
    standing = access.require(actor, "person.reset", None, at)
    require_active(person)
    if actor.user is not None and actor.user.pk == person.pk:
        raise Refusal("person.self", "You cannot do this for yourself. Ask another administrator.")
    factors = Authenticator.objects.filter(user=person)
    if not factors.exists():
        raise Refusal("person.no_factor", f"{person.name} has no second factor.")
    factors.delete()
    act = Act(actor, standing, at, reason=reason.strip())
    ledger.append("admin.change", act, subject_of(person), fields={"change": "second factor taken away"})
    return person


def subject_of(person: User) -> str:
    """How events name the person: a number that is not taken from the person."""
    if person.public_id is None:
        person.public_id = uuid.uuid4()
        person.save(update_fields=["public_id"])
    return f"person/{person.public_id}"


def _mail_invitation(person: User, act: Act) -> None:
    body = INVITATION.format(
        name=person.name,
        by=act.actor.name or "The administrator",
        council=settings.COUNCIL_NAME,
        link=password_link(person),
    )
    queue_mail(
        key=f"invite/{person.pk}/{act.actor.request}",
        person=person,
        subject="Your account for joint commissioning decisions",
        body=body,
        at=act.at,
        is_secret=True,
    )


def require_active(person: User) -> None:
    if not person.is_active:
        raise Refusal("person.inactive", f"The account of {person.name} is closed.")


def require_an_administrator_stays(person: User, ending: Appointment | None, day: date) -> None:
    """Somebody must be able to appoint: an open-ended administrator other than the one who goes."""
    roles = Appointment.objects.filter(person=person, office__role="ADMINISTRATOR")
    if ending is not None and ending.office.role != "ADMINISTRATOR":
        return
    if not roles.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)).exists():
        return
    others = Appointment.objects.filter(
        office__role="ADMINISTRATOR", person__is_active=True, starts_on__lte=day
    ).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    others = others.exclude(pk=ending.pk) if ending else others.exclude(person=person)
    if not others.exists():
        raise Refusal(
            "appointment.last_administrator",
            "Nobody else could appoint people then. Appoint another administrator first.",
        )
