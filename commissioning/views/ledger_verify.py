"""Two ways for a resident to check a receipt without trusting this site: a page that works saved, and a script."""

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from commissioning.rules.event_kinds import KINDS
from commissioning.views.ledger import public

DATA: Path = settings.BASE_DIR / "commissioning" / "data"
NO_KINDS = "const KINDS = {};"
DAY = "public, max-age=86400"


@cache
def page_and_policy() -> tuple[bytes, str]:
    """The page with what kinds of events are called, and a content security policy that allows exactly its own script
    and style and no connection."""
    labels = json.dumps({code: kind.label for code, kind in KINDS.items()}, ensure_ascii=False).replace("<", "\\u003c")
    page = (DATA / "verify_receipt.html").read_text()
    assert NO_KINDS in page
    content = page.replace(NO_KINDS, f"const KINDS = {labels};", 1).encode()
    script, style = _digest(content, "script"), _digest(content, "style")
    return content, (
        f"default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


@public
def verify_page(request: HttpRequest) -> HttpResponse:
    """One file without any other: checks a dropped receipt in the browser, also when saved and offline."""
    content, policy = page_and_policy()
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = policy
    response["Cache-Control"] = DAY
    return response


@public
def verify_script(request: HttpRequest) -> HttpResponse:
    """The same check as one Python file of the standard library."""
    response = HttpResponse(
        (DATA / "verify_receipt.py").read_bytes(), content_type="text/x-python; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="verify_receipt.py"'
    response["Cache-Control"] = DAY
    return response


def _digest(page: bytes, element: str) -> str:
    inline = re.search(rf"<{element}>(.*?)</{element}>".encode(), page, re.DOTALL)
    assert inline is not None
    return "sha256-" + base64.b64encode(hashlib.sha256(inline[1]).digest()).decode()
