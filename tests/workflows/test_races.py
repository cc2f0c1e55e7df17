"""Four to eight people act in one case at the same moment, again and again; RACE_ROUNDS says how often."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from commissioning import clock
from commissioning.acts import Actor
from commissioning.models import AuditIndex, Case, Duty
from commissioning.rules.dates import LONDON, local_date
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import current_version
from commissioning.services.cases import withdraw_case
from commissioning.services.proposals import save_section, submit_proposal
from decisions.models import ClearanceResult, Hold, Overlay, RecordedVote, SignOff, Vote
from decisions.services.clearances import clear
from decisions.services.sign_offs import sign
from decisions.services.votes import cast_vote, close_vote
from scrutiny.models import CallIn
from scrutiny.services.call_ins import request_call_in, sign_call_in, starts_chart
from tests.builders_races import (
    SIGNERS,
    at_stage,
    attempt,
    check_history,
    check_promises,
    duty_of,
    forget_stages,
    sitting_in,
)
from tests.builders_s2 import set_clock
from tests.processes import Race, racers
from workflows.flows.call_in import CallInFlow
from workflows.models import CallInProcess
from workflows.services import overlays
from workflows.services.tick import tick

pytestmark = [pytest.mark.race, pytest.mark.timeout(900), pytest.mark.django_db(transaction=True)]

ROUNDS = int(os.environ.get("RACE_ROUNDS", "10"))
CLEARED_AT = datetime(2027, 1, 15, 10, 0, tzinfo=LONDON)
SIGNED_AT = datetime(2027, 2, 3, 12, 0, tzinfo=LONDON)
VOTED_AT = datetime(2027, 2, 22, 18, 22, tzinfo=LONDON)
IN_WINDOW = datetime(2027, 2, 25, 10, 0, tzinfo=LONDON)
CLEARERS = ("s151", "legal", "equality", "cm-safety")
VOTERS = ("leader", "cm-adults", "cm-children", "cm-safety", "cm-climate", "cm-jobs", "cm-culture")
CALLERS = ("scrutiny-5", "scrutiny-6", "scrutiny-7", "scrutiny-8", "scrutiny-9", "scrutiny-10", "councillor-3")


@pytest.fixture(scope="module", autouse=True)
def stages(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        forget_stages()


def rounds(stage: str, work: Callable[..., object], people: int) -> Iterator[tuple[Race, Case, int]]:
    """The race, and the case at its stage, once for each round; after each the promises are checked."""
    at_stage(stage)  # the way there is gone once, before the processes begin
    with racers(work, people) as race:
        for number in range(ROUNDS):
            yield race, at_stage(stage), number
            check_promises()
    check_history()


# --- voting -------------------------------------------------------------------------------------------------------


def test_members_vote_while_the_chair_closes():
    def act(n: int, case: int, duties: list[int], chair: int, number: int) -> str:
        if n == len(VOTERS):
            time.sleep(number * 0.01)  # the chair is first in some rounds and last in others
            return attempt(case, close_vote, "leader", at=VOTED_AT, duty=chair)
        return attempt(case, cast_vote, VOTERS[n], at=VOTED_AT, duty=duties[n], choice="FOR")

    for race, case, number in rounds("voting", act, len(VOTERS) + 1):
        duties = [duty_of(case, "vote.cast", member).pk for member in VOTERS]
        chair = duty_of(case, "item.outcome", "leader").pk

        *voted, closed = race(case=case.pk, duties=duties, chair=chair, number=number)

        tally = RecordedVote.objects.get().tally
        assert closed == "done"
        assert set(voted) <= {"done", "vote.closed"}
        assert Vote.objects.count() == voted.count("done") == tally["for"]
        assert not Duty.objects.filter(kind="vote.cast", closed_at=None).exists()


def test_e39_a_vote_sent_by_several_processes_is_one_vote_and_a_second_one_is_refused():
    def act(n: int, case: int, duty: int) -> str:
        choice, key = ("FOR", "first-form") if n % 2 else ("AGAINST", "second-form")
        return attempt(case, cast_vote, "cm-adults", at=VOTED_AT, duty=duty, choice=choice, request=key)

    for race, case, _ in rounds("voting", act, 6):
        answers = race(case=case.pk, duty=duty_of(case, "vote.cast", "cm-adults").pk)

        assert sorted(answers) == ["done", *["replayed"] * 2, *["vote.twice"] * 3]
        assert list(Vote.objects.values_list("n", flat=True)) == [1]


def test_members_vote_while_the_case_is_withdrawn():
    def act(n: int, case: int, duties: list[int], number: int) -> str:
        if n == len(VOTERS):
            time.sleep(number * 0.01)
            return attempt(case, withdraw_case, "leader", at=VOTED_AT, reason="The grant ended.")
        return attempt(case, cast_vote, VOTERS[n], at=VOTED_AT, duty=duties[n], choice="FOR")

    for race, case, number in rounds("voting", act, len(VOTERS) + 1):
        duties = [duty_of(case, "vote.cast", member).pk for member in VOTERS]

        *voted, withdrawn = race(case=case.pk, duties=duties, number=number)

        assert withdrawn == "done"
        assert set(voted) <= {"done", "case.closed"}
        assert Vote.objects.count() == voted.count("done")
        assert Case.objects.get().outcome == "WITHDRAWN"


# --- signing ------------------------------------------------------------------------------------------------------


def test_every_agency_signs_at_once_and_twice():
    def act(n: int, case: int, duties: list[int], read: str) -> str:
        lead = n % len(SIGNERS)
        return attempt(
            case, sign, SIGNERS[lead], at=SIGNED_AT, duty=duties[lead], read=read, result="SIGNED",
            authority="Scheme of delegation, place lead", authority_on=SIGNED_AT.date(), request=f"form-{n // 4 if lead else 0}",
        )  # fmt: skip

    for race, case, _ in rounds("signing", act, 2 * len(SIGNERS)):
        read = current_version(case).commitments_hash
        duties = [duty_of(case, "signoff.sign", lead).pk for lead in SIGNERS]

        answers = race(case=case.pk, duties=duties, read=read)

        # The police send one form twice; the others send two forms, of which the second finds the duty done.
        assert sorted(answers) == ["done"] * 4 + ["replayed"] + ["signoff.closed"] * 3
        assert SignOff.objects.count() == 4
        assert not Duty.objects.filter(kind="signoff.sign", closed_at=None).exists()


# --- clearing -----------------------------------------------------------------------------------------------------


def test_clearers_and_their_deputies_clear_while_the_last_closes_the_stage():
    people = [*CLEARERS, *(f"deputy:{key}" for key in ("s151", "legal")), "s151", "cm-safety"]

    def act(n: int, case: int, duties: list[int], read: str) -> str:
        return attempt(
            case, clear, people[n], at=CLEARED_AT, duty=duties[n], read=read, result="CLEARED", request=f"form-{n}"
        )

    for race, case, _ in rounds("clearing", act, len(people)):
        read = current_version(case).content_hash
        duties = [duty_of(case, "clearance.give", key.removeprefix("deputy:")).pk for key in people]

        answers = race(case=case.pk, duties=duties, read=read)

        assert sorted(answers) == ["clearance.closed"] * 4 + ["done"] * 4
        assert ClearanceResult.objects.count() == 4
        assert Duty.objects.filter(kind="ssmt.schedule").count() == 1


def test_a_clearance_sent_by_several_processes_is_one_act():
    def act(_: int, case: int, duty: int, read: str) -> str:
        return attempt(
            case, clear, "legal", at=CLEARED_AT, duty=duty, read=read, result="CLEARED", request="the-same-form"
        )

    for race, case, _ in rounds("clearing", act, 4):
        duty = duty_of(case, "clearance.give", "legal").pk

        answers = race(case=case.pk, duty=duty, read=current_version(case).content_hash)

        assert sorted(answers) == ["done"] + ["replayed"] * 3
        assert AuditIndex.objects.filter(request="the-same-form").count() == 1


def test_nobody_clears_a_new_version_with_the_old_one_in_front_of_them():
    """One refuses, the officer hands in the next version at once, the others answer the text that they had open."""

    def act(n: int, case: int, first: dict[str, int], read: str) -> str:
        if n == 4:
            return _hand_in(case)
        answer = {"result": "REFUSED", "text": "Not yet."} if n == 0 else {"result": "CLEARED"}
        found = attempt(case, clear, CLEARERS[n], at=CLEARED_AT, duty=first[CLEARERS[n]], read=read, **answer)
        second = _wait(lambda: Duty.objects.filter(case=case, kind="clearance.give", round=2, office__key=CLEARERS[n]))
        again = attempt(case, clear, CLEARERS[n], at=CLEARED_AT, duty=second, read=read, result="CLEARED")
        return f"{found} {again}"

    for race, case, _ in rounds("clearing", act, 5):
        read = current_version(case).content_hash
        first = {key: duty_of(case, "clearance.give", key).pk for key in CLEARERS}

        answers = race(case=case.pk, first=first, read=read)

        assert answers == ["done clearance.stale"] * 4 + ["done"]
        assert ClearanceResult.objects.filter(duty__round=2).count() == 0
        assert Duty.objects.filter(kind="clearance.give", closed_at=None).count() == 4


def _wait(duties: Callable[[], QuerySet]) -> int:
    """The duty, as soon as somebody else's act has opened it."""
    for _ in range(600):
        found = duties().values_list("pk", flat=True).first()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("the duty never came")


def _hand_in(case: int) -> str:
    """Change the summary and submit, as soon as the proposal is back with the officer."""
    duty = _wait(lambda: Duty.objects.filter(case=case, kind="proposal.write", closed_at=None))
    value = {"text": "One service for survivors of domestic abuse, from April 2027, for three years."}
    saved = attempt(
        case, save_section, "commissioner-safety", at=CLEARED_AT, duty=duty, section="SUMMARY", value=value, revision=1
    )
    assert saved == "done"
    return attempt(case, submit_proposal, "commissioner-safety", at=CLEARED_AT, duty=duty, note="Shorter.")


# --- call-in and the clock ----------------------------------------------------------------------------------------


def _chart(call_in: CallIn) -> type | None:
    return CallInFlow if starts_chart(call_in) else None


def _timer() -> datetime:
    """When the only clock of the case fires."""
    return Task.objects.get(status=STATUS.SCHEDULED).scheduled


def _call_in(case: int, caller: str) -> str:
    ground = constitution_of(Case.objects.get(pk=case)).call_in.grounds[0]
    grounds = [{"code": ground, "particulars": "Survivors were not asked."}]
    return attempt(
        case, request_call_in, caller, at=IN_WINDOW, start=_chart, resolutions=[1], grounds=grounds, alternative="Ask first."
    )


def _sign(case: int, caller: str) -> str:
    return attempt(case, sign_call_in, caller, at=IN_WINDOW, start=_chart)


def test_signatures_at_once_make_one_hold_and_one_chart():
    for race, case, _ in rounds("window", lambda n, case: _sign(case, CALLERS[n + 1]), 6):
        assert _call_in(case.pk, CALLERS[0]) == "done"

        answers = race(case=case.pk)

        assert set(answers) == {"done"}
        assert (Hold.objects.count(), CallInProcess.objects.filter(flow_class=CallInFlow).count()) == (1, 1)
        assert Duty.objects.filter(kind="call_in.rule").count() == 1
        assert CallIn.objects.get().signatures.count() == 7


def test_of_several_requests_at_once_one_is_kept_and_one_person_signs_once():
    for race, case, _ in rounds("window", lambda n, case: _call_in(case, CALLERS[n % 4]), 8):
        answers = race(case=case.pk)

        assert sorted(answers) == ["call_in.open"] * 7 + ["done"]
        assert CallIn.objects.get().signatures.count() == 1


def test_ticks_at_the_end_of_the_window_fire_once():
    for race, _case, _ in rounds("window", lambda n, ends: tick(ends, exact=True), 4):
        fired = race(ends=_timer())

        assert sum(fired) == 1
        assert AuditIndex.objects.filter(kind="decision.effect").count() == 1
        assert Duty.objects.filter(kind="scrutiny.report").count() == 1


def test_the_last_signatures_race_with_the_end_of_the_window():
    """Either the hold was first and the decision waits, or the window was and the signature is refused."""

    def act(n: int, case: int, ends: datetime) -> object:
        return tick(ends, exact=True) if n < 2 else _sign(case, CALLERS[4 + n % 2])

    for race, case, _ in rounds("window", act, 6):
        ends = _timer()
        assert _call_in(case.pk, CALLERS[0]) == "done"
        for caller in CALLERS[1:4]:
            assert _sign(case.pk, caller) == "done"

        one, other, *signed = race(case=case.pk, ends=ends)

        assert one + other == 1
        case = Case.objects.get()
        held = Hold.objects.filter(case=case, lifted_at=None).exists()
        assert held == ("done" in signed)
        assert Duty.objects.filter(kind="scrutiny.report").exists() is not held


# --- stops --------------------------------------------------------------------------------------------------------


def test_case_waits_under_a_spend_stop_and_goes_on_when_its_agreement_is_authorised(settings):
    case = at_stage("window")
    ends = Task.objects.get(status=STATUS.SCHEDULED).scheduled
    chief_finance_officer = Actor.person(sitting_in("s151"))
    overlays.declare(by=chief_finance_officer, kind="SPEND_STOP", document="Report of 1 March 2027", reason="No balanced budget.")
    assert tick(ends, exact=True) == 1
    assert Case.objects.get().effective_on is None
    set_clock(settings, ends)

    overlays.authorise(
        by=Actor.person(sitting_in("s151")), overlay=Overlay.objects.get().pk, case=case, ground="IMPROVE",
        agreement="It saves more than it costs.",
    )  # fmt: skip

    assert Case.objects.get().effective_on is not None
    check_promises()


def test_case_goes_on_by_itself_when_the_stop_over_it_is_over(settings):
    at_stage("window")
    ends = Task.objects.get(status=STATUS.SCHEDULED).scheduled
    overlays.declare(
        by=Actor.person(sitting_in("s151")), kind="SPEND_STOP", document="Report of 1 March 2027", reason="No balanced budget."
    )
    assert tick(ends, exact=True) == 1
    assert overlays.lift_what_is_over(ends) == 0
    set_clock(settings, ends)

    overlays.end(
        by=Actor.person(sitting_in("s151")), overlay=Overlay.objects.get().pk,
        concluded_on=local_date(clock.now()) - timedelta(days=10), reason="Considered by the council.",
    )  # fmt: skip

    assert Overlay.objects.get().lifted_at is not None
    assert Case.objects.get().effective_on is not None
    check_promises()
