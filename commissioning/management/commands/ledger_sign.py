"""Signs the two logs when they have grown: once, or every so many seconds as a process of its own."""

import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commissioning import clock
from commissioning.models import LOG1, LOGS, Log
from commissioning.selectors.ledger_checks import Finding
from commissioning.services import checkpoints, ledger_keys, mirror, witnesses


class Command(BaseCommand):
    help = "Signs a checkpoint if the log has grown. Refuses, and raises an alarm, if the log does not fit its past."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="key file; default: setting LEDGER_KEY_FILE")
        parser.add_argument("--watch", type=float, metavar="SECONDS", help="go on signing at this interval")

    def handle(self, *args: object, **options: object) -> None:
        path = options["file"] or Path(settings.LEDGER_KEY_FILE)
        while True:
            problem = " ".join(filter(None, [self._sign(path, log) for log in LOGS]))
            if options["watch"] is None:
                if problem:
                    raise CommandError(problem)
                return
            if problem:
                self.stderr.write(problem)
            time.sleep(options["watch"])

    def _sign(self, path: Path, log: Log) -> str:
        """Sign one log once; the problem in words, or nothing. A log that is still empty needs no key."""
        memory = path.with_suffix(".last") if log is LOG1 else path.with_name(f"{path.stem}-{log.name}.last")
        try:
            signers = ledger_keys.open_signers(path, log)
            if log is not LOG1 and not signers and not log.index.objects.exists():
                return ""
            signed = checkpoints.sign(signers, clock.real_now(), memory=memory, log=log)
        except checkpoints.SigningRefused as refused:
            checkpoints.raise_alarm(refused, clock.now())
            return f"Not signed. {refused}"
        except (ledger_keys.UnsafeKeyFile, ValueError) as problem:
            return str(problem)
        if signed is not None:
            self.stdout.write(f"Signed {signed.size} events{'' if log is LOG1 else f' of {log.name}'}.")
        self._copy(log)
        return self._cosign() if log is LOG1 else ""

    def _copy(self, log: Log) -> None:
        """Bring the mirror up to date; storage that is away stops nothing and is named."""
        if settings.LEDGER_MIRROR is None:
            return
        try:
            mirror.copy_new(settings.LEDGER_MIRROR, log)
        except (OSError, mirror.MirrorUnfit) as problem:
            self.stderr.write(f"Not mirrored. {problem}")

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
