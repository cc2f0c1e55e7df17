"""The document store: bytes under their digest, written once, read by digest only, removed by an erasure only."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from commissioning.acts import Act
from commissioning.models import Case, Document, DocumentErasure


class MissingDocument(LookupError):
    """The store no longer holds the bytes that a record names, or holds others: restore it from the backup."""


class ErasedDocument(MissingDocument):
    """The bytes were destroyed on purpose; `erasure` says when, by whose order and on which ground."""

    def __init__(self, name: str, erasure: DocumentErasure) -> None:
        super().__init__(f"{name} was erased on {erasure.erased_at:%Y-%m-%d}: {erasure.ground}")
        self.erasure = erasure


def path_of(sha256: str) -> Path:
    return Path(settings.DOCUMENT_STORE) / sha256[:2] / sha256


def digest_of(path: Path) -> str:
    """The digest of a file, read in pieces. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def store(data: bytes, act: Act, *, name: str, media: str, access: str, case: Case | None) -> Document:
    """Put the bytes in the store (once per digest) and a row that names them. Raises ErasedDocument for bytes that an
    erasure has destroyed: they do not come back by another door."""
    sha256 = hashlib.sha256(data).hexdigest()
    _refuse_erased(sha256, name)
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
    """The bytes, checked against the digest. Raises ErasedDocument, MissingDocument."""
    _refuse_erased(document.sha256, document.name)
    path = path_of(document.sha256)
    data = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise MissingDocument(f"{document.name} is not in the document store")
    return data


def remove(digests: Iterable[str]) -> int:
    """Destroy the bytes; returns how many were there. Only an erasure does this (see `services.disclosures`)."""
    there = [path for sha256 in digests if (path := path_of(sha256)).exists()]
    for path in there:
        path.unlink(missing_ok=True)
    return len(there)


def erasure_of(sha256: str) -> DocumentErasure | None:
    """What is left of an erased document; None for one that stands."""
    return DocumentErasure.objects.filter(sha256=sha256).order_by("pk").first()


def _refuse_erased(sha256: str, name: str) -> None:
    erasure = erasure_of(sha256)
    if erasure is not None:
        raise ErasedDocument(name, erasure)
