"""Who is consulted on the validity of a call-in, and what of a ruling everybody reads: both are the constitution's."""

from copy import deepcopy

import pytest

from commissioning import ledger
from commissioning.models import AuditIndex, AuditOpening
from commissioning.rules.refusals import Refusal
from scrutiny.models import CallIn
from scrutiny.services.call_in_rulings import open_call_in_rule
from tests.builders import a_borough, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import (
    CONSULTED,
    IN_WINDOW,
    a_published_record,
    a_received_call_in,
    give_ruling,
    other_rules,
)

pytestmark = pytest.mark.django_db
REGISTER = "/register/2026/001/"
SAID = f"Consulted on it before, the scrutiny officer said: {CONSULTED}"


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    case = a_published_record().case
    a_received_call_in(case)
    return case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, IN_WINDOW)
    return deepcopy(built_case)


def read(client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_call_in_is_not_ruled_on_before_the_office_that_the_constitution_names_was_consulted(case):
    with pytest.raises(Refusal) as refused:
        give_ruling(case, consulted=" ")

    assert (refused.value.code, CallIn.objects.get().ruled_at) == ("call_in.not_consulted", None)
    assert refused.value.message.startswith("Ask the scrutiny officer first")
    assert refused.value.citation == "Constitution of London Borough of Lammas Vale, Part 4E, paragraph 16.6"


def test_what_the_office_said_is_asked_for_kept_and_public(client, case):
    with ledger.recording():
        open_call_in_rule(case=case, act=test_act(IN_WINDOW))
    path = f"/duties/{open_duty(case, 'call_in.rule').pk}/"
    sign_in(client, "monitoring-officer")
    asked = read(client, path)
    said = {"valid": "yes", "reasons": "In time.", "consulted": CONSULTED, "severable": "no", "left_out": "AS_WRITTEN", "request_key": "r1"}

    done = client.post(path, said)
    client.logout()

    assert "What the scrutiny officer said when asked whether it is valid" in asked
    assert (done.status_code, CallIn.objects.get().consulted_view) == (302, CONSULTED)
    assert SAID in read(client, REGISTER)


def test_nobody_is_consulted_where_the_constitution_names_nobody(client, case):
    other_rules(case, 'validity_with = { value = "SCRUTINY_OFFICER"', 'validity_with = { value = "none"')
    give_ruling(case, consulted="")

    assert (CallIn.objects.get().is_valid, CallIn.objects.get().consulted_view) == (True, "")
    assert "Consulted on it before" not in read(client, REGISTER)


def test_reasons_for_a_rejection_are_public_where_the_constitution_publishes_them(client, case):
    give_ruling(case, valid=False)

    page = read(client, REGISTER)
    assert "Ruled not valid: The request names a principle and how it applies. " + SAID in page


def test_reasons_for_a_rejection_stay_with_members_where_the_constitution_does_not_publish_them(client, case):
    other_rules(case, "rejection_reasons_published = { value = true", "rejection_reasons_published = { value = false")
    give_ruling(case, valid=False)

    page = read(client, REGISTER)
    ruled = AuditIndex.objects.get(kind="call_in.rule")
    told = AuditOpening.objects.filter(event_id=ruled.seq, name__in=("ruling", "reason", "consulted_view"))
    assert "Ruled not valid. The constitution does not publish why." in page
    assert "The request names a principle" not in page
    assert set(told.values_list("name", "tier")) == {("ruling", "member"), ("reason", "member"), ("consulted_view", "member")}
