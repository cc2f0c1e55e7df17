"""What a resident needs to check a record: on its page, in its receipt, on paper."""

import base64

import pytest
from django.urls import reverse

from commissioning import ledger
from commissioning.models import AuditEvent, Case
from commissioning.rules import receipts
from decisions.records.pdf import record_html
from decisions.records.render import render_pdf
from tests.builders import a_borough
from tests.builders import test_act as system_act
from tests.builders_ledger import signed, signer
from tests.builders_s5 import a_published_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture
def case() -> Case:
    a_borough()
    case = a_published_record().case
    with ledger.recording():
        ledger.append(
            "decision.publish", system_act(), f"{case.reference}/record", case=case, fields={"content": "x"}
        )
    return case


def shown(client) -> str:
    return client.get(reverse("register_case", args=[2026, "001"])).content.decode()


def test_page_says_that_the_receipt_follows_until_a_checkpoint_covers_the_record(case, client):
    page = shown(client)

    assert "The receipt follows within 5 minutes of publication." in page
    assert reverse("case_receipt", args=[2026, "001"]) not in page


def test_page_offers_a_receipt_that_verifies_with_size_and_root(case, client):
    row = signed()

    page = shown(client)
    answer = client.get(reverse("case_receipt", args=[2026, "001"]))

    assert reverse("case_receipt", args=[2026, "001"]) in page
    assert f"The log had {row.size} events" in page
    assert base64.b64encode(bytes(row.root)).decode() in page
    assert receipts.verify(answer.content, [signer()[0]]).is_good


def test_paper_carries_size_and_root_of_the_log(case):
    before = record_html(case.records.get())
    row = signed()

    html = record_html(case.records.get())

    assert "this root" not in before
    assert f"the log of decisions had {row.size} events and this root" in html
    assert base64.b64encode(bytes(row.root)).decode() in html
    assert render_pdf(html).rules_failed == 0


def test_page_shows_only_public_words_of_the_log(case, client):
    signed()

    answer = client.get(reverse("case_receipt", args=[2026, "001"])).json()

    names = {name for entry in answer["entries"] for name, _, _ in entry["disclosed"]}
    assert names.isdisjoint({"actor.name", "actor.id", "auth", "request", "reason", "hist"})
    assert len(answer["entries"]) <= AuditEvent.objects.count()
