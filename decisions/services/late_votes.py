"""A vote by name that is closed is counted again when a member then declares what bars them from voting.

Localism Act 2011 s31(4): a member with a disclosable pecuniary interest does not vote. The outcome is not stated yet, so the
count goes on without that vote; what was counted before stays in the history of the vote.
"""

from __future__ import annotations

from commissioning.acts import Act
from decisions.models import AgendaItem
from decisions.rules.votes import Value, tally
from decisions.selectors.votes import latest_recorded_vote, room

VOTES = (Value.FOR, Value.AGAINST, Value.ABSTAIN)


def count_without_the_barred(item: AgendaItem, act: Act) -> bool:
    """Take the votes of those who are barred by now out of the closed count; whether anything changed. A step inside declaring,
    without an event of its own."""
    recorded = latest_recorded_vote(item)
    if recorded is None or recorded.is_open:
        return False
    barred = {(member.office.title, member.person.name) for member in room(item, act.at).members if member.seat.excluded}
    out = [vote for vote in recorded.tally["votes"] if (vote["office"], vote["name"]) in barred and vote["choice"] in VOTES]
    if not out:
        return False
    votes = [{**vote, "choice": Value.EXCLUDED_INTEREST.value} if vote in out else vote for vote in recorded.tally["votes"]]
    counted = tally(Value(vote["choice"]) for vote in votes)
    recorded.tally = {
        "for": counted.votes_for, "against": counted.votes_against, "abstain": counted.abstentions, "level": counted.level,
        "votes": votes,
    }  # fmt: skip
    recorded.save_as(act, update_fields=["tally"])
    return True
