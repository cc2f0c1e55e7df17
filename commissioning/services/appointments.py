"""Offices, and who sits in them from when to when. For administrators.

Nothing is backdated: what somebody could do yesterday stays what it was.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.text import slugify

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Appointment, Body, Office, User
from commissioning.rules.appointments import (
    CO_OPTEES,
    check_deputy,
    check_holders,
    check_period,
    check_together,
)
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.refusals import Refusal
from commissioning.services.people import (
    make_account,
    require_active,
    require_an_administrator_stays,
    subject_of,
)


def make_office(
    *,
    title: str,
    role: str,
    body: Body,
    portfolio: str = "",
    party: str = "",
    actor: Actor,
    at: datetime,
) -> Office:
    """Set up a post or seat, with the group that carries its links to restricted objects.

    Raises PermissionDenied; Refusal office.known, office.party.
    """
    standing = access.require(actor, "office.make", None, at)
    act = Act(actor, standing, at)
    if Office.objects.filter(body=body, title__iexact=title.strip()).exists():
        raise Refusal("office.known", f"{body.name} already has an office with this title.")
    if party.strip() and role in CO_OPTEES:
        message = "An education co-optee sits for a church or for parent governors, not for a political group. Leave the group empty."
        raise Refusal("office.party", message, "Local Government Act 2000 Sch A1 paras 7 and 8")
    office = put_office(act, title=title, role=role, body=body, portfolio=portfolio, party=party)
    fields = {"title": office.title, "role": role, "body": body.name, "portfolio": portfolio, "party": party}
    ledger.append("admin.change", act, f"office/{office.key}", fields={"change": "office", **fields})
    return office


def put_office(
    act: Act, *, title: str, role: str, body: Body, portfolio: str = "", party: str = ""
) -> Office:
    """The office and its group; a step inside other acts."""
    key = _free_key(slugify(f"{body.key} {title}")[:45] or "office")
    group, _ = Group.objects.get_or_create(name=f"office:{key}")
    return Office.create_as(
        act, key=key, title=title.strip(), role=role, body=body, portfolio=portfolio, party=party, group=group
    )


def appoint(
    *,
    person: User,
    office: Office,
    starts_on: date,
    ends_on: date | None,
    is_deputy: bool,
    shares: bool = False,
    actor: Actor,
    at: datetime,
) -> Appointment:
    """Appoint somebody to an office from a first to a last day, as holder, as job-share partner of the holder (`shares`) or
    as named deputy.

    Raises PermissionDenied; Refusal person.inactive, appointment.period, appointment.backdated,
    appointment.no_deputy, appointment.same, appointment.held, appointment.not_shared, appointment.apart.
    """
    standing = access.require(actor, "office.appoint", None, at)
    require_active(person)
    check_period(starts_on, ends_on)
    if starts_on < local_date(at):
        raise Refusal(
            "appointment.backdated",
            "An appointment cannot begin in the past: acts done before it would look authorised.",
            earliest=local_date(at),
        )
    check_deputy(office.role, is_deputy)
    _require_free(person, office, starts_on, ends_on, is_deputy, shares)
    act = Act(actor, standing, at)
    made = Appointment.create_as(
        act, person=person, office=office, starts_on=starts_on, ends_on=ends_on, is_deputy=is_deputy
    )
    _tell("office.appoint", act, made)
    return made


def end_appointment(*, appointment: Appointment, last_day: date, actor: Actor, at: datetime) -> Appointment:
    """Set the last day in office, today or later; from the next day on the person can no longer act in it.

    Raises PermissionDenied; Refusal appointment.over, appointment.period, appointment.backdated,
    appointment.last_administrator.
    """
    standing = access.require(actor, "office.end", None, at)
    today = local_date(at)
    if appointment.ends_on is not None and appointment.ends_on < today:
        raise Refusal("appointment.over", f"This appointment ended on {long_date(appointment.ends_on)}.")
    if last_day < today:
        raise Refusal("appointment.backdated", "The last day can be today or later.", earliest=today)
    check_period(appointment.starts_on, last_day)
    require_an_administrator_stays(appointment.person, appointment, last_day + timedelta(days=1))
    act = Act(actor, standing, at)
    appointment.ends_on = last_day
    appointment.save_as(act, update_fields=["ends_on"])
    _tell("office.end", act, appointment)
    return appointment


def _tell(kind: str, act: Act, appointment: Appointment) -> None:
    office = appointment.office
    fields = {
        "person": appointment.person.name,
        "office": office.title,
        "role": office.role,
        "starts_on": appointment.starts_on,
        "ends_on": appointment.ends_on,
        "is_deputy": appointment.is_deputy,
    }
    ledger.append(kind, act, subject_of(appointment.person), fields=fields, tier={"person": "member"})


def _free_key(wish: str) -> str:
    taken = set(Office.objects.filter(key__startswith=wish).values_list("key", flat=True))
    return next(key for key in (wish, *(f"{wish}-{n}" for n in range(2, 1000))) if key not in taken)


def _overlapping(starts_on: date, ends_on: date | None) -> Q:
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    return still & Q(starts_on__lte=ends_on) if ends_on else still


def _require_free(
    person: User, office: Office, starts_on: date, ends_on: date | None, is_deputy: bool, shares: bool
) -> None:
    at_the_time = Appointment.objects.filter(_overlapping(starts_on, ends_on)).select_related(
        "person", "office"
    )
    own = [one for one in at_the_time if one.person_id == person.pk]
    if any(one.office_id == office.pk for one in own):
        raise Refusal("appointment.same", f"{person.name} is appointed to this office in these days already.")
    check_together(office.role, (one.office.role for one in own))
    if not is_deputy:
        holders = [one.person.name for one in at_the_time if one.office_id == office.pk and not one.is_deputy]
        check_holders(office.role, holders, shares=shares)


def first_administrator(*, email: str, name: str, body: Body, at: datetime) -> User:
    """The first account of a new installation. Raises PermissionDenied when there is an administrator.

    Made by the machine's owner from the command line, so nobody's standing is asked.
    """
    if Appointment.objects.filter(office__role="ADMINISTRATOR").exists():
        raise PermissionDenied(
            "There is an administrator already. Administrators invite and appoint everybody else."
        )
    act = Act(Actor.system("first_administrator"), access.SYSTEM, at, rule="first administrator")
    person = User.objects.filter(email__iexact=email).first() or make_account(name, email.lower())
    office = Office.objects.filter(role="ADMINISTRATOR").order_by("order", "pk").first()
    office = office or put_office(act, title="Administrator", role="ADMINISTRATOR", body=body)
    made = Appointment.create_as(act, person=person, office=office, starts_on=local_date(at))
    _tell("office.appoint", act, made)
    return person
