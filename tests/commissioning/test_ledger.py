"""The ledger's one way in: what is queued, what is written, in how many statements, and what is refused."""

import base64
import json
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissioning import ledger, ledger_writer
from commissioning.acts import Act, Standing
from commissioning.models import (
    AuditEvent,
    AuditIndex,
    AuditOpening,
    AuditTile,
    Body,
    Involvement,
    Organisation,
)
from commissioning.models.digests import row_digest
from commissioning.rules import merkle
from commissioning.rules.canonical import NotCanonical, digest
from commissioning.rules.commitments import commitment, read_leaf
from commissioning.rules.evaluations import Evaluation
from tests.builders import MORNING, a_borough, a_case, actor, office
from tests.builders import test_act as system_act

pytestmark = pytest.mark.django_db

CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


def event(subject: str = "2026/001", kind: str = "case.open", act: Act | None = None, **kwargs) -> int:
    """Write one event in its own ledger transaction and return its position."""
    with ledger.transaction():
        ledger.append(kind, act or system_act(), subject, **kwargs)
        return ledger.flush()[0]


def opened(seq: int) -> dict[str, object]:
    return dict(AuditOpening.objects.filter(event_id=seq).values_list("name", "value"))


def statements(queries: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in queries.captured_queries if not q["sql"].startswith(CONTROL)]


def an_organisation(key: str = "council") -> Organisation:
    return Organisation(key=key, name=key, short=key, kind="COUNCIL").save_as(system_act())


def test_append_every_event_has_every_standard_field():
    a_borough()
    by = actor("leader", request="key-1")
    holder = office("leader")
    act = Act(by, ledger_standing(holder), MORNING, reason="Because.", rule="lammas-vale-2026")

    seq = event(act=act, version="3")

    assert opened(seq) == {
        "kind": "case.open",
        "at": "2026-11-23T09:00:00.000Z",
        "actor.id": ledger_writer.pseudonym(act),
        "actor.name": "Leader",
        "actor.role": "Leader of the Council",
        "actor.body": "Cabinet",
        "actor.capacity": "holder",
        "auth": {"method": "test"},
        "subject.ref": "2026/001",
        "subject.version": "3",
        "subject.n": 1,
        "subject.prev": "",
        "rule": "lammas-vale-2026",
        "request": "key-1",
        "reason": "Because.",
        "hist": [],
        "tiers": {"member": ["actor.id", "actor.name", "reason", "tiers"], "personal": ["auth", "hist", "request"]},
    }


def ledger_standing(holder):
    return Standing(holder, holder.body, "holder")


def test_append_leaf_commits_to_every_opening_and_shows_nothing_else():
    seq = event(fields={"cost.pence": 120_000_00})

    row = AuditEvent.objects.get(seq=seq)
    origin, position, commitments = read_leaf(bytes(row.leaf))
    openings = AuditOpening.objects.filter(event_id=seq)
    assert (origin, position) == (settings.LEDGER_ORIGIN, seq)
    assert bytes(row.leaf_hash) == merkle.leaf_hash(bytes(row.leaf))
    assert {commitment(bytes(o.salt), o.name, o.value) for o in openings} <= commitments
    assert len(openings) == 18
    assert len(commitments) == 24
    assert set(json.loads(bytes(row.leaf))) == {"v", "log", "seq", "c"}


def test_append_numbers_each_subject_without_gap_and_links_to_the_event_before():
    first = event("2026/001")
    with ledger.transaction():
        ledger.append("case.revise", system_act(), "2026/001")
        ledger.append("case.open", system_act(), "2026/002")
        ledger.append("case.revise", system_act(), "2026/001")
        second, other, third = ledger.flush()

    hashes = {row.seq: base64.b64encode(bytes(row.leaf_hash)).decode() for row in AuditEvent.objects.all()}
    assert [opened(seq)["subject.n"] for seq in (first, second, third, other)] == [1, 2, 3, 1]
    assert [opened(seq)["subject.prev"] for seq in (first, second, third, other)] == [
        "",
        hashes[first],
        hashes[second],
        "",
    ]


def test_append_finds_an_event_under_each_case():
    a_borough()
    one, two = a_case(number=1), a_case(number=2)

    seq = event("meeting/7", kind="meeting.open", case=one, also=[two, one])

    rows = AuditIndex.objects.filter(seq=seq).values_list("case_id", "subject", "n")
    assert list(rows) == [(one.pk, "meeting/7", 1), (two.pk, "meeting/7", None)]


def test_append_tiers_follow_the_kind_and_the_caller():
    public = event(fields={"a": 1, "b": 2}, tier={"b": "exempt"})
    private = event(kind="vote.cast", fields={"choice": "for"})

    tiers = {
        seq: dict(AuditOpening.objects.filter(event_id=seq).values_list("name", "tier"))
        for seq in (public, private)
    }
    assert (tiers[public]["kind"], tiers[public]["a"], tiers[public]["b"]) == ("public", "public", "exempt")
    assert (tiers[private]["kind"], tiers[private]["choice"]) == ("member", "member")
    assert (tiers[public]["hist"], tiers[public]["auth"], tiers[public]["actor.name"]) == (
        "personal",
        "personal",
        "member",
    )


def test_append_long_text_enters_as_its_digest():
    text = "é" * 1500

    seq = event(fields={"note": text, "short": "x" * 2048})

    assert opened(seq)["note"] == digest(text.encode())
    assert opened(seq)["short"] == "x" * 2048


@pytest.mark.parametrize(
    ("kwargs", "error"),
    [
        ({"kind": "case.invent"}, ledger.UnknownKind),
        ({"fields": {"share": 0.5}}, NotCanonical),
        ({"fields": {"kind": "x"}}, ValueError),
        ({"tier": "secret", "fields": {"a": 1}}, ValueError),
    ],
)
def test_append_refuses_what_has_no_place_in_the_log(kwargs, error):
    with pytest.raises(error):
        event(**kwargs)

    assert AuditEvent.objects.count() == 0


def test_append_outside_a_ledger_transaction_is_refused():
    with pytest.raises(ledger.OutsideTransaction):
        ledger.append("case.open", system_act(), "2026/001")


def test_transaction_with_unflushed_events_rolls_everything_back():
    with pytest.raises(ledger.Unflushed), ledger.transaction():
        an_organisation()
        ledger.append("record.create", system_act(), "organisation/council")

    assert (Organisation.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_transaction_inside_another_is_refused():
    with pytest.raises(ledger.Nested), ledger.transaction(), ledger.transaction():
        pass


def test_transaction_that_failed_leaves_nothing_behind_for_the_next():
    with pytest.raises(ZeroDivisionError), ledger.transaction():
        ledger.append("case.open", system_act(), "2026/001")
        raise ZeroDivisionError

    assert opened(event("2026/002"))["hist"] == []


def test_savepoint_drops_rows_and_events_together():
    with ledger.transaction():
        an_organisation("kept")
        with pytest.raises(ZeroDivisionError), ledger.savepoint():
            an_organisation("dropped")
            ledger.append("record.create", system_act(), "organisation/dropped")
            raise ZeroDivisionError
        ledger.append("record.create", system_act(), "organisation/kept")
        (seq,) = ledger.flush()

    past = Organisation.history.get()
    assert opened(seq)["hist"] == [["commissioning.historicalorganisation", past.pk, row_digest(past)]]


def test_flush_pins_history_rows_and_frozen_rows_of_each_service():
    a_borough()
    case = a_case()
    act = system_act()
    with ledger.transaction():
        case.title = "Support for young carers"
        case.save_as(act, update_fields=["title"])
        ledger.append("case.revise", act, case.reference, case=case)
        row = Involvement.create_as(act, case=case, person=actor("leader").user, part="author", at=MORNING)
        ledger.append("case.revise", act, case.reference, case=case)
        first, second = ledger.flush()

    past = case.history.order_by("-history_id").first()
    row.refresh_from_db()
    assert opened(first)["hist"] == [["commissioning.historicalcase", past.pk, row_digest(past)]]
    assert opened(second)["hist"] == [["commissioning.involvement", row.pk, row_digest(row)]]


def test_flush_pins_rows_of_automatic_steps_to_the_last_event():
    with ledger.transaction():
        ledger.append("case.open", system_act(), "2026/001")
        an_organisation()
        (seq,) = ledger.flush()

    assert [entry[0] for entry in opened(seq)["hist"]] == ["commissioning.historicalorganisation"]


def test_flush_writes_an_event_for_automatic_steps_alone():
    with ledger.recording():
        an_organisation()

    assert list(AuditIndex.objects.values_list("kind", "subject")) == [("record.follow", "automatic")]


def test_a_persons_row_without_an_event_is_refused_and_rolled_back():
    a_borough()
    by_hand = Act(actor("leader"), Standing(), MORNING)
    already = Organisation.objects.count()

    with pytest.raises(ledger.Unflushed, match="no event follows"), ledger.recording():
        Organisation(key="new", name="New", short="New", kind="AGENCY").save_as(by_hand)

    assert (Organisation.objects.count(), AuditEvent.objects.count()) == (already, 0)


def test_a_persons_row_after_the_event_is_refused_too():
    a_borough()
    by_hand = Act(actor("leader"), Standing(), MORNING)

    with pytest.raises(ledger.Unflushed, match="no event follows"), ledger.recording():
        ledger.append("record.create", by_hand, "organisation/new")
        Organisation(key="new", name="New", short="New", kind="AGENCY").save_as(by_hand)

    assert AuditEvent.objects.count() == 0


def test_flush_with_nothing_to_write_needs_no_statement():
    with ledger.transaction(), CaptureQueriesContext(connection) as queries:
        positions = ledger.flush()

    assert (positions, statements(queries)) == ([], [])


@pytest.mark.parametrize("events", [1, 3])
def test_flush_statements_do_not_grow_with_the_number_of_events(events):
    event("2026/009")
    with ledger.transaction():
        for n in range(events):
            ledger.append("case.open", system_act(), f"2026/{n:03d}", fields={f"f{k}": k for k in range(8)})
        with CaptureQueriesContext(connection) as queries:
            ledger.flush()

    assert len(statements(queries)) == (5 if connection.vendor == "postgresql" else 4)


def test_bulk_open_takes_two_statements_for_any_number():
    organisation = an_organisation()
    rows = [Body(key=f"b{n}", name=f"Body {n}", kind="SERVICE", organisation=organisation) for n in range(20)]

    with CaptureQueriesContext(connection) as queries:
        Body.bulk_open(rows, system_act())

    assert len(statements(queries)) == 2


def test_flush_stores_a_tile_when_a_block_of_256_is_complete():
    with ledger.transaction():
        for n in range(515):
            ledger.append("case.open", system_act(), f"2026/{n:03d}")
        ledger.flush()

    hashes = [bytes(h) for h in AuditEvent.objects.order_by("seq").values_list("leaf_hash", flat=True)]
    tiles = [(t.level, t.idx, bytes(t.hash)) for t in AuditTile.objects.order_by("idx")]
    assert tiles == [(1, 0, merkle.root(hashes[:256])), (1, 1, merkle.root(hashes[256:512]))]


def test_flush_stores_a_tile_of_tiles(monkeypatch):
    monkeypatch.setattr(merkle, "WIDTH", 4)  # the same code at a width that a test can fill
    monkeypatch.setattr(ledger_writer.merkle, "fold", merkle.root)
    for n in range(16):
        event(f"2026/{n:03d}")

    hashes = [bytes(h) for h in AuditEvent.objects.order_by("seq").values_list("leaf_hash", flat=True)]
    assert [(t.level, t.idx) for t in AuditTile.objects.order_by("level", "idx")] == [
        (1, 0),
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 0),
    ]
    assert bytes(AuditTile.objects.get(level=2).hash) == merkle.root(hashes)


def test_salts_are_never_repeated():
    for n in range(5):
        event(f"2026/{n:03d}")

    salts = [bytes(salt) for salt in AuditOpening.objects.values_list("salt", flat=True)]
    assert len(set(salts)) == len(salts) == 85


def test_row_digest_is_the_same_before_saving_and_after_reading():
    a_borough()
    case = a_case(at=datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC))
    case.track_reasons = ["over £500,000", {"wards": 2, "share": 0.25, "whole": 2.0}]
    with ledger.transaction():
        case.save_as(system_act(), update_fields=["track_reasons"])
        ledger.append("case.revise", system_act(), case.reference)
        (seq,) = ledger.flush()

    past = case.history.order_by("-history_id").first()
    assert opened(seq)["hist"] == [["commissioning.historicalcase", past.pk, row_digest(past)]]


def test_passed_rules_are_written_into_the_next_event_once_and_for_members_only():
    asked = Evaluation("meeting.quorum", "5 counted, 3 needed: quorate.", "The law", {"counted": 5, "needed": 3})
    with ledger.transaction():
        ledger.passed(asked, asked)
        ledger.append("vote.open", system_act(), "2026/001")
        ledger.append("vote.close", system_act(), "2026/001")
        first, second = ledger.flush()

    rules = AuditOpening.objects.get(event_id=first, name="rules")
    assert rules.value == [
        {
            "rule": "meeting.quorum",
            "citation": "The law",
            "inputs": {"counted": 5, "needed": 3},
            "result": "5 counted, 3 needed: quorate.",
        }
    ]
    assert rules.tier == "member"
    assert "rules" not in opened(second)


def test_passed_rules_of_a_step_that_failed_are_forgotten():
    with ledger.transaction():
        ledger.passed(Evaluation("notice.live", "The notice is good."))
        with pytest.raises(ValueError), ledger.savepoint():
            ledger.passed(Evaluation("meeting.quorum", "5 counted, 3 needed: quorate."))
            raise ValueError
        ledger.append("case.open", system_act(), "2026/001")
        (seq,) = ledger.flush()

    assert [entry["rule"] for entry in opened(seq)["rules"]] == ["notice.live"]


def test_passed_rules_after_the_last_event_belong_to_it():
    with ledger.transaction():
        ledger.append("case.open", system_act(), "2026/001")
        ledger.passed(Evaluation("notice.live", "The notice is good."))
        (seq,) = ledger.flush()

    assert [entry["rule"] for entry in opened(seq)["rules"]] == ["notice.live"]


def test_passed_outside_a_transaction_keeps_nothing():
    ledger.passed(Evaluation("notice.live", "The notice is good."))

    assert "rules" not in opened(event())
