"""The only door to WeasyPrint: HTML in, a checked PDF/UA-1 out.

The one import inside a function of the project stands here, so that a machine without Pango still serves every page.
Nothing is fetched while rendering (no network, no files): what a record shows is inside its HTML.
"""

from dataclasses import dataclass
from io import BytesIO

import page
import pikepdf
from pikepdf import Dictionary, Name

# The check is made for files of strangers; ours is our own, and every heading is one more step of the outline's chain.
LIMITS = page.SafetyLimits(max_reference_depth=20_000, max_table_grid_rows=20_000)


class NotRendered(RuntimeError):
    """WeasyPrint cannot run here (a library is missing); the record page stands without its PDF."""


class NotAccessible(RuntimeError):
    """The PDF fails a machine-checkable rule of PDF/UA-1 and is held back; the message names the rules."""


@dataclass(frozen=True)
class Rendered:
    """The bytes, and what the check said."""

    pdf: bytes
    rules_passed: int
    rules_failed: int


def render_pdf(html: str) -> Rendered:
    """Render, complete the tags, check. Raises NotRendered, NotAccessible."""
    pdf = _complete_tags(_weasy(html))
    try:
        report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1, limits=LIMITS)
    except page.PageError as failure:
        raise NotAccessible(f"The PDF could not be checked: {failure}") from failure
    failed = sorted({str(failure.rule_id) for failure in report.failures})
    if failed:
        raise NotAccessible(f"The PDF fails {len(failed)} rules: {', '.join(failed[:10])}")
    return Rendered(pdf, report.rules.passed, report.rules.failed)


def _weasy(html: str) -> bytes:
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as missing:
        raise NotRendered(str(missing)) from missing
    return HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",))).write_pdf(pdf_variant="pdf/ua-1")


def _complete_tags(pdf: bytes) -> bytes:
    """Header cells get their scope and annotations the print flag, which WeasyPrint leaves out."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        for thing in document.objects:
            if not isinstance(thing, Dictionary):
                continue
            if thing.get("/S") == Name.TH and "/A" not in thing:
                thing.A = Dictionary(O=Name.Table, Scope=Name.Column)
            if thing.get("/Subtype") == Name.Link and "/F" not in thing:
                thing.F = 4
        document.save(out, linearize=False, deterministic_id=True)
    return out.getvalue()
