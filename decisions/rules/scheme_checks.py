"""What is wrong with a scheme of delegation: gaps, double hits, and lines of offices that may not hold the power.

Source: LGA 2000 s9E; LGA 1972 s101.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commissioning.rules.dates import long_date
from decisions.rules.delegations import Delegation, Key, why_unlawful


@dataclass(frozen=True)
class Finding:
    """One fault of the scheme: its code, the function and office it is about, and what is wrong."""

    code: str
    function: str
    office: Key
    why: str


def check_scheme(
    scheme: Sequence[Delegation], *, on: date, portfolios: Iterable[Key] = (), vacant: Iterable[Key] = ()
) -> tuple[Finding, ...]:
    """Every gap and every double hit of a scheme from a day on.

    A gap: a portfolio without a line in force, a function that has an interval or an end without a successor, a line
    whose office nobody holds or may not hold the power. A double hit: two lines of one function, both for members or both
    for officers, that are in force on the same day; an officer's line below a member's is none, because both may decide.
    """
    named = {row.office for row in scheme if row.live(on)}
    found = [
        Finding("PORTFOLIO_WITHOUT_LINE", "", office, "No line in force names this portfolio; the Cabinet decides.")
        for office in portfolios
        if office not in named
    ]
    empty = set(vacant)
    for row in scheme:
        if row.ends_on is not None and row.ends_on < row.starts_on:
            found.append(Finding("NEVER_IN_FORCE", row.function, row.office, "The line ends before it begins."))
        elif row.live(on) and (unlawful := why_unlawful(row.maker)):
            found.append(Finding("UNLAWFUL", row.function, row.office, unlawful))
        elif row.live(on) and row.office in empty:
            found.append(Finding("VACANT", row.function, row.office, f"Nobody holds the office; {_else(row)}."))
    for function, officers in dict.fromkeys((row.function, row.is_officers) for row in scheme):
        rows = [row for row in scheme if (row.function, row.is_officers) == (function, officers)]
        found += _along(function, sorted(rows, key=lambda row: row.starts_on), on)
    return tuple(found)


def _else(row: Delegation) -> str:
    """Who decides where a line gives nobody the power."""
    return "the Cabinet decides" if row.executive else "the council or its committee decides"


def _nobody(row: Delegation) -> str:
    return "No officer" if row.is_officers else "Nobody"


def _along(function: str, rows: Sequence[Delegation], on: date) -> Iterable[Finding]:
    """Overlaps, intervals and an open end along the time of one function."""
    covered: Delegation | None = None
    for row in rows:
        if covered is not None:
            if covered.ends_on is None or row.starts_on <= covered.ends_on:
                last = min(filter(None, (covered.ends_on, row.ends_on)), default=None)
                if last is None or last >= on:
                    until = f" until {long_date(last)}" if last else ""
                    yield Finding(
                        "TWICE", function, row.office, f"Two lines are in force from {long_date(row.starts_on)}{until}."
                    )
            elif row.starts_on > covered.ends_on + timedelta(days=1) and row.starts_on > on:
                gap = f"from {long_date(covered.ends_on + timedelta(days=1))} to {long_date(row.starts_on - timedelta(days=1))}"
                yield Finding("INTERVAL", function, row.office, f"{_nobody(row)} has this function {gap}.")
        if covered is None or (covered.ends_on is not None and (row.ends_on is None or row.ends_on > covered.ends_on)):
            covered = row
    if covered is not None and covered.ends_on is not None:
        why = f"{_nobody(covered)} has this function after {long_date(covered.ends_on)}; {_else(covered)}."
        yield Finding("ENDS", function, covered.office, why)
