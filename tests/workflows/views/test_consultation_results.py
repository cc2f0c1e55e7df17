"""What people said in a consultation: recorded, public, frozen with the proposal, and before whoever decides."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commissioning import ledger
from commissioning.models import Case, Consultation, ConsultationResult, Document
from commissioning.rules.consultations import Result
from commissioning.rules.refusals import Refusal
from decisions.services.consultations import record_result
from tests.builders import MORNING, a_borough, a_case, actor, person, test_act
from tests.builders_s1 import a_submitted_proposal, last_event, open_duty, rules_of
from tests.builders_s2 import a_cleared_proposal, a_notice, set_clock, sign_in
from tests.builders_s3 import (
    CABINET_AT,
    a_delegation,
    a_member_item,
    an_item_in_session,
    decide_alone,
    state_decision,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
CLOSED = date(2026, 11, 20)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PAGES = "/cases/2026/001/consultations/"
PUBLIC = "/consultations/2026-001-c1/"
SAID = Result(412, "Most want **later hours**.", "PARTLY", "Two evenings a week are added.")
FORM = {"answered": "412", "summary": SAID.summary, "change": SAID.change, "response": SAID.response}


def a_consultation(case: Case, *, until: date = CLOSED) -> Consultation:
    with ledger.recording():
        return Consultation(
            case=case, n=1, title="Carers", question="What?", how="Write.", opens_on=date(2026, 10, 1), closes_on=until,
            opened_by=person("commissioner"), opened_at=MORNING,
        ).save_as(test_act())  # fmt: skip


def record(case: Case, result: Result = SAID, at: datetime = AT, by: str = "commissioner") -> ConsultationResult:
    with ledger.recording():
        return record_result(case=case, n=1, result=result, actor=actor(by), at=at)


def send(client, key: str = "one", **said):
    return client.post(f"{PAGES}1/results/", {"request_key": key, **FORM, **said})


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def case(settings, client) -> Case:
    a_borough()
    set_clock(settings, AT)
    sign_in(client, "commissioner")
    case = a_case()
    a_consultation(case)
    return case


def test_officer_records_what_people_said_and_everybody_reads_it(client, case):
    before = words(client.get(PAGES))
    answer = send(client)
    send(client)
    after = words(client.get(PAGES))
    client.logout()
    page = words(client.get(PUBLIC))

    assert (answer.status_code, ConsultationResult.objects.count()) == (302, 1)
    assert "What people said is not recorded yet" in before
    assert "412 answers. The proposal was changed in part. Recorded on 23 November 2026." in after
    assert "<strong>later hours</strong>" in page
    assert "Two evenings a week are added." in page
    assert last_event(case) == {
        "kind": "consultation.result", "subject": "2026/001/consultation/1", "title": "Carers", "record": 1, "answered": 412,
        "summary": SAID.summary, "change": "PARTLY", "response": SAID.response, "file": "",
    }  # fmt: skip


def test_residents_read_it_on_the_case_page(client, case):
    a_notice(case)
    record(case)
    client.logout()

    page = words(client.get("/register/2026/001/"))

    assert "412 answers. The proposal was changed in part" in page


def test_file_with_the_figures_is_saved_by_everybody_and_a_wrong_one_is_refused(client, case):
    wrong = send(client, "wrong", file=SimpleUploadedFile("answers.pdf", b"no pdf"))
    send(client, file=SimpleUploadedFile("answers.csv", b"Answer,Number\nYes,400\n"))
    client.logout()

    saved = client.get(f"{PUBLIC}results/1/file/")

    assert "not a real PDF" in words(wrong)
    assert saved.content == b"Answer,Number\nYes,400\n"
    assert saved.headers["Content-Disposition"] == 'attachment; filename="2026-001-c1-results.csv"'
    assert (Document.objects.get().access, saved.headers["X-Content-Type-Options"]) == ("PUBLIC", "nosniff")
    assert client.get(f"{PUBLIC}results/2/file/").status_code == 404


def test_correction_stands_beside_what_it_corrects(client, case):
    record(case)
    without_why = send(client)

    send(client, "two", answered="415", corrected="Three letters came late.")
    client.logout()
    page = words(client.get(PUBLIC))

    assert list(without_why.context["form"].errors) == ["corrected"]
    assert "415 answers" in page
    assert "Corrected, because: Three letters came late." in page
    assert "What was recorded before it was corrected" in page
    assert "412 answers" in page


def test_nothing_is_recorded_while_it_runs_and_unknown_ones_are_not_found(client, case, settings):
    set_clock(settings, datetime(2026, 11, 20, 9, 0, tzinfo=UTC))

    early = send(client)

    assert early.context["refusal"].code == "consultation.running"
    assert client.get(f"{PAGES}2/results/").status_code == 404


def test_proposal_waits_for_what_people_said_and_freezes_it(case):
    with pytest.raises(Refusal) as refusal:
        a_submitted_proposal(case)
    record(case, at=MORNING)

    version = a_submitted_proposal(case)

    assert (refusal.value.code, refusal.value.citation[:10]) == ("consultation.no_results", "R v Brent ")
    assert version.content["consultations"] == [
        {
            "reference": "2026-001-c1", "title": "Carers", "opens_on": "2026-10-01", "closes_on": "2026-11-20", "n": 1,
            "answered": 412, "summary": SAID.summary, "change": "PARTLY", "response": SAID.response, "file": "",
        }
    ]  # fmt: skip


def test_member_who_decides_alone_reads_it_first_and_the_log_says_that_it_was_there(client, settings):
    case = a_case(number=2, track="MEMBER_NON_KEY")
    a_consultation(case)
    record(case, at=MORNING)
    a_delegation()
    a_cleared_proposal(case, icb=0)
    item = a_member_item(case)
    set_clock(settings, CABINET_AT)
    sign_in(client, "cm-adults")
    page = words(client.get(f"/duties/{open_duty(case, 'decision.make').pk}/"))
    client.logout()
    report = words(client.get(f"/reports/{item.pk}/"))

    with pytest.raises(Refusal) as unread:
        decide_alone(case)
    decide_alone(case, documents=["REPORT", "EQUALITY", "CLEARANCES", "CONSULTATION"])

    assert "Take it conscientiously into account before you decide (R v Brent LBC ex p Gunning (1985) 84 LGR 168" in page
    assert "Two evenings a week are added." in page
    assert "What people said when they were consulted" in report
    assert unread.value.message == (
        "Open and read every document first. Still unread: What people said when they were consulted, and what followed from it."
    )
    assert rules_of(case, "decision.make")["consultation.considered"]["result"] == (
        "What people said in “Carers” was before the decision-maker."
    )


def test_cabinet_waits_for_it_and_reads_it_where_the_outcome_is_stated(client, settings):
    item = an_item_in_session(number=2)
    a_consultation(item.case, until=date(2027, 1, 4))
    set_clock(settings, CABINET_AT)
    with pytest.raises(Refusal) as refusal:
        state_decision(item.case)
    record(item.case, at=datetime(2027, 1, 8, 9, 0, tzinfo=UTC))
    sign_in(client, "leader")

    page = words(client.get(f"/duties/{open_duty(item.case, 'item.outcome').pk}/"))

    assert refusal.value.code == "consultation.no_results"
    assert "Carers: 412 answers. The proposal was changed in part" in page
    assert state_decision(item.case).outcome == "AGREED"
