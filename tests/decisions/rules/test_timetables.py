"""Working backwards: the minimum timetable of a routine key decision, meetings that are called, and lateness.

The dates of the first test are those of a routine key decision of a Cabinet on Monday 8 March 2027: notice Friday
5 February, agenda Friday 26 February, record Wednesday 10 March, call-in to 17 March, in effect Thursday 18 March.
"""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.rules import calendars
from commissioning.rules.constitution_toml import parse, shipped, shipped_text
from commissioning.rules.refusals import Refusal
from decisions.rules.timetables import (
    Diary,
    LateCost,
    Sitting,
    late_clearance,
    plan_backwards,
    plan_in_time,
    spans,
)

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


def test_plan_keeps_to_the_shorter_time_that_the_call_in_rules_set_for_the_record():
    slow = replace(CONSTITUTION, records=replace(CONSTITUTION.records, publish_within=replace(CONSTITUTION.records.publish_within, n=6)))

    plan = plan_backwards(date(2027, 3, 18), a_diary(constitution=slow))

    assert (plan, dates(plan)["decision"]) == (plan_backwards(date(2027, 3, 18), a_diary()), date(2027, 3, 8))


def test_plan_counts_each_period_on_the_calendar_that_the_constitution_names_for_it():
    abroad = replace(CONSTITUTION, call_in=replace(CONSTITUTION.call_in, period=replace(CONSTITUTION.call_in.period, calendar="uk")))
    diary = replace(a_diary(constitution=abroad), others={"uk": calendars.load("uk")})

    plan = plan_backwards(date(2027, 3, 18), diary)

    assert ({span.calendar for span in spans(abroad)}, plan.step("record").on) == ({"england", "uk"}, date(2027, 3, 9))  # 17 March: Northern Ireland


def test_plan_of_a_meeting_with_a_private_part_has_both_notices():
    private = {"private_first": date(2027, 2, 5), "private_second": date(2027, 2, 26)}

    plan, plain = (plan_backwards(date(2027, 3, 18), a_diary(), private=asked) for asked in (True, False))

    assert dates(plan) == dates(plain) | private
    assert [(step.title, step.who, step.citation) for step in plan.steps if step.code in private] == [
        ("First notice of the private meeting published", "Proper officer", "SI 2012/2089 reg 5(2)"),
        ("Representations answered, second notice of the private meeting published", "Proper officer", "SI 2012/2089 reg 5(4)"),
    ]
    assert plan.step("private_first").why == (
        "For Mon 8 Mar 2027: 28 clear days from Mon 8 Feb to Sun 7 Mar; latest Sun 7 Feb 2027, the working day before is Fri 5 Feb 2027."
    )


def test_notices_of_a_private_part_go_out_before_the_days_on_which_the_council_is_closed():
    diary = a_diary()
    closed = replace(diary, calendar=diary.calendar.with_holiday(date(2027, 2, 26), "Closed").with_holiday(date(2027, 2, 5), "Closed"))

    plan = plan_backwards(date(2027, 3, 18), closed, private=True)

    assert (plan.step("private_first").on, plan.step("private_second").on) == (date(2027, 2, 4), date(2027, 2, 25))
    assert plan.step("private_second").why.endswith("the working day before is Thu 25 Feb 2027.")


def test_private_part_is_kept_in_a_plan_with_meetings_still_to_be_called():
    plan, _ = plan_in_time(date(2027, 9, 1), a_diary(cabinet=CABINETS, ssmt=TEAMS), date(2027, 5, 1), private=True)

    assert plan.step("private_second") is not None


def test_plan_takes_the_last_called_meetings_that_fit():
    plan = plan_backwards(date(2027, 4, 1), a_diary(cabinet=CABINETS, ssmt=TEAMS))

    assert plan.step("decision").sitting == CABINETS[1]
    assert plan.step("ssmt").sitting == TEAMS[0]
    assert dates(plan)["agenda"] == date(2027, 2, 26)
    assert dates(plan)["papers"] == date(2027, 1, 28)
    assert dates(plan)["submitted"] == date(2027, 1, 21)


def test_plan_takes_days_for_further_meetings_where_the_called_ones_are_too_early():
    today, asked = date(2027, 3, 1), a_diary(cabinet=CABINETS[:2], ssmt=TEAMS[:2])

    plan, used = plan_in_time(date(2027, 9, 1), asked, today)

    assert (plan.begins >= today, used) == (True, replace(asked, cabinet=(), ssmt=()))
    assert {step.code: step.assumed for step in plan.steps if step.code in ("decision", "ssmt")} == {"decision": True, "ssmt": True}


def test_plan_keeps_the_called_meetings_that_leave_time_or_that_nothing_can_save():
    diary = a_diary(cabinet=CABINETS, ssmt=TEAMS)

    assert plan_in_time(date(2027, 4, 1), diary, date(2027, 1, 4)) == (plan_backwards(date(2027, 4, 1), diary), diary)
    assert plan_in_time(date(2027, 4, 1), diary, date(2027, 3, 31)) == (plan_backwards(date(2027, 4, 1), diary), diary)


def test_plan_keeps_the_called_cabinet_where_only_the_team_meets_too_early():
    diary = a_diary(cabinet=CABINETS, ssmt=TEAMS[:1])

    plan, used = plan_in_time(date(2027, 4, 1), diary, date(2027, 2, 4))

    assert used == replace(diary, ssmt=())
    assert (plan.step("decision").sitting, plan.step("ssmt").assumed) == (CABINETS[1], True)


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


# --- every step in words --------------------------------------------------------------------------------------------


def test_each_step_names_who_acts_and_the_law_in_order():
    plan = plan_backwards(date(2027, 3, 18), a_diary())

    def local(path):
        return CONSTITUTION.citation(path)

    assert [(step.code, step.title, step.who, step.citation) for step in plan.steps] == [
        ("notice", "Notice of key decision published", "Proper officer", "SI 2012/2089 reg 9"),
        ("submitted", "Proposal handed in for clearance", "Lead officer", local("clearances")),
        ("cleared", "Last clearance given", "Clearing officers", local("clearances")),
        ("papers", "Papers sent to the senior management team", "Proper officer", local("ssmt.papers")),
        ("ssmt", "Senior management team recommends", "Senior management team", local("ssmt")),
        ("agenda", "Agenda and report published", "Proper officer", local("publication.agenda")),
        ("signoff", "Agencies asked to sign", "Agency leads", local("sign_off.within")),
        ("decision", "Cabinet decides", "Cabinet", local("records.publish_within")),
        ("record", "Record published, call-in window opens", "Proper officer", local("call_in.period")),
        ("effect", "Decision takes effect", "The clock", ""),
    ]
    assert (plan.effect, plan.provisional, plan.step("nothing")) == (date(2027, 3, 18), False, None)


def test_steps_without_a_period_say_why_in_words():
    assumed = plan_backwards(date(2027, 3, 18), a_diary())
    called = plan_backwards(date(2027, 4, 1), a_diary(cabinet=CABINETS, ssmt=TEAMS))

    assert assumed.step("effect").why == "The day you gave."
    assert assumed.step("cleared").why == "The papers go out on this day with every clearance."
    assert assumed.step("ssmt").why == (
        "No meeting is called that fits up to 25 February 2027; this is the last working day. "
        "Its recommendation goes with the report."
    )
    assert called.step("ssmt").why == (
        "The last called meeting up to 25 February 2027. Its recommendation goes with the report."
    )
    assert (called.step("decision").assumed, called.step("ssmt").assumed, assumed.step("decision").sitting) == (False, False, None)


def test_steps_with_a_period_show_their_count():
    plan = plan_backwards(date(2027, 3, 18), a_diary())

    assert {step.code: step.why for step in plan.steps if step.code not in ("effect", "cleared", "ssmt")} == {
        "notice": "For Mon 8 Mar 2027: 28 clear days from Mon 8 Feb to Sun 7 Mar; latest Sun 7 Feb 2027, "
        "the working day before is Fri 5 Feb 2027.",
        "submitted": "For Fri 19 Feb 2027: 5 working days Fri 12, Mon 15, Tue 16, Wed 17, Thu 18 Feb; latest Fri 12 Feb 2027.",
        "papers": "For Thu 25 Feb 2027: 3 clear working days Mon 22, Tue 23, Wed 24 Feb; latest Sun 21 Feb 2027, "
        "the working day before is Fri 19 Feb 2027.",
        "agenda": "For Mon 8 Mar 2027: 5 clear working days Mon 1, Tue 2, Wed 3, Thu 4, Fri 5 Mar; latest Sun 28 Feb 2027, "
        "the working day before is Fri 26 Feb 2027.",
        "signoff": "For Wed 17 Mar 2027: 10 working days Wed 3, Thu 4, Fri 5, Mon 8, Tue 9, Wed 10, Thu 11, Fri 12, Mon 15, "
        "Tue 16 Mar; latest Wed 3 Mar 2027.",
        "decision": "No meeting is called that fits up to 8 March 2027; this is the last working day. "
        "For Wed 10 Mar 2027: 2 working days Mon 8, Tue 9 Mar; latest Mon 8 Mar 2027.",
        "record": "For Thu 18 Mar 2027: 5 clear working days Thu 11, Fri 12, Mon 15, Tue 16, Wed 17 Mar; latest Wed 10 Mar 2027.",
    }


def test_agencies_that_sign_before_the_cabinet_are_asked_earlier():
    first = replace(CONSTITUTION, sign_off=replace(CONSTITUTION.sign_off, order="BEFORE_CABINET"))

    assert plan_backwards(date(2027, 3, 18), a_diary(constitution=first)).step("signoff").on == date(2027, 2, 11)


def test_lateness_is_followed_to_the_next_meetings_or_to_where_none_is_called():
    called, no_team, free = a_diary(cabinet=CABINETS, ssmt=TEAMS), a_diary(cabinet=CABINETS, ssmt=TEAMS[:1]), a_diary()
    april, march = date(2027, 4, 1), date(2027, 3, 18)

    assert late_clearance(plan_backwards(april, called), called) == LateCost(
        date(2027, 1, 29), TEAMS[1], CABINETS[2], date(2027, 4, 22), 21, ""
    )
    assert late_clearance(plan_backwards(april, no_team), no_team) == LateCost(
        date(2027, 1, 29), None, None, None, None, "no meeting of the senior management team is called from 4 February 2027"
    )
    assert late_clearance(plan_backwards(march, free), free) == LateCost(
        date(2027, 2, 22), Sitting(date(2027, 2, 26)), Sitting(date(2027, 3, 9)), date(2027, 3, 19), 1, ""
    )
    assert late_clearance(plan_backwards(march, free, joint=False), free, joint=False) == LateCost(
        date(2027, 3, 1), None, Sitting(date(2027, 3, 9)), date(2027, 3, 19), 1, ""
    )


def test_late_clearance_of_a_council_whose_window_runs_from_the_decision_costs_less():
    counted = replace(CONSTITUTION, call_in=replace(CONSTITUTION.call_in, counted_from="DECISION"))
    diary = a_diary(constitution=counted)

    late = late_clearance(plan_backwards(date(2027, 6, 1), diary), diary)

    assert (late.cabinet.on, late.effect, late.days) == (date(2027, 5, 20), date(2027, 5, 28), 0)


def test_council_without_clearances_has_no_lateness():
    diary = a_diary(constitution=replace(CONSTITUTION, clearances=()))
    plan = plan_backwards(date(2027, 3, 18), diary)

    assert late_clearance(plan, diary) is None
    assert [step.code for step in plan.steps] == ["notice", "papers", "ssmt", "agenda", "signoff", "decision", "record", "effect"]


def test_notice_and_general_exception_go_back_over_a_bank_holiday_proclaimed_since():
    diary = a_diary()
    proclaimed = replace(diary, calendar=diary.calendar.with_holiday(date(2027, 2, 26), "Day of mourning").with_holiday(date(2027, 2, 5), "Jubilee"))

    plan = plan_backwards(date(2027, 3, 18), proclaimed)

    assert (plan.step("notice").on, plan.general_exception) == (date(2027, 2, 4), date(2027, 2, 25))


@pytest.mark.parametrize(("is_key", "joint"), [(False, True), (True, False), (False, False)])
def test_plan_in_time_is_that_of_its_kind(is_key, joint):
    diary, effect, kind = a_diary(cabinet=CABINETS, ssmt=TEAMS), date(2027, 4, 1), {"is_key": is_key, "joint": joint}
    free = replace(diary, cabinet=(), ssmt=())

    assert plan_in_time(effect, diary, date(2027, 1, 4), **kind) == (plan_backwards(effect, diary, **kind), diary)
    late, used = plan_in_time(date(2027, 9, 1), diary, date(2027, 7, 1), **kind)
    assert late == plan_backwards(date(2027, 9, 1), used, **kind)
    assert [step.code for step in late.steps] == [step.code for step in plan_backwards(date(2027, 9, 1), free, **kind).steps]


def test_plan_that_begins_today_is_in_time():
    diary = a_diary(cabinet=CABINETS, ssmt=TEAMS)
    plan = plan_backwards(date(2027, 4, 1), diary)
    further = replace(diary, ssmt=())
    other = plan_backwards(date(2027, 4, 1), further)

    assert plan_in_time(date(2027, 4, 1), diary, plan.begins) == (plan, diary)
    assert plan_in_time(date(2027, 4, 1), diary, other.begins) == (other, further)


def test_plan_takes_a_day_for_the_cabinet_where_only_the_cabinet_meets_too_early():
    diary = a_diary(cabinet=CABINETS[:2], ssmt=(*TEAMS, Sitting(date(2027, 8, 4), "Team", 9)))

    plan, used = plan_in_time(date(2027, 9, 1), diary, date(2027, 7, 1))

    assert used == replace(diary, cabinet=())
    assert (plan.step("decision").assumed, plan.step("ssmt").sitting.on) == (True, date(2027, 8, 4))


def test_meeting_on_the_last_possible_day_still_fits():
    minimum = dates(plan_backwards(date(2027, 3, 18), a_diary()))
    diary = a_diary(cabinet=(Sitting(minimum["decision"], "Cabinet", 1),), ssmt=(Sitting(minimum["ssmt"], "Team", 2),))

    plan = plan_backwards(date(2027, 3, 18), diary)

    assert (plan.step("decision").sitting, plan.step("ssmt").sitting) == (diary.cabinet[0], diary.ssmt[0])
    assert dates(plan) == minimum


def test_late_clearance_takes_the_meeting_on_the_first_possible_day():
    free = a_diary()
    plan = plan_backwards(date(2027, 3, 18), free)
    called = a_diary(cabinet=(Sitting(date(2027, 3, 9), "Cabinet", 1),), ssmt=(Sitting(date(2027, 2, 26), "Team", 2),))

    cost = late_clearance(plan, called)

    assert (cost.ssmt, cost.cabinet, cost.days) == (called.ssmt[0], called.cabinet[0], 1)


def test_late_clearance_costs_nothing_where_the_plan_left_time():
    diary = a_diary()
    plan = replace(plan_backwards(date(2027, 3, 18), diary), effect=date(2027, 3, 19))

    assert late_clearance(plan, diary).days == 0
    assert late_clearance(replace(plan, effect=date(2027, 4, 30)), diary).days == 0


def test_late_clearance_without_a_cabinet_says_when_it_was_given():
    diary = a_diary(cabinet=CABINETS[:2], ssmt=TEAMS[:2])

    assert late_clearance(plan_backwards(date(2027, 4, 1), diary), diary) == LateCost(
        date(2027, 1, 29), TEAMS[1], None, None, None, "no Cabinet meeting is called from 12 March 2027"
    )
