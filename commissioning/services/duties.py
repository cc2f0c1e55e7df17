"""Opening and closing duties: small steps inside other acts, so they check nothing and append no event themselves."""

from collections.abc import Iterable
from datetime import datetime

from commissioning.acts import Act
from commissioning.models import Case, Duty, Involvement, Office, User
from commissioning.rules.dates import local_date
from commissioning.rules.deadlines import Deadline


def open_duties(
    case: Case,
    kind: str,
    act: Act,
    *,
    offices: Iterable[Office] = (),
    person: User | None = None,
    due: Deadline | None = None,
    due_at: datetime | None = None,
    subject_id: int | None = None,
) -> list[Duty]:
    """One duty per office (for one named person if given), all in two statements, history included.

    `due` carries its reckoning; `due_at` is for a moment that nobody counts, such as the start of a meeting.

    The round is one more than the highest round of this kind in the case, so loops back stay apart.
    """
    last = Duty.objects.filter(case=case, kind=kind).order_by("-round").values_list("round", flat=True).first()
    duties = [
        Duty(
            case=case,
            kind=kind,
            body_id=office.body_id,
            office=office,
            person=person,
            round=(last or 0) + 1,
            subject_id=subject_id,
            opened_at=act.at,
            due_at=due.ends_at if due else due_at,
            due_on=due.ends_on if due else local_date(due_at) if due_at else None,
            deadline=due.as_dict() if due else None,
        )
        for office in offices
    ]
    return Duty.bulk_open(duties, act) if duties else []


def close_duty(duty: Duty, act: Act, result: str) -> None:
    """Close one duty with its result; who closed it is the act's person."""
    duty.closed_at = act.at
    duty.closed_by = act.actor.user
    duty.result = result
    duty.save_as(act, update_fields=["closed_at", "closed_by", "result"])


def close_all(case: Case, act: Act, result: str, *, kind: str | None = None) -> int:
    """Close every open duty of the case (of one kind if given); returns how many were open."""
    duties = Duty.objects.filter(case=case, closed_at__isnull=True).order_by("pk")
    if kind:
        duties = duties.filter(kind=kind)
    count = 0
    for duty in duties:
        close_duty(duty, act, result)
        count += 1
    return count


def involve(case: Case, act: Act, part: str) -> None:
    """Remember the part that the acting person takes in the case; once is enough. The system takes no part."""
    person = act.actor.user
    if person is not None and not _has_taken(case, act, part):
        Involvement.create_as(act, case=case, person=person, part=part, at=act.at)


def _has_taken(case: Case, act: Act, part: str) -> bool:
    """As the access check of this act read it under the lock, or else asked now."""
    taken = act.standing.taken
    if taken is not None and taken.case == case.pk:
        return part in taken.parts
    return Involvement.objects.filter(case=case, person=act.actor.user, part=part).exists()
