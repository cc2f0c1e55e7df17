"""Every kind of event that happens in a case belongs to one stage, and to one only."""

from collections import Counter

from commissioning.rules.event_kinds import KINDS
from commissioning.rules.stages import STAGES
from scrutiny.rules.audit_stages import BEGINNINGS, kinds_of, stages_of

ELSEWHERE = (
    "log.", "reconcile.", "clock.", "record.follow", "record.create", "record.revise", "record.submit", "record.withdraw",
    "exempt.", "disclose", "redact", "erase", "export", "person.", "office.", "role.", "delegation", "constitution.",
    "deadline.", "calendar.", "login.", "admin.", "read.",
)  # fmt: skip


def test_every_kind_of_a_case_has_one_stage():
    counted = Counter(kind for stage in BEGINNINGS for kind in kinds_of(stage))

    assert {kind for kind in KINDS if counted[kind] != 1 and not kind.startswith(ELSEWHERE)} == {
        kind for kind, count in counted.items() if count > 1
    }
    assert max(counted.values()) == 1


def test_every_stage_of_the_procedure_has_kinds():
    assert [stage.key for stage in STAGES] == list(BEGINNINGS)
    assert [stage for stage in BEGINNINGS if not kinds_of(stage)] == []


def test_stages_come_in_the_order_of_the_procedure():
    assert stages_of({"vote.cast", "pack.write"}) == [("evidence", "Needs evidence"), ("decision", "Decision")]


def test_unknown_stage_has_no_kinds():
    assert kinds_of("x") == []
