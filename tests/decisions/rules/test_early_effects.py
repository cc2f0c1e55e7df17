"""A decision that is carried out while its call-in window is open: every turn in words, and the days on which it was held."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from commissioning.rules.refusals import Refusal
from decisions.rules.early_effects import Answer, Stop, course, held_words, stop_over
from decisions.rules.implementation import Position, verdict
from decisions.rules.outcomes import CallIn, Outcome
from decisions.rules.procurement import Kind, Step, require_in_effect, too_early, while_held
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


@pytest.mark.parametrize(("day", "is_held"), [(13, False), (14, True), (15, True), (25, True), (26, True), (27, False)])
def test_day_is_held_when_the_stop_lay_over_any_part_of_it(day, is_held):
    stop = Stop(HELD, FREE)

    assert (stop_over([stop], date(2027, 1, day)) is stop) is is_held


@pytest.mark.parametrize(
    ("at", "is_held"),
    [
        (HELD - timedelta(seconds=1), False), (HELD, True), (FREE - timedelta(seconds=1), True), (FREE, False),
    ],
)  # fmt: skip
def test_moment_is_held_from_the_first_second_of_the_stop_to_the_last(at, is_held):
    assert (stop_over([Stop(HELD, FREE)], at.date(), at) is not None) is is_held


def test_stop_without_an_end_lies_over_every_later_day():
    assert stop_over([Stop(HELD)], date(2028, 1, 1)) == Stop(HELD)


SEVERED = london(date(2027, 1, 15), 9)
PARTLY = Stop(HELD, FREE, "call-in", (2,), SEVERED)


@pytest.mark.parametrize(
    ("day", "resolutions", "found"),
    [
        (18, (2,), PARTLY),
        (18, (1, 2), PARTLY),
        (18, (), PARTLY),
        (18, (1,), None),
        (15, (1,), Stop(HELD, SEVERED, "call-in")),
        (14, (1,), Stop(HELD, SEVERED, "call-in")),
    ],
)
def test_stop_over_a_part_lies_over_the_others_until_they_are_severed(day, resolutions, found):
    at = london(date(2027, 1, day), 8) if day == 15 else None

    assert stop_over([replace(PARTLY, severed_at=SEVERED)], date(2027, 1, day), at, resolutions) == (
        replace(found, severed_at=SEVERED) if found else None
    )


def test_part_that_was_never_held_with_the_rest_has_no_stop():
    assert stop_over([replace(PARTLY, severed_at=None)], date(2027, 1, 14), None, (1,)) is None


def signed(day: int, at: time | None = None, resolutions: tuple[int, ...] = ()) -> Step:
    return Step(Kind.SIGNED, date(2027, 1, day), at_time=at, resolutions=resolutions)


@pytest.mark.parametrize(
    ("step", "stop", "words"),
    [
        (signed(15), Stop(HELD), "Contract signed of 15 January 2027: the decision had been held since 14 January 2027."),
        (
            signed(14), Stop(HELD, None, "call-in"),
            "Contract signed of 14 January 2027: it came on the day of the call-in, and the decision was held from 9am on. Its "
            "time is not on record, so it counts as later.",
        ),
        (
            signed(14, time(15)), Stop(HELD),
            "Contract signed of 14 January 2027 at 3pm: the decision had been held since 9am on that day.",
        ),
        (
            signed(26), Stop(HELD, FREE),
            "Contract signed of 26 January 2027: the decision was held until 7pm on that day. Its time is not on record, so it "
            "counts as earlier.",
        ),
        (
            signed(18, None, (1, 2)), PARTLY,
            "Contract signed of 18 January 2027, for resolutions 1 and 2: resolution 2 had been held since 14 January 2027.",
        ),
        (
            signed(14, None, (1, 2, 3)), replace(PARTLY, resolutions=(2, 3)),
            "Contract signed of 14 January 2027, for resolutions 1, 2 and 3: it came on the day of the call-in, and resolutions 2 "
            "and 3 were held from 9am on. Its time is not on record, so it counts as later.",
        ),
        (
            signed(14, None, (2,)), Stop(HELD, resolutions=(2,)),
            "Contract signed of 14 January 2027, for resolution 2: it came on the day of the hold, and resolution 2 was held from 9am "
            "on. Its time is not on record, so it counts as later.",
        ),
        (signed(13), None, ""),
        (Step(Kind.PLANNED, date(2027, 1, 15)), Stop(HELD), ""),
    ],
)  # fmt: skip
def test_contract_signed_while_what_it_carries_out_was_held_is_told(step, stop, words):
    assert while_held(step, stop) == words


def test_contract_signed_on_the_day_of_publication_but_before_it_came_too_early():
    began = london(FIRST, 10)
    told = {"agreed_on": date(2027, 1, 11), "effective_on": FIRST, "effective_at": began}

    assert too_early(signed(12, time(9, 59)), **told) == (
        "Contract signed of 12 January 2027 at 9:59am: the decision was made on 11 January 2027, but it was not in effect yet."
    )
    assert [too_early(step, **told) for step in (signed(12, time(10)), signed(12), signed(13, time(8)))] == ["", "", ""]


def test_contract_is_not_signed_while_what_it_carries_out_is_held():
    with pytest.raises(Refusal) as refused:
        require_in_effect(while_held(signed(15), Stop(HELD)))

    assert (refused.value.code, [way.label for way in refused.value.alternatives]) == (
        "procurement.not_in_effect", ["Record that it was signed already"]
    )
    assert refused.value.message.endswith("the decision had been held since 14 January 2027.")
    assert require_in_effect("") is None


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

    assert (late.cabinet.on, late.effect, late.days) == (date(2027, 5, 28), date(2027, 6, 2), 1)
    assert late_clearance(waiting, Diary(WAITING, england())).cabinet.on == date(2027, 5, 20)
