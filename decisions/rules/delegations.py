"""Who may decide what under the scheme of delegation, tested on the day of the decision.

Executive functions are exercised only as the Leader arranges, by a member of the executive or by an officer of the
council; a function of the council itself by an officer, never by one councillor. A single councillor outside the
executive can never decide. The delegation is copied into the decision, so a later change does not undo it.
Source: LGA 2000 s9E; LGA 1972 s101 (no committee of one: R v Secretary of State ex p Hillingdon LBC [1986] 1 WLR 807).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.rules.access_matrix import DECIDING_OFFICERS, EXECUTIVE
from commissioning.rules.dates import long_date
from commissioning.rules.lists import listed
from commissioning.rules.money import pounds
from commissioning.rules.refusals import Alternative, Refusal

SECTION_9E = "LGA 2000 s9E"
SECTION_101 = "LGA 1972 s101"
SECTION_117 = "LGA 1972 s117"
RECORD_LAWS = {"OFFICER_EXEC": "SI 2012/2089 reg 13(4)", "OFFICER_NONEXEC": "SI 2014/2095 reg 7"}
MAKERS = frozenset(
    {"CABINET", "CABINET_COMMITTEE", "CABINET_MEMBER", "OFFICER_EXEC", "OFFICER_NONEXEC", "COUNCIL"}
)
OFFICERS = frozenset({"OFFICER_EXEC", "OFFICER_NONEXEC"})
COUNCILLORS = frozenset({"COUNCILLOR", "CIVIC_MAYOR", "SCRUTINY_CHAIR", "SCRUTINY_MEMBER"})
AGENCIES = frozenset({"AGENCY_LEAD", "AGENCY_ADVISER"})
WHY_NOT = {
    "PARTNER_OFFICER": "An officer of another agency cannot decide for the council. Choose an officer of the council.",
    "MEMBER_FOR_COUNCIL": "One councillor cannot decide on a function of the council. Choose an officer, or leave it to the council or its committee.",
    "OTHER_OFFICER": "The holder of this office does not decide for the council. Choose a director or a statutory officer, the Cabinet or one of its members.",
}
NOT_GIVEN = "The scheme of delegation does not give this function to this office."
TO_CABINET = (Alternative("Pass the decision to the Cabinet", "duty_pass"),)
TO_ANOTHER = (Alternative("Leave the decision to somebody else", "duty_pass"),)
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
    executive: bool = True
    maker: str = "CABINET_MEMBER"  # who the holder of the office is, see `kind_of`

    @property
    def law(self) -> str:
        """What lets the function be given to one person."""
        return SECTION_9E if self.executive else SECTION_101

    @property
    def is_officers(self) -> bool:
        """Whether an officer of the council holds the power."""
        return self.maker in OFFICERS

    def live(self, on: date) -> bool:
        """In force on a day; the day it ends is its last."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    def reaches(self, pence: int) -> bool:
        """Whether a value, spent or saved, is within the limit; a value at the limit is."""
        return self.limit_pence is None or abs(pence) <= self.limit_pence

    def covers(self, pence: int, is_key: bool) -> bool:
        """Whether a decision of that value may be taken under this row, key or not."""
        return self.reaches(pence) and (self.key_decisions or not is_key)


def kind_of(role: str, *, executive: bool = True, own: bool = True) -> str:
    """Who the holder of an office with that role is, as a decision-maker: one of MAKERS, or of those who may not.

    `executive` says whose function it is; `own` whether the office is the council's and not a partner agency's.
    """
    if role in EXECUTIVE:
        return "CABINET_MEMBER" if executive else "MEMBER_FOR_COUNCIL"
    if role in AGENCIES and not own:
        return "PARTNER_OFFICER"
    if role in DECIDING_OFFICERS and own:
        return "OFFICER_EXEC" if executive else "OFFICER_NONEXEC"
    return "COUNCILLOR" if role in COUNCILLORS else "OTHER_OFFICER"


def law_of(maker: str) -> str:
    """Under which a decision-maker of that kind is given the function."""
    return SECTION_101 if maker == "OFFICER_NONEXEC" else SECTION_9E


def ways_from(maker: str) -> tuple[Alternative, ...]:
    """How one person lets somebody else decide."""
    return TO_ANOTHER if maker in OFFICERS else TO_CABINET


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


@dataclass(frozen=True)
class Declared:
    """A conflict of interest that a councillor declared who was consulted, and the note of the head of paid service on it."""

    who: str
    what: str
    note: str = ""


def require_declared(declared: Sequence[Declared], *, maker: str) -> None:
    """Each conflict is recorded with name and interest; for a function of the executive also with whatever note of
    dispensation the head of paid service granted, or that none was.

    Raises Refusal delegation.conflict. SI 2012/2089 reg 13(2)(d) and (e), 13(4)(d) and (e); SI 2014/2095 reg 7(3)(d).
    """
    for one in declared:
        if not one.who.strip() or not one.what.strip():
            message = "Say which councillor declared a conflict of interest, and what the interest is."
            raise Refusal("delegation.conflict", message, record_law(maker))
        if maker != "OFFICER_NONEXEC" and not one.note.strip():
            message = f"Write the note of dispensation that the head of paid service granted to {one.who.strip()}, or that none was granted."
            raise Refusal("delegation.conflict", message, record_law(maker))


def record_law(maker: str) -> str:
    """What asks for the written record of a decision of one person."""
    return RECORD_LAWS.get(maker, "SI 2012/2089 reg 13(1) and (2)")


def require_consulted(condition: str, said: Consulted | None, *, decided_on: date, maker: str = "CABINET_MEMBER") -> None:
    """The consultation that a line asks for took place before the decision; nobody has to have agreed.

    Raises Refusal: delegation.not_consulted, delegation.consulted_later.
    """
    wanted = listed(consultees(condition))
    if not wanted:
        return
    ways, law = ways_from(maker), law_of(maker)
    if said is None or not said.who.strip() or said.on is None or not said.view.strip():
        message = (
            f"Your power asks you to consult {wanted} first. Do that, then say who was consulted, when, and what they "
            "said. Agreement is not needed."
        )
        raise Refusal("delegation.not_consulted", message, law, alternatives=ways)
    if said.on > decided_on:
        message = f"The consultation comes before the decision, and {long_date(said.on)} is still to come."
        raise Refusal("delegation.consulted_later", message, law, earliest=said.on, alternatives=ways)


def why_unlawful(kind: str) -> str:
    """Why a decision-maker is none that the law knows; "" for a lawful one."""
    if kind in MAKERS:
        return ""
    councillor = "One councillor who is not in the executive cannot decide alone. Choose the Cabinet, one of its members, or an officer."
    return WHY_NOT.get(kind, councillor)


def require_lawful_maker(kind: str) -> None:
    """Refuse a decision-maker that the law does not know, above all one councillor outside the executive.

    Raises Refusal("delegation.unlawful_maker").
    """
    if message := why_unlawful(kind):
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
    maker: str = "CABINET_MEMBER",
) -> Delegation:
    """Find the delegation under which one person may decide on a day, to be copied into the decision.

    Raises Refusal: delegation.none, delegation.not_live, delegation.limit, delegation.key,
    delegation.not_consulted.
    """
    ways, law = ways_from(maker), law_of(maker)
    rows = [row for row in scheme if row.function == function and row.office == office]
    if not rows:
        raise Refusal("delegation.none", NOT_GIVEN, law, alternatives=ways)
    live = [row for row in rows if row.live(decided_on)]
    if not live:
        message = f"The delegation is not in force on {long_date(decided_on)}. Only a live delegation gives authority."
        raise Refusal("delegation.not_live", message, law, alternatives=ways)
    enough = [row for row in live if row.reaches(pence)]
    if not enough:
        most = max(row.limit_pence or 0 for row in live)
        message = f"The value of {pounds(abs(pence))} is above the limit of {pounds(most)}."
        raise Refusal("delegation.limit", message, law, alternatives=ways)
    open_to_key = [row for row in enough if row.covers(pence, is_key)]
    if not open_to_key:
        raise Refusal(
            "delegation.key", "This delegation leaves out key decisions.", law, alternatives=ways
        )
    row = open_to_key[0]
    if missing := [name for name in row.after_consulting if name not in consulted]:
        message = f"Consult {listed(missing)} first and record the answer. Agreement is not needed."
        raise Refusal("delegation.not_consulted", message, law)
    return row


def authority_stands(row: Delegation, *, decided_on: date) -> tuple[bool, str]:
    """Whether a recorded decision had authority: judged on the day it was made, not the day it was recorded."""
    if row.live(decided_on):
        return True, "The delegation was in force when the decision was made."
    return (
        False,
        "The delegation was not in force when the decision was made; it goes to the Monitoring Officer as void.",
    )
