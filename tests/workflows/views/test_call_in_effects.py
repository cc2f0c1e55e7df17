"""What a call-in holds up and what not: a contract signed all the same, a part that can be severed, a partner's own part."""

from copy import deepcopy
from datetime import date

import pytest

from commissioning.models import Duty
from decisions.models import Hold, PartnerAct, ProcurementStep
from tests.builders import a_borough, test_act
from tests.builders_s1 import last_event
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import (
    IN_WINDOW,
    a_published_record,
    a_received_call_in,
)

pytestmark = pytest.mark.django_db
CASE, REGISTER = "/cases/2026/001/", "/register/2026/001/"


@pytest.fixture(scope="module")
def built_case(module_database):
    """A published decision, called in on Thursday 14 January 2027; the window ends on 19 January at 5pm."""
    a_borough()
    case = a_published_record().case
    a_received_call_in(case)
    return case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, IN_WINDOW)
    return deepcopy(built_case)


def read(client, path: str, by: str = "") -> str:
    if by:
        sign_in(client, by)
    return " ".join(client.get(path).content.decode().split())


def test_e71_contract_signed_during_the_window_is_a_breach_told_to_scrutiny_and_undoes_nothing(client, case):
    sign_in(client, "commissioner")
    day = {"happened_on_day": 14, "happened_on_month": 1, "happened_on_year": 2027}
    said = {"kind": "SIGNED", **day, "already": "YES", "request_key": "s1"}

    answers = [client.post(f"{CASE}procurement/record/", said).status_code for _ in range(2)]

    step = ProcurementStep.objects.get()
    assert (answers, step.happened_on) == ([302, 302], date(2027, 1, 14))
    assert step.breach.startswith(
        "Contract signed of 14 January 2027: the decision was made on 11 January 2027, but it was not in effect yet. "
        "The call-in window is open."
    )
    assert "On hold: Called in by councillors" in step.breach
    asked = Duty.objects.filter(kind="procurement.note", closed_at__isnull=True).order_by("pk")
    assert list(asked.values_list("office__role", flat=True)) == ["MONITORING_OFFICER", "SCRUTINY_OFFICER"]
    assert "The call-in window is open." in read(client, CASE)  # the warning at the head of the case page
    case.refresh_from_db()
    assert (case.effective_on, case.outcome, Hold.objects.filter(lifted_at__isnull=True).count()) == (None, "", 1)
    client.logout()
    assert step.breach not in read(client, REGISTER)



OWN = {
    "what": "The board pays its share of the clinic from February.", "begins_on_day": 1, "begins_on_month": 2,
    "begins_on_year": 2027, "own_authority": "YES", "authority": "Board of 7 January 2027, item 6",
    "depends_on_council": "NO", "request_key": "p1",
}  # fmt: skip
OWN_PART = f"{CASE}own-part/"


def test_e78_partner_carries_out_its_own_part_and_the_public_page_shows_the_council_part_held(client, case):
    sign_in(client, "lead-icb")
    assert "Carry out your agency’s own part during the hold" in read(client, CASE)

    answers = [client.post(OWN_PART, OWN).status_code for _ in range(2)]

    told = PartnerAct.objects.get()
    assert (answers, told.organisation.key, told.begins_on) == ([302, 302], "icb", date(2027, 2, 1))
    assert last_event(case)["council_part_on_hold"] is True
    assert Hold.objects.filter(lifted_at__isnull=True).count() == 1
    client.logout()
    page = read(client, REGISTER)
    assert "The council’s part is on hold." in page
    assert "from 1 February 2027: The board pays its share of the clinic from February." in page
    assert "Decided by the agency itself: Board of 7 January 2027, item 6." in page


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"own_authority": "NO", "authority": ""}, "The partner has no decision of its own yet."),
        ({"depends_on_council": "YES"}, "The partner’s decision is conditional on the council’s, which is on hold."),
    ],
)
def test_e78_partner_without_a_decision_of_its_own_waits_for_the_council(client, case, changes, why):
    sign_in(client, "lead-icb")

    page = client.post(OWN_PART, OWN | changes)

    assert (page.status_code, page.context["refusal"].code) == (200, "partner.waits")
    assert page.context["refusal"].message.startswith(why)
    assert PartnerAct.objects.count() == 0


def test_council_has_no_own_part_and_without_a_hold_there_is_nothing_to_tell(client, case):
    sign_in(client, "lead-council")
    council = client.post(OWN_PART, OWN).context["refusal"].code
    hold = Hold.objects.get()
    hold.lifted_at = IN_WINDOW
    hold.save_as(test_act(IN_WINDOW), update_fields=["lifted_at"])
    sign_in(client, "lead-icb")
    free = client.post(OWN_PART, OWN).context["refusal"].code

    assert (council, free, PartnerAct.objects.count()) == ("partner.not_partner", "partner.not_held", 0)
