"""Accounts: inviting, closing, and the first administrator."""

from datetime import date
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from commissioning import ledger
from commissioning.models import Appointment, AuditIndex, AuditOpening, Body, Office, OutgoingMail, User
from commissioning.rules.refusals import Refusal
from commissioning.services.people import (
    deactivate_person,
    invite_again,
    invite_person,
    reopen_account,
    reset_second_factor,
)
from tests.builders import MORNING, a_borough, a_user, actor, appoint, office, person
from tests.builders_accounts import with_app, with_password

pytestmark = pytest.mark.django_db


def invite(email: str = "new.person@lammasvale.example", who: str = "administrator", request: str = "") -> User:
    with ledger.recording():
        return invite_person(name="New  Person", email=email, actor=actor(who, request), at=MORNING)


def close(who: User, by: str = "administrator") -> User:
    with ledger.recording():
        return deactivate_person(person=who, reason="Left the council", actor=actor(by), at=MORNING)


@pytest.fixture
def borough():
    return a_borough()


def test_invite_makes_an_account_and_mails_its_owner(borough):
    new = invite()

    mail = OutgoingMail.objects.get()
    assert (new.name, new.email, new.has_usable_password()) == ("New Person", "new.person@lammasvale.example", False)
    assert (mail.to, mail.is_secret, mail.sent_at) == (new.email, True, None)
    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in mail.body


def test_invite_is_one_event_whose_personal_values_can_be_erased(borough):
    new = invite()

    event = AuditIndex.objects.get(subject=f"person/{new.public_id}")
    tiers = AuditOpening.objects.filter(event_id=event.seq, name__in=["name", "email"]).values_list("name", "tier")
    assert event.kind == "person.invite"
    assert dict(tiers) == {"name": "personal", "email": "personal"}


def test_invite_refuses_an_address_that_is_known_in_any_case_of_letters(borough):
    with pytest.raises(Refusal) as refused:
        invite(email="LEGAL@lammasvale.example")

    assert refused.value.code == "person.known"
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("who", ["legal", "chief-executive", "leader", "auditor"])
def test_only_administrators_invite(borough, who):
    with pytest.raises(PermissionDenied):
        invite(who=who)


def test_new_link_only_while_there_is_no_password(borough):
    new = invite(request="first")
    with ledger.recording():
        invite_again(person=new, actor=actor("administrator", "second"), at=MORNING)
    with_password(new)

    with pytest.raises(Refusal) as refused, ledger.recording():
        invite_again(person=new, actor=actor("administrator", "third"), at=MORNING)

    assert OutgoingMail.objects.count() == 2
    assert refused.value.code == "person.has_password"


def test_closing_an_account_ends_sign_in_and_appointments(borough):
    legal = with_password(person("legal"))

    closed = close(legal)

    closed.refresh_from_db()
    assert (closed.is_active, closed.has_usable_password()) == (False, False)
    assert Appointment.objects.get(person=closed).ends_on == date(2026, 11, 23)
    assert AuditIndex.objects.get(subject=f"person/{closed.public_id}").kind == "person.deactivate"


def test_nobody_closes_the_own_account(borough):
    appoint(a_user("second"), office("administrator"))

    with pytest.raises(Refusal) as refused:
        close(person("administrator"))

    assert refused.value.code == "person.self"


def test_last_administrator_stays(borough):
    appoint(a_user("second"), office("administrator"), until=date(2026, 11, 23))

    with ledger.recording():
        deactivate_person(person=a_user("second"), reason="", actor=actor("administrator"), at=MORNING)
    with pytest.raises(PermissionDenied):
        close(person("administrator"), by="second")


def test_closed_account_is_closed_once(borough):
    legal = person("legal")
    close(legal)

    with pytest.raises(Refusal) as refused:
        close(legal)

    assert refused.value.code == "person.inactive"


def test_lost_second_factor_is_taken_away(borough):
    legal = person("legal")
    with_app(legal)

    with ledger.recording():
        reset_second_factor(person=legal, reason="Came by with the pass", actor=actor("administrator"), at=MORNING)

    legal.refresh_from_db()
    assert Authenticator.objects.filter(user=legal).count() == 0
    assert AuditIndex.objects.get(subject=f"person/{legal.public_id}").kind == "admin.change"


@pytest.mark.parametrize(("who", "code"), [("legal", "person.no_factor"), ("administrator", "person.self")])
def test_second_factor_that_cannot_be_taken_away(borough, who, code):
    with pytest.raises(Refusal) as refused, ledger.recording():
        reset_second_factor(person=person(who), reason="Lost", actor=actor("administrator"), at=MORNING)

    assert refused.value.code == code


# manage.py first_administrator


def run(*words: str) -> str:
    out = StringIO()
    call_command("first_administrator", *words, stdout=out)
    return out.getvalue()


def test_first_administrator_of_an_empty_installation(settings):
    settings.BASE_URL = "https://decisions.example"

    said = run("chief@lammasvale.example", "Ada", "Chief")

    chief = User.objects.get()
    held = Appointment.objects.select_related("office__body__organisation").get(person=chief)
    assert (chief.name, chief.has_usable_password()) == ("Ada Chief", False)
    assert (held.office.role, held.office.body.organisation.kind, held.ends_on) == ("ADMINISTRATOR", "COUNCIL", None)
    assert held.office.group == Group.objects.get()
    assert "https://decisions.example/accounts/password/reset/key/" in said
    assert AuditIndex.objects.get(subject=f"person/{chief.public_id}").kind == "office.appoint"


def test_first_administrator_is_made_once():
    a_borough()
    bodies = Body.objects.count()
    offices = Office.objects.count()

    with pytest.raises(CommandError) as refused:
        run("chief@lammasvale.example", "Ada Chief")

    assert "There is an administrator already" in str(refused.value)
    assert (Body.objects.count(), Office.objects.count()) == (bodies, offices)
    assert not User.objects.filter(email="chief@lammasvale.example").exists()


def test_first_administrator_refuses_what_is_no_address():
    with pytest.raises(CommandError) as refused:
        run("chief", "Ada Chief")

    assert str(refused.value) == "chief is not an e-mail address."
    assert User.objects.count() == 0


def reopen(who, by: str = "administrator"):
    with ledger.recording():
        return reopen_account(person=who, reason="Came back from leave", actor=actor(by), at=MORNING)


def test_closed_account_is_opened_again_without_its_offices(borough):
    legal = with_password(person("legal"))
    with_app(legal)
    close(legal)

    reopen(legal)

    legal.refresh_from_db()
    assert (legal.is_active, legal.has_usable_password()) == (True, False)
    assert Authenticator.objects.filter(user=legal).count() == 0
    assert Appointment.objects.get(person=legal).ends_on == date(2026, 11, 23)
    assert AuditIndex.objects.filter(subject=f"person/{legal.public_id}", kind="person.reopen").count() == 1


def test_open_account_is_not_opened_again(borough):
    with pytest.raises(Refusal) as refused:
        reopen(person("legal"))

    assert refused.value.code == "person.active"


def test_only_an_administrator_opens_an_account_again(borough):
    legal = person("legal")
    close(legal)

    with pytest.raises(PermissionDenied):
        reopen(legal, by="commissioner")
