"""Checks the whole log, if possible against a checkpoint that somebody else has kept."""

import base64
import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from commissioning.rules.notes import BadNote, parse_vkey
from commissioning.selectors import ledger_verify


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
        report = ledger_verify.verify_log(note, keys)
        root = base64.b64encode(report.root).decode()
        if options["json"]:
            findings = [{"position": f.position, "what": f.what} for f in report.findings]
            self.stdout.write(json.dumps({"size": report.size, "root": root, "findings": findings}))
        else:
            for finding in report.findings:
                self.stdout.write(str(finding))
            self.stdout.write(
                f"{report.size} events, root {root}: {'in order' if report.is_good else 'FAULTS FOUND'}"
            )
        if not report.is_good:
            sys.exit(1)
