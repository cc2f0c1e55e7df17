"""The desk under several people at the same moment: one wins, nobody does a thing twice, no number is missed."""

import pytest

from commissioning.models import AuditEvent, Case, Duty
from commissioning.services.cases import open_case, withdraw_case
from tests.builders import MORNING, a_borough, actor, office
from tests.processes import at_once
from workflows import desk

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PEOPLE = 4


def open_one(number: int = 0, request: str = "") -> desk.Outcome:
    return desk.open_case(
        open_case,
        by=actor("commissioner", request=request or f"open-{number}"),
        at=MORNING,
        title=f"Support for carers {number}",
        question="Who needs support, and what should we buy together?",
        sponsor=office("commissioner").body,
        lead_member=office("cm-adults"),
        estimate=120_000_000,
    )


def test_cases_opened_at_once_are_numbered_without_gap():
    a_borough()

    refusals = [found for found in at_once(lambda n: open_one(n).refusal, PEOPLE) if found]

    assert refusals == []
    assert list(Case.objects.order_by("number").values_list("number", flat=True)) == list(range(1, PEOPLE + 1))
    assert Duty.objects.filter(kind="pack.write").values("case").distinct().count() == PEOPLE


def test_one_request_sent_several_times_opens_one_case():
    a_borough()

    replayed = at_once(lambda _: open_one(request="the-same-form").replayed, PEOPLE)

    assert sorted(replayed) == [False] + [True] * (PEOPLE - 1)
    assert Case.objects.count() == 1


def test_of_several_who_withdraw_a_case_at_once_one_does():
    a_borough()
    case = open_one().result.pk
    before = AuditEvent.objects.count()

    def withdraw(number: int) -> bool:
        by = actor("commissioner", request=f"withdraw-{number}")
        return desk.act(case, withdraw_case, by=by, reason="No longer needed.").is_done

    done = at_once(withdraw, PEOPLE)

    assert sorted(done) == [False] * (PEOPLE - 1) + [True]
    assert AuditEvent.objects.count() == before + 1
    assert Duty.objects.filter(case=case, closed_at__isnull=True).count() == 0
    assert desk.open_tasks(Case.objects.get(pk=case)) == []
