"""The senior management team of all agencies recommends; each agency then signs for itself."""

from datetime import date

import pytest

from decisions.models import SignOff, SsmtOutcome
from tests.journeys.browser import Desk
from tests.journeys.states import scene

pytestmark = pytest.mark.browser
AGENCIES = ["lead-council", "lead-icb", "lead-police", "lead-housing", "lead-transport", "lead-college"]


def test_proper_officer_puts_the_case_before_the_team(desk: Desk):
    """Five clear days lie between the papers and the meeting: too early a day is refused with the earliest lawful one."""
    then = scene("ssmt.schedule")

    desk.take_up("proper-officer", then.duty("ssmt.schedule"))
    desk.fill(meeting="new")
    assert len(desk.send_wrongly()) == 2  # the day is proposed
    desk.fill(time="10am", place="Committee Room 2, Town Hall")
    desk.date("on", date(2026, 7, 21))
    assert "Earliest lawful date" in desk.send_refused()
    desk.date("on", date(2026, 7, 27))
    desk.send()

    assert desk.path() == "/inbox/"
    assert then.waiting() == ["ssmt.outcome", "ssmt.recommend"]


def test_six_agencies_recommend_and_the_chair_states_the_outcome(desk: Desk):
    """Interests first, then one answer for each agency: five support, one does not and says why; the chair states it."""
    then = scene("ssmt.recommend")

    for key in AGENCIES:
        desk.take_up(key, then.duty("ssmt.recommend", key))
        if key == "lead-council":
            assert len(desk.send_wrongly()) == 2
        desk.fill(interest="NONE", position="SUPPORT")
        if key == "lead-icb":
            desk.fill(
                position="SUPPORT_WITH_CONDITIONS",
                conditions="Figures by scheme reach the board every month.",
            )
        if key == "lead-college":
            desk.fill(
                position="DO_NOT_SUPPORT", dissent="Nothing in the pool helps students who care for somebody."
            )
        desk.send()
        assert desk.path() == "/inbox/"
    desk.take_up("ssmt-chair", then.duty("ssmt.outcome"))
    desk.send()

    stated = SsmtOutcome.objects.get()
    assert stated.outcome == "RECOMMENDED_WITH_DISSENT"
    assert then.waiting() == ["agenda.publish", "signoff.sign"]
    desk.visit(f"/cases/{then.case.reference}/")


def test_agency_signs_its_own_part_and_names_its_authority(desk: Desk):
    """The board's place lead signs exactly the commitments shown, under a scheme of delegation in force since April."""
    then = scene("signoff.sign")

    desk.take_up("lead-icb", then.duty("signoff.sign"))
    assert desk.send_wrongly()
    desk.fill(
        result="SIGNED", authority="Scheme of reservation and delegation, place lead", authority_limit=""
    )
    desk.date("authority_on", date(2026, 4, 1))
    desk.send()

    signed = SignOff.objects.get()
    assert (signed.result, signed.organisation.key, desk.told()) == (
        "SIGNED",
        "icb",
        "Your agency’s answer is recorded.",
    )


def test_agenda_and_report_are_published_five_clear_days_before(desk: Desk):
    """The proper officer puts the case on the Cabinet's agenda; everybody can read agenda and report from then on."""
    then = scene("agenda.publish")

    desk.take_up("proper-officer", then.duty("agenda.publish"))
    desk.fill(meeting="new", time="6pm", place="Council Chamber, Town Hall", whole=True)
    desk.date("on", date(2026, 9, 14))
    desk.send("Publish agenda and report")

    assert desk.path() == "/inbox/"
    desk.leave()
    desk.visit("/meetings/")
    desk.follow("Cabinet")
    desk.follow(then.case.title)
