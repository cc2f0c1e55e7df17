"""Calling meetings, and putting a case before the senior management team, the Cabinet or one member."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Body, Case
from commissioning.rules.dates import months_later
from commissioning.rules.refusals import Refusal
from commissioning.selectors.evidence_packs import current_pack_version
from decisions.models import AgendaItem, Meeting, SsmtOutcome
from decisions.selectors.meetings import current_item, items_of, live_item
from decisions.services.agenda_items import NewMeeting
from decisions.services.agendas import open_agenda_publish, publish_agenda
from decisions.services.meetings import create_meeting, open_ssmt_schedule, schedule_ssmt
from tests.builders import MORNING, a_borough, a_case, actor, office, person, test_act
from tests.builders_law_acts import an_exception
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting, a_notice, a_second_version
from tests.builders_s3 import a_delegation
from tests.decisions.services.test_private_meetings import first as private_first
from tests.decisions.services.test_private_meetings import second as private_second

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
TEAM = datetime(2026, 12, 7, 10, 0, tzinfo=UTC)
CABINET = datetime(2027, 1, 11, 18, 30, tzinfo=UTC)
AFTER_TEAM = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
WEIGHING = "While the tender runs, open bids would cost the council more than hearing the prices now is worth."


def duty_for(case: Case, kind: str, *, at: datetime = MORNING):
    opener = {"ssmt.schedule": open_ssmt_schedule, "agenda.publish": open_agenda_publish}[kind]
    with ledger.recording():
        opener(case=case, act=test_act(at))
    return open_duty(case, kind)


def schedule(case: Case, *, at: datetime = MORNING, by: str = "proper-officer", **where: object) -> AgendaItem:
    duty = duty_for(case, "ssmt.schedule", at=at)
    with ledger.recording():
        return schedule_ssmt(duty=duty, actor=actor(by), at=at, **where)


def publish(case: Case, *, at: datetime = AFTER_TEAM, by: str = "proper-officer", **where: object) -> AgendaItem:
    duty = duty_for(case, "agenda.publish", at=at)
    with ledger.recording():
        return publish_agenda(duty=duty, actor=actor(by), at=at, **where)


def a_new(starts_at: datetime, body: str = "cabinet") -> NewMeeting:
    return NewMeeting(Body.objects.get(key=body), starts_at, "Council Chamber")


def state(case: Case, item: AgendaItem, outcome: str = "RECOMMENDED") -> None:
    SsmtOutcome.create_as(
        test_act(TEAM), case=case, item=item, outcome=outcome, text="The team recommends.", reckoning="All agree.",
        stated_by=person("ssmt-chair"), stated_at=TEAM,
    )  # fmt: skip


def recommended(*, icb: int = 60_000_000) -> Case:
    """A joint key case with notice, clearances and the team's recommendation."""
    a_borough()
    case = a_case()
    a_cleared_proposal(case, icb=icb)
    a_notice(case)
    state(case, schedule(case, new=a_new(TEAM, "ssmt")))
    return case


def test_meeting_is_called_by_the_proper_officer_and_logged():
    a_borough()

    meeting = a_meeting(CABINET)

    events = AuditIndex.objects.filter(subject=f"meeting:{meeting.pk}").values_list("kind", flat=True)
    assert (meeting.meets_on, meeting.chair.key, meeting.convened_at, meeting.warnings) == (
        date(2027, 1, 11), "leader", MORNING, [],
    )  # fmt: skip
    assert list(events) == ["meeting.call"]


@pytest.mark.parametrize(
    ("starts_at", "reason"),
    [
        (datetime(2027, 1, 10, 10, 0, tzinfo=UTC), "10 January 2027 is not a working day (Sunday)"),
        (datetime(2026, 12, 28, 10, 0, tzinfo=UTC), "28 December 2026 is not a working day (Boxing Day, substitute day)"),
    ],
)
def test_meeting_on_an_unusual_day_is_called_with_a_warning(starts_at, reason):
    a_borough()

    meeting = a_meeting(starts_at)

    assert meeting.warnings == [f"{reason}. A meeting on it is lawful but unusual."]


def test_meeting_in_the_past_is_refused():
    a_borough()

    with pytest.raises(Refusal) as refusal:
        a_meeting(MORNING)

    assert (refusal.value.code, Meeting.objects.count()) == ("meeting.past", 0)


def test_meeting_of_a_body_without_a_chair_is_refused():
    a_borough()

    with pytest.raises(Refusal) as refusal:
        a_meeting(CABINET, body="adults")

    assert refusal.value.code == "meeting.no_chair"


def test_nobody_else_calls_a_meeting():
    a_borough()

    with pytest.raises(PermissionDenied), ledger.recording():
        create_meeting(new=a_new(CABINET), actor=actor("leader"), at=MORNING)


def test_cleared_proposal_goes_on_a_new_meeting_of_the_team():
    a_borough()
    case = a_case()
    version = a_cleared_proposal(case)

    item = schedule(case, new=a_new(TEAM, "ssmt"))

    assert (item.kind, item.number, item.version, item.meeting.body.key) == ("RECOMMENDATION", 1, version, "ssmt")
    assert (item.meeting.agenda_published_at, item.published_at) == (MORNING, None)
    assert live_item(case, "RECOMMENDATION") == item
    assert case.duties.get(kind="ssmt.schedule").result == "SCHEDULED"


def test_second_case_is_the_second_item():
    a_borough()
    meeting = a_meeting(TEAM, body="ssmt")
    cases = [a_case(number=1), a_case(number=2, title="Equipment at home")]
    for case in cases:
        a_cleared_proposal(case)
        schedule(case, meeting=meeting)

    assert [(item.number, item.case) for item in items_of(meeting)] == [(1, cases[0]), (2, cases[1])]


def test_team_gets_its_papers_three_clear_working_days_before():
    a_borough()
    case = a_case()
    a_cleared_proposal(case)
    later = a_meeting(TEAM, body="ssmt")

    with pytest.raises(Refusal) as refusal:
        schedule(case, new=a_new(datetime(2026, 11, 26, 10, 0, tzinfo=UTC), "ssmt"))

    assert (refusal.value.code, refusal.value.earliest) == ("ssmt.papers_late", date(2026, 11, 27))
    assert [(way.label, way.query) for way in refusal.value.alternatives] == [
        ("Take it to Single senior management team on 7 December 2026", {"meeting": later.pk})
    ]
    assert AgendaItem.objects.count() == 0


def test_proposal_that_changed_after_clearance_is_refused():
    a_borough()
    case = a_case()
    a_cleared_proposal(case)
    a_second_version(case)

    with pytest.raises(Refusal) as refusal:
        schedule(case, new=a_new(TEAM, "ssmt"))

    assert (refusal.value.code, AgendaItem.objects.count()) == ("clearance.missing", 0)


def test_team_item_cannot_go_to_the_cabinet():
    a_borough()
    case = a_case()
    a_cleared_proposal(case)

    with pytest.raises(Refusal) as refusal:
        schedule(case, meeting=a_meeting(TEAM))

    assert refusal.value.code == "meeting.wrong_body"


def test_agenda_and_report_are_published_with_notice_count_and_missing_signatures():
    case = recommended()

    item = publish(case, new=a_new(CABINET))

    assert (item.kind, item.meeting.meets_on, item.published_at) == ("DECISION", date(2027, 1, 11), AFTER_TEAM)
    assert (item.notice.reference, item.subject_to) == ("2026-001-1", ["ICB"])
    assert item.reckoning["counted"] == ["2026-12-09", "2026-12-10", "2026-12-11", "2026-12-14", "2026-12-15"]
    assert current_item(case, "DECISION") == item


def test_agenda_inside_five_clear_working_days_is_refused_with_the_meetings_that_are_lawful():
    case = recommended()
    lawful = a_meeting(datetime(2027, 1, 25, 18, 30, tzinfo=UTC))
    too_late = datetime(2027, 1, 5, 9, 0, tzinfo=UTC)

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(CABINET), at=too_late)

    assert (refusal.value.code, refusal.value.earliest) == ("agenda.too_short", date(2027, 1, 13))
    assert [way.query for way in refusal.value.alternatives] == [
        {"meeting": lawful.pk}, {"meeting": "new", "on": "2027-01-11"}
    ]  # fmt: skip
    assert live_item(case, "DECISION") is None


def test_no_way_leads_to_a_day_on_which_the_notice_would_stop_it():
    case = recommended()

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(datetime(2026, 12, 14, 18, 30, tzinfo=UTC)))

    assert (refusal.value.code, refusal.value.earliest) == ("agenda.too_short", date(2027, 1, 11))
    assert refusal.value.message == (
        "A meeting on 14 December 2026 would leave only 3 clear working days; 5 are needed. By this count alone it could be "
        "16 December 2026."
    )
    assert [way.query for way in refusal.value.alternatives] == [{"meeting": "new", "on": "2027-01-11"}]


def test_day_of_a_published_exception_is_the_first_and_shorter_notice_a_way_to_it():
    a_borough()
    case = a_case()
    a_cleared_proposal(case)
    state(case, schedule(case, new=a_new(TEAM, "ssmt")))
    an_exception(case, on=date(2026, 12, 10), at=datetime(2026, 12, 2, 9, 0, tzinfo=UTC))

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(datetime(2026, 12, 10, 18, 30, tzinfo=UTC)))

    assert (refusal.value.code, refusal.value.earliest) == ("agenda.too_short", date(2026, 12, 16))
    assert refusal.value.message.endswith("The earliest lawful date is 16 December 2026.")
    assert [way.query["on"] for way in refusal.value.alternatives] == ["2026-12-16", "2026-12-10"]


def test_agenda_published_on_new_years_eve_serves_11_january():
    case = recommended()

    item = publish(case, new=a_new(CABINET), at=datetime(2026, 12, 31, 9, 0, tzinfo=UTC))

    assert item.reckoning["counted"] == ["2027-01-04", "2027-01-05", "2027-01-06", "2027-01-07", "2027-01-08"]


def test_meeting_before_the_notice_is_mature_is_refused():
    case = recommended()

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(datetime(2026, 12, 17, 18, 30, tzinfo=UTC)))

    assert (refusal.value.code, refusal.value.earliest) == ("notice.does_not_cover", date(2027, 1, 11))


def test_key_decision_without_notice_is_refused():
    a_borough()
    case = a_case()
    a_cleared_proposal(case)
    state(case, schedule(case, new=a_new(TEAM, "ssmt")))

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(CABINET))

    assert (refusal.value.code, refusal.value.earliest) == ("notice.none", date(2027, 1, 6))


@pytest.mark.parametrize("outcome", ["RETURNED", "DEFERRED", "NOT_SUPPORTED"])
def test_joint_case_that_the_team_does_not_recommend_is_refused(outcome):
    a_borough()
    case = a_case()
    a_cleared_proposal(case)
    a_notice(case)
    state(case, schedule(case, new=a_new(TEAM, "ssmt")), outcome)

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(CABINET))

    assert refusal.value.code == "ssmt.not_recommended"


def test_one_member_decides_from_a_date_on_without_a_meeting():
    a_borough()
    case = a_case(track="COUNCIL_KEY")
    a_cleared_proposal(case, icb=0)
    a_notice(case, body=None, member=office("cm-adults"))
    a_delegation()

    item = publish(case, member=office("cm-adults"), decide_from=date(2027, 1, 11))

    assert (item.meeting, item.maker.key, item.decide_from) == (None, "cm-adults", date(2027, 1, 11))


def test_e10_member_instead_of_the_noticed_cabinet_needs_a_new_notice():
    case = recommended()
    a_delegation()

    with pytest.raises(Refusal) as refusal:
        publish(case, member=office("cm-adults"), decide_from=date(2027, 1, 11))

    assert (refusal.value.code, AgendaItem.objects.filter(kind="DECISION").count()) == ("notice.does_not_cover", 0)


def test_decision_that_slips_past_the_announced_period_goes_out_once_the_notice_is_published_again():
    case = recommended()
    late = datetime(2027, 4, 12, 17, 0, tzinfo=UTC)  # the notice says until 31 March

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(late))
    again = a_notice(case, at=AFTER_TEAM, decide_from=late.date(), decide_to=late.date(), why_again="The meeting moved.")

    assert (refusal.value.code, live_item(case, "DECISION")) == ("notice.slipped", None)
    (way,) = refusal.value.alternatives
    assert (way.url_name, way.query) == ("notice_again", {"decide_from": "2027-04-12", "decide_to": "2027-04-12"})
    assert publish(case, new=a_new(late)).notice == again


def test_evidence_approved_more_than_twelve_months_before_the_meeting_is_refused():
    case = recommended()
    pack = current_pack_version(case)
    last = months_later(pack.approved_at.date(), 12)
    on_the_day = datetime.combine(last, CABINET.time(), tzinfo=UTC)

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(on_the_day + timedelta(days=1)))

    assert (refusal.value.code, live_item(case, "DECISION")) == ("evidence.too_old", None)
    assert [way.url_name for way in refusal.value.alternatives] == ["case_evidence", "case_withdraw"]


def test_two_meetings_cannot_take_the_same_case():
    case = recommended()
    publish(case, new=a_new(CABINET))

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(CABINET + timedelta(days=14)))

    assert (refusal.value.code, AgendaItem.objects.filter(kind="DECISION").count()) == ("item.twice", 1)


def test_deferred_case_goes_to_a_later_meeting_and_the_earlier_item_ends():
    case = recommended()
    first = publish(case, new=a_new(CABINET))

    second = publish(case, new=a_new(CABINET + timedelta(days=14)), at=CABINET + timedelta(days=1))

    first.refresh_from_db()
    assert (first.ended_as, live_item(case, "DECISION")) == ("DEFERRED", second)


def test_publishing_twice_with_one_duty_is_refused():
    case = recommended()
    duty = duty_for(case, "agenda.publish")
    with ledger.recording():
        publish_agenda(duty=duty, new=a_new(CABINET), actor=actor("proper-officer"), at=AFTER_TEAM)

    with pytest.raises(Refusal) as refusal, ledger.recording():
        publish_agenda(duty=duty, new=a_new(CABINET), actor=actor("proper-officer"), at=AFTER_TEAM)

    assert refusal.value.code == "item.closed"


def test_nobody_else_publishes_an_agenda():
    case = recommended()

    with pytest.raises(PermissionDenied):
        publish(case, new=a_new(CABINET), by="leader")


def test_e21_item_is_not_put_on_the_agenda_as_private_without_both_notices():
    case = recommended()

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(CABINET), closed_for=[3], weighing=WEIGHING)

    assert (refusal.value.code, live_item(case, "DECISION")) == ("private.no_notice", None)
    assert publish(case, new=a_new(CABINET)).closed_for == {}


def test_e21_first_day_of_a_private_item_is_the_one_that_its_notices_allow():
    case = recommended()

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(CABINET), closed_for=[3], weighing=WEIGHING, at=datetime(2026, 12, 21, 9, 0, tzinfo=UTC))

    assert (refusal.value.code, refusal.value.earliest) == ("private.no_notice", date(2027, 1, 19))
    assert [(way.url_name, way.query) for way in refusal.value.alternatives[:3]] == [
        ("duty", {"meeting": "new", "on": "2027-01-19"}), ("duty", {"on": "2027-01-11"}), ("case_private", {"meets_on": "2027-01-19"}),
    ]  # fmt: skip


def test_coming_late_is_no_way_to_a_meeting_before_the_notice_allows_it():
    case = recommended()
    early = a_meeting(datetime(2026, 12, 14, 18, 30, tzinfo=UTC))
    early.agenda_published_at = MORNING
    early.save_as(test_act(), update_fields=["agenda_published_at"])

    with pytest.raises(Refusal) as refusal:
        publish(case, meeting=early)

    assert refusal.value.code == "agenda.late_item"
    assert [way.url_name for way in refusal.value.alternatives] == ["duty"]


def test_item_with_both_notices_says_on_which_paragraphs_the_public_leaves(client):
    case = recommended()
    private_first(case)
    private_second(case, at=datetime(2026, 12, 31, 8, 0, tzinfo=UTC))

    item = publish(case, new=a_new(CABINET), closed_for=[3], weighing=WEIGHING, at=datetime(2026, 12, 31, 9, 0, tzinfo=UTC))

    assert (item.closed_for["paragraphs"], item.closed_for["by"]) == ([3], "2026-001-p2")
    report, agenda = (client.get(page).content.decode() for page in (f"/reports/{item.pk}/", f"/meetings/{item.meeting_id}/"))
    assert "Not for publication in part." in report
    assert "Part of this item will be taken in private" in agenda
    assert (item.closed_for["weighing"], WEIGHING in report, WEIGHING in agenda) == (WEIGHING, True, True)


@pytest.mark.parametrize("weighing", ["", "  ", "- 3."])
def test_item_is_not_closed_without_weighing_the_public_interest(weighing):
    case = recommended()
    private_first(case)
    private_second(case, at=datetime(2026, 12, 31, 8, 0, tzinfo=UTC))
    words = {"closed_for": [3], "weighing": weighing, "at": datetime(2026, 12, 31, 9, 0, tzinfo=UTC)}

    with pytest.raises(Refusal) as refusal:
        publish(case, new=a_new(CABINET), **words)

    assert (refusal.value.code, live_item(case, "DECISION")) == ("exempt.no_weighing", None)
