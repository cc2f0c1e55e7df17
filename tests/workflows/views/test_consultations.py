"""Consulting on a case, and what an election means for a consultation that runs."""

from datetime import UTC, date, datetime

import pytest

from commissioning import ledger
from commissioning.models import AuditIndex, Case, Consultation, Duty
from commissioning.rules.refusals import Refusal
from commissioning.selectors.consultations import find_consultation
from decisions.selectors.sign_offs import missing_signatures
from tests.builders import MORNING, a_borough, a_case, person, test_act
from tests.builders_s1 import a_submitted_proposal, last_event, open_duty
from tests.builders_s2 import a_notice, set_clock, sign_in
from tests.builders_s3 import (
    a_decided_case,
    a_recommended_case,
    an_item_in_session,
    ask_to_sign,
    give_signature,
    state_decision,
)
from workflows.services.notifications import notify
from workflows.services.overlays import ask_about_consultations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
OPENED = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
IN_PERIOD = datetime(2027, 4, 12, 9, 0, tzinfo=UTC)
PAGES = "/cases/2026/001/consultations/"
PUBLIC = "/consultations/2026-001-c1/"


def day(name: str, on: date) -> dict:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def consult(client, key: str = "consult", closes: date = date(2027, 4, 26), opens: date = date(2027, 3, 1), **said):
    words = {"title": "Support for carers", "question": "What would help you most?", "how": "Write to the town hall."}
    return client.post(f"{PAGES}new/", {"request_key": key, **words, **day("opens_on", opens), **day("closes_on", closes), **said})


def tell(client, on: date, key: str = "tell", **said):
    return client.post(f"{PAGES}1/tell/", {"request_key": key, "what": "Leaflets to every household.", **day("on", on), **said})


def declare_period(client, key: str = "purdah"):
    """The Monitoring Officer enters the period from 30 March to the poll on 6 May 2027."""
    sign_in(client, "monitoring-officer")
    said = {"document": "Notice of election", "starts_on": "30 March 2027", "poll_on": "6 May 2027", "reason": "Borough election."}
    return client.post("/stops/declare/pre-election/", {"request_key": key, **said})


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def case(settings, client) -> Case:
    a_borough()
    set_clock(settings, OPENED)
    sign_in(client, "commissioner")
    return a_case()


@pytest.fixture
def running(case, client) -> Case:
    """A consultation runs from 1 March to 26 April 2027."""
    assert consult(client).status_code == 302
    return case


def test_consultation_is_public_with_its_days_and_how_to_take_part(client, running):
    client.logout()

    page = words(client.get(PUBLIC))

    assert "Monday 1 March 2027 to the end of Monday 26 April 2027" in page
    assert "What would help you most?" in page
    assert "Write to the town hall." in page
    assert "Support for carers</a>, 1 March 2027 to 26 April 2027" in words(client.get("/consultations/"))
    assert "Have your say" in words(client.get("/"))
    assert last_event(running) == {
        "kind": "consultation.open", "subject": "2026/001/consultation/1", "title": "Support for carers",
        "opens_on": "2027-03-01", "closes_on": "2027-04-26",
    }  # fmt: skip


def test_form_sent_twice_is_one_consultation(client, case):
    consult(client)
    consult(client)

    assert Consultation.objects.count() == 1


def test_e25_consultation_goes_on_in_the_pre_election_period_without_promotion(client, running, settings):
    declare_period(client)
    set_clock(settings, IN_PERIOD)
    sign_in(client, "commissioner")

    promoted = tell(client, date(2027, 4, 12))

    assert promoted.context["refusal"].code == "pre_election.stopped"
    client.logout()
    page = words(client.get(PUBLIC))
    assert "Open" in page
    assert "The pre-election period runs from 30 March 2027 to 6 May 2027. The consultation goes on and you can take part" in page
    assert "Support for carers" in words(client.get("/consultations/"))
    assert "Have your say" not in words(client.get("/"))
    assert find_consultation("2026-001-c1").publicity.count() == 0


def test_e25_officer_is_asked_by_inbox_and_mail_whether_it_is_extended(client, running, mailoutbox):
    declare_period(client)
    declare_period(client)
    ask_about_consultations(OPENED)
    notify(OPENED)

    duty = Duty.objects.get(kind="consultation.review")
    assert (duty.office.key, duty.due_on) == ("commissioner", date(2027, 4, 26))
    assert sorted(mail.to[0] for mail in mailoutbox if "consultation" in mail.subject) == [
        "commissioner@lammasvale.example", "deputy-commissioner@lammasvale.example",
    ]  # fmt: skip
    assert AuditIndex.objects.filter(kind="consultation.ask").count() == 1


def test_e25_consultation_is_extended_with_reasons_where_people_cannot_take_part(client, running):
    declare_period(client)
    sign_in(client, "commissioner")
    path = f"/duties/{Duty.objects.get(kind='consultation.review').pk}/"
    asked = words(client.get(path))
    early = client.post(path, {"request_key": "a", "result": "EXTENDED", "reasons": "Off.", **day("until", date(2027, 4, 26))})

    done = client.post(
        path,
        {"request_key": "b", "result": "EXTENDED", "reasons": "The meetings were called off.", **day("until", date(2027, 5, 28))},
    )

    assert "Pre-election period from 30 March 2027 to 6 May 2027." in asked
    assert early.context["refusal"].code == "consultation.not_later"
    assert (done.status_code, Duty.objects.get(kind="consultation.review").result) == (302, "EXTENDED")
    page = words(client.get(PUBLIC))
    assert "to the end of Friday 28 May 2027" in page
    assert "From 26 April 2027 to 28 May 2027: The meetings were called off." in page
    assert (last_event(running)["kind"], last_event(running)["closes_on"]) == ("consultation.extend", "2027-05-28")
    assert list(Consultation.history.order_by("history_id").values_list("closes_on", flat=True)) == [
        date(2027, 4, 26), date(2027, 5, 28),
    ]  # fmt: skip


def test_e25_consultation_that_people_can_answer_keeps_its_last_day(client, running):
    declare_period(client)
    sign_in(client, "commissioner")
    path = f"/duties/{Duty.objects.get(kind='consultation.review').pk}/"

    client.post(path, {"request_key": "a", "result": "KEPT", "reasons": "All meetings were held in March."})

    assert Duty.objects.get(kind="consultation.review").result == "KEPT"
    assert (last_event(running)["kind"], Consultation.objects.get().closes_on) == ("consultation.keep", date(2027, 4, 26))


def test_officer_extends_it_unasked_and_what_was_asked_is_closed(client, running):
    declare_period(client)
    sign_in(client, "commissioner")

    client.post(f"{PAGES}1/extend/", {"request_key": "x", "reasons": "More time.", **day("until", date(2027, 5, 28))})

    assert Consultation.objects.get().closes_on == date(2027, 5, 28)
    assert Duty.objects.get(kind="consultation.review").result == "EXTENDED"


def test_new_consultation_waits_for_the_poll_unless_the_monitoring_officer_gives_a_reason(client, case, settings):
    declare_period(client)
    set_clock(settings, IN_PERIOD)
    opens, closes = date(2027, 4, 12), date(2027, 6, 14)
    sign_in(client, "commissioner")
    by_officer = consult(client, opens=opens, closes=closes, override="I think so.")
    sign_in(client, "monitoring-officer")
    without = consult(client, opens=opens, closes=closes, key="two")

    with_reason = consult(client, opens=opens, closes=closes, key="three", override="The law sets the date.")

    assert [answer.context["refusal"].code for answer in (by_officer, without)] == ["pre_election.stopped"] * 2
    assert (with_reason.status_code, Consultation.objects.get().override) == (302, "The law sets the date.")
    assert "The Monitoring Officer’s reasons: The law sets the date." in words(client.get(PUBLIC))
    assert Duty.objects.filter(kind="consultation.review").count() == 0


def test_consultation_that_will_run_into_a_period_entered_before_is_asked_about_at_once(client, case):
    declare_period(client)
    sign_in(client, "commissioner")

    consult(client)

    assert Duty.objects.filter(kind="consultation.review").count() == 1


def test_people_are_told_before_the_period_and_it_is_shown(client, running):
    told = tell(client, date(2027, 3, 8))
    late = tell(client, date(2027, 4, 27), "late")

    assert (told.status_code, late.context["refusal"].code) == (302, "consultation.over")
    assert "8 March 2027: Leaflets to every household." in words(client.get(PUBLIC))


def a_consultation(case: Case, *, until: date) -> None:
    """One that runs since 1 November 2026."""
    with ledger.recording():
        Consultation(
            case=case, n=1, title="Carers", question="What?", how="Write.", opens_on=date(2026, 11, 1), closes_on=until,
            opened_by=person("commissioner"), opened_at=MORNING,
        ).save_as(test_act())  # fmt: skip


def test_proposal_is_not_final_while_people_are_asked(case):
    a_consultation(case, until=date(2026, 12, 1))

    with pytest.raises(Refusal) as running:
        a_submitted_proposal(case)

    assert (running.value.code, running.value.earliest) == ("consultation.running", date(2026, 12, 2))


def test_agencies_sign_in_principle_while_people_are_asked_and_the_decision_waits(case):
    item = an_item_in_session(number=2)
    a_consultation(item.case, until=date(2027, 1, 20))
    ask_to_sign(item.case)

    with pytest.raises(Refusal) as binding:
        give_signature(item.case)
    in_principle = give_signature(item.case, result="IN_PRINCIPLE")
    with pytest.raises(Refusal) as early:
        state_decision(item.case)

    assert (binding.value.code, in_principle.is_signed) == ("signoff.in_principle", False)
    assert (early.value.code, early.value.earliest) == ("consultation.running", date(2027, 1, 21))
    assert missing_signatures(item.case) == ["ICB"]


def test_sign_off_page_offers_to_sign_in_principle_only_while_people_are_asked(client, case, settings):
    other = a_recommended_case(number=2)
    ask_to_sign(other)
    set_clock(settings, OPENED)
    path = f"/duties/{open_duty(other, 'signoff.sign', 'lead-icb').pk}/"
    sign_in(client, "lead-icb")
    before = words(client.get(path))
    a_consultation(other, until=date(2027, 4, 26))

    asked = words(client.get(path))

    assert ("Sign in principle" in before, "Sign in principle" in asked) == (False, True)


def test_decided_matter_is_not_consulted_on_and_unknown_ones_are_not_found(client, case):
    decided = a_decided_case(number=2).reference
    values = {"title": "Late", "question": "What?", "how": "Write.", **day("opens_on", date(2027, 3, 1)), **day("closes_on", date(2027, 4, 26))}

    late = client.post(f"/cases/{decided}/consultations/new/", {"request_key": "late", **values})
    backwards = consult(client, closes=date(2027, 2, 1))

    assert late.context["refusal"].code == "consultation.decided"
    assert backwards.context["refusal"].code == "consultation.dates"
    assert [client.get(path).status_code for path in (PUBLIC, f"{PAGES}1/extend/", "/consultations/nonsense/")] == [404] * 3


def test_case_page_register_and_list_name_it_and_say_when_there_is_none(client, case):
    empty = words(client.get(PAGES))
    public = words(client.get("/consultations/"))
    a_notice(case)
    consult(client)

    own, register = words(client.get("/cases/2026/001/")), words(client.get("/register/2026/001/"))

    assert "Nobody has been consulted on this case" in empty
    assert "None is open." in public
    assert "Consultations</a>: Support for carers, 1 March 2027 to 26 April 2027" in own
    assert "Support for carers</a>, 1 March 2027 to 26 April 2027" in register
    assert "Extend" in words(client.get(PAGES))
