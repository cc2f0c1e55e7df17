"""Excluding the public from part of a meeting: a resolution that says of what, and on which ground.

SI 2012/2089 reg 4(2)(b) and (3): the resolution identifies the proceedings, or the part of them, to which it applies, and
states the description of the exempt information by the paragraph of Schedule 12A to the Local Government Act 1972.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissioning.rules.lists import listed
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules import votes
from decisions.rules.private_meetings import PARAGRAPHS

REG_4 = "SI 2012/2089 reg 4(2) and (3)"
CARRIED, LOST, NOT_MOVED = "CARRIED", "LOST", "NOT_MOVED"


@dataclass(frozen=True)
class Motion:
    """The motion as the clerk records it. `mover` and `seconder` are keys of people in the room; totals only for a show
    of hands. `was_moved` is False where the meeting took the item in public without a motion."""

    was_moved: bool = True
    part: str = ""
    paragraphs: tuple[int, ...] = ()
    text: str = ""
    mover: object = None
    seconder: object = None
    mode: str = "AGREED"
    votes_for: int = 0
    votes_against: int = 0
    abstentions: int = 0
    out_at: datetime | None = None


def wording(number: int, title: str, paragraphs: Sequence[int]) -> str:
    """A resolution as the regulation asks for it, for the clerk to change."""
    return (
        f"That the public be excluded from the meeting while item {number} ({title}) is considered, because otherwise "
        f"exempt information of the description in {_paragraphs(paragraphs)} of Part 1 of Schedule 12A to the Local "
        f"Government Act 1972 would be disclosed."
    )


def _paragraphs(numbers: Sequence[int]) -> str:
    return f"paragraph{'s' if len(numbers) > 1 else ''} {listed(map(str, numbers))}"


def require_motion(motion: Motion, *, announced: Collection[int], room: Collection[object]) -> None:
    """Check what the resolution has to say, and who may move it.

    `announced` are the paragraphs that the notices and the agenda named, `room` the members present who take part.
    Raises Refusal exclusion.no_part, exempt.no_paragraph, exclusion.not_announced, exclusion.no_text, exclusion.movers.
    """
    if not motion.part.strip():
        message = "Say to which part of the proceedings it applies: the item, or what of it."
        raise Refusal("exclusion.no_part", message, REG_4)
    if not motion.paragraphs or not set(motion.paragraphs) <= set(PARAGRAPHS):
        raise Refusal("exempt.no_paragraph", "Choose the paragraph of Schedule 12A that describes the information.", REG_4)
    if not set(motion.paragraphs) <= set(announced):
        message = f"The notices and the agenda named {_paragraphs(sorted(announced))}. The public can be excluded only on that ground."
        raise Refusal("exclusion.not_announced", message, f"{REG_4}; reg 5")
    if not motion.text.strip():
        raise Refusal("exclusion.no_text", "Write the resolution in its words.", REG_4)
    if motion.mover not in room or motion.seconder not in room or motion.mover == motion.seconder:
        message = "Two different members who are in the room and take part in this item move and second it."
        raise Refusal("exclusion.movers", message, REG_4)


def count(motion: Motion, *, voters: int) -> votes.Outcome:
    """Whether the motion is carried; level votes let it fall, and the public stays. Raises Refusal("vote.total")."""
    if motion.mode == "AGREED":
        return votes.agreed_without_vote(dissent=False)
    tally = votes.Tally(motion.votes_for, motion.votes_against, motion.abstentions)
    votes.require_total(tally, voters=voters)
    return votes.outcome(tally)


def require_time(moment: datetime, *, after: datetime, at: datetime, what: str, since: str) -> None:
    """A time at which the public left or came back lies between `after`, which `since` names, and now, to the minute.

    Raises Refusal("exclusion.time").
    """
    if not after.replace(second=0, microsecond=0) <= moment <= at:
        raise Refusal("exclusion.time", f"{what} lies between {since} and now.", REG_4)


def require_resolved(*, announced: bool, is_recorded: bool, meeting: int, item: int) -> None:
    """Nothing is decided on an item announced as private before the minutes say whether the public left.

    Raises Refusal("exclusion.not_recorded"), which leads the clerk to the page of the resolution.
    """
    if not announced or is_recorded:
        return
    message = (
        "The agenda says that part of this item is taken in private. The clerk records first what the meeting resolved: "
        "that the public be excluded, or that the public stays."
    )
    ways = (
        Alternative("Record the resolution on the public", "item_exclusion", {"pk": item}),
        Alternative("Go to the meeting", "meeting_live", {"pk": meeting}),
    )
    raise Refusal("exclusion.not_recorded", message, REG_4, alternatives=ways)
