"""A dispensation lifts the ban on taking part in a vote, within its scope and time."""

from datetime import date, timedelta

import pytest

from commissioning import ledger
from decisions.selectors.votes import room
from decisions.services.dispensations import grant_dispensation
from tests.builders import MORNING, a_case, actor, person
from tests.builders_rules import refused
from tests.builders_s3 import (
    CABINET_AT,
    MEMBERS,
    a_sitting,
    call_vote,
    give_vote,
    state_interests,
)

pytestmark = pytest.mark.django_db


def dispense(
    case,
    *,
    may_vote: bool = True,
    starts_on: date = date(2026, 12, 1),
    ends_on: date = date(2028, 1, 1),
    at=MORNING,
):
    with ledger.recording():
        return grant_dispensation(
            person=person("cm-jobs"),
            case=case,
            subject="Domestic abuse services",
            grounds="Otherwise the business would be impeded.",
            may_speak=True,
            may_vote=may_vote,
            requested_on=date(2026, 11, 20),
            starts_on=starts_on,
            ends_on=ends_on,
            granted_by="Standards committee",
            actor=actor("monitoring-officer"),
            at=at,
        )


def test_dispensation_lifts_the_ban(item):
    dispense(item.case)
    a_sitting(item.meeting, declared=MEMBERS[:7])
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")
    call_vote(item.case)

    assert give_vote(item.case, "cm-jobs").choice == "FOR"


@pytest.mark.parametrize(
    "changes",
    [
        {"may_vote": False},
        {"starts_on": date(2027, 1, 12)},
        {"ends_on": date(2027, 1, 10)},
        {"at": CABINET_AT + timedelta(minutes=1)},
    ],
)
def test_e45_dispensation_of_wrong_scope_or_time_lifts_nothing(item, changes):
    """E-45."""
    dispense(item.case, **changes)
    a_sitting(item.meeting, declared=MEMBERS[:7])
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")

    assert [m.person for m in room(item, CABINET_AT).members if m.seat.excluded] == [person("cm-jobs")]


def test_dispensation_longer_than_four_years_is_refused(item):
    """E-46."""
    assert refused(dispense, item.case, ends_on=date(2030, 12, 1)) == "interest.dispensation"


def test_dispensation_for_another_case_lifts_nothing_in_this_one(item):
    dispense(a_case(number=2))
    a_sitting(item.meeting, declared=MEMBERS[:7])
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")

    assert [m.person for m in room(item, CABINET_AT).members if m.seat.excluded] == [person("cm-jobs")]


def test_newer_dispensation_that_begins_later_leaves_the_one_in_force_standing(item):
    dispense(item.case)
    dispense(item.case, starts_on=date(2027, 2, 1))
    a_sitting(item.meeting, declared=MEMBERS[:7])
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")

    assert [m.person for m in room(item, CABINET_AT).members if m.seat.excluded] == []
