"""Checks both logs and the document store whole, if possible against a checkpoint that somebody else has kept."""

import base64
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from commissioning.models import LOG1, LOGS, Log
from commissioning.rules.notes import BadNote, parse_vkey
from commissioning.selectors import document_checks, ledger_verify
from commissioning.selectors.ledger_checks import Finding
from commissioning.selectors.ledger_verify import Report

MOST = 100  # faults of documents that are told


class Command(BaseCommand):
    help = (
        "Verifies every event, opening, block, pinned row, checkpoint, key and stored document. Exits with 1 on any fault. Without "
        "--checkpoint a database owner's careful rewrite goes unseen: give a checkpoint from a witness or from print."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--checkpoint", type=Path, help="file with a signed checkpoint kept elsewhere")
        parser.add_argument("--vkey", action="append", default=[], help="verifier key to trust, from print")
        parser.add_argument("--witness", action="append", default=[], help="verifier key of a witness that is asked no more")
        parser.add_argument(
            "--without-documents", action="store_true", help="where only the database is: leave the document store out"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: object, **options: object) -> None:
        try:
            keys = [parse_vkey(text) for text in options["vkey"]]
            witnesses = [parse_vkey(text) for text in options["witness"]]
            note = options["checkpoint"].read_text() if options["checkpoint"] else None
        except (BadNote, OSError, UnicodeDecodeError) as problem:
            raise CommandError(str(problem)) from problem
        chosen = self._log_of(note)
        reports = {
            log: ledger_verify.verify_log(
                note if log is chosen else None, keys if log is chosen else (), log=log, witnesses=witnesses
            )
            for log in LOGS
        }
        faults = None if options["without_documents"] else [one for _, one in islice(document_checks.faults(), MOST)]
        if options["json"]:
            told = {log.name: _as_dict(report) for log, report in reports.items()}
            if faults is not None:
                told["documents"] = {"count": document_checks.count(), "findings": _listed(faults)}
            self.stdout.write(json.dumps({**told.pop(LOG1.name), **told}))
        else:
            for log, report in reports.items():
                self._tell(log, report)
            self._tell_documents(faults)
        if faults or not all(report.is_good for report in reports.values()):
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


    def _tell_documents(self, faults: list[Finding] | None) -> None:
        for finding in faults or []:
            self.stdout.write(str(finding))
        if faults is not None:
            state = "FAULTS FOUND" if faults else "in order"
            self.stdout.write(f"{document_checks.count()} stored documents: {state}")


def _listed(findings: Iterable[Finding]) -> list[dict[str, object]]:
    return [{"position": f.position, "what": f.what} for f in findings]


def _as_dict(report: Report) -> dict[str, object]:
    return {"size": report.size, "root": _root(report), "findings": _listed(report.findings)}


def _root(report: Report) -> str:
    return base64.b64encode(report.root).decode()
