"""The list of stages says where a case is, in words."""

from datetime import UTC, date, datetime, timedelta

from commissioning.rules.stages import AHEAD, DONE, NOW, OVERDUE, SKIPPED, Facts, Work, present, stages

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
EARLIER = AT - timedelta(days=10)


def states(work, **facts):
    return {s.key: s.state for s in stages(work, Facts(at=AT, **facts))}


def test_new_case_waits_for_evidence():
    found = states([Work("pack.write", EARLIER)])

    assert (found["evidence"], found["proposal"], found["closed"]) == (NOW, AHEAD, AHEAD)


def test_stage_past_its_due_moment_is_overdue():
    found = states([Work("clearance.give", EARLIER, due_at=AT - timedelta(seconds=1))])

    assert found["clearance"] == OVERDUE


def test_stage_is_done_when_every_duty_is_closed():
    found = states(
        [Work("clearance.give", EARLIER, closed_at=AT), Work("clearance.give", EARLIER, closed_at=AT)]
    )

    assert found["clearance"] == DONE


def test_non_key_case_does_not_need_a_notice():
    assert states([], is_key=False)["notice"] == SKIPPED


def test_open_window_is_in_progress_until_its_end():
    window = {"call_in_applies": True, "window_opened_at": EARLIER, "window_ends_at": AT + timedelta(hours=1)}

    assert states([], **window)["call_in"] == NOW


def test_open_duty_keeps_call_in_open_after_the_window():
    window = {"call_in_applies": True, "window_opened_at": EARLIER, "window_ends_at": EARLIER}

    assert states([Work("call_in.hear", EARLIER)], **window)["call_in"] == NOW


def test_present_stage_ignores_parallel_work():
    found = present(stages([Work("notice.publish", EARLIER), Work("proposal.write", EARLIER)], Facts(at=AT)))

    assert found.key == "proposal"


def test_ended_case_shows_what_was_not_needed_any_more():
    found = states([Work("pack.write", EARLIER, closed_at=AT)], outcome="WITHDRAWN", closed_at=AT)

    assert (found["evidence"], found["proposal"], found["closed"]) == (DONE, SKIPPED, DONE)


def test_effect_is_dated():
    state = [s for s in stages([], Facts(at=AT, effective_on=date(2026, 11, 1))) if s.key == "effect"][0]

    assert (state.state, state.since.date()) == (DONE, date(2026, 11, 1))
