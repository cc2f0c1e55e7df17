"""A frozen proposal as the parts that people read: for clearers, in the public report, and to compare two versions.

Only the parts named here are ever shown, so anything else in the content is absent by construction. Parts that are
exempt are listed by title and ground only, never with their text (SI 2012/2089 reg 7(5)).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commissioning.rules.consultations import CHANGES
from commissioning.rules.dates import long_date
from commissioning.rules.money import pounds
from commissioning.rules.proposal_report import EQUALITY_WORDS, RATING_WORDS
from commissioning.rules.proposals import PRINCIPLES
from commissioning.rules.sections import weighted_score
from commissioning.rules.tracks import SECTIONS

Content = Mapping[str, Any]
BASIS_WORDS = {"REAL": "Real", "DERIVED": "Derived", "ILLUSTRATIVE": "Illustrative"}


@dataclass(frozen=True)
class Part:
    """One part of the report: prose in Markdown, numbered lines, or a table with the first cell as row heading."""

    key: str
    title: str
    prose: str = ""
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numeric: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.prose.strip() or self.lines or self.rows)

    @property
    def words(self) -> str:
        """The part as plain lines, for showing what stood there before."""
        table = [" · ".join(row) for row in self.rows]
        return "\n".join(line for line in (self.prose, *self.lines, *table) if line)


@dataclass(frozen=True)
class Change:
    """One part in two versions. `kind` is ADDED, REMOVED or CHANGED."""

    key: str
    title: str
    kind: str
    before: str
    after: str

    @property
    def label(self) -> str:
        return {"ADDED": "Added", "REMOVED": "Removed", "CHANGED": "Changed"}[self.kind]


def parts(content: Content) -> tuple[Part, ...]:
    """Every part that has something in it, in the order of the report."""
    found = [_first(content), _recommendations(content), *_sections(content)]
    found += [make(content) for make in _TABLES]
    return tuple(part for part in found if not part.is_empty)


def changes(before: Content | None, after: Content) -> tuple[Change, ...]:
    """What differs between two versions, part by part, in the order of the later one.

    With no earlier version there is nothing to compare.
    """
    if before is None:
        return ()
    old, new = {p.key: p for p in parts(before)}, {p.key: p for p in parts(after)}
    keys = [*new, *(key for key in old if key not in new)]
    return tuple(change for key in keys if (change := _change(old.get(key), new.get(key))))


def _change(old: Part | None, new: Part | None) -> Change | None:
    if old == new:
        return None
    shown = new or old
    assert shown is not None  # both missing are equal, see above
    kind = "ADDED" if old is None else "REMOVED" if new is None else "CHANGED"
    return Change(shown.key, shown.title, kind, old.words if old else "", new.words if new else "")


def _first(content: Content) -> Part:
    wards = ", ".join(content.get("wards") or ())
    said = (("Title", content.get("title")), ("Wards", wards))
    return Part("about", "About", prose="\n\n".join(f"{name}: {value}" for name, value in said if value))


def _recommendations(content: Content) -> Part:
    lines = tuple(str(item.get("text", "")) for item in content.get("recommendations") or ())
    return Part("recommendations", "Recommendations", lines=lines)


def _sections(content: Content) -> Iterable[Part]:
    texts = content.get("sections") or {}
    for code, title in SECTIONS.items():
        yield Part(f"section-{code.lower()}", title, prose=str(texts.get(code) or ""))


def _options(content: Content) -> Part:
    rows = []
    for item in content.get("options") or ():
        standing = "Preferred" if item.get("preferred") else f"Rejected: {item.get('rejected_reason') or 'no reason given'}"
        rows.append((str(item.get("title", "")), _one(item, "description"), standing))
    return Part("options", "Options considered", head=("Option", "What it is", "Standing"), rows=tuple(rows))


def _scores(content: Content) -> Part:
    criteria = content.get("criteria") or ()
    options = (content.get("options") or ()) if criteria else ()
    head = ("Option", *(f"{item.get('title') or item['key']} (weight {item['weight']})" for item in criteria), "Sum of weight times points")
    rows = []
    for option in options:
        scores = option.get("scores") or {}
        points = [scores.get(item["key"]) for item in criteria]
        total = weighted_score(option, criteria)
        shown = ["–" if point is None else str(point) for point in (*points, total)]
        rows.append((str(option.get("title", "")), *shown))
    return Part("scores", "Scores", head=head, rows=tuple(rows), numeric=tuple(range(2, len(head) + 1)))


def _finance(content: Content) -> Part:
    """Every cost with whether it is real (the source), derived (how) or illustrative."""
    lines = content.get("finance") or ()
    rows = [(_one(line, "label") or "Cost", str(line["year"]), _money_kind(line), _amount(line), _basis(line)) for line in lines]
    if len(rows) > 1:
        rows.append(("Total", "", "", _total(lines), ""))
    head = ("What is paid for", "Year", "Kind", "Amount", "Basis")
    return Part("finance", "Costs by year", head=head, rows=tuple(rows), numeric=(4,))


def _contributions(content: Content) -> Part:
    lines = content.get("contributions") or ()
    rows = [(_one(line, "name", "agency"), str(line["year"]), _money_kind(line), _amount(line)) for line in lines]
    if len(rows) > 1:
        rows.append(("Total", "", "", _total(lines)))
    return Part("contributions", "Who pays", head=("Agency", "Year", "Kind", "Amount"), rows=tuple(rows), numeric=(4,))


def _shares(content: Content) -> Part:
    rows = tuple((_one(line, "name", "agency"), f"{line['share']}%") for line in content.get("shares") or ())
    return Part("shares", "Who keeps the savings", head=("Agency", "Share"), rows=rows, numeric=(2,))


def _money_kind(line: Mapping[str, Any]) -> str:
    return _one(line, "kind").capitalize()


def _amount(line: Mapping[str, Any]) -> str:
    return pounds(int(line["pence"]))


def _total(lines: Iterable[Mapping[str, Any]]) -> str:
    return pounds(sum(int(line["pence"]) for line in lines))


def _basis(line: Mapping[str, Any]) -> str:
    return ": ".join(said for said in (BASIS_WORDS.get(line.get("basis", "")), _one(line, "basis_note")) if said)


def _principles(content: Content) -> Part:
    rows = tuple(
        (
            PRINCIPLES.get(item["code"], item["code"]),
            RATING_WORDS.get(item.get("rating", ""), ""),
            _one(item, "narrative"),
            _one(item, "evidence"),
            _one(item, "mitigation"),
        )
        for item in content.get("principles") or ()
    )
    head = ("Principle", "Rating", "Answer", "Evidence", "How harm is made good")
    return Part("principles", "The seven principles", head=head, rows=rows)


def _equality(content: Content) -> Part:
    analysis = content.get("equality") or {}
    status = EQUALITY_WORDS.get(analysis.get("status", ""))
    pairs = (("Status", status), ("Reason", analysis.get("reason")), ("Agreed by", analysis.get("agreed_by")))
    rows = [(name, str(value), "", "") for name, value in pairs if value]
    for impact in analysis.get("impacts") or ():
        effect = str(impact.get("effect") or "").capitalize()
        rows.append((_group(impact), effect, str(impact.get("evidence") or ""), str(impact.get("mitigation") or "")))
    head = ("What or group", "Says or effect", "Evidence", "What is done")
    return Part("equality", "Equality analysis (Equality Act 2010 s149)", head=head, rows=tuple(rows))


def _group(impact: Mapping[str, Any]) -> str:
    return str(impact.get("group") or "").replace("_", " ").capitalize()


def _outcomes(content: Content) -> Part:
    rows = tuple(
        (_one(item, "title", "measure"), _one(item, "baseline"), _one(item, "target"), _one(item, "due_on", "date", "by"))
        for item in content.get("outcomes") or ()
        if isinstance(item, Mapping)
    )
    return Part("outcomes", "Outcome measures", head=("Measure", "Now", "Target", "By"), rows=rows)


def _risks(content: Content) -> Part:
    rows = tuple(
        (_one(item, "description", "title"), _one(item, "owner"), _score(item), _one(item, "controls"))
        for item in content.get("risks") or ()
    )
    head = ("Risk", "Owner", "Score before and after", "Controls")
    return Part("risks", "Risk register", head=head, rows=rows)


def _score(risk: Mapping[str, Any]) -> str:
    before = int(risk.get("likelihood") or 0) * int(risk.get("impact") or 0)
    after = int(risk.get("residual_likelihood") or 0) * int(risk.get("residual_impact") or 0)
    return f"{before}, then {after}"


def _evidence(content: Content) -> Part:
    links = (content.get("evidence") or {}).get("links") or ()
    rows = tuple((_one(item, "claim"), _one(item, "claim_text"), _one(item, "statement")) for item in links)
    return Part("evidence", "Evidence relied on", head=("Claim", "What it shows", "Used for"), rows=rows)


def _consultations(content: Content) -> Part:
    rows = tuple(
        (
            f"{item['title']}, {long_date(date.fromisoformat(item['opens_on']))} to {long_date(date.fromisoformat(item['closes_on']))}",
            f"{item['answered']:,}", str(item["summary"]), f"{CHANGES[item['change']]}. {item['response']}",
        )
        for item in content.get("consultations") or ()
    )  # fmt: skip
    head = ("Consultation", "Answers", "What people said", "What followed from it")
    return Part("consultations", "What people said when they were consulted", head=head, rows=rows, numeric=(2,))


def _exempt(content: Content) -> Part:
    lines = tuple(
        f"{item.get('title') or 'A part'}: not for publication, {item.get('ground') or item.get('paragraph') or 'exempt'}"
        for item in content.get("exempt_parts") or ()
        if isinstance(item, Mapping)
    )
    return Part("exempt", "Parts not for publication (LGA 1972 Schedule 12A)", lines=lines)


def _one(item: Mapping[str, Any], *names: str) -> str:
    """The first of several names that has a value, as text."""
    return next((str(item[name]) for name in names if item.get(name) not in (None, "")), "")


_TABLES: tuple[Callable[[Content], Part], ...] = (
    _options, _scores, _finance, _contributions, _shares, _principles, _equality, _outcomes, _risks, _evidence,
    _consultations, _exempt,
)  # fmt: skip
