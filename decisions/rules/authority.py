"""Who may decide a matter, whether the decision is key and whether it can be called in: one answer with its reasons.

Asked by the page for officers, by the steps that open a decision and make it, and by the check of past decisions. Source: LGA 2000 ss9D and 9E; SI 2000/2853 reg 5 and Sch 4; SI 2012/2089 reg 8.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from commissioning.rules.constitution import Constitution
from commissioning.rules.dates import long_date
from commissioning.rules.money import pounds
from decisions.rules.delegations import SECTION_9E, SECTION_101, SECTION_117, Delegation, Key, why_unlawful
from decisions.rules.key_decision import KeyAssessment, KeyFacts, assess
from decisions.rules.outcomes import CallIn, Outcome, call_in_standing

CABINET = "CABINET"
COUNCIL = "COUNCIL"
COMMITTEE = "BODY:"  # and its row: a committee of the Cabinet to which the Leader allocated a matter
SECTION_9E_2 = "LGA 2000 s9E(2)"
COUNCIL_LAW = "SI 2000/2853 reg 5 and Sch 4"
NOT_EXECUTIVE = "It is not a function of the executive, so the council or its committee decides."


@dataclass(frozen=True)
class Maker:
    """One who could decide: whether the law lets them, why, where that is written, and whether call-in would apply.

    `office` is the office of the scheme, or CABINET or COUNCIL; `row` the line of the scheme that was asked.
    """

    office: Key
    may: bool
    why: str
    citation: str
    call_in: bool = False
    call_in_why: str = ""
    row: Delegation | None = None
    is_officers: bool = False


@dataclass(frozen=True)
class Allocated:
    """What the Leader said about one matter: who decides it, in words too, and since when."""

    office: Key
    name: str
    on: date
    is_officers: bool = False


@dataclass(frozen=True)
class Answer:
    """Everybody who was asked, those who may decide first; and the test of the key decision.

    `settled` is the answer that the case has already, by an assessment or the Monitoring Officer; it goes before.
    """

    makers: tuple[Maker, ...]
    key: KeyAssessment
    settled: bool | None = None

    @property
    def is_key(self) -> bool:
        return self.key.is_key if self.settled is None else self.settled

    @property
    def lawful(self) -> tuple[Maker, ...]:
        """Those who may decide."""
        return tuple(one for one in self.makers if one.may)

    def maker(self, office: Key) -> Maker | None:
        """What was found about an office."""
        return next((one for one in self.makers if one.office == office), None)

    def maker_by(self, row: Delegation) -> Maker | None:
        """What was found about one line of the scheme."""
        return next((one for one in self.makers if one.row == row), None)


def who_may_decide(
    scheme: Iterable[Delegation],
    *,
    function: str,
    facts: KeyFacts,
    on: date,
    constitution: Constitution,
    settled: bool | None = None,
    leader: Key | None = None,
    allocated: Allocated | None = None,
    barred: Collection[Key] = (),
) -> Answer:
    """Everybody who may decide a matter on a day, and everybody whom the scheme names for it and why they may not.

    Within budget and policy framework the Cabinet always may; one member or officer only by a line of the scheme that
    is in force on the day, reaches the value and leaves room for a key decision. Outside the framework only the council
    may; where the function is not executive, the council or its committee, or an officer to whom it gave it. Where no line in force names the function, the `leader` decides or
    allocates it; what the Leader has `allocated` nobody else decides. `barred` passed the matter on and take no further step.
    """
    key = assess(facts, constitution.key_decision)
    is_key = key.is_key if settled is None else settled
    if facts.changes_framework:
        why = "It is contrary to, or changes, the budget or policy framework, so only the council decides."
        return _answer([Maker(COUNCIL, True, why, COUNCIL_LAW)], key, settled, constitution)
    value = max(abs(facts.council_pence), abs(facts.income_pence))
    rows = [row for row in scheme if row.function == function]
    if not facts.executive:
        named = [_unless_barred(_for_the_council(row, value, on), barred) for row in rows]
        return _answer([*named, Maker(COUNCIL, True, NOT_EXECUTIVE, COUNCIL_LAW)], key, settled, constitution)
    cabinet = Maker(CABINET, True, "The Cabinet exercises every function of the executive.", SECTION_9E)
    named = [_for_the_executive(row, value, is_key, on) for row in rows]
    if leader is not None and not any(row.live(on) and row.executive for row in rows):
        named = [*(one for one in named if one.office != leader), _by_the_leader(leader, function)]
    makers = [_unless_barred(one, barred) for one in (*named, cabinet)]
    if allocated is not None:
        makers = _as_allocated(makers, allocated, barred)
    return _answer(makers, key, settled, constitution)


def _answer(makers: Iterable[Maker], key: KeyAssessment, settled: bool | None, constitution: Constitution) -> Answer:
    """Those who may decide first, each with what call-in would do to the decision."""
    is_key = key.is_key if settled is None else settled
    found = [_with_call_in(one, is_key, constitution) for one in makers]
    return Answer(tuple(sorted(found, key=lambda one: not one.may)), key, settled)


def _for_the_council(row: Delegation, pence: int, on: date) -> Maker:
    """A line asked about a function of the council; it can never be a key decision."""
    if row.executive:
        why = "This line gives a function of the executive, and this one is the council’s own."
        return Maker(row.office, False, why, SECTION_101, row=row, is_officers=row.is_officers)
    return _by_line(row, pence, False, on)


def _for_the_executive(row: Delegation, pence: int, is_key: bool, on: date) -> Maker:
    if row.executive:
        return _by_line(row, pence, is_key, on)
    why = "This line gives a function of the council, and this one is the executive’s."
    return Maker(row.office, False, why, SECTION_9E, row=row, is_officers=row.is_officers)


def _by_the_leader(leader: Key, function: str) -> Maker:
    about = f"No line of the scheme in force names “{function}”" if function else "No line of the scheme names the function"
    why = f"{about}, so the Leader decides it, or allocates it to the Cabinet, a committee of it or one of its members."
    return Maker(leader, True, why, SECTION_9E_2)


def _unless_barred(maker: Maker, barred: Collection[Key]) -> Maker:
    if maker.office not in barred:
        return maker
    if not maker.is_officers:
        why = "Passed the matter on, so takes no further step in it. The Cabinet decides, or whom the Leader names."
        return replace(maker, may=False, why=why, citation="Localism Act 2011 s31(6) to (8)")
    whose = "the Cabinet, or whom the Leader names" if maker.row is None or maker.row.executive else "the council or its committee"
    why = f"Left the matter, so takes no further step in it. Another officer whom the scheme names decides, {whose}."
    return replace(maker, may=False, why=why, citation=SECTION_117)


def _as_allocated(makers: Sequence[Maker], allocated: Allocated, barred: Collection[Key]) -> list[Maker]:
    """The one to whom the Leader allocated the matter, unless they have left it since; everybody else may not."""
    since = f"on {long_date(allocated.on)}"
    own = Maker(
        allocated.office, True, f"The Leader allocated this matter {since}.", SECTION_9E_2, is_officers=allocated.is_officers
    )
    others = [
        replace(one, may=False, why=f"The Leader allocated this matter to {allocated.name} {since}.", citation=SECTION_9E_2)
        for one in makers
        if one.office != allocated.office
    ]
    return [_unless_barred(own, barred), *others]


def _by_line(row: Delegation, pence: int, is_key: bool, on: date) -> Maker:
    why = _why_not(row, pence, is_key, on)
    if why:
        return Maker(row.office, False, why, _source(row), row=row, is_officers=row.is_officers)
    limit = "without a limit of value" if row.limit_pence is None else f"up to {pounds(row.limit_pence)}"
    after = f" First consult {', '.join(row.after_consulting)}; agreement is not needed." if row.after_consulting else ""
    why = f"The scheme gives it {limit}, in force on {long_date(on)}.{after}"
    return Maker(row.office, True, why, _source(row), row=row, is_officers=row.is_officers)


def _source(row: Delegation) -> str:
    return f"{row.law}; {row.source}" if row.source else row.law


def _why_not(row: Delegation, pence: int, is_key: bool, on: date) -> str:
    """Why a line gives no power for this decision; "" where it does."""
    if unlawful := why_unlawful(row.maker):
        return unlawful
    if not row.live(on):
        return f"The line of the scheme is not in force on {long_date(on)}."
    if row.limit_pence is not None and not row.reaches(pence):
        return f"The value of {pounds(abs(pence))} is above the limit of {pounds(row.limit_pence)}."
    return "" if row.covers(pence, is_key) else "The line of the scheme leaves out key decisions."


def _with_call_in(maker: Maker, is_key: bool, constitution: Constitution) -> Maker:
    kind = "CABINET" if maker.office == CABINET else "CABINET_MEMBER"
    if maker.is_officers:
        kind = "OFFICER_EXEC" if maker.row is None or maker.row.executive else "OFFICER_NONEXEC"
    if str(maker.office).startswith(COMMITTEE):
        kind = "CABINET_COMMITTEE"
    found = call_in_standing(
        Outcome.AGREED,
        maker_kind=kind,
        is_key=is_key,
        rules=constitution.call_in,
        exempt_class="DECISION_OF_COUNCIL" if maker.office == COUNCIL else "",
    )
    return replace(maker, call_in=found.status is CallIn.APPLIES, call_in_why=found.why)
