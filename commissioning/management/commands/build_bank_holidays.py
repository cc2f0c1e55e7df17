"""Builds the bank-holiday data file from the two libraries that are pinned in the requirements.

Run by a maintainer after one of them was updated; the result is committed, so that production reads a
file whose changes were seen by a person, and needs no network. Days of the GOV.UK list that the file
already had keep the date since which they were known.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import holidays
from django.core.management.base import BaseCommand

from commissioning.rules.calendars import COVERS_FROM, COVERS_TO, OFFICIAL_FROM, PROVISIONAL_FROM

COLUMNS = ("date", "part", "name", "known_since", "known_until", "source")
DIVISIONS = {
    "england-and-wales": ("ENG", "WLS"),
    "scotland": ("SCT",),
    "northern-ireland": ("NIR",),
}
GOVUK = "GOV.UK bank holidays (govuk-bank-holidays 0.19), OGL v3"
LIBRARY = f"holidays {holidays.__version__}, computed"
# Proclaimed after the GOV.UK snapshot was taken.
PROCLAIMED = [
    (
        "2026-06-15",
        "SCT",
        "Bank holiday for the FIFA World Cup",
        "",
        "",
        f"Proclaimed for Scotland only; {LIBRARY}",
    )
]


class Command(BaseCommand):
    help = "Rebuild commissioning/data/bank_holidays.csv from govuk-bank-holidays and holidays."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--to", type=Path, help="Write here instead of over the shipped file.")

    def handle(self, *args: object, **options: object) -> None:
        shipped = Path(str(files("commissioning.data").joinpath("bank_holidays.csv")))
        target = options["to"] or shipped
        rows = build(_kept(shipped))
        with Path(target).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(rows)
        self.stdout.write(f"{len(rows)} bank holidays written to {target}.")


def build(kept: dict[tuple[str, str], tuple[str, ...]]) -> list[tuple[str, ...]]:
    """All rows in order; `kept` holds the rows that are already in the file, by day and part."""
    rows = {(row[0], row[1]): row for row in [*_official(), *_computed(), *PROCLAIMED]}
    for key, old in kept.items():
        if key not in rows and old[4]:
            rows[key] = old
        elif key in rows and old[3]:
            rows[key] = (*rows[key][:3], *old[3:])
    return [rows[key] for key in sorted(rows)]


def _official() -> Iterator[tuple[str, ...]]:
    text = files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text(encoding="utf-8")
    for division, content in json.loads(text).items():
        for part in DIVISIONS[division]:
            for event in content["events"]:
                note = f", {event['notes'].lower()}" if event["notes"] else ""
                yield (event["date"], part, event["title"] + note, "", "", GOVUK)


def _computed() -> Iterator[tuple[str, ...]]:
    years = [
        year
        for year in range(COVERS_FROM.year, COVERS_TO.year + 1)
        if year < OFFICIAL_FROM.year or year >= PROVISIONAL_FROM.year
    ]
    for part in ("ENG", "WLS", "SCT", "NIR"):
        for day, name in holidays.country_holidays("GB", subdiv=part, years=years).items():
            if day.weekday() < 5 and COVERS_FROM <= day <= COVERS_TO:
                yield (day.isoformat(), part, name, "", "", LIBRARY)


def _kept(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(stream)]
    for row in rows:
        date.fromisoformat(row[0])
    return {(row[0], row[1]): row for row in rows}
