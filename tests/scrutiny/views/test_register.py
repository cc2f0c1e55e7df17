"""What residents find: the register, one case, its PDF. No account, no statement per row."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from commissioning import ledger
from commissioning.acts import Actor
from commissioning.models import Case
from commissioning.services.cases import withdraw_case
from commissioning.services.disclosures import erase
from decisions.models import RecordFile
from decisions.records.pdf import record_html
from decisions.records.render import Rendered, render_pdf
from decisions.rules.motions import Manner
from decisions.services.cases import end_not_supported
from decisions.services.record_files import store_record_pdf
from tests.builders import MORNING, a_borough, a_case, actor, office, person
from tests.builders import test_act as system_act
from tests.builders_s2 import a_cleared_proposal, a_notice
from tests.builders_s3 import (
    LATER,
    MEMBERS,
    a_decided_case,
    a_delegation,
    a_member_item,
    an_item_in_session,
    call_vote,
    decide_alone,
    end_vote,
    give_vote,
    record_presence,
    state_decision,
)
from tests.builders_s5 import PUBLISHED_AT, a_published_record, a_received_call_in
from tests.decisions.services.test_records import an_answer

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_decided_case()


@pytest.fixture(autouse=True)
def case(built_case, db):
    return deepcopy(built_case)


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def test_draft_case_is_not_in_the_register(client):
    a_case(number=9, title="Secret plan")

    assert "Secret plan" not in page(client, "register").content.decode()


def test_draft_case_answers_like_one_that_does_not_exist(client):
    a_case(number=9)

    answers = {page(client, "register_case", 2026, number).status_code for number in ("009", "999")}
    assert answers == {404}


def test_published_case_says_who_decided_when_and_how_much(client, case):
    a_published_record(case)

    text = page(client, "register").content.decode()

    assert "Decided by Cabinet on 11 January 2027" in text


def test_register_finds_by_words_of_the_title(client, case):
    a_published_record(case)

    found = [line.reference for line in page(client, "register", q="carers").context["lines"]]
    assert found == ["2026/001"]


def test_register_finds_nothing_for_other_words(client, case):
    a_published_record(case)

    assert page(client, "register", q="trams").context["lines"] == []


def test_register_shows_a_held_decision_as_held(client, case):
    a_received_call_in(a_published_record(case).case)

    assert [line.state for line in page(client, "register", state="held").context["lines"]] == ["On hold"]


@pytest.mark.parametrize("cases", [1, 3])
def test_register_takes_the_same_statements_for_any_number(client, case, cases, django_assert_num_queries):
    a_published_record(case)
    for number in range(2, cases + 1):
        a_published_record(number=number)

    with django_assert_num_queries(3):
        page(client, "register")


def test_case_page_tells_the_decision_and_its_window(client, case):
    a_published_record(case)

    context = page(client, "register_case", 2026, "001").context
    assert (context["content"]["outcome"], context["window"].ends_on.isoformat()) == ("AGREED", "2027-01-19")


def an_announced_case() -> Case:
    """Known to the public by its notice of key decision, and not decided."""
    row = a_case(number=7)
    a_notice(row)
    return row


def test_resident_reads_that_a_case_was_withdrawn_and_why(client):
    row = an_announced_case()
    by = {"actor": actor("commissioner"), "at": MORNING + timedelta(days=1)}
    with ledger.recording():
        withdraw_case(case=row, reason="The grant was not renewed.", **by)

    words = " ".join(strip_tags(page(client, "register_case", 2026, "007").content.decode()).split())

    assert "This case was withdrawn on 24 November 2026, before it was decided. The timeline says why." in words
    assert "Reason: The grant was not renewed." in words
    assert "No decision has been made yet" not in words


def test_resident_reads_that_the_team_did_not_support_a_case(client):
    row = an_announced_case()
    with ledger.recording():
        end_not_supported(case=row, act=system_act(MORNING + timedelta(days=1)))

    words = " ".join(strip_tags(page(client, "register_case", 2026, "007").content.decode()).split())

    assert (
        "The senior management team did not support this. The case ended on 24 November 2026 without a decision." in words
    )


def a_recorded_vote() -> Case:
    """Four members in the room, one watching, one away; three votes and an abstention, with a dissent to be attached."""
    case = an_item_in_session(number=2, present=MEMBERS[:4]).case
    item = case.agenda_items.get(meeting__body__kind="CABINET")
    record_presence(item.meeting, {MEMBERS[4]: "REMOTE_OBSERVER", MEMBERS[5]: "APOLOGIES"})
    call_vote(case)
    for member, choice in zip(MEMBERS[:4], ("FOR", "FOR", "AGAINST", "ABSTAIN"), strict=True):
        give_vote(case, member, choice)
    end_vote(case)
    state_decision(case, manner=Manner("RECORDED", dissent="Councillor Finance: the reserve is too small."))
    return case


def test_page_and_paper_say_who_voted_how_who_was_there_and_what_was_said_against_it(client):
    record = a_published_record(a_recorded_vote())
    names = {key: person(key).name for key in MEMBERS}

    for html in (page(client, "register_case", 2026, "002").content.decode(), record_html(record)):
        text = " ".join(strip_tags(html).split())
        assert "Recorded vote. 2 for, 1 against, 1 abstained: carried." in text
        for key, words in zip(MEMBERS[:5], ("for", "for", "against", "abstained", "not present"), strict=True):
            assert f"{names[key]}, {office(key).title}: {words}" in text
        assert f"In the room: {', '.join(names[key] for key in MEMBERS[:4])}." in text
        assert f"Apologies: {names[MEMBERS[5]]}." in text
        assert f"Watching remotely, without a vote: {names[MEMBERS[4]]}." in text
        assert "Councillor Finance: the reserve is too small." in text


def test_decision_of_one_member_says_under_which_power(client):
    a_delegation(limit=200_000_000)
    case = a_case(number=3, track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    decide_alone(case)
    record = a_published_record(case)

    words = "Adult social care contracts, up to £2,000,000, in force from 20 May 2026 (Leader&#x27;s scheme, May 2026)"
    assert words in page(client, "register_case", 2026, "003").content.decode()
    assert words in record_html(record)


def test_decision_of_one_member_is_not_said_to_be_of_the_whole_cabinet(client):
    a_delegation(limit=200_000_000)
    case = a_case(number=3, track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    decide_alone(case)
    record = a_published_record(case)

    words = f"by {person('cm-adults').name}, {office('cm-adults').title}, deciding alone"
    shown = [page(client, "register_case", 2026, "003").content.decode(), record_html(record)]
    assert [(words in text, "by Cabinet:" in text) for text in shown] == [(True, False)] * 2


def test_agreed_without_a_vote_is_said_once_and_with_who_was_there(client, case):
    a_published_record(case)

    text = " ".join(strip_tags(page(client, "register_case", 2026, "001").content.decode()).split())

    assert "Way of decidingAgreed without a vote; nobody dissented. Who was therePresiding:" in text


def test_case_page_stays_within_twenty_statements(client, django_assert_max_num_queries, case):
    a_received_call_in(a_published_record(case).case)

    with django_assert_max_num_queries(20):
        page(client, "register_case", 2026, "001")


def test_timeline_names_offices_and_never_people(client, case):
    a_received_call_in(a_published_record(case).case)

    told = " ".join(entry.by for entry in page(client, "register_case", 2026, "001").context["timeline"])
    assert "Deputy Proper Officer" not in told


def test_votes_are_not_in_the_public_timeline(client, case):
    a_published_record(case)

    titles = {entry.title for entry in page(client, "register_case", 2026, "001").context["timeline"]}
    assert "Vote cast" not in titles


def test_pdf_is_missing_until_the_worker_has_made_it(client, case):
    a_published_record(case)

    assert page(client, "record_pdf", 2026, "001").status_code == 404


def test_pdf_passes_the_machine_checkable_rules_of_pdf_ua(client, case):
    record = a_published_record(case)

    rendered = render_pdf(record_html(record))

    assert (rendered.rules_failed, rendered.pdf[:5]) == (0, b"%PDF-")


def test_stored_pdf_is_served_as_it_is(client, case):
    record = a_published_record(case)
    rendered = render_pdf(record_html(record))
    with ledger.recording():
        store_record_pdf(record=record, rendered=rendered, actor=Actor.system("worker"), at=PUBLISHED_AT)

    answer = page(client, "record_pdf", 2026, "001")

    assert (answer["Content-Type"], answer.content) == ("application/pdf", rendered.pdf)


def test_paper_of_an_earlier_record_stays_to_be_read(client, case):
    second = an_answer(case)
    for record in (case.records.get(number=1), second):
        rendered = Rendered(pdf=f"%PDF- {record.number}".encode(), rules_passed=1, rules_failed=0)
        with ledger.recording():
            store_record_pdf(record=record, rendered=rendered, actor=Actor.system("worker"), at=LATER + timedelta(days=2))

    shown = page(client, "register_case", 2026, "001")
    papers = [page(client, "record_pdf", 2026, "001", **query) for query in ({}, {"record": 1}, {"record": 2}, {"record": "x"})]

    assert [file.record.number for file in shown.context["earlier_records"]] == [1]
    assert "/register/2026/001/record.pdf?record=1" in shown.content.decode()
    assert [paper.content for paper in papers] == [b"%PDF- 2", b"%PDF- 1", b"%PDF- 2", b"%PDF- 2"]
    assert page(client, "record_pdf", 2026, "001", record=9).status_code == 404


def test_erased_pdf_answers_with_who_ordered_it_on_which_ground_and_its_digest(client, settings, tmp_path, case):
    settings.DOCUMENT_STORE, settings.ERASURE_JOURNAL = tmp_path, tmp_path / "erasures"
    record = a_published_record(case)
    with ledger.recording():
        stored = store_record_pdf(record=record, rendered=Rendered(b"%PDF-1", 1, 0), actor=Actor.system("worker"), at=PUBLISHED_AT)
    with ledger.transaction():
        erase(
            papers=[stored.document.sha256], kind="erase", authority="Data protection officer", ground="UK GDPR art 17",
            case=record.case, actor=actor("monitoring-officer"), at=PUBLISHED_AT,
        )  # fmt: skip

    answer = page(client, "record_pdf", 2026, "001")

    words = ("Data protection officer", "UK GDPR art 17", stored.document.sha256)
    assert (answer.status_code, [word in answer.content.decode() for word in words]) == (410, [True] * 3)


def test_second_run_of_the_worker_finds_the_pdf_done(case):
    record = a_published_record(case)
    rendered = render_pdf(record_html(record))
    for _ in range(2):
        with ledger.recording():
            store_record_pdf(record=record, rendered=rendered, actor=Actor.system("worker"), at=PUBLISHED_AT)

    assert RecordFile.objects.count() == 1


@pytest.mark.parametrize(
    "query", [{"before": "²-1"}, {"before": f"{9**30}-1"}, {"before": "2027-\0"}, {"q": "\0"}, {"q": "carers\0"}, {"state": "\0"}]
)
def test_attack_addresses_that_nobody_wrote_show_the_register(client, query, case):
    a_published_record(case)

    assert page(client, "register", **query).status_code == 200
