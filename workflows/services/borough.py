"""Loads the demonstration borough: its constitution, its people and offices, its clock, and its cases.

Everything comes from files in `workflows/data`; the cases go through the same services as the pages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group

from commissioning import clock, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Appointment, Body, ClockJump, Delegation, Office, Organisation, User
from commissioning.rules.case_file_shapes import moment
from commissioning.rules.dates import LONDON
from commissioning.rules.money import read_pounds
from commissioning.services import constitutions
from workflows.services.case_files import Known, read_file, require_known, shipped
from workflows.services.walk import Walk, walk_together

DATA = Path(__file__).resolve().parent.parent / "data" / "borough.toml"
CONSTITUTIONS = Path(constitutions.__file__).resolve().parent.parent / "data" / "constitutions"
TITLES = re.compile(r"^(Councillor|Reverend|Dr|Professor|Chief Superintendent|Superintendent) ")
Tell = Callable[[str], None]


def _quietly(line: str) -> None:
    """Say nothing."""


def described() -> dict[str, Any]:
    """The borough as its file describes it."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def is_begun() -> bool:
    """Whether anybody has been entered in this database."""
    return Organisation.objects.exists()


def is_loaded() -> bool:
    """Whether the borough was loaded to the end: its clock is set last."""
    return ClockJump.objects.exists()


def anchor() -> datetime:
    """The moment that the borough's clock shows once everything is loaded."""
    return moment(described()["anchor"])


def known_keys() -> Known:
    """What a case file may name: what is in the database, or in an empty one what would be loaded."""
    if is_begun():
        return Known(
            offices=frozenset(Office.objects.values_list("key", flat=True)),
            services=frozenset(Body.objects.filter(kind="SERVICE").values_list("key", flat=True)),
            agencies=frozenset(Organisation.objects.values_list("key", flat=True)),
        )
    told = described()
    return Known(
        offices=frozenset(row["key"] for row in told["offices"]),
        services=frozenset(row["key"] for row in told["bodies"] if row["kind"] == "SERVICE"),
        agencies=frozenset(row["key"] for row in told["organisations"]),
    )


def load_borough(*, tell: Tell = _quietly, renders: bool = True) -> list[Walk]:
    """Fill an empty database: people first, then every case file side by side in order of time, the clock last."""
    files = [read_file(path) for path in shipped()]
    load_people(tell=tell)
    for file in files:
        require_known(file, known_keys())
    tell(f"{len(files)} cases go through the services, act by act")
    walks = walk_together(files, tell=tell, until=anchor(), renders=renders)
    set_clock(anchor())
    return walks


def load_people(*, tell: Tell = _quietly) -> None:
    """The constitution, then organisations, bodies, offices with their groups, people, appointments, delegations."""
    told = described()
    at = datetime.combine(told["since"], time(10), LONDON)
    act = Act(Actor.system("demo"), Standing(capacity="system"), at, reason="Demonstration borough")
    with ledger.recording():
        text = (CONSTITUTIONS / told["constitution"]).read_text(encoding="utf-8")
        constitutions.load(text=text, actor=act.actor, at=at)
    with ledger.recording():
        offices = _offices(told, act)
        seats = [seat for row in told["offices"] for seat in _seats(row, offices[row["key"]], told, act)]
        for line in told["delegations"]:
            _delegate(line, offices[line["office"]], told, act)
    tell(f"{told['organisations'][0]['name']}: {len(offices)} offices, {len(seats)} appointments")


def _offices(told: Mapping[str, Any], act: Act) -> dict[str, Office]:
    organisations = {row["key"]: Organisation.create_as(act, **row) for row in told["organisations"]}
    bodies = {
        row["key"]: Body.create_as(act, **{**row, "organisation": organisations[row["organisation"]]})
        for row in told["bodies"]
    }
    people = ("holder", "deputies", "seconded_from")
    return {
        row["key"]: Office.create_as(
            act,
            **{key: value for key, value in row.items() if key not in people} | {"body": bodies[row["body"]]},
            order=order,
            group=Group.objects.create(name=f"{row['body']}/{row['key']}"),
        )
        for order, row in enumerate(told["offices"], 1)
    }


def _seats(row: Mapping[str, Any], office: Office, told: Mapping[str, Any], act: Act) -> list[Appointment]:
    """Holder and deputies of one office, one event each."""
    lender = Organisation.objects.filter(key=row.get("seconded_from", "")).first()
    seats = []
    for number, name in enumerate([row["holder"], *row.get("deputies", [])]):
        seat = Appointment.create_as(
            act,
            person=_person(name, told["domain"]),
            office=office,
            starts_on=told["since"],
            is_deputy=number > 0,
            seconded_from=lender,
        )
        ledger.append(
            "office.appoint",
            act,
            f"office:{office.key}",
            fields={
                "person": name,
                "office": office.title,
                "body": office.body.name,
                "deputy": seat.is_deputy,
                "from": told["since"].isoformat(),
            },
        )
        seats.append(seat)
    return seats


def _person(name: str, domain: str) -> User:
    address = re.sub(r"[^a-z]+", ".", TITLES.sub("", name).lower()).strip(".") + f"@{domain}"
    return User.objects.filter(email=address).first() or User.objects.create_user(address, name)


def _delegate(line: Mapping[str, Any], office: Office, told: Mapping[str, Any], act: Act) -> None:
    row = Delegation.create_as(
        act,
        office=office,
        function=line["function"],
        executive=line.get("executive", True),
        key_decisions=line.get("key_decisions", True),
        limit=read_pounds(line["limit"]).pence,
        conditions=line.get("conditions", ""),
        starts_on=told["since"],
        source=line["source"],
    )
    fields = {"function": row.function, "limit": row.limit, "source": row.source}
    ledger.append("delegation", act, f"office:{office.key}", fields=fields)


def set_clock(to: datetime) -> ClockJump:
    """Begin the borough's time at a moment, once; from then on it only goes forward."""
    if is_loaded():
        raise RuntimeError("The borough's clock has been set before.")
    act = Act(Actor.system("demo"), Standing(capacity="system"), to, reason="Demonstration borough loaded")
    real = clock.real_now()
    with ledger.recording():
        jump = ClockJump.create_as(
            act, offset_seconds=int((to - real).total_seconds()) + 1, to=to, made_at=real
        )
        ledger.append("clock.jump", act, "clock/demo", fields={"to": to.isoformat()})
    return jump
