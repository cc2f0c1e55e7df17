"""The scheme of delegation as a page, and changing it: typed, looked at, proposed, confirmed by somebody else."""

from datetime import date, timedelta

import pytest

from commissioning.models import Delegation
from decisions.models import SchemeChange
from tests.builders import MORNING, a_borough, office
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import a_delegation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def borough(settings):
    a_borough()
    set_clock(settings, MORNING + timedelta(hours=1))


def typed(**changes) -> dict:
    row = Delegation.objects.get()
    return {
        "office": str(row.office_id), "function": row.function, "limit": "750,000", "key_decisions": "no", "conditions": "", "executive": "yes",
        "applies_on": "1 December 2026", "ends_on": "", "source": "Leader’s decision 12", "reasons": "Prices have risen.",
    } | changes  # fmt: skip


def propose(client) -> SchemeChange:
    row = a_delegation(limit=50_000_000)
    sign_in(client, "proper-officer")
    client.post(f"/scheme/{row.pk}/change/", typed(confirmed="yes", request_key="a"))
    return SchemeChange.objects.get()


def test_everybody_reads_the_scheme_and_only_some_may_change_it(client):
    row = a_delegation(limit=50_000_000)

    public = client.get("/scheme/").content.decode()
    sign_in(client, "monitoring-officer")
    own = client.get("/scheme/").content.decode()

    assert "Cabinet member for adults and health, up to £500,000." in public
    assert f"/scheme/{row.pk}/change/" not in public
    assert f"/scheme/{row.pk}/change/" in own
    assert "Leader of the Council: No line in force names this portfolio" in own


def test_empty_scheme_says_who_decides(client):
    assert "No line is in force; the Cabinet and the Leader decide everything." in client.get("/scheme/").content.decode()


@pytest.mark.parametrize("words", ["the director of public health", "After consulting the director of public health."])
def test_whom_to_consult_stands_in_the_scheme_as_a_sentence(client, words):
    row = a_delegation(limit=50_000_000)
    sign_in(client, "proper-officer")

    client.post(f"/scheme/{row.pk}/change/", typed(conditions=words, confirmed="yes", request_key="a"))

    assert SchemeChange.objects.get().conditions == "After consulting the director of public health."


def test_preview_stores_nothing_and_shows_the_effect(client):
    row = a_delegation(limit=50_000_000)
    sign_in(client, "proper-officer")

    page = client.post(f"/scheme/{row.pk}/change/", typed())

    words = page.content.decode()
    assert "may decide “Adult social care contracts” up to £750,000, but no key decision." in words
    assert "The change brings no gap and no double hit." in words
    assert "No open case would have another decider." in words
    assert SchemeChange.objects.count() == 0


def test_change_is_proposed_by_one_and_confirmed_by_another(client):
    change = propose(client)

    own = client.post(f"/scheme/changes/{change.pk}/", {"request_key": "b"})
    sign_in(client, "monitoring-officer")
    shown = client.get(f"/scheme/changes/{change.pk}/").content.decode()
    other = client.post(f"/scheme/changes/{change.pk}/", {"request_key": "c"})

    assert own.status_code == 404
    assert "Prices have risen." in shown
    assert (other.status_code, other.url) == (302, "/scheme/")
    assert list(Delegation.objects.order_by("pk").values_list("limit", "ends_on")) == [
        (50_000_000, date(2026, 11, 30)), (75_000_000, None),
    ]  # fmt: skip


def test_own_change_is_refused_on_the_page(client):
    row = a_delegation(limit=50_000_000)
    sign_in(client, "monitoring-officer")
    client.post(f"/scheme/{row.pk}/change/", typed(confirmed="yes", request_key="a"))

    page = client.post(f"/scheme/changes/{SchemeChange.objects.get().pk}/", {"request_key": "b"})

    assert "You proposed this change. Somebody else must confirm it." in page.content.decode()
    assert Delegation.objects.count() == 1


def test_line_ends_after_a_look(client):
    row = a_delegation()
    sign_in(client, "leader")
    said = {"applies_on": "1 December 2026", "reasons": "The Cabinet takes it back."}

    seen = client.post(f"/scheme/{row.pk}/end/", said).content.decode()
    client.post(f"/scheme/{row.pk}/end/", said | {"confirmed": "yes", "request_key": "a"})

    assert "From 1 December 2026 nobody has this function alone; the Cabinet or the Leader decides." in seen
    assert SchemeChange.objects.get().kind == "END"


def test_day_that_has_passed_is_refused_with_the_earliest(client):
    row = a_delegation(limit=50_000_000)
    sign_in(client, "proper-officer")

    page = client.post(f"/scheme/{row.pk}/change/", typed(applies_on="1 November 2026"))

    assert page.status_code == 200
    assert "The first day on which it can apply is 24 November 2026." in page.content.decode()


def test_form_says_what_is_missing(client):
    a_delegation()
    sign_in(client, "proper-officer")

    page = client.post("/scheme/new/", typed(office="", source=""))

    assert page.context["form"].errors == {
        "office": ["Select who may decide"], "source": ["Enter the decision or the paragraph"],
    }  # fmt: skip


def test_change_turned_down_stays_with_its_reason(client):
    change = propose(client)
    sign_in(client, "leader")

    client.post(f"/scheme/changes/{change.pk}/turn-down/", {"reasons": "Too much.", "request_key": "x"})
    page = client.get(f"/scheme/changes/{change.pk}/").content.decode()

    assert "This change was withdrawn by Leader on" in page
    assert Delegation.objects.count() == 1


def test_change_that_is_none_is_not_found(client):
    sign_in(client, "leader")

    assert client.get("/scheme/changes/99/").status_code == 404
    assert client.get("/scheme/99/change/").status_code == 404


def test_officer_is_entered_for_a_function_of_the_council_which_is_never_key_and_a_member_is_refused(client):
    a_delegation()
    sign_in(client, "proper-officer")
    words = {"function": "Elections", "executive": "no", "key_decisions": "yes", "source": "Full Council, May 2026"}

    asked = client.get("/scheme/new/").context["form"].fields["office"].choices
    refused = client.post("/scheme/new/", typed(**words, confirmed="yes", request_key="c")).content.decode()
    officer = str(office("chief-executive").pk)
    client.post("/scheme/new/", typed(**words, office=officer, confirmed="yes", request_key="d"))
    change = SchemeChange.objects.get()
    sign_in(client, "monitoring-officer")
    client.post(f"/scheme/changes/{change.pk}/", {"request_key": "e"})

    offered = {title for _, title in asked}
    assert {"Chief executive", "Director of adult social care", "Director of integrated commissioning"} <= offered
    assert offered.isdisjoint({"Place executive lead, ICB", "Councillor for Alderbrook", "Commissioning manager, adults"})
    assert "One councillor cannot decide on a function of the council." in refused
    row = Delegation.objects.get(function="Elections")
    assert (row.office, row.executive, row.key_decisions) == (office("chief-executive"), False, False)
    assert "Chief executive, up to £750,000. A function of the council, not of the executive." in client.get("/scheme/").content.decode()
