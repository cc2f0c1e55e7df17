"""Scrutiny reports, the executive answers each recommendation, both are published, the case closes."""

from datetime import date

import pytest

from commissioning.models import AuditIndex
from tests.journeys.browser import Desk
from tests.journeys.states import end_of, scene

pytestmark = pytest.mark.browser


def test_report_response_record_and_close(desk: Desk):
    """Two recommendations, two answers, one public record; then the proper officer closes the case."""
    then = scene("scrutiny.report")

    desk.take_up("scrutiny-officer", then.duty("scrutiny.report"))
    assert len(desk.send_wrongly()) == 2
    desk.date("considered_on", date(2026, 10, 6))
    desk.fill(
        summary="The committee welcomed one pool and asked for figures that residents can read.",
        recommendations="Publish each quarter what the pool bought.\nReport any overspend above two per cent.",
    )
    desk.send()
    desk.take_up("leader", then.duty("scrutiny.respond"))
    desk.fill(
        disposition_1="ACCEPTED", disposition_2="ACCEPTED_IN_PART", action_1="One page beside each return."
    )
    assert desk.send_wrongly() == ["Enter reasons on recommendation 2"]
    desk.fill(reason_2="Agreed for overspend of the council's share.")
    desk.send()
    desk.take_up("scrutiny-officer", then.duty("scrutiny.publish"))
    desk.fill(checked=True)
    desk.send()
    desk.take_up("proper-officer", then.duty("case.close"))
    assert len(desk.send_wrongly()) == 2
    desk.fill(retention="RECORD_6_YEARS", note="Agreement signed; figures go to the committee each quarter.")
    desk.send()

    assert (then.case.outcome, then.waiting()) == ("CLOSED", [])
    desk.leave()
    desk.visit(f"/register/{then.case.reference}/")
    assert "Agreed for overspend of the council's share." in desk.words()


def test_scrutiny_member_reads_the_audit_trail(desk: Desk):
    """Every event with who, in which office, when, under which rule and what changed field by field."""
    then = end_of()

    desk.sit("scrutiny-5")
    desk.visit(f"/cases/{then.case.reference}/")
    desk.follow("Audit trail")

    assert desk.path() == f"/audit-trail/{then.case.reference}/"
    assert AuditIndex.objects.filter(case=then.case).count() > 40
    desk.sit("lead-police")
    desk.visit(f"/audit-trail/{then.case.reference}/", status=404)
