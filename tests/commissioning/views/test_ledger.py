"""The public addresses: exact formats, exact headers, and nothing beyond what is signed."""

import base64

import pytest
from django.test import Client

from commissioning import ledger
from commissioning.models import AuditCosignature, AuditEvent
from commissioning.rules import merkle, notes, receipts, tiles
from tests.builders import a_borough, a_case
from tests.builders import test_act as system_act
from tests.builders_ledger import SIGNED_AT, events, signed, signer

pytestmark = [pytest.mark.django_db, pytest.mark.urls("commissioning.urls_ledger")]
LOG = "/audit/log1"
FOR_EVER = "public, max-age=31536000, immutable"


def get(path: str):
    return Client().get(f"{LOG}{path}")


def hashes() -> list[bytes]:
    return [bytes(h) for h in AuditEvent.objects.order_by("seq").values_list("leaf_hash", flat=True)]


def raw(lines: list[str]) -> list[bytes]:
    return [base64.b64decode(line) for line in lines]


def test_checkpoint_is_the_newest_note_with_its_cosignatures():
    events(2)
    signed()
    events(1)
    newest = signed()
    AuditCosignature(checkpoint=newest, witness="w", line="— w AAAAAAAA", received_at=SIGNED_AT).save()

    response = get("/checkpoint")

    assert response.content.decode() == newest.note + "— w AAAAAAAA\n"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=5"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.cookies == {}


def test_checkpoints_page_backwards():
    for _ in range(3):
        events(1)
        signed()

    pages = [get(path).content.decode().count("\n\n— ") for path in ("/checkpoints", "/checkpoints?before=3")]

    assert pages == [3, 2]


def test_tile_holds_the_hashes_of_its_level():
    events(300)
    signed()
    found = hashes()

    whole, part, above = get("/tile/0/000"), get("/tile/0/001.p/44"), get("/tile/1/000.p/1")

    assert whole.content == b"".join(found[:256])
    assert part.content == b"".join(found[256:])
    assert above.content == merkle.root(found[:256])
    assert {r["Cache-Control"] for r in (whole, part, above)} == {FOR_EVER}
    assert {r["Content-Type"] for r in (whole, part, above)} == {"application/octet-stream"}


def test_entries_are_the_leaves_with_their_lengths():
    events(3)
    signed()

    response = get("/tile/entries/000.p/3")

    leaves = [bytes(leaf) for leaf in AuditEvent.objects.order_by("seq").values_list("leaf", flat=True)]
    assert response.content == tiles.bundle(leaves)
    assert response["Cache-Control"] == FOR_EVER


@pytest.mark.parametrize(
    "path",
    [
        "/tile/0/000.p/3",
        "/tile/0/000",
        "/tile/entries/000.p/3",
        "/tile/1/000.p/1",
        "/tile/0/0",
        "/tile/0/000.p/02",
        "/tile/8/000.p/1",
        "/proof/2.tlog-proof",
        "/proof/02.tlog-proof",
        "/consistency?from=1&to=3",
        "/consistency?from=0&to=2",
        "/consistency?from=2&to=1",
        "/consistency?from=x&to=1",
        "/consistency?from=1",
        "/consistency?from=1&to=99999999999999999999999999",
        "/checkpoints?before=-1",
    ],
)
def test_nothing_is_served_that_no_checkpoint_covers(path):
    events(2)
    signed()
    events(1)

    assert get(path).status_code == 404


@pytest.mark.parametrize("path", ["/checkpoint", "/tile/0/000.p/1", "/proof/0.tlog-proof", "/vkey"])
def test_before_the_first_signature_there_is_nothing(path):
    events(1)

    assert get(path).status_code == 404


def test_proof_stands_alone():
    events(300)
    signed()

    lines = get("/proof/256.tlog-proof").content.decode().split("\n")

    cut = lines.index("")
    note = notes.parse_note("\n".join(lines[cut + 1 :]))
    point = notes.parse_checkpoint(note.text)
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 256"]
    assert notes.verify(note, [signer()[0]])
    assert merkle.verify_inclusion(256, point.size, hashes()[256], raw(lines[2:cut]), point.root)


def test_consistency_proves_growth():
    events(300)
    signed()
    found = hashes()

    response = get("/consistency?from=7&to=299")

    proof = raw(response.content.decode().splitlines())
    assert merkle.verify_consistency(7, 299, merkle.root(found[:7]), merkle.root(found[:299]), proof)
    assert response["Cache-Control"] == FOR_EVER


def test_vkey_lists_every_key():
    events(1)
    signed()

    assert get("/vkey").content.decode() == f"{signer()[0]}\n"


def test_receipt_of_a_published_case_verifies():
    a_borough()
    case = a_case()
    with ledger.recording():
        ledger.append("decision.publish", system_act(), case.reference, case=case)
    signed()

    response = Client().get("/register/2026/001/receipt.json")

    assert receipts.verify(response.content, [signer()[0]]).is_good
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="receipt-2026-001.json"'


@pytest.mark.parametrize("reference", ["2026/001", "2026/002"])
def test_receipt_of_a_case_that_is_not_published_is_as_absent_as_that_of_none(reference):
    a_borough()
    case = a_case()
    with ledger.recording():
        ledger.append("decision.made", system_act(), case.reference, case=case)
    signed()

    response = Client().get(f"/register/{reference}/receipt.json")

    assert (response.status_code, response.content) == (404, b"Not in the signed log.\n")


def test_only_reading_is_allowed():
    assert Client().post(f"{LOG}/checkpoint").status_code == 405
