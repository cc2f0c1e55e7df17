"""Who acts, in which standing, when: the three values that every act of legal weight carries.

An `Actor` is a person (or the system) with an idempotency key and the way they signed in. A `Standing` is the office
in which the access matrix let them act. An `Act` joins both with the moment the desk read from the clock; it is what
`save_as` stamps on every history row and what the ledger writes into the event.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commissioning.models import Body, Office, User


@dataclass(frozen=True)
class Actor:
    """A person or the system at work.

    `request` is the idempotency key: the same key twice is the same act once. `auth` says how the person signed in
    (method, second factor, its age), and goes into the event as it is.
    """

    user: User | None
    request: str = field(default_factory=lambda: uuid.uuid4().hex)
    auth: Mapping[str, object] = field(default_factory=dict)
    via: str = "web"
    name: str = ""

    @classmethod
    def person(cls, user: User, *, via: str = "web", request: str = "", auth: Mapping[str, object] | None = None) -> Actor:
        return cls(user=user, request=request or uuid.uuid4().hex, auth=auth or {}, via=via, name=user.name)

    @classmethod
    def system(cls, name: str) -> Actor:
        """The clock, the worker: acts that follow from law alone and need no person."""
        return cls(user=None, via=name, name=f"System ({name})")

    @property
    def is_system(self) -> bool:
        return self.user is None


@dataclass(frozen=True)
class PartsTaken:
    """The parts that a person had taken in a case when they were let act."""

    case: int
    parts: frozenset[str]


@dataclass(frozen=True)
class Standing:
    """The office in which somebody acts; `capacity` is holder, deputy or system.

    `taken` is what the access check read about the person's part in the case, so that the act need not read it again.
    """

    office: Office | None = None
    body: Body | None = None
    capacity: str = "holder"
    taken: PartsTaken | None = field(default=None, compare=False)

    @property
    def title(self) -> str:
        return self.office.title if self.office else "System"

    @property
    def words(self) -> str:
        """The office as a record names it; a deputy is named as one."""
        return f"{self.title} (deputy)" if self.capacity == "deputy" else self.title

    @property
    def body_name(self) -> str:
        return self.body.name if self.body else ""


@dataclass(frozen=True)
class Act:
    """One act: who, in which standing, when, why, under which rule."""

    actor: Actor
    standing: Standing
    at: datetime
    reason: str = ""
    rule: str = ""

    def because(self, reason: str) -> Act:
        return replace(self, reason=reason)
