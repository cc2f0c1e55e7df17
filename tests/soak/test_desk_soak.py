"""Minutes of mixed acts by several processes (SOAK_SECONDS, default 60 on each database), then every promise is checked."""

import os
import random
import time

import pytest
from django.db.models import Count
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from commissioning import clock
from commissioning.models import AuditEvent, AuditIndex, Case, Duty
from commissioning.services.cases import open_case, withdraw_case
from tests.builders import a_borough, actor, office
from tests.processes import at_once
from workflows import desk
from workflows.services.tick import tick

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]

PROCESSES = 4
SECONDS = int(os.environ.get("SOAK_SECONDS", "60"))


def test_mixed_acts_lose_nothing_double_nothing_and_leave_nothing_stuck():
    a_borough()

    done = at_once(_mixed_acts, PROCESSES, seconds=SECONDS + 120)

    total = {what: sum(counts[what] for counts in done) for what in done[0]}
    print(f"\n{total} in {SECONDS} s")
    assert total["opened"] > 0
    assert Case.objects.count() == total["opened"]
    assert Case.objects.exclude(closed_at=None).count() == total["withdrawn"]
    _check_log()
    _check_charts()


def _mixed_acts(number: int) -> dict[str, int]:
    """Open cases, send forms twice, withdraw anybody's case, crash in the middle, tick; counts what was done."""
    chance = random.Random(number)
    counts = {"opened": 0, "withdrawn": 0, "refused": 0, "replayed": 0, "crashed": 0, "ticks": 0}
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        step = chance.random()
        if step < 0.45:
            _open(f"{number}-{chance.random()}", counts, twice=step < 0.1)
        elif step < 0.8:
            _withdraw(f"{number}-{chance.random()}", chance, counts)
        elif step < 0.9:
            _crash(f"{number}-{chance.random()}", chance, counts)
        else:
            tick(clock.now())
            counts["ticks"] += 1
    return counts


def _open(key: str, counts: dict[str, int], *, twice: bool) -> None:
    for _ in range(2 if twice else 1):
        outcome = desk.open_case(
            open_case,
            by=actor("commissioner", request=key),
            title="Support for carers",
            question="Who needs support, and what should we buy together?",
            sponsor=office("commissioner").body,
            lead_member=office("cm-adults"),
            estimate=120_000_000,
        )
        counts["replayed" if outcome.replayed else "opened"] += 1


def _withdraw(key: str, chance: random.Random, counts: dict[str, int]) -> None:
    cases = list(Case.objects.order_by("-pk").values_list("pk", flat=True)[:8])
    if not cases:
        return
    outcome = desk.act(
        chance.choice(cases), withdraw_case, by=actor("commissioner", request=key), reason="No longer needed."
    )
    counts["withdrawn" if outcome.is_done else "refused"] += 1


class Crash(Exception):
    """What a fault in the middle of an act looks like."""


def _crash(key: str, chance: random.Random, counts: dict[str, int]) -> None:
    def withdraw_and_fail(**arguments: object) -> None:
        withdraw_case(**arguments)
        raise Crash

    def service(*, case: Case, reason: str, actor: object, at: object) -> None:
        withdraw_and_fail(case=case, reason=reason, actor=actor, at=at)

    case = Case.objects.filter(closed_at=None).order_by("?").values_list("pk", flat=True).first()
    if case is None:
        return
    try:
        outcome = desk.act(case, service, by=actor("commissioner", request=key), reason="A fault follows.")
        counts["refused"] += 1
        assert outcome.refusal is not None
    except Crash:
        counts["crashed"] += 1


def _check_log() -> None:
    positions = list(AuditEvent.objects.order_by("seq").values_list("seq", flat=True))
    assert positions == list(range(len(positions)))
    assert not AuditEvent.objects.annotate(parts=Count("openings")).filter(parts=0).exists()
    numbered = AuditIndex.objects.exclude(n=None).values("subject").annotate(rows=Count("pk"))
    for subject in numbered:
        found = AuditIndex.objects.filter(subject=subject["subject"]).exclude(n=None).order_by("n")
        assert list(found.values_list("n", flat=True)) == list(range(1, subject["rows"] + 1))


def _check_charts() -> None:
    closed = list(Case.objects.exclude(closed_at=None).values_list("pk", flat=True))
    running = list(Case.objects.filter(closed_at=None).values_list("pk", flat=True))
    live = Process.objects.filter(status=PROCESS.NEW)
    assert not live.filter(artifact_object_id__in=closed).exists()
    assert sorted(live.values_list("artifact_object_id", flat=True).distinct()) == sorted(running)
    assert not Task.objects.filter(status__in=[STATUS.ERROR, STATUS.STARTED]).exists()
    assert not Duty.objects.filter(case__in=closed, closed_at=None).exists()
    assert set(Duty.objects.filter(closed_at=None).values_list("case", flat=True)) == set(running)
