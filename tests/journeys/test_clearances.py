"""Finance, legal, equality and the lead member clear exactly one frozen version."""

import pytest

from decisions.models import ClearanceResult
from tests.journeys.browser import Desk
from tests.journeys.states import scene

pytestmark = pytest.mark.browser
CLEARERS = ["s151", "legal", "equality", "cm-adults"]


def test_four_clear_a_second_version_after_a_question(desk: Desk):
    """The section 151 officer asks; the officer answers with a second version; each clearer sees what changed and clears."""
    then = scene("clearance.give")

    desk.take_up("s151", then.duty("clearance.give", "s151"))
    desk.fill(result="QUERY")
    assert desk.send_wrongly() == ["Enter your comment, question or reason"]
    desk.fill(text="Who pays if the pool is overspent?")
    desk.send()
    assert desk.told() == "Your answer is on the clearance sheet."
    for key in CLEARERS[1:]:
        desk.take_up(key, then.duty("clearance.give", key))
        desk.fill(result="CLEARED")
        desk.send()

    writing = then.duty("proposal.write")
    desk.take_up("commissioner", writing)
    desk.follow("Summary")
    desk.fill(text="One pool of £53,440,286. An overspend is shared as the contributions are.")
    desk.send()
    desk.fill(note="An overspend is shared as the contributions are; see the summary.")
    desk.send("Submit version 2")

    desk.take_up("s151", then.duty("clearance.give", "s151"))
    assert "What changed since your office answered" in desk.words()
    desk.fill(result="CLEARED_WITH_COMMENTS", text="The overspend must stay shared by contribution.")
    desk.send()
    for key in CLEARERS[1:]:
        desk.take_up(key, then.duty("clearance.give", key))
        desk.fill(result="CLEARED")
        desk.send()

    given = ClearanceResult.objects.filter(version__number=2).order_by("pk").values_list("result", flat=True)
    assert list(given) == ["CLEARED_WITH_COMMENTS", "CLEARED", "CLEARED", "CLEARED"]
    assert then.waiting() == ["ssmt.schedule"]
    desk.visit(f"/cases/{then.case.reference}/")


def test_clearer_proves_who_they_are_before_the_page_opens(desk: Desk):
    """A clearance needs a fresh second factor; in the demonstration one press, and the page comes back."""
    then = scene("clearance.give")
    duty = then.duty("clearance.give", "legal")

    desk.sit("legal", proved=False)
    desk.visit(f"/duties/{duty.pk}/")
    assert desk.heading() == "Confirm that it is you"
    desk.press("Confirm (demonstration)")

    assert (desk.path(), desk.heading()) == (f"/duties/{duty.pk}/", "Clear the proposal")
