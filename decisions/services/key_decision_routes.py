"""On which lawful footing a key decision may be made on a day: its notice, the general exception, or special urgency.

Each way is looked at for itself and none stands for another. SI 2012/2089 regs 9, 10 and 11.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commissioning import ledger
from commissioning.models import Case
from commissioning.rules.counting import require_reached
from commissioning.rules.dates import long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation, reached
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from decisions.models import GeneralException, KeyDecisionNotice, UrgencyConsent
from decisions.rules.general_exception import REG_10
from decisions.rules.notices import Route
from decisions.rules.urgency import REG_11, Kind
from decisions.selectors.key_decision_notices import reckon_notice
from decisions.selectors.urgency import agreement, exceptions_of, maker_of, reckon_exception
from decisions.services.key_decision_notices import require_notice

EXCEPTION_WORDS = "general exception"
URGENCY_WORDS = "special urgency"


@dataclass(frozen=True)
class Footing:
    """What a key decision relies on: exactly one of the three, and its public reference."""

    route: Route
    notice: KeyDecisionNotice | None = None
    exception: GeneralException | None = None
    consent: UrgencyConsent | None = None

    @property
    def reference(self) -> str:
        """The reference of the exception or the agreement; a notice has its own field everywhere."""
        if self.exception:
            return self.exception.reference
        return self.consent.request.reference if self.consent else ""


def require_footing(case: Case, *, maker: str, on: date, at: datetime) -> Footing:
    """The footing for a decision by that maker on that day, asked at `at`.

    Raises the Refusal of `require_notice`, with the prepared forms of the two quicker ways as alternatives, when no
    footing holds: notice.none, notice.does_not_cover, notice.lapsed, notice.too_short; urgency.too_short when an
    exception for this maker is published but its five clear days are not over.
    """
    try:
        return Footing(Route.NOTICE, notice=require_notice(case, maker=maker, on=on))
    except Refusal as refusal:
        footing = _by_agreement(case, maker, on, at) or _by_exception(case, maker, on)
        if footing is None:
            raise with_quicker_ways(refusal, case, maker, on, at) from refusal
        return footing


def _by_exception(case: Case, maker: str, on: date) -> Footing | None:
    exception = next((row for row in reversed(exceptions_of(case)) if maker_of(row) == maker), None)
    if exception is None:
        return None
    deadline = Deadline.from_dict(exception.deadline)
    calendar = calendar_for(constitution_of(case))
    require_reached(deadline, on, calendar, code="urgency.too_short", what="A decision under the general exception")
    ledger.passed(reached(deadline, on), Evaluation("urgency.general_exception", "Notice was given.", REG_10, {"maker": maker}))
    return Footing(Route.REG10, exception=exception)


def _by_agreement(case: Case, maker: str, on: date, at: datetime) -> Footing | None:
    consent = agreement(case, Kind.KEY_DECISION)
    if consent is None or consent.answered_at >= at:
        return None
    request = consent.request
    if request.maker != maker or on > request.decide_by:
        return None
    said = f"Agreed as urgent by {consent.answered_as}, before the act."
    asked = {"agreement": request.reference, "decide_by": request.decide_by, "day": on, "maker": maker}
    ledger.passed(Evaluation("urgency.consent", said, REG_11, asked))
    return Footing(Route.REG11, consent=consent)


def with_quicker_ways(refusal: Refusal, case: Case, maker: str, on: date, at: datetime) -> Refusal:
    """The same refusal; its words about the two quicker ways become links to the prepared forms, dates filled in."""
    earliest = reckon_exception(case, at).earliest
    exception_on = max(on, earliest)
    noticed = max(on, reckon_notice(case, at).next_working)
    links = {
        EXCEPTION_WORDS: Alternative(
            f"Use the general exception with five clear days’ notice: published now, the decision may be made from {long_date(earliest)}",
            "case_exception",
            query={"maker": maker, "decide_on": exception_on.isoformat()},
        ),
        URGENCY_WORDS: Alternative(
            f"Ask for agreement to special urgency for a decision by {long_date(on)}",
            "case_urgency_ask",
            query={"kind": Kind.KEY_DECISION.value, "maker": maker, "decide_by": on.isoformat()},
        ),
    }
    if on >= earliest:
        links.pop(URGENCY_WORDS)  # regulation 11 is only for a date that regulation 10 cannot meet
    notice = Alternative(
        f"Publish a new notice for a decision from {long_date(noticed)}",
        "notice_again",
        query={"decide_from": noticed.isoformat(), "decide_to": noticed.isoformat()},
    )
    kept = [notice if way.url_name == "notice_again" else way for way in refusal.alternatives if not any(words in way.label for words in (EXCEPTION_WORDS, URGENCY_WORDS))]
    return refusal.with_ways(*kept, *links.values())
