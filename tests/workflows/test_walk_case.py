"""A whole case from its file: every act through the desk, every chart moved, every record made."""

from pathlib import Path

import pytest

from commissioning.models import AuditIndex, Case
from commissioning.rules import case_file
from tests.builders import a_borough
from workflows.services.walk import walk_together

CASES = Path(__file__).parent.parent.parent / "workflows/data/cases"


def read(name: str) -> case_file.CaseFile:
    return case_file.read((CASES / name).read_text(), name=name, shared=lambda other: (CASES / other).read_text())


@pytest.mark.django_db
def test_better_care_fund_walks_from_question_to_closed_scrutiny_record():
    a_borough()

    walk_together([read("better-care-fund.toml")])

    case = Case.objects.get()
    assert case.outcome == "CLOSED"
    assert AuditIndex.objects.filter(kind="scrutiny.publish").count() == 1
