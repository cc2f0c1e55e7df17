"""Which constitution applies: the one a case is pinned to, or the one in force on a day."""

from datetime import date
from functools import lru_cache
from importlib.resources import files

from django.db.models import QuerySet

from commissioning.models import Case, ConstitutionProposal, ConstitutionVersion
from commissioning.rules.calendars import Calendar
from commissioning.rules.constitution import Constitution
from commissioning.rules.constitution_toml import PublishedCallInSet, parse, parse_call_in_set
from commissioning.rules.constitution_words import Line, lines
from commissioning.rules.refusals import Refusal
from commissioning.selectors.calendars import live


@lru_cache(maxsize=32)
def _parsed(pk: int, sha256: str) -> Constitution:
    return parse(ConstitutionVersion.objects.get(pk=pk).text)


def constitution_of(case: Case) -> Constitution:
    """The frozen parameters that govern the case; kept per process by version, never by "current"."""
    version = case.constitution
    return _parsed(version.pk, version.sha256)


def version_in_force(day: date) -> ConstitutionVersion:
    """The newest version effective on the day; raises Refusal("constitution.none") when none is loaded."""
    version = (
        ConstitutionVersion.objects.filter(effective_from__lte=day).order_by("-effective_from", "-pk").first()
    )
    if version is None:
        raise Refusal(
            "constitution.none", "No constitution is in force on that day. Ask an administrator to load one."
        )
    return version


def constitution_in_force(day: date) -> Constitution:
    """The parameters in force on a day."""
    version = version_in_force(day)
    return _parsed(version.pk, version.sha256)


def calendar_for(constitution: Constitution, name: str = "england") -> Calendar:
    """The named calendar as it stands, with the council's own closure days."""
    return constitution.calendar(live(name))


def parsed(version: ConstitutionVersion) -> Constitution:
    """The parameters of one stored version."""
    return _parsed(version.pk, version.sha256)


def versions() -> QuerySet[ConstitutionVersion]:
    """Every version ever loaded, the newest first."""
    return ConstitutionVersion.objects.defer("text").order_by("-effective_from", "-pk")


def waiting_change() -> ConstitutionProposal | None:
    """The proposed change that waits for a second administrator."""
    return ConstitutionProposal.objects.filter(closed_at__isnull=True).select_related("proposed_by").first()


def open_cases() -> QuerySet[Case]:
    """Cases under way, each with the version that governs it to its end whatever is loaded later."""
    return (
        Case.objects.filter(closed_at__isnull=True)
        .select_related("constitution")
        .defer("constitution__text")
        .order_by("year", "number")
    )


@lru_cache(maxsize=1)
def published_sets() -> dict[str, PublishedCallInSet]:
    """Call-in rules of other councils as they published them, by file name, in order of council."""
    found = {
        entry.name.removesuffix(".toml"): parse_call_in_set(entry.read_text(encoding="utf-8"))
        for entry in files("commissioning.data.constitutions.call_in").iterdir()
        if entry.name.endswith(".toml")
    }
    return dict(sorted(found.items(), key=lambda item: (item[1].about.council, item[0])))


def parts_of(whole: Constitution | PublishedCallInSet) -> dict[str, list[Line]]:
    """Every number in words, by the part of the constitution it belongs to."""
    parts: dict[str, list[Line]] = {}
    for line in lines(whole):
        parts.setdefault(line.part, []).append(line)
    return parts
