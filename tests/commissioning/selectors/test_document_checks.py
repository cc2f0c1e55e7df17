"""Missing, cut and swapped files in the document store are found, erased ones are not asked for; the alarm stands."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from commissioning import documents, ledger
from commissioning.models import AuditIndex, Case, Document, DocumentErasure
from commissioning.selectors import alarms, document_checks
from commissioning.services.reconciliation import reconcile
from tests.builders import MORNING, a_borough, a_case
from tests.builders import test_act as system_act

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(settings, tmp_path: Path) -> Case:
    """A borough and a case, all written inside the ledger; an empty store."""
    settings.DOCUMENT_STORE = tmp_path / "documents"
    with ledger.recording():
        a_borough()
        case = a_case()
        ledger.append("case.open", system_act(), case.reference, case=case)
    return case


def a_document(case: Case, content: bytes = b"Bidder A: 5p") -> Document:
    with ledger.recording():
        found = documents.store(content, system_act(), name="bid.pdf", media="application/pdf", access="EXEMPT", case=case)
        ledger.append("record.create", system_act(), case.reference, case=case)
    return found


def file_of(document: Document) -> Path:
    return documents.path_of(document.sha256)


def words(document: Document, wrong: str) -> str:
    return f"Document {document.pk} (digest {document.sha256[:16]}…) {wrong}"


def found(part: str = "", again: tuple[str, ...] = ()) -> list[str]:
    return [str(finding) for _, finding in document_checks.faults(part, again)]


SWAPPED = "has other bytes in the store than were stored."
MISSING = "is not in the store, or cannot be read there."


def test_stored_documents_are_in_order(case):
    a_document(case)
    a_document(case, b"")

    assert (found(), document_checks.count()) == ([], 2)


def test_attack_removing_a_stored_document_is_found(case):
    document = a_document(case)
    file_of(document).unlink()

    assert found("none") == [words(document, MISSING)]


def test_attack_swapping_the_bytes_of_a_stored_document_is_found(case):
    document = a_document(case)
    file_of(document).write_bytes(b"Bidder B: 5p")

    assert found() == [words(document, SWAPPED)]


def test_attack_cutting_a_stored_document_is_found_without_reading_it(case):
    document = a_document(case)
    file_of(document).write_bytes(b"Bidder A")

    assert found("none") == [words(document, "has 8 bytes in the store, and had 12 when it was stored.")]


def test_stored_document_that_is_a_folder_is_found(case):
    document = a_document(case)
    file_of(document).unlink()
    file_of(document).mkdir()

    assert len(found()) == 1


def test_bytes_are_read_of_one_part_and_of_what_is_named(case):
    document = a_document(case)
    file_of(document).write_bytes(b"Bidder B: 5p")
    own = document.sha256[:2]

    assert [len(found(own)), len(found("none")), len(found("none", (document.sha256,)))] == [1, 0, 1]


def test_every_part_is_read_in_turn():
    parts = [document_checks.part_at(MORNING + timedelta(minutes=10 * run)) for run in range(256)]

    assert sorted(parts) == [f"{part:02x}" for part in range(256)]


def test_document_under_two_names_is_told_once(case):
    document, _ = a_document(case), a_document(case)
    file_of(document).unlink()

    assert (found(), document_checks.count()) == ([words(document, MISSING)], 1)


def test_erased_document_is_not_asked_for(case):
    document = a_document(case)
    with ledger.recording():
        DocumentErasure.create_as(
            system_act(), sha256=document.sha256, kind="erase", authority="DPO", ground="art 17", erased_at=MORNING
        )
        ledger.append("erase", system_act(), case.reference, case=case)
    file_of(document).unlink()

    assert (found(), document_checks.count()) == ([], 0)


def test_alarm_of_a_swapped_document_stands_until_the_bytes_are_back(case):
    document = a_document(case)
    file_of(document).write_bytes(b"Bidder B: 5p")
    moments = [MORNING + timedelta(minutes=10 * run) for run in range(257)]
    turn = next(at for at in moments if document_checks.part_at(at) == document.sha256[:2])

    told = [[str(one) for one in reconcile(at)] for at in (turn, turn + timedelta(minutes=10))]
    file_of(document).write_bytes(b"Bidder A: 5p")
    told.append([str(one) for one in reconcile(turn + timedelta(minutes=20))])

    assert told == [[words(document, SWAPPED)], [words(document, SWAPPED)], []]
    kinds = AuditIndex.objects.filter(subject=alarms.INTEGRITY).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["reconcile.alarm", "reconcile.clear"]


@pytest.mark.django_db(transaction=True)
def test_commands_end_with_one_when_a_document_is_missing(case, capsys):
    document = a_document(case)
    file_of(document).unlink()

    codes = []
    for command in (["reconcile"], ["ledger_verify"], ["ledger_verify", "--json"]):
        with pytest.raises(SystemExit) as ended:
            call_command(*command)
        codes.append(ended.value.code)

    lines = capsys.readouterr().out.splitlines()
    assert codes == [1, 1, 1]
    assert lines[0] == words(document, MISSING)
    assert lines[-2] == "1 stored documents: FAULTS FOUND"
    assert json.loads(lines[-1])["documents"] == {
        "count": 1, "findings": [{"position": None, "what": words(document, MISSING)}],
    }  # fmt: skip


def test_log_can_be_verified_where_only_the_database_is(case, capsys):
    file_of(a_document(case)).unlink()

    call_command("ledger_verify", "--without-documents")

    assert capsys.readouterr().out.splitlines()[-1].endswith(": in order")
