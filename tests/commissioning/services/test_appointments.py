"""Offices and appointments: who may hold what, from when to when."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.access import holds
from commissioning.models import Appointment, AuditIndex, AuditOpening, Body, Office
from commissioning.rules.refusals import Refusal
from commissioning.services import appointments
from tests.builders import MORNING, a_borough, a_user, actor, office, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def borough():
    return a_borough()


def appoint(who: str = "newcomer", to: str = "analyst", by: str = "administrator", **changes: object) -> Appointment:
    stated = {"starts_on": TODAY, "ends_on": None, "is_deputy": False, **changes}
    with ledger.recording():
        return appointments.appoint(
            person=a_user(who), office=office(to), actor=actor(by), at=MORNING, **stated
        )


def end(key: str, last_day: date = TODAY) -> Appointment:
    with ledger.recording():
        return appointments.end_appointment(
            appointment=Appointment.objects.select_related("person", "office").get(
                office__key=key, is_deputy=False
            ),
            last_day=last_day,
            actor=actor("administrator"),
            at=MORNING,
        )


def test_appointment_works_from_its_first_day_on():
    made = appoint(starts_on=TOMORROW)

    assert holds(made.person, {"ANALYST"}, MORNING) is None
    assert holds(made.person, {"ANALYST"}, MORNING + timedelta(days=1)).capacity == "holder"


def test_appointment_leaves_history_and_one_event():
    made = appoint(ends_on=TOMORROW)

    row = made.history.get()
    event = AuditIndex.objects.get(subject=f"person/{made.person.public_id}")
    values = AuditOpening.objects.filter(event_id=event.seq, name__in=["office", "starts_on", "ends_on"])
    assert (row.history_office, row.history_user.email) == ("System administrator", "administrator@lammasvale.example")
    assert event.kind == "office.appoint"
    assert values.count() == 3


REFUSED = [
    ("appointment.backdated", {"starts_on": date(2026, 11, 22)}),
    ("appointment.period", {"ends_on": date(2026, 11, 22)}),
    ("appointment.no_deputy", {"to": "leader", "is_deputy": True}),
    ("appointment.no_deputy", {"to": "cm-adults", "is_deputy": True}),
    ("appointment.no_deputy", {"to": "councillor-1", "is_deputy": True}),
    ("appointment.same", {"who": "analyst"}),
    ("appointment.held", {"to": "cm-adults"}),
    ("appointment.held", {"to": "s151"}),
    ("appointment.not_shared", {"to": "s151", "shares": True}),
    ("appointment.not_shared", {"to": "leader", "shares": True}),
    ("appointment.apart", {"who": "cm-adults", "to": "scrutiny-1"}),
    ("appointment.apart", {"who": "scrutiny-chair", "to": "leader"}),
    ("appointment.apart", {"who": "monitoring-officer", "to": "s151"}),
]


@pytest.mark.parametrize(("code", "stated"), REFUSED)
def test_refused_appointment_leaves_nothing_behind(code, stated):
    before = Appointment.objects.count()

    with pytest.raises(Refusal) as refused:
        appoint(**stated)

    assert refused.value.code == code
    assert Appointment.objects.count() == before
    assert not AuditIndex.objects.filter(kind="office.appoint").exists()


def test_refusal_names_the_law():
    with pytest.raises(Refusal) as refused:
        appoint(who="cm-adults", to="scrutiny-1")

    assert refused.value.citation == "Local Government Act 2000 s9FA(3)"


def test_closed_account_gets_no_office():
    gone = a_user("gone")
    gone.is_active = False
    gone.save()

    with pytest.raises(Refusal) as refused:
        appoint(who="gone")

    assert refused.value.code == "person.inactive"


def test_second_cabinet_member_shares_a_portfolio_and_a_third_does_not():
    appoint(who="councillor-1", to="cm-adults", shares=True)

    with pytest.raises(Refusal) as refused:
        appoint(who="councillor-2", to="cm-adults", shares=True)

    assert refused.value.code == "appointment.held"
    assert refused.value.message.endswith("share this office in these days. End that appointment first, or begin later.")


def test_two_analysts_may_share_an_office():
    appoint(to="analyst")

    assert Appointment.objects.filter(office__key="analyst").count() == 2


def test_officer_may_have_a_deputy():
    assert appoint(to="legal", is_deputy=True).is_deputy


def test_successor_begins_the_day_after():
    end("legal", TODAY)

    appoint(to="s151", starts_on=TOMORROW, is_deputy=True)
    made = appoint(to="legal", starts_on=TOMORROW)

    assert made.starts_on == TOMORROW


@pytest.mark.parametrize("who", ["legal", "leader", "chief-executive"])
def test_only_administrators_appoint(who):
    with pytest.raises(PermissionDenied):
        appoint(by=who)


def test_ended_appointment_works_to_the_end_of_its_last_day():
    end("legal", TODAY)

    assert holds(person("legal"), {"LEGAL"}, MORNING).capacity == "holder"
    assert holds(person("legal"), {"LEGAL"}, MORNING + timedelta(days=1)) is None


def test_ending_is_one_event():
    ended = end("legal", TOMORROW)

    assert AuditIndex.objects.get(subject=f"person/{ended.person.public_id}").kind == "office.end"
    assert [row.history_type for row in ended.history.order_by("history_date", "history_id")] == ["+", "~"]


def test_end_is_never_backdated():
    with pytest.raises(Refusal) as refused:
        end("legal", date(2026, 11, 22))

    assert refused.value.code == "appointment.backdated"


def test_last_administrator_cannot_be_ended():
    with pytest.raises(Refusal) as refused:
        end("administrator")

    assert refused.value.code == "appointment.last_administrator"


def test_new_office_has_its_group():
    with ledger.recording():
        made = appointments.make_office(
            title="Cabinet member for parks",
            role="CABINET_MEMBER",
            body=Body.objects.get(key="cabinet"),
            portfolio="Parks",
            actor=actor("administrator"),
            at=MORNING,
        )

    assert (made.key, made.group.name) == ("cabinet-cabinet-member-for-parks", "office:cabinet-cabinet-member-for-parks")
    assert AuditIndex.objects.get(subject=f"office/{made.key}").kind == "admin.change"


def test_seat_of_an_education_co_optee_belongs_to_no_political_group():
    seat = {"title": "Roman Catholic representative", "role": "EDUCATION_CO_OPTEE", "body": Body.objects.get(key="scrutiny")}

    with pytest.raises(Refusal) as refused, ledger.recording():
        appointments.make_office(**seat, party="Labour", actor=actor("administrator"), at=MORNING)
    with ledger.recording():
        made = appointments.make_office(**seat, actor=actor("administrator"), at=MORNING)

    assert (refused.value.code, made.role, made.party) == ("office.party", "EDUCATION_CO_OPTEE", "")


def test_office_title_is_used_once_in_a_body():
    with pytest.raises(Refusal) as refused, ledger.recording():
        appointments.make_office(
            title="leader of the council",
            role="LEADER",
            body=Body.objects.get(key="cabinet"),
            actor=actor("administrator"),
            at=MORNING,
        )

    assert refused.value.code == "office.known"
    assert Office.objects.filter(role="LEADER").count() == 1
