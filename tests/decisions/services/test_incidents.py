"""A barred member who tries to vote: refused, on record, and looked into by the Monitoring Officer."""

from copy import deepcopy

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Duty
from commissioning.rules.refusals import Refusal
from decisions.models import AgendaItem, Vote
from decisions.services.incidents import note_incident
from tests.builders import a_borough, actor
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import CABINET_AT, an_item_in_session, call_vote, state_interests

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture(scope="module")
def built_item(module_database) -> AgendaItem:
    """A vote is open; then a member declares a disclosable pecuniary interest and stays."""
    a_borough()
    item = an_item_in_session()
    call_vote(item.case)
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")
    return item


@pytest.fixture
def item(built_item, db) -> AgendaItem:
    return deepcopy(built_item)


@pytest.fixture
def tried(client, settings, item):
    set_clock(settings, CABINET_AT)
    sign_in(client, "cm-jobs")
    path = f"/duties/{open_duty(item.case, 'vote.cast', 'cm-jobs').pk}/"
    return lambda key: client.post(path, {"choice": "FOR", "request_key": key})


def incidents() -> list[str]:
    return list(Duty.objects.filter(kind="incident.note").values_list("office__key", flat=True))


def note(item: AgendaItem, text: str, by: str = "monitoring-officer") -> None:
    with ledger.recording():
        note_incident(duty=open_duty(item.case, "incident.note"), note=text, actor=actor(by), at=CABINET_AT)


def test_e44_vote_of_a_member_with_an_interest_is_refused_and_reaches_the_monitoring_officer(tried):
    answer = tried("k1")

    assert (answer.status_code, answer.context["refusal"].code) == (200, "vote.interest")
    assert Vote.objects.count() == 0
    assert incidents() == ["monitoring-officer"]
    assert AuditIndex.objects.filter(kind="vote.barred").count() == 1


def test_e44_trying_again_asks_the_monitoring_officer_once(tried):
    tried("k1")
    tried("k2")

    assert incidents() == ["monitoring-officer"]
    assert AuditIndex.objects.filter(kind="vote.barred").count() == 2


def test_e44_repeated_request_is_one_incident(tried):
    tried("k1")
    tried("k1")

    assert AuditIndex.objects.filter(kind="vote.barred").count() == 1


def test_monitoring_officer_notes_it_on_one_page(client, tried):
    tried("k1")
    sign_in(client, "monitoring-officer")
    path = f"/duties/{Duty.objects.get(kind='incident.note').pk}/"
    page = client.get(path).content.decode()
    empty = client.post(path, {"note": " ", "request_key": "n1"})

    done = client.post(path, {"note": "Spoken to; the member left the room.", "request_key": "n2"})

    assert "tried to vote on 11 January 2027" in page
    assert list(empty.context["form"].errors) == ["note"]
    assert (done.status_code, Duty.objects.get(kind="incident.note").result) == (302, "NOTED")


def test_nobody_else_notes_it(item, tried):
    tried("k1")

    with pytest.raises(PermissionDenied):
        note(item, "Nothing happened.", by="cm-jobs")


def test_note_needs_words(item, tried):
    tried("k1")

    with pytest.raises(Refusal) as refusal:
        note(item, "  ")

    assert refusal.value.code == "incident.no_note"
