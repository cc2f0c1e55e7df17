"""Two people change the constitution: one proposes, another confirms."""

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, ConstitutionProposal, ConstitutionVersion
from commissioning.rules.constitution_toml import ConstitutionErrors, shipped_text
from commissioning.rules.refusals import Refusal
from commissioning.services.constitution_changes import (
    confirm_constitution,
    propose_constitution,
    withdraw_constitution,
)
from commissioning.services.constitutions import load
from tests.builders import CONSTITUTION, MORNING, a_borough, a_case, actor
from tests.builders_law import a_proposed_constitution, a_second_administrator, changed_text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def borough():
    a_borough()
    a_second_administrator()


def kinds() -> list[str]:
    return list(AuditIndex.objects.order_by("seq").values_list("kind", flat=True))


def propose(text: str, key: str = "administrator") -> ConstitutionProposal:
    with ledger.recording():
        return propose_constitution(text=text, reasons="Annual council", actor=actor(key), at=MORNING)


def test_proposing_keeps_the_text_and_loads_nothing():
    proposal = a_proposed_constitution()

    assert proposal.text == changed_text()
    assert (proposal.version, proposal.result, proposal.closed_at) == ("2027.1", "", None)
    assert ConstitutionVersion.objects.count() == 1
    assert kinds() == ["constitution.propose"]
    assert proposal.history.count() == 1


def test_another_administrator_confirms_and_open_cases_keep_their_version():
    case = a_case()
    before = case.constitution
    proposal = a_proposed_constitution()

    with ledger.recording():
        version = confirm_constitution(proposal=proposal.pk, actor=actor("second-administrator"), at=MORNING)

    proposal.refresh_from_db()
    case.refresh_from_db()
    assert (version.version, version.text) == ("2027.1", changed_text())
    assert proposal.result == "CONFIRMED"
    assert proposal.closed_by.email == "second-administrator@lammasvale.example"
    assert case.constitution == before
    assert kinds() == ["constitution.propose", "constitution.load"]


def test_text_that_was_loaded_meanwhile_is_not_confirmed():
    proposal = a_proposed_constitution()
    with ledger.recording():
        load(text=changed_text(), actor=actor("administrator"), at=MORNING)

    with pytest.raises(Refusal) as refused, ledger.recording():
        confirm_constitution(proposal=proposal.pk, actor=actor("second-administrator"), at=MORNING)

    proposal.refresh_from_db()
    assert (refused.value.code, proposal.closed_at) == ("constitution.loaded", None)


def test_nobody_confirms_the_own_proposal():
    proposal = a_proposed_constitution()

    with pytest.raises(PermissionDenied) as denied, ledger.recording():
        confirm_constitution(proposal=proposal.pk, actor=actor("administrator"), at=MORNING)

    assert str(denied.value) == "You proposed this change. Another administrator must confirm it."
    assert ConstitutionVersion.objects.count() == 1
    assert kinds() == ["constitution.propose"]


def test_withdrawn_change_is_never_loaded():
    proposal = a_proposed_constitution()
    with ledger.recording():
        withdraw_constitution(
            proposal=proposal.pk, reasons="The number is wrong", actor=actor("second-administrator"), at=MORNING
        )

    with pytest.raises(Refusal) as refused, ledger.recording():
        confirm_constitution(proposal=proposal.pk, actor=actor("second-administrator"), at=MORNING)

    assert refused.value.code == "constitution.closed"
    assert kinds() == ["constitution.propose", "constitution.withdraw"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CONSTITUTION.read_text(), "constitution.same"),
        (changed_text(version="2026"), "constitution.version_used"),
        (shipped_text("call_in/brent-2024"), "constitution.not_whole"),
    ],
)
def test_proposal_is_refused_when_it_could_not_be_loaded(text, code):
    with pytest.raises(Refusal) as refused:
        propose(text)

    assert refused.value.code == code
    assert ConstitutionProposal.objects.count() == 0
    assert kinds() == []


def test_second_change_waits_for_the_first():
    a_proposed_constitution()

    with pytest.raises(Refusal) as refused:
        propose(changed_text(version="2027.2"))

    assert refused.value.code == "constitution.waiting"


def test_mistakes_come_with_their_lines():
    text = changed_text().replace("min_signatories", "min_signatores")

    with pytest.raises(ConstitutionErrors) as wrong:
        propose(text)

    line = next(number for number, words in enumerate(text.splitlines(), 1) if words.startswith("min_signatores"))
    assert (wrong.value.errors[1].line, wrong.value.errors[1].message) == (
        line,
        "unknown key; did you mean min_signatories?",
    )


def test_only_administrators_propose():
    with pytest.raises(PermissionDenied):
        propose(changed_text(), key="monitoring-officer")
