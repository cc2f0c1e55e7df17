"""The day on which an exemption is looked at again: somebody is asked, and lifts it or keeps it up with reasons."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from commissioning import ledger
from commissioning.models import AuditIndex, AuditOpening, Case, Duty
from commissioning.services import disclosures
from commissioning.services.duties import close_all
from decisions.models import AgendaItem
from decisions.selectors.exempt_parts import exempt_part
from decisions.services.cases import close_case, open_case_close
from scrutiny.selectors.audit import audit_entries, events_of
from tests.builders import actor, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.decisions.services.test_exempt_parts import CANARY, REVIEW, SHORT, case, kept, lift, private_case  # noqa: F401
from workflows.selectors.inbox import waiting_for
from workflows.services.exempt_reviews import ask_about_exemptions
from workflows.services.notifications import notify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
BEFORE, ON = datetime(2027, 5, 31, 22, 0, tzinfo=UTC), datetime(2027, 6, 1, 8, 0, tzinfo=UTC)  # 11pm, 9am
LATER, NEXT = date(2027, 12, 1), datetime(2027, 12, 1, 9, 0, tzinfo=UTC)
RENEW = {"result": "RENEWED", "review_on_day": "1", "review_on_month": "12", "review_on_year": "2027", "reasons": "A second lot is let."}


@pytest.fixture
def item(case: Case, settings) -> AgendaItem:  # noqa: F811
    """A report that leaves something out; the clock then shows the day on which that is looked at again."""
    row = kept(case)
    set_clock(settings, ON)
    return row


def duties() -> list[tuple[str, date | None, str]]:
    return list(Duty.objects.filter(kind="exempt.review").order_by("pk").values_list("office__key", "due_on", "result"))


def answer(client, **sent: str):
    return client.post(f"/duties/{Duty.objects.filter(kind='exempt.review').latest('pk').pk}/", {"request_key": "k1", **sent})


def test_proper_officer_is_asked_once_by_inbox_and_mail_when_the_day_comes(item, mailoutbox):
    asked = [ask_about_exemptions(at) for at in (BEFORE, ON, ON)]
    notify(ON)

    assert (asked, duties()) == ([0, 1, 0], [("proper-officer", REVIEW, "")])
    assert [line.words for line in waiting_for(actor("proper-officer").user, ON)][-1] == "Look at an exemption again"
    mails = [mail for mail in mailoutbox if "Look at an exemption again" in mail.subject]
    assert sorted(mail.to[0] for mail in mails) == ["deputy-proper-officer@lammasvale.example", "proper-officer@lammasvale.example"]
    assert all(CANARY not in mail.body for mail in mails)
    assert AuditIndex.objects.filter(kind="exempt.review").count() == 1


def test_day_that_is_not_looked_at_is_told_again_when_it_is_over(item, mailoutbox):
    ask_about_exemptions(ON)

    notify(datetime(2027, 6, 2, 8, 0, tzinfo=UTC))

    assert len([mail for mail in mailoutbox if mail.subject.startswith("Overdue: Look at an exemption again")]) == 2


def test_the_tick_asks(item):
    call_command("tick")

    assert duties() == [("proper-officer", REVIEW, "")]


def test_exemption_is_kept_up_with_reasons_until_a_later_day(client, item, settings):
    ask_about_exemptions(ON)
    sign_in(client, "proper-officer")
    shown = client.get(f"/duties/{Duty.objects.get(kind='exempt.review').pk}/").content.decode()

    done = answer(client, **RENEW)

    part = exempt_part(item)
    assert ("Read what the report leaves out" in shown, CANARY in shown) == (True, False)
    assert (done.status_code, duties()[0][2], part.review_on, part.lifted) == (302, "RENEWED", LATER, None)
    assert [one.ground for one in part.renewals] == ["A second lot is let."]
    client.logout()
    words = " ".join(client.get(f"/reports/{item.pk}/").content.decode().split())
    assert "Kept up on 1 June 2027: A second lot is let." in words
    assert "The exemption is looked at again on 1 December 2027." in words
    assert ask_about_exemptions(ON) == 0
    set_clock(settings, NEXT)
    assert ask_about_exemptions(NEXT) == 1


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"reasons": ""}, "reasons"),
        ({"review_on_year": ""}, "review_on"),
        ({"result": ""}, "result"),
    ],
)
def test_keeping_it_up_needs_a_day_and_reasons(client, item, settings, more, error):
    ask_about_exemptions(ON)
    sign_in(client, "proper-officer")

    page = answer(client, **RENEW | more)

    assert (page.status_code, list(page.context["form"].errors)) == (200, [error])
    assert duties()[0][2] == ""


def test_day_that_has_passed_is_refused(client, item, settings):
    ask_about_exemptions(ON)
    sign_in(client, "proper-officer")

    page = answer(client, **RENEW | {"review_on_day": "1", "review_on_month": "6"})

    assert page.context["refusal"].code == "exempt.no_review"


def test_exemption_is_lifted_from_the_duty_and_everybody_reads_it(client, item, settings):
    ask_about_exemptions(ON)
    sign_in(client, "proper-officer")

    done = answer(client, result="LIFTED", reasons="The contract is signed.")

    client.logout()
    assert (done.status_code, duties()[0][2]) == (302, "LIFTED")
    assert SHORT in client.get(f"/reports/{item.pk}/").content.decode()
    assert ask_about_exemptions(ON) == 0


def test_lifting_from_the_trail_ends_the_duty(case, item):  # noqa: F811
    ask_about_exemptions(ON)

    lift(case, item)

    assert (duties()[0][2], ask_about_exemptions(ON)) == ("LIFTED", 0)


def test_erasing_the_words_ends_the_duty(case, item):  # noqa: F811
    ask_about_exemptions(ON)

    with ledger.transaction():
        disclosures.erase(
            fields=[(exempt_part(item).seq, "exempt_text")], kind="redact", authority="High Court", ground="Order of today.",
            case=case, actor=actor("monitoring-officer"), at=ON,
        )  # fmt: skip

    assert (duties()[0][2], ask_about_exemptions(ON)) == ("ERASED", 0)


def test_review_goes_on_when_the_case_has_ended(client, case, item, settings, mailoutbox):  # noqa: F811
    with ledger.recording():
        case.closed_at, case.outcome = ON, "CLOSED"
        case.save_as(test_act(ON), update_fields=["closed_at", "outcome"])
        ledger.append("case.close", test_act(ON), case.reference, case=case)
    ask_about_exemptions(ON)
    notify(ON)
    sign_in(client, "proper-officer")

    done = answer(client, **RENEW)

    assert (done.status_code, duties()[0][2], exempt_part(item).review_on) == (302, "RENEWED", LATER)
    assert len([mail for mail in mailoutbox if "Look at an exemption again" in mail.subject]) == 2


def test_open_review_does_not_keep_a_case_from_closing(case, item):  # noqa: F811
    ask_about_exemptions(ON)
    with ledger.recording():
        for kind in set(Duty.objects.filter(case=case, closed_at=None).values_list("kind", flat=True)) - {"exempt.review"}:
            close_all(case, test_act(ON), "ENDED", kind=kind)
        open_case_close(case=case, act=test_act(ON))
        ledger.append("record.revise", test_act(ON), case.reference, case=case)

    with ledger.recording():
        close_case(duty=open_duty(case, "case.close"), retention="SIX_YEARS", note="", actor=actor("proper-officer"), at=ON)

    assert duties() == [("proper-officer", REVIEW, "")]


@pytest.mark.parametrize("who", ["monitoring-officer", "leader", "commissioner"])
def test_review_is_for_the_proper_officer(client, item, settings, who):
    ask_about_exemptions(ON)
    sign_in(client, who)

    assert answer(client, **RENEW).status_code == 404
    assert duties()[0][2] == ""


def test_asking_and_keeping_up_stand_in_the_trail(case, item, client, settings):  # noqa: F811
    ask_about_exemptions(ON)
    sign_in(client, "proper-officer")
    answer(client, **RENEW)

    rows = list(events_of(case).filter(kind__startswith="exempt.").order_by("seq"))
    told = audit_entries(case, rows, sees_members=True)

    assert [one.label for one in told] == ["Exemption to be looked at", "Exemption kept up"]
    assert {one.label: one.lines for one in told[1].fields}["Exemption looked at again on"] == ("1 December 2027",)
    assert AuditOpening.objects.get(event_id=rows[1].seq, name="ground").tier == "public"
