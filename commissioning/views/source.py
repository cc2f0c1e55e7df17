"""The source of the running version, as the AGPL (section 13) promises everybody who uses it over a network."""

import io
import tarfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

PARTS = ("commissioning", "decisions", "scrutiny", "workflows", "templates", "tests", ".ci")
FILES = ("manage.py", "Makefile", "LICENSE", "README.md", "pyproject.toml")


@cache
def archive() -> bytes:
    """The project's own files as tar.gz; no data, no secrets, nothing compiled."""
    base: Path = settings.BASE_DIR
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name in (*PARTS, *FILES, *(p.name for p in sorted(base.glob("requirements*.*")))):
            if (base / name).exists():
                tar.add(base / name, arcname=f"joint-commissioning/{name}", filter=_own)
    return packed.getvalue()


def _own(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    skipped = ("__pycache__", "node_modules")
    return None if any(part in skipped for part in Path(entry.name).parts) else entry


@require_safe
def source(request: HttpRequest) -> HttpResponse:
    """Download of the source."""
    return HttpResponse(
        archive(),
        content_type="application/gzip",
        headers={"Content-Disposition": 'attachment; filename="joint-commissioning.tar.gz"'},
    )


source.is_public = True
