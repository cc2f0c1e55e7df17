"""What each stop keeps from happening, what it leaves alone, and when it ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from decisions.rules.overlays import (
    SPECIFICATIONS,
    Kind,
    Overlay,
    Step,
    consider_by,
    end_of,
    ends_by_itself,
    require_declaration,
    require_not_stopped,
    stopping,
)
from tests.builders_rules import england, london, refusal_of

NOW = london(date(2027, 3, 1), 10)
SPEND = Overlay(Kind.SPEND_STOP, NOW, reference="Section 114 report of 1 March 2027")


def stopped_by(kind: Kind, **changes) -> set[Step]:
    overlay = replace(Overlay(kind, NOW), **changes)
    return {step for step in Step if stopping([overlay], step, NOW)}


@pytest.mark.parametrize(
    ("kind", "steps"),
    [
        (Kind.PRE_ELECTION, set()),
        (Kind.SUSPENDED_PREELECTION, {Step.DECIDE, Step.IMPLEMENT}),
        (Kind.SPEND_STOP, {Step.IMPLEMENT}),
        (Kind.MO_S5A_HOLD, {Step.DECIDE, Step.IMPLEMENT}),
        (Kind.COURT_ORDER, {Step.DECIDE, Step.PUBLISH, Step.IMPLEMENT}),
    ],
)
def test_each_stop_keeps_only_its_own_steps_from_happening(kind, steps):
    assert stopped_by(kind) == steps
    assert stopped_by(kind, ends_at=NOW) == set()
    assert stopped_by(kind, starts_at=NOW + timedelta(seconds=1)) == set()


def test_court_order_stops_what_it_forbids_and_nothing_else():
    assert stopped_by(Kind.COURT_ORDER, stops=frozenset({Step.IMPLEMENT})) == {Step.IMPLEMENT}


def test_e117_spend_stop_lets_only_the_authorised_agreement_through():
    refused = refusal_of(require_not_stopped, [SPEND], Step.IMPLEMENT, NOW)

    assert (refused.code, refused.citation) == (
        "overlay.spend_stop", "Local Government Finance Act 1988 ss114 and 115(6) to (6B)",
    )  # fmt: skip
    assert [way.url_name for way in refused.alternatives] == ["overlays"]
    assert require_not_stopped([replace(SPEND, authorised=True)], Step.IMPLEMENT, NOW) == (
        "No stop in force forbids it."
    )


def test_refusal_names_the_stop_its_paper_and_its_end():
    until = replace(SPEND, ends_at=london(date(2027, 3, 20), 0))

    refused = refusal_of(require_not_stopped, [until], Step.IMPLEMENT, NOW)

    assert refused.message == (
        "Section 114 spend stop (Section 114 report of 1 March 2027) stops putting the decision into effect. No new "
        "agreement that may involve spending: no decision is put into effect without the chief finance officer’s written "
        "authority for that very agreement. It ends before 20 March 2027."
    )
    assert refused.earliest == date(2027, 3, 20)


@pytest.mark.parametrize("kind", [Kind.SPEND_STOP, Kind.MO_S5A_HOLD])
@pytest.mark.parametrize(
    ("concluded", "free"),
    [
        (date(2027, 3, 15), date(2027, 3, 17)),  # considered on Monday: stands all Tuesday
        (date(2027, 3, 19), date(2027, 3, 23)),  # on Friday: stands over Monday
        (date(2027, 3, 24), date(2027, 3, 26)),  # on Wednesday: stands over Thursday, free on Good Friday
        (date(2027, 3, 25), date(2027, 3, 31)),  # on Thursday: Good Friday and Easter Monday are no business days
    ],
)
def test_stop_after_a_report_ends_with_the_first_working_day_after_its_consideration(kind, concluded, free):
    assert end_of(kind, concluded, london(concluded, 20), england()) == london(free, 0)


def test_stop_considered_long_ago_ends_now_and_one_to_be_considered_does_not_end():
    assert end_of(Kind.SPEND_STOP, date(2027, 2, 1), NOW, england()) == NOW
    assert refusal_of(end_of, Kind.SPEND_STOP, date(2027, 3, 2), NOW, england()).code == "overlay.not_concluded"


def test_court_order_ends_at_once():
    assert end_of(Kind.COURT_ORDER, date(2027, 3, 1), NOW, england()) == NOW


def test_stop_before_an_election_ends_by_itself_after_the_poll():
    poll = date(2027, 5, 6)

    assert ends_by_itself(Kind.PRE_ELECTION, poll) == london(date(2027, 5, 7), 0)
    assert ends_by_itself(Kind.SUSPENDED_PREELECTION, poll) == london(date(2027, 5, 7), 0)
    assert ends_by_itself(Kind.SPEND_STOP, poll) is None
    assert ends_by_itself(Kind.PRE_ELECTION, None) is None


def test_report_is_considered_within_21_days_beginning_with_the_day_it_was_sent():
    due = consider_by(Kind.SPEND_STOP, date(2027, 3, 1), england())

    assert due.ends_on == date(2027, 3, 21)
    assert consider_by(Kind.COURT_ORDER, date(2027, 3, 1), england()) is None


@pytest.mark.parametrize(
    ("kind", "changes", "gap"),
    [
        (Kind.MO_S5A_HOLD, {"has_case": False}, "Give the case that it is about."),
        (Kind.SPEND_STOP, {"document": " "}, "Name the report, notice or order, with its date."),
        (Kind.PRE_ELECTION, {"poll_on": None}, "Give the day of the poll."),
        (Kind.PRE_ELECTION, {"poll_on": date(2027, 2, 28)}, "The poll cannot be before the period begins."),
        (
            Kind.PRE_ELECTION, {"starts_on": date(2027, 4, 1)},
            "The notice of election for a poll on 6 May 2027 is published on 31 March 2027 at the latest. "
            "Enter the day on which it was published.",
        ),
        (Kind.COURT_ORDER, {"stops": []}, "Say what the order forbids."),
    ],
)
def test_declaration_needs_everything_that_the_law_asks_of_it(kind, changes, gap):
    whole = {
        "has_case": True, "document": "Paper of 1 March 2027", "poll_on": date(2027, 5, 6),
        "starts_on": date(2027, 3, 1), "stops": [Step.DECIDE], "calendar": england(),
    }  # fmt: skip

    assert require_declaration(kind, **whole) == SPECIFICATIONS[kind].does
    assert refusal_of(require_declaration, kind, **whole | changes).message == gap


# --- the words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "step", "message", "citation"),
    [
        (
            Kind.MO_S5A_HOLD, Step.DECIDE,
            "Monitoring Officer’s report stops making the decision. No step is taken to give effect to the proposal or decision "
            "that the report is about. The executive considers the report within 21 days. The stop ends with the first working "
            "day after it has finished.",
            "Local Government and Housing Act 1989 s5A(6) and (7)",
        ),
        (
            Kind.COURT_ORDER, Step.PUBLISH,
            "Court order stops publishing notice, report or record. What the order forbids does not happen. "
            "It ends when the order is discharged.",
            "Senior Courts Act 1981 s31; the order itself",
        ),
    ],
)
def test_stop_without_an_end_says_what_ends_it(kind, step, message, citation):
    refused = refusal_of(require_not_stopped, [Overlay(kind, NOW)], step, NOW)

    assert (refused.code, refused.message, refused.citation, refused.earliest) == (f"overlay.{kind.lower()}", message, citation, None)
    assert [way.label for way in refused.alternatives] == ["Read what the stop forbids, what it leaves alone and who ends it"]


def test_declaration_names_all_its_gaps_at_once():
    refused = refusal_of(
        require_declaration, Kind.SUSPENDED_PREELECTION,
        has_case=False, document=" ", poll_on=None, starts_on=date(2027, 3, 1), stops=[], calendar=england(),
    )  # fmt: skip

    assert (refused.code, refused.citation) == ("overlay.incomplete", SPECIFICATIONS[Kind.SUSPENDED_PREELECTION].citation)
    assert refused.message == (
        "Give the case that it is about. Name the report, notice or order, with its date. Give the day of the poll."
    )


def test_poll_on_the_first_day_of_a_suspension_is_in_order():
    day = date(2027, 3, 1)
    given = {"has_case": True, "document": "Advice", "poll_on": day, "starts_on": day, "stops": [], "calendar": england()}

    kind = Kind.SUSPENDED_PREELECTION
    assert require_declaration(kind, **given) == SPECIFICATIONS[kind].does


def test_notice_of_election_on_the_25th_working_day_before_the_poll_begins_the_period():
    given = {"has_case": False, "document": "Notice", "poll_on": date(2027, 5, 6), "starts_on": date(2027, 3, 31), "stops": []}

    assert require_declaration(Kind.PRE_ELECTION, **given, calendar=england()) == SPECIFICATIONS[Kind.PRE_ELECTION].does


def test_stop_is_not_ended_before_its_report_has_been_considered():
    refused = refusal_of(end_of, Kind.MO_S5A_HOLD, date(2027, 3, 2), NOW, england())

    assert (refused.code, refused.message, refused.citation) == (
        "overlay.not_concluded", "2 March 2027 is still to come. End the stop when the report has been considered.",
        "Local Government and Housing Act 1989 s5A(6) and (7)",
    )  # fmt: skip


def test_count_of_the_21_days_names_its_law_and_events():
    due = consider_by(Kind.SPEND_STOP, date(2027, 3, 1), england())

    assert (due.rule, due.citation, due.start_event, due.target_event, due.n) == (
        "overlay.consider_by", "Local Government Finance Act 1988 ss114 and 115(6) to (6B)", "copies sent", "considered", 21
    )  # fmt: skip
