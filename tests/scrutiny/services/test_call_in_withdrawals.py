"""Signatories who take their signature back; and why a request is not valid, told to those who signed it."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Body, Duty, OutgoingMail
from commissioning.rules.refusals import Refusal
from decisions.models import Hold
from decisions.selectors.holds import has_no_hold
from decisions.services.agenda_items import NewMeeting
from scrutiny.models import CallIn, SignatureWithdrawal
from scrutiny.services.agendas import put_on_scrutiny_agenda
from scrutiny.services.call_in_rulings import open_call_in_rule
from scrutiny.services.call_in_withdrawals import withdraw_signature
from scrutiny.services.call_ins import close_window, release
from tests.builders import a_borough, actor, person, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import (
    CALLERS,
    IN_WINDOW,
    a_published_record,
    a_received_call_in,
    give_ruling,
    hear,
    other_rules,
    sign_request,
)

pytestmark = pytest.mark.django_db
PAGE = "/cases/2026/001/call-in/"
HEARING_AT = datetime(2027, 1, 26, 19, 0, tzinfo=UTC)
WINDOW_OVER = datetime(2027, 1, 20, 0, 0, tzinfo=UTC)
REPLACEMENT = "councillor-6"


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    case = a_published_record().case
    a_received_call_in(case)
    return case


@pytest.fixture
def case(built_case, db):
    return deepcopy(built_case)


def withdraw(case, by: str = CALLERS[1], *, at: datetime = IN_WINDOW, statement: str = "I withdraw my signature.") -> SignatureWithdrawal:
    with ledger.recording():
        return withdraw_signature(case=case, statement=statement, actor=actor(by), at=at)


def ask_to_rule(case) -> Duty:
    with ledger.recording():
        open_call_in_rule(case=case, act=test_act(IN_WINDOW))
    return open_duty(case, "call_in.rule")


def end_window(case) -> CallIn:
    with ledger.recording():
        close_window(case=case, act=test_act(WINDOW_OVER))
    return CallIn.objects.get()


def code_of(act, *args, **words) -> str:
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value.code


def told() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("person__email", "subject"))


def test_e63_request_below_the_minimum_is_pending_and_held_until_the_window_ends(case):
    ask_to_rule(case)

    withdraw(case)

    call_in, duty = CallIn.objects.get(), open_duty(case, "call_in.rule")
    assert (call_in.is_valid, call_in.closed_at, has_no_hold(case)) == (None, None, False)
    assert duty.due_on == date(2027, 1, 20)  # one working day after the window, which ends on Tuesday 19 January
    assert told() == [
        (person(by).email, "A signature is missing from the call-in (2026/001)") for by in CALLERS if by != CALLERS[1]
    ]
    event = AuditIndex.objects.latest("seq")
    assert event.kind == "call_in.unsign"


def test_e63_nobody_can_rule_while_it_is_pending(case):
    withdraw(case)

    assert code_of(give_ruling, case, valid=False) == "call_in.pending"


def test_e63_unreplaced_signature_makes_the_request_invalid_when_the_window_ends(case):
    ask_to_rule(case)
    withdraw(case)

    call_in = end_window(case)
    with ledger.recording():
        release(case=case, act=test_act(WINDOW_OVER))

    assert (call_in.is_valid, call_in.outcome, call_in.closed_at) == (False, "INVALID", WINDOW_OVER)
    assert call_in.ruling_reasons == (
        "A signature was withdrawn and not replaced in time. 4 of 5 signatures count. 1 more signature is needed."
    )
    assert Duty.objects.get(kind="call_in.rule").result == "INVALID"
    assert has_no_hold(case) is True


def test_e63_replaced_signature_completes_the_request_and_it_is_ruled_on(case):
    ask_to_rule(case)
    withdraw(case)

    call_in = sign_request(case, REPLACEMENT, at=IN_WINDOW + timedelta(days=1))

    assert open_duty(case, "call_in.rule").due_on == date(2027, 1, 18)  # Friday, so Monday is the next working day
    assert (call_in.received_at, Hold.objects.count()) == (IN_WINDOW, 1)
    assert give_ruling(case, at=IN_WINDOW + timedelta(days=1)).is_valid is True


def test_e64_withdrawal_after_validation_has_no_effect(case):
    give_ruling(case)

    withdraw(case)

    call_in = CallIn.objects.get()
    assert (SignatureWithdrawal.objects.count(), call_in.is_valid, call_in.closed_at) == (1, True, None)
    assert has_no_hold(case) is False
    assert hear(case).outcome == "REFER_BACK"


def test_e64_all_who_withdraw_in_writing_end_the_call_in(case):
    give_ruling(case)
    for by in CALLERS[:4]:
        withdraw(case, by, at=WINDOW_OVER)
    assert CallIn.objects.get().closed_at is None

    withdraw(case, CALLERS[4], at=WINDOW_OVER)
    with ledger.recording():
        release(case=case, act=test_act(WINDOW_OVER))

    assert CallIn.objects.get().outcome == "WITHDRAWN"
    assert has_no_hold(case) is True


def test_withdrawn_call_in_leaves_the_agenda_of_the_committee(case):
    give_ruling(case)
    with ledger.recording():
        item = put_on_scrutiny_agenda(
            case=case, new=NewMeeting(Body.objects.get(kind="SCRUTINY"), HEARING_AT, "Committee Room 2"),
            actor=actor("scrutiny-officer"), at=IN_WINDOW,
        )  # fmt: skip

    for by in CALLERS:
        withdraw(case, by, at=WINDOW_OVER)

    item.refresh_from_db()
    assert (item.ended_at, item.ended_as) == (WINDOW_OVER, "WITHDRAWN")
    assert Duty.objects.filter(kind="call_in.hear", closed_at__isnull=True).count() == 0


def test_withdrawal_after_the_window_and_before_the_ruling_has_no_effect(case):
    withdraw(case, at=WINDOW_OVER)

    assert give_ruling(case, at=WINDOW_OVER).is_valid is True


def test_heard_call_in_cannot_be_withdrawn_and_a_statement_is_needed(case):
    give_ruling(case)

    assert code_of(withdraw, case, statement="  ") == "call_in.no_statement"
    hear(case)

    assert code_of(withdraw, case) == "call_in.heard"
    assert SignatureWithdrawal.objects.count() == 0


def test_only_a_signatory_withdraws_and_only_once(case):
    withdraw(case)

    assert code_of(withdraw, case) == "call_in.not_signed"
    assert code_of(withdraw, case, REPLACEMENT) == "call_in.not_signed"
    assert code_of(sign_request, case, CALLERS[1]) == "call_in.withdrew"
    with pytest.raises(PermissionDenied):
        withdraw(case, "cm-finance")


def test_e65_ruling_with_its_reasons_is_shown_to_those_who_signed(client, settings, case):
    set_clock(settings, IN_WINDOW)
    give_ruling(case, valid=False)
    sign_in(client, CALLERS[2])

    page = client.get(PAGE).content.decode()

    assert "Not valid: The request names a principle and how it applies." in page
    assert told() == [(person(by).email, "The call-in is not valid (2026/001)") for by in CALLERS]
    assert "The decision can take effect from 20 January 2027." in OutgoingMail.objects.first().body


def test_e65_request_of_one_group_is_invalid_with_reason_told_to_its_signatories(client, settings, case):
    other_rules(case, "min_political_groups = { value = 1", "min_political_groups = { value = 3")
    set_clock(settings, IN_WINDOW)
    sign_in(client, CALLERS[2])
    assert "5 signatures of councillors outside the executive are needed, from at least 3 political groups." in client.get(PAGE).content.decode()

    set_clock(settings, WINDOW_OVER)
    call_in = end_window(case)

    assert call_in.is_valid is False
    assert "Signatories must come from at least 3 political groups." in call_in.ruling_reasons
    assert "Signatories must come from at least 3 political groups." in client.get(PAGE).content.decode()
    assert told() == [(person(by).email, "The call-in is not valid (2026/001)") for by in CALLERS]


def test_signatory_withdraws_on_a_page_that_nobody_else_finds(client, settings, case):
    set_clock(settings, IN_WINDOW)
    sign_in(client, REPLACEMENT)
    assert client.get(f"{PAGE}withdraw/").status_code == 404
    sign_in(client, CALLERS[1])
    assert "Withdraw your signature" in client.get(PAGE).content.decode()
    assert "so your signature stops counting at once" in client.get(f"{PAGE}withdraw/").content.decode()

    empty = client.post(f"{PAGE}withdraw/", {"statement": "", "request_key": "w0"})
    words = {"statement": "I withdraw.", "request_key": "w1"}
    answers = [client.post(f"{PAGE}withdraw/", words).status_code for _ in range(2)]

    assert list(empty.context["form"].errors) == ["statement"]
    assert (answers, SignatureWithdrawal.objects.count()) == ([302, 302], 1)
    assert "You have withdrawn your signature from this request." in client.get(PAGE).content.decode()
