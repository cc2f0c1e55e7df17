"""Residents who ask for a call-in: their petition is a request to scrutiny, unless the constitution gives it more."""

from copy import deepcopy
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Duty
from commissioning.rules.refusals import Refusal
from decisions.models import Hold
from scrutiny.models import Petition, PetitionAnswer
from scrutiny.services.petitions import answer_petition, receive_petition
from tests.builders import a_borough, a_case, actor
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import IN_WINDOW, a_published_record, other_rules
from workflows.services.notifications import notify

pytestmark = pytest.mark.django_db
PAGE, REGISTER = "/cases/2026/001/petition/", "/register/2026/001/"
ASKS = "Keep the clinic in the north of the borough open."
ENABLED = ("enabled = false\nthreshold = \"none\"", "enabled = true\nthreshold = 100")
HOLDS = ('effect = "SCRUTINY_MUST_CONSIDER"', 'effect = "HOLDS_DECISION"')


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_published_record().case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, IN_WINDOW)
    return deepcopy(built_case)


def receive(case, *, by: str = "scrutiny-officer", at: datetime = IN_WINDOW, **changes) -> Petition:
    said = {"signatures": 100, "asks": ASKS, "received_on": date(2027, 1, 14), "kept_at": "Town Hall, room 12"} | changes
    with ledger.recording():
        return receive_petition(case=case, actor=actor(by), at=at, **said)


def answer(case, *, by: str, reasons: str = "It comes before the committee in March.") -> PetitionAnswer:
    with ledger.recording():
        return answer_petition(
            duty=open_duty(case, "petition.answer"), result="SCRUTINISE", reasons=reasons, actor=actor(by), at=IN_WINDOW
        )


def refused(act, *args, **words) -> str:
    with pytest.raises(Refusal) as refusal:
        act(*args, **words)
    return refusal.value.code


def test_e76_hundred_residents_make_a_scrutiny_request_and_no_hold(case):
    petition = receive(case)

    assert (petition.effect, petition.hold, Hold.objects.count()) == ("SCRUTINY_REQUEST", None, 0)
    asked = Duty.objects.get(kind="petition.answer")
    assert (asked.office.role, asked.due_on) == ("SCRUTINY_OFFICER", date(2027, 1, 28))  # ten working days after the 14th
    assert AuditIndex.objects.latest("seq").kind == "petition.receive"


def test_e76_local_rule_that_is_enabled_holds_the_decision_until_scrutiny_has_considered_it(case):
    other_rules(case, *ENABLED, *HOLDS)

    petition = receive(case)
    held = Hold.objects.filter(lifted_at__isnull=True).count()
    answer(case, by="scrutiny-chair")

    assert (petition.effect, petition.hold.kind, held) == ("HOLD", "RESIDENTS", 1)
    assert Hold.objects.filter(lifted_at__isnull=True).count() == 0


def test_e76_too_few_residents_or_a_closed_window_hold_nothing(case):
    other_rules(case, *ENABLED, *HOLDS)

    few, late = receive(case, signatures=99), receive(case, at=IN_WINDOW + timedelta(days=9), received_on=date(2027, 1, 22))

    assert (few.effect, late.effect, Hold.objects.count()) == ("SCRUTINY_REQUEST", "CONSIDER_CALL_IN", 0)
    assert list(Duty.objects.filter(kind="petition.answer").order_by("pk").values_list("office__role", flat=True)) == [
        "SCRUTINY_OFFICER", "SCRUTINY_CHAIR",
    ]  # fmt: skip


def test_answer_is_due_by_the_calendar_that_the_constitution_names(case):
    """4 January 2027 is a bank holiday in Scotland only."""
    other_rules(case, 'reply = { basis = "WORK_AFTER", n = 10,', 'reply = { basis = "WORK_AFTER", n = 10, calendar = "uk",')

    receive(case, received_on=date(2026, 12, 30))

    assert Duty.objects.get(kind="petition.answer").due_on == date(2027, 1, 15)


def test_petition_is_logged_on_a_page_answered_and_public(client, case, mailoutbox):
    sign_in(client, "proper-officer")
    said = {
        "signatures": "100", "asks": ASKS, "received_on_day": 14, "received_on_month": 1, "received_on_year": 2027,
        "kept_at": "Town Hall, room 12", "request_key": "r1",
    }  # fmt: skip
    page = client.get(PAGE).content.decode()
    gaps = client.post(PAGE, {"request_key": "r0"})
    answers = [client.post(PAGE, said).status_code for _ in range(2)]
    notify(IN_WINDOW)
    sign_in(client, "scrutiny-officer")
    task = f"/duties/{open_duty(case, 'petition.answer').pk}/"
    shown = client.get(task).content.decode()
    done = client.post(task, {"result": "NO_ACTION", "reasons": "It was looked at in May.", "request_key": "a1"})
    client.logout()
    public = " ".join(client.get(REGISTER).content.decode().split())

    assert "It does not hold the decision up." in page
    assert sorted(gaps.context["form"].errors) == ["asks", "kept_at", "received_on", "signatures"]
    assert (answers, Petition.objects.count(), done.status_code) == ([302, 302], 1, 302)
    assert [m.subject for m in mailoutbox if "petition" in m.subject] == ["Answer a residents’ petition (2026/001)"]
    assert ASKS in shown
    assert f"Petition with 100 signatures, received 14 January 2027: {ASKS}" in public
    assert "A request to scrutiny; it does not hold the decision up." in public
    assert "The committee will not look at the decision." in public
    assert "Town Hall, room 12" not in public


def test_petition_needs_a_decision_words_and_a_day_that_has_come(case):
    codes = [
        refused(receive, case, asks=" "),
        refused(receive, case, kept_at=""),
        refused(receive, case, received_on=date(2027, 1, 15)),
        refused(receive, a_case(number=2)),
    ]

    assert codes == ["petition.no_text", "petition.no_text", "petition.to_come", "petition.no_decision"]
    assert Petition.objects.count() == 0


def test_others_neither_log_nor_answer_and_an_answer_needs_reasons(case):
    with pytest.raises(PermissionDenied):
        receive(case, by="councillor-1")
    receive(case)

    with pytest.raises(PermissionDenied):
        answer(case, by="scrutiny-chair")

    assert refused(answer, case, by="scrutiny-officer", reasons=" ") == "petition.no_reasons"
    assert PetitionAnswer.objects.count() == 0
