"""Whether the log is in order, for everybody; and what happens when an administrator edits a decision by SQL."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from commissioning import ledger
from commissioning.models import append_only
from commissioning.selectors import ledger_verify
from commissioning.services.reconciliation import reconcile
from tests.builders import MORNING, a_borough, a_case
from tests.builders import test_act as system_act
from tests.builders_ledger import events, signed, signer

pytestmark = pytest.mark.django_db


def page(client) -> str:
    return client.get(reverse("integrity")).content.decode()


def rewrite(sql: str) -> None:
    append_only.disable(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    append_only.install(connection)


def test_page_before_the_first_signature_offers_nothing_that_is_not_there(client):
    shown = page(client)

    assert "The log has not been signed yet." in shown
    assert reverse("ledger_checkpoint") not in shown
    assert reverse("ledger_verify") in shown


def test_page_links_to_the_newest_checkpoint_once_there_is_one(client):
    events(1)
    signed()

    assert f'href="{reverse("ledger_checkpoint")}"' in page(client)


def test_page_shows_size_root_and_key(client):
    events(3)
    point = signed()

    shown = client.get(reverse("integrity")).context["proof"]

    assert (shown.size, shown.keys) == (3, (str(signer()[0]),))
    assert shown.root in point.note
    assert "Yes. Records, their history and the log agreed" in page(client)


def test_e103_an_edit_by_sql_fails_verification_and_shows_in_public(client):
    with ledger.recording():
        a_borough()
        case = a_case()
        ledger.append("case.open", system_act(), case.reference, case=case)
    signed()
    rewrite("UPDATE commissioning_historicalcase SET title = 'Never decided'")

    reconcile(MORNING)

    assert "No. The last check found records that do not agree with the log." in page(client)
    assert "Never decided" not in page(client)
    assert ledger_verify.verify_log().is_good is False


@pytest.mark.django_db(transaction=True)
def test_e103_a_log_that_the_signer_refuses_shows_in_public(client, tmp_path):
    path = str(tmp_path / "log1.key")
    call_command("ledger_key", "--file", path)
    rewrite("UPDATE audit_opening SET value = '\"other\"' WHERE name = 'council'")

    with pytest.raises(CommandError):
        call_command("ledger_sign", "--file", path)

    assert "No. The log did not fit what was signed before" in page(client)


def test_page_costs_the_same_for_a_longer_log(client, django_assert_max_num_queries):
    events(300)
    signed()

    with django_assert_max_num_queries(8):
        client.get(reverse("integrity"))
