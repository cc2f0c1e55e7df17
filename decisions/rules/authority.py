"""Who may decide a matter, whether the decision is key and whether it can be called in: one answer with its reasons.

Asked by the page for officers, by the steps that open a decision and make it, and by the check of past decisions. Source: LGA 2000 ss9D and 9E; SI 2000/2853 regs 2 and 5, Schs 1 and 4; LGA 1972 s101; SI 2012/2089 reg 8.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from commissioning.rules.constitution import Constitution
from commissioning.rules.dates import long_date
from commissioning.rules.lists import listed
from commissioning.rules.money import pounds
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.delegations import (
    NOT_GIVEN,
    SECTION_9E,
    SECTION_101,
    Delegation,
    Key,
    law_of,
    require_authority,
    require_lawful_maker,
    ways_from,
    why_unlawful,
)
from decisions.rules.key_decision import KeyAssessment, KeyFacts, assess
from decisions.rules.outcomes import FRAMEWORK_LAW, CallIn, Outcome, call_in_standing

CABINET = "CABINET"
COUNCIL = "COUNCIL"
COMMITTEE = "BODY:"  # and its row: a committee of the Cabinet to which the Leader allocated a matter
SECTION_9E_2 = "LGA 2000 s9E(2)"
COUNCIL_LAW = "SI 2000/2853 reg 2 and Sch 1; LGA 1972 s101"
NOT_EXECUTIVE = "It is not a function of the executive, so the council or its committee decides."
OUTSIDE = "It is contrary to, or changes, the budget or policy framework, so only the council decides."
WITH_CABINET = "A member left the matter to the Cabinet, so nobody decides it alone unless the Leader allocates it."
BY_THE_SCHEME = ("delegation.none", "delegation.not_live", "delegation.limit", "delegation.key")  # the later, the nearer
NOBODY: Mapping[Key, "Out"] = MappingProxyType({})


@dataclass(frozen=True)
class Maker:
    """One who could decide: whether the law lets them, why, where that is written, and whether call-in would apply.

    `office` is the office of the scheme, or CABINET or COUNCIL; `row` the line of the scheme that was asked; `code` that of
    the refusal where they try although they may not.
    """

    office: Key
    may: bool
    why: str
    citation: str
    call_in: bool = False
    call_in_why: str = ""
    row: Delegation | None = None
    is_officers: bool = False
    code: str = field(default="", compare=False)


@dataclass(frozen=True)
class Out:
    """Why whoever holds an office takes no step in a matter, whatever the scheme says, and where that is written."""

    why: str
    citation: str
    code: str = "delegation.interest"


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

    `settled` is the answer that the case has already, by an assessment or the Monitoring Officer; it goes before. `others`
    are asked only while nobody has said under which function the matter falls: whoever could decide it by another line.
    `pence` is the value for which the lines were asked: what the council spends or saves, or the income, whichever is more.
    """

    makers: tuple[Maker, ...]
    key: KeyAssessment
    settled: bool | None = None
    others: tuple[Maker, ...] = ()
    pence: int = 0

    @property
    def is_key(self) -> bool:
        return self.key.is_key if self.settled is None else self.settled

    @property
    def lawful(self) -> tuple[Maker, ...]:
        """Those who may decide."""
        return tuple(one for one in self.makers if one.may)

    @property
    def lawful_otherwise(self) -> tuple[Maker, ...]:
        """Those who may decide by a line of another function, while none is named."""
        return tuple(one for one in self.others if one.may)

    def maker(self, office: Key) -> Maker | None:
        """What was found about an office."""
        return next((one for one in self.makers if one.office == office), None)

    def best(self, office: Key) -> Maker | None:
        """What lets the holder of an office decide, of several lines the narrowest that reaches; None if nothing does."""
        may = [one for one in (*self.lawful, *self.lawful_otherwise) if one.office == office]
        return min(may, key=_limit, default=None)

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
    out: Mapping[Key, Out] = NOBODY,
    open_to: Collection[str] = (),
    with_cabinet: bool = False,
    about: Maker | None = None,
    exempt_class: str = "",
) -> Answer:
    """Everybody who may decide a matter on a day, and everybody whom the scheme names for it and why they may not.

    Within budget and policy framework the Cabinet always may; one member or officer only by a line of the scheme that
    is in force on the day, reaches the value and leaves room for a key decision. Outside the framework only the council
    may; where the function is not executive, the council or its committee, or an officer to whom it gave it. Where no line in force names the function, the `leader` decides or
    allocates it; what the Leader has `allocated` nobody else decides. Who is `out` takes no step. `open_to` are the kinds of
    decision-makers whose other lines are asked too, because nobody has named the function; `with_cabinet`: a member left it
    to the Cabinet; `about` is somebody who is asked about even if no line names them; `exempt_class` the class of decisions that
    the matter was recorded to be of.
    """
    key = assess(facts, constitution.key_decision)
    is_key = key.is_key if settled is None else settled
    if facts.changes_framework:
        nobody = [replace(about, may=False, why=OUTSIDE, citation=FRAMEWORK_LAW, code="decision.outside_framework")] if about else []
        return _answer([Maker(COUNCIL, True, OUTSIDE, FRAMEWORK_LAW), *nobody], key, settled, constitution, exempt_class=exempt_class)
    value = max(abs(facts.council_pence), abs(facts.income_pence))
    scheme = tuple(scheme)
    rows = [row for row in scheme if row.function == function]
    more = [row for row in scheme if row.function != function and row.executive == facts.executive and row.maker in open_to]
    if facts.executive:
        makers = [_for_the_executive(row, value, is_key, on) for row in rows]
        if leader is not None and not any(row.live(on) and row.executive for row in rows):
            makers = [*(one for one in makers if one.office != leader), _by_the_leader(leader, function)]
        makers.append(Maker(CABINET, True, "The Cabinet exercises every function of the executive.", SECTION_9E))
    else:
        makers = [*(_for_the_council(row, value, on) for row in rows), Maker(COUNCIL, True, NOT_EXECUTIVE, COUNCIL_LAW)]
    others = [_by_line(row, value, is_key and facts.executive, on) for row in more]
    if about is not None and about.office not in {one.office for one in (*makers, *others)}:
        others.append(about)
    makers, others = (
        [_unless_out(_unless_passed(_unless_two(one, [*makers, *others], open_to), with_cabinet and not allocated), out) for one in group]
        for group in (makers, others)
    )
    if allocated is not None:
        makers, others = _as_allocated(makers, allocated, out), _elsewhere(others, allocated)
    return _answer(makers, key, settled, constitution, others, value, exempt_class)


def require_may(answer: Answer, office: Key, *, kind: str, title: str, ways: Iterable[Alternative] = ()) -> Maker:
    """What lets the holder of an office decide: of several lines the narrowest that reaches; else why not, as a refusal.

    `kind` is who the holder is as a decision-maker, `ways` are the pages on which the right one is found. Raises Refusal
    delegation.*, decision.outside_framework with the very reason that the answer gives.
    """
    require_lawful_maker(kind)
    if (best := answer.best(office)) is not None:
        return best
    found = max((one for one in (*answer.makers, *answer.others) if one.office == office), key=_nearness, default=None)
    if found is None or found.code in BY_THE_SCHEME:
        code, why = (found.code, found.why) if found else (BY_THE_SCHEME[0], NOT_GIVEN)
        raise Refusal(code, why, law_of(kind), alternatives=ways_from(kind))
    why = f"{title} cannot decide this. {found.why}" if found.code in ("delegation.interest", "delegation.kept_out") else found.why
    raise Refusal(found.code, why, found.citation, alternatives=tuple(ways))


def _limit(maker: Maker) -> tuple[bool, int]:
    limit = maker.row.limit_pence if maker.row else None
    return limit is None, limit or 0


def _nearness(maker: Maker) -> tuple[int, int]:
    """What is not for the scheme to mend goes before; of the lines the one that came nearest, of limits the highest."""
    rank = BY_THE_SCHEME.index(maker.code) if maker.code in BY_THE_SCHEME else len(BY_THE_SCHEME)
    return rank, (maker.row.limit_pence or 0) if maker.row else 0


def _answer(
    makers: Iterable[Maker], key: KeyAssessment, settled: bool | None, constitution: Constitution,
    others: Iterable[Maker] = (), pence: int = 0, exempt_class: str = "",
) -> Answer:  # fmt: skip
    """Those who may decide first, each with what call-in would do to the decision."""
    is_key = key.is_key if settled is None else settled
    found = [_with_call_in(one, is_key, constitution, exempt_class) for one in makers]
    more = tuple(_with_call_in(one, is_key, constitution, exempt_class) for one in others)
    return Answer(tuple(sorted(found, key=lambda one: not one.may)), key, settled, more, pence)


def _for_the_council(row: Delegation, pence: int, on: date) -> Maker:
    """A line asked about a function of the council; it can never be a key decision."""
    if row.executive:
        why = "This line gives a function of the executive, and this one is the council’s own."
        return Maker(row.office, False, why, SECTION_101, row=row, is_officers=row.is_officers, code=BY_THE_SCHEME[0])
    return _by_line(row, pence, False, on)


def _for_the_executive(row: Delegation, pence: int, is_key: bool, on: date) -> Maker:
    if row.executive:
        return _by_line(row, pence, is_key, on)
    why = "This line gives a function of the council, and this one is the executive’s."
    return Maker(row.office, False, why, SECTION_9E, row=row, is_officers=row.is_officers, code=BY_THE_SCHEME[0])


def _by_the_leader(leader: Key, function: str) -> Maker:
    about = f"No line of the scheme in force names “{function}”" if function else "No line of the scheme names the function"
    why = f"{about}, so the Leader decides it, or allocates it to the Cabinet, a committee of it or one of its members."
    return Maker(leader, True, why, SECTION_9E_2)


def _unless_two(maker: Maker, all_: Sequence[Maker], open_to: Collection[str]) -> Maker:
    """While nobody has named the function, lines of two functions that both reach leave open under which one would decide."""
    if not open_to or not maker.may or maker.row is None:
        return maker
    functions = sorted({one.row.function for one in all_ if one.office == maker.office and one.may and one.row})
    if len(functions) < 2:
        return maker
    named = " or ".join(f"“{one}”" for one in functions)
    why = f"{'Two' if len(functions) == 2 else 'Several'} lines of the scheme reach this value. Say first whether it falls under {named}."
    return replace(maker, may=False, why=why, citation=maker.row.law, code="delegation.function")


def _unless_passed(maker: Maker, with_cabinet: bool) -> Maker:
    if not with_cabinet or maker.office == CABINET:
        return maker
    return replace(maker, may=False, why=WITH_CABINET, citation=SECTION_9E_2, code="agenda.passed_on")


def _unless_out(maker: Maker, out: Mapping[Key, Out]) -> Maker:
    found = out.get(maker.office)
    if found is None:
        return maker
    whose = "the Cabinet, or whom the Leader names" if maker.row is None or maker.row.executive else "the council or its committee"
    instead = f"Another officer whom the scheme names decides, {whose}." if maker.is_officers else "The Cabinet decides, or whom the Leader names."
    return replace(maker, may=False, why=f"{found.why} {instead}", citation=found.citation, code=found.code)


def _as_allocated(makers: Sequence[Maker], allocated: Allocated, out: Mapping[Key, Out]) -> list[Maker]:
    """The one to whom the Leader allocated the matter, unless they have left it since; everybody else may not."""
    own = Maker(
        allocated.office, True, f"The Leader allocated this matter on {long_date(allocated.on)}.", SECTION_9E_2,
        is_officers=allocated.is_officers,
    )  # fmt: skip
    return [_unless_out(own, out), *_elsewhere(makers, allocated)]


def _elsewhere(makers: Iterable[Maker], allocated: Allocated) -> list[Maker]:
    """Everybody else: the Leader gave it to somebody; who left it reads that."""
    why = f"The Leader allocated this matter to {allocated.name} on {long_date(allocated.on)}."
    return [
        one if one.code == "delegation.interest" else replace(one, may=False, why=why, citation=SECTION_9E_2, code="delegation.allocated")
        for one in makers
        if one.office != allocated.office
    ]


def _by_line(row: Delegation, pence: int, is_key: bool, on: date) -> Maker:
    """A line, asked as the act itself asks it; whom to consult first is said, and is for the act to test."""
    about = Maker(row.office, False, why_unlawful(row.maker), _source(row), row=row, is_officers=row.is_officers)
    if about.why:
        return replace(about, code="delegation.unlawful_maker")
    try:
        require_authority(
            [row], function=row.function, office=row.office, pence=pence, is_key=is_key, decided_on=on,
            consulted=row.after_consulting, maker=row.maker,
        )  # fmt: skip
    except Refusal as refusal:
        return replace(about, why=refusal.message, code=refusal.code)
    limit = "without a limit of value" if row.limit_pence is None else f"up to {pounds(row.limit_pence)}"
    after = f" First consult {listed(row.after_consulting)}; agreement is not needed." if row.after_consulting else ""
    return replace(about, may=True, why=f"The scheme gives it {limit}, in force on {long_date(on)}.{after}")


def _source(row: Delegation) -> str:
    return f"{row.law}; {row.source}" if row.source else row.law


def _with_call_in(maker: Maker, is_key: bool, constitution: Constitution, exempt_class: str) -> Maker:
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
        exempt_class="DECISION_OF_COUNCIL" if maker.office == COUNCIL else exempt_class,
    )
    return replace(maker, call_in=found.status is CallIn.APPLIES, call_in_why=found.why)
