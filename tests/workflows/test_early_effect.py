"""A whole case under a constitution that lets a decision be carried out inside its call-in window: effect at once, held by
the call-in, and what the decision-maker's answer makes of it."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from viewflow.workflow.models import Process
from viewflow.workflow.status import PROCESS

from commissioning.clock import LONDON
from commissioning.models import AuditIndex, Case
from commissioning.rules.dates import instant
from decisions.models import DecisionRecord, EarlyEffect
from decisions.selectors.early_effects import course_of
from workflows.services import borough
from workflows.services.case_files import FOLDER

pytestmark = pytest.mark.django_db
WAITS = "implementation_during_window = { value = false"
RESCIND = ('result = "CONFIRMED"', 'result = "RESCINDED"')


def walk(folder: Path, monkeypatch: pytest.MonkeyPatch, *change: str) -> Case:
    """The carers' case, called in and reconsidered, under the changed constitution, until scrutiny is to report."""
    name = "lammas-vale-2026.toml"
    constitution = (borough.CONSTITUTIONS / name).read_text()
    assert WAITS in constitution
    (folder / name).write_text(constitution.replace(WAITS, WAITS.replace("false", "true")))
    monkeypatch.setattr(borough, "CONSTITUTIONS", folder)
    borough.load_people()
    text = (FOLDER / "carers.toml").read_text().split('\n[[steps]]\ndo = "scrutiny.report"', 1)[0]
    path = folder / "carers.toml"
    path.write_text(text.replace(*change) if change else text)
    call_command("walk_case", str(path), stdout=StringIO())
    return Case.objects.get()


def happened(*kinds: str) -> list[tuple[str, str]]:
    rows = AuditIndex.objects.filter(kind__in=kinds).order_by("seq").values_list("kind", "at")
    return [(kind, at.astimezone(LONDON).strftime("%d %b %H:%M")) for kind, at in rows]


def test_decision_takes_effect_with_its_publication_is_held_by_the_call_in_and_goes_on_when_confirmed(tmp_path, monkeypatch):
    case = walk(tmp_path, monkeypatch)

    early, first, answer = EarlyEffect.objects.get(), *DecisionRecord.objects.order_by("number")
    assert (early.effective_on, case.effective_on) == (date(2026, 10, 13), date(2026, 10, 13))
    assert happened("decision.early_effect", "decision.effect", "decision.effect_stays", "call_in.release") == [
        ("decision.early_effect", "13 Oct 11:00"), ("call_in.release", "10 Nov 11:00"), ("decision.effect_stays", "10 Nov 11:00"),
    ]  # fmt: skip
    assert course_of(case, instant(date(2026, 11, 11))) == (
        "In effect since 13 October 2026, inside its call-in window, as the constitution allows.",
        "Held from 20 October 2026 at 11am to 10 November 2026 at 11am (call-in); then it went on.",
    )
    assert first.content["effect"]["from"] == "2026-10-13"
    assert answer.content["effect"]["course"][1] == "Held since 20 October 2026 at 11am (call-in): nothing more of it may be carried out."
    assert first.call_in["deadline"]["target_event"] == "call-in over from"


def test_decision_that_is_taken_back_is_in_effect_no_more_and_says_what_it_was(tmp_path, monkeypatch):
    case = walk(tmp_path, monkeypatch, *RESCIND)

    lines = course_of(case, instant(date(2026, 11, 11)))
    assert (case.outcome, case.effective_on, EarlyEffect.objects.count()) == ("RESCINDED", None, 1)
    assert lines[0] == "It took effect on 13 October 2026, inside its call-in window, as the constitution allows."
    assert lines[-1] == (
        "Taken back on 10 November 2026: nothing more of it is carried out. What had been done by then is not undone by that."
    )
    assert not Process.objects.exclude(status__in=[PROCESS.DONE, PROCESS.CANCELED]).exists()
