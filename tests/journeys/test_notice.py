"""Democratic services publish the notice of a key decision, 28 clear days before it may be made."""

from datetime import date

import pytest

from decisions.models import KeyDecisionNotice
from tests.journeys.browser import Desk
from tests.journeys.states import scene

pytestmark = pytest.mark.browser


def test_proper_officer_sees_the_earliest_lawful_date_before_publishing(desk: Desk):
    """On 6 July the first lawful day is 4 August: the page says so and how it was counted; then the notice is public."""
    then = scene("notice.publish")

    desk.take_up("proper-officer", then.duty("notice.publish"))
    assert "Tuesday 4 August 2026" in desk.words()
    desk.fill(matter="")
    assert desk.send_wrongly()
    desk.fill(
        matter="Whether to agree the Better Care Fund plan and pooled budget for 2026/27.",
        why_key="The council would commit more than £500,000, and all wards are affected.",
        copy_placed_by="Nadia Haddad",
        copy_time="10:55am",
        no_exempt=True,
    )
    desk.date("decide_from", date(2026, 9, 14))
    desk.date("decide_to", date(2026, 11, 30))
    desk.send("Publish the notice")

    notice = KeyDecisionNotice.objects.get()
    assert (notice.matures_on, notice.decide_from) == (date(2026, 8, 4), date(2026, 9, 14))
    desk.leave()
    desk.visit(f"/register/{then.case.reference}/")
    desk.follow("Notice of key decision")
    desk.visit("/forward-plan/")
