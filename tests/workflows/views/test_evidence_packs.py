"""The pages of the evidence pack, from writing to reading."""

from copy import deepcopy
from datetime import UTC, datetime

import pytest

from commissioning import ledger
from commissioning.models import Challenge, DraftSave, Duty, PackReview
from commissioning.services.evidence_packs import (
    open_pack_approve,
    open_pack_review,
    open_pack_write,
    review_pack,
    save_pack_part,
    submit_pack,
)
from tests.builders import MORNING, a_borough, a_case, actor, person
from tests.builders import test_act as system_act
from tests.builders_s1 import ABOUT, INDICATOR, SOURCE, an_approved_pack, fill_pack, open_duty
from tests.builders_s2 import set_clock, sign_in

pytestmark = pytest.mark.django_db
EVIDENCE = "/cases/2026/001/evidence/"


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    case = a_case()
    with ledger.recording():
        open_pack_write(case=case, act=system_act())
    return case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, MORNING)
    return deepcopy(built_case)


@pytest.fixture
def full(case):
    with ledger.recording():
        fill_pack(case)
    return case


def writing(case, part: str = "", who: str = "analyst") -> str:
    home = f"/duties/{open_duty(case, 'pack.write', who).pk}/"
    return f"{home}evidence/{part}/" if part else home


def to_review(case) -> str:
    with ledger.recording():
        submit_pack(
            duty=open_duty(case, "pack.write", "analyst"),
            peer=person("peer"),
            actor=actor("analyst"),
            at=MORNING,
        )
        open_pack_review(case=case, act=system_act())
    return f"/duties/{open_duty(case, 'pack.review').pk}/"


def errors(page) -> list[str]:
    return [problem["text"] for problem in page.context["form"].problems]


def test_overview_of_an_empty_pack_lists_what_is_missing(client, case):
    sign_in(client, "analyst")

    page = client.get(writing(case))

    assert page.status_code == 200
    assert len(page.context["gaps"]) == 13
    assert "Add a source" in page.content.decode()


def test_source_is_saved_and_leads_back(client, case):
    sign_in(client, "analyst")
    data = {
        "request_key": "k1",
        "revision": "0",
        "title": "Monthly offences",
        "publisher": "Metropolitan Police",
        "published_on_day": "31",
        "published_on_month": "January",
        "published_on_year": "2024",
        "licence": "OGL v3.0",
    }

    answers = [client.post(writing(case, "S"), data) for _ in range(2)]

    assert [answer.url for answer in answers] == [writing(case)] * 2
    assert DraftSave.objects.get().content["published_on"] == "2024-01-31"


@pytest.mark.parametrize("part", ["about", "S1", "I1", "C1"])
def test_every_part_opens_with_what_was_saved(client, full, part):
    sign_in(client, "analyst")

    page = client.get(writing(full, part))

    assert page.status_code == 200
    assert "Saved by Analyst, Senior analyst" in page.content.decode()


@pytest.mark.parametrize("part", ["S9", "I2", "X1", "summary"])
def test_a_part_that_is_not_there_is_not_found(client, full, part):
    sign_in(client, "analyst")

    assert client.get(writing(full, part)).status_code == 404


def test_wrong_figures_are_named_by_line_and_nothing_is_saved(client, full):
    sign_in(client, "analyst")
    data = {
        **{name: INDICATOR[name] for name in ("title", "unit", "basis", "source")},
        "observations": "2023-04,many",
    }

    page = client.post(writing(full, "I1"), {**data, "revision": "1"})

    assert errors(page) == [
        "Line 1: “many” is not a number. Write it without commas or signs, for example 1234.5"
    ]
    assert DraftSave.objects.filter(part="pack/I1").count() == 1


def test_two_analysts_in_one_part_see_both_texts(client, full):
    with ledger.recording():
        save_pack_part(
            duty=open_duty(full, "pack.write", "peer"),
            part="about",
            value={**ABOUT, "period": "2024"},
            revision=1,
            actor=actor("peer"),
            at=MORNING,
        )
    sign_in(client, "analyst")

    page = client.post(
        writing(full, "about"), {**ABOUT, "is_independent": "on", "period": "2025", "revision": "1"}
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert "Somebody else saved “About the evidence” in between" in text
    assert ("period: 2024" in text, "period: 2025" in text) == (True, True)
    assert page.context["started"] == 2


def test_removed_source_is_gone_from_the_pack(client, full):
    sign_in(client, "analyst")

    answer = client.post(writing(full, "S1"), {"remove": "yes", "revision": "1", "request_key": "k1"})

    assert answer.status_code == 302
    assert client.get(writing(full, "S1")).status_code == 404


def test_pack_goes_to_the_named_peer(client, full):
    sign_in(client, "analyst")

    answer = client.post(writing(full), {"peer": person("peer").pk, "request_key": "k1"})

    assert (answer.status_code, answer.url) == (302, "/inbox/")
    assert Duty.objects.filter(kind="pack.write", result="SUBMITTED").count() == 2


def test_incomplete_pack_is_refused_on_the_page(client, case):
    sign_in(client, "analyst")

    page = client.post(writing(case), {"peer": person("peer").pk, "request_key": "k1"})

    assert page.status_code == 200
    assert page.context["refusal"].code == "pack.incomplete"


def test_peer_must_be_on_the_list(client, full):
    sign_in(client, "analyst")

    page = client.post(writing(full), {"peer": person("legal").pk})

    assert len(errors(page)) == 1


@pytest.mark.parametrize("who", ["commissioner", "legal", "leader"])
def test_writing_is_not_found_by_others(client, full, who):
    sign_in(client, who)

    assert client.get(writing(full)).status_code == 404
    assert client.post(writing(full, "about"), {"population": "x"}).status_code == 404


def test_peer_reads_the_whole_pack_and_passes_it(client, full):
    url = to_review(full)
    sign_in(client, "peer")

    text = client.get(url).content.decode()
    answer = client.post(url, {"result": "PASSED", "request_key": "k1"})

    assert "Domestic abuse offences rose from 325" in text
    assert "<svg" in text
    assert answer.status_code == 302
    assert PackReview.objects.get().result == "PASSED"


def test_peer_returns_only_with_reasons(client, full):
    url = to_review(full)
    sign_in(client, "peer")

    page = client.post(url, {"result": "RETURNED", "reasons": ""})

    assert errors(page) == ["Enter what has to be done before the pack can pass"]


def test_lead_approves(client, full):
    to_review(full)
    with ledger.recording():
        review_pack(
            duty=open_duty(full, "pack.review"), result="PASSED", reasons="", actor=actor("peer"), at=MORNING
        )
        open_pack_approve(case=full, act=system_act())
    sign_in(client, "research-lead")

    answer = client.post(
        f"/duties/{open_duty(full, 'pack.approve').pk}/", {"result": "APPROVED", "request_key": "k1"}
    )

    assert answer.status_code == 302
    assert "approved by Research Lead" in client.get(EVIDENCE).content.decode()


def test_evidence_page_before_anything_is_written(client, case):
    sign_in(client, "commissioner")

    assert "Nothing to read yet" in client.get(EVIDENCE).content.decode()


def test_working_evidence_is_for_those_who_work_on_the_case(client, full):
    sign_in(client, "commissioner")
    assert "working text" in client.get(EVIDENCE).content.decode()

    sign_in(client, "scrutiny-chair")
    assert "Nothing to read yet" in client.get(EVIDENCE).content.decode()


def test_approved_evidence_is_read_by_scrutiny_and_downloaded(client, settings):
    a_borough()
    set_clock(settings, MORNING)
    with ledger.recording():
        version = an_approved_pack(a_case(number=2))
    other = EVIDENCE.replace("001", "002")
    sign_in(client, "scrutiny-chair")

    page, file = client.get(other), client.get(f"{other}I1.csv")

    assert version.content_hash in page.content.decode()
    assert file.headers["Content-Disposition"] == 'attachment; filename="2026-002-I1.csv"'
    assert (
        file.content.decode("utf-8-sig")
        .splitlines()[1]
        .startswith("Domestic abuse offences,offences,Lambeth,2023-04,325,,,real,")
    )
    assert client.get(f"{other}I9.csv").status_code == 404


def test_officer_challenges_and_analyst_answers(client, full):
    sign_in(client, "commissioner")
    client.post(
        f"{EVIDENCE}challenge/", {"about": "I1", "text": "Why only four months?", "request_key": "k1"}
    )
    sign_in(client, "analyst")
    client.post(f"{EVIDENCE}challenge/1/", {"text": "No more are published.", "request_key": "k2"})

    text = client.get(EVIDENCE).content.decode()

    assert Challenge.objects.get().answer.text == "No more are published."
    assert ("Why only four months?" in text, "No more are published." in text) == (True, True)


def test_challenge_pages_are_not_found_by_others(client, full):
    sign_in(client, "legal")
    assert client.get(f"{EVIDENCE}challenge/").status_code == 404

    sign_in(client, "analyst")
    assert client.get(f"{EVIDENCE}challenge/7/").status_code == 404


@pytest.mark.parametrize("items", [1, 3])
def test_pages_cost_the_same_for_one_and_three_items(client, full, items, django_assert_max_num_queries):
    duty = open_duty(full, "pack.write", "analyst")
    with ledger.recording():
        for _ in range(items - 1):
            save_pack_part(duty=duty, part="S", value=SOURCE, actor=actor("analyst"), at=MORNING)
            save_pack_part(duty=duty, part="I", value=INDICATOR, actor=actor("analyst"), at=MORNING)
    sign_in(client, "analyst")

    with django_assert_max_num_queries(20):
        client.get(writing(full))
    with django_assert_max_num_queries(20):
        client.get(EVIDENCE)


@pytest.mark.parametrize(("on", "warned"), [(datetime(2027, 1, 29, 9, tzinfo=UTC), False), (datetime(2027, 2, 1, 9, tzinfo=UTC), True)])
def test_figures_published_more_than_three_years_ago_are_said_to_be_old(client, full, settings, on, warned):
    set_clock(settings, on)
    sign_in(client, "commissioner")

    page = client.get(EVIDENCE).content.decode()

    warning = "The newest figures were published on 31 January 2024, more than 3 years ago. Say so in the report."
    assert (warning in page) is warned
