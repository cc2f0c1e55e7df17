"""Three verifiers, written apart: the product's rules, the Python script for download, the page in a browser. They
agree on good receipts and on thousands of damaged ones; the script's own Ed25519 agrees with OpenSSL's."""

import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from commissioning.data import verify_receipt
from commissioning.rules import merkle, receipts
from commissioning.rules.canonical import canonical
from commissioning.rules.event_kinds import KINDS
from tests.builders_receipts import LEAVES, ORIGIN, VKEY, a_receipt

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "commissioning/data/verify_receipt.py"
PAGE = ROOT / "commissioning/data/verify_receipt.html"
GOOD = canonical(a_receipt(0, 2, 6)).decode()


def damaged(count: int) -> list[str]:
    """Receipts with one character changed, removed or doubled; the same ones every time."""
    chance = random.Random(6962)
    found = []
    while len(found) < count:
        at = chance.randrange(len(GOOD))
        other = chance.choice(["", GOOD[at] * 2, chr(chance.randrange(32, 127))])
        if other != GOOD[at]:
            found.append(GOOD[:at] + other + GOOD[at + 1 :])
    return found


def by_script(text: str) -> bool:
    try:
        verify_receipt.check_receipt(text, [str(VKEY)])
    except verify_receipt.Wrong:
        return False
    return True


def by_page(texts: list[str]) -> list[bool]:
    run = subprocess.run(
        [shutil.which("node"), ROOT / "tests/node/receipt.mjs", PAGE],
        input=json.dumps({"vkey": str(VKEY), "receipts": texts}),
        capture_output=True,
        text=True,
        check=True,
    )
    return [verdict == "" for verdict in json.loads(run.stdout)]


def test_product_and_script_agree_on_every_damage():
    texts = [GOOD, *damaged(500)]

    product = [receipts.verify(text, [VKEY]).is_good for text in texts]

    assert [by_script(text) for text in texts] == product
    assert product == [True] + [False] * 500


def test_product_and_page_agree_on_every_damage():
    texts = [GOOD, *damaged(1000)]

    assert by_page(texts) == [receipts.verify(text, [VKEY]).is_good for text in texts]


def test_script_runs_alone_and_answers_with_words_and_exit_code(tmp_path):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(GOOD)
    bad.write_text(GOOD.replace("Agreed", "Refused"))

    runs = [
        subprocess.run(
            [sys.executable, "-I", SCRIPT, path, "--vkey", str(VKEY)],
            capture_output=True,
            text=True,
            check=False,
        )
        for path in (good, bad)
    ]

    assert [run.returncode for run in runs] == [0, 1]
    assert runs[0].stdout.startswith(f"PROVED. Log {ORIGIN}, 7 events, ")
    assert runs[1].stderr == "NOT PROVED. Entry 1: the field 'outcome' is not what was committed.\n"


def test_script_says_whether_a_document_is_the_one_that_was_recorded(tmp_path):
    paper = tmp_path / "record.pdf"
    paper.write_bytes(b"the record")
    digest = hashlib.sha256(b"the record").hexdigest()
    proved = [(2, {"pdf": digest}), (3, {"kind": "erratum"}), (6, {"paper": {"sha256": digest, "bytes": 10}})]

    assert verify_receipt.about_document(paper, proved) == (
        f"{paper} is, to the last byte, the file named by event 2 and event 6.", True,
    )  # fmt: skip
    assert verify_receipt.about_document(paper, proved[1:2]) == (f"NOT NAMED. No event names {paper}, digest {digest}.", False)


def test_script_exits_with_one_for_a_document_that_nothing_names(tmp_path, capsys):
    receipt, paper = tmp_path / "receipt.json", tmp_path / "record.pdf"
    receipt.write_text(GOOD)
    paper.write_bytes(b"another record")

    ended = verify_receipt.main([str(receipt), "--vkey", str(VKEY), "--document", str(paper)])

    assert (ended, "NOT NAMED. No event names" in capsys.readouterr().out) == (1, True)


@pytest.mark.urls("commissioning.urls_ledger")
def test_page_names_every_kind_of_event_as_the_product_does():
    told = re.search(r"^const KINDS = (\{.*\});", Client().get("/audit/verify").content.decode(), re.MULTILINE)

    assert json.loads(told[1]) == {code: kind.label for code, kind in KINDS.items()}


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", "[" * 5000, '{"format": 1}', GOOD.replace("jcdr", "x")]
)
def test_script_answers_foreign_files_with_words(text):
    assert by_script(text) is False


@pytest.mark.parametrize("vkey", ["", "a+b", "name+00000000+AAAA", str(VKEY).replace(ORIGIN, "other")])
def test_script_refuses_keys_that_are_none(vkey):
    with pytest.raises(verify_receipt.Wrong):
        verify_receipt.check_receipt(GOOD, [vkey])


def test_script_ed25519_agrees_with_openssl():
    chance = random.Random(8032)
    for _ in range(40):
        private = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        public, message = private.public_key().public_bytes_raw(), chance.randbytes(chance.randrange(100))
        signature = private.sign(message)
        at = chance.randrange(64)
        changed = signature[:at] + bytes([signature[at] ^ 1 << chance.randrange(8)]) + signature[at + 1 :]

        assert verify_receipt.is_signature(public, message, signature)
        assert not verify_receipt.is_signature(public, message, changed)
        assert not verify_receipt.is_signature(public, message + b"x", signature)


def test_script_refuses_a_signature_with_the_group_order_added():
    private = Ed25519PrivateKey.from_private_bytes(b"m" * 32)
    signature = private.sign(b"message")
    larger = int.from_bytes(signature[32:], "little") + verify_receipt.ORDER

    assert not verify_receipt.is_signature(
        private.public_key().public_bytes_raw(), b"message", signature[:32] + larger.to_bytes(32, "little")
    )


@pytest.mark.parametrize("size", [1, 2, 7, 255, 256, 257, 65_535, 65_536, 65_537])
def test_independent_tree_agrees_at_awkward_sizes(size):
    hashes = [merkle.leaf_hash(n.to_bytes(4)) for n in range(size)]
    root = published_root(hashes)

    assert merkle.root(hashes) == root
    for index in {0, size // 2, size - 1}:
        proof = [published_root(hashes[low:high]) for low, high in merkle.inclusion_spans(index, size)]
        assert verify_receipt.root_from_proof(index, size, hashes[index], proof) == root


def published_root(hashes: list[bytes]) -> bytes:
    """MTH as RFC 6962 section 2.1 writes it down."""
    if not hashes:
        return verify_receipt.sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return verify_receipt.sha256(b"\x01" + published_root(hashes[:split]) + published_root(hashes[split:]))


def test_independent_tree_agrees_on_the_empty_log():
    assert published_root([]) == merkle.root([])


def test_script_proves_every_place():
    for seq in range(len(LEAVES)):
        assert by_script(json.dumps(a_receipt(seq)))


@pytest.mark.urls("commissioning.urls_ledger")
def test_page_is_one_file_that_may_run_only_its_own_script_and_reach_nothing():
    response = Client().get("/audit/verify")

    content, policy = response.content.decode(), response["Content-Security-Policy"]
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "http://" not in content and "https://" not in content and "src=" not in content
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy and "connect-src" not in policy


@pytest.mark.urls("commissioning.urls_ledger")
def test_script_is_offered_for_download():
    response = Client().get("/audit/verify.py")

    assert response.content == SCRIPT.read_bytes()
    assert response["Content-Disposition"] == 'attachment; filename="verify_receipt.py"'
