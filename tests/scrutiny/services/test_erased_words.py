"""An erasure takes the words out of every table of the live database, and everything still verifies.

The cases of this module are made once; each test erases in a savepoint of its own.
"""

import json
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from commissioning import documents, ledger
from commissioning.models import (
    AuditOpening,
    Case,
    DocumentErasure,
    DraftSave,
    Office,
    OutgoingMail,
    append_only,
)
from commissioning.models.base import Frozen
from commissioning.rules.erased_words import ALONE, EVENT, MARK
from commissioning.selectors import erasures, ledger_verify, reconciliation
from commissioning.services import disclosures
from decisions.models import DecisionRecord, Hold, RecordFile
from tests.builders import MORNING, a_borough, actor
from tests.builders import test_act as system_act
from tests.builders_ledger import signed, signer
from tests.builders_s3 import CABINET_AT, a_hold
from tests.builders_s5 import a_published_record
from workflows.flows.commissioning_case import CommissioningCaseFlow
from workflows.models import CommissioningCaseProcess

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]
WORDS = "Mrs Jo Okonjo-Smythe of 4 Mill Lane owes two months of rent"
ASKED = "case.revise"


@pytest.fixture(scope="module")
def published(module_database, tmp_path_factory) -> None:
    """A published decision, and an event that says the words."""
    a_borough()
    record = a_published_record()
    say(record.case)


@pytest.fixture(autouse=True)
def _stores(settings, tmp_path: Path) -> None:
    settings.ERASURE_JOURNAL, settings.DOCUMENT_STORE = tmp_path / "erasures.jsonl", tmp_path / "documents"


def say(case: Case) -> None:
    """The words in a record that changes, in its history, in rows written once, deep in JSON and in two details."""
    act = system_act(CABINET_AT)
    with ledger.recording():
        case.question = f"Why, says a neighbour, {WORDS}, is this still paid?"
        case.save_as(act, update_fields=["question"])
        case.title = "Rent arrears"
        case.save_as(act, update_fields=["title"])
        DraftSave.create_as(
            act, case=case, part="proposal/RISKS", revision=900, saved_by=None, saved_at=MORNING,
            content={"risks": [{"text": f"Quote: “{WORDS}”.", "score": 4}], "title": WORDS},
        )  # fmt: skip
        ledger.append(ASKED, act, case.reference, case=case, fields={"note": WORDS, "outcome": "Agreed"})
    hold = a_hold(case)
    with ledger.recording():
        hold.reason = f"{WORDS}. It's 100% so"
        hold.save_as(act, update_fields=["reason"])
        ledger.append("case.revise", act, case.reference, case=case, fields={"what": {"said": [f"Again: {WORDS}"]}})
    OutgoingMail.objects.create(
        key="k", to="a@example.org", subject=WORDS, body=f"Dear colleague,\n{WORDS}\n", made_at=MORNING, next_try_at=MORNING
    )
    CommissioningCaseProcess.objects.create(flow_class=CommissioningCaseFlow, data={"said": [WORDS]})


def asked() -> int:
    return AuditOpening.objects.get(name="note", event__openings__name="kind", event__openings__value=ASKED).event_id


def erase(seq: int | None = None, *names: str, **more: object) -> int:
    case = Case.objects.get()
    with ledger.transaction():
        return disclosures.erase(
            fields=[(asked() if seq is None else seq, name) for name in names or ("note",)], kind="erase",
            authority="Data protection officer", ground="UK GDPR art 17(1)(d)", case=case,
            actor=actor("monitoring-officer"), at=CABINET_AT, **more,
        )  # fmt: skip


def dump() -> dict[str, str]:
    """Every table with everything in it."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = repr(cursor.fetchall())
    return found


def tables_with(words: str) -> list[str]:
    return sorted(table for table, rows in dump().items() if words in rows)


def faults() -> list[str]:
    """What does not fit; rows that the builders wrote have no event."""
    found = [str(one) for one in (*ledger_verify.verify_log().findings, *reconciliation.findings())]
    return [one for one in found if not one.startswith("No event covers")]


def raw(sql: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def past_guards(sql: str, *parameters: object) -> None:
    append_only.disable(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    append_only.install(connection)


def test_erasing_takes_the_words_out_of_every_table():
    assert tables_with("Okonjo-Smythe") == [
        "audit_opening", "commissioning_case", "commissioning_draftsave", "commissioning_historicalcase",
        "commissioning_outgoingmail", "decisions_historicalhold", "decisions_hold", "viewflow_process",
    ]  # fmt: skip

    erase()

    assert tables_with("Okonjo-Smythe") == []
    case, hold, mail = Case.objects.get(), Hold.objects.get(), OutgoingMail.objects.get()
    assert case.question == f"Why, says a neighbour, {MARK}, is this still paid?"
    assert (case.title, hold.reason) == ("Rent arrears", f"{MARK}. It's 100% so")
    assert (mail.subject, mail.body) == (MARK, f"Dear colleague,\n{MARK}\n")
    assert DraftSave.objects.get(revision=900).content == {"risks": [{"text": f"Quote: “{MARK}”.", "score": 4}], "title": MARK}
    assert {row.question for row in Case.history.filter(question__contains=MARK)} == {case.question}


def test_log_and_records_verify_after_an_erasure_and_older_checkpoints_hold():
    before = signed()

    erase()
    signed()

    assert ledger_verify.verify_log(before.note, [signer()[0]]).findings == ()
    assert faults() == []


def test_event_of_an_erasure_names_each_row_with_its_digests_and_each_detail():
    seq = asked()

    position = erase(seq)

    told = dict(AuditOpening.objects.filter(event_id=position).values_list("name", "value"))
    assert [[label, names] for label, _, names, *_ in told["rows"]] == [
        ["commissioning.draftsave", ["content"]],
        ["commissioning.historicalcase", ["question"]],
        ["commissioning.historicalcase", ["question"]],
        ["decisions.historicalhold", ["reason"]],
    ]
    assert all(len(before) == len(after) == 64 and before != after for *_, before, after in told["rows"])
    assert (told["asked"], told["erased"]) == ([[seq, "note"]], [[seq, "note"], [position - 1, "what"]])
    assert AuditOpening.objects.get(event_id=position, name="rows").tier == "personal"


def test_second_erasure_of_the_same_row_goes_on_from_the_first():
    erase()
    draft = DraftSave.objects.get(revision=900)
    with ledger.recording():
        ledger.append("case.revise", system_act(), "2026/001", case=draft.case, fields={"note": "says a neighbour"})
    seq = AuditOpening.objects.get(name="note", value="says a neighbour").event_id

    erase(seq)

    assert Case.objects.get().question == f"Why, {MARK}, {MARK}, is this still paid?"
    assert faults() == []


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        (EVENT, ["audit_opening", "commissioning_case", "commissioning_draftsave", "commissioning_historicalcase",
                 "commissioning_outgoingmail", "decisions_historicalhold", "decisions_hold", "viewflow_process"]),
        (ALONE, ["audit_opening", "commissioning_case", "commissioning_draftsave", "commissioning_historicalcase",
                 "commissioning_outgoingmail", "decisions_historicalhold", "decisions_hold"]),
    ],
)  # fmt: skip
def test_narrower_scope_leaves_longer_texts(scope, left):
    erase(scope=scope)

    assert tables_with(WORDS) == left
    assert (DraftSave.objects.get(revision=900).content["title"], OutgoingMail.objects.get().subject) == (
        (MARK, WORDS) if scope == EVENT else (MARK, MARK)
    )
    assert faults() == []


def test_single_word_goes_from_the_event_alone():
    erase(None, "outcome")

    assert tables_with("'Agreed'") == []
    assert AuditOpening.objects.filter(salt=None).values_list("name", flat=True).get() == "outcome"


def test_name_of_an_office_stays_in_the_list_of_offices():
    title = Office.objects.get(key="leader").title
    with ledger.recording():
        ledger.append("case.revise", system_act(), "2026/001", case=Case.objects.get(), fields={"who": title})
    seq = AuditOpening.objects.get(name="who").event_id

    stays = erasures.plan([(seq, "who")]).stays
    erase(seq, "who")

    assert stays == [f"Names of offices, bodies and accounts wherever other records carry them: {title}."]
    assert Office.objects.get(key="leader").title == title
    assert faults() == []


def test_what_somebody_had_typed_goes_and_the_session_stays():
    session = SessionStore()
    session["typed"] = {"by": 1, "path": "/", "fields": "text=" + WORDS.replace(" ", "+"), "files": False}
    session["other"] = 1
    session.create()

    erase()

    assert dict(SessionStore(session.session_key).items()) == {"other": 1}


def test_record_that_loses_words_loses_its_pdf_and_keeps_its_page():
    record, act = DecisionRecord.objects.get(), system_act(CABINET_AT)
    said = record.content["reasons"] if isinstance(record.content["reasons"], str) else record.decision.reasons
    with ledger.recording():
        pdf = documents.store(b"%PDF", act, name="decision.pdf", media="application/pdf", access="PUBLIC", case=record.case)
        RecordFile.create_as(act, record=record, document=pdf, media=pdf.media, rendered_at=CABINET_AT)
        ledger.append("case.revise", act, "2026/001", case=record.case, fields={"note": said})
    seq = AuditOpening.objects.filter(name="note", value=said).latest("event_id").event_id

    erase(seq)

    assert said not in json.dumps(DecisionRecord.objects.get().content)
    assert DocumentErasure.objects.get().sha256 == pdf.sha256
    assert tables_with(said) == []
    assert faults() == []


def test_stored_text_that_holds_the_words_goes():
    with ledger.recording():
        text = documents.store(
            f"Exempt: {WORDS}".encode(), system_act(), name="part.md", media="text/markdown", access="EXEMPT", case=Case.objects.get()
        )
        ledger.append("exempt.mark", system_act(), "2026/001", case=Case.objects.get(), fields={"part": {"sha256": text.sha256}}, tier="exempt")

    erase()

    assert DocumentErasure.objects.get().sha256 == text.sha256


def test_long_text_goes_with_the_paper_and_wherever_it_is_quoted():
    """The log holds the digest of a text over 2 kB; the words lie in the store and in a record."""
    case, text = Case.objects.get(), "What the bidder told us in confidence. " * 80
    with ledger.recording():
        documents.store(text.strip().encode(), system_act(), name="part.txt", media="text/plain", access="EXEMPT", case=case)
        case.question = f"He wrote: {text}"
        case.save_as(system_act(), update_fields=["question"])
        ledger.append("exempt.mark", system_act(), "2026/001", case=case, fields={"exempt_text": text.strip()}, tier="exempt")
    seq = AuditOpening.objects.get(name="exempt_text").event_id

    erase(seq, "exempt_text")

    assert Case.objects.get().question == f"He wrote: {MARK} "
    assert tables_with("in confidence") == []
    assert (DocumentErasure.objects.count(), faults()) == (1, [])


def test_plan_changes_nothing():
    before = dump()

    plan = erasures.plan([(asked(), "note")])

    assert (len(plan.rows), len(plan.records), len(plan.others), plan.stays) == (4, 2, 2, [])
    assert dump() == before


def test_attack_emptying_a_row_without_an_erasure_is_refused_and_found():
    with pytest.raises(IntegrityError):
        raw("UPDATE decisions_historicalhold SET reason = %s WHERE reason <> ''", MARK)

    past_guards("UPDATE decisions_historicalhold SET reason = %s WHERE reason <> ''", MARK)

    assert any("hold" in one and "has been changed since" in one for one in faults())


def test_attack_using_the_erasure_of_one_row_for_another_is_refused_and_found():
    """The newest event is an erasure, but of another row."""
    erase(None, "outcome")
    key = DraftSave.objects.get(revision=900).pk
    change = f"UPDATE commissioning_draftsave SET content = '{{\"risks\": [{{\"text\": \"{MARK}\", \"score\": 4}}], \"title\": \"{MARK}\"}}' WHERE id = %s"

    with pytest.raises(IntegrityError):
        raw(change, key)
    past_guards(change, key)

    assert any("draft save" in one and "changed since" in one for one in faults())


def test_attack_forging_an_erasure_of_a_row_beside_the_log_is_found():
    """An opening put to an event that never committed to it lets the triggers pass; the checks do not believe it."""
    position = erase(None, "outcome")
    draft = DraftSave.objects.get(revision=900)
    row = erasures.Change(draft, {"content": {"risks": [{"text": MARK, "score": 4}], "title": MARK}}).emptied
    past_guards("DELETE FROM audit_opening WHERE seq = %s AND name = 'rows'", position)
    AuditOpening(event_id=position, name="rows", salt=b"s" * 32, value=[row], tier="personal").save()

    raw("UPDATE commissioning_draftsave SET content = %s WHERE id = %s", json.dumps({"risks": [{"text": MARK, "score": 4}], "title": MARK}), draft.pk)

    found = faults()
    assert f"Event {position}: the field 'rows' is not what was committed." in found
    assert any("draft save" in one and "changed since" in one for one in found)


@pytest.mark.parametrize("change", ["history_office = %s", "question = 'another question'", "title = %s", "question = question || %s"])
def test_attack_widening_an_erasure_is_refused(change):
    """Another column of a row that the newest event names, or other words in the column that it names."""
    erase()
    row = Case.history.filter(question__contains=MARK).first()

    with pytest.raises(IntegrityError):
        raw(f"UPDATE commissioning_historicalcase SET {change} WHERE history_id = {row.pk}", *([MARK] if "%s" in change else []))


def test_attack_widening_an_erasure_past_the_guards_is_found():
    erase()
    row = Case.history.filter(question__contains=MARK).first()

    past_guards("UPDATE commissioning_historicalcase SET title = %s WHERE history_id = %s", MARK, row.pk)

    assert any("historical case" in one and "changed since" in one for one in faults())


def test_attack_putting_the_words_back_is_found():
    erase()

    past_guards("UPDATE decisions_historicalhold SET reason = %s WHERE reason LIKE %s", f"{WORDS}. It's 100%% so".replace("%%", "%"), f"%{MARK}%")

    assert any("hold" in one and "changed since" in one for one in faults())


def test_attack_replacing_words_through_an_erasure_is_found():
    """A committed erasure whose row does not carry the mark: other words instead of none."""
    hold = Hold.history.filter(reason__contains=WORDS).first()
    row = erasures.Change(hold, {"reason": "Nothing was said"}).emptied
    with ledger.recording():
        ledger.append("erase", system_act(CABINET_AT), "log", fields={"authority": "x", "ground": "y", "erased": [], "rows": [row]})

    with pytest.raises(IntegrityError):
        raw("UPDATE decisions_historicalhold SET reason = 'Nothing was said' WHERE history_id = %s", hold.pk)
    past_guards("UPDATE decisions_historicalhold SET reason = 'Nothing was said' WHERE history_id = %s", hold.pk)

    assert any("hold" in one and "changed since" in one for one in faults())


def test_words_that_a_backup_brings_back_are_erased_again(settings, capsys):
    """The journal holds no words: what it names leads to them in the restored tables."""
    plan = erasures.plan([(asked(), "note")])
    entry = {
        "at": "x", "event": 10**6, "kind": "erase", "authority": "DPO", "ground": "art 17", "documents": [], "case": "2026/001",
        "scope": "EVERYWHERE", "asked": [[asked(), "note"]], "fields": [list(one) for one in plan.fields],
    }  # fmt: skip
    settings.ERASURE_JOURNAL.write_text(json.dumps(entry) + "\n")

    call_command("ledger_replay_erasures")
    call_command("ledger_replay_erasures")

    assert capsys.readouterr().out == "2 fields and 0 documents erased again.\n0 fields and 0 documents erased again.\n"
    assert tables_with("Okonjo-Smythe") == []
    assert faults() == []


def test_every_guarded_table_of_words_may_lose_them_and_no_other():
    worded = append_only._worded()

    assert all(issubclass(model, Frozen) or model._meta.pk.name == "history_id" for model in worded.values())
    assert {"decisions_vote", "audit_opening", "audit_index"} & worded.keys() == set()
    assert all(model._meta.db_table == model._meta.label_lower.replace(".", "_") for model in worded.values())
