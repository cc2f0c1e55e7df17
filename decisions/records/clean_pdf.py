"""A PDF that somebody hands in, made harmless before it is kept: its pages stay, everything that can act goes.

Actions on opening, scripts, forms, embedded files, links and notes are left behind, because what remains is built anew
from a list of what may stay: taking out single keys leaves other ways in.
"""

from io import BytesIO

import pikepdf
from pikepdf import Dictionary, PasswordError, Pdf, PdfError

PAGES = 500
IN_ROOT = {"/Type", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot"}
IN_PAGE = {
    "/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/Group",
    "/StructParents", "/Tabs", "/UserUnit",
}  # fmt: skip
ACTS = {"/A", "/AA", "/JS", "/JavaScript", "/AF", "/EF", "/OpenAction", "/Launch", "/XFA", "/PieceInfo", "/Metadata"}


class UnfitPdf(ValueError):
    """A file that is no whole, open PDF of ordinary length."""


def clean_pdf(data: bytes) -> bytes:
    """The same pages without anything that acts. Raises UnfitPdf for what is broken, locked, empty or too long."""
    out = BytesIO()
    try:
        with pikepdf.open(BytesIO(data)) as document:
            if document.is_encrypted or not 0 < len(document.pages) <= PAGES:
                raise UnfitPdf
            _keep(document.Root, IN_ROOT)
            for page in document.pages:
                _keep(page.obj, IN_PAGE)
            _disarm(document)
            if "/Info" in document.trailer:
                del document.trailer["/Info"]
            document.remove_unreferenced_resources()
            document.save(out, linearize=False, deterministic_id=True)
    except (PasswordError, PdfError, ValueError, RuntimeError) as problem:
        raise UnfitPdf(str(problem)) from problem
    return out.getvalue()


def _keep(thing: pikepdf.Object, allowed: set[str]) -> None:
    for key in set(thing.keys()) - allowed:
        del thing[key]


def _disarm(document: Pdf) -> None:
    """What still hangs on other objects, such as tagged links: no actions, scripts or files."""
    for thing in document.objects:
        if isinstance(thing, Dictionary | pikepdf.Stream):
            for key in (ACTS if "/Rect" in thing else ACTS - {"/A"}) & set(thing.keys()):  # in a tag /A is how it looks
                del thing[key]
