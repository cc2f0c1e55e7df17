"""The audit trail taken out as a file: CSV, JSON with a receipt, PDF at once or by the worker."""

import base64
import json
from copy import deepcopy
from io import BytesIO

import page
import pikepdf
import pytest
from django.urls import reverse

from commissioning import ledger
from commissioning.models import AuditIndex
from commissioning.rules import merkle, receipts
from commissioning.services.disclosures import erase
from commissioning.services.receipts import printed_proofs
from decisions.records.render import NotAccessible
from scrutiny import tasks
from scrutiny.models import TrailFile, TrailOrder
from scrutiny.tasks import store_pdf_of_trail
from scrutiny.views import audit_files
from tests.builders import MORNING, a_borough, actor, person
from tests.builders import test_act as system_act
from tests.builders_ledger import signed, signer
from tests.builders_s3 import a_decided_case
from tests.builders_s5 import a_published_record, a_received_call_in
from tests.scrutiny.views.test_audit import readings, trail

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_decided_case()


@pytest.fixture(autouse=True)
def case(built_case, db):
    return deepcopy(built_case)


def take_out(client, who, media: str, **query):
    client.force_login(person(who))
    path = reverse("audit_export", args=[2026, "001", media])
    return client.post(path, QUERY_STRING="&".join(f"{k}={v}" for k, v in query.items()))


@pytest.mark.parametrize(("media", "kind"), [("csv", "text/csv; charset=utf-8"), ("json", "application/json")])
def test_taking_the_trail_out_is_recorded_once(client, media, kind, case):
    a_received_call_in(a_published_record(case).case)

    answer = take_out(client, "scrutiny-3", media)

    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert AuditIndex.objects.filter(kind="export").count() == 1


def test_file_holds_what_the_filter_shows(client, case):
    a_received_call_in(a_published_record(case).case)

    answer = take_out(client, "scrutiny-3", "json", kind="call_in.request")

    assert [entry["kind"] for entry in answer.json()["entries"]] == ["call_in.request"]


def test_reading_the_address_takes_nothing_out(client, case):
    a_published_record(case)
    client.force_login(person("scrutiny-3"))

    assert client.get(reverse("audit_export", args=[2026, "001", "csv"])).status_code == 405
    assert AuditIndex.objects.filter(kind="export").count() == 0


def test_pdf_holds_events_receipts_root_and_key_and_passes_the_check(client, case):
    a_published_record(case)
    newest = signed()
    event = AuditIndex.objects.get(case=case, kind="decision.publish").seq

    answer = take_out(client, "scrutiny-3", "pdf", kind="decision.publish")

    report = page.validate_pdf_bytes(answer.content, profile=page.ValidationProfile.PDF_UA_1)
    with pikepdf.open(BytesIO(answer.content)) as document:
        title = str(document.docinfo.get("/Title", ""))
    assert (answer.status_code, answer["Content-Type"], report.failures) == (200, "application/pdf", [])
    assert title == "Audit trail 2026/001: Support for carers"
    (proof,) = printed_proofs([event])
    leaf, steps = base64.b64decode(proof.leaf_hash), [base64.b64decode(step) for step in proof.steps]
    assert merkle.verify_inclusion(event, newest.size, leaf, steps, bytes(newest.root))
    assert AuditIndex.objects.filter(kind="export").count() == 1


@pytest.fixture
def nothing_at_once(monkeypatch):
    """Every PDF is left to the worker."""
    monkeypatch.setattr(audit_files, "AT_ONCE", 0)


def kinds() -> list[str]:
    return list(AuditIndex.objects.filter(kind__startswith="export").order_by("seq").values_list("kind", flat=True))


def test_pdf_of_too_many_events_says_what_to_do_and_records_nothing(client, monkeypatch, nothing_at_once, case):
    a_published_record(case)
    monkeypatch.setattr(audit_files, "LONGEST", 3)

    answer = take_out(client, "scrutiny-3", "pdf")

    assert "Filter them, or take CSV or JSON" in answer.content.decode()
    assert kinds() == []


def test_long_pdf_is_left_to_the_worker_and_offered_when_it_is_made(client, nothing_at_once, settings, tmp_path, case):
    settings.DOCUMENT_STORE = tmp_path
    a_published_record(case)
    newest = signed()

    waits = take_out(client, "scrutiny-3", "pdf", kind="decision.publish")
    before = client.get(waits.url).content.decode()
    refused = client.post(waits.url)
    said = store_pdf_of_trail(TrailOrder.objects.get().pk, at=MORNING)
    after = client.get(waits.url).content.decode()
    taken = client.post(waits.url)

    assert ("The PDF is being made" in before, refused.url) == (True, waits.url)
    assert (said, "Download the PDF" in after) == ("stored", True)
    assert page.validate_pdf_bytes(taken.content, profile=page.ValidationProfile.PDF_UA_1).failures == []
    assert (taken["Content-Type"], newest.size) == ("application/pdf", TrailOrder.objects.get().events[0] + 1)
    assert kinds() == ["export.ask", "export.ready", "export"]
    assert readings(client, "auditor")[0][0] == "Audit trail taken out"


def test_long_pdf_asked_for_twice_is_made_once(client, nothing_at_once, settings, tmp_path, case):
    settings.DOCUMENT_STORE = tmp_path
    a_published_record(case)

    first, second = (take_out(client, "scrutiny-3", "pdf", kind="decision.publish") for _ in range(2))
    order = TrailOrder.objects.get()
    said = [store_pdf_of_trail(order.pk, at=MORNING) for _ in range(2)]

    assert (first.url, said) == (second.url, ["stored", "done before"])
    assert (TrailFile.objects.count(), kinds()) == (1, ["export.ask", "export.ready"])


def test_long_pdf_that_fails_its_check_is_held_back_and_says_so(client, nothing_at_once, monkeypatch, case):
    def fails(html: str) -> None:
        raise NotAccessible("The PDF fails 1 rules: 7.1-9")

    monkeypatch.setattr(tasks, "render_pdf", fails)
    a_published_record(case)

    waits = take_out(client, "scrutiny-3", "pdf")
    store_pdf_of_trail(TrailOrder.objects.get().pk, at=MORNING)

    assert "The PDF could not be made" in client.get(waits.url).content.decode()
    assert kinds() == ["export.ask", "export.held"]


def test_pdf_that_the_worker_makes_is_for_the_person_who_asked(client, nothing_at_once, case):
    a_published_record(case)
    waits = take_out(client, "scrutiny-3", "pdf")
    linked = waits.url in trail(client, "scrutiny-3").content.decode()

    client.force_login(person("auditor"))

    assert (linked, client.get(waits.url).status_code, client.post(waits.url).status_code) == (True, 404, 404)
    assert waits.url not in trail(client, "auditor").content.decode()


def test_json_of_a_published_case_carries_a_receipt_that_verifies(client, case):
    a_published_record(case)
    signed()

    receipt = take_out(client, "scrutiny-3", "json").json()["receipt"]

    assert receipts.verify(json.dumps(receipt), [signer()[0]]).is_good


def test_json_before_publication_carries_no_receipt(client, case):
    with ledger.recording():
        ledger.append("case.open", system_act(), case.reference, case=case)
    signed()

    assert take_out(client, "scrutiny-3", "json").json()["receipt"] is None


def test_pdf_of_the_worker_that_showed_something_erased_is_gone_and_says_so(client, nothing_at_once, settings, tmp_path, case):
    settings.DOCUMENT_STORE, settings.ERASURE_JOURNAL = tmp_path, tmp_path / "erasures"
    a_published_record(case)
    waits = take_out(client, "scrutiny-3", "pdf", kind="decision.publish")
    store_pdf_of_trail(TrailOrder.objects.get().pk, at=MORNING)
    told = AuditIndex.objects.get(case=case, kind="decision.publish").seq

    with ledger.transaction():
        erase(
            fields=[(told, "reason")], kind="redact", authority="DPO", ground="art 17", case=case,
            actor=actor("monitoring-officer"), at=MORNING,
        )  # fmt: skip

    assert "has been erased from the log" in client.get(waits.url).content.decode()
    assert client.post(waits.url).url == waits.url
