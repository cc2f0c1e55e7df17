"""A published report is wrong: an erratum beside it, or the report goes back to be cleared again."""

from copy import deepcopy
from datetime import timedelta

import pytest

from commissioning.models import AuditIndex, Duty
from decisions.models import AgendaItem, Decision, Erratum
from decisions.records.pdf import record_html
from tests.builders import a_borough
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import CABINET_AT, a_cabinet_item, a_recommended_case, a_sitting, state_decision
from tests.builders_s5 import a_published_record

pytestmark = pytest.mark.django_db
PATH = "/cases/2026/001/report/correct/"


@pytest.fixture(scope="module")
def built_item(module_database):
    a_borough()
    return a_cabinet_item(a_recommended_case())


@pytest.fixture
def item(built_item, db, settings):
    set_clock(settings, CABINET_AT - timedelta(days=3))
    return deepcopy(built_item)


def words(item) -> str:
    return item.version.content["sections"]["SUMMARY"]


def correct(client, item, **changes: str):
    sign_in(client, "proper-officer")
    data = {
        "place": "SUMMARY", "was": words(item), "now": f"{words(item)} Figure 2 shows 41, not 14.",
        "note": "A figure was typed wrongly.", "substance": "NO", "request_key": "e1",
    }  # fmt: skip
    return client.post(PATH, data | changes)


def test_e24_typo_is_an_erratum_published_beside_the_original(client, item):
    page = correct(client, item)

    report = client.get(f"/reports/{item.pk}/").content.decode()
    as_corrected = client.get(f"/reports/{item.pk}/?corrected=1").content.decode()
    row = Erratum.objects.get()
    assert (page.status_code, row.effect, AgendaItem.objects.get(pk=item.pk).ended_at) == (302, "ERRATUM", None)
    assert "A figure was typed wrongly." in report
    assert "You read the report as it was first published." in report
    assert (row.content_hash in report, row.content_hash in as_corrected) == (False, True)
    assert as_corrected.count("Figure 2 shows 41, not 14.") == 2  # in the note and in its place
    assert Duty.objects.filter(kind="item.outcome", closed_at__isnull=True).count() == 1


def test_e24_whoever_decides_reads_the_erratum_and_the_record_says_it(client, item):
    correct(client, item)
    sign_in(client, "leader")
    duty = Duty.objects.get(kind="item.outcome")
    asked = client.get(f"/duties/{duty.pk}/").content.decode()
    a_sitting(item.meeting)
    state_decision(item.case)

    record = a_published_record(item.case)

    assert "Figure 2 shows 41, not 14." in asked
    assert record.content["report"]["errata"][0]["hash"] == Erratum.objects.get().content_hash
    assert "Corrected in the report before the decision" in record_html(record)
    assert "Corrected in the report before the decision" in client.get("/register/2026/001/").content.decode()


def test_e24_material_correction_is_refused_as_an_erratum_and_takes_the_report_off_the_agenda(client, item):
    first = item.version.content["recommendations"][0]["text"]
    change = {"place": "recommendation-1", "was": first, "now": "To buy nothing."}

    slip = correct(client, item, **change)
    back = [correct(client, item, **change, substance="YES", request_key="e2").status_code for _ in range(2)]

    ended = AgendaItem.objects.get(pk=item.pk)
    assert (slip.context["refusal"].code, back, ended.ended_as) == ("erratum.material", [302, 302], "PULLED")
    assert not Duty.objects.filter(kind__in=("item.outcome", "interest.declare"), closed_at__isnull=True).exists()
    assert (Decision.objects.count(), AuditIndex.objects.filter(kind="report.pull").count()) == (0, 1)
    assert "Taken off the agenda" in client.get(f"/reports/{item.pk}/").content.decode()
    assert "was taken off the agenda to be corrected" in client.get(f"/meetings/{item.meeting_id}/").content.decode()


def test_second_erratum_stands_on_the_first(client, item):
    correct(client, item)
    correct(client, item, was="41, not 14", now="42, not 14", request_key="e2")

    assert Erratum.objects.get(number=2).content["sections"]["SUMMARY"].endswith("Figure 2 shows 42, not 14.")


def test_report_is_not_corrected_while_the_meeting_sits(client, item):
    a_sitting(item.meeting)

    page = correct(client, item)

    assert page.context["refusal"].code == "erratum.sitting"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [({"place": ""}, ["place"]), ({"was": ""}, ["was"]), ({"now": ""}, ["now"]), ({"note": ""}, ["note"]), ({"substance": ""}, ["substance"])],
)
def test_bad_input_says_which_field(client, item, changes, fields):
    assert list(correct(client, item, **changes).context["form"].errors) == fields


def test_link_stands_on_the_case_page_of_democratic_services_only(client, item):
    shown = []
    for who in ("proper-officer", "leader"):
        sign_in(client, who)
        shown.append(PATH in client.get("/cases/2026/001/").content.decode())

    assert shown == [True, False]
