"""How many statements each act of the journey sends, exactly, transaction control left out; (SQLite, PostgreSQL).

A figure that changes here was changed on purpose, or somebody added a statement without noticing.
"""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from commissioning.rules.dates import LONDON
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import current_version
from decisions.services.clearances import clear
from decisions.services.sign_offs import sign
from decisions.services.votes import cast_vote
from scrutiny.services.call_ins import request_call_in, sign_call_in, starts_chart
from tests.bench.test_statements import statements
from tests.builders_races import at_stage, attempt, duty_of, forget_stages
from workflows.flows.call_in import CallInFlow
from workflows.services.tick import tick

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900), pytest.mark.django_db(transaction=True)]
CLEARED_AT = datetime(2027, 1, 15, 10, 0, tzinfo=LONDON)
SIGNED_AT = datetime(2027, 2, 3, 12, 0, tzinfo=LONDON)
VOTED_AT = datetime(2027, 2, 22, 18, 22, tzinfo=LONDON)
IN_WINDOW = datetime(2027, 2, 25, 10, 0, tzinfo=LONDON)
CALLERS = ("scrutiny-5", "scrutiny-6", "scrutiny-7", "scrutiny-8", "scrutiny-9")
PINNED = {
    "vote": (19, 20),
    "clearance": (15, 16),
    "last clearance": (35, 36),
    "sign-off": (19, 20),
    "call-in signature": (21, 22),
    "call-in signature that holds": (38, 39),
    "timer": (56, 57),
}


@pytest.fixture(scope="module", autouse=True)
def stages(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        forget_stages()


def pinned(what: str) -> int:
    return PINNED[what][connection.vendor == "postgresql"]


def cost(act, *args, **kwargs) -> int:
    """Statements of one act after everything that a process reads once has been read; who acts is looked up outside."""
    with CaptureQueriesContext(connection) as queries:
        assert act(*args, **kwargs) in ("done", 1)
    seats = sum("commissioning_appointment" in query["sql"] and "LIMIT 1" in query["sql"] for query in queries)
    print(f"\n{statements(queries) - seats}")
    return statements(queries) - seats


def test_vote():
    case = at_stage("voting")
    cast = [
        cost(attempt, case.pk, cast_vote, key, at=VOTED_AT, duty=duty_of(case, "vote.cast", key).pk, choice="FOR")
        for key in ("leader", "cm-adults", "cm-children")
    ]

    assert cast[1:] == [pinned("vote")] * 2


def test_clearance_and_the_last_that_moves_the_chart():
    case = at_stage("clearing")
    read = current_version(case).content_hash
    given = [
        cost(attempt, case.pk, clear, key, at=CLEARED_AT, duty=duty_of(case, "clearance.give", key).pk, read=read, result="CLEARED")
        for key in ("s151", "legal", "equality", "cm-safety")
    ]  # fmt: skip

    assert given[1:] == [pinned("clearance")] * 2 + [pinned("last clearance")]


def test_sign_off():
    case = at_stage("signing")
    read = current_version(case).commitments_hash
    signed = [
        cost(attempt, case.pk, sign, key, at=SIGNED_AT, duty=duty_of(case, "signoff.sign", key).pk, read=read,
             result="SIGNED", authority="Scheme of delegation", authority_on=SIGNED_AT.date())
        for key in ("lead-police", "lead-icb", "lead-housing")
    ]  # fmt: skip

    assert signed[1:] == [pinned("sign-off")] * 2


def _chart(call_in) -> type | None:
    return CallInFlow if starts_chart(call_in) else None


def test_call_in_signature_and_the_one_that_holds():
    case = at_stage("window")
    grounds = [{"code": constitution_of(case).call_in.grounds[0], "particulars": "Survivors were not asked."}]
    attempt(
        case.pk, request_call_in, CALLERS[0], at=IN_WINDOW, start=_chart, resolutions=[1], grounds=grounds, alternative="Ask."
    )
    signed = [cost(attempt, case.pk, sign_call_in, key, at=IN_WINDOW, start=_chart) for key in CALLERS[1:]]

    assert signed[1:] == [pinned("call-in signature")] * 2 + [pinned("call-in signature that holds")]


def test_timer_that_ends_the_window():
    at_stage("window")
    ends = Task.objects.get(status=STATUS.SCHEDULED).scheduled

    assert cost(tick, ends, exact=True) == pinned("timer")
