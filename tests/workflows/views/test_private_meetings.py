"""Pages of a private meeting: first notice, representation, answer, second notice, and what residents read."""

import pytest

from decisions.models import PrivateMeetingNotice, Representation
from tests.builders import MORNING, a_borough, a_case
from tests.builders_s2 import set_clock, sign_in
from tests.workflows.views.test_key_decision_notices import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
BASE = "/cases/2026/001/private-meeting/"
WORDS = {"reasons": "Bids would converge.", "copy_placed_by": "Nadia Haddad"}


@pytest.fixture
def case(settings, client):
    a_borough()
    set_clock(settings, MORNING)
    sign_in(client, "proper-officer")
    return a_case()


def test_first_notice_is_published_from_the_earliest_lawful_date(client, case):
    page = client.get(BASE)

    client.post(BASE, filled(page, **WORDS, paragraphs="3"))

    notice = PrivateMeetingNotice.objects.get()
    public = client.get(f"/private-meetings/{notice.reference}/").content.decode()
    assert (str(notice.meets_on), notice.paragraphs) == ("2026-12-22", [3])
    assert "Every representation is answered in the second notice" in public


def test_representation_is_logged_answered_and_given_in_the_second_notice_without_the_name(client, case):
    form = filled(client.get(BASE), **WORDS, paragraphs="3") | {"meets_on_month": "1", "meets_on_year": "2027", "meets_on_day": "11"}
    client.post(BASE, form)
    log = filled(client.get(f"{BASE}representations/new/"), text="Let us hear it.", sender="Jo Miller", request_key="k2")
    client.post(f"{BASE}representations/new/", log)
    early = client.post(BASE, filled(client.get(BASE), **WORDS, request_key="k3"))
    client.post(f"{BASE}representations/1/", {"text": "Prices follow after award.", "request_key": "k4"})

    client.post(BASE, filled(client.get(BASE), **WORDS, request_key="k5"))

    second = PrivateMeetingNotice.objects.get(stage="SECOND")
    public = client.get(f"/private-meetings/{second.reference}/").content.decode()
    assert (early.status_code, early.context["refusal"].code) == (200, "private.unanswered")
    assert Representation.objects.get().sender == "Jo Miller"
    assert ("Let us hear it." in public, "Prices follow after award." in public, "Jo Miller" in public) == (True, True, False)


def test_missing_representation_is_not_found(client, case):
    assert client.get(f"{BASE}representations/7/").status_code == 404
