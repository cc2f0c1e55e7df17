"""Who may decide what under the scheme of delegation, tested on the day of the decision.

Executive functions are exercised only as the Leader arranges; a single councillor outside the executive can
never decide. The delegation is copied into the decision, so a later change does not undo it.
Source: LGA 2000 s9E; LGA 1972 s101 (no committee of one: R v Secretary of State ex p Hillingdon LBC [1986] 1 WLR 807).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from commissioning.rules.dates import long_date
from commissioning.rules.money import pounds
from commissioning.rules.refusals import Alternative, Refusal

SECTION_9E = "LGA 2000 s9E"
MAKERS = frozenset(
    {"CABINET", "CABINET_COMMITTEE", "CABINET_MEMBER", "OFFICER_EXEC", "OFFICER_NONEXEC", "COUNCIL"}
)
Key = int | str


@dataclass(frozen=True)
class Delegation:
    """One row of the scheme: function, office, limit in pence (None: no limit), in force from and to."""

    function: str
    office: Key
    starts_on: date
    ends_on: date | None = None
    limit_pence: int | None = None
    key_decisions: bool = True
    after_consulting: tuple[str, ...] = ()
    source: str = ""

    def live(self, on: date) -> bool:
        """In force on a day; the day it ends is its last."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    def reaches(self, pence: int) -> bool:
        """Whether a value, spent or saved, is within the limit; a value at the limit is."""
        return self.limit_pence is None or abs(pence) <= self.limit_pence

    def covers(self, pence: int, is_key: bool) -> bool:
        """Whether a decision of that value may be taken under this row, key or not."""
        return self.reaches(pence) and (self.key_decisions or not is_key)


def consultees(condition: str) -> tuple[str, ...]:
    """Whom a line asks to consult first, from its words: "After consulting the director." is "the director"."""
    words = condition.strip().rstrip(".")
    found = words[len("After consulting ") :] if words.lower().startswith("after consulting ") else words
    return (found,) if found else ()


@dataclass(frozen=True)
class Consulted:
    """Who was consulted before a decision, when, and what they said; the decision stays with whoever makes it."""

    who: str
    on: date | None
    view: str


def require_consulted(condition: str, said: Consulted | None, *, decided_on: date) -> None:
    """The consultation that a line asks for took place before the decision; nobody has to have agreed.

    Raises Refusal: delegation.not_consulted, delegation.consulted_later.
    """
    wanted = " and ".join(consultees(condition))
    if not wanted:
        return
    ways = (Alternative("Pass the decision to the Cabinet", "duty_pass"),)
    if said is None or not said.who.strip() or said.on is None or not said.view.strip():
        message = (
            f"Your power asks you to consult {wanted} first. Do that, then say who was consulted, when, and what they "
            "said. Agreement is not needed."
        )
        raise Refusal("delegation.not_consulted", message, SECTION_9E, alternatives=ways)
    if said.on > decided_on:
        message = f"The consultation comes before the decision, and {long_date(said.on)} is still to come."
        raise Refusal("delegation.consulted_later", message, SECTION_9E, earliest=said.on, alternatives=ways)


def require_lawful_maker(kind: str, *, executive_member: bool = True) -> None:
    """Refuse a decision-maker that the law does not know, above all one councillor outside the executive.

    Raises Refusal("delegation.unlawful_maker").
    """
    if kind not in MAKERS or (kind == "CABINET_MEMBER" and not executive_member):
        message = "One councillor who is not in the executive cannot decide alone. Choose the Cabinet, one of its members, or an officer."
        raise Refusal("delegation.unlawful_maker", message, "LGA 1972 s101; LGA 2000 s9E")


def require_authority(
    scheme: Iterable[Delegation],
    *,
    function: str,
    office: Key,
    pence: int,
    is_key: bool,
    decided_on: date,
    consulted: Collection[str] = (),
) -> Delegation:
    """Find the delegation under which one person may decide on a day, to be copied into the decision.

    Raises Refusal: delegation.none, delegation.not_live, delegation.limit, delegation.key,
    delegation.not_consulted.
    """
    cabinet = (Alternative("Pass the decision to the Cabinet", "duty_pass"),)
    rows = [row for row in scheme if row.function == function and row.office == office]
    if not rows:
        message = "The scheme of delegation does not give this function to this office."
        raise Refusal("delegation.none", message, SECTION_9E, alternatives=cabinet)
    live = [row for row in rows if row.live(decided_on)]
    if not live:
        message = f"The delegation is not in force on {long_date(decided_on)}. Only a live delegation gives authority."
        raise Refusal("delegation.not_live", message, SECTION_9E, alternatives=cabinet)
    enough = [row for row in live if row.reaches(pence)]
    if not enough:
        most = max(row.limit_pence or 0 for row in live)
        message = f"The value of {pounds(abs(pence))} is above the limit of {pounds(most)}."
        raise Refusal("delegation.limit", message, SECTION_9E, alternatives=cabinet)
    open_to_key = [row for row in enough if row.covers(pence, is_key)]
    if not open_to_key:
        raise Refusal(
            "delegation.key", "This delegation leaves out key decisions.", SECTION_9E, alternatives=cabinet
        )
    row = open_to_key[0]
    if missing := [name for name in row.after_consulting if name not in consulted]:
        message = f"Consult {', '.join(missing)} first and record the answer. Agreement is not needed."
        raise Refusal("delegation.not_consulted", message, SECTION_9E)
    return row


def authority_stands(row: Delegation, *, decided_on: date) -> tuple[bool, str]:
    """Whether a recorded decision had authority: judged on the day it was made, not the day it was recorded."""
    if row.live(decided_on):
        return True, "The delegation was in force when the decision was made."
    return (
        False,
        "The delegation was not in force when the decision was made; it goes to the Monitoring Officer as void.",
    )
