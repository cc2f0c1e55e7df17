"""Two people change the scheme of delegation; what was decided before keeps its footing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Delegation
from commissioning.rules.refusals import Refusal
from decisions.models import SchemeChange
from decisions.selectors.past_authority import decisions_again
from decisions.selectors.scheme_changes import preview
from decisions.services.authority import name_function
from decisions.services.scheme_changes import (
    Line,
    confirm_delegation,
    draft_change,
    propose_delegation,
    withdraw_delegation,
)
from tests.builders import MORNING, a_borough, a_case, actor, office
from tests.builders_s2 import a_cleared_proposal
from tests.builders_s3 import CABINET_AT, a_delegation, a_member_item, decide_alone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
FUNCTION = "Adult social care contracts"
DECEMBER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def borough():
    a_borough()


def a_line(key: str = "cm-adults", **changes) -> Line:
    return Line(office(key), **({"function": FUNCTION, "source": "Leader's decision of 23 November 2026"} | changes))


def propose(by: str = "monitoring-officer", *, on: date = DECEMBER, at=MORNING, **what) -> SchemeChange:
    with ledger.recording():
        return propose_delegation(applies_on=on, reasons="Reshuffle", actor=actor(by), at=at, **what)


def confirm(change: SchemeChange, by: str = "leader", *, at=MORNING) -> SchemeChange:
    with ledger.recording():
        return confirm_delegation(change=change.pk, actor=actor(by), at=at)


def lines() -> list[tuple]:
    return list(Delegation.objects.order_by("pk").values_list("office__key", "limit", "starts_on", "ends_on"))


def kinds() -> list[str]:
    return list(AuditIndex.objects.order_by("seq").values_list("kind", flat=True))


def test_change_applies_only_when_another_person_confirms_it():
    row = a_delegation(limit=50_000_000)

    change = propose(new=a_line("cm-housing", limit=80_000_000), line=row)
    assert lines() == [("cm-adults", 50_000_000, date(2026, 5, 20), None)]
    confirm(change)

    assert lines() == [
        ("cm-adults", 50_000_000, date(2026, 5, 20), date(2026, 11, 30)),
        ("cm-housing", 80_000_000, DECEMBER, None),
    ]
    change.refresh_from_db()
    assert (change.result, change.closed_by.name) == ("CONFIRMED", "Leader")
    assert kinds() == ["delegation.propose", "delegation"]


def test_whoever_proposed_cannot_confirm():
    change = propose(by="leader", new=a_line())

    with pytest.raises(PermissionDenied, match="Somebody else must confirm it"):
        confirm(change, by="leader")

    assert lines() == []


def test_proper_officer_proposes_but_does_not_confirm():
    change = propose(by="proper-officer", new=a_line())

    with pytest.raises(PermissionDenied):
        confirm(change, by="deputy-proper-officer")
    confirm(change, by="monitoring-officer")

    assert len(lines()) == 1


def test_line_that_ends_has_no_successor():
    row = a_delegation()

    confirm(propose(line=row))

    assert lines() == [("cm-adults", None, date(2026, 5, 20), date(2026, 11, 30))]


def test_second_change_of_a_function_waits_for_the_first():
    first = propose(new=a_line())

    with pytest.raises(Refusal) as refused:
        propose(new=a_line(limit=100))
    with ledger.recording():
        withdraw_delegation(change=first.pk, reasons="Not wanted", actor=actor("leader"), at=MORNING)

    assert refused.value.code == "scheme.waiting"
    assert propose(new=a_line(limit=100)).result == ""


def test_change_whose_day_came_while_it_waited_is_refused():
    change = propose(new=a_line(), line=a_delegation(limit=1))

    with pytest.raises(Refusal) as refused:
        confirm(change, at=MORNING + timedelta(days=8))

    assert (refused.value.code, refused.value.earliest) == ("scheme.past", date(2026, 12, 2))
    assert len(lines()) == 1


def test_answered_change_is_closed():
    change = propose(new=a_line())
    confirm(change)

    with pytest.raises(Refusal) as refused:
        confirm(change, by="monitoring-officer")

    assert refused.value.code == "scheme.closed"


def test_preview_names_new_gaps_and_the_cases_that_move():
    row = a_delegation()
    case = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    a_member_item(case)

    seen = preview(draft_change(applies_on=DECEMBER, new=None, line=row))

    assert [(one.case, one.on, one.before, one.after) for one in seen.moved] == [
        (case, date(2026, 12, 16), "Cabinet member for adults and health", "The Cabinet")
    ]
    assert [one.finding.code for one in seen.new_faults] == ["PORTFOLIO_WITHOUT_LINE", "ENDS"]
    assert seen.mended == []


def test_preview_finds_a_double_hit_and_what_is_mended():
    a_delegation()

    seen = preview(draft_change(applies_on=DECEMBER, new=a_line("cm-housing"), line=None))

    assert [one.finding.code for one in seen.new_faults] == ["TWICE"]
    assert [one.office for one in seen.mended] == ["Cabinet member for housing"]
    assert seen.moved == []


def test_preview_names_undecided_cases_whose_function_gets_another_decider():
    row = a_delegation(limit=200_000_000)
    case = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    with ledger.recording():
        name_function(case=case, function=FUNCTION, reasons="Care.", actor=actor("commissioner"), at=MORNING)

    seen = preview(draft_change(applies_on=DECEMBER, new=a_line("cm-housing"), line=row))

    assert [(one.case, one.before, one.after) for one in seen.moved] == [
        (case, "Cabinet member for adults and health, The Cabinet", "Cabinet member for housing, The Cabinet")
    ]


def test_decision_of_yesterday_has_the_same_decider_after_the_line_went_to_another():
    row = a_delegation(limit=200_000_000)
    case = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    decision = decide_alone(case)
    change = propose(on=date(2027, 1, 12), new=a_line("cm-housing", limit=1), line=row, at=CABINET_AT)

    confirm(change, at=CABINET_AT)

    (again,) = decisions_again()
    assert (again.decision, again.agrees) == (decision, True)
