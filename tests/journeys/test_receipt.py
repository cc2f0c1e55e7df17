"""A resident with a published record and a laptop offline: the saved page says whether it is what was decided."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from commissioning import ledger
from commissioning.acts import Actor
from commissioning.models import AuditIndex
from commissioning.services.disclosures import erase
from tests.builders import MORNING
from tests.builders_ledger import signed, signer
from tests.journeys.browser import Desk
from tests.journeys.states import end_of

pytestmark = pytest.mark.browser


def taken_home(desk: Desk, path: str, file: Path) -> Path:
    """One file from the site, kept."""
    answer = desk.page.context.request.get(f"{desk.base}{path}")
    assert answer.status == 200
    file.write_bytes(answer.body())
    return file


def checked(page: Page, receipt: Path, *more: Path) -> str:
    """What the page says of a receipt; what it said of the one before must be gone at once."""
    page.set_input_files("#file", receipt)
    page.set_input_files("#paper", list(more))
    page.click("button[type=submit]")
    page.wait_for_selector(".result h2")
    return " ".join(page.inner_text("#result").split())


@pytest.mark.parametrize("width", [320])
def test_receipt_is_checked_offline_and_a_changed_byte_is_refused(desk: Desk, tmp_path, settings):
    then = end_of()
    settings.ERASURE_JOURNAL = tmp_path / "erasures.jsonl"
    signed()
    saved = taken_home(desk, "/audit/verify", tmp_path / "verify.html")
    receipt = taken_home(desk, f"/register/{then.case.reference}/receipt.json", tmp_path / "receipt.json")
    changed = tmp_path / "changed.json"
    changed.write_bytes(receipt.read_bytes().replace(b"AGREED", b"AGREEF", 1))
    made = AuditIndex.objects.get(case=then.case, kind="decision.made").seq
    with ledger.transaction():
        words = {"kind": "redact", "authority": "High Court", "ground": "Order of today."}
        erase(fields=[(made, "text")], case=then.case, actor=Actor.system("court"), at=MORNING, **words)
    signed()
    later = taken_home(desk, f"/register/{then.case.reference}/receipt.json", tmp_path / "later.json")

    offline = desk.page.context.browser.new_context(offline=True)
    page, problems = offline.new_page(), []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.goto(saved.as_uri())
    page.fill("#key", str(signer()[0]))
    told = [checked(page, file) for file in (receipt, changed, later)]
    named = checked(page, receipt, saved)
    page.fill("#key", str(signer(b"x" * 32)[0]))
    stranger = checked(page, receipt)
    offline.close()

    assert [text.partition(" ")[0] for text in told] == ["Proved", "Not", "Proved"]
    assert "is not what was committed." in told[1]
    assert f"Event {made}: Decision made" in told[0]
    assert "No event below names the document verify.html." in named
    assert stranger.startswith("Not proved The checkpoint is not signed with the key you gave.")
    assert problems == []
    assert (b"Erased; the event" in receipt.read_bytes(), b"Erased; the event" in later.read_bytes()) == (False, True)
