"""Takes one case file through the whole path under a simulated clock, in one process.

    python manage.py walk_case my-case.toml --out walked
    python manage.py walk_case my-case.toml --until clearance

Every act goes through the same services and the same desk as the pages, at the moment that the file gives; timers
between two acts fire at their own moment. In an empty database the people of the demonstration borough are loaded
first. Exit codes: 0 walked; 1 a step was refused (with reason, source and the earliest lawful date) or cannot be done;
2 the file has mistakes (each with its line and key), and nothing was stored. The format is explained on the page
"Case files" of the product and in `commissioning/rules/case_file.py`.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test import Client

from commissioning import documents
from commissioning.models import User
from commissioning.rules.case_file import CaseFile, CaseFileErrors
from commissioning.rules.stages import DONE, STAGES, present
from decisions.models import RecordFile
from scrutiny.selectors.stages import case_stages
from workflows.services import borough
from workflows.services.case_files import read_known
from workflows.services.walk import Walk, WalkStopped, run_on, walk_together

UI = Path(settings.BASE_DIR) / "commissioning" / "static" / "ui"


class Command(BaseCommand):
    help = "Walk a case file through every act, print each with its date and reason, write record and public page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the case file (TOML)")
        parser.add_argument("--until", choices=[stage.key for stage in STAGES], help="stop at this stage")
        parser.add_argument(
            "--out", type=Path, help="folder for the record as PDF and the public page as HTML"
        )

    def handle(
        self, *args: object, file: Path, until: str | None, out: Path | None, **options: object
    ) -> None:
        self._require_tables()
        told = self._read(file)
        self._require_own_database()
        if not borough.is_begun():
            borough.load_people(tell=self.stdout.write)
        walk = self._walk(told, until, renders=out is not None)
        if out is not None:
            self._write(walk, out)
        walk.case.refresh_from_db()
        states = case_stages(walk.case, walk.done[-1].at)
        where = present(states)
        self.stdout.write(
            f"{walk.case.reference}: {len(walk.done)} steps; now at: {where.name if where else 'ended'}"
        )

    def _read(self, path: Path) -> CaseFile:
        """The file without mistakes; nothing has been written yet when it has some."""
        try:
            file = read_known(path, borough.known_keys())
        except FileNotFoundError as problem:
            raise CommandError(f"There is no file {path}. Give the path of a case file.", returncode=2) from problem
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"{path} cannot be read: {problem}", returncode=2) from problem
        except CaseFileErrors as mistakes:
            count = "1 mistake" if len(mistakes.errors) == 1 else f"{len(mistakes.errors)} mistakes"
            raise CommandError(
                f"{mistakes}\n{count} in {path.name}; nothing was stored.", returncode=2
            ) from mistakes
        return file

    def _require_tables(self) -> None:
        """A database without tables gets them in the demonstration; elsewhere the operator is told what to do."""
        if User._meta.db_table in connection.introspection.table_names():
            return
        if not settings.DEMO_MODE:
            raise CommandError("This database has no tables yet. Run: manage.py migrate")
        self.stdout.write("Making the database of the demonstration.")
        call_command("migrate", verbosity=0)

    def _require_own_database(self) -> None:
        """A walk acts in the names of people, so it only runs where all of them are invented."""
        invented = f"@{borough.described()['domain']}"
        if not settings.DEMO_MODE and User.objects.exclude(email__endswith=invented).exists():
            raise CommandError("Real people use this database. Walk the case in an empty one.")

    def _walk(self, file: CaseFile, until: str | None, *, renders: bool) -> Walk:
        def stop(walk: Walk, at: datetime) -> bool:
            return until is not None and is_at(walk, until, at)

        try:
            walk = walk_together([file], tell=self.stdout.write, renders=renders, stop=stop)[0]
            if until is not None:
                run_on(walk, stop=stop, tell=self.stdout.write)
        except WalkStopped as stopped:
            raise CommandError(f"Stopped. {stopped}") from stopped
        if until is not None and not walk.is_stopped:
            raise CommandError(f"The file ends before the stage {until} is reached.")
        return walk

    def _write(self, walk: Walk, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for stored in RecordFile.objects.filter(record__case=walk.case).select_related("document"):
            (folder / stored.document.name).write_bytes(documents.read(stored.document))
            self.stdout.write(f"written: {folder / stored.document.name}")
        page = public_page(walk.case.reference)
        if page is None:
            self.stdout.write("The case has nothing public yet, so there is no public page.")
            return
        shutil.copytree(UI, folder / "ui", dirs_exist_ok=True)
        (folder / "case.html").write_text(page.replace(f"{settings.STATIC_URL}ui/", "ui/"), encoding="utf-8")
        self.stdout.write(f"written: {folder / 'case.html'}")


def is_at(walk: Walk, stage: str, at: datetime) -> bool:
    """Whether the case stands at a stage, or has been through it."""
    walk.case.refresh_from_db()
    states = case_stages(walk.case, at)
    where = present(states)
    return (where is not None and where.key == stage) or any(
        s.key == stage and s.state == DONE for s in states
    )


def public_page(reference: str) -> str | None:
    """The page that a resident would get, or None where a resident would get nothing."""
    hosts = [host for host in settings.ALLOWED_HOSTS if host not in ("*", "testserver")]
    answer = Client(SERVER_NAME=hosts[0] if hosts else "localhost").get(
        f"/register/{reference}/", secure=True
    )
    return answer.content.decode() if answer.status_code == 200 else None
