"""A decision that is carried out while its call-in window is open: every turn in words, and the days on which it was held."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from decisions.rules.early_effects import Answer, Stop, course, held_words, stopped_on
from decisions.rules.implementation import Position, verdict
from decisions.rules.outcomes import CallIn, Outcome
from decisions.rules.procurement import Kind, while_held
from decisions.rules.timetables import Diary, late_clearance, plan_backwards
from tests.builders_rules import england, london, the_constitution

WAITING = the_constitution()
BESIDE = replace(WAITING, call_in=replace(WAITING.call_in, implementation_during_window=True))
FIRST = date(2027, 1, 12)
HELD = london(date(2027, 1, 14), 9)
FREE = london(date(2027, 1, 26), 19)
BEGAN = "12 January 2027, inside its call-in window, as the constitution allows"


@pytest.mark.parametrize(
    ("stops", "answer", "is_open", "lines"),
    [
        ([], None, False, (f"In effect since {BEGAN}.",)),
        ([], None, True, (f"In effect since {BEGAN}; it can still be called in.",)),
        (
            [Stop(HELD)], None, True,
            (f"It took effect on {BEGAN}.", "Held since 14 January 2027 at 9am: nothing more of it may be carried out."),
        ),
        (
            [Stop(HELD, resolutions=(3,))], None, False,
            (f"In effect since {BEGAN}.", "Held since 14 January 2027 at 9am: nothing more of resolution 3 may be carried out."),
        ),
        (
            [Stop(HELD, FREE, "call-in")], Answer("CONFIRMED", FREE.date()), False,
            (f"In effect since {BEGAN}.", "Held from 14 January 2027 at 9am to 26 January 2027 at 7pm (call-in); then it went on."),
        ),
        (
            [Stop(HELD, FREE)], Answer("AMENDED", FREE.date()), False,
            (
                f"It took effect on {BEGAN}.", "Held from 14 January 2027 at 9am to 26 January 2027 at 7pm; then it went on.",
                "Changed on reconsideration: since 26 January 2027 the changed decision is in effect.",
            ),
        ),
        (
            [Stop(HELD, FREE)], Answer("RESCINDED", FREE.date()), False,
            (
                f"It took effect on {BEGAN}.", "Held from 14 January 2027 at 9am to 26 January 2027 at 7pm.",
                "Taken back on 26 January 2027: nothing more of it is carried out. What had been done by then is not undone by that.",
            ),
        ),
    ],
)  # fmt: skip
def test_course_tells_every_turn(stops, answer, is_open, lines):
    assert course(FIRST, stops, answer, is_open=is_open) == lines


def test_course_is_told_in_order_of_time():
    later = Stop(FREE, None, "Monitoring Officer’s report")

    told = course(FIRST, [later, Stop(HELD, FREE, resolutions=(1, 3))])

    assert told[1:] == (
        "Held from 14 January 2027 at 9am to 26 January 2027 at 7pm; then it went on.",
        "Held since 26 January 2027 at 7pm (Monitoring Officer’s report): nothing more of it may be carried out.",
    )


@pytest.mark.parametrize(("day", "is_held"), [(14, False), (15, True), (25, True), (26, False)])
def test_day_is_held_when_the_stop_lies_over_all_of_it(day, is_held):
    stop = Stop(HELD, FREE)

    assert (stopped_on(date(2027, 1, day), [stop]) is stop) is is_held
    assert stopped_on(date(2027, 1, day), [replace(stop, resolutions=(1,))]) is None


def test_stop_without_an_end_lies_over_every_later_day():
    assert stopped_on(date(2028, 1, 1), [Stop(HELD)]) == Stop(HELD)


def test_contract_signed_while_the_decision_was_held_is_told():
    assert while_held(Kind.SIGNED, date(2027, 1, 15), Stop(HELD)) == (
        "Contract signed of 15 January 2027: the decision had been held since 14 January 2027."
    )
    assert while_held(Kind.SIGNED, date(2027, 1, 13), None) == ""
    assert while_held(Kind.PLANNED, date(2027, 1, 15), Stop(HELD)) == ""


def test_words_of_the_hold_say_since_when_it_was_in_effect():
    assert held_words(FIRST) == (
        "Called in by councillors; it has been in effect since 12 January 2027, and nothing more of it can be carried out until "
        "that is settled."
    )


def window(constitution):
    return constitution.call_in_window(london(FIRST, 10), england())


def test_window_says_what_its_end_means_for_the_decision():
    assert window(WAITING).sentence.endswith("takes effect Wed 20 Jan 2027")
    assert window(BESIDE).sentence.endswith("call-in over from Wed 20 Jan 2027")
    assert window(BESIDE).ends_at == window(WAITING).ends_at


def test_open_window_is_in_the_way_only_where_the_decision_waits_for_it():
    inside = london(FIRST, 10)
    position = Position(Outcome.AGREED, True, CallIn.APPLIES, window(BESIDE), beside_window=True)

    assert verdict(position, at=inside).allowed is True
    assert [block.code for block in verdict(replace(position, beside_window=False), at=inside).blocks] == ["WINDOW"]
    assert [block.code for block in verdict(replace(position, holds=("called in",)), at=inside).blocks] == ["HOLD"]
    assert [block.code for block in verdict(replace(position, published=False), at=inside).blocks] == ["NOT_PUBLISHED"]


def test_plan_publishes_the_record_on_the_day_of_effect():
    effect = date(2027, 4, 4)  # a Sunday

    plan = plan_backwards(effect, Diary(BESIDE, england()))

    assert (plan.step("record").on, plan.step("record").why) == (
        date(2027, 4, 2), "The constitution lets it be carried out from its publication, while the call-in window is open."
    )
    assert plan.begins > plan_backwards(effect, Diary(WAITING, england())).begins


def test_late_clearance_does_not_cost_the_window():
    plan = plan_backwards(date(2027, 6, 1), Diary(BESIDE, england()))
    waiting = plan_backwards(date(2027, 6, 1), Diary(WAITING, england()))

    late = late_clearance(plan, Diary(BESIDE, england()))

    assert late.effect - plan.effect < timedelta(days=14)
    assert late_clearance(waiting, Diary(WAITING, england())).effect > waiting.effect
