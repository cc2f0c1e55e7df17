"""What a refused agenda offers: the first day on which everything would be in order, and the meetings from it on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from commissioning.models import Body, Case
from commissioning.rules.dates import long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.proposals import current_version
from decisions.rules import agendas as rules
from decisions.selectors.key_decision_notices import covers, is_key, live_notice, reckon_notice
from decisions.selectors.meetings import lawful_meetings
from decisions.services.key_decision_routes import require_footing


def first_lawful(case: Case, maker: str, opened: Deadline, at: datetime) -> date:
    """The first day on which agenda and notice would both be in order, with a new notice where one is needed."""
    if footing_holds(case, maker, opened.earliest, at):
        return opened.earliest
    notice = live_notice(case)
    if notice is not None and covers(notice, current_version(case), maker=maker).covers:
        return max(opened.earliest, notice.matures_on, notice.decide_from)
    return max(opened.earliest, reckon_notice(case, at).earliest)


def first_private(refusal: Refusal) -> date:
    """The first day that a refusal about the public's exclusion allows; for any other refusal no limit."""
    return refusal.earliest if refusal.code.startswith("private.") and refusal.earliest else date.min


def footing_holds(case: Case, maker: str, day: date, at: datetime) -> bool:
    """Whether the decision could be made on a day as far as its notice, an exception or an agreement goes."""
    if not is_key(case):
        return True
    try:
        require_footing(case, maker=maker, on=day, at=at)
    except Refusal:
        return False
    return True


def with_meetings(
    refusal: Refusal,
    earliest: date,
    at: datetime,
    *,
    kind: str = "CABINET",
    noun: str = "Cabinet",
    body: Body | None = None,
    allowed: Callable[[date], bool] = lambda day: True,
) -> Refusal:
    """The same refusal with the first day that satisfies everything, and the meetings that would be lawful.

    They are those of the kind of body, or of that very `body`. A new meeting before that day stays a way on only where everything but the agenda is in order on it: `allowed`.
    """
    if body is not None:
        kind, noun = body.kind, body.name
    ways = [
        Alternative(f"Take it to {m.title} on {long_date(m.meets_on)}", "duty", query={"meeting": m.pk})
        for m in lawful_meetings(kind, earliest, at, body)
    ] or [
        Alternative(
            f"Call a meeting of the {noun} on or after {long_date(earliest)}",
            "duty",
            query={"meeting": rules.NEW_MEETING, "on": earliest.isoformat()},
        )
    ]
    others = [way for way in refusal.alternatives if way.url_name != "duty_pass"]  # the meetings above are that way
    kept = [
        way
        for way in others
        if way.query.get("meeting") != rules.NEW_MEETING
        or ((day := date.fromisoformat(way.query["on"])) < earliest and allowed(day))
    ]
    return _by_this_count_alone(refusal, earliest).with_ways(*ways, *kept, earliest=earliest)


def _by_this_count_alone(refusal: Refusal, earliest: date) -> Refusal:
    """A message that names an earlier day than the one on which everything is in order says that it is one count's only."""
    if refusal.earliest is None or refusal.earliest >= earliest:
        return refusal
    alone = long_date(refusal.earliest)
    message = refusal.message.replace(f"The earliest lawful date is {alone}.", f"By this count alone it could be {alone}.")
    return Refusal(refusal.code, message, refusal.citation, earliest=refusal.earliest, alternatives=refusal.alternatives)
