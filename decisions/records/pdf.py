"""The record as a page for print: its HTML, with the fonts inside, so that nothing is fetched while rendering."""

import base64
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from commissioning.rules.deadlines import Deadline
from commissioning.selectors.proof_state import newest_proof
from decisions.models import DecisionRecord

FONTS = Path(__file__).resolve().parent.parent.parent / "commissioning/static/ui/fonts"


@cache
def font_faces() -> str:
    """Noto Sans as data addresses."""
    faces = []
    for weight in (400, 700):
        for part, span in (("latin", "U+0000-00FF,U+2000-206F,U+20AC,U+2212"), ("latin-ext", "U+0100-02FF,U+1E00-1EFF")):
            data = base64.b64encode((FONTS / f"noto-sans-{part}-{weight}.woff2").read_bytes()).decode()
            faces.append(
                f"@font-face{{font-family:'Noto Sans';font-weight:{weight};unicode-range:{span};"
                f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
            )
    return "".join(faces)


def record_html(record: DecisionRecord) -> str:
    """The whole document of one record, from its frozen content; size and root of the log go into
    print, so that every copy on paper is a witness."""
    deadline = record.call_in.get("deadline")
    return render_to_string(
        "decisions/records/decision_record.html",
        {
            "record": record,
            "content": record.content,
            "window": Deadline.from_dict(deadline) if deadline else None,
            "council": settings.COUNCIL_NAME,
            "fonts": font_faces(),
            "log": newest_proof(),
        },
    )
