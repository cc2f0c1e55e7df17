"""The constitution in numbers, other councils beside it, and a change by two administrators."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commissioning.models import ConstitutionProposal, ConstitutionVersion
from tests.builders import MORNING, a_borough, a_case
from tests.builders_law import a_proposed_constitution, a_second_administrator, changed_text
from tests.builders_s2 import set_clock, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def borough(settings):
    a_borough()
    a_second_administrator()
    set_clock(settings, MORNING + timedelta(hours=1))


def upload(client, text: str):
    return client.post("/constitution-change/", {"file": SimpleUploadedFile("new.toml", text.encode())})


def test_page_shows_every_number_with_its_paragraph(client):
    page = client.get("/constitution/").content.decode()

    for words in (
        "In force from",
        "1 January 2026",
        "Signatures needed",
        "Part 4E, paragraph 16.3",
        "5 clear working days, closing at 5pm",
        "£500,000",
    ):
        assert words in page


def test_unknown_version_is_not_found(client):
    assert client.get("/constitution/unknown/").status_code == 404


def test_version_can_be_read_and_downloaded(client):
    version = ConstitutionVersion.objects.get()

    page = client.get(f"/constitution/{version.sha256[:12]}/")
    text = client.get(f"/constitution/{version.sha256[:12]}/text/")

    assert page.context["version"] == version
    assert text.content.decode() == version.text


def test_other_councils_are_compared_and_unseen_values_say_so(client):
    page = client.get("/constitution/call-in/")

    rows = {name: dict(zip(page.context["columns"], values, strict=True)) for name, _, values in page.context["sets"]}
    assert rows["brent-2024"]["Political groups"] == "2"
    assert rows["brent-2024"]["Window"] == "5 days after publication"
    assert rows["brent-2024"]["Heard within"] == "not seen"
    assert rows["wiltshire"]["Signatures"] == "10"
    assert len(rows) == 25


def test_set_of_one_council_shows_its_source(client):
    page = client.get("/constitution/call-in/brent-2024/").content.decode()

    assert "Source: Council meeting, May 2024" in page
    assert "Not seen" in page


def test_upload_lists_every_mistake_with_its_line(client):
    sign_in(client, "administrator")

    page = upload(client, changed_text().replace("min_signatories = { value = 7", 'min_signatories = { value = "x"'))

    (mistake,) = page.context["mistakes"]
    assert mistake.key == "call_in.min_signatories"
    assert page.context["form"].errors["file"] == ["The file has 1 mistake; it is listed below"]
    assert ConstitutionProposal.objects.count() == 0


def test_upload_shows_what_changes_and_which_cases_keep_their_version(client):
    case = a_case()
    sign_in(client, "administrator")

    page = upload(client, changed_text())

    assert {(one.path, one.before, one.after) for one in page.context["changes"]} == {
        ("about.version", "2026.1", "2027.1"),
        ("about.effective_from", "20 May 2026", "19 May 2027"),
        ("call_in.min_signatories", "5", "7"),
    }
    assert page.context["cases"] == [case]
    assert "2026/001 Support for carers</a>: keeps version 2026" in page.content.decode()
    assert ConstitutionProposal.objects.count() == 0


def test_one_number_is_changed_from_its_line_on_the_page(client):
    sign_in(client, "administrator")
    at = "/constitution-change/?value=call_in.min_signatories"
    offered = at in client.get("/constitution/").content.decode()
    form = client.get(at).context["form"]
    said = {"path": "call_in.min_signatories", "version": "2027.1"} | {
        "effective_from_day": "19", "effective_from_month": "5", "effective_from_year": "2027"
    }

    wrong = client.post("/constitution-change/", said | {"value": "0"})
    page = client.post("/constitution-change/", said | {"value": "7"})

    asked = form.fields["value"]
    assert (offered, asked.label, asked.help_text, form["value"].value()) == (True, "Signatures needed", "Now: 5.", "5")
    assert wrong.context["form"].errors == {"value": ["0 is too small; the least is 1"]}
    assert {(one.path, one.before, one.after) for one in page.context["changes"]} == {
        ("about.version", "2026.1", "2027.1"),
        ("about.effective_from", "20 May 2026", "19 May 2027"),
        ("call_in.min_signatories", "5", "7"),
    }
    assert client.get("/constitution-change/?value=call_in.grounds").status_code == 404


def test_reader_who_administers_nothing_is_offered_no_change(client):
    assert "constitution-change" not in client.get("/constitution/").content.decode()


def test_change_is_proposed_by_one_and_confirmed_by_another(client):
    sign_in(client, "administrator")
    page = upload(client, changed_text())
    client.post(
        "/constitution-change/",
        {"text": page.context["form"].initial["text"].replace("\n", "\r\n"), "reasons": "Council", "request_key": "a"},
    )
    proposal = ConstitutionProposal.objects.get()

    own = client.post(f"/constitution-change/{proposal.pk}/", {"request_key": "b"})
    sign_in(client, "second-administrator")
    other = client.post(f"/constitution-change/{proposal.pk}/", {"request_key": "c"})

    assert "You proposed this change. Another administrator must confirm it." in own.content.decode()
    assert (other.status_code, other.url) == (302, "/constitution/")
    assert list(ConstitutionVersion.objects.values_list("version", flat=True)) == ["2026", "2027.1"]
    assert ConstitutionVersion.objects.get(version="2027.1").text == changed_text()


def test_propose_asks_why(client):
    sign_in(client, "administrator")

    page = client.post("/constitution-change/", {"text": changed_text(), "reasons": ""})

    assert page.context["form"].errors["reasons"] == ["Enter why the constitution changes"]
    assert ConstitutionProposal.objects.count() == 0


def test_change_can_be_turned_down(client):
    proposal = a_proposed_constitution()
    sign_in(client, "second-administrator")

    shown = client.get(f"/constitution-change/{proposal.pk}/").content.decode()
    client.post(f"/constitution-change/{proposal.pk}/withdraw/", {"reasons": "Wrong number", "request_key": "x"})
    after = client.get(f"/constitution-change/{proposal.pk}/").content.decode()

    assert "Confirm the change" in shown
    assert "This change was withdrawn by Second Administrator" in after


def test_only_administrators_open_the_change(client):
    sign_in(client, "monitoring-officer")

    assert client.get("/constitution-change/").status_code == 404
