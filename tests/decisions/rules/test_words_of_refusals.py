"""What one person who decides alone reads when they may not: the words, where it is written, and the ways on."""

from datetime import date

import pytest

from decisions.rules.delegations import (
    OFFICERS,
    TO_ANOTHER,
    TO_CABINET,
    Consulted,
    Declared,
    Delegation,
    law_of,
    record_law,
    require_authority,
    require_consulted,
    require_declared,
    ways_from,
)
from decisions.rules.interests import (
    LEAVE_IT,
    OFFICER_BIAS_LAW,
    OFFICER_LAW,
    SECTION_117,
    Declaration,
    Kind,
    require_single_officer,
)
from tests.builders_rules import refusal_of

ON = date(2026, 12, 14)
MAKERS = ["CABINET_MEMBER", "OFFICER_EXEC", "OFFICER_NONEXEC"]


def told(refusal):
    return refusal.code, refusal.message, refusal.citation, refusal.alternatives


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ([], ("interest.undeclared", "State your interests first. If you have none, say so.", OFFICER_LAW, ())),
        (
            [Kind.DPI],
            (
                "interest.not_officers",
                "That kind of interest is a councillor’s. Say whether you have a pecuniary interest in the contract.",
                SECTION_117, (),
            ),
        ),
        (
            [Kind.OFFICER_S117],
            (
                "interest.single_officer",
                "You have an interest in this contract, so you take no step in this matter except to leave it to somebody "
                f"else. That page takes your written notice of the interest ({SECTION_117}).",
                OFFICER_LAW, LEAVE_IT,
            ),
        ),
        (
            [Kind.BIAS_PREDETERMINATION],
            (
                "interest.single_officer",
                "You may seem to have made up your mind, so you do not decide this alone. Leave it to somebody else.",
                OFFICER_BIAS_LAW, LEAVE_IT,
            ),
        ),
    ],
)  # fmt: skip
def test_officer_reads_why_not_and_how_to_go_on(declared, expected):
    assert told(refusal_of(require_single_officer, [Declaration(kind, "What it is.") for kind in declared])) == expected


@pytest.mark.parametrize("maker", MAKERS)
def test_conflict_without_a_name_or_a_note_is_sent_back(maker):
    nobody = refusal_of(require_declared, [Declared("", "A trustee.", "None.")], maker=maker)

    assert told(nobody) == (
        "delegation.conflict", "Say which councillor declared a conflict of interest, and what the interest is.", record_law(maker), (),
    )  # fmt: skip


@pytest.mark.parametrize("maker", MAKERS[:2])
def test_conflict_on_a_function_of_the_executive_wants_the_note_of_the_head_of_paid_service(maker):
    unsaid = refusal_of(require_declared, [Declared(" Councillor Malik ", "A trustee.")], maker=maker)

    assert told(unsaid) == (
        "delegation.conflict",
        "Write the note of dispensation that the head of paid service granted to Councillor Malik, or that none was granted.",
        record_law(maker), (),
    )  # fmt: skip


@pytest.mark.parametrize("maker", MAKERS)
def test_consultation_that_is_missing_or_to_come_names_who_the_law_and_the_ways(maker):
    ways = TO_ANOTHER if maker in OFFICERS else TO_CABINET
    missing = refusal_of(require_consulted, "the Leader and the section 151 officer", None, decided_on=ON, maker=maker)
    later = refusal_of(
        require_consulted, "the Leader", Consulted("The Leader", date(2026, 12, 15), "Agreed."), decided_on=ON, maker=maker
    )

    assert told(missing) == (
        "delegation.not_consulted",
        "Your power asks you to consult the Leader and the section 151 officer first. Do that, then say who was consulted, "
        "when, and what they said. Agreement is not needed.",
        law_of(maker), ways,
    )  # fmt: skip
    assert told(later) == (
        "delegation.consulted_later", "The consultation comes before the decision, and 15 December 2026 is still to come.", law_of(maker), ways,
    )  # fmt: skip
    assert ways_from(maker) == ways


@pytest.mark.parametrize("maker", MAKERS)
def test_power_that_is_not_given_names_the_law_and_the_ways_of_its_holder(maker):
    row = Delegation("homes", "who", date(2026, 5, 20), limit_pence=0, maker=maker, executive=maker != "OFFICER_NONEXEC")
    refusal = refusal_of(
        require_authority, [row], function="homes", office="who", pence=1, is_key=False, decided_on=ON, consulted="", maker=maker
    )

    assert told(refusal) == ("delegation.limit", "The value of £0.01 is above the limit of £0.", law_of(maker), ways_from(maker))
