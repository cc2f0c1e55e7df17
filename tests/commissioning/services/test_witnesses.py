"""The witness protocol against a witness that listens on this machine and checks proofs by itself."""

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection

from commissioning.models import AuditCheckpoint, AuditCosignature, AuditIndex, append_only
from commissioning.rules import merkle, notes
from commissioning.selectors import ledger_tree
from commissioning.services import witnesses
from commissioning.services.witnesses import Witness, WitnessAway, WitnessDisagrees
from tests.builders_ledger import SIGNED_AT, events, signed, signer

pytestmark = pytest.mark.django_db
NAME = "witness.example/scrutiny"
KEY = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
VKEY = notes.verifier_key(NAME, notes.public_bytes(KEY), notes.COSIGNATURE)


class Listening(HTTPServer):
    """Remembers the last size and root it signed; `lie` makes it answer nonsense."""

    size, root, lie = 0, merkle.EMPTY_ROOT, ""


class Handler(BaseHTTPRequestHandler):
    server: Listening

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(*self._judge(body))

    def _judge(self, body: str) -> tuple[int, str]:
        head, _, text = body.partition("\n\n")
        old, *proof = head.split("\n")
        note = notes.parse_note(text)
        point = notes.parse_checkpoint(note.text)
        if self.path != "/add-checkpoint" or not notes.verify(note, [signer_key()]):
            return 403, ""
        if self.server.lie:
            return 200, self.server.lie
        if int(old.removeprefix("old ")) != self.server.size:
            return 409, f"{self.server.size}\n"
        steps = [base64.b64decode(line) for line in proof]
        if self.server.size and not merkle.verify_consistency(
            self.server.size, point.size, self.server.root, point.root, steps
        ):
            return 422, ""
        self.server.size, self.server.root = point.size, point.root
        return 200, f"{notes.cosign(note.text, NAME, KEY, 1_795_000_000)}\n"

    def _answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def signer_key() -> notes.VerifierKey:
    private = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    return notes.verifier_key("decisions.lammasvale.example/audit/log1", notes.public_bytes(private))


@pytest.fixture
def server() -> Iterator[Listening]:
    listening = Listening(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield listening
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture
def witness(server) -> Witness:
    return Witness(f"http://127.0.0.1:{server.server_port}", VKEY)


def test_witness_cosigns_growth_and_its_line_is_kept_and_published(server, witness):
    for count in (3, 260):
        events(count)
        witnesses.cosign(signed(), witness, SIGNED_AT)

    newest = ledger_tree.latest_checkpoint()
    note = notes.parse_note(ledger_tree.cosigned(newest))
    assert (server.size, AuditCosignature.objects.count()) == (263, 2)
    assert notes.verify(note, [signer()[0], VKEY]) == (signer()[0], VKEY)


def test_witness_that_remembers_another_size_is_asked_again_from_there(server, witness):
    events(3)
    witnesses.cosign(signed(), witness, SIGNED_AT)
    events(2)
    first = AuditCosignature.objects.get()
    server.size, server.root = 2, ledger_tree.root(2)

    row = witnesses.cosign(signed(), witness, SIGNED_AT)

    assert (row.checkpoint_id, first.checkpoint_id, server.size) == (5, 3, 5)


def test_witness_that_has_seen_a_longer_log_disagrees(server, witness):
    events(3)
    server.size = 9

    with pytest.raises(WitnessDisagrees, match="it has seen 9 events, this log has 3"):
        witnesses.cosign(signed(), witness, SIGNED_AT)

    assert AuditCosignature.objects.count() == 0


def test_witness_that_has_seen_another_log_disagrees(server, witness):
    events(3)
    server.size, server.root = 2, merkle.leaf_hash(b"another history")

    with pytest.raises(WitnessDisagrees, match="grew"):
        witnesses.cosign(signed(), witness, SIGNED_AT)


@pytest.mark.parametrize("lie", ["nonsense", f"{notes.cosign('other', NAME, KEY, 1)}\n", "— x AAAAAAAA\n"])
def test_witness_that_answers_without_a_valid_line_counts_as_away(server, witness, lie):
    events(1)
    server.lie = lie

    with pytest.raises(WitnessAway, match="valid cosignature"):
        witnesses.cosign(signed(), witness, SIGNED_AT)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "file:///etc/passwd", "nonsense"])
def test_witness_that_is_away_is_named_and_stops_nothing(url):
    events(1)
    signed()

    away, alarms = witnesses.cosign_missing([Witness(url, VKEY)], SIGNED_AT)

    assert ([line.partition(":")[0] for line in away], alarms) == ([NAME], [])


def test_cosign_missing_asks_each_witness_once(server, witness):
    events(1)
    signed()

    first = witnesses.cosign_missing([witness], SIGNED_AT)
    second = witnesses.cosign_missing([witness], SIGNED_AT)

    assert (first, second) == (([], []), ([], []))
    assert AuditCosignature.objects.count() == 1


def test_cosign_missing_before_the_first_checkpoint_asks_nobody():
    assert witnesses.cosign_missing([Witness("http://127.0.0.1:9", VKEY)], SIGNED_AT) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_command_raises_an_alarm_when_a_witness_disagrees(server, witness, settings, tmp_path):
    settings.LEDGER_WITNESSES = [(witness.url, str(VKEY))]
    path = tmp_path / "log1.key"
    path.write_text(notes.private_text(*signer_pair()) + "\n")
    path.chmod(0o400)
    events(3)
    signer()
    server.size = 9

    with pytest.raises(CommandError, match="A witness disagrees"):
        call_command("ledger_sign", "--file", str(path))

    assert AuditCheckpoint.objects.get().size == 3
    assert AuditIndex.objects.filter(kind="reconcile.alarm").count() == 1
    assert append_only.present(connection)


def signer_pair() -> tuple[str, Ed25519PrivateKey]:
    key, private = signer()
    return key.name, private
