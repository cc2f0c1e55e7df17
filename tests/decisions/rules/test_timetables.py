"""Working backwards: the minimum timetable of a routine key decision, meetings that are called, and lateness.

The dates of the first test are those of a routine key decision of a Cabinet on Monday 8 March 2027: notice Friday
5 February, agenda Friday 26 February, record Wednesday 10 March, call-in to 17 March, in effect Thursday 18 March.
"""

from datetime import date

import pytest

from commissioning.rules import calendars
from commissioning.rules.constitution_toml import parse, shipped, shipped_text
from commissioning.rules.refusals import Refusal
from decisions.rules.timetables import Diary, Sitting, late_clearance, plan_backwards

CONSTITUTION = shipped("lammas-vale-2026")
CABINETS = tuple(Sitting(day, "Cabinet", number) for number, day in enumerate((date(2027, 2, 8), date(2027, 3, 8), date(2027, 4, 12)), 1))  # fmt: skip
TEAMS = tuple(Sitting(day, "Team", number) for number, day in enumerate((date(2027, 2, 3), date(2027, 3, 3), date(2027, 4, 7)), 4))  # fmt: skip


def a_diary(*, cabinet=(), ssmt=(), constitution=CONSTITUTION) -> Diary:
    return Diary(constitution, constitution.calendar(calendars.load("england")), cabinet, ssmt)


def dates(plan) -> dict[str, date]:
    return {step.code: step.on for step in plan.steps}


def test_plan_gives_the_minimum_timetable_of_a_key_decision():
    plan = plan_backwards(date(2027, 3, 18), a_diary())

    assert dates(plan) == {
        "submitted": date(2027, 2, 12),
        "notice": date(2027, 2, 5),
        "cleared": date(2027, 2, 19),
        "papers": date(2027, 2, 19),
        "ssmt": date(2027, 2, 25),
        "agenda": date(2027, 2, 26),
        "signoff": date(2027, 3, 3),
        "decision": date(2027, 3, 8),
        "record": date(2027, 3, 10),
        "effect": date(2027, 3, 18),
    }
    assert [step.on for step in plan.steps] == sorted(step.on for step in plan.steps)
    assert plan.general_exception == date(2027, 2, 26)
    assert {step.code for step in plan.steps if step.assumed} == {"decision", "ssmt"}


def test_plan_takes_the_last_called_meetings_that_fit():
    plan = plan_backwards(date(2027, 4, 1), a_diary(cabinet=CABINETS, ssmt=TEAMS))

    assert plan.step("decision").sitting == CABINETS[1]
    assert plan.step("ssmt").sitting == TEAMS[0]
    assert dates(plan)["agenda"] == date(2027, 2, 26)
    assert dates(plan)["papers"] == date(2027, 1, 28)
    assert dates(plan)["submitted"] == date(2027, 1, 21)


def test_each_step_keeps_its_period_when_counted_forward():
    diary = a_diary()
    plan = plan_backwards(date(2027, 1, 7), diary)
    on = dates(plan)

    assert CONSTITUTION.call_in_window(on["record"], diary.calendar).earliest <= plan.effect
    assert CONSTITUTION.records.publish_within.forward(on["decision"], diary.calendar).ends_on <= on["record"]
    assert CONSTITUTION.publication.agenda.forward(on["agenda"], diary.calendar).earliest <= on["decision"]
    assert CONSTITUTION.ssmt.papers.forward(on["papers"], diary.calendar).earliest <= on["ssmt"]
    assert CONSTITUTION.sign_off.within.forward(on["signoff"], diary.calendar).ends_on < plan.effect


def test_call_in_counted_as_working_days_goes_back_over_christmas():
    text = shipped_text("lammas-vale-2026").replace(
        'period = { basis = "CLEAR_WORK", n = 5', 'period = { basis = "WORK_AFTER", n = 7'
    )

    plan = plan_backwards(date(2027, 1, 7), a_diary(constitution=parse(text)))

    assert dates(plan)["record"] == date(2026, 12, 23)


def test_late_clearance_costs_the_time_to_the_next_meetings():
    diary = a_diary(cabinet=CABINETS, ssmt=TEAMS)
    plan = plan_backwards(date(2027, 4, 1), diary)

    cost = late_clearance(plan, diary)

    assert (cost.given_on, cost.ssmt, cost.cabinet) == (date(2027, 1, 29), TEAMS[1], CABINETS[2])
    assert (cost.effect, cost.days) == (date(2027, 4, 22), 21)


def test_late_clearance_without_a_further_meeting_says_so():
    diary = a_diary(cabinet=CABINETS[:2], ssmt=TEAMS[:2])
    plan = plan_backwards(date(2027, 4, 1), diary)

    cost = late_clearance(plan, diary)

    assert (cost.ssmt, cost.cabinet, cost.effect) == (TEAMS[1], None, None)
    assert cost.why == "no Cabinet meeting is called from 12 March 2027"


def test_plan_of_the_council_alone_has_no_team_and_no_signatures():
    plan = plan_backwards(date(2027, 3, 18), a_diary(), is_key=False, joint=False)

    assert [step.code for step in plan.steps] == ["submitted", "cleared", "agenda", "decision", "record", "effect"]
    assert plan.general_exception is None


def test_plan_outside_the_calendar_is_refused():
    with pytest.raises(Refusal) as refused:
        plan_backwards(date(2041, 1, 5), a_diary())

    assert refused.value.code == "calendar.outside"
