"""The words by which the senior management team may speak: it recommends and never decides.

Source: LGA 2000 s9E: executive functions are exercised only as the Leader arranges.
"""

import re

from commissioning.rules.refusals import Refusal

ALLOWED = re.compile(r"\b(recommend|support|not(?:e|es|ed|ing)|ask|defer)", re.IGNORECASE)
DECIDING = r"(?:approve|authori[sz]e|award|decide|resolve|adopt|grant|delegate)(?:s|d|ed)?\b"
DECIDED = r"(?:approved?|authori[sz]ed?|awarded|decided|resolved|adopted|granted|delegated)\b"
TEAM = r"(?:the\s+)?(?:ssmt|single senior management team|senior management team|team|board)"
HAS = r"(?:has\s+|have\s+|hereby\s+|unanimously\s+|formally\s+|jointly\s+|will\s+)*"
CLAIMS = (
    re.compile(rf"\b{TEAM}\s+{HAS}{DECIDING}", re.IGNORECASE),
    re.compile(rf"\b{DECIDED}\s+by\s+{TEAM}\b", re.IGNORECASE),
    re.compile(rf"(?:^|[.;:\n]\s*){HAS}{DECIDED}", re.IGNORECASE),
)


def require_wording(text: str) -> None:
    """Refuse words by which the team would decide; it recommends, supports, notes, asks or defers.

    "Recommends that Cabinet approves the award" is in order: there the Cabinet approves.
    Raises Refusal("ssmt.wording").
    """
    claim = next((found[0].strip(" .;:\n") for rule in CLAIMS if (found := rule.search(text))), "")
    if claim or not ALLOWED.search(text):
        quoted = f"“{claim}” says that the team decides. " if claim else ""
        raise Refusal(
            "ssmt.wording",
            f"{quoted}The team recommends, supports, does not support, notes, asks or defers. Use one of these words.",
            "LGA 2000 s9E",
        )
