"""The pages of an officer who decides alone, and the proper officer's page that puts a case before one."""

from copy import deepcopy
from datetime import date

import pytest

from commissioning import ledger
from decisions.models import Decision, OfficerInterest
from decisions.rules.exempt_parts import KeptBack
from decisions.selectors.decisions import DOCUMENTS
from decisions.services.agendas import open_agenda_publish, publish_agenda
from tests.builders import a_borough, actor, office, test_act
from tests.builders_officers import DAY, cleared, line, put_before
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import AGENDA_AT, CABINET_AT
from tests.builders_s5 import other_rules

pytestmark = pytest.mark.django_db
MEMBERS_WORDS = ("Disclosable pecuniary interest", "Localism Act", "section 31", "cabinet member", "Pass the decision to the Cabinet")


@pytest.fixture(scope="module")
def built_cases(module_database):
    a_borough()
    return cleared("OFFICER_EXECUTIVE"), cleared("OFFICER_NON_EXECUTIVE", 2)


@pytest.fixture
def case(built_cases, db, settings):
    set_clock(settings, CABINET_AT)
    line()
    found = deepcopy(built_cases[0])
    put_before(found, "director")
    return found


@pytest.fixture
def councils(built_cases, db, settings):
    set_clock(settings, AGENDA_AT)
    found = deepcopy(built_cases[1])
    with ledger.recording():
        open_agenda_publish(case=found, act=test_act(AGENDA_AT))
    return found


def page_of(case, kind="decision.make") -> str:
    return f"/duties/{open_duty(case, kind).pk}/"


def words(**changes) -> dict:
    return {
        "interest": "NONE", "nature": "", "documents": [code for code, _ in DOCUMENTS], "equality_read": "on", "outcome": "AGREED",
        "text": "", "resolutions": "", "reasons": "It meets the need.", "alternatives": "None, because the contract provides for it.",
        "request_key": "o1",
    } | changes  # fmt: skip


def test_officer_is_asked_as_an_officer_and_decides(client, case):
    sign_in(client, "director")

    asked = client.get(page_of(case)).content.decode()
    done = client.post(page_of(case), words(declared="Councillor Malik: a trustee", declared_note="None was granted."))

    assert "A pecuniary interest, direct or indirect, in this contract" in asked
    assert "This is an officer decision: a function of the executive, given to your office." in asked
    assert [one for one in MEMBERS_WORDS if one in asked] == []
    assert (done.status_code, Decision.objects.get().conflicts[0]["hops_note"]) == (302, "None was granted.")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"interest": "DPI"}, "interest"),
        ({"interest": "OFFICER_S117"}, "nature"),
        ({"declared": "Councillor Malik", "declared_note": "None."}, "declared"),
        ({"declared": "Councillor Malik: a trustee"}, "declared_note"),
    ],
)
def test_bad_input_says_which_field(client, case, changes, field):
    sign_in(client, "director")

    page = client.post(page_of(case), words(**changes))

    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])


def test_interest_locks_the_decision_and_the_way_on_takes_the_notice(client, case):
    sign_in(client, "director")
    told = {"interest": "OFFICER_S117", "nature": "My wife owns the provider."}

    locked = client.post(page_of(case), words(**told)).content.decode()
    asked = client.get(f"{page_of(case)}pass/").content.decode()
    done = client.post(f"{page_of(case)}pass/", told | {"reasons": "I have an interest.", "request_key": "o2"}, follow=True)

    assert "Leave the decision to somebody else</a>" in locked
    assert "What you write here is your written notice of a pecuniary interest." in asked
    assert [one for one in MEMBERS_WORDS if one in locked + asked and one != "cabinet member"] == []
    assert "You have left the decision." in done.content.decode()
    assert OfficerInterest.objects.get().nature == "My wife owns the provider."


def test_partners_officer_and_the_author_find_no_page(client, case):
    for key in ("lead-icb", "lead-council", "commissioner", "cm-adults"):
        sign_in(client, key)
        assert client.get(page_of(case)).status_code == 404


def test_page_for_a_function_of_the_council_says_what_to_do_where_no_officer_may_decide(client, councils):
    sign_in(client, "proper-officer")

    page = client.get(page_of(councils, "agenda.publish"))

    assert page.context["form"] is None
    assert "The scheme names no officer in force who may decide this." in page.content.decode()


def test_function_of_the_council_is_put_before_an_officer_and_no_meeting_is_offered(client, councils):
    line("chief-executive", executive=False)
    sign_in(client, "proper-officer")

    form = client.get(page_of(councils, "agenda.publish")).context["form"]
    said = {"meeting": "member", "member": office("chief-executive").pk, "whole": "on", "request_key": "p1"}
    days = {"decide_from_day": DAY.day, "decide_from_month": DAY.month, "decide_from_year": DAY.year}
    done = client.post(page_of(councils, "agenda.publish"), said | days)

    assert [value for value, _ in form.fields["meeting"].choices] == ["member"]
    assert form.initial["member"] == str(office("chief-executive").pk)
    assert (done.status_code, councils.agenda_items.get(kind="DECISION").maker) == (302, office("chief-executive"))


def test_officer_reads_what_the_report_to_them_leaves_out_and_other_directors_do_not(client, councils, settings, tmp_path):
    settings.DOCUMENT_STORE, settings.ERASURE_JOURNAL = tmp_path / "documents", tmp_path / "erasures.jsonl"
    line("director", executive=False)
    with ledger.recording():
        item = publish_agenda(
            duty=open_duty(councils, "agenda.publish"), member=office("director"), decide_from=DAY, actor=actor("proper-officer"),
            at=AGENDA_AT, closed_for=[3], weighing="The lowest price is still open.",
            kept_back=KeptBack("The lowest bid is ten pounds.", date(2027, 6, 1)),
        )  # fmt: skip

    seen = []
    for key in ("director", "lead-council"):
        sign_in(client, key)
        seen.append(client.get(f"/reports/{item.pk}/exempt/").status_code)

    assert seen == [200, 404]


def test_page_of_a_small_sum_for_the_council_asks_for_alternatives_only_if_any_were_considered(client, built_cases, db, settings):
    set_clock(settings, CABINET_AT)
    line(executive=False)
    found = other_rules(
        deepcopy(built_cases[1]), "officer_floor_pence = { value = 10_000_000", "officer_floor_pence = { value = 1_000_000_000"
    )
    put_before(found, "director")
    sign_in(client, "director")

    asked = client.get(page_of(found)).content.decode()
    done = client.post(page_of(found), words(alternatives=""))

    assert "Only if any were considered. " in asked
    assert "Its record is in short form" in asked
    assert (done.status_code, Decision.objects.get().alternatives) == (302, "")
