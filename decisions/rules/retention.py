"""How long each kind of paper of a case is kept: the least that the law asks for, or longer where the constitution says so.

SI 2012/2089 reg 21(6) and (7) and SI 2014/2095 reg 8(3) and (4) for records of decisions and their background papers, from
the date of the decision; Local Government Act 1972 s100C(1) for papers of meetings; Procurement Act 2023 s98 for records of a
procurement, from the day of the contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commissioning.rules.constitution import RetentionRules
from commissioning.rules.dates import DAY, long_date, months_later

LAWS = {False: ("SI 2012/2089 reg 21(6)", "SI 2012/2089 reg 21(7)"), True: ("SI 2014/2095 reg 8(3)", "SI 2014/2095 reg 8(4)")}
MEETINGS_LAW = "LGA 1972 s100C(1)"
CONTRACT_LAW = "Limitation Act 1980 s5"
PROCUREMENT_LAW = "Procurement Act 2023 s98"
TRAILS = {"PERMANENT": "for good", "LONGEST_LINKED": "as long as the longest of these"}


@dataclass(frozen=True)
class Kept:
    """One kind of paper: for how long at least, until which day where that is known, and what asks for it."""

    what: str
    how_long: str
    until: date | None
    source: str


def last_day(start: date, years: int) -> date:
    """The last of a number of years that begin with a day."""
    later = months_later(start, 12 * years)
    return later - DAY if later.day == start.day else later


def kept(
    rules: RetentionRules, *, decided_on: date, of_the_council: bool = False, contract_on: date | None = None, citation: str = ""
) -> tuple[Kept, ...]:
    """Every kind of paper, in the order of the constitution, which is cited.

    `of_the_council`: an officer decided on a function of the council; `contract_on`: the day on which a contract was signed.
    """
    record_law, background_law = LAWS[of_the_council]
    decided = f"from the decision of {long_date(decided_on)}"
    signed = f"from the contract of {long_date(contract_on)}" if contract_on else "from the contract, or from the award without one"
    rows = (
        ("Decision record and reports", f"{_years(rules.record_years)} {decided}", last_day(decided_on, rules.record_years), record_law),
        ("Background papers", f"{_years(rules.background_years)} {decided}", last_day(decided_on, rules.background_years), background_law),
        ("Agendas, minutes and reports of the council and its committees", f"{_years(rules.committee_years)} from the meeting", None, MEETINGS_LAW),
        ("Contract", f"{_years(rules.contract_years)} after it ends", None, CONTRACT_LAW),
        (
            "Records of the procurement", f"{_years(rules.procurement_years)} {signed}",
            last_day(contract_on, rules.procurement_years) if contract_on else None, PROCUREMENT_LAW,
        ),
        ("Signed minutes", TRAILS[rules.signed_minutes], None, ""),
        ("Audit trail", TRAILS[rules.audit_trail], None, ""),
    )  # fmt: skip
    return tuple(Kept(what, how_long, until, "; ".join(filter(None, (law, citation)))) for what, how_long, until, law in rows)


def choices(rules: RetentionRules) -> list[tuple[str, str]]:
    """The classes under which a case is closed, by the stored code."""
    record, papers = _years(rules.record_years), _years(rules.background_years)
    return [
        ("RECORD_6_YEARS", f"Executive decision: record and report {record}, background papers {papers}"),
        ("CONTRACT", f"Decision with a contract: {_years(rules.contract_years)} after the contract ends"),
        ("PERMANENT", "Permanent: of lasting value to the borough"),
    ]


def _years(number: int) -> str:
    return f"{number} years"
