"""Fills an empty database with the demonstration borough; a second run does nothing.

python manage.py demo_borough            load it (about a minute)
python manage.py demo_borough --people   list who can sign in, and what each can do
"""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commissioning import clock
from commissioning.rules.dates import long_date
from commissioning.selectors.people import people_to_show
from workflows.services import borough
from workflows.services.walk import WalkStopped


class Command(BaseCommand):
    help = "Load the demonstration borough with its cases, or list its people. Only in demo mode."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", action="store_true", help="Only list who can sign in.")
        parser.add_argument("--no-pdf", action="store_true", help="Leave the PDFs of records to the worker.")

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Only the demonstration is filled with an invented borough. DEMO_MODE is off.")
        if options["people"]:
            self._people()
        elif borough.is_loaded():
            self.stdout.write(f"The borough is loaded. Its date is {long_date(clock.today())}.")
        elif borough.is_begun():
            raise CommandError(
                "This database is filled in part. Delete it (var/demo.sqlite3) and begin again."
            )
        else:
            self._load(renders=not options["no_pdf"])

    def _load(self, *, renders: bool) -> None:
        begun = time.monotonic()
        try:
            walks = borough.load_borough(tell=self.stdout.write, renders=renders)
        except WalkStopped as stopped:
            raise CommandError(str(stopped)) from stopped
        for walk in walks:
            self.stdout.write(f"{walk.case.reference}  {walk.case.title}")
        took = round(time.monotonic() - begun)
        self.stdout.write(
            f"{len(walks)} cases in {took} seconds. The borough's date is {long_date(clock.today())}."
        )

    def _people(self) -> None:
        for body, people in people_to_show(clock.now()):
            self.stdout.write(body)
            for person in people:
                self.stdout.write(f"  {person.name}, {person.office}")
