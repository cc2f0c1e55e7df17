"""An interest that a member declares late, after having declared otherwise: the Monitoring Officer notes it.

Localism Act 2011 s31(2) and (3): what is not registered is notified within 28 days beginning with the disclosure. What
was decided is not void by a late declaration.
"""

from datetime import datetime

from commissioning.acts import Act, Actor
from commissioning.models import Duty
from commissioning.rules.counting import forward
from commissioning.selectors.calendars import live
from commissioning.selectors.offices import first_of
from commissioning.services.duties import open_duties
from decisions.models import Interest
from decisions.services.findings import note_finding

KIND = "interest.note"
LAW = "Localism Act 2011 s31(2) and (3)"
DAYS_TO_NOTIFY = 28


def ask_to_note(row: Interest, act: Act) -> None:
    """Give the Monitoring Officer a duty for one late declaration; a step inside declaring, without an event of its own."""
    due = forward(
        "DAYS_BEGINNING_WITH", DAYS_TO_NOTIFY, act.at, live("england"), rule="interest.notify", citation=LAW,
        start_event="interest disclosed", target_event="overdue from",
    )  # fmt: skip
    offices = first_of("MONITORING_OFFICER")
    open_duties(row.item.case, KIND, act, offices=offices, due=due, subject_id=row.pk)


def note_late_interest(*, duty: Duty, note: str, actor: Actor, at: datetime) -> None:
    """The Monitoring Officer has looked at it: what was found, and what follows.

    Effects in order: the duty closes; one event. Raises PermissionDenied; Refusal interest.no_note, duty.gone.
    """
    subject = f"late-interest/{duty.subject_id}"
    note_finding(kind=KIND, duty=duty, note=note, law=LAW, subject=subject, code="interest.no_note", actor=actor, at=at)
