"""Makes, rotates and closes the keys that sign the two logs."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commissioning import clock, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import LOGS
from commissioning.services import ledger_keys


class Command(BaseCommand):
    help = (
        "Makes a signing key for each log and prints their verifier keys, which belong into print (constitution, "
        "auditor's letter), not only on this site. Again: a further key; both sign until --close names the older one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="key file; default: setting LEDGER_KEY_FILE")
        parser.add_argument("--close", metavar="VKEY", help="stop signing with this key")
        parser.add_argument("--if-none", action="store_true", help="do nothing when there is a key that signs this log")

    def handle(self, *args: object, **options: object) -> None:
        path = options["file"] or Path(settings.LEDGER_KEY_FILE)
        act = Act(Actor.system("signer"), Standing(capacity="system"), clock.now())
        try:
            for log in LOGS:
                if options["close"]:
                    if log.keys.objects.filter(vkey=options["close"]).exists() or log is LOGS[-1]:
                        with ledger.recording():
                            ledger_keys.close_key(options["close"], act, log)
                        return
                elif not (options["if_none"] and path.exists() and ledger_keys.open_signers(path, log)):
                    with ledger.recording():
                        self.stdout.write(str(ledger_keys.make_key(path, act, log)))
        except (ledger_keys.UnsafeKeyFile, ValueError) as problem:
            raise CommandError(str(problem)) from problem
