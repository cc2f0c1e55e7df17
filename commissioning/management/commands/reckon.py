"""Counts a period of time from the command line, one at a time or many as CSV.

    python manage.py reckon CLEAR_WORK 5 2026-12-23
    python manage.py reckon CLEAR_CAL 28 2027-01-11 --back --json
    python manage.py reckon --csv < asked.csv > answered.csv

Reads no database. Exit code 1 when a single reckoning is refused; in CSV the reason stands in its row.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commissioning.rules import reckoning
from commissioning.rules.calendars import PARTS
from commissioning.rules.dates import time_in_words
from commissioning.rules.deadlines import Basis, Deadline
from commissioning.rules.refusals import Refusal


class Command(BaseCommand):
    help = "Count a period forward (when does it end) or back (how late may it begin)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("basis", nargs="?", metavar="BASIS", help=f"One of {', '.join(Basis)}.")
        parser.add_argument("n", nargs="?", metavar="N", help="How many days, months or hours.")
        parser.add_argument("start", nargs="?", metavar="START", help="ISO date, or ISO date and time.")
        parser.add_argument("--back", action="store_true", help="START is the target; count backwards.")
        parser.add_argument("--calendar", choices=tuple(PARTS), default="", help="Which bank holidays.")
        parser.add_argument("--cutoff", metavar="HH:MM", help="The last day closes at this London time.")
        parser.add_argument("--json", action="store_true", help="Answer as JSON.")
        parser.add_argument("--csv", action="store_true", help="Rows from standard input to output.")

    def handle(self, *args: object, **options) -> None:
        if options["csv"]:
            self._answer_csv()
            return
        if options["start"] is None:
            raise CommandError("Give BASIS, N and START, or --csv.")
        try:
            result = self._reckon(options)
        except Refusal as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"error": refusal.message, "code": refusal.code}))
                sys.exit(1)
            raise CommandError(str(refusal)) from refusal
        self._show(result, options)

    def _reckon(self, options) -> object:
        cut_off = reckoning.read_time(options["cutoff"]) if options["cutoff"] else None
        return reckoning.reckon(
            options["basis"],
            reckoning.read_number(options["n"]),
            options["start"],
            back=options["back"],
            calendar=options["calendar"],
            cut_off=cut_off,
        )

    def _show(self, result, options) -> None:
        asked = {
            "start": options["start"],
            "basis": options["basis"],
            "n": result.n,
            "direction": "back" if options["back"] else "forward",
            "calendar": result.calendar,
        }
        answered = reckoning.answer(result)
        if options["json"]:
            self.stdout.write(json.dumps({**asked, **answered, **_details(result)}, ensure_ascii=False))
            return
        for column, value in {**asked, **answered}.items():
            if value:
                self.stdout.write(f"{column}: {value}")
        if isinstance(result, Deadline) and result.cut_off:
            self.stdout.write(f"closes: {time_in_words(result.cut_off)}")
        self.stdout.write(result.sentence)

    def _answer_csv(self) -> None:
        rows = csv.DictReader(_without_mark(sys.stdin))
        writer = csv.DictWriter(self.stdout, reckoning.COLUMNS, lineterminator="\n")
        try:
            missing = [name for name in reckoning.NEEDED if name not in (rows.fieldnames or reckoning.NEEDED)]
            if missing:
                raise CommandError(f"The first line does not name {', '.join(missing)}. Write it like: {','.join(reckoning.ASKED)}")
            writer.writeheader()
            writer.writerows(reckoning.answer_rows(rows))
        except (csv.Error, UnicodeDecodeError) as error:
            raise CommandError(f"This is not a CSV file in UTF-8 (after line {rows.line_num}): {error}") from error


def _without_mark(lines: Iterable[str]) -> Iterator[str]:
    """The lines without the byte order mark that spreadsheet programs write before the first column."""
    for number, line in enumerate(lines):
        yield line.removeprefix("\ufeff") if number == 0 else line


def _details(result) -> dict[str, object]:
    details: dict[str, object] = {
        "counted": [day.isoformat() for day in result.counted],
        "skipped": [{"date": day.isoformat(), "reason": reason} for day, reason in result.skipped],
        "calendar_version": result.calendar_version,
        "provisional": result.provisional,
        "sentence": result.sentence,
    }
    if isinstance(result, Deadline):
        details["ends_at"] = result.ends_at.isoformat()
    return details
