"""Restores a backup into an empty database and verifies it at once."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from commissioning.selectors import ledger_verify
from commissioning.services import backups

NEXT = """Before anybody uses this site:
1. Replay erasures from the newest journal: manage.py ledger_replay_erasures --journal FILE
2. Compare with the newest checkpoint that a witness or the auditor holds: manage.py ledger_verify --checkpoint FILE
   If that checkpoint is larger than this log, the log has lost events: do not sign it. Put them back from the mirror:
   manage.py ledger_refill FOLDER --vkey KEY. Where there is no mirror, open a new log."""


class Command(BaseCommand):
    help = "Restores a backup into an empty database, verifies it, and says what to do next."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        folder: Path = options["folder"]
        try:
            manifest = backups.restore(folder)
        except backups.BackupFailed as problem:
            raise CommandError(str(problem)) from problem
        kept = folder / backups.CHECKPOINT
        report = ledger_verify.verify_log(kept.read_text() if kept.is_file() else None)
        for finding in report.findings:
            self.stdout.write(str(finding))
        self.stdout.write(f"{report.size} of {manifest['events']} events restored.")
        self.stdout.write(NEXT)
        if not report.is_good or report.size < manifest["events"]:
            sys.exit(1)
