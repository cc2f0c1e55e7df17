"""For how long papers are kept: asked at the closing, written into its event, and public."""

import pytest

from commissioning import ledger
from decisions.services.cases import open_case_close
from tests.builders import a_borough, test_act
from tests.builders_s1 import last_event, open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import IN_WINDOW, a_published_record, other_rules

pytestmark = pytest.mark.django_db


def test_proper_officer_closes_a_case_and_everybody_reads_until_when_its_papers_are_kept(client, db, settings):
    a_borough()
    set_clock(settings, IN_WINDOW)
    case = other_rules(a_published_record().case, "record_years = { value = 6", "record_years = { value = 10")
    with ledger.recording():
        open_case_close(case=case, act=test_act(IN_WINDOW))
        ledger.append("record.revise", test_act(IN_WINDOW), case.reference, case=case)
    sign_in(client, "proper-officer")
    path = f"/duties/{open_duty(case, 'case.close').pk}/"

    asked = client.get(path).content.decode()
    done = client.post(path, {"retention": "RECORD_6_YEARS", "note": "Done.", "request_key": "c1"})
    told = last_event(case)
    client.logout()
    page = " ".join(client.get("/register/2026/001/").content.decode().split())

    assert "Executive decision: record and report 10 years, background papers 4 years" in asked
    assert "10 years from the decision of 11 January 2027. At least until the end of 10 January 2037." in " ".join(asked.split())
    assert (done.status_code, told["kind"], told["record_kept_until"]) == (302, "case.close", "2037-01-10")
    assert "For how long the papers are kept" in page
    assert "SI 2012/2089 reg 21(6); Constitution of London Borough of Lammas Vale, Part 4B, paragraph 9" in page
