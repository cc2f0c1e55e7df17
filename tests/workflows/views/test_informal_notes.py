"""An e-mail round, a poll or a talk without a quorum: kept as informal, never a decision."""

import pytest

from commissioning.models import AuditIndex, AuditOpening
from commissioning.selectors.cases import open_kinds
from decisions.models import Decision, InformalNote
from decisions.selectors.decisions import is_decided
from tests.builders import a_borough
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import CABINET_AT, a_cabinet_item, a_recommended_case
from tests.workflows.views.test_procurement import words

pytestmark = pytest.mark.django_db
PAGE = "/cases/2026/001/informal/"
SAID = {
    "how": "OUTSIDE", "held_on_day": "8", "held_on_month": "1", "held_on_year": "2027",
    "text": "All nine members answered the e-mail with yes.", "request_key": "n1",
}  # fmt: skip


@pytest.fixture
def item(db, settings):
    a_borough()
    set_clock(settings, CABINET_AT)
    return a_cabinet_item(a_recommended_case())


def test_e33_e_mail_round_is_stored_as_informal_and_decides_nothing(client, item):
    sign_in(client, "proper-officer")

    answers = [client.post(PAGE, SAID).status_code for _ in range(2)]

    note = InformalNote.objects.get()
    assert (answers, note.get_how_display(), note.held_on.isoformat()) == (
        [302, 302], "Asked outside a meeting, for example by e-mail or in a poll", "2027-01-08",
    )  # fmt: skip
    assert (Decision.objects.count(), is_decided(item.case, open_kinds(item.case))) == (0, False)
    event = AuditIndex.objects.get(kind="informal.note")
    assert AuditOpening.objects.get(event_id=event.seq, name="text").tier == "member"
    page = words(client.get("/cases/2026/001/law/"))
    assert "Said informally; nothing is decided by it" in page
    assert "All nine members answered the e-mail with yes." in page


def test_e34_inquorate_discussion_is_noted_from_the_prepared_form(client, item):
    sign_in(client, "proper-officer")

    form = client.get(f"{PAGE}?how=INQUORATE").context["form"]

    assert form["how"].value() == "INQUORATE"


@pytest.mark.parametrize(
    ("changes", "code"), [({"text": " "}, None), ({"held_on_day": "12"}, "informal.to_come")]
)
def test_note_that_is_not_whole_is_not_kept(client, item, changes, code):
    sign_in(client, "proper-officer")

    page = client.post(PAGE, SAID | changes)

    refusal = page.context["refusal"]
    assert (page.status_code, refusal and refusal.code, InformalNote.objects.count()) == (200, code, 0)


def test_others_cannot_note_it(client, item):
    sign_in(client, "leader")

    assert client.post(PAGE, SAID).status_code == 404
    assert InformalNote.objects.count() == 0
