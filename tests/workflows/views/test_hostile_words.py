"""Words that try to be markup, to turn the line around, or to be somebody else's form."""

import pytest

from commissioning.models import AuditEvent, Body, Case, Duty, Organisation
from tests.builders import MORNING, a_borough, a_case, office
from tests.builders_s2 import set_clock, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
SCRIPT = "<script>alert(1)</script><b onload=x>"
TURNED = "Carers\u202e\u2066 evil"


@pytest.fixture(autouse=True)
def borough(settings):
    a_borough()
    set_clock(settings, MORNING)


def put(client, title: str):
    sign_in(client, "commissioner")
    data = {
        "request_key": title[:5], "title": title, "question": title, "sponsor": Body.objects.get(key="adults").pk,
        "lead_member": office("cm-adults").pk, "estimate": "£1.2m", "estimate_basis": title,
        "partners": [Organisation.objects.get(key="icb").pk], "several_wards": "no", "executive": "yes",
        "maker": "CABINET", "confirmed": "yes",
    }  # fmt: skip
    return client.post("/cases/new/", data)


@pytest.mark.parametrize(
    ("who", "url"),
    [
        ("commissioner", "/cases/2026/001/"),
        ("commissioner", "/cases/"),
        ("commissioner", "/cases/2026/001/withdraw/"),
        ("analyst", "/inbox/"),
        ("scrutiny-officer", "/audit-trail/2026/001/"),
    ],
)
def test_markup_in_a_title_is_shown_as_it_was_typed(client, who, url):
    put(client, SCRIPT)
    sign_in(client, who)

    page = client.get(url).content.decode()

    assert "<script>alert" not in page
    assert "<b onload" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_marks_that_turn_the_line_around_never_reach_a_title(client):
    put(client, TURNED)

    assert [case.title for case in Case.objects.all()] == ["Carers evil"]


@pytest.mark.parametrize("number", ["\x00", "001%00", "0" * 300, "001'--", "..", "١"])
def test_addresses_of_no_case_are_not_found(client, number):
    a_case()
    sign_in(client, "commissioner")
    pages = ("/cases/2026/{}/", "/cases/2026/{}/withdraw/", "/register/2026/{}/", "/cases/2026/{}/call-in/")

    answers = [client.get(page.format(number)).status_code for page in pages]

    assert answers == [404] * 4


@pytest.mark.parametrize("pk", ["0", "999999999999999999999999999999", "-1", "1e3"])
def test_duty_that_no_database_can_hold_is_not_found(client, pk):
    sign_in(client, "commissioner")

    assert [client.get(f"/duties/{pk}/").status_code, client.post(f"/duties/{pk}/").status_code] == [404, 404]


def test_a_form_without_its_token_is_refused(client):
    """Cross-site request forgery: the session alone opens nothing."""
    client.handler.enforce_csrf_checks = True
    before = AuditEvent.objects.count()

    answer = put(client, "Carers")

    assert (answer.status_code, AuditEvent.objects.count(), Case.objects.count()) == (403, before, 0)
    assert Duty.objects.count() == 0
