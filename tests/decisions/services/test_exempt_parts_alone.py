"""The report to one member who decides alone may leave something out: under a paragraph, without a private meeting."""

from datetime import date

import pytest
from django.test import Client

from commissioning import ledger
from commissioning.models import AuditOpening, Case
from commissioning.rules.refusals import Refusal
from commissioning.services import disclosures
from decisions.models import AgendaItem
from decisions.rules.exempt_parts import KeptBack
from decisions.selectors.exempt_parts import exempt_part, to_review
from decisions.services.agendas import open_agenda_publish, publish_agenda
from decisions.services.records import certify_record, open_record_certify
from tests.builders import a_borough, a_case, actor, office, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_cleared_proposal, set_clock, sign_in
from tests.builders_s3 import AGENDA_AT, CABINET_AT, a_delegation, decide_alone, open_decision
from tests.builders_s5 import PUBLISHED_AT

pytestmark = pytest.mark.django_db
WEIGHING, CANARY = "The lowest price is still open.", "zebracanary"
KEPT = KeptBack(f"The lowest bid is {CANARY} pounds.", date(2027, 6, 1))


@pytest.fixture(scope="module")
def built_case(module_database) -> int:
    """Cleared, and waiting for the report to the cabinet member for adults alone."""
    a_borough()
    a_delegation()
    case = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(AGENDA_AT))
    return case.pk


@pytest.fixture
def case(built_case: int, settings, tmp_path) -> Case:
    settings.DOCUMENT_STORE, settings.ERASURE_JOURNAL = tmp_path / "documents", tmp_path / "erasures.jsonl"
    return Case.objects.get(pk=built_case)


def publish(case: Case, **more: object) -> AgendaItem:
    words = {"closed_for": [3], "weighing": WEIGHING, "kept_back": KEPT, "decide_from": date(2026, 12, 16)} | more
    with ledger.recording():
        return publish_agenda(
            duty=open_duty(case, "agenda.publish"), member=office("cm-adults"), actor=actor("proper-officer"), at=AGENDA_AT, **words
        )


def words(item: AgendaItem, who: str = "", part: str = "") -> tuple[int, str]:
    client = Client()
    if who:
        sign_in(client, who)
    answer = client.get(f"/reports/{item.pk}/{part}")
    return answer.status_code, " ".join(answer.content.decode().split())


def test_report_to_one_member_leaves_a_part_out_without_notices_of_a_private_meeting(case):
    item = publish(case)

    assert (item.meeting, item.closed_for["paragraphs"], item.closed_for["by"]) == (None, [3], "")
    assert exempt_part(item).text() == KEPT.text
    assert AuditOpening.objects.get(event_id=exempt_part(item).seq, name="exempt_text").tier == "exempt"
    status, page = words(item)
    assert (status, CANARY in page, "Not for publication in part." in page) == (200, False, True)
    assert f"Why the public interest in keeping it back is greater: {WEIGHING}" in page
    assert to_review(date(2027, 6, 1))[0].case == case


@pytest.mark.parametrize(
    ("who", "status"), [("cm-adults", 200), ("monitoring-officer", 200), ("commissioner", 404), ("scrutiny-chair", 404), ("", 302)]
)
def test_the_member_and_those_who_answer_for_it_read_what_is_left_out(case, settings, who, status):
    settings.DEMO_MODE = True
    item = publish(case)

    code, page = words(item, who, "exempt/")

    assert (code, CANARY in page) == (status, status == 200)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"closed_for": []}, "exempt.no_paragraph"),
        ({"weighing": "—"}, "exempt.no_weighing"),
        ({"kept_back": KeptBack(KEPT.text)}, "exempt.no_review"),
    ],
)
def test_nothing_is_left_out_without_a_paragraph_a_weighing_and_a_day(case, more, code):
    with pytest.raises(Refusal) as refusal:
        publish(case, **more)

    assert refusal.value.code == code


def test_paragraph_without_anything_left_out_closes_nothing(case):
    assert publish(case, kept_back=KeptBack()).closed_for == {}


def test_record_says_what_was_left_out_and_of_no_private_meeting(case):
    item = publish(case)
    with ledger.recording():
        open_decision(case=case, act=test_act(AGENDA_AT))
    decide_alone(case)
    with ledger.recording():
        open_record_certify(case=case, act=test_act(CABINET_AT))
    with ledger.recording():
        record = certify_record(duty=open_duty(case, "record.certify"), conflicts_settled=True, actor=actor("proper-officer"), at=PUBLISHED_AT)

    page = " ".join(Client().get(f"/register/{case.reference}/").content.decode().split())

    assert ("private" in record.content, record.content["left_out"]["weighing"]) == (False, WEIGHING)
    assert "Left out of the report" in page
    assert "paragraph 3 (information relating to the financial or business affairs of any person" in page
    assert CANARY not in page
    assert item.meeting is None


def test_lifting_shows_everybody_what_was_left_out(case):
    item = publish(case)
    with ledger.recording():
        disclosures.lift_exemption(
            case=case, fields=[(exempt_part(item).seq, "exempt_text")], ground="Signed.", actor=actor("proper-officer"), at=CABINET_AT
        )

    assert CANARY in words(item)[1]


def test_agenda_page_takes_what_is_left_out_for_a_member(client, case, settings):
    set_clock(settings, AGENDA_AT)
    sign_in(client, "proper-officer")
    data = {
        "meeting": "member", "member": office("cm-adults").pk, "decide_from_day": 16, "decide_from_month": 12, "decide_from_year": 2026,
        "whole": "on", "request_key": "k1", "closed_for": ["3"], "weighing": WEIGHING, "kept_back": KEPT.text,
        "review_on_day": 1, "review_on_month": 6, "review_on_year": 2027,
    }  # fmt: skip

    answer = client.post(f"/duties/{open_duty(case, 'agenda.publish').pk}/", data)

    item = AgendaItem.objects.get(kind="DECISION")
    assert (answer.status_code, item.maker.key, exempt_part(item).text()) == (302, "cm-adults", KEPT.text)
