"""The log as everybody may read it: checkpoint, tiles, proofs and keys, as the published formats lay them out.

C2SP tlog-tiles, tlog-checkpoint and tlog-proof. No cookie, no account, any origin may fetch. Only what a signed
checkpoint covers is served, and what is complete never changes, so it may be cached for ever.
"""

import base64
from collections.abc import Callable, Sequence
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commissioning.models import AuditCheckpoint, Case
from commissioning.rules import tiles
from commissioning.rules.canonical import canonical
from commissioning.rules.tiles import Tile
from commissioning.selectors import ledger_tree
from commissioning.services import receipts

NOTE = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=5"
NUMBER_LENGTH = 19  # digits of the largest position

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """GET or HEAD by anybody, from any web page, without a session."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = HttpResponse("Not in the signed log.\n", content_type=NOTE, status=404)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", SHORT)
        return response

    wrapped.is_public = True
    return wrapped


@public
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed statement with its cosignatures."""
    return HttpResponse(ledger_tree.cosigned(_latest()), content_type=NOTE)


@public
def checkpoints(request: HttpRequest) -> HttpResponse:
    """Older statements, newest first, a hundred at a time, each after an empty line."""
    before = _number(request, "before") if "before" in request.GET else None
    notes = [ledger_tree.cosigned(row) for row in ledger_tree.older_checkpoints(before)]
    return HttpResponse("\n".join(notes), content_type=NOTE)


@public
def tile(request: HttpRequest, level: str, path: str) -> HttpResponse:
    """256 hashes of one level, or the first W of them as `.p/W`."""
    height = _position(level)
    found = _served(height, path)
    hashes = ledger_tree.hashes(height, found.start, found.stop)
    return _immutable(b"".join(hashes))


@public
def entries(request: HttpRequest, path: str) -> HttpResponse:
    """256 entries, each after its length in two bytes, or the first W of them."""
    found = _served(0, path)
    return _immutable(tiles.bundle(ledger_tree.leaves(found.start, found.stop)))


@public
def proof(request: HttpRequest, seq: str) -> HttpResponse:
    """A file that proves one event against the newest checkpoint, without any further question to us."""
    newest, position = _latest(), _position(seq)
    if position >= newest.size:
        raise Http404
    hashes = ledger_tree.inclusion_proof(position, newest.size)
    head = f"c2sp.org/tlog-proof@v1\nindex {seq}\n"
    return HttpResponse(head + _lines(hashes) + "\n" + ledger_tree.cosigned(newest), content_type=NOTE)


@public
def consistency(request: HttpRequest) -> HttpResponse:
    """Hashes that prove that the log of size `to` extends the log of size `from`, one per line."""
    old, new = _number(request, "from"), _number(request, "to")
    if not 0 < old <= new <= _latest().size:
        raise Http404
    response = HttpResponse(_lines(ledger_tree.consistency_proof(old, new)), content_type=NOTE)
    response["Cache-Control"] = FOR_EVER
    return response


@public
def receipt(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """What is public of a case, with everything needed to check it offline."""
    case = Case.objects.filter(reference=f"{year}/{number}").first()
    found = receipts.case_receipt(case) if case is not None else None
    if found is None:
        raise Http404
    response = HttpResponse(canonical(found), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="receipt-{year}-{number}.json"'
    return response


@public
def vkey(request: HttpRequest) -> HttpResponse:
    """The keys that sign this log. A copy from here proves nothing alone: compare it with a printed one."""
    keys = ledger_tree.verifier_keys()
    if not keys:
        raise Http404
    return HttpResponse("".join(f"{key}\n" for key in keys), content_type=NOTE)


def _latest() -> AuditCheckpoint:
    newest = ledger_tree.latest_checkpoint()
    if newest is None:
        raise Http404
    return newest


def _served(level: int, path: str) -> Tile:
    found = tiles.parse_path(path)
    if found is None or not tiles.is_served(level, found, _latest().size):
        raise Http404
    return found


def _number(request: HttpRequest, name: str) -> int:
    return _position(request.GET.get(name, ""))


def _position(text: str) -> int:
    """A number in its one spelling; anything else is not in the log."""
    if not (text.isascii() and text.isdigit() and len(text) < NUMBER_LENGTH and str(int(text)) == text):
        raise Http404
    return int(text)


def _lines(hashes: Sequence[bytes]) -> str:
    return "".join(f"{base64.b64encode(item).decode()}\n" for item in hashes)


def _immutable(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=BYTES)
    response["Cache-Control"] = FOR_EVER
    return response
