"""The two kinds of record: `Tracked` rows change and keep their history, `Frozen` rows are written once.

No other module declares history (django-simple-history enters here and in `commissioning.history` only). Every route
that would change a row past its history (queryset updates, bulk writes, deletes) is refused in Python; for frozen rows
the database refuses as well (see `append_only`).
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NoReturn, Self

from django.conf import settings
from django.db import models, router, transaction
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from commissioning import history as marks

if TYPE_CHECKING:
    from commissioning.acts import Act


class Forbidden(TypeError):
    """A route that would change a record without leaving a trace."""


def _refuse(name: str, instead: str):
    def refused(self, *args: object, **kwargs: object) -> NoReturn:
        raise Forbidden(f"{name}() on {self.model.__name__} leaves no history. {instead}")

    refused.__name__ = name
    return refused


class TrackedQuerySet(models.QuerySet):
    """Reads as any queryset; refuses the writes that simple-history does not see."""

    _instead = "Use save_as(act), bulk_open(objs, act) or remove_as(act)."
    update = _refuse("update", _instead)
    bulk_create = _refuse("bulk_create", _instead)
    bulk_update = _refuse("bulk_update", _instead)
    delete = _refuse("delete", _instead)
    _raw_delete = _refuse("_raw_delete", _instead)


class HistoryBase(models.Model):
    """Columns that our history rows have beside simple-history's own; all begin with `history_` so that none meets a
    column of the model it copies."""

    history_office = models.TextField(default="", editable=False)
    history_body = models.TextField(default="", editable=False)
    history_capacity = models.CharField(max_length=20, default="", editable=False)
    history_request = models.CharField(max_length=100, default="", editable=False)

    class Meta:
        abstract = True


class PastManager(HistoryManager):
    """simple-history composes the class of its manager anew at every reading of `.history`, so at every save; here once."""

    @classmethod
    @functools.cache
    def from_queryset(cls, queryset_class: type[models.QuerySet], class_name: str | None = None) -> type[HistoryManager]:
        return super().from_queryset(queryset_class, class_name)


class Records(HistoricalRecords):
    """simple-history with our columns; a model names the fields to leave out in `class History: excluded = (...)`.

    Excluded fields (long text, personal data that may be erased) live in version rows or openings, so that a history
    row is never rewritten.
    """

    def fields_included(self, model: type[models.Model]) -> list[models.Field]:
        excluded = getattr(getattr(model, "History", None), "excluded", ())
        return [field for field in model._meta.fields if field.name not in excluded]

    def create_history_model(self, model: type[models.Model], inherited: bool) -> type[models.Model]:
        row = super().create_history_model(model, inherited)
        row._history_excluded_fields = list(getattr(getattr(model, "History", None), "excluded", ()))
        return row

    def _get_history_change_reason_field(self) -> models.Field:
        return models.TextField(null=True, editable=False)

    def _get_history_user_fields(self) -> dict[str, models.Field]:
        person = models.ForeignKey(
            settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
        )
        return {"history_user": person}


class Tracked(models.Model):
    """A record that changes. Each change is one `save_as` and leaves one history row naming the act."""

    objects = models.Manager.from_queryset(TrackedQuerySet)()
    history = Records(bases=[HistoryBase], inherit=True, history_manager=PastManager)

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str, field_names: Sequence[str], values: Sequence[object]) -> Self:
        instance = super().from_db(db, field_names, values)
        instance._remember()
        return instance

    def refresh_from_db(self, *args: object, **kwargs: object) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._remember()

    def save_as(self, act: Act, update_fields: Iterable[str] | None = None) -> Self:
        """Save row and history row together, signed by the act.

        With `update_fields`, refuses (ValueError) when another field was changed as well: its history row would show a
        value that was never stored.
        """
        if update_fields is not None:
            update_fields = list(update_fields)
            stray = sorted(self._dirty() - set(update_fields))
            if stray:
                raise ValueError(
                    f"{self._meta.label} also changed {', '.join(stray)}; name these fields or undo them."
                )
        self._act = act
        try:
            with transaction.atomic(using=router.db_for_write(type(self), instance=self), savepoint=False):
                self.save(update_fields=update_fields)
        finally:
            del self._act
        self._remember()
        return self

    @classmethod
    def create_as(cls, act: Act, **values: object) -> Self:
        """A new row with its first history row."""
        return cls(**values).save_as(act)

    @classmethod
    def bulk_open(cls, objs: Iterable[Self], act: Act) -> list[Self]:
        """Insert many new rows and their history: two statements for any number."""
        rows = list(objs)
        if not rows:
            return []
        model = type(rows[0])
        using = router.db_for_write(model)
        with transaction.atomic(using=using, savepoint=False):
            models.QuerySet(model, using=using).bulk_create(rows)
            past = [marks.stamp(_copy_of(row), act) for row in rows]
            models.QuerySet(type(past[0]), using=using).bulk_create(past)
        for row, entry in zip(rows, past, strict=True):
            row._remember()
            marks.note(entry, act)
        return rows

    def remove_as(self, act: Act) -> None:
        """Take a row out of a draft; its last history row (type "-") keeps what it said and who removed it."""
        self._act = act
        try:
            with transaction.atomic(using=router.db_for_write(type(self), instance=self), savepoint=False):
                super().delete()
        finally:
            del self._act

    def save(self, *args: object, **kwargs: object) -> None:
        """Only through `save_as`: without an act the row stays as it is."""
        if getattr(self, "_act", None) is None:
            raise marks.NoAct(f"{self._meta.label} was to be saved without an act; use save_as(act).")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise Forbidden(f"{self._meta.label} cannot be deleted without an act; use remove_as(act).")

    def _remember(self) -> None:
        self._stored = {
            field.attname: copy.deepcopy(value) if isinstance(value, dict | list) else value
            for field in self._meta.concrete_fields
            if (value := self.__dict__.get(field.attname, self)) is not self
        }

    def _dirty(self) -> set[str]:
        """Names of the fields whose value differs from the stored one; none for a new row."""
        if self._state.adding:
            return set()
        stored = getattr(self, "_stored", {})
        return {
            field.name
            for field in self._meta.concrete_fields
            if field.attname in stored and self.__dict__.get(field.attname) != stored[field.attname]
        }


def _copy_of(row: Tracked) -> models.Model:
    """An unsaved first history row of a new row."""
    past = type(row).history.model
    return past(history_type="+", **{f.attname: getattr(row, f.attname) for f in past.tracked_fields})


class FrozenQuerySet(models.QuerySet):
    """Rows that are only ever added."""

    _instead = "These rows are written once; a correction is a new row."
    update = _refuse("update", _instead)
    bulk_create = _refuse("bulk_create", "Use insert_many(objs).")
    bulk_update = _refuse("bulk_update", _instead)
    delete = _refuse("delete", _instead)
    _raw_delete = _refuse("_raw_delete", _instead)

    def insert_many(self, objs: Iterable[models.Model], act: Act | None = None) -> list[models.Model]:
        """Insert new rows in one statement; the event of the same act pins them."""
        rows = list(objs)
        if any(row.pk is not None and not row._state.adding for row in rows):
            raise Forbidden(f"{self.model.__name__} rows are written once.")
        with transaction.atomic(using=self.db, savepoint=False):
            created = models.QuerySet(self.model, using=self.db).bulk_create(rows)
        for row in created:
            if isinstance(row, Frozen):
                marks.note(row, act)
        return created


class Frozen(models.Model):
    """A record that is its own history: inserted once, never changed, never deleted."""

    objects = models.Manager.from_queryset(FrozenQuerySet)()

    class Meta:
        abstract = True

    @classmethod
    def create_as(cls, act: Act, **values: object) -> Self:
        """Insert one row as part of an act; the act's event pins its digest."""
        row = cls(**values)
        row._act = act
        try:
            row.save(force_insert=True)
        finally:
            del row._act
        return row

    def save(self, *args: object, **kwargs: object) -> None:
        """Insert; raises Forbidden when the row is already stored."""
        if not self._state.adding:
            raise Forbidden(f"{self._meta.label} rows are written once; a correction is a new row.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)
        marks.note(self, getattr(self, "_act", None))

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise Forbidden(f"{self._meta.label} rows are never deleted.")
