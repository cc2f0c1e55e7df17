"""The shipped bank holidays are exactly what the pinned libraries and the kept facts give."""

import io
from importlib.resources import files

from django.core.management import call_command


def test_building_again_changes_nothing(tmp_path):
    out, target = io.StringIO(), tmp_path / "bank_holidays.csv"

    call_command("build_bank_holidays", to=target, stdout=out)

    shipped = files("commissioning.data").joinpath("bank_holidays.csv").read_text(encoding="utf-8")
    assert target.read_text(encoding="utf-8") == shipped
    assert out.getvalue() == f"1110 bank holidays written to {target}.\n"
