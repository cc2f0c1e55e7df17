"""`manage.py export_bpmn DIR`: writes every chart as a BPMN 2.0 file with diagram."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from workflows.bpmn import CHARTS, export, file_name


class Command(BaseCommand):
    help = "Write every chart as a BPMN 2.0 file with diagram into DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")

    def handle(self, *args: object, **options: object) -> None:
        folder: Path = options["dir"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise CommandError(f"Cannot make the folder {folder}: {problem.strerror}") from problem
        for flow_class in CHARTS:
            (folder / file_name(flow_class)).write_bytes(export(flow_class))
            self.stdout.write(f"{folder / file_name(flow_class)}: {flow_class.process_title}")
