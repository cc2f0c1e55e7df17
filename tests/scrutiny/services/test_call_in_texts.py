"""Which words of a call-in everybody reads: published with the ruling, and decided apart from it."""

from copy import deepcopy

import pytest

from commissioning import ledger
from commissioning.models import ACCESS1, AuditIndex, AuditOpening
from commissioning.rules.refusals import Refusal
from scrutiny.models import CallIn, CallInText
from scrutiny.selectors.audit import audit_entries
from scrutiny.services.call_in_rulings import open_call_in_rule
from tests.builders import a_borough, person, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import (
    CALLERS,
    CONSULTED,
    IN_WINDOW,
    a_published_record,
    a_received_call_in,
    give_ruling,
)

pytestmark = pytest.mark.django_db
ORIGINAL, CLEAN = "Carers were not asked about the new hours.", "[words left out] about the new hours."
REGISTER, PAGE = "/register/2026/001/", "/cases/2026/001/call-in/"


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


def read(client, path: str, by: str = "") -> str:
    if by:
        sign_in(client, by)
    return client.get(path).content.decode()


def test_words_are_public_as_written_once_the_monitoring_officer_has_read_them(client, case):
    assert ORIGINAL not in read(client, REGISTER)

    give_ruling(case)

    assert ORIGINAL in read(client, REGISTER)


@pytest.mark.parametrize(("valid", "words"), [(True, "Ruled valid"), (False, "Ruled not valid")])
def test_e77_redacted_words_are_public_whether_the_request_is_valid_or_not(client, case, valid, words):
    give_ruling(case, valid=valid, public_words=CLEAN, left_out="PERSON")

    page = read(client, REGISTER)

    assert (words in page, CLEAN in page, ORIGINAL in page) == (True, True, False)
    assert "Words by which a vulnerable person could be recognised are left out." in page
    assert CallInText.objects.get().text == CLEAN


def test_e77_original_stays_with_its_signatories_and_the_monitoring_officer(client, case):
    give_ruling(case, public_words=CLEAN, left_out="DEFAMATORY")

    seen = {by: ORIGINAL in read(client, PAGE, by) for by in (CALLERS[2], "councillor-6", "scrutiny-chair")}

    assert seen == {CALLERS[2]: True, "councillor-6": False, "scrutiny-chair": False}
    assert [(index.kind, index.actor_id) for index in ACCESS1.index.objects.all()] == [("read.exempt", person(CALLERS[2]).pk)]
    assert CallIn.objects.get().grounds[0]["particulars"] == ORIGINAL


def test_e77_original_is_not_told_in_the_audit_trail_but_to_who_may_read_exempt_details(case):
    give_ruling(case, public_words=CLEAN, left_out="PERSON")
    rows = list(AuditIndex.objects.filter(kind__startswith="call_in.").order_by("seq"))

    told = str(audit_entries(case, rows, sees_members=True))

    assert (ORIGINAL in told, CLEAN in told) == (False, True)
    assert ORIGINAL in str(audit_entries(case, rows, sees_members=True, sees_exempt=True))
    assert set(AuditOpening.objects.filter(name="grounds").values_list("tier", flat=True)) == {"exempt"}


def test_e77_leaving_words_out_takes_another_text(case):
    with pytest.raises(Refusal) as refused:
        give_ruling(case, public_words=" ", left_out="PERSON")

    assert (refused.value.code, CallIn.objects.get().ruled_at) == ("call_in.redact", None)


def test_ruling_page_prepares_the_public_version_and_publishes_it(client, case):
    with ledger.recording():
        open_call_in_rule(case=case, act=test_act(IN_WINDOW))
    path = f"/duties/{open_duty(case, 'call_in.rule').pk}/"
    page = read(client, path, "monitoring-officer")

    said = {
        "valid": "yes", "reasons": "In time.", "consulted": CONSULTED, "left_out": "DEFAMATORY", "public_words": CLEAN,
        "severable": "no", "request_key": "r1",
    }  # fmt: skip
    answer = client.post(path, said)

    assert page.count(ORIGINAL) == 2  # in the request, and in the box to be edited
    assert (answer.status_code, CallInText.objects.get().left_out) == (302, "DEFAMATORY")
