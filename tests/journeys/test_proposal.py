"""The officer drafts the proposal section by section; two officers in one section lose nothing."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from commissioning.models import ProposalVersion
from commissioning.rules.sections import pages_for
from commissioning.rules.tracks import Track
from tests.journeys.browser import Desk
from tests.journeys.states import Scene, scene

pytestmark = pytest.mark.browser


def rows(table: str, lines: list[dict]) -> dict[str, Any]:
    """The rows of a table as the names of its fields."""
    return {
        f"{table}-{number}-{name}": value for number, line in enumerate(lines) for name, value in line.items()
    }


def answers(code: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """What the officer types on the page of one section, from the case file."""
    typed: dict[str, Any] = {"text": value["text"]} if "text" in value else {}
    if code == "RECOMMENDATIONS":
        return rows(
            "items", [{"text": row["text"], "notes_only": not row["operative"]} for row in value["items"]]
        )
    if code == "CRITERIA":
        return rows("items", [{"title": row["title"], "weight": row["weight"]} for row in value["items"]])
    if code == "OPTIONS":
        return typed | rows("items", [option(row) for row in value["items"]])
    if code == "FINANCE":
        return (
            typed
            | rows("costs", in_pounds(value["costs"]))
            | rows("contributions", in_pounds(value["contributions"]))
        )
    if code == "EQUALITY":
        return typed | {"status": value["status"]} | by_group(value["impacts"])
    if code == "RISKS":
        return typed | rows("items", value["items"])
    if code == "PRINCIPLES":
        plain = ("rating", "narrative", "evidence")
        return rows("answers", [{name: row[name] for name in plain} for row in value["answers"]])
    if code == "EVIDENCE":
        return rows("items", value["items"])
    return typed


def in_pounds(lines: list[dict]) -> list[dict]:
    """Sums as an officer types them: pounds with commas."""
    return [{**line, "pence": f"{line['pence'] // 100:,}"} for line in lines]


def option(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: row[name] for name in ("title", "kind", "description", "rejected_reason") if name in row}
    scores = {f"score_{key}": str(points) for key, points in row["scores"].items()}
    return {**plain, "preferred": bool(row.get("preferred")), **scores}


def by_group(impacts: list[dict]) -> dict[str, Any]:
    """The table has a fixed row for every group."""
    order = ["Age", "Disability", "Socio-economic"]
    at = {"Age": 0, "Disability": 1, "Socio-economic": 9}
    known = {row["group"]: row for row in impacts}
    return {
        f"impacts-{at[group]}-{name}": known[group][name]
        for group in order
        for name in ("effect", "evidence", "mitigation")
    }


def draft(desk: Desk, then: Scene, code: str, title: str) -> None:
    """Open the section from the overview and fill it; where more rows are needed, save and stay to get them."""
    desk.follow(re.compile(rf"^\s*{re.escape(title)}\s*$"))
    typed = answers(code, then.walk.file.proposal[code])
    for _ in range(6):
        there = {name: value for name, value in typed.items() if name in desk.fields()}
        desk.type_in(there)
        if len(there) == len(typed):
            break
        save(desk, "Save and stay")
    assert len(there) == len(typed), f"{code} has no fields {sorted(set(typed) - set(there))}"
    save(desk, "Save")


def save(desk: Desk, button: str) -> None:
    """Save; sums that were read from words are confirmed once."""
    desk.send(button)
    if desk.page.get_by_role("button", name="These are right: save").count():
        desk.send("These are right: save")


def test_officer_drafts_every_section_and_submits(desk: Desk):
    """All 23 sections of a joint key decision, then the version is frozen and the clearers have it."""
    then = scene("proposal.submit")
    duty = then.duty("proposal.write")

    desk.take_up("commissioner", duty)
    for page in pages_for(Track.JOINT_KEY):
        draft(desk, then, page.code, page.title)
        if desk.path() != f"/duties/{duty.pk}/":
            desk.visit(f"/duties/{duty.pk}/")
    assert "Nothing is missing." in desk.words()
    desk.send("Submit version 1")

    version = ProposalVersion.objects.get()
    assert (version.number, version.value_total) == (1, 53_440_286_00)
    assert then.waiting() == ["clearance.give"]
    desk.visit(f"/cases/{then.case.reference}/proposal/1/")


def test_two_officers_in_one_section_lose_nothing(open_desk: Callable[..., Desk]):
    """The second to save sees both texts and what differs, and saves the merged one."""
    then = scene("proposal.submit")
    duty = then.duty("proposal.write")
    page = f"/duties/{duty.pk}/summary/"
    officer, deputy = open_desk(), open_desk()

    officer.sit("commissioner")
    officer.visit(page)
    deputy.sit("deputy:commissioner")
    deputy.visit(page)
    officer.fill(text="The officer's sentence.")
    officer.send("Save")
    deputy.fill(text="The deputy's sentence.")
    deputy.send("Save")
    assert deputy.heading().endswith("Somebody else saved “Summary” in between")
    assert "The officer's sentence." in deputy.words()
    deputy.fill(text="The officer's sentence.\n\nThe deputy's sentence.")
    deputy.send("Save the merged text")

    officer.visit(page)
    assert (
        officer.page.locator("[name=text]").input_value()
        == "The officer's sentence.\n\nThe deputy's sentence."
    )
