"""What the Monitoring Officer looks into beside the procedure: a barred member's vote, and what was done undecided.

A member who is barred by an interest tries to vote: the vote is refused, and the Monitoring Officer hears of it.

Localism Act 2011 ss31(4) and 34: taking part with a disclosable pecuniary interest may be an offence, so the attempt is
put on record and looked into; with any other interest that bars, it is the code of conduct that is looked at (s28). The
record says nothing about guilt, and does not tell one kind of interest from another. What was done or spent before anybody decided it is
put on record as such and looked into as well (Local Government and Housing Act 1989 s5).
"""

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.selectors.offices import first_of
from commissioning.services.duties import open_duties
from decisions.selectors.decisions import latest_decision
from decisions.services.findings import note_finding

KIND = "incident.note"
AFTERWARDS = "retrospective.note"
SECTION_5 = "LGHA 1989 s5"
LAW = "Localism Act 2011 ss28, 31(4) and 34"


def report_barred_vote(*, duty: Duty, actor: Actor, at: datetime) -> None:
    """Keep that a barred member tried to vote, and ask the Monitoring Officer to look into it, once per call to vote.

    Effects in order: a duty for the Monitoring Officer, unless one waits for the same call; one event. Raises
    PermissionDenied.
    """
    standing = access.require(actor, "vote.cast", duty, at)
    act = Act(actor, standing, at, rule=LAW)
    if not Duty.objects.filter(kind=KIND, subject_id=duty.pk, closed_at__isnull=True).exists():
        offices = first_of("MONITORING_OFFICER")
        open_duties(duty.case, KIND, act, offices=offices, subject_id=duty.pk)
    ledger.append(
        "vote.barred",
        act,
        f"{duty.case.reference}/incident/{duty.pk}",
        case=duty.case,
        fields={"member": actor.user.name, "office": duty.office.title},
        tier="member",
    )


def note_incident(*, duty: Duty, note: str, actor: Actor, at: datetime) -> None:
    """The Monitoring Officer has looked into it: what was found, and what follows.

    Effects in order: the duty closes; one event. Raises PermissionDenied; Refusal incident.no_note, duty.gone.
    """
    subject = f"incident/{duty.subject_id}"
    note_finding(kind=KIND, duty=duty, note=note, law=LAW, subject=subject, code="incident.no_note", actor=actor, at=at)


def open_retrospective_note(*, case: Case, act: Act) -> None:
    """Ask the Monitoring Officer to look into what was done before anybody decided it; nobody for what is only noted."""
    decision = latest_decision(case)
    if decision is None or decision.since is None:
        return
    offices = first_of("MONITORING_OFFICER")
    open_duties(case, AFTERWARDS, act, offices=offices, subject_id=decision.pk)


def note_retrospective(*, duty: Duty, note: str, actor: Actor, at: datetime) -> None:
    """The Monitoring Officer has looked into what was done undecided: what was found, and what follows.

    Effects in order: the duty closes; one event. Raises PermissionDenied; Refusal incident.no_note, duty.gone.
    """
    note_finding(
        kind=AFTERWARDS, duty=duty, note=note, law=SECTION_5, subject="retrospective", code="incident.no_note",
        actor=actor, at=at,
    )  # fmt: skip
