"""Erasure destroys salt and value and leaves every proof valid; lifting an exemption opens what was committed then."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from commissioning import documents, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import AuditOpening, Case, Document, DocumentErasure, append_only
from commissioning.rules import receipts
from commissioning.rules.refusals import Refusal
from commissioning.selectors import ledger_verify
from commissioning.services import disclosures, erasure_journal
from commissioning.services.receipts import case_receipt
from tests.builders import MORNING, a_borough, a_case, actor
from tests.builders import test_act as system_act
from tests.builders_ledger import signed, signer

pytestmark = pytest.mark.django_db


@pytest.fixture
def journal(settings, tmp_path) -> Path:
    settings.ERASURE_JOURNAL = tmp_path / "journal" / "erasures.jsonl"
    settings.DOCUMENT_STORE = tmp_path / "documents"
    return settings.ERASURE_JOURNAL


@pytest.fixture
def case(journal) -> Case:
    """A published case; event 0 has an exempt and a personal field."""
    a_borough()
    case = a_case()
    with ledger.recording():
        ledger.append(
            "decision.made",
            system_act(),
            case.reference,
            case=case,
            fields={"advice": "Bidder A is cheaper.", "witness": "A resident", "outcome": "Agreed"},
            tier={"advice": "exempt", "witness": "personal"},
        )
        ledger.append("decision.publish", system_act(), case.reference, case=case)
    return case


def erase(
    case: Case, *fields: tuple[int, str], by: str = "monitoring-officer", kind: str = "erase", **kwargs: object
) -> int:
    words = {"authority": "Data protection officer", "ground": "UK GDPR art 17(1)(d)"} | kwargs
    with ledger.transaction():
        return disclosures.erase(fields=fields, kind=kind, case=case, actor=actor(by), at=MORNING, **words)


def lift(
    case: Case, *fields: tuple[int, str], by: str = "proper-officer", ground: str = "Contract signed."
) -> None:
    with ledger.recording():
        disclosures.lift_exemption(
            case=case, fields=fields, ground=ground, actor=actor(by), at=MORNING
        )


def opening(seq: int, name: str) -> tuple:
    return AuditOpening.objects.values_list("salt", "value", "erased_by").get(event_id=seq, name=name)


def shown(case: Case) -> dict[str, object]:
    verdict = receipts.verify(json.dumps(case_receipt(case)), [signer()[0]])
    assert verdict.is_good
    return dict(verdict.entries[0].fields)


def test_erase_destroys_salt_and_value_and_names_authority_and_ground(case):
    position = erase(case, (0, "witness"))

    assert opening(0, "witness") == (None, None, position)
    values = dict(AuditOpening.objects.filter(event_id=position).values_list("name", "value"))
    assert (values["kind"], values["authority"], values["ground"], values["erased"]) == (
        "erase",
        "Data protection officer",
        "UK GDPR art 17(1)(d)",
        [[0, "witness"]],
    )


def test_erase_leaves_checkpoints_and_receipts_valid(case):
    before = signed()
    earlier = json.dumps(case_receipt(case))

    erase(case, (0, "outcome"), kind="redact")
    signed()

    assert ledger_verify.verify_log(before.note, [signer()[0]]).findings == ()
    assert receipts.verify(earlier, [signer()[0]]).is_good
    assert "outcome" not in shown(case)
    assert "Erased; the event that ordered it is in the log" in case_receipt(case)["entries"][0]["grounds"]


@pytest.mark.parametrize(
    ("field", "kwargs", "code"),
    [
        ((0, "kind"), {}, "erase.structure"),
        ((0, "hist"), {}, "erase.structure"),
        ((0, "nothing"), {}, "erase.nothing"),
        ((9, "outcome"), {}, "erase.nothing"),
        ((0, "outcome"), {"ground": " "}, "erase.ground"),
        ((0, "outcome"), {"authority": ""}, "erase.ground"),
    ],
)
def test_erase_is_refused(case, field, kwargs, code):
    with pytest.raises(Refusal) as caught:
        erase(case, field, **kwargs)

    assert caught.value.code == code
    assert AuditOpening.objects.filter(salt=None).count() == 0


def test_erase_twice_is_refused(case):
    erase(case, (0, "witness"))

    with pytest.raises(Refusal):
        erase(case, (0, "witness"))


@pytest.mark.parametrize("name", ["authority", "erased", "reason"])
def test_event_of_an_erasure_stays_whole(case, name):
    position = erase(case, (0, "witness"))

    with pytest.raises(Refusal) as caught:
        erase(case, (position, name))

    assert caught.value.code == "erase.order"


@pytest.mark.parametrize("by", ["proper-officer", "leader", "administrator"])
def test_erase_is_for_the_monitoring_officer(case, by):
    with pytest.raises(PermissionDenied):
        erase(case, (0, "witness"), by=by)


def test_lifting_an_exemption_shows_what_was_committed_then(case):
    signed()
    assert "advice" not in shown(case)

    lift(case, (0, "advice"))

    assert shown(case)["advice"] == "Bidder A is cheaper."


@pytest.mark.parametrize("name", ["witness", "outcome", "nothing"])
def test_lifting_is_for_exempt_parts_only(case, name):
    with pytest.raises(Refusal):
        lift(case, (0, name))


def test_lifting_twice_or_without_a_reason_is_refused(case):
    with pytest.raises(Refusal, match="Say why"):
        lift(case, (0, "advice"), ground=" ")
    lift(case, (0, "advice"))

    with pytest.raises(Refusal, match="open already"):
        lift(case, (0, "advice"))


def test_lifting_is_for_proper_and_monitoring_officer(case):
    with pytest.raises(PermissionDenied):
        lift(case, (0, "advice"), by="leader")


@pytest.mark.django_db(transaction=True)
def test_journal_is_written_after_commit_and_replayed_after_a_restore(case, journal, capsys):
    position = erase(case, (0, "witness"))
    entry = json.loads(journal.read_text())
    assert (entry["event"], entry["kind"], entry["fields"]) == (position, "erase", [[0, "witness"]])

    journal.write_text(json.dumps(entry | {"fields": [[0, "advice"], [0, "witness"], [77, "lost"]]}) + "\n")
    call_command("ledger_replay_erasures")
    call_command("ledger_replay_erasures")

    assert capsys.readouterr().out == (
        "1 fields and 0 documents erased again.\n0 fields and 0 documents erased again.\n"
    )
    assert opening(0, "advice") == (None, None, position + 1)
    assert ledger_verify.verify_log().findings == ()


def test_replay_without_a_journal_says_where_it_looked(journal):
    with pytest.raises(CommandError, match="no journal"):
        call_command("ledger_replay_erasures")


def a_document(case: Case, content: bytes = b"Bidder A: 5p", *, access: str = "EXEMPT", act=None) -> Document:
    """A stored file whose digest an event names; returns it with the event as the newest."""
    with ledger.recording():
        document = documents.store(content, act or system_act(), name="bid.pdf", media="application/pdf", access=access, case=case)
        ledger.append("exempt.mark", system_act(), case.reference, case=case, fields={"bid": {"sha256": document.sha256}}, tier="exempt")
    return document


@pytest.mark.django_db(transaction=True)
def test_erasing_a_field_destroys_the_document_that_it_names_and_leaves_a_tombstone(case, journal):
    document, before = a_document(case), signed()

    position = erase(case, (2, "bid"))

    tombstone = DocumentErasure.objects.get()
    assert documents.path_of(document.sha256).exists() is False
    assert (tombstone.sha256, tombstone.authority, tombstone.ground, tombstone.erased_at) == (
        document.sha256, "Data protection officer", "UK GDPR art 17(1)(d)", MORNING,
    )  # fmt: skip
    assert Document.objects.get(pk=document.pk).sha256 == document.sha256
    assert AuditOpening.objects.get(event_id=position, name="documents").value == [document.sha256]
    assert json.loads(journal.read_text())["documents"] == [document.sha256]
    assert ledger_verify.verify_log(before.note, [signer()[0]]).findings == ()
    with pytest.raises(documents.ErasedDocument, match="UK GDPR art 17"):
        documents.read(document)


@pytest.mark.django_db(transaction=True)
def test_erasing_a_field_destroys_copies_of_the_trail_made_for_members_and_no_published_paper(case):
    worker = Act(Actor.system("worker"), Standing(capacity="system"), MORNING)
    copy = a_document(case, b"audit trail", access="MEMBER", act=worker)
    published = a_document(case, b"record", access="PUBLIC", act=worker)

    erase(case, (0, "witness"))

    assert [documents.path_of(one.sha256).exists() for one in (copy, published)] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_document_is_erased_by_its_digest_alone_and_once(case):
    document = a_document(case)

    erase(case, papers=[document.sha256])

    assert documents.path_of(document.sha256).exists() is False
    with pytest.raises(Refusal, match="already been erased"):
        erase(case, papers=[document.sha256])


@pytest.mark.parametrize("papers", [["../../etc/passwd"], ["ABCDEF"], []])
def test_erasing_something_that_is_no_digest_is_refused(case, papers):
    with pytest.raises(Refusal):
        erase(case, papers=papers)


@pytest.mark.django_db(transaction=True)
def test_erased_bytes_do_not_come_back_by_another_door(case):
    a_document(case)
    erase(case, (2, "bid"))

    with pytest.raises(documents.ErasedDocument):
        a_document(case)


def test_refused_or_rolled_back_erasure_leaves_the_bytes(case):
    document = a_document(case)

    with pytest.raises(ZeroDivisionError), ledger.transaction():
        disclosures.erase(
            fields=[(2, "bid")], kind="erase", authority="DPO", ground="art 17", actor=actor("monitoring-officer"), at=MORNING
        )
        raise ZeroDivisionError

    assert documents.read(document) == b"Bidder A: 5p"


@pytest.mark.django_db(transaction=True)
def test_replay_destroys_again_the_documents_that_a_backup_brought_back(case, journal, capsys):
    document, other = a_document(case), a_document(case, b"stored after the backup", access="PUBLIC")
    erase(case, (2, "bid"))
    erased = documents.path_of(document.sha256)
    erased.write_bytes(b"Bidder A: 5p")
    line = json.loads(journal.read_text()) | {"fields": [], "documents": [document.sha256, other.sha256]}
    journal.write_text(json.dumps(line) + "\n")

    call_command("ledger_replay_erasures")
    call_command("ledger_replay_erasures")

    assert capsys.readouterr().out == (
        "0 fields and 2 documents erased again.\n0 fields and 0 documents erased again.\n"
    )
    assert [documents.path_of(one.sha256).exists() for one in (document, other)] == [False, False]
    assert DocumentErasure.objects.filter(sha256=other.sha256, ground__startswith="After a restore").exists()
    assert ledger_verify.verify_log().findings == ()


@pytest.mark.django_db(transaction=True)
def test_erasure_cut_off_after_its_commit_is_finished_by_the_tick(case, journal):
    document = a_document(case)
    position = erase(case, (2, "bid"))
    journal.unlink()
    documents.path_of(document.sha256).write_bytes(b"Bidder A: 5p")

    assert (disclosures.finish_all(), disclosures.finish_all()) == (1, 0)
    assert (json.loads(journal.read_text())["event"], documents.path_of(document.sha256).exists()) == (position, False)


def test_journal_of_an_earlier_version_names_no_documents(journal):
    journal.parent.mkdir()
    journal.write_text('{"at": "x", "event": 1, "kind": "erase", "authority": "a", "ground": "g", "fields": []}\n\n')

    assert [line["documents"] for line in erasure_journal.lines()] == [[]]


def test_exemption_of_another_case_is_not_lifted_here(case):
    with pytest.raises(Refusal) as caught:
        lift(a_case(number=2), (0, "advice"))

    assert caught.value.code == "exempt.none"


@pytest.mark.parametrize("committed", [True, False])
def test_attack_rows_put_beside_the_log_open_nothing(case, committed):
    signed()
    with ledger.recording():
        ledger.append("export", system_act(), case.reference, case=case, fields={"released": [[0, "advice"]]} if committed else {})
    if not committed:
        AuditOpening(event_id=2, name="released", salt=b"s" * 32, value=[[0, "advice"]], tier="public").save()
    append_only.disable(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_index SET kind = 'exempt.lift' WHERE seq = 2")
    append_only.install(connection)
    signed_rows = case_receipt(case)

    assert "advice" not in [name for name, _, _ in signed_rows["entries"][0]["disclosed"]]
    assert disclosures.lifted() == set()
