"""A small borough for tests: plain functions, boring on purpose.

`a_borough()` makes the council, seven agencies, bodies, offices and one person per office (named after the office),
appointed since 1 January 2026. `person("leader")` finds the person by office key, `actor("leader")` acts as them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from django.db.models import QuerySet

from commissioning.acts import Act, Actor, Standing
from commissioning.models import (
    Appointment,
    Body,
    Case,
    ConstitutionVersion,
    Office,
    Organisation,
    User,
)
from commissioning.models.base import Tracked
from tests.replays import replayed

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
CONSTITUTION = Path(__file__).parent.parent / "commissioning/data/constitutions/lammas-vale-2026.toml"

ORGANISATIONS = [
    ("council", "London Borough of Lammas Vale", "Council", "COUNCIL", True),
    ("icb", "Lammas and Fleet Integrated Care Board", "ICB", "ICB", True),
    ("police", "Lammas Vale Police", "Police", "POLICE", True),
    ("housing", "Vale Homes", "Vale Homes", "HOUSING", True),
    ("transport", "London Transport Partnership", "Transport", "TRANSPORT", True),
    ("college", "Lammas Vale College", "College", "COLLEGE", True),
    ("voluntary", "Lammas Vale Voluntary Action", "Voluntary Action", "VOLUNTARY", False),
]
BODIES = [
    ("full-council", "Full Council", "COUNCIL", "council"),
    ("cabinet", "Cabinet", "CABINET", "council"),
    ("ssmt", "Single senior management team", "SSMT", "council"),
    ("scrutiny", "Overview and Scrutiny Committee", "SCRUTINY", "council"),
    ("research", "Shared research and intelligence", "RESEARCH", "council"),
    ("adults", "Adult social care commissioning", "SERVICE", "council"),
    ("officers", "Statutory officers", "OFFICE", "council"),
    ("icb-board", "Lammas and Fleet ICB", "AGENCY", "icb"),
    ("police-bcu", "Lammas Vale Police command", "AGENCY", "police"),
    ("housing-board", "Vale Homes board", "AGENCY", "housing"),
    ("transport-board", "London Transport Partnership", "AGENCY", "transport"),
    ("college-corporation", "Lammas Vale College", "AGENCY", "college"),
    ("voluntary-board", "Lammas Vale Voluntary Action", "AGENCY", "voluntary"),
]
OFFICES = [
    # key, role, title, body, portfolio, party
    ("commissioner", "OFFICER", "Commissioning manager, adults", "adults", "", ""),
    ("analyst", "ANALYST", "Senior analyst", "research", "", ""),
    ("peer", "ANALYST", "Principal analyst", "research", "", ""),
    ("research-lead", "RESEARCH_LEAD", "Head of research and intelligence", "research", "", ""),
    ("s151", "CHIEF_FINANCE_OFFICER", "Section 151 officer", "officers", "", ""),
    ("monitoring-officer", "MONITORING_OFFICER", "Monitoring Officer", "officers", "", ""),
    ("legal", "LEGAL", "Head of legal services", "officers", "", ""),
    ("equality", "EQUALITY", "Equality lead", "officers", "", ""),
    ("chief-executive", "HEAD_OF_PAID_SERVICE", "Chief executive", "officers", "", ""),
    ("proper-officer", "PROPER_OFFICER", "Head of democratic services", "officers", "", ""),
    ("scrutiny-officer", "SCRUTINY_OFFICER", "Statutory scrutiny officer", "officers", "", ""),
    ("director", "DIRECTOR", "Director of integrated commissioning", "officers", "", ""),
    ("ssmt-chair", "SSMT_CHAIR", "Chair of the senior management team", "ssmt", "", ""),
    ("lead-council", "AGENCY_LEAD", "Director of adult social care", "full-council", "", ""),
    ("lead-icb", "AGENCY_LEAD", "Place executive lead, ICB", "icb-board", "", ""),
    ("lead-police", "AGENCY_LEAD", "Borough commander", "police-bcu", "", ""),
    ("lead-housing", "AGENCY_LEAD", "Director of communities, Vale Homes", "housing-board", "", ""),
    ("lead-transport", "AGENCY_LEAD", "Borough transport lead", "transport-board", "", ""),
    ("lead-college", "AGENCY_LEAD", "Deputy principal", "college-corporation", "", ""),
    ("adviser-voluntary", "AGENCY_ADVISER", "Chief officer, Voluntary Action", "voluntary-board", "", ""),
    ("leader", "LEADER", "Leader of the Council", "cabinet", "Strategy and partnerships", "Labour"),
    ("cm-adults", "CABINET_MEMBER", "Cabinet member for adults and health", "cabinet", "Adults and health", "Labour"),
    ("cm-finance", "CABINET_MEMBER", "Cabinet member for finance", "cabinet", "Finance", "Labour"),
    ("cm-housing", "CABINET_MEMBER", "Cabinet member for housing", "cabinet", "Housing", "Labour"),
    ("cm-children", "CABINET_MEMBER", "Cabinet member for children", "cabinet", "Children", "Labour"),
    ("cm-safety", "CABINET_MEMBER", "Cabinet member for community safety", "cabinet", "Safety", "Labour"),
    ("cm-climate", "CABINET_MEMBER", "Cabinet member for climate", "cabinet", "Climate", "Labour"),
    ("cm-jobs", "CABINET_MEMBER", "Cabinet member for jobs and skills", "cabinet", "Jobs", "Labour"),
    ("cm-culture", "CABINET_MEMBER", "Cabinet member for culture", "cabinet", "Culture", "Labour"),
    ("mayor", "CIVIC_MAYOR", "Civic Mayor", "full-council", "", "Labour"),
    ("scrutiny-chair", "SCRUTINY_CHAIR", "Chair of overview and scrutiny", "scrutiny", "", "Labour"),
    ("administrator", "ADMINISTRATOR", "System administrator", "officers", "", ""),
    ("auditor", "AUDITOR", "External auditor", "officers", "", ""),
]
OFFICES += [
    (f"scrutiny-{n}", "SCRUTINY_MEMBER", f"Scrutiny member, seat {n}", "scrutiny", "", party)
    for n, party in enumerate(["Labour"] * 4 + ["Conservative"] * 3 + ["Liberal Democrat"] * 2 + ["Green"], 1)
]
OFFICES += [
    (f"councillor-{n}", "COUNCILLOR", f"Councillor, ward seat {n}", "full-council", "", party)
    for n, party in enumerate(["Labour", "Labour", "Conservative", "Conservative", "Green", "Liberal Democrat"], 1)
]
OFFICES += [
    ("co-optee-church", "EDUCATION_CO_OPTEE", "Church of England representative", "scrutiny", "", ""),
    ("co-optee-parent", "EDUCATION_CO_OPTEE", "Parent governor representative", "scrutiny", "", ""),
]
DEPUTIES = ["proper-officer", "s151", "monitoring-officer", "lead-icb", "commissioner"]


def test_act(at: datetime = MORNING) -> Act:
    """The act under which builders write set-up rows."""
    return Act(Actor.system("builder"), Standing(capacity="system"), at)


test_act.__test__ = False  # a builder, not a test


class Borough:
    """What `a_borough` made, by key, read when it is asked for."""

    @cached_property
    def bodies(self) -> dict[str, Body]:
        return by_key(Body)

    @cached_property
    def offices(self) -> dict[str, Office]:
        return by_key(Office)

    @cached_property
    def constitution(self) -> ConstitutionVersion:
        return ConstitutionVersion.objects.get()


def a_borough(*, at: datetime = MORNING, since: date = date(2026, 1, 1)) -> Borough:
    """The whole council and its partners, with one person per office and some deputies ("deputy-<key>").

    A module's borough that stands already (see `module_database`) is the borough.
    """
    if not Organisation.objects.exists():
        _write_borough(at=at, since=since)
    return Borough()


@replayed
def _write_borough(*, at: datetime, since: date) -> None:
    act = test_act(at)
    organisations = opened(
        act, (Organisation(key=key, name=name, short=short, kind=kind, is_voting=voting) for key, name, short, kind, voting in ORGANISATIONS)
    )
    bodies = opened(act, (Body(key=key, name=name, kind=kind, organisation=organisations[org]) for key, name, kind, org in BODIES))
    offices = opened(act, (
        Office(key=key, role=role, title=title, body=bodies[body], portfolio=portfolio, party=party, order=order)
        for order, (key, role, title, body, portfolio, party) in enumerate(OFFICES, 1)
    ))  # fmt: skip
    seats = [(key, key, False) for key in offices] + [(f"deputy-{key}", key, True) for key in DEPUTIES]
    people = QuerySet(User).bulk_create([_new_user(name) for name, _, _ in seats])
    Appointment.bulk_open(
        [
            Appointment(person=user, office=offices[key], starts_on=since, is_deputy=deputy)
            for user, (_, key, deputy) in zip(people, seats, strict=True)
        ],
        act,
    )
    a_constitution(at=at)


def opened(act: Act, rows: Iterable) -> dict:
    """New rows and their history, all in two statements, by key."""
    return {row.key: row for row in Tracked.bulk_open(rows, act)}


def by_key(model: type) -> dict:
    return {row.key: row for row in model.objects.all()}


def a_user(key: str) -> User:
    new = _new_user(key)
    user, _ = User.objects.get_or_create(email=new.email, defaults={"name": new.name})
    return user


def _new_user(key: str) -> User:
    return User(email=f"{key}@lammasvale.example", name=key.replace("-", " ").title())


def appoint(
    user: User,
    office: Office,
    *,
    since: date = date(2026, 1, 1),
    until: date | None = None,
    deputy: bool = False,
    at: datetime = MORNING,
) -> Appointment:
    return Appointment(person=user, office=office, starts_on=since, ends_on=until, is_deputy=deputy).save_as(
        test_act(at)
    )


def a_constitution(*, at: datetime = MORNING) -> ConstitutionVersion:
    text = CONSTITUTION.read_text()
    return ConstitutionVersion.create_as(
        test_act(at),
        key="lammas-vale",
        version="2026",
        effective_from=date(2026, 1, 1),
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        loaded_at=at,
    )


def person(key: str) -> User:
    """The person in the office of that key ("deputy-<key>" for its deputy)."""
    return User.objects.get(email=f"{key}@lammasvale.example")


def actor(key: str, request: str = "") -> Actor:
    """Acting as the person in that office."""
    return Actor.person(person(key), request=request, via="walk", auth={"method": "test"})


def office(key: str) -> Office:
    return Office.objects.select_related("body__organisation").get(key=key)


@replayed
def a_case(*, number: int = 1, title: str = "Support for carers", track: str = "JOINT_KEY", at: datetime = MORNING) -> Case:
    """A case row without a chart, for tests of single services; journeys use `desk.open_case`."""
    return Case(
        reference=f"2026/{number:03d}",
        year=2026,
        number=number,
        title=title,
        question="Who needs support, and what should we buy together?",
        sponsor=Body.objects.get(key="adults"),
        officer=office("commissioner"),
        lead_member=office("cm-adults"),
        track=track,
        opened_at=at,
        constitution=ConstitutionVersion.objects.get(),
    ).save_as(test_act(at))
