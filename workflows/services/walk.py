"""Taking cases from files through the whole path under a simulated clock, in one process.

Every act goes through the desk with the moment of the file; timers that fall between two acts fire at their own
moment. Several files can be walked together: their acts are done in order of time, as in a real borough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from commissioning.acts import Actor
from commissioning.models import Appointment, AuditIndex, Case, DraftSave, Duty, Office, User
from commissioning.rules.case_file import CaseFile, Step
from commissioning.rules.dates import LONDON, local_date
from commissioning.rules.event_kinds import KINDS
from commissioning.rules.refusals import Refusal
from commissioning.services.proposals import save_section
from decisions.models import AgendaItem, Meeting
from workflows import desk
from workflows.services.tick import tick
from workflows.services.walk_steps import DO


class WalkStopped(RuntimeError):
    """A step could not be done: which one, and why."""

    def __init__(self, step: Step, file: str, why: str, refusal: Refusal | None = None) -> None:
        self.step, self.file, self.refusal = step, file, refusal
        super().__init__(
            f"{file}, line {step.line}, {step.do} by {step.by} on {step.at:%Y-%m-%d %H:%M}: {why}"
        )


@dataclass
class Walk:
    """One case on its way through its file."""

    file: CaseFile
    opened: Case | None = None
    renders: bool = False  # whether the PDF of each record is made at once, as the worker would
    is_stopped: bool = False
    told: int = -1  # up to which position of the log the walk has said what the system did
    done: list[Step] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """The case, once its first step is done; raises LookupError before."""
        if self.opened is None:
            raise LookupError("the case is not open yet")
        return self.opened

    def person(self, key: str, on: date | None = None) -> User:
        """Who sits in an office (on a day); "deputy:s151" names its first deputy."""
        deputy, _, office = key.rpartition(":")
        seats = Appointment.objects.filter(office__key=office, is_deputy=bool(deputy))
        if on is not None:
            seats = seats.filter(starts_on__lte=on).exclude(ends_on__lt=on)
        found = seats.select_related("person").order_by("pk").first()
        if found is None:
            raise LookupError(f"nobody sits in the office {key!r}")
        return found.person

    def actor_in(self, key: str, on: date | None = None) -> Actor:
        return Actor.person(self.person(key, on), via="walk", auth={"method": "case file"})

    def actor(self, step: Step) -> Actor:
        return self.actor_in(step.by, local_date(step.at))

    def duty(self, kind: str, step: Step) -> Duty:
        """The open duty of that kind for the office that acts."""
        office = step.by.rpartition(":")[2]
        duty = Duty.objects.filter(
            case=self.case, kind=kind, closed_at__isnull=True, office__key=office
        ).first()
        if duty is None:
            raise LookupError(f"{kind} does not wait for {office}; {self.waiting()}")
        return duty

    def deciding_duty(self) -> Duty:
        """The duty of the person who brings the item to its outcome."""
        duty = Duty.objects.filter(
            case=self.case, kind__in=("item.outcome", "reconsider.decide"), closed_at__isnull=True
        ).first()
        if duty is None:
            raise LookupError(f"no item waits for its outcome; {self.waiting()}")
        return duty

    def waiting(self) -> str:
        """What the case waits for, for the message of a stopped walk."""
        duties = (
            Duty.objects.filter(case=self.case, closed_at__isnull=True)
            .select_related("office")
            .order_by("pk")
        )
        return "waiting: " + (", ".join(f"{d.kind} ({d.office.key})" for d in duties) or "nothing")

    def meeting(self) -> Meeting:
        """The meeting that the case is before now."""
        item = (
            AgendaItem.objects.filter(case=self.case, ended_at__isnull=True, meeting__isnull=False)
            .select_related("meeting__body", "meeting__chair")
            .order_by("-pk")
            .first()
        )
        if item is None:
            raise LookupError("the case is on no agenda")
        return item.meeting

    def act(
        self, step: Step, service: Callable[..., object], *, duty: Duty | None = None, **values: Any
    ) -> desk.Outcome:
        """One act at the desk, at the step's moment."""
        return desk.act(
            self.case, service, by=self.actor(step), at=step.at, duty=duty.pk if duty else None, **values
        )

    def save_section(self, step: Step, duty: Duty, section: str, value: dict) -> desk.Outcome:
        """Save one section of the draft on top of its newest revision."""
        newest = (
            DraftSave.objects.filter(case=self.case, part=f"proposal/{section}").order_by("-revision").first()
        )
        return self.act(
            step,
            save_section,
            duty=duty,
            section=section,
            value=value,
            revision=newest.revision if newest else 0,
        )

    def take(self, step: Step) -> None:
        """Do one step. Raises WalkStopped when it is refused or nobody can do it."""
        try:
            outcome = DO[step.do](self, step)
        except Refusal as refusal:
            raise WalkStopped(step, self.file.name, _why(refusal), refusal) from refusal
        except (LookupError, PermissionDenied) as problem:
            raise WalkStopped(step, self.file.name, str(problem)) from problem
        if outcome.refusal is not None:
            raise WalkStopped(step, self.file.name, _why(outcome.refusal), outcome.refusal)
        self.done.append(step)


def _why(refusal: Refusal) -> str:
    earliest = f" Earliest lawful date: {refusal.earliest:%d %B %Y}." if refusal.earliest else ""
    citation = f" ({refusal.citation})" if refusal.citation else ""
    return f"{refusal.message}{citation}{earliest}"


def walk_together(
    files: Iterable[CaseFile],
    *,
    tell: Callable[[str], None] = lambda line: None,
    until: datetime | None = None,
    renders: bool = False,
    stop: Callable[[Walk, datetime], bool] = lambda walk, at: False,
) -> list[Walk]:
    """Walk files side by side in order of time, firing their timers between the acts; returns the walks.

    `until` is the moment to which their timers are run at the end; `stop` ends a walk as soon as it is met, also by a
    timer. Only timers of these cases fire, so a walk moves nothing else in the same database.
    """
    walks = [Walk(file, renders=renders) for file in files]
    queue = sorted(
        (step.at, number, index)
        for number, walk in enumerate(walks)
        for index, step in enumerate(walk.file.steps)
    )
    for moment, number, index in queue:
        _fire(walks, moment, tell)
        walk = walks[number]
        walk.is_stopped = walk.is_stopped or (walk.opened is not None and stop(walk, moment))
        if walk.is_stopped:
            continue
        step = walk.file.steps[index]
        walk.take(step)
        tell(_line(walk, step))
        _tell_following(walk, tell)
        walk.is_stopped = stop(walk, moment)
    if until is not None:
        _fire(walks, until, tell)
    return walks


def run_on(walk: Walk, *, stop: Callable[[Walk, datetime], bool], tell: Callable[[str], None]) -> None:
    """After the last step: fire the case's own timers one by one until `stop` is met or none is left."""
    while not walk.is_stopped:
        due = (
            Task.objects.filter(status=STATUS.SCHEDULED, process__artifact_object_id=walk.case.pk)
            .order_by("scheduled")
            .values_list("scheduled", flat=True)
            .first()
        )
        if due is None:
            return
        _fire([walk], due, tell)
        walk.is_stopped = stop(walk, due)


def _fire(walks: Iterable[Walk], at: datetime, tell: Callable[[str], None]) -> None:
    begun = [walk for walk in walks if walk.opened is not None and not walk.is_stopped]
    if begun and tick(at, by="walk", exact=True, cases=[walk.case.pk for walk in begun]):
        for walk in begun:
            _tell_following(walk, tell)


def _line(walk: Walk, step: Step) -> str:
    """One act: when, in which case, what, by whom in which office, and why."""
    office = Office.objects.filter(key=step.by.rpartition(":")[2]).values_list("title", flat=True).first()
    deputy = ", deputy" if step.by.startswith("deputy:") else ""
    person = walk.person(step.by, local_date(step.at)).name
    reason = next(
        (step.values[key] for key in ("reasons", "reason", "text", "note") if step.values.get(key)), ""
    )
    words = f": {' '.join(str(reason).split())}" if reason else ""
    return (
        f"{step.at:%d %b %Y %H:%M}  {walk.case.reference}  {step.do:<19} {person} ({office}{deputy}){words}"
    )


def _tell_following(walk: Walk, tell: Callable[[str], None]) -> None:
    """What the system did by itself since the last line: timers that fired and steps that follow from law alone."""
    new = AuditIndex.objects.filter(case=walk.case, seq__gt=walk.told).order_by("seq")
    for event in new:
        walk.told = event.seq
        if event.actor_id is None:
            kind = KINDS[event.kind]
            when = event.at.astimezone(LONDON)
            tell(f"{when:%d %b %Y %H:%M}  {walk.case.reference}  {event.kind:<19} System: {kind.sentence}")
