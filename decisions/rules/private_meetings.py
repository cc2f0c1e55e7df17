"""Closing part of an executive meeting: two notices in time, answers to every representation, a resolution.

Source: SI 2012/2089 regs 4 and 5; Local Government Act 1972 Sch 12A Parts 1 and 2.
"""

from collections.abc import Collection
from datetime import date

from commissioning.rules.calendars import Calendar
from commissioning.rules.counting import require_reached
from commissioning.rules.dates import long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Alternative, Refusal

REG_5 = "SI 2012/2089 reg 5(2) to (5)"
PARAGRAPHS = range(1, 8)
PARAGRAPH_WORDS = {
    1: "Information relating to any individual",
    2: "Information likely to reveal the identity of an individual",
    3: "Information relating to the financial or business affairs of any person, the council included",
    4: "Information relating to consultations or negotiations about labour relations",
    5: "Information in respect of which legal professional privilege could be claimed",
    6: "A notice, order or direction that the council proposes to make",
    7: "Action to prevent, investigate or prosecute crime",
}
SCHEDULE = "LGA 1972 Sch 12A Parts 1 and 2"


def in_public(on: date) -> Alternative:
    """The way that is always open: the same item on the agenda of that day, without the public leaving."""
    return Alternative("Take the item in public", "duty", {"kind": "agenda.publish"}, query={"on": on.isoformat()})


def _ways(on: date) -> tuple[Alternative, Alternative]:
    return (
        in_public(on),
        Alternative(
            "Ask for agreement under regulation 5(6)",
            "case_urgency_ask",
            query={"kind": "PRIVATE_MEETING", "decide_by": on.isoformat()},
        ),
    )

def require_closable(
    first: Deadline | None,
    second: Deadline | None,
    meeting_on: date,
    calendar: Calendar,
    *,
    reg_5_6_agreed: bool = False,
) -> str:
    """Check both notices, or agreement under reg 5(6); without either the item is taken in public.

    Raises Refusal: private.no_notice, private.no_second_notice, private.too_short.
    """
    if reg_5_6_agreed:
        return "Agreed as urgent under regulation 5(6)."
    if first is None:
        raise Refusal(
            "private.no_notice", "No notice of a private meeting was published, so the item cannot be closed to the public.", REG_5,
            alternatives=_ways(meeting_on),
        )  # fmt: skip
    if second is None:
        message = (
            "The second notice, five clear days before, is missing. The item cannot be closed to the public."
        )
        raise Refusal("private.no_second_notice", message, REG_5, alternatives=_ways(meeting_on))
    for deadline in (first, second):
        require_reached(deadline, meeting_on, calendar, code="private.too_short", what="A private meeting")
    return f"{first.sentence}; {second.sentence}"


def other_day(refusal: Refusal, on: date, second: Deadline, ways: Collection[Alternative]) -> Refusal:
    """A meeting with a private item cannot be put off to a day for which the notices do not hold: why not, and when it can.

    The first notice holds for every later day; the second names the day, so it is published again. `second` counts its five
    clear days from now; `ways` are what can be done instead.
    """
    if refusal.code != "private.no_second_notice":
        return refusal.with_ways(*ways)
    message = (
        f"Part of this meeting is to be private, and the second notice of that names another day than {long_date(on)}. "
        f"Publish it again for the new day: published now, it allows {long_date(second.earliest)} at the earliest. Then postpone the meeting."
    )
    return Refusal("private.other_day", message, REG_5, earliest=second.earliest, alternatives=tuple(ways), counted=second)


def require_representations_answered(received: int, answered: int, *, waiting: Collection[int] = ()) -> None:
    """The second notice gives every representation and its answer; raises Refusal("private.unanswered").

    `waiting` are the numbers of those without an answer: each is a way on.
    """
    if answered < received:
        open_ = received - answered
        have, them = ("has", "it") if open_ == 1 else ("have", "them")
        message = f"{open_} of {received} representations {have} no answer. Answer {them} before the second notice."
        ways = tuple(
            Alternative(f"Answer representation {number}", "case_representation_answer", {"representation": number})
            for number in waiting
        )
        raise Refusal("private.unanswered", message, REG_5, alternatives=ways)


def late_representation(received_on: date, second_notice_on: date) -> str:
    """A representation after the second notice: logged and reported to the meeting orally; no new notice."""
    return "REPORT_ORALLY" if received_on >= second_notice_on else "ANSWER_IN_NOTICE"


def require_paragraphs(paragraphs: Collection[int]) -> None:
    """A part is taken in private only under a paragraph of the Schedule; "commercially confidential" by itself is none.

    Raises Refusal("exempt.no_paragraph").
    """
    if not paragraphs or any(number not in PARAGRAPHS for number in paragraphs):
        message = "Choose the paragraph of Schedule 12A that applies, for instance 3 for business affairs. “Confidential” alone is not a ground."
        raise Refusal("exempt.no_paragraph", message, SCHEDULE)


def require_weighing(weighing: str) -> None:
    """Information is exempt only while the public interest in keeping it back outweighs that in publishing it.

    Raises Refusal("exempt.no_weighing").
    """
    if not any(letter.isalpha() for letter in weighing):
        message = (
            "Say in at least one sentence why the public interest in keeping it back outweighs the public interest in "
            "publishing it. A paragraph of Schedule 12A alone closes nothing."
        )
        raise Refusal("exempt.no_weighing", message, "LGA 1972 Sch 12A para 10")
