"""The register of dispensations and the Monitoring Officer's form."""

from datetime import date

import pytest

from commissioning.models import OutgoingMail
from decisions.models import Dispensation, DispensationAnswer, DispensationRequest
from tests.builders import MORNING, a_borough, a_case, person
from tests.builders_s2 import set_clock, sign_in
from workflows.services.notifications import notify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def borough(settings):
    a_borough()
    a_case()
    set_clock(settings, MORNING)


def grant(client, key: str = "one", **changes):
    said = {
        "person": person("cm-adults").pk, "case": "2026/001", "requested_on": "20 November 2026", "subject": "Housing contracts",
        "scope": ["SPEAK"], "starts_on": "23 November 2026", "ends_on": "22 November 2030",
        "grounds": "In the interests of residents.", "granted_by": "Standards committee, 20 November 2026", "request_key": key,
    }  # fmt: skip
    return client.post("/dispensations/grant/", said | changes)


def test_dispensation_is_recorded_once_and_listed_with_its_scope(client):
    sign_in(client, "monitoring-officer")

    answers = [grant(client), grant(client)]

    assert [answer.status_code for answer in answers] == [302, 302]
    row = Dispensation.objects.get()
    assert (row.person, row.may_speak, row.may_vote, row.ends_on) == (person("cm-adults"), True, False, date(2030, 11, 22))
    words = client.get("/dispensations/").content.decode()
    assert "Housing contracts" in words
    assert "In force" in words


def test_e46_dispensation_longer_than_four_years_is_refused_on_entry(client):
    sign_in(client, "monitoring-officer")

    page = grant(client, ends_on="23 November 2030")

    assert page.status_code == 200
    assert page.context["refusal"].message == "A dispensation cannot last longer than four years."
    assert Dispensation.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "box"),
    [({"requested_on": "24 November 2026"}, "requested_on"), ({"person": "999999"}, "person"), ({"scope": []}, "scope")],
)
def test_wrong_answer_is_told_beside_its_box(client, changes, box):
    sign_in(client, "monitoring-officer")

    page = grant(client, **changes)

    assert (page.status_code, list(page.context["form"].errors)) == (200, [box])


def test_only_the_monitoring_officer_records_one(client):
    sign_in(client, "leader")

    assert grant(client).status_code == 404
    assert "No dispensation has been granted." in client.get("/dispensations/").content.decode()


def ask(client, key: str = "ask", **changes):
    said = {
        "case": "2026/001", "subject": "Home care contracts", "scope": ["SPEAK", "VOTE"], "ground": "EXECUTIVE", "reasons": "My brother works there.",
        "starts_on": "1 December 2026", "ends_on": "30 November 2027", "request_key": key,
    }  # fmt: skip
    return client.post("/dispensations/ask/", said | changes)


def answer(client, result: str, key: str = "answer"):
    said = {"result": result, "granted_by": "Standards committee", "reasons": "Everybody is barred.", "request_key": key}
    return client.post(f"/dispensations/requests/{DispensationRequest.objects.get().pk}/", said)


def test_member_asks_and_what_is_granted_stands_in_the_register(client):
    sign_in(client, "cm-adults")
    ask(client)
    own = client.get("/dispensations/").content.decode()
    sign_in(client, "monitoring-officer")
    shown = client.get(f"/dispensations/requests/{DispensationRequest.objects.get().pk}/").content.decode()

    answers = [answer(client, "GRANT"), answer(client, "GRANT", "again")]

    assert "Waiting" in own
    assert "asks for leave to speak and vote on “Home care contracts” in case 2026/001" in shown
    row = Dispensation.objects.get()
    assert (row.person, row.requested_on, row.granted_by) == (person("cm-adults"), date(2026, 11, 23), "Standards committee")
    assert row.grounds == "Without it every member of the executive would be barred. Everybody is barred."
    assert answers[1].context["refusal"].code == "interest.answered"


def test_refused_request_gives_nothing_and_the_member_reads_why(client):
    sign_in(client, "cm-adults")
    ask(client)
    sign_in(client, "monitoring-officer")
    answer(client, "REFUSE")
    sign_in(client, "cm-adults")

    words = client.get("/dispensations/").content.decode()

    assert "Refused by Standards committee: Everybody is barred." in words
    assert (Dispensation.objects.count(), DispensationAnswer.objects.get().granted) == (0, False)


def test_request_waits_in_the_inbox_of_who_answers_it_and_of_who_asked_until_it_is_answered(client):
    def inbox(who: str) -> str:
        sign_in(client, who)
        return client.get("/inbox/").content.decode()

    sign_in(client, "cm-adults")
    ask(client)
    waits = "Answer a request for a dispensation: Home care contracts"
    wanted = "Answer your request for a dispensation: Home care contracts"

    assert [waits in inbox(who) for who in ("monitoring-officer", "deputy-monitoring-officer", "cm-housing")] == [True, True, False]
    assert [wanted in inbox(who) for who in ("cm-adults", "cm-housing")] == [True, False]
    assert f"With {person('monitoring-officer').name}, the Monitoring Officer" in inbox("cm-adults")
    sign_in(client, "monitoring-officer")
    answer(client, "REFUSE")
    assert [waits in inbox("monitoring-officer"), wanted in inbox("cm-adults")] == [False, False]


def test_holder_and_deputy_get_one_mail_about_a_request(client):
    sign_in(client, "cm-adults")
    ask(client)

    made = [notify(MORNING), notify(MORNING)]

    told = OutgoingMail.objects.filter(subject="Answer a request for a dispensation").order_by("to")
    assert (made, [mail.to.partition("@")[0] for mail in told]) == ([2, 0], ["deputy-monitoring-officer", "monitoring-officer"])
    assert all("/dispensations/requests/" in mail.body and "Home care" not in mail.body for mail in told)


def test_requests_of_others_are_seen_by_the_monitoring_officer_alone(client):
    sign_in(client, "cm-adults")
    ask(client)
    sign_in(client, "cm-housing")

    assert "Home care contracts" not in client.get("/dispensations/").content.decode()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_on": "1 December 2030"}, "interest.dispensation"),
        ({"starts_on": "1 January 2026", "ends_on": "22 November 2026"}, "interest.dispensation_past"),
    ],
)
def test_e46_request_for_more_than_four_years_or_for_the_past_is_refused(client, changes, code):
    sign_in(client, "cm-adults")

    page = ask(client, **changes)

    assert (page.status_code, page.context["refusal"].code, DispensationRequest.objects.count()) == (200, code, 0)
