"""A case on its real charts, brought to a stage at which several people act at once, and the promises kept after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from commissioning.acts import Actor
from commissioning.models import Appointment, AuditEvent, AuditIndex, Case, Duty
from commissioning.rules import case_file
from commissioning.selectors.cases import open_kinds
from commissioning.selectors.ledger_verify import verify_log
from commissioning.selectors.reconciliation import findings
from decisions.models import Vote
from tests import snapshots
from workflows import desk
from workflows.nodes import Stage
from workflows.services.borough import load_people
from workflows.services.case_files import FOLDER
from workflows.services.tick import tick
from workflows.services.walk import Walk

# The stage is reached by the step after which the walk is kept.
STAGES = {
    "clearing": "notice.publish",
    "signing": "ssmt.outcome",
    "voting": "vote.open",
    "window": "record.certify",
}
SIGNERS = ("lead-police", "lead-icb", "lead-housing", "lead-college")
_kept: set[str] = set()


def _file() -> case_file.CaseFile:
    """The domestic abuse case, with the police's part shared by four agencies that all sign."""
    text = (FOLDER / "domestic-abuse.toml").read_text()
    for year in ("2027/28", "2028/29", "2029/30"):
        row = '    {{ agency = "{}", year = "{}", kind = "REVENUE", amount = "{}" }},\n'
        one = row.format("police", year, "120,000")
        assert one in text
        agencies = [signer.removeprefix("lead-") for signer in SIGNERS]
        text = text.replace(one, "".join(row.format(agency, year, "30,000") for agency in agencies))
    signed = 'do = "signoff.sign"\nby = "lead-police"'
    assert signed in text
    text = text.replace(signed, f'do = "signoff.sign"\nby = {list(SIGNERS)}'.replace("'", '"'))
    return case_file.read(text, name="race.toml", shared=lambda name: (FOLDER / name).read_text())


def at_stage(name: str) -> Case:
    """The database with the borough and one case at that stage; the first call goes the whole way once."""
    if not _kept:
        _walk()
    snapshots.bring_back(name)
    return Case.objects.get()


def _walk() -> None:
    by_step = {step: name for name, step in STAGES.items()}
    load_people()
    walk = Walk(_file())
    for step in walk.file.steps:
        tick(step.at, by="walk", exact=True)
        walk.take(step)
        following = walk.file.steps[len(walk.done)].do if len(walk.done) < len(walk.file.steps) else ""
        if step.do in by_step and step.do != following:
            snapshots.keep(by_step[step.do])
            _kept.add(by_step[step.do])
    assert _kept == set(STAGES)


def forget_stages() -> None:
    for name in list(_kept):
        snapshots.forget(name)
        _kept.discard(name)


def sitting_in(office: str) -> object:
    """The person in an office of the demonstration borough; "deputy:s151" is its first deputy."""
    deputy, _, key = office.rpartition(":")
    seat = Appointment.objects.filter(office__key=key, is_deputy=bool(deputy)).select_related("person").order_by("pk")
    return seat[0].person


def attempt(
    case: int, service: Callable[..., object], office: str, *, at: datetime, request: str = "", **values: object
) -> str:
    """One act by the person in that office: "done", "replayed", "denied", or the code of its refusal."""
    by = Actor.person(sitting_in(office), via="walk", request=request)
    try:
        outcome = desk.act(case, service, by=by, at=at, **values)
    except PermissionDenied:
        return "denied"
    if outcome.refusal:
        return outcome.refusal.code
    return "replayed" if outcome.replayed else "done"


def duty_of(case: Case | int, kind: str, office: str) -> Duty:
    """The newest duty of that kind for that office, open or closed."""
    return Duty.objects.filter(case=case, kind=kind, office__key=office).order_by("-pk")[0]


def check_promises() -> None:
    """What must hold after any race, whoever was first."""
    _check_log()
    _check_votes()
    _check_charts()
    _check_duties()


def check_history() -> None:
    """Rows, history and log agree; dearer than `check_promises`, so once at the end of a race."""
    assert [str(finding) for finding in findings()] == []
    assert [str(finding) for finding in verify_log().findings] == []


def _check_log() -> None:
    positions = list(AuditEvent.objects.order_by("seq").values_list("seq", flat=True))
    assert positions == list(range(len(positions)))
    assert not AuditEvent.objects.annotate(parts=Count("openings")).filter(parts=0).exists()
    numbered: dict[str, list[int]] = {}
    for subject, n in AuditIndex.objects.exclude(n=None).order_by("n").values_list("subject", "n"):
        numbered.setdefault(subject, []).append(n)
    assert all(found == list(range(1, len(found) + 1)) for found in numbered.values())
    acts = AuditIndex.objects.filter(actor_id__isnull=False, kind__in=("vote.cast", "clearance.give", "signoff.sign"))
    doubles = acts.values("request", "actor_id").annotate(events=Count("seq", distinct=True)).filter(events__gt=1)
    assert list(doubles) == []


def _check_votes() -> None:
    """Each kept vote has exactly one event of its own, under its number."""
    votes = {
        (f"{vote.recorded_vote.case.reference}/vote/{vote.recorded_vote.n}/{vote.office.key}", vote.n)
        for vote in Vote.objects.select_related("recorded_vote__case", "office")
    }
    events = list(AuditIndex.objects.filter(kind="vote.cast").values_list("subject", "n"))
    assert len(votes) == Vote.objects.count()
    assert sorted(events) == sorted(votes)


def _check_charts() -> None:
    """No failed step; no chart lives on in a closed case; whatever waits, waits for something that can still come."""
    assert not Task.objects.filter(status__in=[STATUS.ERROR, STATUS.STARTED]).exists()
    live = Process.objects.filter(status=PROCESS.NEW)
    for case in Case.objects.all():
        charts = live.filter(artifact_object_id=case.pk)
        assert charts.exists() is case.is_open
        kinds = open_kinds(case)
        waiting = desk.open_tasks(case)
        places = [(task.process_id, task.flow_task) for task in waiting]
        assert len(places) == len(set(places)), "a stage is open twice"
        assert {process for process, _ in places} == set(charts.values_list("pk", flat=True)), "a chart waits for nothing"
        stuck = [t for t in waiting if isinstance(t.flow_task, Stage) and t.flow_task.is_complete(case, kinds)]
        assert stuck == []


def _check_duties() -> None:
    """A duty was opened once and closed once; none is open in a closed case."""
    assert not Duty.objects.filter(case__closed_at__isnull=False, closed_at=None).exists()
    closed = Duty.objects.exclude(closed_at=None).values_list("pk", flat=True)
    rows = Duty.history.filter(id__in=closed).values("id").annotate(rows=Count("history_id"))
    assert {row["id"] for row in rows if row["rows"] != 2} == set()
