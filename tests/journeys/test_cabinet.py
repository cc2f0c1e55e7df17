"""The Cabinet meets: who is there, who has an interest, how each votes, what was decided.

The recorded vote is taken twice: with scripts, and by people whose browser runs none.
"""

from collections.abc import Callable

import pytest

from decisions.models import Attendance, Decision, RecordedVote
from tests.journeys.browser import Desk, holder
from tests.journeys.states import Scene, scene

pytestmark = pytest.mark.browser
MEMBERS = [
    "leader",
    "cm-adults",
    "cm-finance",
    "cm-housing",
    "cm-children",
    "cm-safety",
    "cm-climate",
    "cm-jobs",
]
WORDS = {
    "reasons": "One pool lets money follow the person within the year.",
    "alternatives": "No pool and aligned budgets were rejected as the report explains.",
    "text": "The Cabinet agreed the plan and the pooled budget.",
}


def seats(desk: Desk) -> dict[str, str]:
    """The name of each member's field on the attendance form, by the member's name."""
    found = {}
    for label in desk.page.locator("main label[for*=seat_]").all():
        found[label.inner_text().split(",")[0].strip()] = label.get_attribute("for").removeprefix("id_")
    return found


def take_interests(desk: Desk, key: str, live: str, **interests: str) -> None:
    """One member's page for the whole agenda: no interest unless told, every equality analysis read."""
    desk.sit(key)
    desk.visit(live)
    desk.follow("Your interests and equality confirmations")
    for name in desk.fields():
        if name.startswith("kind_"):
            desk.answer(name, interests.get("kind", "NONE"))
        elif name.startswith("nature_") and "nature" in interests:
            desk.answer(name, interests["nature"])
        elif name.startswith("read_"):
            desk.answer(name, True)
    desk.send()


def test_clerk_records_who_is_there_and_each_member_declares(desk: Desk):
    """The clerk opens the meeting and records nine members; a member declares an interest, another has none."""
    then = scene("meeting.sit")
    live = f"/meetings/{then.walk.meeting().pk}/live/"

    desk.sit("proper-officer")
    desk.visit("/meetings/")
    desk.visit(live)
    desk.press("Open the meeting")
    names = seats(desk)
    for key in MEMBERS:
        desk.answer(names[holder(key).name], "PRESENT")
    desk.answer(names[holder("cm-culture").name], "APOLOGIES")
    desk.press("Record attendance")
    assert desk.told() == "The attendance is recorded."
    take_interests(desk, "cm-adults", live)
    assert (desk.path(), desk.told()) == (live, "Your statements are kept.")
    take_interests(desk, "cm-jobs", live, kind="ORI", nature="Trustee of a carers' charity")

    assert Attendance.objects.filter(presence="PRESENT").values("person").distinct().count() == 8


def recorded_vote(then: Scene, desk: Desk) -> None:
    """The chair opens a vote by name, eight members vote, the chair closes it and states the outcome."""
    item = then.duty("item.outcome")
    desk.take_up("leader", item)
    desk.follow("Open a recorded vote")
    desk.fill(motion="To agree the recommendations of the report.")
    desk.send("Open the vote")
    for key in MEMBERS:
        desk.take_up(key, then.duty("vote.cast", key))
        desk.fill(choice={"cm-jobs": "AGAINST", "cm-climate": "ABSTAIN"}.get(key, "FOR"))
        desk.send("Confirm my vote")
    desk.take_up("leader", item)
    desk.follow("Close the vote")
    desk.send("Close the vote and count")
    assert "6 for, 1 against, 1 abstained" in desk.words()
    desk.fill(outcome="AGREED", mode="RECORDED", **WORDS)
    desk.send("State the outcome")


def the_vote_decided(then: Scene) -> None:
    decision = Decision.objects.get()
    tally = RecordedVote.objects.get().tally
    assert (decision.outcome, decision.mode) == ("AGREED", "RECORDED")
    assert (tally["for"], tally["against"], tally["abstain"]) == (6, 1, 1)
    assert then.waiting()[-1] == "record.certify"


def test_recorded_vote_by_eight_members(desk: Desk):
    """Members vote in the app; nobody sees a running total; the chair closes, counts and states what was decided."""
    then = scene("item.outcome")

    recorded_vote(then, desk)

    the_vote_decided(then)


def test_recorded_vote_without_scripts(open_desk: Callable[..., Desk]):
    """The same vote in browsers that run no scripts at all."""
    then = scene("item.outcome")

    recorded_vote(then, open_desk(scripts=False))

    the_vote_decided(then)


def test_show_of_hands_is_counted_and_entered(desk: Desk):
    """The chair counts hands; a count that does not match the members in the room is refused and nothing is lost."""
    then = scene("item.outcome")

    desk.take_up("leader", then.duty("item.outcome"))
    assert desk.send_wrongly()
    desk.fill(outcome="AGREED", mode="SHOW_OF_HANDS", votes_for=30, votes_against=0, abstentions=0, **WORDS)
    desk.send_refused()
    desk.fill(votes_for=7, votes_against=0, abstentions=1)
    desk.send()

    assert (Decision.objects.get().mode, desk.path()) == ("SHOW_OF_HANDS", "/inbox/")


def test_clerk_enters_what_the_chair_states(desk: Desk):
    """Without a vote and without dissent: the chair says it aloud, the clerk enters it, and later cannot certify it."""
    then = scene("item.outcome")

    desk.sit("proper-officer")
    desk.visit(f"/meetings/{then.walk.meeting().pk}/live/")
    desk.follow("Enter the outcome of item")
    desk.fill(outcome="AGREED", mode="AGREED", **WORDS)
    desk.send()

    assert Decision.objects.get().mode == "AGREED"
    duty = then.duty("record.certify")
    desk.visit(f"/duties/{duty.pk}/")
    assert desk.heading() == "Somebody else has to do this"
