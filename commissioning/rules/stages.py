"""The stages of a case in words, derived from what is recorded; never stored.

The same list is shown to residents (offices only) and to staff (with names), and stands beside the process map.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

DONE, NOW, OVERDUE, AHEAD, SKIPPED, AGAIN = "done", "now", "overdue", "next", "skipped", "again"
WORDS = {
    DONE: "Done",
    NOW: "In progress",
    OVERDUE: "Overdue",
    AHEAD: "Not started",
    SKIPPED: "Not needed",
    AGAIN: "Comes again",
}
WAY = ("proposal", "clearance", "ssmt", "agenda", "decision")  # a step back sends a case through what follows once more


@dataclass(frozen=True)
class StageKind:
    """One stage: the duties that belong to it, and who is responsible in a resident's words."""

    key: str
    label: str
    kinds: tuple[str, ...]
    office: str
    parallel: bool = False  # may run beside others, so being open does not make it "the" present stage


STAGES: tuple[StageKind, ...] = (
    StageKind("evidence", "Needs evidence", ("pack.write", "pack.review", "pack.approve"), "Shared research function"),
    StageKind("proposal", "Proposal", ("proposal.write",), "Commissioning service"),
    StageKind("notice", "Notice of key decision", ("notice.publish",), "Democratic services", parallel=True),
    StageKind("clearance", "Clearances", ("clearance.give",), "Finance, legal, equality and lead member"),
    StageKind(
        "ssmt",
        "Senior management team",
        ("ssmt.schedule", "ssmt.recommend", "ssmt.outcome"),
        "Single senior management team",
    ),
    StageKind("signoff", "Agencies sign", ("signoff.sign",), "Partner agencies", parallel=True),
    StageKind("agenda", "Agenda and report", ("agenda.publish",), "Democratic services"),
    StageKind("decision", "Decision", ("item.outcome", "vote.cast", "decision.make"), "Cabinet"),
    StageKind("record", "Record published", ("record.certify",), "Democratic services"),
    StageKind(
        "call_in",
        "Call-in",
        ("call_in.rule", "call_in.hear", "call_in.council", "reconsider.schedule", "reconsider.decide"),
        "Overview and scrutiny",
    ),
    StageKind("effect", "In effect", (), "The council and its partners"),
    StageKind(
        "scrutiny",
        "Scrutiny",
        ("scrutiny.report", "scrutiny.respond", "scrutiny.publish"),
        "Overview and scrutiny committee",
    ),
    StageKind("closed", "Closed", ("case.close",), "Democratic services"),
)


@dataclass(frozen=True)
class Work:
    """One duty, as far as the list of stages needs it."""

    kind: str
    opened_at: datetime
    closed_at: datetime | None = None
    due_at: datetime | None = None
    office: str = ""
    people: tuple[str, ...] = ()
    deadline: dict | None = None


@dataclass(frozen=True)
class Facts:
    """What the records say beside the duties."""

    at: datetime
    outcome: str = ""
    is_key: bool = True
    is_joint: bool = True
    has_other_agencies: bool = True
    has_evidence: bool = True  # whether the track asks for an evidence pack
    decider: str = ""  # where nobody but an officer can decide, in words
    window_opened_at: datetime | None = None
    window_ends_at: datetime | None = None
    window: dict | None = None
    call_in_applies: bool | None = None
    effective_on: date | None = None
    effect_note: str = ""  # where it took effect inside the call-in window: how it stands
    closed_at: datetime | None = None


@dataclass(frozen=True)
class StageState:
    """One line of the list. `since` is when the state began; `open_work` says who has it."""

    key: str
    name: str
    state: str
    office: str
    since: datetime | None = None
    due: datetime | None = None
    loops: int = 1
    open_work: tuple[Work, ...] = field(default=())
    deadline: dict | None = None
    note: str = ""

    @property
    def words(self) -> str:
        return WORDS[self.state]


def stages(work: Iterable[Work], facts: Facts) -> list[StageState]:
    """The whole list in order, one state each."""
    by_kind: dict[str, list[Work]] = {}
    for item in work:
        by_kind.setdefault(item.kind, []).append(item)
    found = [_state(_named(kind, by_kind, facts), [w for k in kind.kinds for w in by_kind.get(k, [])], facts) for kind in STAGES]
    return [replace(state, state=AGAIN) if _comes_again(state, found) else state for state in found]


def _named(kind: StageKind, by_kind: dict[str, list[Work]], facts: Facts) -> StageKind:
    """The stage with its decider: the one person who was asked last, or an officer where only one can decide."""
    if kind.key != "decision":
        return kind
    asked = [work for code in kind.kinds for work in by_kind.get(code, [])]
    last = max(asked, key=lambda work: work.opened_at, default=None)
    alone = last.office if last is not None and last.kind == "decision.make" else ""
    return replace(kind, office=alone or (facts.decider if last is None else "") or kind.office)


def present(states: Iterable[StageState]) -> StageState | None:
    """The stage that the case is at: the last open one that is not parallel, else the last open one."""
    open_ones = [s for s in states if s.state in (NOW, OVERDUE)]
    parallel = {kind.key for kind in STAGES if kind.parallel}
    main = [s for s in open_ones if s.key not in parallel]
    candidates = main or open_ones
    return candidates[-1] if candidates else None


def _state(kind: StageKind, work: list[Work], facts: Facts) -> StageState:
    special = _special(kind, facts)
    if special is not None and not any(w.closed_at is None for w in work):
        return special
    if not work:
        return StageState(kind.key, kind.label, SKIPPED if _is_skipped(kind, facts) else AHEAD, kind.office)
    waiting = tuple(w for w in work if w.closed_at is None)
    loops = max(1, sum(1 for w in work if w.kind == kind.kinds[0]) if kind.key in ("proposal", "agenda") else 1)
    if waiting:
        first = min((w for w in waiting if w.due_at), key=lambda w: w.due_at or facts.at, default=None)
        due = first.due_at if first else None
        late = due is not None and due < facts.at
        since = min(w.opened_at for w in waiting)
        deadline = first.deadline if first else None
        return StageState(kind.key, kind.label, OVERDUE if late else NOW, kind.office, since, due, loops, waiting, deadline)
    return StageState(kind.key, kind.label, DONE, kind.office, max(w.closed_at for w in work if w.closed_at), loops=loops)


def _comes_again(state: StageState, found: list[StageState]) -> bool:
    """Whether what was done has to be done once more, because an earlier step of the way was opened after it."""
    if state.key not in WAY or state.state != DONE:
        return False
    before = WAY[: WAY.index(state.key)]
    return any(
        one.key in before and one.state in (NOW, OVERDUE) and one.since and state.since and one.since >= state.since
        for one in found
    )


def _is_skipped(kind: StageKind, facts: Facts) -> bool:
    if facts.outcome:
        return True
    skipped_by = {
        "evidence": not facts.has_evidence,
        "notice": not facts.is_key,
        "ssmt": not facts.is_joint,
        "signoff": not facts.has_other_agencies,
    }
    return skipped_by.get(kind.key, False)


def _special(kind: StageKind, facts: Facts) -> StageState | None:
    """Stages that are moments, not duties: the call-in window, taking effect, the end."""
    if kind.key == "call_in" and facts.call_in_applies is False:
        return StageState(kind.key, kind.label, SKIPPED, kind.office)
    if kind.key == "call_in" and facts.window_ends_at is not None:
        over = facts.window_ends_at <= facts.at
        since = facts.window_ends_at if over else facts.window_opened_at
        state = DONE if over else NOW
        return StageState(kind.key, kind.label, state, kind.office, since, facts.window_ends_at, deadline=facts.window)
    if kind.key == "effect" and facts.effective_on is not None:
        moment = datetime(facts.effective_on.year, facts.effective_on.month, facts.effective_on.day, tzinfo=facts.at.tzinfo)
        return StageState(kind.key, kind.label, DONE, kind.office, moment, note=facts.effect_note)
    if kind.key == "closed" and facts.closed_at is not None:
        return StageState(kind.key, kind.label, DONE, kind.office, facts.closed_at)
    return None
