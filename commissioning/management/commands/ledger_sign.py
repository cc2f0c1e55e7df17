"""Signs the log when it has grown: once, or every so many seconds as a process of its own."""

import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commissioning import clock
from commissioning.selectors.ledger_checks import Finding
from commissioning.services import checkpoints, ledger_keys, witnesses


class Command(BaseCommand):
    help = "Signs a checkpoint if the log has grown. Refuses, and raises an alarm, if the log does not fit its past."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="key file; default: setting LEDGER_KEY_FILE")
        parser.add_argument("--watch", type=float, metavar="SECONDS", help="go on signing at this interval")

    def handle(self, *args: object, **options: object) -> None:
        path = options["file"] or Path(settings.LEDGER_KEY_FILE)
        while True:
            problem = self._sign(path)
            if options["watch"] is None:
                if problem:
                    raise CommandError(problem)
                return
            if problem:
                self.stderr.write(problem)
            time.sleep(options["watch"])

    def _sign(self, path: Path) -> str:
        """Sign once; the problem in words, or nothing."""
        try:
            signed = checkpoints.sign(
                ledger_keys.open_signers(path), clock.real_now(), memory=path.with_suffix(".last")
            )
        except checkpoints.SigningRefused as refused:
            checkpoints.raise_alarm(refused, clock.now())
            return f"Not signed. {refused}"
        except (ledger_keys.UnsafeKeyFile, ValueError) as problem:
            return str(problem)
        if signed is not None:
            self.stdout.write(f"Signed {signed.size} events.")
        return self._cosign()

    def _cosign(self) -> str:
        """Ask the witnesses; one that is away is named, one that disagrees is an alarm."""
        away, alarms = witnesses.cosign_missing(witnesses.configured(), clock.real_now())
        for problem in away:
            self.stderr.write(f"Not cosigned yet by {problem}")
        if not alarms:
            return ""
        checkpoints.raise_alarm(
            checkpoints.SigningRefused([Finding(None, words) for words in alarms]), clock.now()
        )
        return f"A witness disagrees. {' '.join(alarms)}"
