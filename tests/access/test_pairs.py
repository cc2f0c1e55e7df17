"""Two acts of one person in one case, asked through the one door: what is forbidden and what is expressly allowed."""

import re

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import access
from commissioning.models import Involvement
from commissioning.rules.access_matrix import ACTS, PAIRS
from commissioning.services.duties import open_duties
from tests.access.matrix import ROLES
from tests.builders import MORNING, a_borough, a_case, actor, office, person
from tests.builders import test_act as system_act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
PARTS = {need.part for need in ACTS.values() if need.part}
CASES = [
    (pair, act)
    for pair in PAIRS
    for act, need in ACTS.items()
    if need.part == pair.then
]


def named(pair, act) -> str:
    return f"{pair.first} then {act}"


def an_object(case, act: str, key: str):
    if not ACTS[act].duty:
        return case
    return open_duties(case, act, system_act(), offices=[office(key)])[0]


def take(case, key: str, part: str) -> None:
    Involvement.create_as(system_act(), case=case, person=person(key), part=part, at=MORNING)


def test_every_part_of_a_pair_is_given_by_an_act():
    assert {part for pair in PAIRS for part in (pair.first, pair.then)} - PARTS == set()


@pytest.mark.parametrize(("pair", "act"), CASES, ids=[named(*one) for one in CASES])
def test_pair_through_the_door(pair, act):
    a_borough()
    case = a_case()
    key = ROLES[sorted(ACTS[act].roles & set(ROLES))[0]]
    obj = an_object(case, act, key)
    before = access.may(actor(key), act, obj, MORNING)
    take(case, key, pair.first)

    after = access.may(actor(key), act, obj, MORNING)

    assert before is not None
    assert (after is not None) == pair.allowed
    if not pair.allowed:
        with pytest.raises(PermissionDenied, match=re.escape(pair.reason)):
            access.require(actor(key), act, obj, MORNING)


def test_pair_of_another_case_does_not_count():
    a_borough()
    first, second = a_case(number=1), a_case(number=2)
    take(first, "s151", "author")
    duty = an_object(second, "clearance.give", "s151")

    assert access.may(actor("s151"), "clearance.give", duty, MORNING) is not None
