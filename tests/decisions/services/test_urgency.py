"""Four ways to act sooner that never stand for one another, each asked and answered before the act."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import Appointment, AuditIndex, Duty
from commissioning.rules.refusals import Refusal
from decisions.models import GeneralException, UrgencyConsent, UrgencyRequest
from decisions.rules.urgency import Kind
from decisions.selectors.key_decision_notices import notice_matures_at
from decisions.selectors.urgency import agreement
from decisions.services.key_decision_routes import require_footing
from decisions.services.urgency import answer_urgency
from tests.builders import MORNING, a_borough, a_case, a_user, actor, appoint, office, person, test_act
from tests.builders_law_acts import an_exception, answer, ask, urgency_duty
from tests.builders_rules import refusal_of
from tests.builders_s2 import a_notice, a_notice_duty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
ON = date(2026, 11, 25)
AT = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)


@pytest.fixture
def case(db):
    a_borough()
    return a_case()


def end(key: str) -> None:
    """The holder of the office left it before today."""
    seat = Appointment.objects.get(office__key=key, is_deputy=False)
    seat.ends_on = date(2026, 11, 1)
    seat.save_as(test_act(), update_fields=["ends_on"])


def code(callable_, *args: object, **words: object) -> str:
    with pytest.raises(Refusal) as refusal:
        callable_(*args, **words)
    return refusal.value.code


def test_question_goes_to_the_scrutiny_chair_with_its_exact_words(case):
    request = ask(case)

    duty = urgency_duty(request)
    assert (duty.office.key, request.reference, request.maker) == ("scrutiny-chair", "2026-001-u1", "Cabinet")
    assert request.question == "Do you agree that making this decision is urgent and cannot reasonably be deferred?"
    assert list(AuditIndex.objects.filter(case=case).values_list("kind", flat=True)) == ["urgency.ask"]


def test_agreement_is_kept_with_person_capacity_moment_and_reasons(case):
    given = answer(ask(case))

    assert (given.capacity, given.result, given.answered_by) == ("SCRUTINY_CHAIR", "AGREED", person("scrutiny-chair"))
    assert agreement(case, Kind.KEY_DECISION) == given
    assert require_footing(case, maker="Cabinet", on=ON, at=AT).reference == "2026-001-u1"


def test_refusal_is_kept_and_is_no_agreement(case):
    given = answer(ask(case), result="REFUSED")

    assert (given.result, agreement(case, Kind.KEY_DECISION)) == ("REFUSED", None)
    assert code(require_footing, case, maker="Cabinet", on=ON, at=AT) == "notice.none"


def test_chair_who_refused_is_not_passed_over_as_out_of_reach(case):
    answer(ask(case), result="REFUSED")
    later = MORNING + timedelta(hours=2)

    refusal = refusal_of(ask, case, unable={"SCRUTINY_CHAIR": "UNREACHABLE"}, at=later)

    assert refusal.code == "urgency.refused"
    assert [way.url_name for way in refusal.alternatives] == ["case_urgency_ask", "case_exception"]
    assert urgency_duty(ask(case, at=later)).office.key == "scrutiny-chair"


def test_only_democratic_services_ask(case):
    with pytest.raises(PermissionDenied):
        ask(case, who="commissioner")


def test_same_question_is_not_asked_twice_at_once(case):
    ask(case)

    assert code(ask, case) == "urgency.asked"


@pytest.mark.parametrize("reasons", ["", "It is late."])
def test_question_needs_real_reasons(case, reasons):
    assert code(ask, case, reasons=reasons) == "urgency.no_reasons"


def test_special_urgency_is_refused_where_the_general_exception_would_be_in_time(case):
    with pytest.raises(Refusal) as refusal:
        ask(case, by=date(2026, 12, 1))

    assert (refusal.value.code, refusal.value.earliest) == ("urgency.not_needed", date(2026, 12, 1))


def test_decision_that_is_not_key_needs_no_special_urgency(db):
    a_borough()

    assert code(ask, a_case(track="MEMBER_NON_KEY")) == "urgency.not_key"


def test_acceptance_civic_mayor_agrees_only_while_the_scrutiny_chair_is_vacant_or_unable(case):
    end("scrutiny-chair")
    request = ask(case)

    assert urgency_duty(request).office.key == "mayor"
    assert answer(request, by="mayor").capacity == "CIVIC_MAYOR"


def test_acceptance_civic_mayor_is_not_asked_with_an_able_chair_in_post(case):
    request = ask(case)

    with pytest.raises(PermissionDenied), ledger.recording():
        answer_urgency(
            duty=urgency_duty(request), result="AGREED", reasons="It cannot wait.", actor=actor("mayor"), at=AT
        )
    assert UrgencyConsent.objects.count() == 0


def test_chair_appointed_before_the_answer_takes_the_place_of_the_mayor(case):
    end("scrutiny-chair")
    request = ask(case)
    appoint(a_user("new-chair"), office("scrutiny-chair"), since=date(2026, 11, 23))

    assert code(answer, request, by="mayor") == "urgency.not_in_chain"


def test_e16_agreement_after_the_decision_is_no_footing(case):
    given = answer(ask(case))

    assert code(require_footing, case, maker="Cabinet", on=ON, at=given.answered_at) == "notice.none"


def test_e17_deputy_of_the_scrutiny_chair_cannot_agree(case):
    appoint(a_user("deputy-scrutiny-chair"), office("scrutiny-chair"), deputy=True)
    request = ask(case)

    assert code(answer, request, by="deputy-scrutiny-chair") == "urgency.not_in_chain"
    assert (UrgencyConsent.objects.count(), urgency_duty(request).is_open) == (0, True)


def test_e17_leader_cannot_agree(case):
    request = ask(case)

    with pytest.raises(PermissionDenied):
        answer(request, by="leader")


def test_e17_chair_who_sits_on_the_executive_is_passed_over(case):
    appoint(person("scrutiny-chair"), office("cm-culture"))

    assert urgency_duty(ask(case)).office.key == "mayor"


def test_e18_chair_with_an_interest_passes_the_question_to_the_civic_mayor(case):
    request = ask(case)

    answer(request, result="UNABLE")

    assert urgency_duty(request).office.key == "mayor"
    assert agreement(case, Kind.KEY_DECISION) is None
    assert answer(request, by="mayor").capacity == "CIVIC_MAYOR"
    assert agreement(case, Kind.KEY_DECISION).capacity == "CIVIC_MAYOR"


@pytest.mark.parametrize("kind", [Kind.KEY_DECISION, Kind.PRIVATE_MEETING])
def test_e18a_deputy_mayor_cannot_agree_while_the_mayor_is_in_post_but_unreachable(case, kind):
    appoint(a_user("deputy-mayor"), office("mayor"), deputy=True)

    with pytest.raises(Refusal) as refusal:
        ask(case, kind, unable={"SCRUTINY_CHAIR": "INTEREST", "CIVIC_MAYOR": "UNREACHABLE"})

    assert (refusal.value.code, UrgencyRequest.objects.count()) == ("urgency.nobody", 0)
    assert refusal.value.earliest == (date(2026, 12, 1) if kind is Kind.KEY_DECISION else None)


def test_vice_chair_of_the_council_agrees_only_when_there_is_no_chair_of_either(case):
    appoint(a_user("deputy-mayor"), office("mayor"), deputy=True)
    end("scrutiny-chair")
    end("mayor")

    assert answer(ask(case), by="deputy-mayor").capacity == "VICE_CHAIR_OF_COUNCIL"


def test_one_kind_of_agreement_never_stands_for_another(case):
    answer(ask(case, Kind.PRIVATE_MEETING))
    answer(ask(case, Kind.CALL_IN_EXEMPTION))

    assert code(require_footing, case, maker="Cabinet", on=ON, at=AT) == "notice.none"


def test_agreement_is_for_one_maker_and_up_to_one_date(case):
    answer(ask(case))

    assert code(require_footing, case, maker="Leader of the Council", on=ON, at=AT) == "notice.none"
    assert code(require_footing, case, maker="Cabinet", on=ON + timedelta(days=1), at=AT) == "notice.none"


def test_exemption_from_call_in_is_asked_of_the_first_office_in_the_constitution_that_can_act(case):
    request = ask(case, Kind.CALL_IN_EXEMPTION, unable={"SCRUTINY_CHAIR": "UNREACHABLE"})

    assert urgency_duty(request).office.key == "mayor"
    assert "seriously prejudice" in request.question


def test_general_exception_names_the_chair_counts_five_clear_days_and_ends_the_full_notice(case):
    duty = a_notice_duty(case)

    notice = an_exception(case)

    duty.refresh_from_db()
    assert (notice.reference, notice.matures_on) == ("2026-001-x1", date(2026, 12, 1))
    assert notice.informed == [{"name": "Scrutiny Chair", "office": "Chair of overview and scrutiny"}]
    assert notice.deadline["counted"] == ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30"]
    assert (duty.result, notice_matures_at(case)) == ("GENERAL_EXCEPTION", notice.matures_at)


def test_without_a_scrutiny_chair_every_member_is_informed(case):
    end("scrutiny-chair")

    notice = an_exception(case)

    assert len(notice.informed) == 12  # ten councillors and two co-optees, who are members of the committee too


def test_acceptance_general_exception_of_23_december_allows_5_january_and_not_the_day_before(case):
    at = datetime(2026, 12, 23, 9, 0, tzinfo=UTC)

    with pytest.raises(Refusal) as refusal:
        an_exception(case, on=date(2027, 1, 4), at=at)
    notice = an_exception(case, on=date(2027, 1, 5), at=at)

    assert (refusal.value.code, refusal.value.earliest) == ("urgency.too_short", date(2027, 1, 5))
    assert (notice.matures_on, bool(notice.content["why"])) == (date(2027, 1, 5), True)
    later = datetime(2027, 1, 5, 18, 0, tzinfo=UTC)
    assert code(require_footing, case, maker="Cabinet", on=date(2027, 1, 4), at=later) == "urgency.too_short"
    assert require_footing(case, maker="Cabinet", on=date(2027, 1, 5), at=later).route == "REG10"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"why": "Late report: the officer finished the draft only this week, sorry for that."}, "urgency.weak_reason"),
        ({"why": "Too short."}, "urgency.weak_reason"),
        ({"category": "LATE"}, "urgency.weak_reason"),
        ({"informed_how": ""}, "urgency.not_informed"),
        ({"informed_at": MORNING + timedelta(hours=1)}, "urgency.not_informed"),
        ({"on": date(2026, 12, 22)}, "urgency.not_needed"),
        ({"on": date(2026, 11, 30)}, "urgency.too_short"),
    ],
)
def test_general_exception_with_a_step_missing_is_refused(case, changes, expected):
    assert code(an_exception, case, **changes) == expected
    assert GeneralException.objects.count() == 0


def test_exception_for_one_maker_does_not_serve_another(case):
    an_exception(case, member="leader")

    assert code(require_footing, case, maker="Cabinet", on=date(2026, 12, 1), at=AT) == "notice.none"


def test_refusal_of_a_date_offers_the_quicker_ways_with_the_dates_filled_in(case):
    with pytest.raises(Refusal) as refusal:
        require_footing(case, maker="Cabinet", on=ON, at=MORNING)

    assert {way.url_name: way.query for way in refusal.value.alternatives} == {
        "notice_again": {"decide_from": "2026-12-22", "decide_to": "2026-12-22"},
        "case_exception": {"maker": "Cabinet", "decide_on": "2026-12-01"},
        "case_urgency_ask": {"kind": "KEY_DECISION", "maker": "Cabinet", "decide_by": "2026-11-25"},
    }


def test_notice_that_has_run_is_used_before_any_quicker_way(case):
    notice = a_notice(case)
    answer(ask(case))

    footing = require_footing(case, maker="Cabinet", on=date(2027, 1, 11), at=datetime(2027, 1, 11, 18, tzinfo=UTC))

    assert (footing.route, footing.notice, footing.reference) == ("NOTICE", notice, "")


def test_answer_without_reasons_is_refused(case):
    request = ask(case)

    with pytest.raises(Refusal) as refusal, ledger.recording():
        answer_urgency(duty=urgency_duty(request), result="AGREED", reasons=" ", actor=actor("scrutiny-chair"), at=AT)

    assert (refusal.value.code, Duty.objects.get(kind="urgency.answer").is_open) == ("urgency.no_reasons", True)


def test_quicker_way_is_not_needed_where_the_published_notice_allows_the_day(case):
    a_notice(case)
    on = date(2027, 1, 11)

    late = datetime(2026, 12, 30, 9, 0, tzinfo=UTC)  # a notice published now would be too late

    asked = refusal_of(ask, case, by=on, at=late)
    published = refusal_of(an_exception, case, on=on, at=late)

    assert (asked.code, published.code) == ("urgency.not_needed", "urgency.not_needed")
    assert published.message == (
        "Notice 2026-001-1 covers this decision, and it may be made on 11 January 2027. Nothing quicker is needed."
    )
    assert [way.label for way in asked.alternatives] == ["Publish agenda and report"]
    assert (UrgencyRequest.objects.count(), GeneralException.objects.count()) == (0, 0)
