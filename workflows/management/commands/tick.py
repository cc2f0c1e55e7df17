"""`manage.py tick [--loop]`: fires due timers, sends mail, and every ten minutes of a loop checks records and log."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from commissioning import clock
from commissioning.rules.time_sources import said
from commissioning.services.checkpoint_mail import mail_checkpoints
from commissioning.services.disclosures import finish_all
from commissioning.services.reconciliation import reconcile
from commissioning.services.time_sources import Watch
from scrutiny.services.online_petitions import forget_signers
from workflows.services.clearances import lapse_silent
from workflows.services.exempt_reviews import ask_about_exemptions
from workflows.services.notifications import notify
from workflows.services.overlays import ask_about_consultations, lift_what_is_over
from workflows.services.successions import follow
from workflows.services.tick import tick

RECONCILE_EVERY = 600  # seconds


class Command(BaseCommand):
    help = "Fire every timer whose legal moment has come."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="keep ticking until stopped")
        parser.add_argument("--every", type=float, default=15.0, help="seconds between ticks in a loop")

    def handle(self, *args: object, **options: object) -> None:
        waited, watch = 0.0, Watch()
        while True:
            fast = watch.look(clock.reading(), clock.now())
            if fast:
                self.stderr.write(f"The clock is in doubt by {said(fast)}; nothing is done early.")
            fired = tick(clock.now() - fast)
            if fired:
                self.stdout.write(f"{fired} timers fired")
            lift_what_is_over(clock.now() - fast)
            ask_about_consultations(clock.now())
            follow(clock.now() - fast)
            lapse_silent(clock.now() - fast)
            ask_about_exemptions(clock.now() - fast)
            forget_signers(clock.now())
            notify(clock.now())
            if not options["loop"]:
                return
            if waited >= RECONCILE_EVERY:
                waited = 0.0
                for finding in reconcile(clock.now()):
                    self.stderr.write(str(finding))
                mail_checkpoints(clock.now())
                finish_all()
            time.sleep(options["every"])
            waited += options["every"]
