"""What somebody typed is not lost when the second factor is asked again, the session has ended, or the token is old."""

from copy import deepcopy
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client

from commissioning import clock, ledger
from commissioning.middleware import SEEN
from commissioning.models import DraftSave
from commissioning.services.proposals import open_proposal_write
from commissioning.views.typed import HERE_AGAIN, KEPT, LONGEST
from decisions.models import Decision
from tests.builders import MORNING, a_borough, a_case, person
from tests.builders import test_act as system_act
from tests.builders_accounts import PASSWORD, with_app, with_password
from tests.builders_s1 import an_approved_pack, open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import CABINET_AT
from tests.workflows.views.test_decisions import built_case as built_member_case
from tests.workflows.views.test_decisions import decision, page_of

__all__ = ["built_member_case"]  # a fixture
pytestmark = pytest.mark.django_db
SUMMARY = {"text": "Two pools become one.", "revision": "0", "request_key": "k1"}


@pytest.fixture(scope="module")
def built_draft(module_database):
    a_borough()
    case = a_case(number=2)
    with ledger.recording():
        an_approved_pack(case)
        open_proposal_write(case=case, act=system_act())
    return case


@pytest.fixture
def draft(built_draft, db):
    """The address of a section, its author signed in outside the demonstration."""
    return f"/duties/{open_duty(deepcopy(built_draft), 'proposal.write').pk}/summary/"


def summaries() -> list[str]:
    """What is saved as the summary of the drafted case."""
    saves = DraftSave.objects.filter(part="proposal/SUMMARY", case__number=2)
    return [save.content["text"] for save in saves]


def grow_stale(client: Client, **older: timedelta) -> None:
    """The last proof of the second factor, or the last use of the session, lies further back."""
    session = client.session
    moment = clock.real_now()
    if "proof" in older:
        session["stepped_up_at"] = (moment - older["proof"]).isoformat()
    if "use" in older:
        session[SEEN] = int((moment - older["use"]).timestamp())
    session.save()


def told(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def at_work(client: Client, key: str) -> None:
    """Signed in with password and app, and seen at work."""
    with_app(with_password(person(key)))
    client.force_login(person(key))
    client.get("/inbox/")


@pytest.fixture
def member_case(built_member_case, db, settings):
    set_clock(settings, CABINET_AT)
    return deepcopy(built_member_case)


def test_reasons_are_there_again_after_the_second_factor(client, member_case):
    sign_in(client, "cm-adults")
    page = page_of(member_case)
    grow_stale(client, proof=timedelta(minutes=6))

    asked = client.post(page, decision(reasons="Six minutes of thought."))
    client.post("/accounts/step-up/", {"next": page})
    again = client.get(page)

    assert (asked.status_code, asked.url.split("?")[0]) == (302, "/accounts/step-up/")
    assert again.context["form"]["reasons"].value() == "Six minutes of thought."
    assert told(again) == [HERE_AGAIN]
    assert Decision.objects.count() == 0
    assert client.get(page).context["form"].is_bound is False


def test_another_page_and_another_person_are_not_shown_what_was_typed(client, member_case):
    sign_in(client, "cm-adults")
    page = page_of(member_case)
    grow_stale(client, proof=timedelta(minutes=6))
    client.post(page, decision(reasons="For my eyes."))
    client.post("/accounts/step-up/", {"next": page})

    elsewhere = client.get("/inbox/")
    session = client.session
    session[KEPT] = {**session[KEPT], "by": person("leader").pk}
    session.save()
    foreign = client.get(page)

    assert "For my eyes." not in elsewhere.content.decode() + foreign.content.decode()
    assert KEPT not in client.session


def test_form_that_is_too_long_to_be_anybodys_is_not_kept(client, member_case):
    sign_in(client, "cm-adults")
    grow_stale(client, proof=timedelta(minutes=6))

    client.post(page_of(member_case), decision(reasons="x" * LONGEST))

    assert KEPT not in client.session


def test_draft_is_there_again_after_the_session_has_ended(client, draft, settings):
    settings.DEMO_MODE = False
    at_work(client, "commissioner")
    grow_stale(client, use=timedelta(hours=9))
    session = client.session
    session["signed_in_at"] = int((clock.real_now() - timedelta(hours=9)).timestamp())
    session.save()

    ended = client.post(draft, SUMMARY)
    sign_in_page = client.get(ended.url)
    client.force_login(person("commissioner"))
    again = client.get(draft)
    saved = client.post(draft, SUMMARY)

    assert unquote(ended.url) == f"/accounts/login/?next={draft}"
    assert told(sign_in_page)[0].endswith("Sign in again to go on. What you typed is kept.")
    assert told(again) == [HERE_AGAIN]
    assert "Two pools become one.</textarea>" in again.content.decode()
    assert (again.context["started"], again.context["problems"]) == (0, [])
    assert saved.status_code == 302
    assert summaries() == ["Two pools become one."]


def test_password_typed_into_an_ended_session_is_not_kept(client, draft, settings):
    settings.DEMO_MODE = False
    at_work(client, "legal")
    grow_stale(client, use=timedelta(minutes=16))

    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "x", "password2": "x"})

    assert answer.url.startswith("/accounts/login/")
    assert KEPT not in client.session


@pytest.mark.parametrize(("came_from", "kept"), [("same-origin", True), ("cross-site", False), ("", False)])
def test_form_with_an_old_token_is_kept_only_if_it_is_our_own(draft, settings, came_from, kept):
    settings.DEMO_MODE = True
    set_clock(settings, MORNING)
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("commissioner"))

    refused = client.post(draft, SUMMARY, headers={"Sec-Fetch-Site": came_from} if came_from else {})
    again = client.get(draft)

    assert refused.status_code == 403
    assert (f'href="{draft}"' in refused.content.decode()) is kept
    assert ("Two pools become one.</textarea>" in again.content.decode()) is kept
    assert summaries() == []
