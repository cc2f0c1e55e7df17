"""A new installation gets its Cabinet, its services and its partner agencies."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Body, Organisation
from commissioning.rules.refusals import Refusal
from commissioning.services.bodies import make_body
from tests.builders import MORNING, a_borough, actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def borough(db):
    a_borough(since=date(2020, 1, 1))


def make(who: str = "administrator", **words: object) -> Body:
    with ledger.recording():
        return make_body(actor=actor(who), at=MORNING, **words)


def test_a_service_is_the_councils():
    made = make(name=" Libraries commissioning ", kind="SERVICE")

    assert (made.key, made.name, made.organisation.kind) == ("libraries-commissioning", "Libraries commissioning", "COUNCIL")
    assert AuditIndex.objects.get(subject="body/libraries-commissioning").kind == "admin.change"


@pytest.mark.parametrize(("advises_only", "is_voting"), [(False, True), (True, False)])
def test_an_agency_comes_with_the_body_that_acts_for_it(advises_only, is_voting):
    made = make(
        name="Fleet Fire and Rescue", kind="AGENCY", short="Fire", agency_kind="OTHER", advises_only=advises_only
    )

    agency = Organisation.objects.get(key="fire")
    assert (made.organisation, made.kind, made.name) == (agency, "AGENCY", "Fleet Fire and Rescue")
    assert (agency.name, agency.short, agency.kind, agency.is_voting) == (
        "Fleet Fire and Rescue", "Fire", "OTHER", is_voting,
    )  # fmt: skip


def test_cabinet_has_as_many_committees_as_the_leader_sets_up():
    made = [make(name=f"Cabinet Committee on {what}", kind="CABINET_COMMITTEE") for what in ("Care", "Procurement")]

    assert [body.get_kind_display() for body in made] == ["Committee of the Cabinet"] * 2


def test_same_words_get_a_key_of_their_own():
    make(name="Parks: north", kind="SERVICE")

    assert make(name="Parks, north", kind="SERVICE").key == "parks-north-2"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"name": "A second Cabinet", "kind": "CABINET"}, "body.one_of_each"),
        ({"name": "cabinet", "kind": "SERVICE"}, "body.known"),
        ({"name": "Another board", "kind": "AGENCY", "short": "icb", "agency_kind": "ICB"}, "body.known"),
    ],
)
def test_body_that_is_there_already_is_refused(words, code):
    before = Body.objects.count(), Organisation.objects.count()

    with pytest.raises(Refusal) as refused:
        make(**words)

    assert refused.value.code == code
    assert (Body.objects.count(), Organisation.objects.count()) == before


def test_only_the_administrator_sets_up_bodies():
    with pytest.raises(PermissionDenied):
        make("proper-officer", name="Libraries commissioning", kind="SERVICE")
