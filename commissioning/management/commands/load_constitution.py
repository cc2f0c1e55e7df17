"""Loads a council's constitution from a TOML file, or only checks it.

    python manage.py load_constitution commissioning/data/constitutions/lammas-vale-2026.toml --check

Every mistake is listed as FILE:LINE: key: what is wrong; exit code 1. A file with values “not seen” is in
order but cannot be loaded. `--check` reads no database.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commissioning import clock, ledger
from commissioning.acts import Actor
from commissioning.rules.constitution import Constitution
from commissioning.rules.constitution_toml import ConstitutionErrors, PublishedCallInSet, parse_any
from commissioning.rules.dates import long_date
from commissioning.rules.refusals import Refusal
from commissioning.services.constitutions import load


class Command(BaseCommand):
    help = "Load a constitution, or with --check only read it and list every mistake with its line."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="Only read the file.")

    def handle(self, *args: object, **options) -> None:
        path: Path = options["file"]
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}") from error
        try:
            found = parse_any(text)
        except ConstitutionErrors as errors:
            listed = "\n".join(f"{path}:{_located(error)}" for error in errors.errors)
            raise CommandError(f"{listed}\n{_mistakes(len(errors.errors))} in {path.name}.") from errors
        self.stdout.write(_summary(found))
        if not options["check"]:
            self._load(text)

    def _load(self, text: str) -> None:
        try:
            with ledger.recording():
                version = load(text=text, actor=Actor.system("load_constitution"), at=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Loaded; it applies from {long_date(version.effective_from)}.")


def _located(error) -> str:
    where = f"{error.key}: " if error.key else ""
    return f"{error.line}: {where}{error.message}"


def _mistakes(number: int) -> str:
    return "1 mistake" if number == 1 else f"{number} mistakes"


def _summary(found: Constitution | PublishedCallInSet) -> str:
    about = found.about
    since = long_date(about.effective_from) if about.effective_from else "a date not seen"
    lines = [
        f"{about.council}, version {about.version}, in force from {since}.",
        f"SHA-256 {found.sha256}",
    ]
    if found.not_seen:
        lines.append(f"Not seen, so it cannot be activated: {', '.join(found.not_seen)}.")
    elif isinstance(found, PublishedCallInSet):
        lines.append("Call-in rules only; a whole constitution is needed to activate it.")
    else:
        lines.append("Every value is known; it can be activated.")
    return "\n".join(lines)
