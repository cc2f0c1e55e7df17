"""The verifier finds every kind of damage that a database owner can do, and nothing where there is none."""

import base64
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from commissioning import ledger, ledger_writer
from commissioning.models import AuditCheckpoint, AuditEvent, AuditOpening, Case, Involvement, append_only
from commissioning.rules import merkle
from commissioning.rules.commitments import commitment, leaf
from commissioning.selectors import ledger_verify
from commissioning.services import checkpoints
from tests.builders import MORNING, a_borough, a_case, actor
from tests.builders import test_act as system_act
from tests.builders_ledger import SIGNED_AT, events, signed, signer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture
def log():
    """A log of a few events about one case, with a frozen row, and its checkpoint."""
    a_borough()
    case = a_case()
    with ledger.recording():
        Involvement.create_as(system_act(), case=case, person=actor("leader").user, part="author", at=MORNING)
        ledger.append("case.open", system_act(), case.reference, case=case, fields={"note": "for"})
    with ledger.recording():
        case.title = "Other"
        case.save_as(system_act(), update_fields=["title"])
        ledger.append("case.revise", system_act(), case.reference, case=case)
    events(3, subject="2026/002")
    return signed()


def rewrite(sql: str, *parameters: object) -> None:
    append_only.disable(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    append_only.install(connection)


def found(note: str | None = None, keys=()) -> list[str]:
    return [str(finding) for finding in ledger_verify.verify_log(note, keys).findings]


def test_verify_finds_nothing_in_an_untouched_log(log):
    report = ledger_verify.verify_log(log.note, [signer()[0]])

    assert report.findings == ()
    assert (report.size, report.root) == (5, bytes(log.root))


def test_verify_of_an_empty_log():
    report = ledger_verify.verify_log()

    assert (report.size, report.root, report.findings) == (0, merkle.EMPTY_ROOT, ())


@pytest.mark.parametrize("size", [255, 256, 257, 600])
def test_verify_counts_blocks(size):
    events(size)
    signed()

    assert found() == []


def test_verify_finds_an_edited_opening(log):
    rewrite("UPDATE audit_opening SET value = '\"against\"' WHERE name = 'note'")

    assert found() == ["Event 0: the field 'note' is not what was committed."]


def test_verify_finds_a_removed_opening(log):
    rewrite("DELETE FROM audit_opening WHERE seq = 3 AND name = 'reason'")

    assert found() == ["Event 3: the field 'reason' is missing."]


def test_verify_finds_an_emptied_opening_without_erasure(log):
    rewrite("UPDATE audit_opening SET salt = NULL, value = NULL WHERE name = 'note'")

    assert found() == ["Event 0: the field 'note' is empty, but no erasure is named."]


def test_verify_finds_an_emptied_opening_with_a_false_erasure(log):
    rewrite("UPDATE audit_opening SET salt = NULL, value = NULL, erased_by = 3 WHERE name = 'note'")

    assert found() == ["Event 0: a field is empty, but event 3 is not a later erasure."]


def test_verify_accepts_an_erasure(log):
    (erasure,) = events(1, kind="erase", subject="2026/001", case=Case.objects.get(), fields={"erased": [[0, "note"]]})
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_opening SET salt = NULL, value = NULL, erased_by = %s WHERE name = 'note'",
            [erasure],
        )

    assert found() == []


def test_attack_emptying_more_than_an_erasure_names_is_found(log):
    (erasure,) = events(1, kind="erase", subject="2026/001", case=Case.objects.get(), fields={"erased": [[0, "note"]]})

    rewrite("UPDATE audit_opening SET salt = NULL, value = NULL, erased_by = %s WHERE seq = 0 AND name = 'reason'", erasure)

    assert found() == [f"Event 0: the field 'reason' is empty, but the erasure {erasure} does not name it."]


@pytest.mark.parametrize(
    ("name", "tier"), [("auth", "public"), ("note", "exempt"), ("note", "member"), ("actor.name", "public"), ("tiers", "public")]
)
def test_attack_showing_a_field_to_others_than_was_committed_is_found(log, name, tier):
    rewrite("UPDATE audit_opening SET tier = %s WHERE seq = 0 AND name = %s", tier, name)

    assert found() == ["Event 0: who may see its fields is not what was committed."]


def test_attack_taking_away_who_may_see_the_fields_is_found(log):
    rewrite("DELETE FROM audit_opening WHERE seq = 3 AND name = 'tiers'")

    assert found() == ["Event 3: the field 'tiers' is missing."]


def test_attack_naming_an_erasure_of_a_field_that_is_still_there_is_found(log):
    rewrite("UPDATE audit_opening SET erased_by = 3 WHERE seq = 0 AND name = 'note'")

    assert found() == ["Event 0: the field 'note' names an erasure, but is still there."]


def test_verify_of_a_log_from_before_the_commitment_to_tiers_and_cases(monkeypatch):
    """Such a log stays in order, several cases and all; from the first event that commits on, every event must."""
    a_borough()
    cases = [a_case(number=n) for n in (7, 8)]
    with monkeypatch.context() as earlier:
        earlier.setattr(ledger_writer, "_openings", without(ledger_writer._openings, "tiers", "cases"))
        events(2, subject="meeting/3", kind="meeting.open", case=cases[0], also=cases[1:])
    signed()
    assert found() == []

    events(2, subject="meeting/3", kind="meeting.open", case=cases[0], also=cases[1:])
    signed()
    assert found() == []

    rewrite("UPDATE audit_index SET case_id = NULL WHERE seq = 2 AND n IS NULL")
    rewrite("UPDATE audit_index SET case_id = NULL WHERE seq = 0 AND n IS NULL")
    assert found() == ["Event 2: the index does not show it under its case 2026/008."]


def without(openings, *names: str):
    """The openings of an event as an earlier version wrote them."""
    return lambda *event: [one for one in openings(*event) if one.name not in names]


def test_verify_finds_an_edited_history_row(log):
    rewrite("UPDATE commissioning_historicalcase SET title = 'Never said' WHERE title = 'Other'")

    key = Case.history.get(title="Never said").pk
    assert found() == [f"Event 1: the row it wrote has been changed since: historical case {key}."]


def test_verify_finds_an_edited_frozen_row(log):
    rewrite("UPDATE commissioning_involvement SET part = 'clerk'")

    key = Involvement.objects.get().pk
    assert found() == [f"Event 0: the row it wrote has been changed since: involvement {key}."]


def test_verify_finds_a_removed_frozen_row(log):
    key = Involvement.objects.get().pk
    rewrite("DELETE FROM commissioning_involvement")

    assert found() == [f"Event 0: the row it wrote is gone: involvement {key}."]


def test_verify_finds_a_rewritten_index(log):
    rewrite("UPDATE audit_index SET kind = 'case.withdraw' WHERE seq = 1")

    assert found() == ["Event 1: the index shows it under another subject, number or kind."]


@pytest.mark.parametrize("case", ["NULL", "(SELECT min(id) FROM commissioning_case WHERE reference = '2026/009')"])
def test_attack_hiding_an_event_from_its_case_is_found(log, case):
    a_case(number=9)
    rewrite(f"UPDATE audit_index SET case_id = {case} WHERE seq = 1")

    assert found()[0] == "Event 1: the index does not show it under its case 2026/001."
    assert len(found()) == (1 if case == "NULL" else 2)


@pytest.mark.parametrize(
    ("change", "what"),
    [("actor_id = 1", "the index shows it as another person's."), ("request = 'x'", "the index shows it under another request.")],
)
def test_attack_putting_an_event_down_to_somebody_else_is_found(log, change, what):
    rewrite(f"UPDATE audit_index SET {change} WHERE seq = 1")

    assert found() == [f"Event 1: {what}"]


@pytest.mark.parametrize("number", [7, 8, 9])
def test_attack_hiding_a_meeting_from_one_of_its_cases_is_found(number):
    a_borough()
    cases = {n: a_case(number=n) for n in (7, 8, 9)}
    events(1, subject="meeting/3", kind="meeting.open", case=cases[7], also=[cases[8], cases[9]])
    assert found() == []

    rewrite("DELETE FROM audit_index WHERE case_id = %s AND n IS NULL", cases[number].pk)
    rewrite("UPDATE audit_index SET case_id = NULL WHERE case_id = %s", cases[number].pk)

    assert found() == [f"Event 0: the index does not show it under its case 2026/00{number}."]


def test_attack_showing_an_event_under_a_case_that_it_is_not_about_is_found(log):
    rewrite(
        "INSERT INTO audit_index (seq, case_id, subject, kind, at, request) "
        "SELECT seq, %s, subject, kind, at, request FROM audit_index WHERE seq = 1", a_case(number=9).pk
    )  # fmt: skip

    assert found() == ["Event 1: the index shows it under the case 2026/009, which it does not name."]


def test_attack_showing_an_event_about_no_case_under_a_case_is_found():
    a_borough()
    case = a_case()
    events(1, subject="office/leader", kind="office.appoint")
    assert found() == []

    rewrite("UPDATE audit_index SET case_id = %s WHERE seq = 0", case.pk)

    assert found() == ["Event 0: the index shows it under the case 2026/001, which it does not name."]


def test_attack_moving_an_event_in_time_is_found(log):
    rewrite("UPDATE audit_index SET at = %s WHERE seq = 1", SIGNED_AT)

    assert found() == ["Event 1: the index shows it at another time."]


def test_verify_finds_a_missing_event(log):
    rewrite("DELETE FROM audit_opening WHERE seq = 2")
    rewrite("DELETE FROM audit_event WHERE seq = 2")

    assert found() == [
        "Event 2: the event is missing.",
        "Event 2: the log ends here, but a checkpoint signed 5 events.",
    ]


def test_verify_finds_a_wrong_or_missing_block_hash():
    events(512)
    rewrite("UPDATE audit_tile SET hash = %s WHERE idx = 1", merkle.EMPTY_ROOT)
    rewrite("DELETE FROM audit_tile WHERE idx = 0")

    assert found() == [
        "Event 0: the stored hash of block 0 of level 1 is missing or wrong.",
        "Event 256: the stored hash of block 1 of level 1 is missing or wrong.",
    ]


def forge(seq: int, name: str, value: str) -> None:
    """A careful insider: changes a value, its entry and its hash so that they agree again."""
    rewrite("UPDATE audit_opening SET value = %s WHERE seq = %s AND name = %s", json.dumps(value), seq, name)
    rows = AuditOpening.objects.filter(event_id=seq)
    content = leaf(signer()[0].name, seq, [commitment(bytes(row.salt), row.name, row.value) for row in rows])
    rewrite(
        "UPDATE audit_event SET leaf = %s, leaf_hash = %s WHERE seq = %s",
        content,
        merkle.leaf_hash(content),
        seq,
    )


def test_verify_sees_a_careful_rewrite_only_against_a_checkpoint_from_elsewhere(log):
    forge(4, "reason", "invented")
    rewrite("DELETE FROM audit_checkpoint")

    assert found() == []
    assert found(log.note, [signer()[0]]) == ["The first 5 events are not those that were signed."]


def test_verify_sees_a_cut_tail_only_against_a_checkpoint_from_elsewhere(log):
    for table in ("audit_opening", "audit_index", "audit_event"):
        rewrite(f"DELETE FROM {table} WHERE seq >= 3")
    rewrite("DELETE FROM audit_checkpoint")

    assert found() == []
    assert found(log.note, [signer()[0]]) == ["Event 3: the log ends here, but a checkpoint signed 5 events."]


def test_verify_sees_two_swapped_events(log):
    first, second = AuditEvent.objects.filter(seq__in=[2, 3]).order_by("seq")
    for seq, row in ((2, second), (3, first)):
        rewrite(
            "UPDATE audit_event SET leaf = %s, leaf_hash = %s WHERE seq = %s", row.leaf, row.leaf_hash, seq
        )

    assert found()[0] == "Event 2: the entry says it stands at 3."


def forge_chain(first: int, *changes: tuple[int, str, str]) -> None:
    """The most careful insider: changes values, then every link, entry and hash behind them, and forgets what was signed."""
    for change in changes:
        rewrite("UPDATE audit_opening SET value = %s WHERE seq = %s AND name = %s", json.dumps(change[2]), *change[:2])
    before = None
    for seq in range(first, AuditEvent.objects.count()):
        if before is not None:
            link = base64.b64encode(before).decode()
            rewrite("UPDATE audit_opening SET value = %s WHERE seq = %s AND name = 'subject.prev'", json.dumps(link), seq)
        forge(seq, "rule", "")
        before = bytes(AuditEvent.objects.get(seq=seq).leaf_hash)
    rewrite("DELETE FROM audit_checkpoint")


def two_votes() -> AuditCheckpoint:
    """Two votes as the newest events of one subject, signed."""
    for choice in ("FOR", "AGAINST"):
        events(1, subject="meeting/3/vote", kind="vote.cast", fields={"vote.value": choice})
    return signed()


def test_verify_sees_a_rewritten_vote_only_against_a_checkpoint_from_elsewhere(log):
    point = two_votes()
    forge_chain(5, (5, "vote.value", "AGAINST"))

    assert found() == []
    assert found(log.note, [signer()[0]]) == []  # the checkpoint before the vote knows nothing of it
    assert found(point.note, [signer()[0]]) == ["The first 7 events are not those that were signed."]


def test_verify_sees_two_carefully_swapped_votes_only_against_a_checkpoint_from_elsewhere(log):
    point = two_votes()
    forge_chain(5, (5, "vote.value", "AGAINST"), (6, "vote.value", "FOR"))

    assert found() == []
    assert found(point.note, [signer()[0]]) == ["The first 7 events are not those that were signed."]


def test_verify_sees_a_log_signed_again_with_a_replaced_key(log):
    key = signer()[0]
    forge_chain(2, (4, "reason", "invented"))
    rewrite("DELETE FROM audit_key")
    checkpoints.sign([signer(b"x" * 32)], SIGNED_AT)

    assert found() == []
    assert found(log.note, [key]) == ["The first 5 events are not those that were signed."]


@pytest.mark.parametrize(("column", "table"), [("leaf", "audit_event"), ("leaf_hash", "audit_event"), ("salt", "audit_opening")])
@pytest.mark.parametrize("place", [0, 17, -1])
def test_acceptance_12_one_altered_byte_names_the_first_broken_position(log, column, table, place):
    condition = "seq = 2" + (" AND name = 'reason'" if table == "audit_opening" else "")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {condition}")
        altered = bytearray(cursor.fetchone()[0])
    altered[place] ^= 1

    rewrite(f"UPDATE {table} SET {column} = %s WHERE {condition}", bytes(altered))

    assert ledger_verify.verify_log().findings[0].position == 2


def test_verify_sees_a_replaced_key(log):
    other = signer(b"x" * 32)
    rewrite("DELETE FROM audit_key WHERE vkey <> %s", str(other[0]))

    assert found() == [
        "Event 5: the checkpoint of this size is not valid: Nobody whose key we know has signed this."
    ]
    assert found(log.note, [other[0]])[0] == (
        "The checkpoint given is not valid: Nobody whose key we know has signed this."
    )


def test_verify_refuses_a_checkpoint_that_is_none(log):
    assert found("nonsense")[0] == (
        "The checkpoint given is not valid: A signed note ends in a blank line and signature lines."
    )


def test_command_answers_in_words_and_with_its_exit_code(log, capsys, tmp_path):
    note = tmp_path / "checkpoint"
    note.write_text(log.note)

    call_command("ledger_verify", "--checkpoint", str(note), "--vkey", str(signer()[0]))

    assert capsys.readouterr().out.endswith(": in order\n")
    rewrite("UPDATE audit_opening SET value = '\"against\"' WHERE name = 'note'")
    with pytest.raises(SystemExit) as ended:
        call_command("ledger_verify", "--json")
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["findings"] == [
        {"position": 0, "what": "the field 'note' is not what was committed."}
    ]


def test_command_refuses_a_key_that_is_none():
    with pytest.raises(CommandError, match="verifier key"):
        call_command("ledger_verify", "--vkey", "nonsense")
