"""The document store: bytes under their digest, written once, read by digest only."""

import hashlib
import os
from pathlib import Path

from django.conf import settings

from commissioning.acts import Act
from commissioning.models import Case, Document


class MissingDocument(LookupError):
    """The store no longer holds the bytes that a record names, or holds others: restore it from the backup."""


def path_of(sha256: str) -> Path:
    return Path(settings.DOCUMENT_STORE) / sha256[:2] / sha256


def store(data: bytes, act: Act, *, name: str, media: str, access: str, case: Case | None) -> Document:
    """Put the bytes in the store (once per digest) and a row that names them."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.part")
        fresh.write_bytes(data)
        fresh.replace(path)
    return Document.create_as(
        act,
        case=case,
        sha256=sha256,
        media=media,
        name=name,
        size=len(data),
        access=access,
        stored_at=act.at,
        stored_by=act.actor.user,
    )


def read(document: Document) -> bytes:
    """The bytes, checked against the digest. Raises MissingDocument."""
    path = path_of(document.sha256)
    data = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise MissingDocument(f"{document.name} is not in the document store")
    return data
