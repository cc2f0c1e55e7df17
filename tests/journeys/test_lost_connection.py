"""The line is cut at the moment of sending: nothing is lost, nothing is done twice."""

import pytest
from playwright.sync_api import Route

from commissioning.models import AuditIndex
from decisions.models import ClearanceResult
from tests.journeys.browser import Desk
from tests.journeys.states import scene

pytestmark = pytest.mark.browser
WORDS = "The rate is above the ceiling of the budget; see paragraph 4."
BUTTON = "Give this answer"


def sit_down(desk: Desk) -> None:
    then = scene("clearance.give")
    desk.take_up("legal", then.duty("clearance.give", "legal"))
    desk.fill(result="CLEARED_WITH_COMMENTS", text=WORDS)


def test_without_a_connection_nothing_is_sent_and_the_typed_words_stay(desk: Desk):
    """The page says so where the browser would have shown its own error page; connected again, the same button sends."""
    sit_down(desk)
    summary = desk.page.locator("#not-sent-summary")

    desk.page.context.set_offline(True)
    desk.page.get_by_role("button", name=BUTTON).click()
    summary.wait_for()
    told, focused = summary.inner_text(), desk.page.evaluate("document.activeElement.id")
    kept = desk.page.input_value("[name=text]")
    desk.page.context.set_offline(False)
    desk.said.clear()  # the browser's own word on the failed request
    desk.look()
    desk.page.wait_for_timeout(1_100)  # so long a second click counts as a double click
    desk.press(BUTTON)

    assert told.startswith("Nothing has been sent")
    assert focused == "not-sent-summary"
    assert kept == WORDS
    assert [result.text for result in ClearanceResult.objects.all()] == [WORDS]


def test_answer_that_never_arrived_is_asked_for_again_without_a_second_act(desk: Desk):
    """The server has done it, the line breaks before its answer: loaded again, the page says that it is done, and it is done once."""
    sit_down(desk)

    def lose_the_answer(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    desk.page.route("**/duties/*/", lose_the_answer, times=1)
    with desk.page.expect_event("requestfailed"):
        desk.page.get_by_role("button", name=BUTTON).click()
    desk.page.wait_for_url("chrome-error://**")
    desk.said.clear()
    with desk.page.expect_navigation():
        desk.page.reload()
    desk.look()

    assert desk.told() == "Your answer is on the clearance sheet."
    assert ClearanceResult.objects.count() == 1
    assert AuditIndex.objects.filter(kind="clearance.give").count() == 1
