"""Call-in: signatures, hold, ruling, hearing."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.acts import Act, Standing
from commissioning.models import AuditIndex, Duty
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from commissioning.services.duties import involve
from decisions.models import Hold
from decisions.selectors.holds import has_no_hold, open_concerns
from scrutiny.models import CallIn, Hearing, Signature
from scrutiny.rules.call_ins import standing
from scrutiny.selectors.call_ins import (
    is_referred_back,
    is_valid,
    open_call_in,
    recommended_at_hearings,
    request_of,
    window_of,
)
from scrutiny.services.call_ins import close_window, release
from scrutiny.services.hearings import open_call_in_hear
from tests.builders import a_borough, a_user, actor, appoint, office, person, test_act
from tests.builders_rules import refusal_of
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import AGREED, a_decided_case
from tests.builders_s5 import (
    CALLERS,
    IN_WINDOW,
    a_published_record,
    a_received_call_in,
    a_request,
    give_ruling,
    hear,
    other_rules,
    sign_request,
)

pytestmark = pytest.mark.django_db
LAST_SECOND = datetime(2027, 1, 19, 17, 0, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_published_record().case


@pytest.fixture
def case(built_case, db):
    return deepcopy(built_case)


def standing_of(case):
    call_in = open_call_in(case)
    return standing(request_of(call_in), constitution_of(case).call_in, window_of(case), at=IN_WINDOW)


def test_one_signature_does_not_hold_the_decision(case):
    a_request(case)

    assert (Signature.objects.count(), has_no_hold(case)) == (1, True)


def test_fifth_signature_holds_the_decision(case):
    call_in = a_received_call_in(case)

    assert (call_in.received_at, Hold.objects.get().reference) == (IN_WINDOW, call_in.reference)


def test_signature_at_the_cut_off_counts(case):
    a_request(case)

    sign_request(case, CALLERS[1], at=LAST_SECOND)

    assert Signature.objects.count() == 2


def test_signature_one_second_late_is_refused(case):
    """E-61"""
    a_request(case)

    with pytest.raises(Refusal) as refused:
        sign_request(case, CALLERS[1], at=LAST_SECOND + timedelta(seconds=1))

    assert (refused.value.code, Signature.objects.count()) == ("call_in.late", 1)


def test_second_signature_of_one_person_is_refused(case):
    """E-62"""
    a_request(case)

    with pytest.raises(Refusal) as refused:
        sign_request(case, CALLERS[0])

    assert refused.value.code == "call_in.duplicate"


def test_cabinet_member_cannot_sign(case):
    """E-62"""
    a_request(case)

    with pytest.raises(PermissionDenied):
        sign_request(case, "cm-finance")

    assert Signature.objects.count() == 1


def test_e62_cabinet_member_who_is_a_ward_councillor_as_well_cannot_sign(case):
    appoint(a_user("cm-late"), office("councillor-1"))
    appoint(person("cm-late"), office("cm-jobs"))
    a_request(case)

    with pytest.raises(Refusal) as refused:
        sign_request(case, "cm-late")

    assert (refused.value.code, refused.value.message) == ("call_in.ineligible", "Members of the executive cannot call in.")


def test_e62_signatory_who_joined_the_executive_that_day_is_not_counted(case):
    call_in = a_received_call_in(case)
    appoint(person(CALLERS[4]), office("cm-jobs"), since=IN_WINDOW.date())

    found = standing(request_of(call_in), constitution_of(case).call_in, window_of(case), at=LAST_SECOND)

    assert found.uncounted == ((person(CALLERS[4]).pk, "Members of the executive cannot call in."),)
    assert found.gaps == ("1 more signature is needed.",)


def test_call_in_reserved_to_the_committee_takes_its_members_and_nobody_else(case):
    other_rules(case, '"NON_EXECUTIVE_COUNCILLOR", "EDUCATION_CO_OPTEE"', '"SCRUTINY_MEMBER"')

    a_request(case, by="scrutiny-chair")
    sign_request(case, "scrutiny-5")
    with pytest.raises(Refusal) as refused:
        sign_request(case, "councillor-3")

    assert (refused.value.code, Signature.objects.count()) == ("call_in.ineligible", 2)


def test_chair_alone_holds_the_decision_where_the_constitution_allows_it(case):
    other_rules(case, "chair_alone_may = { value = false", "chair_alone_may = { value = true")

    a_request(case, by="scrutiny-chair")

    assert has_no_hold(case) is False


def test_second_request_beside_an_open_one_is_refused(case):
    a_request(case)

    with pytest.raises(Refusal) as refused:
        a_request(case, by=CALLERS[1])

    assert refused.value.code == "call_in.open"


def test_each_signature_is_one_event(case):
    a_received_call_in(case)

    kinds = AuditIndex.objects.filter(subject__endswith="/call-in/1").order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["call_in.request"] + ["call_in.sign"] * 4


def test_valid_ruling_keeps_the_hold(case):
    a_received_call_in(case)

    give_ruling(case)

    assert (is_valid(case), has_no_hold(case)) == (True, False)


def test_invalid_ruling_closes_the_call_in(case):
    a_received_call_in(case)

    give_ruling(case, valid=False)

    assert CallIn.objects.get().outcome == "INVALID"


def test_stranger_cannot_rule(case):
    a_received_call_in(case)

    with pytest.raises(PermissionDenied):
        give_ruling(case, by="legal")

    assert CallIn.objects.get().ruled_at is None


def test_hearing_is_due_ten_working_days_after_validation(case):
    a_received_call_in(case)
    give_ruling(case)

    hear(case)

    assert Duty.objects.get(kind="call_in.hear").due_on.isoformat() == "2027-01-28"


@pytest.mark.parametrize(
    ("counted_from", "due"), [("REQUEST", "2027-01-28"), ("DECISION_NOTICE", "2027-01-26"), ("WINDOW_END", "2027-02-02")]
)
def test_hearing_is_due_from_what_the_constitution_counts_from(case, counted_from, due):
    other_rules(case, 'counted_from = "VALIDATION"', f'counted_from = "{counted_from}"')
    a_received_call_in(case)
    give_ruling(case, at=IN_WINDOW + timedelta(days=1))

    with ledger.recording():
        open_call_in_hear(case=case, act=test_act(IN_WINDOW + timedelta(days=1)))

    assert Duty.objects.get(kind="call_in.hear").due_on.isoformat() == due


def test_hearing_written_up_days_later_keeps_the_day_of_the_meeting(case):
    a_received_call_in(case)
    give_ruling(case)

    hearing = hear(case, heard_on=date(2027, 1, 21))

    assert (hearing.heard_on, hearing.recorded_at.date()) == (date(2027, 1, 21), date(2027, 1, 26))


def test_referring_back_names_the_concerns_that_need_an_answer(case):
    a_received_call_in(case)
    give_ruling(case)

    hear(case, concerns=("Hours", "Cost"))

    assert (is_referred_back(case), open_concerns(case)) == (True, ["Hours", "Cost"])


def test_e67_decision_that_changes_nothing_cannot_be_called_in_and_scrutiny_may_look_at_it_later(case):
    refusal_to_agree = a_published_record(a_decided_case(number=2, words=replace(AGREED, outcome="NOT_AGREED")))

    with pytest.raises(Refusal) as refused:
        a_request(refusal_to_agree.case)

    assert (refused.value.code, refusal_to_agree.call_in["applies"], CallIn.objects.count()) == ("call_in.not_applicable", False, 0)
    assert refused.value.message == f"This cannot be called in. {refusal_to_agree.call_in['reason']}"
    assert len(refused.value.alternatives) == 1


def test_e69_deputy_rules_where_the_monitoring_officer_took_part(case):
    a_received_call_in(case)
    involve(case, Act(actor("monitoring-officer"), Standing(office("monitoring-officer"), None, "holder"), IN_WINDOW), "author")

    with pytest.raises(PermissionDenied):
        give_ruling(case)
    ruled = give_ruling(case, by="deputy-monitoring-officer")

    assert (ruled.is_valid, Duty.objects.filter(kind="call_in.rule", closed_at__isnull=False).get().closed_by) == (
        True, person("deputy-monitoring-officer"),
    )  # fmt: skip


def test_ruling_is_for_the_office_that_the_constitution_names(case):
    other_rules(case, 'validity_decider = { value = "MONITORING_OFFICER"', 'validity_decider = { value = "LEGAL"')
    a_received_call_in(case)

    with pytest.raises(PermissionDenied):
        give_ruling(case)

    assert give_ruling(case, by="legal").is_valid is True


def test_ruling_is_due_by_the_end_of_the_next_working_day(case):
    a_received_call_in(case)  # Thursday 14 January 2027

    give_ruling(case)

    duty = Duty.objects.get(kind="call_in.rule")
    assert (duty.due_on, duty.deadline["rule"]) == (date(2027, 1, 15), "call_in.ruling")


def test_e70_hearing_without_quorum_keeps_the_hold_and_says_by_when_to_meet_again(case):
    a_received_call_in(case)
    give_ruling(case)

    with pytest.raises(Refusal) as refused:
        hear(case, present=3)

    assert (refused.value.code, Hearing.objects.count(), has_no_hold(case)) == ("hearing.inquorate", 0, False)
    assert refused.value.message == (
        "Only 3 members were present; 4 are needed. The decision stays on hold until the committee has met. "
        "Meet again by 2 February 2027."
    )
    (way,) = refused.value.alternatives
    assert (way.url_name, way.query) == ("case_scrutiny_agenda", {"meeting": "new", "on": "2027-02-02"})


def test_committee_without_a_quorum_is_told_to_meet_again_before_the_decision_takes_effect(case):
    other_rules(case, 'if_missed = { value = "STAYS_HELD"', 'if_missed = { value = "TAKES_EFFECT"')
    a_received_call_in(case)
    give_ruling(case)

    refusal = refusal_of(hear, case, present=3)

    assert refusal.message.endswith("If it is not heard in time the decision takes effect. Meet again by 28 January 2027.")


def test_hearing_counts_no_more_members_than_the_committee_has(case):
    a_received_call_in(case)
    give_ruling(case)

    with pytest.raises(Refusal) as refused:
        hear(case, present=12)

    assert refused.value.code == "hearing.too_many"
    assert refused.value.message.startswith("12 members are said to have been present, but 11 have a seat")


def test_referring_back_without_concerns_is_refused(case):
    a_received_call_in(case)
    give_ruling(case)

    with pytest.raises(Refusal) as refused:
        hear(case, concerns=())

    assert refused.value.code == "hearing.no_concerns"


def test_release_lifts_the_hold(case):
    a_received_call_in(case)
    give_ruling(case)
    hear(case, "NO_ACTION", concerns=())

    with ledger.recording():
        release(case=case, act=test_act(IN_WINDOW))

    assert (has_no_hold(case), CallIn.objects.get().closed_at) == (True, IN_WINDOW)


def test_committee_recommends_without_sending_the_decision_back(client, case):
    a_received_call_in(case)
    give_ruling(case)
    hear(case, "RECOMMENDATIONS_WITHOUT_REFERRAL", concerns=(), recommendations=["Ask carers before the next contract. "])
    with ledger.recording():
        release(case=case, act=test_act(IN_WINDOW))

    hearing = Hearing.objects.get()
    assert (hearing.recommendations, hearing.concerns, has_no_hold(case)) == (["Ask carers before the next contract."], [], True)
    assert recommended_at_hearings(case) == ["Ask carers before the next contract."]
    page = client.get("/register/2026/001/").content.decode()
    assert "recommendations, without sending the decision back" in page
    assert "<li>Ask carers before the next contract.</li>" in page


@pytest.mark.parametrize(("may", "signed"), [(True, 2), (False, 1)])
def test_civic_mayor_signs_where_the_constitution_lets_them_and_not_otherwise(client, settings, case, may, signed):
    if may:
        other_rules(case, "civic_mayor_may = { value = false", "civic_mayor_may = { value = true")
    a_request(case)
    set_clock(settings, IN_WINDOW)
    sign_in(client, "mayor")

    page = client.get("/cases/2026/001/call-in/").content.decode()
    client.post("/cases/2026/001/call-in/", {"sign": "1", "request_key": "m1"})

    assert ("Sign this call-in" in page, "The civic Mayor cannot call in." in page) == (may, not may)
    assert (Signature.objects.count(), len(standing_of(case).counted)) == (signed, signed)


def test_confirmed_decision_cannot_be_called_in_again(case):
    """E-68"""
    a_received_call_in(case)
    give_ruling(case)
    hear(case, "NO_ACTION", concerns=())
    with ledger.recording():
        release(case=case, act=test_act(IN_WINDOW))

    with pytest.raises(Refusal) as refused:
        a_request(case, by=CALLERS[1])

    assert refused.value.code == "call_in.second"


def test_request_that_never_became_complete_lapses_with_the_window(case):
    a_request(case)

    with ledger.recording():
        close_window(case=case, act=test_act(LAST_SECOND))

    assert CallIn.objects.get().outcome == "LAPSED"
