"""Mail for what waits: the right people, once, and nothing of the matter."""

from datetime import date, timedelta

import pytest
from django.core import mail as postbox

from commissioning.models import Duty, OutgoingMail
from commissioning.rules.dates import end_of_day
from commissioning.services.duties import close_duty, open_duties
from tests.builders import MORNING, a_borough, a_case, a_user, appoint, office, person
from tests.builders import test_act as system_act
from workflows.services.notifications import notify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
SOON = MORNING + timedelta(days=3)


@pytest.fixture(autouse=True)
def borough(settings):
    settings.BASE_URL = "https://decisions.example"
    a_borough()


def a_duty(kind: str = "clearance.give", key: str = "s151", **changes: object) -> Duty:
    return open_duties(a_case(), kind, system_act(), offices=[office(key)], due_at=SOON, **changes)[0]


def told() -> list[str]:
    return sorted(mail.to for mail in OutgoingMail.objects.all())


def test_holder_and_deputy_hear_of_a_duty_once():
    a_duty()

    made = [notify(MORNING), notify(MORNING), notify(MORNING + timedelta(days=1))]

    assert made == [2, 0, 0]
    assert told() == ["deputy-s151@lammasvale.example", "s151@lammasvale.example"]
    assert len(postbox.outbox) == 2


def test_mail_says_what_waits_where_and_until_when():
    duty = a_duty()
    notify(MORNING)

    mail = OutgoingMail.objects.get(to="s151@lammasvale.example")
    assert mail.subject == "Clear the proposal (2026/001)"
    assert f"https://decisions.example/duties/{duty.pk}/" in mail.body
    assert "Due: 26 November 2026 at 9am" in mail.body
    assert "This waits for you as Section 151 officer." in mail.body


def test_mail_names_the_day_that_ends_and_not_the_one_that_begins_at_its_midnight():
    duty = a_duty()
    duty.due_at = end_of_day(date(2026, 11, 26))
    duty.save_as(system_act(), update_fields=["due_at"])
    notify(MORNING)
    notify(duty.due_at + timedelta(minutes=1))

    told = [mail.body for mail in OutgoingMail.objects.filter(to="s151@lammasvale.example").order_by("pk")]
    assert ["Due: by the end of 26 November 2026\n" in told[0], "It was due by the end of 26 November 2026.\n" in told[1]] == [True, True]


def test_mail_says_nothing_of_the_matter():
    a_duty()
    notify(MORNING)

    texts = " ".join(mail.subject + mail.body for mail in OutgoingMail.objects.all())
    assert "carers" not in texts.lower()
    assert not any(name in texts for name in (person("s151").name, person("commissioner").name))


def test_named_person_alone_hears_of_a_named_duty():
    a_duty("pack.review", "peer", person=person("peer"))
    appoint(a_user("second-peer"), office("peer"))

    notify(MORNING)

    assert told() == ["peer@lammasvale.example"]


def test_overdue_is_said_once():
    duty = a_duty()
    notify(MORNING)
    late = SOON + timedelta(minutes=1)

    made = [notify(late), notify(late + timedelta(days=1))]

    reminder = OutgoingMail.objects.get(key=f"overdue/{duty.pk}/{person('s151').pk}")
    assert made == [2, 0]
    assert reminder.subject == "Overdue: Clear the proposal (2026/001)"
    assert "It was due on 26 November 2026 at 9am." in reminder.body


def test_done_duty_is_silent():
    duty = a_duty()
    close_duty(duty, system_act(), "DONE")

    assert notify(MORNING) == 0


def test_closed_account_hears_nothing():
    leaver = person("s151")
    leaver.is_active = False
    leaver.save()
    a_duty()

    notify(MORNING)

    assert told() == ["deputy-s151@lammasvale.example"]


def test_new_holder_hears_of_what_waits():
    a_duty("scrutiny.report", "scrutiny-officer")
    notify(MORNING)
    appoint(a_user("successor"), office("scrutiny-officer"), since=date(2026, 11, 24))

    notify(MORNING + timedelta(days=1))

    assert told() == ["scrutiny-officer@lammasvale.example", "successor@lammasvale.example"]


@pytest.mark.parametrize("duties", [1, 3])
def test_statements_do_not_grow_with_what_is_known(duties, django_assert_max_num_queries):
    case = a_case()
    for _ in range(duties):
        open_duties(case, "clearance.give", system_act(), offices=[office("s151")], due_at=SOON)
    notify(MORNING)

    with django_assert_max_num_queries(6):
        notify(MORNING)
