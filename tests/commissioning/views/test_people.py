"""Pages of people and offices: finding, inviting, appointing, closing."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator

from commissioning import clock
from commissioning.models import Appointment, Body, OutgoingMail, User
from tests.builders import a_borough, a_user, appoint, office, person

pytestmark = pytest.mark.django_db
NEXT_YEAR = {"starts_on_day": "1", "starts_on_month": "2", "starts_on_year": "2199"}


@pytest.fixture
def admin(client):
    """The administrator, just proved with a second factor."""
    a_borough(since=date(2020, 1, 1))
    chief = person("administrator")
    client.force_login(chief)
    session = client.session
    session["has_second_factor"] = chief.pk
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": clock.real_now().timestamp(), "id": 1}
    ]
    session["account_authentication_methods_user"] = str(chief.pk)
    session.save()
    return client


def test_list_finds_by_name_address_and_office(admin):
    found = {
        words: [one.email.split("@")[0] for one in admin.get("/people/", {"q": words}).context["page"]]
        for words in ("Legal", "s151@", "section 151", "nobody at all")
    }

    assert found == {
        "Legal": ["legal"],
        "s151@": ["deputy-s151", "s151"],
        "section 151": ["deputy-s151", "s151"],
        "nobody at all": [],
    }


def test_closed_accounts_are_shown_on_request(admin):
    gone = person("legal")
    gone.is_active = False
    gone.save()

    assert [p.email for p in admin.get("/people/", {"show": "closed"}).context["page"]] == [gone.email]
    assert gone not in admin.get("/people/", {"q": "legal"}).context["page"].object_list


@pytest.mark.parametrize("more", [1, 3])
def test_list_costs_the_same_for_any_number(admin, more, django_assert_max_num_queries):
    for n in range(more):
        appoint(a_user(f"extra-{n}"), office("analyst"))

    with django_assert_max_num_queries(12):
        assert admin.get("/people/").status_code == 200


@pytest.mark.parametrize("path", ["/people/offices/", "/people/invite/", "/people/offices/new/", "/people/bodies/new/"])
def test_pages_open_within_the_bar(admin, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        assert admin.get(path).status_code == 200


def test_person_page_shows_offices_and_changes(admin):
    page = admin.get(f"/people/{person('legal').pk}/")

    assert [one.office.key for one in page.context["appointments"]] == ["legal"]
    assert [row.history_type for row in page.context["changes"]] == ["+"]


def test_invitation_is_sent_once_however_often_the_form_is(admin):
    form = {"name": "New Person", "email": "new@lammasvale.example", "request_key": "k1"}

    first, second = admin.post("/people/invite/", form), admin.post("/people/invite/", form)

    assert (first.url, second.url) == ("/people/", "/people/")
    assert User.objects.filter(email="new@lammasvale.example").count() == 1
    assert OutgoingMail.objects.count() == 1


def test_refused_invitation_says_why_and_keeps_what_was_typed(admin):
    page = admin.post("/people/invite/", {"name": "X", "email": "LEGAL@lammasvale.example", "request_key": "k"})

    assert page.status_code == 200
    assert page.context["refusal"].code == "person.known"
    assert 'value="LEGAL@lammasvale.example"' in page.content.decode()


WRONG = [
    ("/people/invite/", {"name": "", "email": ""}, {"name", "email"}),
    ("/people/invite/", {"name": "X" * 301, "email": "not an address"}, {"name", "email"}),
    ("/people/offices/new/", {"title": "", "role": "KING", "body": "x"}, {"title", "role", "body"}),
    ("/people/bodies/new/", {"name": "", "kind": "PARISH"}, {"name", "kind"}),
    ("/people/bodies/new/", {"name": "Fleet Fire and Rescue", "kind": "AGENCY"}, {"short", "agency_kind"}),
    ("/people/{legal}/appoint/", {"office": "999999", "starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2199"}, {"office", "starts_on", "is_deputy"}),
    ("/people/{legal}/close/", {"reason": ""}, {"reason"}),
    ("/people/appointments/{held}/end/", {}, {"last_day"}),
]


@pytest.mark.parametrize(("path", "typed", "fields"), WRONG)
def test_wrong_input_is_named_field_by_field(admin, path, typed, fields):
    legal = person("legal")
    held = Appointment.objects.get(person=legal)

    page = admin.post(path.format(legal=legal.pk, held=held.pk), {**typed, "request_key": "k"})

    assert page.status_code == 200
    assert set(page.context["form"].errors) == fields


def test_new_body_is_listed_without_offices_and_can_be_given_one(admin):
    made = admin.post("/people/bodies/new/", {"name": "Libraries commissioning", "kind": "SERVICE", "request_key": "k"})
    listed = dict(admin.get("/people/offices/").context["bodies"])
    body = Body.objects.get(name="Libraries commissioning")
    given = admin.post(
        "/people/offices/new/",
        {"title": "Commissioning manager, libraries", "role": "OFFICER", "body": body.pk, "request_key": "l"},
    )

    assert (made.url, given.url) == ("/people/offices/", "/people/offices/")
    assert listed[body] == []
    assert [one.title for one in dict(admin.get("/people/offices/").context["bodies"])[body]] == [
        "Commissioning manager, libraries"
    ]


def test_appointing_and_ending(admin):
    new = a_user("newcomer")
    form = {"office": office("analyst").pk, **NEXT_YEAR, "is_deputy": "no", "request_key": "a"}

    made = admin.post(f"/people/{new.pk}/appoint/", form)
    held = Appointment.objects.get(person=new)
    last = {"last_day_day": "3", "last_day_month": "2", "last_day_year": "2199", "request_key": "b"}
    ended = admin.post(f"/people/appointments/{held.pk}/end/", last)
    held.refresh_from_db()

    assert (made.url, ended.url) == (f"/people/{new.pk}/", f"/people/{new.pk}/")
    assert (held.starts_on, held.ends_on) == (date(2199, 2, 1), date(2199, 2, 3))


def test_member_has_no_deputy(admin):
    form = {"office": office("leader").pk, **NEXT_YEAR, "is_deputy": "yes", "request_key": "a"}

    page = admin.post(f"/people/{a_user('newcomer').pk}/appoint/", form)

    assert page.context["refusal"].code == "appointment.no_deputy"


def test_closing_an_account_signs_the_person_out(admin):
    legal = person("legal")
    other = type(admin)()
    other.force_login(legal)
    Authenticator.objects.create(user=legal, type="totp", data={"secret": "x"})
    before = other.get("/inbox/").status_code

    admin.post(f"/people/{legal.pk}/close/", {"reason": "Left the council", "request_key": "c"})

    assert (before, other.get("/inbox/").status_code) == (200, 302)


def test_unknown_person_and_appointment_are_not_found(admin):
    paths = ["/people/999999/", "/people/999999/appoint/", "/people/999999/close/", "/people/appointments/999999/end/"]

    assert [admin.get(path).status_code for path in paths] == [404] * 4
