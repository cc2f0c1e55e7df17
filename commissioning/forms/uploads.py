"""Uploads that are what they say: size, kind by name and kind by content are checked, in plain words."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

SIGNS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "csv": (),
    "txt": (),
    "toml": (),
}
NAMES = {
    "docx": "Word (docx)",
    "pdf": "PDF",
    "xlsx": "Excel (xlsx)",
    "csv": "CSV",
    "txt": "text",
    "toml": "TOML",
    "odt": "ODT",
}
MEGABYTE = 1024 * 1024


class UploadField(forms.FileField):
    """One file of the kinds allowed, not larger than `megabytes`.

    A text kind (csv, txt) must be UTF-8 without control characters; every other kind must begin as its kind begins.
    """

    def __init__(self, *, kinds: tuple[str, ...], megabytes: int = 20, **kwargs: Any) -> None:
        unknown = set(kinds) - set(SIGNS)
        if unknown:
            raise ValueError(f"No signs are known for {', '.join(sorted(unknown))}")
        self.kinds, self.megabytes = kinds, megabytes
        kwargs.setdefault("help_text", f"{self.words}, up to {megabytes}MB")
        super().__init__(**kwargs)

    @property
    def words(self) -> str:
        """Word (docx), PDF or CSV."""
        names = [NAMES.get(kind, kind.upper()) for kind in self.kinds]
        return " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ",".join(f".{kind}" for kind in self.kinds)}

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        kind = PurePath(file.name or "").suffix.lower().lstrip(".")
        if kind not in self.kinds:
            raise ValidationError(f"The selected file must be {self.words}", code="kind")
        if file.size > self.megabytes * MEGABYTE:
            raise ValidationError(f"The selected file must be smaller than {self.megabytes}MB", code="size")
        if not self._is(kind, file):
            raise ValidationError(
                f"The selected file is not a real {NAMES.get(kind, kind.upper())} file. Save it again and select it",
                code="content",
            )
        return file

    @staticmethod
    def _is(kind: str, file: Any) -> bool:
        file.seek(0)
        content = file.read() if not SIGNS[kind] else file.read(16)
        file.seek(0)
        if SIGNS[kind]:
            return content.startswith(SIGNS[kind])
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return not any(mark < " " and mark not in "\t\r\n" for mark in text)
