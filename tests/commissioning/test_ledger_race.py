"""The log under several writers at the same moment: positions without gap, one numbering per subject."""

import pytest

from commissioning import ledger
from commissioning.models import AuditEvent, AuditIndex, AuditOpening
from commissioning.models.digests import pin
from tests.builders import a_borough, a_case, office
from tests.builders import test_act as system_act
from tests.processes import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

WRITERS = 4
ACTS = 15


def test_append_by_several_processes_leaves_no_gap_and_no_double():
    a_borough()
    a_case()
    before = AuditEvent.objects.count()

    def write(number: int) -> list[int]:
        positions = []
        for turn in range(ACTS):
            with ledger.transaction():
                ledger.append("case.open", system_act(), "2026/001", fields={"writer": number, "turn": turn})
                positions += ledger.flush()
        return positions

    positions = sorted(position for found in at_once(write, WRITERS) for position in found)

    assert positions == list(range(before, before + WRITERS * ACTS))
    assert AuditEvent.objects.count() == before + WRITERS * ACTS
    numbers = AuditIndex.objects.filter(subject="2026/001").order_by("seq").values_list("n", flat=True)
    assert list(numbers) == list(range(1, WRITERS * ACTS + 1))


def test_a_writer_that_fails_leaves_no_gap():
    a_borough()
    before = AuditEvent.objects.count()

    def write(number: int) -> int:
        done = 0
        for turn in range(ACTS):
            try:
                with ledger.transaction():
                    ledger.append("case.open", system_act(), f"2026/{number:03d}", fields={"turn": turn})
                    ledger.flush()
                    if turn % 3 == number % 3:
                        raise InterruptedError
                done += 1
            except InterruptedError:
                continue
        return done

    done = sum(at_once(write, WRITERS))

    assert list(AuditEvent.objects.order_by("seq").values_list("seq", flat=True)) == list(
        range(before + done)
    )


def test_history_rows_written_at_once_are_each_pinned_by_their_own_event():
    a_borough()
    keys = ["leader", "s151", "legal", "equality"]

    def retitle(number: int) -> int:
        post = office(keys[number])
        with ledger.transaction():
            post.title = f"Renamed by process {number}"
            post.save_as(system_act(), update_fields=["title"])
            ledger.append("case.open", system_act(), f"office/{number}")
            return ledger.flush()[0]

    positions = at_once(retitle, len(keys))

    for number, position in enumerate(positions):
        newest = office(keys[number]).history.order_by("-history_id").first()
        assert AuditOpening.objects.get(event_id=position, name="hist").value == [pin(newest)]
