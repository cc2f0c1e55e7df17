"""Certifying and publishing a record."""

from copy import deepcopy
from datetime import date, timedelta
from hashlib import sha256

import pytest

from commissioning import ledger
from commissioning.models import AuditIndex, AuditOpening, ConstitutionVersion, Duty, Involvement
from commissioning.rules.canonical import hash_of
from commissioning.rules.refusals import Refusal
from decisions.models import DecisionRecord
from decisions.records.pdf import record_html
from decisions.rules.motions import Words
from decisions.selectors.decisions import latest_decision
from decisions.selectors.records import call_in_applies, call_in_window_ends, may_take_effect_at
from decisions.services.reconsiderations import OUTCOMES
from decisions.services.record_corrections import correct_record
from decisions.services.records import certify_record, open_record_certify
from scrutiny.selectors.stages import case_stages
from tests.builders import CONSTITUTION, MORNING, a_borough, actor, person, test_act
from tests.builders_s1 import open_duty
from tests.builders_s3 import (
    CABINET_AT,
    LATER,
    a_decided_case,
    a_hold,
    a_sitting,
    answer_concerns,
    bring_back,
)
from tests.builders_s5 import PUBLISHED_AT, a_published_record

pytestmark = pytest.mark.django_db
WEIGHING = "While the tender runs, open bids would cost more than hearing the prices now is worth."


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_decided_case()


@pytest.fixture(autouse=True)
def case(built_case, db):
    return deepcopy(built_case)


def test_record_is_frozen_under_the_hash_of_its_content(case):
    record = a_published_record(case)

    assert record.content_hash == hash_of(DecisionRecord.objects.get().content)


def test_record_says_what_the_regulations_ask(case):
    content = a_published_record(case).content

    told = {key: content[key] for key in ("outcome", "date_made", "reasons", "alternatives", "conflicts")}
    assert told == {
        "outcome": "AGREED",
        "date_made": "2027-01-11",
        "reasons": "It meets the need at the lowest cost to all agencies.",
        "alternatives": "Buying alone was rejected because it costs more for the same help.",
        "conflicts": [],
    }


def test_window_is_five_clear_working_days_from_publication(case):
    record = a_published_record(case)  # Tuesday 12 January 2027, 10am

    window = record.call_in["deadline"]
    assert (window["counted"], window["earliest"]) == (
        ["2027-01-13", "2027-01-14", "2027-01-15", "2027-01-18", "2027-01-19"],
        "2027-01-20",
    )


def taken_in_private(case) -> None:
    item = latest_decision(case).item
    item.closed_for = {"paragraphs": [3, 5], "weighing": WEIGHING, "by": "2026-001-p2", "why": "Both notices were in time"}
    item.save_as(test_act(), update_fields=["closed_for"])


def test_record_gives_the_paragraphs_and_how_the_public_interest_was_weighed_on_page_pdf_and_receipt(case, client):
    taken_in_private(case)

    record = a_published_record(case)

    private = record.content["private"]
    assert [part["number"] for part in private["paragraphs"]] == [3, 5]
    assert (private["weighing"], private["allowed_by"]) == (WEIGHING, "2026-001-p2")
    page, pdf = client.get("/register/2026/001/").content.decode(), record_html(record)
    for told in (page, pdf):
        words = " ".join(told.split())
        assert "paragraph 3 (information relating to the financial or business affairs of any person, the council included); paragraph 5" in words
        assert f"Why the public interest in keeping it back is greater: {WEIGHING}" in words
    assert "/private-meetings/2026-001-p2/" in page
    event = AuditIndex.objects.get(kind="decision.publish")
    opening = AuditOpening.objects.get(event_id=event.seq, name="private")
    assert (opening.tier, opening.value) == ("public", private)


def test_record_of_an_item_taken_in_public_says_nothing_of_paragraphs(case, client):
    assert "private" not in a_published_record(case).content
    assert "Taken in private" not in client.get("/register/2026/001/").content.decode()


def test_e72_record_published_nine_days_late_starts_its_window_then_and_shows_the_missed_target(case, client):
    record = a_published_record(case, at=CABINET_AT + timedelta(days=9, hours=-8))

    told = "The record was due by 13 January 2027 and was published on 20 January 2027."
    assert (record.call_in["deadline"]["started_on"], record.content["late"]) == ("2027-01-20", told)
    assert (told in client.get("/register/2026/001/").content.decode(), told in record_html(record)) == (True, True)


def test_record_in_time_says_nothing_of_lateness(case):
    assert "late" not in a_published_record(case).content


def test_days_on_which_offices_are_closed_lengthen_the_window_where_the_constitution_says_so(case):
    text = CONSTITUTION.read_text().replace("2026-12-31", "2027-01-15").replace(
        "closure_days_count = { value = true", "closure_days_count = { value = false"
    )
    case.constitution = ConstitutionVersion.create_as(
        test_act(), key="lammas-vale", version="closing", effective_from=date(2026, 1, 1), text=text,
        sha256=sha256(text.encode()).hexdigest(), loaded_at=MORNING,
    )  # fmt: skip
    case.save_as(test_act(), update_fields=["constitution"])

    window = a_published_record(case).call_in["deadline"]

    assert (window["counted"], window["earliest"]) == (
        ["2027-01-13", "2027-01-14", "2027-01-18", "2027-01-19", "2027-01-20"], "2027-01-21",
    )  # fmt: skip


def test_window_closes_at_five_on_its_last_day(case):
    record = a_published_record(case)

    assert call_in_window_ends(record.case).isoformat() == "2027-01-19T17:00:00+00:00"


def test_published_decision_of_the_cabinet_can_be_called_in(case):
    assert call_in_applies(a_published_record(case).case) is True


def test_publishing_closes_the_duty_and_writes_one_event(case):
    record = a_published_record(case)

    duty = Duty.objects.get(kind="record.certify")
    events = AuditIndex.objects.filter(subject=f"{record.case.reference}/record").values_list("kind", flat=True)
    assert (duty.result, list(events)) == ("PUBLISHED", ["decision.publish"])


def test_certifier_takes_a_part_in_the_case(case):
    a_published_record(case)

    parts = Involvement.objects.filter(person=person("deputy-proper-officer")).values_list("part", flat=True)
    assert list(parts) == ["certifier"]


def test_clerk_cannot_certify_what_they_clerked(case):
    with ledger.recording():
        open_record_certify(case=case, act=test_act(CABINET_AT))

    with pytest.raises(Exception, match="Nobody certifies what they clerked"), ledger.recording():
        certify_record(
            duty=open_duty(case, "record.certify"),
            conflicts_settled=True,
            actor=actor("proper-officer"),
            at=PUBLISHED_AT,
        )

    assert DecisionRecord.objects.count() == 0


def test_record_without_the_word_on_conflicts_is_refused(case):
    with ledger.recording():
        open_record_certify(case=case, act=test_act(CABINET_AT))

    with pytest.raises(Refusal, match="declared conflict of interest"), ledger.recording():
        certify_record(
            duty=open_duty(case, "record.certify"),
            conflicts_settled=False,
            actor=actor("deputy-proper-officer"),
            at=PUBLISHED_AT,
        )

    assert (DecisionRecord.objects.count(), Duty.objects.get(kind="record.certify").closed_at) == (0, None)


def test_record_is_asked_for_within_two_working_days(case):

    with ledger.recording():
        open_record_certify(case=case, act=test_act(CABINET_AT))

    assert Duty.objects.get(kind="record.certify").due_on == date(2027, 1, 13)


def test_decision_may_take_effect_at_the_start_of_the_day_after_the_window(case):
    record = a_published_record(case)

    assert may_take_effect_at(record.case).isoformat() == "2027-01-20T00:00:00+00:00"


def an_answer(case, result="AMENDED"):
    """Called in, referred back with one concern, and answered by the Cabinet in February."""
    a_published_record(case)
    a_hold(case, "Ask carers first.")
    a_sitting(bring_back(case).meeting, at=LATER)
    words = Words(OUTCOMES[result], "Carers are asked first.", ("Ask carers.",), "The concern is met.", "Waiting a year.")
    answer_concerns(case, result, answers=["They are asked in July."], words=words)
    return a_published_record(case, at=LATER + timedelta(days=1))


def test_answer_to_a_call_in_gets_a_record_of_its_own(case):
    second = an_answer(case)

    said = second.content
    assert (second.number, said["record_number"], said["date_made"]) == (2, 2, "2027-02-08")
    assert (said["outcome"], said["decision_text"]) == ("AGREED_AMENDED", "Carers are asked first.")
    assert said["reconsideration"]["answers"] == [{"concern": "Ask carers first.", "answer": "They are asked in July."}]
    assert said["reconsideration"]["first"]["made_on"] == "2027-01-11"
    assert (second.call_in["applies"], second.effective_on) == (False, date(2027, 2, 9))
    assert second.call_in["reason"] == "Call-in does not apply: the decision was called in once already."


def test_window_stays_that_of_the_first_record(case):
    an_answer(case)

    assert call_in_applies(case) is True
    assert may_take_effect_at(case).isoformat() == "2027-01-20T00:00:00+00:00"
    call_in = next(stage for stage in case_stages(case, LATER) if stage.key == "call_in")
    assert call_in.state != "skipped"


def test_answer_that_cannot_be_called_in_is_not_corrected_in_substance(case):
    """It would have opened a window, while the first one ran, that the constitution does not give."""
    an_answer(case)
    given = {"decision_text": "Carers are asked at once."}

    with ledger.recording(), pytest.raises(Refusal) as refused:
        correct_record(
            case=case, given=given, note="The time was left out.", changes_substance=True,
            actor=actor("deputy-proper-officer"), at=LATER + timedelta(days=2),
        )  # fmt: skip

    assert refused.value.code == "correction.no_window"


def test_decision_that_was_taken_back_is_on_record_and_has_no_effect(case):
    second = an_answer(case, "RESCINDED")

    assert (second.number, second.content["outcome"], second.effective_on) == (2, "NOT_AGREED", None)


def test_record_names_the_deputy_as_deputy(case):
    assert a_published_record(case).certified_as == "Head of democratic services (deputy)"


def test_person_who_presided_certifies_where_everybody_of_the_proper_officer_clerked(case):
    for key in ("proper-officer", "deputy-proper-officer"):
        Involvement.objects.get_or_create(case=case, person=person(key), part="clerk", defaults={"at": CABINET_AT})

    record = a_published_record(case, by="leader")

    duty = Duty.objects.get(kind="record.certify")
    assert (duty.office.key, duty.person, record.certified_by) == ("leader", person("leader"), person("leader"))
    assert record.certified_as == "Leader of the Council"


def test_deputy_certifies_while_one_of_the_office_did_not_clerk(case):
    with ledger.recording():
        open_record_certify(case=case, act=test_act(CABINET_AT))

    duty = Duty.objects.get(kind="record.certify")
    assert (duty.office.key, duty.person) == ("proper-officer", None)
