"""Councillors ask scrutiny to look at a decision that was made; nothing is held up by it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex
from commissioning.rules.refusals import Refusal
from scrutiny.models import Referral
from scrutiny.services.referrals import refer_decision
from scrutiny.services.reports import open_scrutiny_report
from tests.builders import a_borough, a_case, actor, person
from tests.builders import test_act as system_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import PUBLISHED_AT, a_published_record, a_report, in_effect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
LATER = PUBLISHED_AT + timedelta(days=30)
WHY = "Carers in two wards say that the new hours leave them without help."


def refer(case, by="councillor-1", why=WHY):
    with ledger.recording():
        return refer_decision(case=case, why=why, actor=actor(by), at=LATER)


def refused(case, **changes) -> str:
    with pytest.raises(Refusal) as refusal:
        refer(case, **changes)
    return refusal.value.code


def test_request_is_kept_and_holds_nothing_up():
    a_borough()
    case = a_published_record().case

    asked = refer(case)

    assert (asked.number, asked.why, asked.asked_by) == (1, WHY, person("councillor-1"))
    assert AuditIndex.objects.latest("pk").kind == "scrutiny.refer"
    assert case.holds.count() == 0


def test_undecided_case_a_reported_one_and_a_second_request_are_refused():
    a_borough()
    decided = a_published_record().case
    refer(decided)

    codes = [refused(a_case(number=2)), refused(decided), refused(decided, by="councillor-2", why=" ")]
    a_report(in_effect(decided))

    assert [*codes, refused(decided, by="councillor-2")] == [
        "referral.no_decision", "referral.twice", "referral.no_reasons", "referral.reported"
    ]  # fmt: skip
    assert Referral.objects.count() == 1


def test_officer_cannot_refer_a_decision():
    a_borough()

    with pytest.raises(PermissionDenied):
        refer(a_published_record().case, by="commissioner")


def test_late_call_in_leads_to_the_request_and_the_scrutiny_officer_reads_it(client, settings):
    a_borough()
    case = a_published_record().case
    set_clock(settings, LATER)
    sign_in(client, "councillor-1")

    page = client.post("/cases/2026/001/refer/", {"why": WHY, "request_key": "k1"})
    with ledger.recording():
        open_scrutiny_report(case=case, act=system_act(LATER))
    sign_in(client, "scrutiny-officer")
    report = client.get(f"/duties/{open_duty(case, 'scrutiny.report').pk}/")

    assert (page.status_code, page.url) == (302, "/cases/2026/001/")
    assert [row.why for row in report.context["referrals"]] == [WHY]
    assert WHY in report.content.decode()
