"""The list of stages says where a case is, in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commissioning.rules.stages import (
    AGAIN,
    AHEAD,
    DONE,
    NOW,
    OVERDUE,
    SKIPPED,
    Facts,
    StageState,
    Work,
    present,
    stages,
)

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


def test_proposal_that_is_returned_sends_what_was_done_on_the_way_through_once_more():
    returned = AT - timedelta(days=1)
    work = [
        Work("notice.publish", EARLIER, closed_at=EARLIER),
        Work("clearance.give", EARLIER, closed_at=AT - timedelta(days=3)),
        Work("ssmt.outcome", EARLIER, closed_at=returned),
        Work("proposal.write", returned),
    ]

    found = {state.key: (state.state, state.since) for state in stages(work, Facts(at=AT))}

    assert [found[key] for key in ("proposal", "notice", "clearance", "ssmt", "agenda")] == [
        (NOW, returned),
        (DONE, EARLIER),
        (AGAIN, AT - timedelta(days=3)),
        (AGAIN, returned),
        (AHEAD, None),
    ]


def test_decision_that_is_deferred_comes_again_but_not_what_went_before_the_agenda():
    work = [
        Work("ssmt.outcome", EARLIER, closed_at=EARLIER),
        Work("item.outcome", EARLIER, closed_at=AT),
        Work("agenda.publish", AT, due_at=AT - timedelta(seconds=1)),
    ]

    found = states(work)

    assert (found["ssmt"], found["agenda"], found["decision"]) == (DONE, OVERDUE, AGAIN)


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


# --- every line of the list -----------------------------------------------------------------------------------------

LATER = AT + timedelta(days=3)
WINDOW = {"call_in_applies": True, "window_opened_at": EARLIER, "window_ends_at": LATER, "window": {"rule": "call_in.period"}}


def line(key, work=(), **facts):
    return next(one for one in stages(work, Facts(at=AT, **facts)) if one.key == key)


def test_list_names_every_stage_and_who_is_responsible():
    assert [(one.name, one.office) for one in stages([], Facts(at=AT))] == [
        ("Needs evidence", "Shared research function"),
        ("Proposal", "Commissioning service"),
        ("Notice of key decision", "Democratic services"),
        ("Clearances", "Finance, legal, equality and lead member"),
        ("Senior management team", "Single senior management team"),
        ("Agencies sign", "Partner agencies"),
        ("Agenda and report", "Democratic services"),
        ("Decision", "Cabinet"),
        ("Record published", "Democratic services"),
        ("Call-in", "Overview and scrutiny"),
        ("In effect", "The council and its partners"),
        ("Scrutiny", "Overview and scrutiny committee"),
        ("Closed", "Democratic services"),
    ]


def test_untouched_stage_has_neither_date_nor_work():
    assert line("proposal") == StageState("proposal", "Proposal", AHEAD, "Commissioning service")
    assert line("notice", is_key=False) == StageState("notice", "Notice of key decision", SKIPPED, "Democratic services")


def test_open_work_says_since_when_by_when_and_who_has_it():
    count = {"rule": "clearance"}
    work = [
        Work("clearance.give", AT - timedelta(days=2), due_at=LATER, deadline={"rule": "later"}),
        Work("clearance.give", EARLIER, due_at=AT, deadline=count),
        Work("clearance.give", AT - timedelta(days=1)),
        Work("clearance.give", AT - timedelta(days=30), closed_at=AT, due_at=EARLIER),
    ]

    assert line("clearance", work) == StageState(
        "clearance", "Clearances", NOW, "Finance, legal, equality and lead member",
        since=EARLIER, due=AT, loops=1, open_work=tuple(work[:3]), deadline=count,
    )  # fmt: skip


def test_work_without_a_due_moment_is_never_overdue():
    work = Work("pack.write", EARLIER)

    assert line("evidence", [work]) == StageState(
        "evidence", "Needs evidence", NOW, "Shared research function", since=EARLIER, open_work=(work,)
    )


def test_done_stage_dates_from_its_last_close():
    work = [Work("pack.write", EARLIER, closed_at=AT), Work("pack.review", EARLIER, closed_at=EARLIER)]

    assert line("evidence", work) == StageState("evidence", "Needs evidence", DONE, "Shared research function", since=AT)


@pytest.mark.parametrize(
    ("key", "kind", "loops"),
    [("proposal", "proposal.write", 3), ("agenda", "agenda.publish", 3), ("record", "record.certify", 1)],
)
def test_only_proposal_and_agenda_count_their_rounds(key, kind, loops):
    closed = [Work(kind, EARLIER, closed_at=EARLIER), Work(kind, EARLIER, closed_at=AT)]

    assert line(key, [*closed, Work(kind, EARLIER)]).loops == loops
    assert line(key, [*closed, Work(kind, EARLIER, closed_at=AT)]).loops == loops


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            WINDOW,
            StageState("call_in", "Call-in", NOW, "Overview and scrutiny", EARLIER, LATER, deadline={"rule": "call_in.period"}),
        ),
        (
            {**WINDOW, "window_ends_at": AT},
            StageState("call_in", "Call-in", DONE, "Overview and scrutiny", AT, AT, deadline={"rule": "call_in.period"}),
        ),
        ({**WINDOW, "call_in_applies": False}, StageState("call_in", "Call-in", SKIPPED, "Overview and scrutiny")),
        ({}, StageState("call_in", "Call-in", AHEAD, "Overview and scrutiny")),
    ],
)
def test_call_in_follows_its_window(facts, expected):
    assert line("call_in", **facts) == expected


def test_effect_and_close_are_moments():
    midnight = datetime(2026, 11, 1, tzinfo=UTC)

    assert line("effect", effective_on=date(2026, 11, 1)) == StageState(
        "effect", "In effect", DONE, "The council and its partners", midnight
    )
    assert line("closed", closed_at=EARLIER) == StageState("closed", "Closed", DONE, "Democratic services", EARLIER)


@pytest.mark.parametrize(
    ("facts", "skipped"),
    [
        ({}, []),
        ({"has_evidence": False}, ["evidence"]),
        ({"is_key": False}, ["notice"]),
        ({"is_joint": False}, ["ssmt"]),
        ({"has_other_agencies": False}, ["signoff"]),
        ({"call_in_applies": True, "is_key": False, "is_joint": False}, ["notice", "ssmt"]),
        ({"call_in_applies": False}, ["call_in"]),
    ],
)
def test_stages_that_a_case_does_not_need_are_named_as_such(facts, skipped):
    assert [key for key, state in states([], **facts).items() if state == SKIPPED] == skipped


@pytest.mark.parametrize(
    ("work", "decider", "office"),
    [
        ([], "", "Cabinet"),
        ([], "An officer", "An officer"),
        ([Work("decision.make", EARLIER, office="Director of care")], "An officer", "Director of care"),
        ([Work("decision.make", EARLIER, office="Director of care"), Work("item.outcome", AT, office="Leader")], "", "Cabinet"),
    ],
)
def test_stage_of_the_decision_names_who_decides_alone(work, decider, office):
    found = {state.key: state.office for state in stages(work, Facts(at=AT, decider=decider))}

    assert found["decision"] == office


def test_present_stage_is_the_last_open_one_and_parallel_work_only_if_there_is_nothing_else():
    def at(*work):
        found = present(stages(work, Facts(at=AT)))
        return found and found.key

    assert at() is None
    assert at(Work("notice.publish", EARLIER)) == "notice"
    assert at(Work("notice.publish", EARLIER), Work("signoff.sign", EARLIER)) == "signoff"
    assert at(Work("pack.write", EARLIER), Work("proposal.write", EARLIER, due_at=EARLIER), Work("signoff.sign", EARLIER)) == "proposal"


@pytest.mark.parametrize(
    ("state", "words"),
    [(DONE, "Done"), (NOW, "In progress"), (OVERDUE, "Overdue"), (AHEAD, "Not started"), (SKIPPED, "Not needed"), (AGAIN, "Comes again")],
)
def test_state_has_a_word(state, words):
    assert StageState("k", "N", state, "O").words == words
