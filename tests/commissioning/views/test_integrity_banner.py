"""The banner about records that do not agree with the log: for scrutiny and auditors, on every page, until all is well."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from commissioning import ledger
from commissioning.services.reconciliation import reconcile
from tests.builders import MORNING, a_borough, a_case, person
from tests.builders import test_act as system_act

pytestmark = pytest.mark.django_db
TITLE = "Records and log do not agree"


@pytest.fixture
def case():
    with ledger.recording():
        a_borough()
        case = a_case()
        ledger.append("case.open", system_act(), case.reference, case=case)
    return case


def inbox(who: str) -> str:
    client = Client()
    client.force_login(person(who))
    return client.get(reverse("inbox")).content.decode()


def change_title(title: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE commissioning_case SET title = %s", [title])


@pytest.mark.parametrize(
    ("who", "sees"), [("scrutiny-chair", True), ("auditor", True), ("commissioner", False)]
)
def test_alarm_stands_on_the_pages_of_scrutiny_and_auditors(case, who, sees):
    change_title("Never said")
    reconcile(MORNING)

    page = inbox(who)

    assert (TITLE in page) is sees
    assert (f"case {case.reference} differs from its newest history in title." in page) is sees


def test_alarm_is_gone_when_all_is_well_again(case):
    change_title("Never said")
    reconcile(MORNING)
    change_title("Support for carers")
    reconcile(MORNING)

    assert TITLE not in inbox("scrutiny-chair")
