#!/usr/bin/env python3
"""Checks a receipt of a council decision on your own computer, without this website.

    python3 verify_receipt.py receipt.json --vkey "NAME+HEX+BASE64"

Needs Python 3.10 or later and nothing else. Take the verifier key from print (the council's constitution, the auditor's
letter), not from the website that gave you the receipt: a key from there proves only that the site agrees with itself.

What it proves: the values shown were committed at these positions of the council's log, and the holder of the key
signed a log with them in it. What it does not prove: that nothing is missing that was never entered.

Formats: RFC 6962 (tree), C2SP signed-note and tlog-checkpoint, RFC 8032 (Ed25519), RFC 8785 (canonical JSON).
Licence: AGPL-3.0-or-later.
"""

import argparse
import base64
import hashlib
import json
import sys
import unicodedata

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, -1, PRIME) % PRIME
ROOT_OF_MINUS_1 = pow(2, (PRIME - 1) // 4, PRIME)
LARGEST = 2**53 - 1
GROUNDS = [
    "Kept for councillors and the case team",
    "Exempt or confidential information",
    "Personal data and technical details",
    "Erased; the event that ordered it is in the log",
]  # why fields are kept back: a receipt has these words, in this order, and no others


class Wrong(Exception):
    """What is wrong with the receipt, in plain words."""


def sha256(content):
    return hashlib.sha256(content).digest()


# --- Ed25519, RFC 8032 section 5.1 ------------------------------------------------------------------------------------


def add(first, second):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = first, second
    a, b = (y1 - x1) * (y2 - x2) % PRIME, (y1 + x1) * (y2 + x2) % PRIME
    c, d = 2 * t1 * t2 * CURVE_D % PRIME, 2 * z1 * z2 % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def times(number, point):
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = add(found, point)
        point = add(point, point)
        number >>= 1
    return found


def point_from(content):
    """The point of 32 bytes, or None."""
    y = int.from_bytes(content, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= PRIME:
        return None
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT_OF_MINUS_1 % PRIME
    if (x * x - square) % PRIME or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = PRIME - x
    return x, y, 1, x * y % PRIME


def bytes_of(point):
    x, y, z, _ = point
    inverse = pow(z, -1, PRIME)
    x, y = x * inverse % PRIME, y * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_from((4 * pow(5, -1, PRIME) % PRIME).to_bytes(32, "little"))


def is_signature(public, message, signature):
    """Whether these 64 bytes are the key's signature of the message."""
    key = point_from(public)
    if key is None or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    x, y, z, t = key
    minus = (-x % PRIME, y, z, -t % PRIME)
    return bytes_of(add(times(s, BASE), times(k, minus))) == signature[:32]


# --- Notes and checkpoints --------------------------------------------------------------------------------------------


def unbase64(text):
    if not isinstance(text, str):
        raise Wrong("a part is not base64.")
    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise Wrong("a part is not base64.") from None
    if base64.b64encode(content).decode() != text:
        raise Wrong("a part is not base64 in its one spelling.")
    return content


def read_key(text):
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise Wrong("The verifier key has no name, id and key.")
    material = unbase64(parts[2])
    name, key_id = parts[0], sha256(parts[0].encode() + b"\n" + material)[:4]
    if len(material) != 33 or material[0] != 1 or key_id.hex() != parts[1]:
        raise Wrong("The verifier key is not a whole Ed25519 key.")
    return name, key_id, material[1:]


def read_checkpoint(note, keys):
    """Origin, size, root and signers of a note. One known signature is needed; a false one of a known key is fatal."""
    if not isinstance(note, str) or "\n\n" not in note or not note.endswith("\n"):
        raise Wrong("The checkpoint is not a signed note.")
    cut = note.rindex("\n\n")
    text, lines = note[: cut + 1], note[cut + 2 : -1].split("\n")
    signers = []
    for line in lines:
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        if dash != "\u2014" or not name:
            raise Wrong("The checkpoint has a line that is no signature.")
        content = unbase64(encoded)
        for known, key_id, public in keys:
            if (known, key_id) == (name, content[:4]):
                if not is_signature(public, text.encode("utf-8", "surrogatepass"), content[4:]):
                    raise Wrong(f"The signature of {name} does not fit the checkpoint.")
                signers.append(name)
    if not signers:
        raise Wrong("The checkpoint is not signed with the key you gave.")
    parts = text.split("\n")
    if len(parts) != 4 or not parts[1].isdigit() or str(int(parts[1])) != parts[1]:
        raise Wrong("The checkpoint does not state origin, size and root.")
    return parts[0], int(parts[1]), unbase64(parts[2]), signers


# --- The tree, RFC 6962 section 2.1 -----------------------------------------------------------------------------------


def root_from_proof(index, size, leaf_hash, proof):
    """The root that a proof leads to: walk down to the leaf, then up again with one hash per turn."""
    turns, low, high = [], 0, size
    while high - low > 1:
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        turns.append(index < middle)
        low, high = (low, middle) if index < middle else (middle, high)
    if len(proof) != len(turns) or any(len(step) != 32 for step in proof):
        raise Wrong("the proof has the wrong length for this place.")
    found = leaf_hash
    for is_left, step in zip(reversed(turns), proof, strict=True):
        found = sha256(b"\x01" + found + step if is_left else b"\x01" + step + found)
    return found


# --- Values and entries -----------------------------------------------------------------------------------------------


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def check_value(value):
    """The values of this format: no fractions, no numbers beyond 2^53-1, text in normal form C."""
    if isinstance(value, str):
        if "\0" in value or unicodedata.normalize("NFC", value) != value:
            raise Wrong("a text is not in normal form.")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not key.isascii():
                raise Wrong("a name is not plain ASCII.")
            check_value(item)
    elif isinstance(value, list):
        for item in value:
            check_value(item)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST):
        raise Wrong("a number is not of this format.")


def read_leaf(content):
    try:
        leaf = json.loads(content)
    except ValueError:
        raise Wrong("the entry is not JSON.") from None
    if not isinstance(leaf, dict) or set(leaf) != {"v", "log", "seq", "c"} or leaf["v"] != 1:
        raise Wrong("the entry is not of this format.")
    seq, encoded = leaf["seq"], leaf["c"]
    if type(seq) is not int or seq < 0 or not isinstance(leaf["log"], str) or not isinstance(encoded, list):
        raise Wrong("the entry names no place.")
    found = [unbase64(item) for item in encoded]
    if canonical(leaf) != content or found != sorted(set(found)) or any(len(item) != 32 for item in found):
        raise Wrong("the entry is not in its one spelling.")
    return leaf["log"], seq, found


def check_entry(entry, origin, size, root):
    """Position and shown fields of one entry."""
    if not isinstance(entry, dict) or set(entry) != {"leaf", "disclosed", "withheld", "grounds", "proof"}:
        raise Wrong("a part is missing, or there is one too many.")
    content = unbase64(entry["leaf"])
    log, seq, commitments = read_leaf(content)
    if log != origin:
        raise Wrong("it belongs to another log than the checkpoint.")
    if not all(isinstance(entry[part], list) for part in ("disclosed", "grounds", "proof")):
        raise Wrong("the shown fields, the grounds or the proof are not lists.")
    fields = {}
    for shown in entry["disclosed"]:
        if (
            not isinstance(shown, list)
            or len(shown) != 3
            or not isinstance(shown[0], str)
            or shown[0] in fields
        ):
            raise Wrong("a shown field is not name, salt and value, or stands twice.")
        name, salt, value = shown[0], unbase64(shown[1]), shown[2]
        check_value(name)
        check_value(value)
        if len(salt) != 32 or sha256(b"jcdr/field/v1\n" + salt + canonical([name, value])) not in commitments:
            raise Wrong(f"the field {name!r} is not what was committed.")
        fields[name] = value
    if entry["grounds"] != [words for words in GROUNDS if words in entry["grounds"]]:
        raise Wrong("why fields are kept back is not in the words of this format.")
    if entry["withheld"] != len(commitments) - len(fields):
        raise Wrong("the number of fields kept back is not right.")
    if seq >= size:
        raise Wrong("its place is beyond the checkpoint.")
    proof = [unbase64(step) for step in entry["proof"]]
    if root_from_proof(seq, size, sha256(b"\x00" + content), proof) != root:
        raise Wrong("it does not stand in the log that the checkpoint signs.")
    return seq, fields


def once(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def check_receipt(text, vkeys):
    """Origin, size, root (hex), signers and the proved entries. Raises Wrong."""
    keys = [read_key(key) for key in vkeys]
    try:
        receipt = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Wrong("The receipt is not a JSON file.") from None
    if not isinstance(receipt, dict) or set(receipt) != {"format", "entries", "checkpoint"}:
        raise Wrong("The file is not a receipt.")
    if (
        receipt["format"] != "jcdr-receipt/1"
        or not isinstance(receipt["entries"], list)
        or not receipt["entries"]
    ):
        raise Wrong("The receipt has a format that this script does not know, or no entries.")
    origin, size, root, signers = read_checkpoint(receipt["checkpoint"], keys)
    proved = []
    for number, entry in enumerate(receipt["entries"], 1):
        try:
            proved.append(check_entry(entry, origin, size, root))
        except (Wrong, UnicodeEncodeError, RecursionError) as problem:
            raise Wrong(f"Entry {number}: {problem}") from None
    return origin, size, root.hex(), signers, proved


def about_document(path, proved):
    """Whether a file is one that the receipt names, in words and as yes or no."""
    with open(path, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    named = [seq for seq, fields in proved if digest in json.dumps(fields)]
    if not named:
        return f"NOT NAMED. No event names {path}, digest {digest}.", False
    return f"{path} is, to the last byte, the file named by event {' and event '.join(map(str, named))}.", True


def main(arguments):
    parser = argparse.ArgumentParser(
        description="Checks a receipt of a council decision, without the website."
    )
    parser.add_argument("receipt", help="the receipt file")
    parser.add_argument("--vkey", action="append", required=True, help="verifier key, from print")
    parser.add_argument("--document", action="append", default=[], help="a file that the receipt names, for example the PDF")
    options = parser.parse_args(arguments)
    try:
        with open(options.receipt, encoding="utf-8") as file:
            origin, size, root, signers, proved = check_receipt(file.read(), options.vkey)
        papers = [about_document(path, proved) for path in options.document]
    except (Wrong, OSError, UnicodeDecodeError) as problem:
        sys.stderr.write(f"NOT PROVED. {problem}\n")
        return 1
    printed = base64.b64encode(bytes.fromhex(root)).decode()  # as records and minutes print it
    sys.stdout.write(f"PROVED. Log {origin}, {size} events, root {printed}, signed by {', '.join(signers)}.\n")
    for words, _ in papers:
        sys.stdout.write(f"{words}\n")
    for seq, fields in proved:
        sys.stdout.write(f"\nEvent {seq}\n")
        for name in sorted(fields):
            sys.stdout.write(f"  {name}: {json.dumps(fields[name], ensure_ascii=False)}\n")
    return 0 if all(is_named for _, is_named in papers) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
