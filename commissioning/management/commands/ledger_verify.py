"""Checks both logs whole, if possible against a checkpoint that somebody else has kept."""

import base64
import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from commissioning.models import LOG1, LOGS, Log
from commissioning.rules.notes import BadNote, parse_vkey
from commissioning.selectors import ledger_verify
from commissioning.selectors.ledger_verify import Report


class Command(BaseCommand):
    help = (
        "Verifies every event, opening, block, pinned row and checkpoint. Exits with 1 on any fault. Without "
        "--checkpoint a database owner's careful rewrite goes unseen: give a checkpoint from a witness or from print."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--checkpoint", type=Path, help="file with a signed checkpoint kept elsewhere")
        parser.add_argument("--vkey", action="append", default=[], help="verifier key to trust, from print")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: object, **options: object) -> None:
        try:
            keys = [parse_vkey(text) for text in options["vkey"]]
            note = options["checkpoint"].read_text() if options["checkpoint"] else None
        except (BadNote, OSError, UnicodeDecodeError) as problem:
            raise CommandError(str(problem)) from problem
        chosen = self._log_of(note)
        reports = {
            log: ledger_verify.verify_log(note, keys, log=log) if log is chosen else ledger_verify.verify_log(log=log)
            for log in LOGS
        }
        if options["json"]:
            told = {log.name: _as_dict(report) for log, report in reports.items()}
            self.stdout.write(json.dumps({**told.pop(LOG1.name), **told}))
        else:
            for log, report in reports.items():
                self._tell(log, report)
        if not all(report.is_good for report in reports.values()):
            sys.exit(1)

    def _log_of(self, note: str | None) -> Log:
        """The log that a checkpoint speaks of, by the origin on its first line."""
        return next((log for log in LOGS if note and note.startswith(f"{log.origin}\n")), LOG1)

    def _tell(self, log: Log, report: Report) -> None:
        name = "" if log is LOG1 else f"{log.name}: "
        for finding in report.findings:
            self.stdout.write(f"{name}{finding}")
        state = "in order" if report.is_good else "FAULTS FOUND"
        if log is LOG1 or report.size or not report.is_good:
            self.stdout.write(f"{name}{report.size} events, root {_root(report)}: {state}")


def _as_dict(report: Report) -> dict[str, object]:
    findings = [{"position": f.position, "what": f.what} for f in report.findings]
    return {"size": report.size, "root": _root(report), "findings": findings}


def _root(report: Report) -> str:
    return base64.b64encode(report.root).decode()
