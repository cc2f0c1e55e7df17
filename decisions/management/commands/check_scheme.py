"""Looks for gaps and double hits in the scheme of delegation, and asks every past decision again.

    python manage.py check_scheme
    python manage.py check_scheme --on 2027-04-01

Exit code 1 when something is wrong: a function that nobody has or two have, or a decision whose maker would not have
been allowed to make it under the rules in force on its day.
"""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commissioning import clock
from commissioning.rules.dates import long_date, parse_date
from commissioning.rules.refusals import Refusal
from decisions.selectors.authority import faults
from decisions.selectors.past_authority import decisions_again


class Command(BaseCommand):
    help = "Check the scheme of delegation from a day on, and every past decision against the rules of its day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", default="", help="Day from which the scheme is checked; left out, today.")

    def handle(self, *args: object, **options: str) -> None:
        try:
            on = parse_date(options["on"]) if options["on"] else clock.today()
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        found = faults(on)
        for one in found:
            self.stdout.write(one.sentence)
        if not found:
            self.stdout.write(f"The scheme has no gap and no double hit from {long_date(on)} on.")
        again = decisions_again()
        wrong = [one for one in again if not one.agrees]
        for one in wrong:
            self.stdout.write(f"{one.decision.case.reference}, {long_date(one.decision.made_on)}: {one.why}")
        self.stdout.write(f"{len(again) - len(wrong)} of {len(again)} decisions have the same decider under the rules of their day.")
        if found or wrong:
            sys.exit(1)
