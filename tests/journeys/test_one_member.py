"""The other lawful way: one cabinet member with delegated power decides alone, in the app."""

from datetime import date

import pytest

from decisions.models import AgendaItem, Decision
from tests.journeys.browser import Desk
from tests.journeys.states import scene

pytestmark = pytest.mark.browser
ALONE = "one-member.toml"


def test_report_is_published_for_a_member_who_decides_alone(desk: Desk):
    """No meeting: the proper officer names the member and the day from which they may decide; the report is public."""
    then = scene("agenda.publish", file=ALONE)

    desk.take_up("proper-officer", then.duty("agenda.publish"))
    assert desk.page.locator("main [name=meeting]:checked").input_value() == "member"  # as the question named the decision-maker
    desk.fill(member="", decide_from_day="", decide_from_month="", decide_from_year="", whole=True)
    assert len(desk.send_wrongly("Publish agenda and report")) == 2
    desk.fill(member="Cabinet member for adults and health")
    desk.date("decide_from", date(2026, 8, 12))
    desk.send("Publish agenda and report")

    assert then.waiting() == ["decision.make"]
    desk.leave()
    desk.visit(f"/reports/{AgendaItem.objects.get().pk}/")


def test_member_reads_everything_and_decides(desk: Desk):
    """Interest, every document opened, due regard to equality, outcome, reasons: the confirmation is the decision."""
    then = scene("decision.make", file=ALONE)

    desk.take_up("cm-adults", then.duty("decision.make"))
    assert desk.send_wrongly("Make this decision")
    documents = desk.page.locator("main [name=documents]").evaluate_all("all => all.map(e => e.value)")
    desk.fill(
        interest="NONE",
        documents=documents,
        equality_read=True,
        outcome="AGREED",
        text="A telephone line for carers is agreed for three years.",
        reasons="Carers who work can only ring in the evening.",
        alternatives="Doing nothing was rejected: it leaves carers who work alone.",
    )
    desk.send("Make this decision")

    decision = Decision.objects.get()
    assert (decision.mode, decision.outcome, then.waiting()) == ("INDIVIDUAL", "AGREED", ["record.certify"])
