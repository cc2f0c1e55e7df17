"""An officer's written notice of an interest: kept, and no further part in the case."""

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import access, ledger
from commissioning.models import AuditIndex
from commissioning.rules.refusals import Refusal
from decisions.services.officer_interests import notify_interest
from tests.builders import MORNING, a_borough, a_case, actor
from tests.builders_s1 import a_submitted_proposal, open_duty
from tests.builders_s2 import ask_for_clearances

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    a_borough()
    return a_case()


def notify(case, by="s151", nature="My wife owns the provider."):
    with ledger.recording():
        return notify_interest(case=case, nature=nature, actor=actor(by), at=MORNING)


def test_officer_who_gave_notice_does_not_clear(case):
    a_submitted_proposal(case)
    ask_for_clearances(case)
    duty = open_duty(case, "clearance.give", "s151")
    assert access.may(actor("s151"), "clearance.give", duty, MORNING) is not None

    row = notify(case)

    assert access.may(actor("s151"), "clearance.give", duty, MORNING) is None
    assert access.may(actor("deputy-s151"), "clearance.give", duty, MORNING) is not None
    assert (row.office.key, AuditIndex.objects.get(kind="interest.notify").case) == ("s151", case)


def test_notice_says_what_the_interest_is_once(case):
    notify(case)

    for again in ({"nature": " "}, {}):
        with pytest.raises(Refusal) as refused:
            notify(case, **again)
        assert refused.value.code == ("interest.nature" if again else "interest.notified")


def test_members_declare_at_the_item_and_not_here(case):
    with pytest.raises(PermissionDenied):
        notify(case, by="cm-adults")
