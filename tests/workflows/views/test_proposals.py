"""The pages of the proposal: overview, sections, merging, versions."""

from copy import deepcopy

import pytest

from commissioning import ledger
from commissioning.models import DraftSave, ProposalVersion
from commissioning.rules.sections import pages_for
from commissioning.rules.tracks import Track
from commissioning.services.proposals import open_proposal_write, save_section, submit_proposal
from tests.builders import MORNING, a_borough, a_case, actor
from tests.builders import test_act as system_act
from tests.builders_s1 import an_approved_pack, fill_proposal, open_duty, section_values
from tests.builders_s2 import set_clock, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    case = a_case()
    with ledger.recording():
        an_approved_pack(case)
        open_proposal_write(case=case, act=system_act())
    return case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, MORNING)
    return deepcopy(built_case)


@pytest.fixture
def full(case):
    with ledger.recording():
        fill_proposal(case)
    return case


def drafting(case, section: str = "") -> str:
    home = f"/duties/{open_duty(case, 'proposal.write').pk}/"
    return f"{home}{section}/" if section else home


def submitted(case, **changes: object) -> ProposalVersion:
    with ledger.recording():
        return submit_proposal(
            duty=open_duty(case, "proposal.write"), actor=actor("commissioner"), at=MORNING, **changes
        )


def finance(**changes: str) -> dict:
    """What a browser posts for one cost and one payment."""
    totals = {
        f"{name}-{box}": "0"
        for name in ("costs", "contributions", "shares")
        for box in ("INITIAL_FORMS", "TOTAL_FORMS")
    }
    rows = {
        "costs-TOTAL_FORMS": "1",
        "costs-0-label": "Joint service",
        "costs-0-year": "2027/28",
        "costs-0-kind": "REVENUE",
        "costs-0-pence": "1200000",
        "costs-0-basis": "ILLUSTRATIVE",
        "contributions-TOTAL_FORMS": "1",
        "contributions-0-agency": "council",
        "contributions-0-year": "2027/28",
        "contributions-0-kind": "REVENUE",
        "contributions-0-pence": "1200000",
    }
    return {**totals, **rows, "text": "", "revision": "0", "request_key": "k1", **changes}


def test_overview_shows_every_section_and_every_gap(client, case):
    sign_in(client, "commissioner")

    page = client.get(drafting(case))

    assert [task["title"] for task in page.context["tasks"]] == [p.title for p in pages_for(Track.JOINT_KEY)]
    assert len(page.context["gaps"]) == 34
    assert "Fill in the section “Summary”." in page.content.decode()


def test_overview_of_a_full_draft_has_nothing_missing(client, full):
    sign_in(client, "commissioner")

    page = client.get(drafting(full))

    assert {task["status"] for task in page.context["tasks"]} == {"Complete"}
    assert "Nothing is missing." in page.content.decode()


@pytest.mark.parametrize("page", pages_for(Track.JOINT_KEY), ids=lambda page: page.slug)
def test_every_section_opens_empty_and_filled(client, case, page):
    sign_in(client, "commissioner")
    assert client.get(drafting(case, page.slug)).status_code == 200

    with ledger.recording():
        save_section(
            duty=open_duty(case, "proposal.write"),
            section=page.code,
            value=section_values()[page.code],
            actor=actor("commissioner"),
            at=MORNING,
        )

    assert "Saved by Commissioner" in client.get(drafting(case, page.slug)).content.decode()


def test_section_is_saved_once_on_a_double_click(client, case):
    sign_in(client, "commissioner")
    data = {"text": "One service.", "revision": "0", "request_key": "k1"}

    answers = [client.post(drafting(case, "summary"), data) for _ in range(2)]

    assert [answer.url for answer in answers] == [drafting(case)] * 2
    assert DraftSave.objects.filter(part="proposal/SUMMARY").count() == 1


def test_save_and_stay_leads_back_to_the_section(client, case):
    sign_in(client, "commissioner")

    answer = client.post(drafting(case, "summary"), {"text": "One.", "stay": "yes", "revision": "0"})

    assert answer.url == drafting(case, "summary")


def test_e100_two_officers_in_one_section_lose_nothing(client, case):
    """E-100: a merge page with both texts; saving from it keeps both saves."""
    sign_in(client, "deputy-commissioner")
    client.post(drafting(case, "summary"), {"text": "Two doors.", "revision": "0", "request_key": "k1"})
    sign_in(client, "commissioner")

    page = client.post(drafting(case, "summary"), {"text": "One door.", "revision": "0", "request_key": "k2"})
    merged = {"text": "One door, two keys.", "revision": str(page.context["started"]), "request_key": "k2"}
    answer = client.post(drafting(case, "summary"), merged)

    text = page.content.decode()
    assert page.status_code == 200
    assert "Deputy Commissioner, Commissioning manager, adults, saved this part" in " ".join(text.split())
    assert ("Two doors." in text, "One door." in text) == (True, True)
    assert answer.status_code == 302
    kept = (
        DraftSave.objects.filter(part="proposal/SUMMARY")
        .order_by("revision")
        .values_list("content", flat=True)
    )
    assert [row["text"] for row in kept] == ["Two doors.", "One door, two keys."]


def test_merge_page_works_for_tables_too(client, case):
    sign_in(client, "deputy-commissioner")
    client.post(drafting(case, "finance"), finance(**{"costs-0-label": "Two services"}))
    sign_in(client, "commissioner")

    page = client.post(drafting(case, "finance"), finance(request_key="k2"))

    text = page.content.decode()
    assert ("costs 1 label: Two services" in text, "costs 1 label: Joint service" in text) == (True, True)


def test_sum_in_words_is_saved_after_it_was_confirmed(client, case):
    """E-95."""
    sign_in(client, "commissioner")
    data = finance(**{"costs-0-pence": "£1.2m"})

    asked = client.post(drafting(case, "finance"), data)
    answer = client.post(drafting(case, "finance"), {**data, "confirmed": "£1.2m=£1,200,000"})

    assert "we read “£1.2m” as <strong>£1,200,000</strong>" in asked.content.decode()
    assert answer.status_code == 302
    assert DraftSave.objects.get(part="proposal/FINANCE").content["costs"][0]["pence"] == 120_000_000


def test_confirming_one_sum_does_not_confirm_another(client, case):
    sign_in(client, "commissioner")

    page = client.post(
        drafting(case, "finance"), finance(**{"costs-0-pence": "£12m", "confirmed": "£1.2m=£1,200,000"})
    )

    assert page.status_code == 200
    assert DraftSave.objects.filter(part="proposal/FINANCE").count() == 0


def test_sum_without_meaning_is_refused_and_stays_in_the_box(client, case):
    sign_in(client, "commissioner")

    page = client.post(drafting(case, "finance"), finance(**{"costs-0-pence": "12e9"}))

    assert [problem["text"] for problem in page.context["problems"]] == [
        "Cost 1: Amount must be an amount in pounds, like 1,200,000 or £1.2m"
    ]
    assert 'value="12e9"' in page.content.decode()


def test_savings_shares_of_99_99_are_refused_on_the_page(client, case):
    """E-96."""
    sign_in(client, "commissioner")
    shares = {"shares-TOTAL_FORMS": "2", "shares-0-agency": "council", "shares-0-share": "66.67"}

    page = client.post(
        drafting(case, "finance"), finance(**shares, **{"shares-1-agency": "icb", "shares-1-share": "33.32"})
    )

    assert page.context["refusal"].code == "money.shares"
    assert DraftSave.objects.filter(part="proposal/FINANCE").count() == 0


@pytest.mark.parametrize("section", ["nothing", "SUMMARY", "criteria2"])
def test_unknown_section_is_not_found(client, case, section):
    sign_in(client, "commissioner")

    assert client.get(drafting(case, section)).status_code == 404


def test_section_of_another_track_is_not_found(client, settings):
    a_borough()
    set_clock(settings, MORNING)
    case = a_case(number=2, track="OFFICER_EXECUTIVE")
    with ledger.recording():
        open_proposal_write(case=case, act=system_act())
    sign_in(client, "commissioner")

    assert client.get(drafting(case, "principles")).status_code == 404
    assert client.get(drafting(case, "legal")).status_code == 200


@pytest.mark.parametrize("who", ["legal", "analyst", "cm-adults"])
def test_drafting_is_not_found_by_others(client, full, who):
    sign_in(client, who)

    assert client.get(drafting(full)).status_code == 404
    assert client.post(drafting(full, "summary"), {"text": "x", "revision": "1"}).status_code == 404
    assert DraftSave.objects.filter(part="proposal/SUMMARY").count() == 1


def test_e102_session_that_ended_changes_nothing(client, full):
    """E-102: not made, state unchanged, the draft kept."""
    answer = client.post(drafting(full), {"request_key": "k1"})

    assert answer.status_code == 302
    assert ProposalVersion.objects.count() == 0
    assert DraftSave.objects.filter(part="proposal/SUMMARY").count() == 1


def test_submit_freezes_once_on_a_double_click(client, full):
    """E-101."""
    url = drafting(full)
    sign_in(client, "commissioner")

    first, again = client.post(url, {"request_key": "k1"}), client.post(url, {"request_key": "k1"})

    assert [(one.status_code, one.url) for one in (first, again)] == [(302, "/inbox/")] * 2
    assert ProposalVersion.objects.count() == 1


def test_incomplete_proposal_is_refused_on_the_page(client, case):
    sign_in(client, "commissioner")

    page = client.post(drafting(case), {"request_key": "k1"})

    assert page.status_code == 200
    assert page.context["refusal"].code == "proposal.incomplete"


def test_second_version_asks_what_changed(client, full):
    submitted(full)
    with ledger.recording():
        open_proposal_write(case=full, act=system_act())
    sign_in(client, "commissioner")

    missing = client.post(drafting(full), {"note": "", "request_key": "k1"})
    answer = client.post(drafting(full), {"note": "The legal part is longer.", "request_key": "k2"})

    assert [problem["text"] for problem in missing.context["form"].problems] == [
        "Enter what changed since the last version, and how its questions are answered"
    ]
    assert "answered (optional)" not in missing.content.decode()
    assert answer.status_code == 302
    assert ProposalVersion.objects.order_by("-number")[0].note == "The legal part is longer."


def test_version_reads_as_the_report(client, full):
    version = submitted(full)
    sign_in(client, "legal")

    text = client.get("/cases/2026/001/proposal/1/").content.decode()

    for words in (
        "Buy together",
        "£3,000,000",
        "460",
        "The council as a strong community leader",
        version.content_hash,
    ):
        assert words in text


def test_version_is_not_found_by_scrutiny_before_the_record(client, full):
    submitted(full)
    sign_in(client, "scrutiny-chair")

    assert client.get("/cases/2026/001/proposal/1/").status_code == 404


def test_version_that_is_not_there_is_not_found(client, full):
    sign_in(client, "legal")

    assert client.get("/cases/2026/001/proposal/2/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_and_three_rows(client, full, rows, django_assert_max_num_queries):
    value = section_values()["RISKS"]
    if rows > 1:
        with ledger.recording():
            save_section(
                duty=open_duty(full, "proposal.write"),
                section="RISKS",
                value={**value, "items": value["items"] * rows},
                revision=1,
                actor=actor("commissioner"),
                at=MORNING,
            )
    sign_in(client, "commissioner")

    for url in (drafting(full), drafting(full, "risks"), drafting(full, "finance")):
        with django_assert_max_num_queries(20):
            client.get(url)
    submitted(full)
    with django_assert_max_num_queries(20):
        client.get("/cases/2026/001/proposal/1/")


def test_page_of_the_outcomes_names_the_themes_that_they_serve(client, case):
    sign_in(client, "commissioner")

    page = client.get(drafting(case, "outcomes")).content.decode()

    assert "Say which theme of the Contract for Place each serves: Healthier lives; Safer neighbourhoods; Decent homes" in page
