"""`manage.py first_administrator EMAIL NAME`: the first account of a new installation, with a link to set its password.

Refuses when anybody is or was an administrator: from then on, administrators invite and appoint.
"""

from argparse import ArgumentParser

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from commissioning import access, clock, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Body, Organisation
from commissioning.services.appointments import first_administrator
from commissioning.services.people import password_link


class Command(BaseCommand):
    help = "Make the first administrator and print the one-time link to set the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", nargs="+", help="name as it stands in records")

    def handle(self, *args: object, **options) -> None:
        email, name = options["email"].strip(), " ".join(options["name"]).strip()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        at = clock.now()
        try:
            with ledger.recording():
                person = first_administrator(email=email, name=name, body=_officers(at), at=at)
        except PermissionDenied as denied:
            raise CommandError(str(denied)) from denied
        self.stdout.write(f"{person.name} is administrator from today. Set the password within three days, once:")
        self.stdout.write(password_link(person))


def _officers(at) -> Body:
    """The body of the statutory officers; made with the council where there is none yet."""
    found = Body.objects.filter(kind="OFFICE").order_by("pk").first()
    if found is not None:
        return found
    act = Act(Actor.system("first_administrator"), access.SYSTEM, at)
    council = Organisation.objects.filter(kind="COUNCIL").order_by("pk").first() or Organisation.create_as(
        act, key="council", name=settings.COUNCIL_NAME, short="Council", kind="COUNCIL"
    )
    return Body.create_as(act, key="officers", name="Statutory officers", kind="OFFICE", organisation=council)
