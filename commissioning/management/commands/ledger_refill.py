"""After a loss of the database: puts entries back that the mirror holds and the log has lost."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from commissioning import clock
from commissioning.acts import Act, Actor, Standing
from commissioning.models import LOGS
from commissioning.rules.notes import BadNote, parse_vkey
from commissioning.services import mirror


class Command(BaseCommand):
    help = (
        "Refills both logs from their mirror, after a restore and before anybody signs. What the entries commit to "
        "stays lost; the loss is an event. The verifier key comes from print, not from this database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the mirror (setting LEDGER_MIRROR of the signer)")
        parser.add_argument("--vkey", action="append", required=True, help="verifier key to trust, one for each log")

    def handle(self, *args: object, **options: object) -> None:
        act = Act(Actor.system("restore"), Standing(capacity="system"), clock.now())
        try:
            keys = [parse_vkey(text) for text in options["vkey"]]
            for log in reversed(LOGS):
                if (options["folder"] / log.name).is_dir():
                    count = mirror.refill(options["folder"], keys, act, log)
                    self.stdout.write(f"{log.name}: {count} entries put back.")
        except (BadNote, mirror.MirrorUnfit) as problem:
            raise CommandError(str(problem)) from problem
