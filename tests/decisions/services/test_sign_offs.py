"""Each agency signs for itself, on exactly the commitments it read."""

from copy import deepcopy
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from commissioning.models import AuditIndex, Duty, Involvement
from commissioning.selectors.proposals import current_version
from decisions.models import SignOff
from decisions.selectors.sign_offs import joint_effect_is_reached, missing_signatures, needs_sign_off
from tests.builders import a_borough, a_case, person
from tests.builders_rules import refused
from tests.builders_s1 import a_submitted_proposal
from tests.builders_s2 import a_second_version
from tests.builders_s3 import SIGNED_AT, a_recommended_case, ask_to_sign, give_signature

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    case = a_recommended_case()
    ask_to_sign(case)
    return case


@pytest.fixture
def case(built_case, db):
    return deepcopy(built_case)


def test_partners_that_pay_are_asked_and_the_council_is_not(case):
    duties = Duty.objects.filter(case=case, kind="signoff.sign")

    assert list(duties.values_list("office__key", flat=True)) == ["lead-icb"]
    assert duties.get().due_on == date(2026, 12, 22)  # ten working days after 8 December


def test_council_alone_needs_nobody_else():
    a_borough()
    case = a_case(number=2, track="COUNCIL_KEY")
    a_submitted_proposal(case, icb=0)

    assert (needs_sign_off(case), joint_effect_is_reached(case)) == (False, True)


def test_signature_keeps_authority_share_and_end_and_gives_joint_effect(case):
    assert (needs_sign_off(case), missing_signatures(case)) == (True, ["ICB"])

    signed = give_signature(case, authority_limit=200_000_000)

    assert (signed.share, signed.authority_limit, signed.valid_until) == (
        120_000_000,
        200_000_000,
        date(2027, 6, 10),
    )
    assert signed.commitments_hash == current_version(case).commitments_hash
    assert (joint_effect_is_reached(case), missing_signatures(case)) == (True, [])
    assert Involvement.objects.filter(person=person("lead-icb"), part="signatory").count() == 1
    assert AuditIndex.objects.order_by("-seq").first().kind == "signoff.sign"


def test_objection_leaves_the_duty_open_so_that_the_agency_can_sign_later(case):
    give_signature(case, result="OBJECTED", conditions="The share is too large.")
    assert joint_effect_is_reached(case) is False

    give_signature(case)

    assert list(SignOff.objects.values_list("n", "result")) == [(1, "OBJECTED"), (2, "SIGNED")]
    assert joint_effect_is_reached(case) is True


def test_e54_new_commitments_make_a_signature_stale_and_ask_again(case):
    give_signature(case)
    a_second_version(case, at=SIGNED_AT)
    assert (needs_sign_off(case), joint_effect_is_reached(case)) == (True, False)

    ask_to_sign(case, at=SIGNED_AT)

    assert Duty.objects.filter(case=case, kind="signoff.sign", closed_at=None).count() == 1


def test_asking_twice_asks_once(case):
    ask_to_sign(case)

    assert Duty.objects.filter(case=case, kind="signoff.sign").count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"read": "0" * 64}, "signoff.stale"),
        ({"authority": " "}, "signoff.no_authority"),
        ({"authority_on": date(2027, 1, 1)}, "signoff.no_delegation"),
        ({"authority_limit": 119_999_999}, "signoff.limit"),
        ({"result": "SIGNED_WITH_CONDITIONS"}, "signoff.no_text"),
        ({"result": "OBJECTED"}, "signoff.no_text"),
    ],
)
def test_signature_is_refused_and_nothing_stays(case, changes, code):
    assert refused(give_signature, case, **changes) == code

    assert SignOff.objects.count() == 0
    assert Duty.objects.get(kind="signoff.sign").is_open


def test_exactly_the_limit_may_be_signed(case):
    assert give_signature(case, authority_limit=120_000_000).result == "SIGNED"


def test_nobody_signs_for_another_agency(case):
    with pytest.raises(PermissionDenied):
        give_signature(case, by="lead-police")

    assert SignOff.objects.count() == 0
