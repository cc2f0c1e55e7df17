"""An officer puts a commissioning question: the first step of every case."""

import pytest

from commissioning.models import AuditIndex, Case, Organisation
from tests.journeys.browser import Desk
from tests.journeys.states import scene

pytestmark = pytest.mark.browser


def test_officer_puts_a_question_and_reads_which_procedure_follows(desk: Desk):
    """The officer says what is asked and what it may come to; the service says which procedure follows, and why."""
    scene("case.open")
    desk.sit("commissioner")

    desk.visit("/inbox/")
    desk.visit("/cases/")
    desk.follow("Put a commissioning question")
    problems = desk.send_wrongly()
    assert problems[0] == "Enter the title of the case"
    desk.fill(
        title="Support for unpaid carers",
        question="What do carers need, and should the council and the NHS buy it together?",
        sponsor="Adult social care commissioning",
        lead_member="Cabinet member for adults and health",
        estimate="£1.2m",
        partners=[Organisation.objects.get(key="icb").pk],
        several_wards="yes",
        wards="All wards",
        maker="CABINET",
    )
    desk.send()
    assert "£1,200,000" in desk.words()
    desk.press("Put the question")

    case = Case.objects.get()
    assert (desk.path(), desk.heading(), case.track) == (
        f"/cases/{case.reference}/",
        "Support for unpaid carers",
        "JOINT_KEY",
    )
    assert desk.told() == f"Case {case.reference} is open."
    assert AuditIndex.objects.filter(kind="case.open").count() == 1
