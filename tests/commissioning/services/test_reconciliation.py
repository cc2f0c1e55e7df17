"""Reconciliation: silent while all agrees, an alarm for every way past history, one line when all is well again."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from commissioning import ledger
from commissioning.models import AuditIndex, Body, Case, Involvement, append_only
from commissioning.selectors import alarms, reconciliation
from commissioning.services.reconciliation import reconcile
from tests.builders import MORNING, a_borough, a_case, actor
from tests.builders import test_act as system_act

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    """A whole borough and a case, all written inside the ledger."""
    with ledger.recording():
        a_borough()
        case = a_case()
        Involvement.create_as(system_act(), case=case, person=actor("leader").user, part="author", at=MORNING)
        ledger.append("case.open", system_act(), case.reference, case=case)
    return case


def rewrite(sql: str, *parameters: object) -> None:
    append_only.disable(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    append_only.install(connection)


def found() -> list[str]:
    return [str(finding) for finding in reconcile(MORNING)]


def alarm_kinds() -> list[str]:
    return list(
        AuditIndex.objects.filter(subject=alarms.INTEGRITY).order_by("seq").values_list("kind", flat=True)
    )


def test_reconcile_of_an_untouched_database_is_silent(case):
    assert found() == []
    assert alarm_kinds() == []
    assert alarms.integrity_alarm() is None


def test_reconcile_finds_a_row_changed_past_its_history(case):
    rewrite("UPDATE commissioning_case SET title = 'Never said'")

    assert found() == [f"case {case.reference} differs from its newest history in title."]
    assert alarms.findings_of(alarms.integrity_alarm()) == found()


def test_reconcile_finds_a_row_and_its_history_changed_together(case):
    rewrite("UPDATE commissioning_case SET title = 'Never said'")
    rewrite("UPDATE commissioning_historicalcase SET title = 'Never said'")

    key = Case.history.get().pk
    assert found() == [f"Event 0: historical case {key} has been changed since."]


def test_reconcile_finds_rows_that_came_past_the_log(case):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO commissioning_involvement (case_id, person_id, part, at) "
            "SELECT case_id, person_id, 'clerk', at FROM commissioning_involvement"
        )

    key = Involvement.objects.get(part="clerk").pk
    assert found() == [f"No event covers involvement {key}."]


def test_reconcile_finds_rows_that_are_gone(case):
    key = Involvement.objects.get().pk
    body = Body.objects.get(key="voluntary-board")
    rewrite("DELETE FROM commissioning_involvement")
    rewrite(
        "DELETE FROM commissioning_appointment WHERE office_id IN (SELECT id FROM commissioning_office WHERE body_id = %s)",
        body.pk,
    )
    rewrite("DELETE FROM commissioning_office WHERE body_id = %s", body.pk)

    assert f"Event 0: involvement {key} is gone." in found()
    assert len(found()) == 3


def test_reconcile_finds_a_row_inserted_without_history(case):
    rewrite(
        "INSERT INTO commissioning_body (key, name, kind, organisation_id) "
        "SELECT 'new', 'New', kind, organisation_id FROM commissioning_body WHERE key = 'cabinet'"
    )

    assert found() == [f"body {Body.objects.get(key='new').pk} has no history."]


def test_reconcile_finds_a_guard_that_is_switched_off(case):
    append_only.disable(connection)
    guards = append_only.missing(connection)

    said = found()
    append_only.install(connection)

    assert said == [f"The guard {name} is missing, switched off or lets changes pass." for name in guards][: len(said)]
    assert len(guards) > 100
    assert len(said) == 100


@pytest.mark.parametrize(
    ("pins", "words"),
    [
        ([["decisions.vote", 7, "d"]], []),
        ([], ["Event {0}: it is kept with 0 rows of vote, and makes one."]),
        ([["decisions.vote", 7, "d"], ["decisions.vote", 8, "d"]], ["Event {0}: it is kept with 2 rows of vote, and makes one."]),
    ],
)
def test_each_vote_is_cast_by_one_event_and_each_such_event_casts_one(case, pins, words):
    seq = cast(case, pins)

    assert votes_and_events() == [line.format(seq) for line in words]


def test_vote_cast_twice_or_by_another_kind_of_event_is_found(case):
    first, second = (cast(case, [["decisions.vote", 7, "d"]]) for _ in range(2))
    other = cast(case, [["decisions.vote", 9, "d"]], kind="incident.note")

    assert votes_and_events() == [
        f"Event {first}: the events {first}, {second} all make vote 7.",
        f"Event {other}: no event makes vote 9.",
    ]


def cast(case: Case, pins: list, kind: str = "vote.cast") -> int:
    """An event that says it was kept with these rows."""
    with ledger.transaction():
        ledger.append(kind, system_act(), f"{case.reference}/vote/1/leader", case=case)
        (seq,) = ledger.flush()
    rewrite("UPDATE audit_opening SET value = %s WHERE seq = %s AND name = 'hist'", json.dumps(pins), seq)
    return seq


def votes_and_events() -> list[str]:
    pins = reconciliation._pins().get("decisions.vote", {})
    return [str(one) for one in reconciliation._each_by_one_event("decisions.vote", "vote.cast", pins)]


def test_reconcile_finds_a_gap_in_a_subjects_numbers(case):
    rewrite("UPDATE audit_index SET n = 3 WHERE subject = '2026/001'")

    assert found() == ["The events of 2026/001 are not numbered without gap."]


def test_reconcile_accepts_a_row_removed_with_an_act(case):
    with ledger.recording():
        extra = Body.create_as(
            system_act(),
            key="new",
            name="New",
            kind="SERVICE",
            organisation=Body.objects.first().organisation,
        )
        extra.remove_as(system_act())
        ledger.append("record.withdraw", system_act(), "body/new")

    assert found() == []


def test_reconcile_raises_the_same_alarm_once_and_says_when_it_is_over(case):
    rewrite("UPDATE commissioning_case SET title = 'Never said'")
    reconcile(MORNING)
    reconcile(MORNING)
    assert alarm_kinds() == ["reconcile.alarm"]

    rewrite("UPDATE commissioning_case SET outcome = 'CLOSED'")
    reconcile(MORNING)
    assert alarm_kinds() == ["reconcile.alarm", "reconcile.alarm"]

    rewrite("UPDATE commissioning_case SET title = 'Support for carers', outcome = ''")
    reconcile(MORNING)
    reconcile(MORNING)
    assert alarm_kinds() == ["reconcile.alarm", "reconcile.alarm", "reconcile.clear"]
    assert alarms.integrity_alarm() is None


@pytest.mark.django_db(transaction=True)
def test_command_says_so_and_exits_with_one_on_a_mismatch(case, capsys):
    call_command("reconcile")
    assert capsys.readouterr().out == "Records, history, log and document store agree.\n"

    rewrite("UPDATE commissioning_case SET title = 'Never said'")
    with pytest.raises(SystemExit) as ended:
        call_command("reconcile")

    assert ended.value.code == 1
    assert capsys.readouterr().out == f"case {case.reference} differs from its newest history in title.\n"
