"""Demo mode only: words for the empty parts of a draft, so that a visitor can walk a whole case within minutes.

A proposal has up to 23 sections; nobody types them all to see how a decision travels. What is filled in says that it is
an example, is saved by the person at the keyboard through the same services as typed words, and never replaces anything.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from commissioning.models import Case
from commissioning.rules.sections import pages_for
from commissioning.rules.tracks import Track
from commissioning.selectors.drafts import latest_of
from commissioning.selectors.evidence_packs import pack_content
from commissioning.selectors.proposals import council_keys
from commissioning.selectors.tracks import question_of
from workflows.services.case_files import FOLDER, SHARED

FILE = FOLDER.parent / "examples.toml"
LETTERS = {"S": ("sources", "source"), "I": ("indicators", "indicator"), "C": ("claims", "claim")}
WITHOUT_ESTIMATE = 100_000_00
Parts = list[tuple[str, dict[str, Any]]]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def empty_pack_parts(case: Case) -> Parts:
    """The parts of the evidence pack that nobody has begun, with example words, in the order in which to save them."""
    words = _read(FILE)["pack"]
    content = pack_content(case)
    parts: Parts = [] if "about" in latest_of(case, "pack") else [("about", words["about"])]
    return parts + [(letter, words[name]) for letter, (rows, name) in LETTERS.items() if not content[rows]]


def empty_sections(case: Case, today: date) -> Parts:
    """The sections of the proposal that nobody has begun, with example words and sums that tie."""
    words = {**_read(FOLDER / SHARED)["proposal"], **_read(FILE)["proposal"]}
    begun = latest_of(case, "proposal")
    asked = [page.code for page in pages_for(Track(case.track)) if page.code not in begun]
    return [
        (code, words[code] | (_finance(case, today) if code == "FINANCE" else {})) for code in asked if code in words
    ]


def _finance(case: Case, today: date) -> dict[str, Any]:
    """The first estimate as the cost of the next financial year: half the council's, the rest shared equally."""
    question = question_of(case)
    total = question.estimate if question else WITHOUT_ESTIMATE
    first = today.year + (today.month >= 4)
    line = {"year": f"{first}/{(first + 1) % 100:02}", "kind": "REVENUE"}
    paid = dict(_shares(case, total))
    return {
        "costs": [
            {"label": "The joint service", **line, "pence": total, "basis": "ILLUSTRATIVE", "basis_note": "Made up"}
        ],
        "contributions": [{"agency": agency, **line, "pence": pence} for agency, pence in paid.items()],
        "shares": [],
    }


def _shares(case: Case, total: int) -> Iterator[tuple[str, int]]:
    partners = [expected.organisation.key for expected in case.expected_agencies.select_related("organisation")]
    each = total // 2 // len(partners) if partners else 0
    yield council_keys()[0], total - each * len(partners)
    for key in partners:
        yield key, each
