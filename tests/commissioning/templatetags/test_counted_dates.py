"""No counted date stands on a page without its count: whatever shows one opens the days and the law beside it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3] / "templates"
# A date that a count has given, and a date by which somebody must act.
COUNTED = re.compile(
    r"(?:\{\{|\{%)[^{}]*?\b([a-z_][\w.]*)\.(?:earliest|matures_on|matures_at|latest|latest_working|next_working|window_ends)\|\w+_govuk"
)
ENDS = re.compile(r"\b([a-z_][\w.]*)\.(?:ends_at|ends_on)\|\w+_govuk")
DUE = re.compile(r"\b([a-z_][\w.]*)\|due_govuk")
SHOWN = re.compile(r'components/reckoning\.html" with deadline=([\w.]+)')
# These end on a day that a person names, nothing is counted: offices, delegations, dispensations, stops.
NAMED = {
    "commissioning/people/person.html", "decisions/_scheme_lines.html", "decisions/_scheme_effect.html", "decisions/decision_make.html",
    "workflows/dispensations.html", "workflows/overlays.html", "components/overlays.html", "decisions/scheme.html",
    "workflows/dispensation_grant.html", "workflows/dispensation_answer.html", "decisions/scheme_confirm.html", "decisions/scheme_change.html",
    "decisions/who_may_decide.html", "workflows/overlay_form.html",
}  # fmt: skip
# The count is printed as a sentence, because paper does not unfold; and pages that are the count themselves.
ON_PAPER = {"decisions/records/decision_record.html", "components/reckoning.html", "commissioning/dates.html"}
# The list of the process map repeats what the stages on the page open; the counts of the table stand below it. In the
# inbox the duties open their counts; a dispensation that is asked for ends on a day that the member names.
REPEATED = {("workflows/case_page.html", "node.until"), ("workflows/case_page.html", "duty"), ("workflows/inbox.html", "row")}
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))


def uncounted(name: str) -> set[str]:
    """What a template shows a counted date of without opening its count."""
    text = (ROOT / name).read_text()
    found = set(COUNTED.findall(text)) | set(DUE.findall(text))
    if name not in NAMED:
        found |= set(ENDS.findall(text))
    shown = set(SHOWN.findall(text))
    named = {one: {one, f"{one}.deadline", f"{one}.counted", one.replace(".due", ".deadline")} for one in found}
    return {one for one, names in named.items() if not names & shown and (name, one) not in REPEATED}


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name not in ON_PAPER])
def test_counted_dates_open_their_count(name):
    assert uncounted(name) == set()


def test_what_is_left_out_still_exists():
    assert (NAMED | ON_PAPER) - set(TEMPLATES) == set()


def test_paper_prints_the_count_as_a_sentence():
    assert "window.sentence" in (ROOT / "decisions/records/decision_record.html").read_text()
