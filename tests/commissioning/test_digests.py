"""The digest of a row outlives a new column, and nothing else."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

from commissioning.models.digests import row_digest


@isolate_apps("commissioning")
def two_versions() -> tuple[type[models.Model], type[models.Model]]:
    """A table before and after an upgrade that adds columns to it."""

    class Before(models.Model):
        name = models.CharField(max_length=20)
        valid = models.BooleanField(null=True)

        class Meta:
            app_label = "commissioning"

    class After(models.Model):
        name = models.CharField(max_length=20)
        valid = models.BooleanField(null=True)
        route = models.CharField(max_length=10, blank=True)
        reasons = models.JSONField(default=list)
        is_late = models.BooleanField(default=False)
        on = models.DateField(null=True)

        class Meta:
            app_label = "commissioning"

    return Before, After


def test_new_columns_with_their_defaults_leave_the_digest_as_it_was():
    before, after = two_versions()

    assert row_digest(before(pk=1, name="a")) == row_digest(after(pk=1, name="a"))


@pytest.mark.parametrize(
    "change", [{"route": "x"}, {"reasons": ["x"]}, {"is_late": True}, {"valid": False}, {"valid": True}, {"name": ""}, {"pk": 2}]
)
def test_every_other_value_changes_the_digest(change):
    _, after = two_versions()

    assert row_digest(after(**{"pk": 1, "name": "a", **change})) != row_digest(after(pk=1, name="a"))


def test_nothing_and_no_are_different_answers():
    _, after = two_versions()

    assert row_digest(after(pk=1, valid=False)) != row_digest(after(pk=1, valid=None))
