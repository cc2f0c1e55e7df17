"""How long each office had a case, and what is usual for it."""

from datetime import timedelta

import pytest

from commissioning.models import Duty
from scrutiny.selectors.desk_times import desk_times, office_times
from tests.builders import MORNING, a_borough, a_case, office, person
from tests.builders import test_act as system_act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
HOUR = timedelta(hours=1)


def a_duty(case, hours: int, *, is_open: bool = False) -> None:
    who = office("legal")
    Duty.create_as(
        system_act(),
        case=case,
        kind="clearance.give",
        body=who.body,
        office=who,
        opened_at=MORNING,
        closed_at=None if is_open else MORNING + hours * HOUR,
    )


def told(cases: int) -> list[tuple[str, str, str, bool]]:
    a_borough()
    made = [a_case(number=number) for number in range(1, cases + 1)]
    for hours, case in enumerate(made, 1):
        a_duty(case, hours)
        a_duty(case, hours)
    return [(t.office, t.total_words, t.usual_words, t.is_open) for t in office_times(made[0], MORNING)]


def test_four_cases_are_too_few_for_a_median():
    assert told(4) == [("Head of legal services", "2 hours", "", False)]


def test_five_cases_have_a_median():
    assert told(5) == [("Head of legal services", "2 hours", "6 hours", False)]


def test_open_duty_counts_up_to_now_and_not_into_the_median():
    told(5)
    case = a_case(number=6)
    a_duty(case, 0, is_open=True)

    (found,) = office_times(case, MORNING + 3 * HOUR)

    assert (found.total_words, found.is_open, found.cases) == ("3 hours", True, 5)


def test_statements_do_not_grow_with_the_cases(django_assert_num_queries):
    told(7)
    case = a_case(number=8)
    a_duty(case, 1)

    with django_assert_num_queries(2):
        office_times(case, MORNING)


@pytest.mark.parametrize(("closed_by", "named"), [("legal", "Legal"), ("proper-officer", "")])
def test_time_stands_with_a_person_of_the_office_and_not_with_whoever_ended_the_step(closed_by, named):
    a_borough()
    case, who = a_case(), office("legal")
    Duty.create_as(
        system_act(), case=case, kind="clearance.give", body=who.body, office=who, opened_at=MORNING,
        closed_at=MORNING + HOUR, closed_by=person(closed_by),
    )  # fmt: skip

    (desk,) = desk_times(case, MORNING)

    assert (desk.office, desk.person, desk.total_words) == ("Head of legal services", named, "1 hour")
