"""Makes a backup of database, documents, checkpoint and journal of erasures."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from commissioning import clock
from commissioning.services import backups


class Command(BaseCommand):
    help = "Writes a backup into a new folder. The signing key is not in it: keep that separately."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        try:
            manifest = backups.backup(options["folder"], clock.real_now())
        except backups.BackupFailed as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{len(manifest['files'])} files, {manifest['events']} events.")
