"""What a call-in holds up and what not: a contract signed all the same, a part that can be severed, a partner's own part."""

from copy import deepcopy
from datetime import date

import pytest

from commissioning.models import Duty
from decisions.models import Hold, ProcurementStep
from tests.builders import a_borough
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

