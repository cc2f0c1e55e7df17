"""Recording that a case is an education matter, and that it is none after all."""

from copy import deepcopy

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex
from commissioning.rules.refusals import Refusal
from decisions.models import EducationMatter
from decisions.selectors.education_matters import education_cases, is_education_matter
from decisions.services.education_matters import LAW
from tests.builders import MORNING, a_borough, a_case, person, test_act
from tests.builders_s3 import a_decided_case
from tests.builders_s5 import IN_WINDOW, a_published_record, mark_education

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_case()


@pytest.fixture
def case(built_case, db):
    return deepcopy(built_case)


@pytest.mark.parametrize("by", ["proper-officer", "deputy-proper-officer", "scrutiny-officer", "monitoring-officer"])
def test_statutory_officers_record_it_with_reasons(case, by):
    row = mark_education(case, at=MORNING, by=by)

    assert (row.is_education, row.recorded_by, is_education_matter(case)) == (True, person(by), True)
    assert AuditIndex.objects.latest("seq").kind == "education.mark"


@pytest.mark.parametrize("by", ["commissioner", "leader", "councillor-1", "co-optee-church"])
def test_nobody_else_records_it(case, by):
    with pytest.raises(PermissionDenied):
        mark_education(case, at=MORNING, by=by)

    assert EducationMatter.objects.count() == 0


def test_correction_is_kept_beside_what_it_corrects(case):
    mark_education(case, at=MORNING)
    mark_education(case, False, at=IN_WINDOW, reasons="Only the college’s own courses.")

    assert list(EducationMatter.objects.values_list("n", "is_education")) == [(1, True), (2, False)]
    assert (is_education_matter(case, MORNING), is_education_matter(case), education_cases()) == (True, False, set())


@pytest.mark.parametrize(
    ("is_education", "reasons", "code"),
    [(True, " ", "education.no_reasons"), (False, "It concerns roads.", "education.same")],
)
def test_mark_without_reasons_or_without_change_is_refused(case, is_education, reasons, code):
    with pytest.raises(Refusal) as refused:
        mark_education(case, is_education, at=MORNING, reasons=reasons)

    assert (refused.value.code, refused.value.citation, EducationMatter.objects.count()) == (code, LAW, 0)


def test_second_mark_of_the_same_kind_and_one_in_a_closed_case_are_refused(case):
    mark_education(case, at=MORNING)

    with pytest.raises(Refusal) as again:
        mark_education(case, at=MORNING)
    with ledger.recording():
        case.closed_at = MORNING
        case.save_as(test_act(), update_fields=["closed_at"])
    with pytest.raises(Refusal) as ended:
        mark_education(case, False, at=IN_WINDOW)

    assert (again.value.code, ended.value.code) == ("education.same", "education.ended")


def test_record_of_an_education_matter_says_so(case):
    plain = a_published_record(number=3)

    assert "education" not in plain.content


def test_record_says_who_recorded_it_and_why(built_case, db):
    decided = a_decided_case(number=4)
    mark_education(decided, at=MORNING)

    record = a_published_record(decided)

    assert record.content["education"]["why"] == "School places for children with special needs."
