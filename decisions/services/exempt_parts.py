"""Keeping something back from a report: committed to under the exempt tier, in no row of the case and in no history.

Local Government Act 1972 Schedule 12A; SI 2012/2089 reg 7(2) and (5). A short text lies in its opening of the log alone,
a long one in the document store under the digest that the log commits to. So lifting the exemption shows residents the
very words that were committed to, and erasing them leaves none behind.
"""

from __future__ import annotations

import unicodedata

from commissioning import documents
from commissioning.acts import Act
from commissioning.models import Case
from commissioning.rules.canonical import normalise
from commissioning.rules.refusals import Refusal
from decisions.records.clean_pdf import PAGES, UnfitPdf, clean_pdf
from decisions.rules.exempt_parts import FIELD, FILE, REVIEW, SCHEDULE, KeptBack

PDF = "application/pdf"
MEDIA = "text/plain; charset=utf-8"


def keep_back(case: Case, kept: KeptBack, act: Act) -> dict[str, object]:
    """The fields of the event that publishes the report; a text too long for the log goes into the store first, and so does
    a PDF, without anything in it that acts. Raises Refusal("exempt.unfit")."""
    if kept.is_empty:
        return {}
    text = unicodedata.normalize("NFC", kept.text.strip())
    if isinstance(normalise(text), dict):
        name = f"exempt-{case.reference.replace('/', '-')}.txt"
        documents.store(text.encode(), act, name=name, media=MEDIA, access="EXEMPT", case=case)
    return {FIELD: text, REVIEW: kept.review_on} | (_file(case, kept.pdf, act) if kept.pdf else {})


def _file(case: Case, pdf: bytes, act: Act) -> dict[str, object]:
    try:
        clean = clean_pdf(pdf)
    except UnfitPdf:
        message = f"This PDF is broken, locked with a password, empty or longer than {PAGES} pages. Save it again and select it."
        raise Refusal("exempt.unfit", message, SCHEDULE) from None
    paper = documents.store(clean, act, name=f"exempt-{case.reference.replace('/', '-')}.pdf", media=PDF, access="EXEMPT", case=case)
    return {FILE: {"sha256": paper.sha256, "bytes": paper.size, "media": PDF}}
