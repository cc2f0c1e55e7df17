"""Which constitution applies: the one a case is pinned to, or the one in force on a day."""

from datetime import date
from functools import lru_cache

from commissioning.models import Case, ConstitutionVersion
from commissioning.rules.calendars import Calendar
from commissioning.rules.constitution import Constitution
from commissioning.rules.constitution_toml import parse
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
