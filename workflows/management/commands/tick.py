"""`manage.py tick [--loop]`: fires due timers, then sends mail; run one of it, every minute or in a loop."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from commissioning import clock
from workflows.services.notifications import notify
from workflows.services.tick import tick


class Command(BaseCommand):
    help = "Fire every timer whose legal moment has come."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="keep ticking until stopped")
        parser.add_argument("--every", type=float, default=15.0, help="seconds between ticks in a loop")

    def handle(self, *args: object, **options: object) -> None:
        while True:
            fired = tick(clock.now())
            if fired:
                self.stdout.write(f"{fired} timers fired")
            notify(clock.now())
            if not options["loop"]:
                return
            time.sleep(options["every"])
