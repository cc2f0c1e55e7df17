"""After a restore: erases again what had been erased after the backup was taken."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commissioning import clock
from commissioning.acts import Actor
from commissioning.services import disclosures


class Command(BaseCommand):
    help = "Replays the journal of erasures. Run it after every restore, before anybody reads the data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--journal", type=Path, help="journal file; default: setting ERASURE_JOURNAL")

    def handle(self, *args: object, **options: object) -> None:
        path = options["journal"] or Path(settings.ERASURE_JOURNAL)
        if not path.is_file():
            raise CommandError(
                f"There is no journal of erasures at {path}. Bring it from the safe place first."
            )
        with path.open() as journal:
            lines = list(journal)
        count = disclosures.replay(lines, actor=Actor.system("restore"), at=clock.now())
        self.stdout.write(f"{count} fields erased again.")
