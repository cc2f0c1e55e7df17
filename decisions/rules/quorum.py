"""Who counts as present, and whether enough do for a decision to be made.

Councillors must be in the room: Hertfordshire CC v Secretary of State [2021] EWHC 1093 (Admin). A member
shut out by an interest does not count for that item unless the constitution says so. Quorum is tested again
at every item and every vote.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.rules.constitution import Constitution
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.informal_notes import INQUORATE, note_way

Key = int | str
QUORUM_LAW = "LGA 1972 Sch 12 para 6 (council); the council's executive procedure rules (Cabinet)"


class Presence(StrEnum):
    """Where a member is while an item is taken."""

    IN_ROOM = "IN_ROOM"
    REMOTE = "REMOTE"
    LEFT = "LEFT"
    ABSENT = "ABSENT"


@dataclass(frozen=True)
class Seat:
    """One member at one item. Job-share partners share a `portfolio`; `excluded` is by interest."""

    person: Key
    portfolio: Key
    presence: Presence = Presence.IN_ROOM
    excluded: bool = False
    excluded_by: str = ""  # the law that keeps the member out, for the member's own eyes
    holds_vote: bool = True
    by_proxy: bool = False
    substitute: bool = False


@dataclass(frozen=True)
class Quorum:
    """How many are needed, how many count, and the sentence that shows it."""

    needed: int
    counted: int
    law: str = QUORUM_LAW  # where the number is written

    @property
    def quorate(self) -> bool:
        return self.counted >= self.needed

    @property
    def why(self) -> str:
        verdict = "quorate" if self.quorate else "not quorate"
        return f"{self.counted} counted, {self.needed} needed: {verdict}."


def quorum_of(constitution: Constitution, body_kind: str, whole_number: int) -> tuple[int, str]:
    """How many members of a body of the executive are needed, and the paragraph that says so: a committee of the Cabinet has
    a number of its own. Local Government Act 2000 s9E leaves it to the council's constitution."""
    name = "cabinet_committee" if body_kind == "CABINET_COMMITTEE" else "cabinet"
    return getattr(constitution.quorum, name).needed(whole_number), constitution.citation(f"quorum.{name}")


def present(seat: Seat, *, on: date, remote_from: date | None = None) -> bool:
    """Whether a member is present in law: in the room, or remote once that is in force on the day."""
    if seat.presence is Presence.REMOTE:
        return remote_from is not None and on >= remote_from
    return seat.presence is Presence.IN_ROOM


def count(
    seats: Iterable[Seat],
    needed: int,
    *,
    on: date,
    remote_from: date | None = None,
    excluded_count: bool = False,
    law: str = QUORUM_LAW,
) -> Quorum:
    """Count those present and entitled to act; a job-share pair counts once, proxies and substitutes never."""
    counted = {
        seat.portfolio
        for seat in seats
        if present(seat, on=on, remote_from=remote_from)
        and (excluded_count or not seat.excluded)
        and not seat.by_proxy
        and not seat.substitute
    }
    return Quorum(needed, len(counted), law)


def require_quorum(quorum: Quorum) -> str:
    """Refuse a vote or decision while too few are present; the body may only adjourn or meet informally.

    Raises Refusal("meeting.inquorate").
    """
    if not quorum.quorate:
        counted = "1 member counts" if quorum.counted == 1 else f"{quorum.counted} members count"
        raise Refusal(
            "meeting.inquorate",
            f"No decision can be made: {counted} towards the quorum and {quorum.needed} are needed. "
            "Adjourn the item, or note the discussion as informal.",
            quorum.law,
            alternatives=(
                Alternative(
                    "Adjourn the item to another meeting", "duty", query={"outcome": "DEFERRED"}, kinds=("item.outcome",)
                ),
                note_way("Note the discussion as informal", INQUORATE),
            ),
        )
    return quorum.why
