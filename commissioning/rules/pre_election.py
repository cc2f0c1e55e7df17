"""The pre-election period: publicity stops, lawful decisions do not.

It runs from the notice of election, at the latest 25 working days before the poll, until the poll closes.
Source: Local Government Act 1986 s2; Code of Recommended Practice on Local Authority Publicity 2011 paras 33 to 35.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.rules.calendars import Calendar
from commissioning.rules.counting import backward
from commissioning.rules.refusals import Alternative, Refusal

LAW = "Local Government Act 1986 s2; Code of Recommended Practice on Local Authority Publicity 2011 paras 33 to 35"
WORKING_DAYS = 25


class Act(StrEnum):
    """What somebody wants to do with the public in view."""

    AGENDA = "AGENDA"
    NOTICE = "NOTICE"
    RECORD = "RECORD"
    CALL_IN = "CALL_IN"
    DECISION = "DECISION"
    NEW_CONSULTATION = "NEW_CONSULTATION"
    RUNNING_CONSULTATION = "RUNNING_CONSULTATION"
    PROMOTION = "PROMOTION"


STOPPED = frozenset({Act.NEW_CONSULTATION, Act.PROMOTION})


@dataclass(frozen=True)
class PreElection:
    """One election's period; `kind` says which poll."""

    kind: str
    starts_on: date
    poll_on: date

    def covers(self, on: date) -> bool:
        """Whether a day lies in the period, the day of the poll included."""
        return self.starts_on <= on <= self.poll_on


def latest_start(poll_on: date, calendar: Calendar) -> date:
    """The last day on which the notice of election may be published: the 25th working day before the poll."""
    return backward("WORK_AFTER", WORKING_DAYS, poll_on, calendar).latest


def advice(act: Act, period: PreElection, on: date, *, override: str = "") -> str:
    """What the period means for an act: "" for nothing, or words for the page.

    A running consultation goes on without promotion and is extended if people could not take part. Promotion
    and new consultations need the Monitoring Officer's recorded reason. Raises Refusal("pre_election.stopped").
    """
    if not period.covers(on):
        return ""
    if act in STOPPED and not override.strip():
        message = "In the pre-election period the council starts no consultation and no promotion. Wait until after the poll."
        ways = (Alternative("Read what the period stops and when it ends", "overlays"),)
        raise Refusal("pre_election.stopped", message, LAW, alternatives=ways)
    if act is Act.RUNNING_CONSULTATION:
        return "The consultation goes on without promotion. Extend it if people could not take part."
    if act is Act.DECISION:
        return "A lawful decision may be made. Take advice if it is controversial."
    return ""
