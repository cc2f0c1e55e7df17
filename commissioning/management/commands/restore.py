"""Restores a backup into an empty database and verifies it at once: both logs, and the bytes of every document."""

import sys
from argparse import ArgumentParser
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from commissioning.models import ACCESS1
from commissioning.rules.notes import BadNote, parse_vkey
from commissioning.selectors import document_checks, ledger_verify
from commissioning.services import backups

MOST = 100  # faults of documents that are told
NEXT = """Before anybody uses this site:
1. Replay erasures from the newest journal: manage.py ledger_replay_erasures --journal FILE
2. Compare with the newest checkpoint that a witness or the auditor holds: manage.py ledger_verify --checkpoint FILE
   If that checkpoint is larger than this log, the log has lost events: do not sign it. Put them back from the mirror:
   manage.py ledger_refill FOLDER --vkey KEY. Where there is no mirror, open a new log."""


class Command(BaseCommand):
    help = "Restores a backup into an empty database, verifies it, and says what to do next."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--witness", action="append", default=[], help="verifier key of a witness that is asked no more")

    def handle(self, *args: object, **options: object) -> None:
        folder: Path = options["folder"]
        try:
            witnesses = [parse_vkey(text) for text in options["witness"]]
            manifest = backups.restore(folder)
        except (BadNote, backups.BackupFailed) as problem:
            raise CommandError(str(problem)) from problem
        kept = folder / backups.CHECKPOINT
        note = kept.read_text() if kept.is_file() else None
        report = ledger_verify.verify_log(note, witnesses=witnesses)
        readings = ledger_verify.verify_log(log=ACCESS1, witnesses=witnesses)
        documents = (fault for _, fault in document_checks.faults())
        found = [*report.findings, *readings.findings, *islice(documents, MOST)]
        for finding in found:
            self.stdout.write(str(finding))
        self.stdout.write(f"{report.size} of {manifest['events']} events restored, {_counted(document_checks.count())} compared.")
        self.stdout.write(NEXT)
        if found or report.size < manifest["events"]:
            sys.exit(1)


def _counted(documents: int) -> str:
    return f"{documents} document{'' if documents == 1 else 's'}"
