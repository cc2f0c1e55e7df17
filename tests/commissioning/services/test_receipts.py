"""Receipts of a case: what is shown, when, and that they verify offline."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissioning import ledger
from commissioning.models import Case
from commissioning.rules import receipts
from commissioning.rules.receipts import Verdict
from commissioning.services.receipts import case_receipt
from tests.builders import a_borough, a_case
from tests.builders import test_act as system_act
from tests.builders_ledger import events, signed, signer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture
def case() -> Case:
    a_borough()
    return a_case()


def record(case: Case, kind: str, **kwargs) -> None:
    with ledger.recording():
        ledger.append(kind, system_act(), case.reference, case=case, **kwargs)


def checked(case: Case) -> Verdict:
    return receipts.verify(json.dumps(case_receipt(case)), [signer()[0]])


def test_receipt_before_any_checkpoint_is_none(case):
    record(case, "notice.publish")

    assert case_receipt(case) is None


def test_receipt_before_publication_shows_only_what_was_published(case):
    record(case, "case.open", fields={"question": "Who?"})
    record(case, "notice.publish", fields={"content": "abc"})
    record(case, "decision.made", fields={"outcome": "Agreed"})
    signed()

    shown = [entry.fields["kind"] for entry in checked(case).entries]

    assert shown == ["notice.publish"]


def test_receipt_after_publication_shows_every_public_event_and_no_other(case):
    record(case, "case.open", fields={"question": "Who?"})
    record(case, "vote.cast", fields={"choice": "for"}, tier="public")
    record(
        case, "decision.made", fields={"outcome": "Agreed", "advice": "Secret."}, tier={"advice": "exempt"}
    )
    record(case, "decision.publish", fields={"content": "abc"})
    events(3, subject="2026/009")
    signed()

    verdict = checked(case)

    assert verdict.is_good
    assert [entry.fields["kind"] for entry in verdict.entries] == [
        "case.open",
        "decision.made",
        "decision.publish",
    ]
    assert verdict.entries[1].fields["outcome"] == "Agreed"
    names = {name for entry in verdict.entries for name in entry.fields}
    assert names.isdisjoint({"advice", "actor.name", "actor.id", "auth", "request", "hist", "reason"})


def test_receipt_leaves_out_what_no_checkpoint_covers_yet(case):
    record(case, "decision.made")
    record(case, "decision.publish")
    signed()
    record(case, "erratum")

    assert [entry.seq for entry in checked(case).entries] == [0, 1]


def test_receipt_says_why_fields_are_kept_back(case):
    record(case, "decision.publish", fields={"advice": "Secret."}, tier={"advice": "exempt"})
    signed()

    (entry,) = case_receipt(case)["entries"]

    assert entry["grounds"] == [
        "Kept for councillors and the case team",
        "Exempt or confidential information",
        "Personal data and technical details",
    ]
    assert (len(entry["disclosed"]), entry["withheld"]) == (10, 14)


def test_receipt_of_a_case_without_events_is_none(case):
    events(1)
    signed()

    assert case_receipt(case) is None


@pytest.mark.parametrize("count", [1, 30])
def test_receipt_statements_do_not_grow_with_the_case(case, count):
    record(case, "decision.publish")
    events(300, subject="2026/009")
    for _ in range(count):
        record(case, "scrutiny.respond")
    signed()

    with CaptureQueriesContext(connection) as queries:
        case_receipt(case)

    assert len(queries) == 7
