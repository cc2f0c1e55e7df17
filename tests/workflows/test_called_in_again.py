"""A whole case under a constitution that lets a confirmed decision be called in again: the answer opens a window of its own,
and a second call-in goes the same way as the first."""

import re
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from viewflow.workflow.models import Process
from viewflow.workflow.status import PROCESS

from commissioning.clock import LONDON
from commissioning.models import AuditIndex, Case, Duty
from decisions.models import DecisionRecord, Reconsideration
from scrutiny.models import CallIn
from scrutiny.selectors.call_ins import current_call_in, open_windows
from workflows.services import borough
from workflows.services.case_files import FOLDER
from workflows.views.call_ins import what_is_asked

pytestmark = pytest.mark.django_db
ONCE = "re_call_in_allowed = { value = false"
REQUEST, REPORT = '[[steps]]\ndo = "call_in.request"', '[[steps]]\ndo = "scrutiny.report"'
FOUR_WEEKS = timedelta(weeks=4)


def later(steps: str) -> str:
    """The same steps four weeks on, on the same days of the week."""
    return re.sub(r"2026-\d\d-\d\d", lambda found: (date.fromisoformat(found[0]) + FOUR_WEEKS).isoformat(), steps)


def walk(folder: Path, monkeypatch: pytest.MonkeyPatch, *, calls: int, to_report: bool = True) -> Case:
    """The carers' case, called in so many times and confirmed each time, until its scrutiny report."""
    name = "lammas-vale-2026.toml"
    constitution = (borough.CONSTITUTIONS / name).read_text()
    assert ONCE in constitution
    (folder / name).write_text(constitution.replace(ONCE, ONCE.replace("false", "true")))
    monkeypatch.setattr(borough, "CONSTITUTIONS", folder)
    borough.load_people()
    text = (FOLDER / "carers.toml").read_text()
    begin, end = text.index(REQUEST), text.index(REPORT)
    round_, rest = text[begin:end], text[end:]
    if calls == 2:
        round_, rest = round_ + later(round_), later(rest)
    path = folder / "carers.toml"
    path.write_text(text[:begin] + round_ + (rest if to_report else ""))
    call_command("walk_case", str(path), stdout=StringIO())
    return Case.objects.get()


def happened(*kinds: str) -> list[tuple[str, str]]:
    rows = AuditIndex.objects.filter(kind__in=kinds).order_by("seq").values_list("kind", "at")
    return [(kind, at.astimezone(LONDON).strftime("%d %b %H:%M")) for kind, at in rows]


def test_confirmed_decision_that_nobody_calls_in_again_takes_effect_after_its_own_window(tmp_path, monkeypatch):
    case = walk(tmp_path, monkeypatch, calls=1)

    first, answer = DecisionRecord.objects.order_by("number")
    assert (first.call_in["deadline"]["ends_on"], answer.call_in["deadline"]["ends_on"]) == ("2026-10-20", "2026-11-17")
    assert case.effective_on == date(2026, 11, 18)
    assert happened("call_in.lapse", "call_in.release", "decision.effect") == [
        ("call_in.lapse", "21 Oct 00:00"), ("call_in.release", "10 Nov 11:00"), ("call_in.lapse", "18 Nov 00:00"), ("decision.effect", "18 Nov 00:00"),
    ]  # fmt: skip


def test_decision_called_in_again_is_held_heard_and_answered_again(tmp_path, monkeypatch):
    case = walk(tmp_path, monkeypatch, calls=2)

    one, two = CallIn.objects.order_by("number")
    assert [(call_in.decision.kind, call_in.is_valid, call_in.outcome) for call_in in (one, two)] == [
        ("DECISION", True, "REFER_BACK"), ("RECONSIDERATION", True, "REFER_BACK"),
    ]  # fmt: skip
    answers = Reconsideration.objects.order_by("pk")
    assert [answer.call_in_ref for answer in answers] == [one.reference, two.reference]
    assert case.effective_on == date(2026, 12, 16)
    assert happened("call_in.release", "decision.effect") == [
        ("call_in.release", "10 Nov 11:00"), ("call_in.release", "08 Dec 11:00"), ("decision.effect", "16 Dec 00:00"),
    ]  # fmt: skip
    referrals = Duty.objects.filter(kind="reconsider.schedule").order_by("pk")
    assert [duty.due_on - date(2026, 10, 29) for duty in referrals] == [timedelta(14), timedelta(14) + FOUR_WEEKS]
    assert not Process.objects.exclude(status__in=[PROCESS.DONE, PROCESS.CANCELED]).filter(flow_class__contains="CallIn").exists()


def test_call_in_that_is_over_keeps_its_count_while_the_answer_can_be_called_in(tmp_path, monkeypatch):
    case = walk(tmp_path, monkeypatch, calls=1, to_report=False)
    at = datetime(2026, 11, 12, 10, tzinfo=LONDON)

    shown = what_is_asked(current_call_in(case), at, reads_original=True)
    assert (shown["counting"].holds, len(shown["counting"].counted)) == (True, 5)
    assert [(one.reference, until.astimezone(LONDON).strftime("%d %b %H:%M")) for one, until in open_windows(at)] == [
        (case.reference, "17 Nov 17:00")
    ]
