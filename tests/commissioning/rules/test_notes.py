"""Signed notes and checkpoints against the published examples, and every changed byte refused."""

import base64
import json
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules import notes
from commissioning.rules.notes import BadNote, Checkpoint

DATA = json.loads((Path(__file__).parents[2] / "data" / "checkpoint.json").read_text())
ORIGIN = "decisions.example/audit/log1"
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
VKEY = notes.verifier_key(ORIGIN, notes.public_bytes(KEY))
WITNESS = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
WITNESS_VKEY = notes.verifier_key("scrutiny.example", notes.public_bytes(WITNESS), notes.COSIGNATURE)
CHECKPOINT = Checkpoint(ORIGIN, 20852163, b"r" * 32)
ONE = bytes([1])


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def signed() -> str:
    text = str(CHECKPOINT)
    return str(notes.Note(text, (notes.sign(text, ORIGIN, KEY),)))


def is_signed(note: str, *vkeys: str) -> bool:
    try:
        notes.verify(notes.parse_note(note), [notes.parse_vkey(vkey) for vkey in vkeys])
    except BadNote:
        return False
    return True


@pytest.mark.parametrize("v", [pytest.param(v, id=v["id"]) for v in DATA["signed_notes"]])
def test_verify_gives_the_published_verdict(v):
    assert is_signed(v["note"], v["vkey"]) is v["valid"]


@pytest.mark.parametrize("v", [pytest.param(v, id=v["id"]) for v in DATA["signed_notes"] if v["valid"]])
def test_notes_and_keys_are_written_as_they_were_read(v):
    assert str(notes.parse_note(v["note"])) == v["note"]
    assert str(notes.parse_vkey(v["vkey"])) == v["vkey"]


@pytest.mark.parametrize("vkey", [*DATA["bad_vkeys"], "", "name", "a+b+c", "a b+00000000+AA==", "++"])
def test_parse_vkey_refuses_keys_that_do_not_fit_themselves(vkey):
    with pytest.raises(BadNote):
        notes.parse_vkey(vkey)


@pytest.mark.parametrize("v", [pytest.param(v, id=v["why"]) for v in DATA["checkpoint_parse"]])
def test_parse_checkpoint_gives_the_published_verdict(v):
    try:
        found = str(notes.parse_checkpoint(v["text"])) == v["text"]
    except BadNote:
        found = False

    assert found is v["valid"]


def test_parse_checkpoint_reads_the_published_example():
    example = DATA["checkpoint_examples"][0]

    found = notes.parse_checkpoint(example["body"])

    assert found == Checkpoint(
        "example.com/behind-the-sofa",
        20852163,
        base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="),
    )
    assert str(notes.parse_signature(example["signature_line"])) == example["signature_line"]


@pytest.mark.parametrize("size", ["007", "+7", " 7", "7 ", "٧", "1_000", "0x7", "", "18446744073709551616"])
def test_parse_checkpoint_refuses_sizes_of_other_spelling(size):
    with pytest.raises(BadNote):
        notes.parse_checkpoint(f"{ORIGIN}\n{size}\n{base64.b64encode(b'r' * 32).decode()}\n")


def test_signed_checkpoint_verifies_with_its_key():
    assert notes.verify(notes.parse_note(signed()), [VKEY]) == (VKEY,)


def test_cosignature_verifies_with_time_and_text():
    text = str(CHECKPOINT)
    line = notes.cosign(text, "scrutiny.example", WITNESS, 1_799_000_000)
    note = notes.Note(text, (notes.sign(text, ORIGIN, KEY), line))

    assert notes.verify(note, [VKEY, WITNESS_VKEY]) == (VKEY, WITNESS_VKEY)
    assert not notes.is_valid(text + "x", line, WITNESS_VKEY)
    moved = notes.Signature(line.name, line.key_id, (1_799_000_001).to_bytes(8, "big") + line.signature[8:])
    assert not notes.is_valid(text, moved, WITNESS_VKEY)
    assert not notes.is_valid(
        text, notes.Signature(line.name, line.key_id, line.signature[:71]), WITNESS_VKEY
    )


def test_verify_refuses_a_known_key_that_did_not_sign_even_beside_a_good_one():
    text = str(CHECKPOINT)
    bad = notes.Signature("scrutiny.example", WITNESS_VKEY.key_id, b"\0" * 72)
    note = notes.Note(text, (notes.sign(text, ORIGIN, KEY), bad))

    with pytest.raises(BadNote):
        notes.verify(note, [VKEY, WITNESS_VKEY])


def test_verify_refuses_a_note_that_only_strangers_signed():
    with pytest.raises(BadNote):
        notes.verify(notes.parse_note(signed()), [WITNESS_VKEY])


@given(st.data())
def test_verify_refuses_any_changed_byte(data):
    content = signed().encode()
    position = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda b: b != content[position]))
    changed = content[:position] + bytes([other]) + content[position + 1 :]

    assert not is_signed(changed.decode("utf-8", "surrogateescape"), str(VKEY))


@given(st.text())
def test_parsers_answer_foreign_text_with_bad_note_or_a_value(text):
    for parse in (notes.parse_note, notes.parse_vkey, notes.parse_checkpoint, notes.parse_signature):
        try:
            parse(text)
        except BadNote:
            continue


def test_parse_note_refuses_a_hundred_and_one_signatures():
    line = f"{notes.sign('x', ORIGIN, KEY)}\n"

    with pytest.raises(BadNote):
        notes.parse_note("x\n\n" + line * 101)


@pytest.mark.parametrize("name", ["", "two words", "plus+sign", "tab\tname"])
def test_verifier_key_refuses_names_that_break_the_line(name):
    with pytest.raises(BadNote):
        notes.verifier_key(name, b"p" * 32)


@pytest.mark.parametrize(
    ("parse", "text", "words"),
    [
        (notes.parse_vkey, "name+id", "A verifier key has a name, an id and a key, joined by plus signs."),
        (notes.parse_vkey, "two words+00000000+AQ==", "A verifier key has a name, an id and a key, joined by plus signs."),
        (notes.parse_vkey, f"n+00000000+{b64(bytes(33))}", "The verifier key is not an Ed25519 key."),
        (notes.parse_vkey, f"n+00000000+{b64(ONE * 32)}", "The verifier key is not an Ed25519 key."),
        (notes.parse_vkey, f"n+00000000+{b64(ONE * 33)}", "The verifier key's id does not belong to it."),
        (notes.parse_vkey, "n+00000000+!", "Not base64."),
        (notes.parse_vkey, "n+00000000+", "Not base64."),
        (notes.parse_note, "text\n\nline", "A signed note ends in a blank line and signature lines."),
        (notes.parse_note, "text\nline\n", "A signed note ends in a blank line and signature lines."),
        (notes.parse_note, "te\txt\n\nline\n", "A signed note holds no control characters."),
        (notes.parse_note, "text\n\n", "A signed note has between one and a hundred signature lines."),
        (notes.parse_signature, "- name AAAAAAA=", "A signature line begins with a dash."),
        (notes.parse_signature, "— name AAAAAA==", "A signature line holds a name and a signature."),
        (notes.parse_signature, "— a+b AAAAAAA=", "A signature line holds a name and a signature."),
        (notes.parse_checkpoint, "origin\n1\n", "A checkpoint has an origin, a size and a root, each on its line."),
        (notes.parse_checkpoint, "origin\n01\nAAAA\n", "The checkpoint's size is not a number."),
        (notes.parse_checkpoint, "origin\n18446744073709551616\nAAAA\n", "The checkpoint's size is too large."),
        (notes.parse_private, "name+id+key", "This is not a signing key."),
        (notes.parse_private, "PRIVATE+KEY+name+id", "This is not a signing key."),
        (notes.parse_private, "PRIVATE+KEY+n+00000000+AQ==", "This is not an Ed25519 signing key."),
    ],
)
def test_text_that_is_no_note_or_key_is_refused_in_words(parse, text, words):
    with pytest.raises(BadNote) as refused:
        parse(text)

    assert str(refused.value) == words


def test_largest_size_of_a_checkpoint_is_read():
    assert notes.parse_checkpoint("origin\n18446744073709551615\nAAAA\nmore\n") == Checkpoint("origin", 2**64 - 1, bytes(3), ("more",))


def test_signing_key_is_read_back_from_its_line():
    line = notes.private_text(ORIGIN, KEY)

    key, private = notes.parse_private(f"{line}\n")

    assert line == f"PRIVATE+KEY+{ORIGIN}+{VKEY.key_id.hex()}+{b64(ONE + b'k' * 32)}"
    assert (key, notes.public_bytes(private)) == (VKEY, VKEY.public)


def test_signing_key_under_another_name_is_refused():
    line = notes.private_text(ORIGIN, KEY).replace(ORIGIN, "other.example")

    with pytest.raises(BadNote) as refused:
        notes.parse_private(line)

    assert str(refused.value) == "The signing key's id does not belong to it."


def test_key_id_is_the_first_four_bytes_of_the_digest_of_name_algorithm_and_key():
    assert notes.key_id("n", 1, b"p") == sha256(b"n\n\x01p").digest()[:4]
    assert notes.verifier_key("n", b"p") == notes.VerifierKey("n", sha256(b"n\n\x01p").digest()[:4], 1, b"p")


def test_signatures_that_do_not_count_are_told_apart():
    text = str(CHECKPOINT)
    good = notes.sign(text, ORIGIN, KEY)
    bad = notes.Signature(ORIGIN, VKEY.key_id, bytes(64))

    for lines, words in (
        ((bad,), f"The signature of {ORIGIN} does not fit the text."),
        ((), "Nobody whose key we know has signed this."),
    ):
        with pytest.raises(BadNote) as refused:
            notes.verify(notes.Note(text, lines), [VKEY])
        assert str(refused.value) == words
    assert notes.verify(notes.Note(text, (good, good)), [VKEY]) == (VKEY,)


def a_key(name: str, algorithm: int = notes.ED25519) -> tuple[Ed25519PrivateKey, notes.VerifierKey]:
    """A signing key of which both halves have a plus sign in base64, as many have."""
    for number in range(2_000):
        private = Ed25519PrivateKey.from_private_bytes(number.to_bytes(32))
        key = notes.verifier_key(name, notes.public_bytes(private), algorithm)
        if "+" in str(key).split("+", 2)[2] and "+" in notes.private_text(name, private).removeprefix(notes.PRIVATE).split("+", 2)[2]:
            return private, key
    raise AssertionError("No key was found.")


@pytest.mark.parametrize("algorithm", [notes.ED25519, notes.COSIGNATURE])
def test_keys_with_a_plus_sign_in_base64_are_read_back(algorithm):
    private, key = a_key("log.example", algorithm)

    assert notes.parse_vkey(str(key)) == key
    assert notes.parse_private(notes.private_text("log.example", private))[0].public == key.public


def test_name_that_breaks_the_line_is_refused_in_words():
    with pytest.raises(BadNote) as refused:
        notes.verifier_key("a name", b"k" * 32)

    assert str(refused.value) == "A key's name has no spaces and no plus sign."


LINE = f"{notes.sign('x', ORIGIN, KEY)}\n"


def test_note_keeps_blank_lines_in_its_text():
    note = notes.parse_note(f"One.\n\nTwo.\n\n{LINE}")

    assert (note.text, len(note.signatures)) == ("One.\n\nTwo.\n", 1)


@pytest.mark.parametrize(("more", "is_note"), [(0, True), (1, False)])
def test_note_has_a_largest_length(more, is_note):
    text = "x" * (notes.LARGEST_NOTE - len(LINE) - 2 + more) + f"\n\n{LINE}"

    try:
        found = notes.parse_note(text).signatures != ()
    except BadNote:
        found = False

    assert found is is_note


@pytest.mark.parametrize("mark", ["\ud800", "\udfff", "\0", "\t", "\x1f"])
def test_note_with_half_a_letter_or_a_control_character_is_refused(mark):
    with pytest.raises(BadNote) as refused:
        notes.parse_note(f"One{mark}.\n\n{LINE}")

    assert str(refused.value) == "A signed note holds no control characters."


def test_note_may_have_a_hundred_signatures():
    assert len(notes.parse_note("x\n\n" + LINE * 100).signatures) == 100


@pytest.mark.parametrize(("content", "is_signature"), [(b"1234", False), (b"12345", True)])
def test_signature_line_has_something_after_the_id_of_its_key(content, is_signature):
    try:
        found = notes.parse_signature(f"— {ORIGIN} {b64(content)}").signature != b""
    except BadNote:
        found = False

    assert found is is_signature


def test_signature_line_with_a_blank_in_its_signature_is_no_base64():
    with pytest.raises(BadNote) as refused:
        notes.parse_signature(f"— {ORIGIN} QUJD QUJD")

    assert str(refused.value) == "Not base64."


def test_line_of_a_stranger_before_the_known_one_is_passed_over():
    text = str(CHECKPOINT)
    note = notes.Note(text, (notes.sign(text, "stranger.example", WITNESS), notes.sign(text, ORIGIN, KEY)))

    assert notes.verify(note, [VKEY]) == (VKEY,)


def test_checkpoint_of_an_empty_log_is_read():
    empty = Checkpoint(ORIGIN, 0, sha256(b"").digest())

    assert notes.parse_checkpoint(str(empty)) == empty
