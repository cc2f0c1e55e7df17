"""Forms that come up beside the way of a case, tried as the others are: empty, too long, nonsense, by strangers, signed out."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.core.cache import cache
from django.test import Client

from commissioning import ledger
from commissioning.models import Duty
from decisions.services.incidents import open_retrospective_note
from tests.builders import a_borough, a_case, person
from tests.builders import test_act as system_act
from tests.builders_pages import CHECKS, Page, outcome_of
from tests.builders_s2 import a_cleared_proposal, set_clock, sign_in
from tests.builders_s3 import CABINET_AT, a_delegation, a_member_item
from tests.builders_s5 import IN_WINDOW, a_published_record
from tests.decisions.services.test_exempt_parts import kept
from tests.decisions.services.test_meetings import recommended
from tests.decisions.services.test_private_meetings import first as private_first
from tests.decisions.services.test_private_meetings import second as private_second
from tests.scrutiny.services.test_petitions import receive
from tests.workflows.views import test_afterwards as afterwards
from tests.workflows.views import test_consultations as consultations
from tests.workflows.views import test_exempt_reviews as exempt_reviews
from tests.workflows.views import test_online_petitions as online_petitions
from tests.workflows.views import test_procurement as procurement
from workflows.services.exempt_reviews import ask_about_exemptions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
EARLY = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)


def a_breach(client: Client, settings) -> datetime:
    set_clock(settings, EARLY)
    a_case()
    sign_in(client, "commissioner")
    procurement.record(client, "TENDER", date(2026, 12, 1), reference="2026/S 000-012345")
    return EARLY


def a_running_consultation(client: Client, settings) -> datetime:
    set_clock(settings, consultations.OPENED)
    a_case()
    sign_in(client, "commissioner")
    consultations.consult(client)
    consultations.declare_period(client)
    return consultations.OPENED


def a_petition(client: Client, settings) -> datetime:
    set_clock(settings, IN_WINDOW)
    receive(a_published_record().case)
    return IN_WINDOW


def a_started_petition(client: Client, settings) -> datetime:
    set_clock(settings, IN_WINDOW)
    cache.clear()
    a_published_record()
    online_petitions.started(client)
    return IN_WINDOW


def a_signed_petition(client: Client, settings) -> datetime:
    set_clock(settings, IN_WINDOW)
    cache.clear()
    a_published_record()
    online_petitions.published(client)
    return IN_WINDOW


def an_exemption_to_look_at(client: Client, settings) -> datetime:
    case = recommended()
    private_first(case)
    private_second(case, at=datetime(2026, 12, 31, 8, 0, tzinfo=UTC))
    kept(case)
    set_clock(settings, exempt_reviews.ON)
    ask_about_exemptions(exempt_reviews.ON)
    return exempt_reviews.ON


def a_late_approval(client: Client, settings) -> datetime:
    set_clock(settings, CABINET_AT)
    a_delegation()
    case = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    afterwards.decide(client, case, outcome="REGULARISED")
    a_published_record(case, by="proper-officer")
    with ledger.recording():
        open_retrospective_note(case=case, act=system_act())
    return IN_WINDOW


@pytest.fixture(autouse=True)
def borough(built_borough):
    a_borough()


@pytest.mark.parametrize(
    ("kind", "begin"),
    [
        ("procurement.note", a_breach),
        ("consultation.review", a_running_consultation),
        ("petition.answer", a_petition),
        ("petition.check", a_started_petition),
        ("petition.hand_in", a_signed_petition),
        ("exempt.review", an_exemption_to_look_at),
        ("retrospective.note", a_late_approval),
    ],
)
def test_form_beside_the_way_stands(client, settings, kind: str, begin: Callable[[Client, object], datetime]):
    at = begin(client, settings)
    duty = Duty.objects.filter(kind=kind, closed_at=None).select_related("office").order_by("pk").first()
    page = Page(kind, f"/duties/{duty.pk}/", person(duty.office.key), person("auditor"), duty)

    found = {name: outcome_of(partial(check, page, at)) for name, check in CHECKS.items() if name != "twice"}

    assert {name: outcome for name, outcome in found.items() if outcome} == {}
