"""After a restore: erases again what had been erased after the backup was taken."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commissioning import clock
from commissioning.acts import Actor
from commissioning.services import disclosures, erasure_journal


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
        lines = list(erasure_journal.lines(path))
        fields, papers = disclosures.replay(lines, actor=Actor.system("restore"), at=clock.now())
        self.stdout.write(f"{fields} fields and {papers} documents erased again.")
