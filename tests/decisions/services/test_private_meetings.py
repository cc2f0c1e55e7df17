"""A private part of a meeting: 28 clear days, representations answered, five clear days; or it stays open."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Body, Case
from decisions.models import Overlay, PrivateMeetingNotice
from decisions.rules.urgency import Kind
from decisions.services.private_meetings import (
    PrivatePart,
    publish_private_notice,
    publish_second_notice,
    require_private,
)
from decisions.services.representations import answer_representation, receive_representation
from tests.builders import MORNING, a_borough, a_case, actor, person, test_act
from tests.builders_law_acts import answer, ask
from tests.builders_rules import refusal_of
from tests.builders_s2 import a_copy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
MEETS = date(2027, 1, 11)
SECOND_AT = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
SITS_AT = datetime(2027, 1, 11, 18, 0, tzinfo=UTC)


@pytest.fixture
def case(db) -> Case:
    a_borough()
    return a_case()


def first(case: Case, *, meets_on: date = MEETS, at: datetime = MORNING, by: str = "proper-officer", **changes: object):
    values = {"matter": "The bids for the service.", "paragraphs": (3,), "reasons": "Bids would converge."} | changes
    part = PrivatePart(Body.objects.get(key="cabinet"), meets_on, **values)
    with ledger.recording():
        return publish_private_notice(case=case, part=part, copy=a_copy(at), actor=actor(by), at=at)


def second(case: Case, *, at: datetime = SECOND_AT, meets_on: date | None = None):
    with ledger.recording():
        return publish_second_notice(
            case=case, reasons="The bids are still open.", copy=a_copy(at), meets_on=meets_on,
            actor=actor("proper-officer"), at=at,
        )  # fmt: skip


def receive(case: Case, at: datetime):
    with ledger.recording():
        return receive_representation(
            case=case, text="We want to hear the prices.", received_at=at, sender="A resident",
            actor=actor("proper-officer"), at=at,
        )  # fmt: skip


def reply(case: Case, number: int = 1):
    with ledger.recording():
        return answer_representation(
            case=case, number=number, text="Prices are published after award.", actor=actor("proper-officer"), at=SECOND_AT
        )


def private(case: Case, *, paragraphs: tuple[int, ...] = (3,), body: str = "Cabinet", on: date = MEETS):
    return require_private(case, paragraphs, weighing="Bids would converge.", body=body, on=on, at=SITS_AT)


def test_first_notice_counts_28_clear_days(case):
    notice = first(case)

    assert (notice.reference, notice.matures_on, len(notice.deadline["counted"])) == ("2026-001-p1", date(2026, 12, 22), 28)
    assert notice.content["paragraphs"][0].startswith("Paragraph 3: Information relating to the financial")


def test_court_order_that_forbids_publication_keeps_the_notice_of_a_private_meeting_back(case):
    Overlay(
        kind="COURT_ORDER", case=case, stops=["PUBLISH"], starts_at=MORNING, document="Order of the court", reason="As ordered.",
        declared_by=person("monitoring-officer"), declared_at=MORNING,
    ).save_as(test_act())  # fmt: skip

    assert refusal_of(first, case).code == "overlay.court_order"


def test_first_notice_with_27_clear_days_is_refused(case):
    refusal = refusal_of(first, case, meets_on=date(2026, 12, 21))

    assert (refusal.code, refusal.earliest, PrivateMeetingNotice.objects.count()) == ("private.too_short", date(2026, 12, 22), 0)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"paragraphs": ()}, "exempt.no_paragraph"), ({"paragraphs": (9,)}, "exempt.no_paragraph"), ({"reasons": " "}, "private.no_reasons")],
)
def test_first_notice_needs_paragraph_and_reasons(case, changes, code):
    assert refusal_of(first, case, **changes).code == code


def test_second_notice_waits_for_the_answer_to_every_representation(case):
    first(case)
    receive(case, MORNING + timedelta(days=3))

    assert refusal_of(second, case).code == "private.unanswered"
    reply(case)
    notice = second(case)

    assert notice.content["representations"] == [
        {"text": "We want to hear the prices.", "answer": "Prices are published after award."}
    ]
    assert (notice.stage, notice.matures_on, "A resident" in str(notice.content)) == ("SECOND", date(2027, 1, 9), False)


def test_second_notice_with_four_clear_days_is_refused(case):
    first(case)

    refusal = refusal_of(second, case, at=datetime(2027, 1, 4, 9, 0, tzinfo=UTC))

    assert (refusal.code, refusal.earliest) == ("private.too_short", date(2027, 1, 12))


def test_second_notice_needs_the_first_and_comes_once(case):
    assert refusal_of(second, case).code == "private.no_notice"
    first(case)
    second(case)

    assert refusal_of(second, case, at=SECOND_AT + timedelta(hours=1)).code == "private.twice"


def test_notice_of_a_later_private_meeting_takes_nothing_from_the_two_of_an_earlier_one(case):
    first(case)
    two = second(case)

    first(case, at=SECOND_AT + timedelta(hours=1), meets_on=date(2027, 3, 1))

    assert private(case).by == two.reference
    assert refusal_of(private, case, on=date(2027, 3, 1)).code == "private.no_second_notice"


def test_item_with_both_notices_may_be_closed_for_the_paragraphs_named(case):
    first(case)
    second(case)

    closed = private(case)

    assert (closed.paragraphs, closed.by) == ((3,), "2026-001-p2")
    assert refusal_of(private, case, paragraphs=(5,)).code == "private.no_notice"
    assert refusal_of(private, case, on=MEETS + timedelta(days=7)).code == "private.no_second_notice"


def test_e21_item_with_only_the_first_notice_stays_public_and_the_ways_on_are_links(case):
    first(case)

    refusal = refusal_of(private, case)

    assert refusal.code == "private.no_second_notice"
    assert [(way.label, way.url_name) for way in refusal.alternatives] == [
        ("Take the item in public", "duty"),
        ("Publish the second notice of the private meeting for 20 January 2027", "case_private"),
        ("Ask for agreement under regulation 5(6)", "case_urgency_ask"),
    ]


def test_e21_agreement_under_regulation_5_6_closes_the_item(case):
    first(case)
    answer(ask(case, Kind.PRIVATE_MEETING, by=MEETS))

    assert private(case).by == "2026-001-u1"


def test_special_urgency_does_not_close_a_meeting(case):
    answer(ask(case, Kind.KEY_DECISION))

    assert refusal_of(private, case).code == "private.no_notice"


def test_e22_representation_after_the_second_notice_is_logged_for_the_meeting_without_a_new_notice(case):
    first(case)
    second(case)

    row, follows = receive(case, SECOND_AT + timedelta(days=4))

    assert (row.number, follows, private(case).by) == (1, "REPORT_ORALLY", "2026-001-p2")
    assert PrivateMeetingNotice.objects.count() == 2


def test_every_step_writes_its_event(case):
    first(case)
    receive(case, MORNING + timedelta(days=3))
    reply(case)
    second(case)

    assert list(AuditIndex.objects.filter(case=case).order_by("pk").values_list("kind", flat=True)) == [
        "private_notice.publish", "representation.receive", "representation.answer", "private_notice.publish",
    ]  # fmt: skip


def test_representation_is_answered_once(case):
    first(case)
    receive(case, MORNING + timedelta(days=3))
    reply(case)

    assert refusal_of(reply, case).code == "private.answered"
    assert refusal_of(reply, case, 2).code == "private.no_representation"


def test_nobody_else_publishes(case):
    with pytest.raises(PermissionDenied):
        first(case, by="commissioner")


LATER = date(2027, 1, 25)
AGAIN_AT = datetime(2027, 1, 8, 9, 0, tzinfo=UTC)


def test_second_notice_is_published_again_for_a_later_day_and_both_days_are_allowed(case):
    first(case)
    second(case)

    again = second(case, at=AGAIN_AT, meets_on=LATER)

    assert (again.reference, again.meets_on, again.content["meets_on"]) == ("2026-001-p3", LATER, "2027-01-25")
    assert (private(case).by, private(case, on=LATER).by) == ("2026-001-p2", "2026-001-p3")


def test_second_notice_for_the_same_day_is_published_once(case):
    first(case)
    second(case)

    assert refusal_of(second, case, at=AGAIN_AT).code == "private.twice"
    assert refusal_of(second, case, at=AGAIN_AT, meets_on=MEETS).message == "The second notice for 11 January 2027 has been published already."


def test_second_notice_for_a_day_before_the_28_clear_days_are_over_is_refused(case):
    first(case)

    assert refusal_of(second, case, at=datetime(2026, 12, 1, 9, 0, tzinfo=UTC), meets_on=date(2026, 12, 21)).code == "private.too_short"


def test_second_notice_too_late_for_the_new_day_is_refused(case):
    first(case)
    second(case)

    assert refusal_of(second, case, at=AGAIN_AT, meets_on=date(2027, 1, 15)).code == "private.too_short"


def test_what_came_after_the_second_notice_is_answered_in_the_next_one(case):
    first(case)
    second(case)
    receive(case, AGAIN_AT)

    assert refusal_of(second, case, at=AGAIN_AT + timedelta(hours=1), meets_on=LATER).code == "private.unanswered"
