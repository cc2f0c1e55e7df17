"""How a body decides at a meeting: who may vote, how votes are counted, and who breaks a tie.

Three ways of deciding: agreed without a vote, show of hands, recorded vote. Abstentions are not votes.
A casting vote exists only on equality, only for the person presiding, and may be declined.
Source: LGA 1972 Sch 12 paras 39 and 44 for council and committees; the executive procedure rules for Cabinet.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.informal_notes import OUTSIDE, note_way
from decisions.rules.interests import NO_PART_LAW, SECTION_31_4
from decisions.rules.quorum import Key, Presence, Seat, present

VOTING_LAW = "LGA 1972 Sch 12 para 39"
IN_PERSON_LAW = "Hertfordshire CC v Secretary of State [2021] EWHC 1093 (Admin)"
EXECUTIVE_LAW = "LGA 2000 s9E"
VOTED = ("item.outcome", "reconsider.decide")
MARKED = "If you are in the room, ask the clerk to mark you as present."


class Value(StrEnum):
    """What is recorded against a member for one motion."""

    FOR = "FOR"
    AGAINST = "AGAINST"
    ABSTAIN = "ABSTAIN"
    NOT_PRESENT = "NOT_PRESENT"
    EXCLUDED_INTEREST = "EXCLUDED_INTEREST"
    DID_NOT_VOTE = "DID_NOT_VOTE"


@dataclass(frozen=True)
class Tally:
    """Totals of one motion; the casting vote is kept apart because it is a second vote."""

    votes_for: int
    votes_against: int
    abstentions: int = 0

    @property
    def cast(self) -> int:
        return self.votes_for + self.votes_against + self.abstentions

    @property
    def level(self) -> bool:
        return self.votes_for == self.votes_against and self.votes_for > 0


@dataclass(frozen=True)
class Outcome:
    """`carried` is None while the person presiding has still to use or decline a casting vote."""

    carried: bool | None
    tally: Tally
    casting: Value | None
    why: str

    @property
    def needs_casting_vote(self) -> bool:
        return self.carried is None


def require_meeting(*, open_: bool) -> str:
    """Refuse a collective decision outside an open meeting: an approval by e-mail or poll is not a decision.

    Raises Refusal("vote.no_meeting"). Source: LGA 2000 s9E; SI 2012/2089 regs 3 and 4.
    """
    if open_:
        return "The meeting is open."
    raise Refusal(
        "vote.no_meeting",
        "The Cabinet decides only at a meeting that has been opened. Outside it, answers are informal and decide nothing. Have "
        "the clerk open the meeting first, or note the answers as informal.",
        "LGA 2000 s9E; SI 2012/2089 regs 3 and 4",
        alternatives=(note_way("Note the answers as informal", OUTSIDE),),
    )


def require_may_vote(
    seat: Seat,
    *,
    on: date,
    interests_declared: bool,
    portfolios_voted: Collection[Key] = (),
    remote_from: date | None = None,
    proxies_from: date | None = None,
) -> str:
    """Check one member's right to vote on one motion; `portfolios_voted` are those of other people's votes.

    Raises Refusal: vote.proxy, vote.substitute, vote.remote, vote.not_present, vote.no_interests_step,
    vote.interest, vote.job_share.
    """
    if seat.by_proxy:
        require_proxies(on=on, proxies_from=proxies_from)
    if seat.substitute:
        raise Refusal(
            "vote.substitute", "The executive has no substitutes. Only its members vote.", EXECUTIVE_LAW
        )
    if seat.presence is Presence.REMOTE and not present(seat, on=on, remote_from=remote_from):
        raise Refusal(
            "vote.remote", f"A member who is not in the room observes only and cannot vote. {MARKED}", IN_PERSON_LAW
        )
    if not seat.by_proxy and not present(seat, on=on, remote_from=remote_from):
        raise Refusal("vote.not_present", f"Only members recorded as present vote. {MARKED}", VOTING_LAW)
    if not interests_declared:
        message = "Declare your interests in this item first. If you have none, say so."
        raise Refusal("vote.no_interests_step", message, "Localism Act 2011 s31")
    if seat.excluded:
        message = "You have an interest that keeps you out of this item. Your vote was not taken."
        ways = (Alternative("Read which dispensations stand and what they allow", "dispensations"),)
        raise Refusal("vote.interest", message, seat.excluded_by or SECTION_31_4, alternatives=ways)
    if not seat.holds_vote or seat.portfolio in portfolios_voted:
        message = "This portfolio has one vote and your job-share partner holds it."
        raise Refusal("vote.job_share", message, "The council's constitution: one portfolio, one vote")
    return "Present in the room, interests declared, entitled to vote."


def require_proxies(*, on: date, proxies_from: date | None) -> str:
    """Whether a councillor may vote by proxy on a day: only from the day that the law, and the constitution after it, allows.

    Raises Refusal("vote.proxy").
    """
    if not (proxies_from and on >= proxies_from):
        raise Refusal("vote.proxy", "Councillors vote in person. A proxy vote is not lawful.", IN_PERSON_LAW)
    return "Proxy votes are lawful on that day."


def require_one_vote(*, has_voted: bool, is_correction: bool) -> str:
    """One member, one vote on a motion: a second one is refused, however it came about.

    A slip is put right by saying so, while the vote is open; the vote put right and the correction both stay in the record,
    and the correction alone is counted. Raises Refusal("vote.twice").
    """
    if has_voted and not is_correction:
        message = (
            "You have voted on this motion already, and your first vote stands: a member has one vote. "
            "If it was a slip, correct it before the chair closes the vote."
        )
        ways = (Alternative("See how you voted, and correct it", "duty", kinds=("vote.cast",)),)
        raise Refusal("vote.twice", message, VOTING_LAW, alternatives=ways)
    return "The member corrects a slip in their own vote; this one is counted." if has_voted else "The member's one vote on this motion."


def tally(values: Iterable[Value]) -> Tally:
    """Count recorded votes; values that are not votes count for nothing."""
    counts = Counter(values)
    return Tally(counts[Value.FOR], counts[Value.AGAINST], counts[Value.ABSTAIN])


def require_total(result: Tally, *, voters: int) -> None:
    """Refuse totals that cannot be: below nothing, or more votes than people entitled to vote.

    Raises Refusal("vote.total").
    """
    if min(result.votes_for, result.votes_against, result.abstentions) < 0 or result.cast > voters:
        raise Refusal(
            "vote.total",
            f"{result.cast} votes were entered but {voters} members may vote. Count again.",
            VOTING_LAW,
        )


def require_presiding(seat: Seat | None, *, on: date, meeting: int, remote_from: date | None = None) -> str:
    """Whoever presides over an item takes part in it: present, and not kept out by an interest.

    Otherwise another member presides over the item, and the clerk enters the outcome for that member.
    Raises Refusal: meeting.chair_absent, meeting.chair_barred.
    """
    ways = (Alternative("Go to the meeting, where the clerk enters who presides and the outcome", "meeting_live", {"pk": meeting}),)
    if seat is None or not present(seat, on=on, remote_from=remote_from):
        message = "Whoever presides over an item is there. Another member presides, and the clerk enters the outcome and says who it was."
        raise Refusal("meeting.chair_absent", message, IN_PERSON_LAW, alternatives=ways)
    if seat.excluded:
        message = (
            "An interest keeps the person presiding out of this item. Another member presides over it, and the clerk enters "
            "the outcome and says who it was."
        )
        raise Refusal("meeting.chair_barred", message, NO_PART_LAW, alternatives=ways)
    return "The person presiding is there and no interest keeps them out."


def casting_holder(
    chair: Seat | None, deputy: Seat | None = None, *, on: date, remote_from: date | None = None
) -> Key | None:
    """Who may break a tie: the chair, or the deputy presiding while the chair is out; else nobody."""
    for seat in (chair, deputy):
        if seat and present(seat, on=on, remote_from=remote_from) and not seat.excluded and seat.holds_vote:
            return seat.person
    return None


def outcome(
    result: Tally, *, holder: Key | None = None, casting: Value | None = None, declined: bool = False
) -> Outcome:
    """Decide a motion: more for than against carries it, whatever the abstentions.

    On equality the holder may use a second vote either way or decline it, and then the motion falls.
    Source: LGA 1972 Sch 12 para 39(1) and (2).
    """
    totals = f"{result.votes_for} for, {result.votes_against} against, {result.abstentions} abstained"
    if not result.level:
        carried = result.votes_for > result.votes_against
        return Outcome(carried, result, None, f"{totals}: {'carried' if carried else 'not carried'}.")
    if holder is None:
        return Outcome(False, result, None, f"{totals}: level, nobody may cast a second vote, not carried.")
    if declined:
        return Outcome(False, result, None, f"{totals}: level, the casting vote was declined, not carried.")
    if casting in (Value.FOR, Value.AGAINST):
        carried = casting is Value.FOR
        ending = f"casting vote {'for, carried' if carried else 'against, not carried'}"
        return Outcome(carried, result, casting, f"{totals}: level, {ending}.")
    return Outcome(
        None, result, None, f"{totals}: level. The person presiding may cast a second vote or decline."
    )


def agreed_without_vote(*, dissent: bool) -> Outcome:
    """The chair puts the item and nobody dissents. Raises Refusal("vote.dissent") when somebody does."""
    if dissent:
        raise Refusal(
            "vote.dissent",
            "A member dissents. Take a vote by show of hands or by name.",
            VOTING_LAW,
            alternatives=(
                Alternative("Take a show of hands", "duty", query={"mode": "SHOW_OF_HANDS"}, kinds=VOTED),
                Alternative("Take a recorded vote", "duty", query={"mode": "RECORDED"}, kinds=VOTED),
            ),
        )
    return Outcome(True, Tally(0, 0), None, "Agreed without a vote; nobody dissented.")
