"""What may stand on each page of a proposal draft, and the checks that a single page can answer for."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from commissioning.rules.money import require_whole_shares
from commissioning.rules.proposals import EQUALITY_STATES, PRINCIPLES, RATINGS
from commissioning.rules.refusals import Refusal
from commissioning.rules.sections import TITLES
from commissioning.rules.shapes import SHORT, Check, Rows, flag, like, settle, table, text, whole, word

BASIS = word("REAL", "DERIVED", "ILLUSTRATIVE")
YEAR = like(r"20\d\d/\d\d", "2026/27")
AGENCY = like(r"[a-z0-9-]{1,50}", "the short key of an agency")
KIND = word("REVENUE", "CAPITAL")
GROUPS = (
    "Age",
    "Disability",
    "Gender reassignment",
    "Marriage and civil partnership",
    "Pregnancy and maternity",
    "Race",
    "Religion or belief",
    "Sex",
    "Sexual orientation",
    "Socio-economic",
    "Carers",
    "Care experience",
)
PLAIN: Mapping[str, Check | Rows] = {"text": text()}
SHAPES: Mapping[str, Mapping[str, Check | Rows]] = {
    "RECOMMENDATIONS": {"items": Rows({"text": text(4000), "operative": flag(True)})},
    "CRITERIA": {
        "items": Rows({"key": like(r"K\d{1,2}", "K1"), "title": text(200), "weight": whole(0, 100)}, most=12)
    },
    "OPTIONS": {
        "text": text(),
        "items": Rows(
            {
                "key": like(r"O\d{1,2}", "O1"),
                "title": text(200),
                "kind": word("DO_NOTHING", "DO_MINIMUM", "OPTION"),
                "description": text(4000),
                "preferred": flag(),
                "rejected_reason": text(4000),
                "scores": table(r"K\d{1,2}", whole(0, 5)),
            },
            most=12,
        ),
    },
    "FINANCE": {
        "text": text(),
        "costs": Rows(
            {
                "label": text(200),
                "year": YEAR,
                "kind": KIND,
                "pence": whole(),
                "basis": BASIS,
                "basis_note": text(SHORT),
            }
        ),
        "contributions": Rows({"agency": AGENCY, "year": YEAR, "kind": KIND, "pence": whole()}),
        "shares": Rows({"agency": AGENCY, "share": like(r"\d{1,3}\.\d\d", "33.34")}, most=20),
    },
    "EQUALITY": {
        "text": text(),
        "status": word("", *EQUALITY_STATES),
        "reason": text(4000),
        "agreed_by": text(200),
        "impacts": Rows(
            {
                "group": word(*GROUPS),
                "effect": word("POSITIVE", "NEUTRAL", "NEGATIVE", "UNKNOWN"),
                "evidence": text(2000),
                "mitigation": text(2000),
            },
            most=len(GROUPS),
        ),
    },
    "RISKS": {
        "text": text(),
        "items": Rows(
            {
                "description": text(2000),
                "owner": text(200),
                "likelihood": whole(1, 5),
                "impact": whole(1, 5),
                "controls": text(2000),
                "residual_likelihood": whole(1, 5),
                "residual_impact": whole(1, 5),
            }
        ),
    },
    "PRINCIPLES": {
        "answers": Rows(
            {
                "code": word(*PRINCIPLES),
                "rating": word("", *RATINGS),
                "narrative": text(4000),
                "evidence": text(SHORT),
                "mitigation": text(4000),
            },
            most=len(PRINCIPLES),
        )
    },
    "EVIDENCE": {"items": Rows({"claim": like(r"C\d{1,3}", "C1"), "statement": text(2000)})},
}


def settle_section(code: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """The value of one page in settled form.

    Raises Refusal("draft.unreadable") for wrong shapes, Refusal("draft.twice") where a key must stand once,
    Refusal("money.shares") for savings shares that do not add up to 100.00.
    """
    settled = settle(SHAPES.get(code, PLAIN), value, TITLES[code])
    for rows, key in ROWS_ONCE.get(code, ()):
        _require_once(settled[rows], key, TITLES[code])
    if code == "FINANCE" and settled["shares"]:
        require_whole_shares({row["agency"]: Decimal(row["share"]) for row in settled["shares"]})
    if code == "FINANCE":
        _require_real_years(settled)
    return settled


ROWS_ONCE = {
    "CRITERIA": (("items", "key"),),
    "OPTIONS": (("items", "key"),),
    "EQUALITY": (("impacts", "group"),),
    "PRINCIPLES": (("answers", "code"),),
    "FINANCE": (("shares", "agency"),),
}


def _require_once(rows: list[dict[str, Any]], key: str, where: str) -> None:
    seen: set[str] = set()
    for row in rows:
        if row[key] in seen:
            raise Refusal("draft.twice", f"{where}: “{row[key]}” stands twice. Keep one of the two.")
        seen.add(row[key])


def is_financial_year(year: str) -> bool:
    """Whether "2026/27" names two years that follow each other."""
    return (int(year[2:4]) + 1) % 100 == int(year[5:])


def _require_real_years(settled: Mapping[str, Any]) -> None:
    for row in (*settled["costs"], *settled["contributions"]):
        if not is_financial_year(row["year"]):
            raise Refusal(
                "draft.unreadable", f"“{row['year']}” is not a financial year. Write it like 2026/27."
            )
