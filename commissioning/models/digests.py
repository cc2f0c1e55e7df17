"""The digest of one stored row, the same before it is saved and after it is read from either database.

Events pin the history rows and insert-only rows of their act by these digests, so an edit of a row shows.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.db import models


def row_digest(row: models.Model) -> str:
    """SHA-256 (hex) over the canonical JSON of the stored columns.

    A column that holds its default is left out, so that rows keep their digest when a later version of the product adds
    a column. Each column has one default, so two rows that differ never have the same digest.
    """
    usual = _defaults(type(row))
    columns = {
        field.attname: value
        for field in row._meta.concrete_fields
        if (value := _plain(field, getattr(row, field.attname))) != usual[field.attname]
        or type(value) is not type(usual[field.attname])
    }
    spelled = json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()


def pin(row: models.Model) -> list[str | int]:
    """How an event names a row: model, key, digest."""
    return [row._meta.label_lower, row.pk, row_digest(row)]


@cache
def _defaults(model: type[models.Model]) -> dict[str, object]:
    """What each column holds in a row written before the column was there."""
    return {field.attname: _plain(field, field.get_default()) for field in model._meta.concrete_fields}


def _plain(field: models.Field, value: object) -> object:
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        return _whole(json.loads(json.dumps(value, cls=field.encoder)))
    value = field.to_python(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return _whole(value)


def _whole(value: object) -> object:
    """PostgreSQL gives 1e3 back as 1000, SQLite as 1000.0: one spelling for both."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else repr(value)
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return value
