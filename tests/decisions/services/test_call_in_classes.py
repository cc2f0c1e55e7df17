"""A decision that the constitution keeps from call-in by its nature: recorded with reasons before its record is published."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Case
from commissioning.rules.dates import local_date
from decisions.models import CallInClass
from decisions.selectors.case_authority import answer_for
from decisions.selectors.siblings import siblings
from decisions.services.call_in_classes import mark_call_in_class
from tests.builders import MORNING, a_case, actor, person
from tests.builders import test_act as the_act
from tests.builders_rules import refusal_of
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import AGREED, CABINET_AT, a_decided_case
from tests.builders_s5 import IN_WINDOW, a_published_record, other_rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
WHY = "It only fixes the dates of the round."


def mark(case: Case, code: str = "PROCEDURAL", *, reasons: str = WHY, by: str = "proper-officer", at=MORNING) -> CallInClass:
    with ledger.recording():
        return mark_call_in_class(case=case, code=code, reasons=reasons, actor=actor(by), at=at)


def test_record_of_a_procedural_decision_says_that_call_in_does_not_apply_why_and_who_said_so():
    case = a_decided_case()
    mark(case, at=CABINET_AT)

    record = a_published_record(case)

    assert (record.call_in["applies"], record.effective_on) == (False, local_date(record.published_at))
    assert record.content["call_in"]["reason"] == (
        f"Call-in does not apply: it is procedural. {WHY} Recorded by {CallInClass.objects.get().recorded_as} on 11 January 2027 "
        "(Constitution of London Borough of Lammas Vale, Part 4E, paragraph 16.14)."
    )


def test_whoever_asks_who_may_decide_hears_that_it_cannot_be_called_in():
    case = a_case()
    mark(case, "QUASI_JUDICIAL", by="monitoring-officer")

    answer = answer_for(case, local_date(MORNING)).answer

    assert {(one.call_in, one.call_in_why) for one in answer.lawful} == {(False, "Call-in does not apply: it is quasi-judicial.")}


@pytest.mark.parametrize("by", ["commissioner", "leader", "scrutiny-officer"])
def test_nobody_else_records_it(by):
    with pytest.raises(PermissionDenied):
        mark(a_case(), by=by)


def test_mark_without_reasons_without_change_or_after_the_record_is_refused():
    case = a_case()
    mark(case)
    decided = a_published_record(number=2).case

    assert [
        refusal_of(mark, case, reasons=" ").code, refusal_of(mark, case).code, refusal_of(mark, decided, at=IN_WINDOW).code,
    ] == ["call_in_class.no_reasons", "call_in_class.same", "call_in_class.published"]  # fmt: skip


def test_class_that_the_constitution_does_not_keep_from_call_in_is_refused():
    case = a_case()
    other_rules(case, '    "PROCEDURAL",\n', "")

    assert refusal_of(mark, case).code == "call_in_class.not_excluded"
    assert mark(case, "QUASI_JUDICIAL").code == "QUASI_JUDICIAL"


def test_correction_lets_it_be_called_in_again():
    case = a_decided_case()
    mark(case)
    mark(case, "", reasons="It decides who is paid what.", at=CABINET_AT)

    assert (a_published_record(case).call_in["applies"], AuditIndex.objects.filter(kind="call_in.exempt").count()) == (True, 2)


def test_page_offers_the_classes_of_the_constitution_and_keeps_the_answer(client, settings):
    a_case()
    set_clock(settings, MORNING)
    sign_in(client, "proper-officer")
    path = "/cases/2026/001/call-in-class/"

    offered = [code for code, _ in client.get(path).context["form"].fields["code"].choices]
    gaps = list(client.post(path, {"request_key": "k0"}).context["form"].errors)
    done = client.post(path, {"code": "PROCEDURAL", "reasons": WHY, "request_key": "k1"})
    none = client.post(path, {"code": "NEITHER", "reasons": "It decides more.", "request_key": "k2"})

    assert (offered, gaps) == (["QUASI_JUDICIAL", "PROCEDURAL", "NEITHER"], ["code", "reasons"])
    assert (done.status_code, none.status_code) == (302, 302)
    assert list(CallInClass.objects.values_list("n", "code", "recorded_by")) == [
        (1, "PROCEDURAL", person("proper-officer").pk), (2, "", person("proper-officer").pk),
    ]  # fmt: skip
    assert "Of no class that cannot be called in. It decides more. Recorded by" in client.get("/cases/2026/001/law/").text


LESS = replace(AGREED, outcome="AGREED_AMENDED", resolutions=("That less be bought.",), pence=100_000_000)


def test_record_states_the_cost_as_the_cabinet_amended_it():
    case = a_decided_case(words=LESS)

    money = a_published_record(case).content["money"]

    version = case.decisions.get().version
    others = version.value_total - version.value_council
    assert (money["total_pence"], money["council_pence"], money["proposed_pence"]) == (100_000_000, 100_000_000 - others, version.value_total)


def test_splitting_adds_a_decision_together_at_the_cost_as_amended():
    case = a_decided_case(words=LESS)
    case.track = "MEMBER_NON_KEY"
    case.save_as(the_act(), update_fields=["track"])

    version = case.decisions.get().version
    assert [one.council_pence for one in siblings(a_case(number=2))] == [100_000_000 - version.value_total + version.value_council]
