"""The record of the decision: certified by somebody who did not clerk it, published, read by everybody."""

import io

import pytest
from pypdf import PdfReader

from decisions import tasks
from decisions.models import DecisionRecord
from tests.journeys.browser import Desk
from tests.journeys.states import end_of, scene

pytestmark = pytest.mark.browser


def test_clerk_is_refused_and_the_deputy_certifies(desk: Desk):
    """Nobody certifies what they clerked: the clerk is told why, the deputy publishes, a resident opens the PDF."""
    then = scene("record.certify")
    duty = then.duty("record.certify")

    desk.sit("proper-officer")
    desk.visit(f"/duties/{duty.pk}/")
    assert desk.heading() == "Somebody else has to do this"
    assert "Nobody certifies what they clerked." in desk.words()
    desk.take_up("deputy:proper-officer", duty)
    assert len(desk.send_wrongly()) == 2
    desk.fill(conflicts_settled=True, checked=True)
    desk.send("Certify and publish")
    assert desk.told() == "The record is published. The PDF follows within minutes."
    tasks.make_record_pdf.func(DecisionRecord.objects.get().pk)

    desk.leave()
    desk.visit("/")
    desk.visit("/register/")
    desk.follow(then.case.title)
    link = desk.page.locator("main a", has_text="Record of the decision")
    answer = desk.page.context.request.get(f"{desk.base}{link.get_attribute('href')}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    first = " ".join(PdfReader(io.BytesIO(answer.body())).pages[0].extract_text().split())
    assert then.case.reference in first


def test_resident_reads_one_timeline_from_need_to_scrutiny(desk: Desk):
    """Without signing in: found by a word, read on one page from the question to the closed scrutiny record."""
    then = end_of()

    desk.visit("/register/?q=pooled")
    desk.follow(then.case.title)

    assert desk.path() == f"/register/{then.case.reference}/"
    entries = desk.page.locator(".app-steps__item")
    assert entries.count() > 20
    desk.visit(f"/cases/{then.case.reference}/")
    assert desk.path().startswith("/accounts/login/")
