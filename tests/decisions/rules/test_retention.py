"""How long papers are kept: the constitution's years from the day that the law counts from."""

from dataclasses import replace
from datetime import date

import pytest

from decisions.rules.retention import choices, kept, last_day
from tests.builders_rules import the_constitution

RULES = the_constitution().retention
DECIDED = date(2027, 1, 11)


def rows(**words) -> dict:
    rules = replace(RULES, **{name: words.pop(name) for name in list(words) if hasattr(RULES, name)})
    return {row.what: (row.how_long, row.until, row.source) for row in kept(rules, decided_on=DECIDED, **words)}


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        (DECIDED, 6, date(2033, 1, 10)),
        (date(2028, 2, 29), 6, date(2034, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 28)),
        (date(2027, 3, 1), 6, date(2033, 2, 28)),
    ],
)
def test_years_begin_with_the_day_itself(start, years, last):
    assert last_day(start, years) == last


def test_papers_are_kept_from_the_decision_for_the_years_of_the_constitution():
    found = rows(citation="Constitution, paragraph 9")

    assert found["Decision record and reports"] == (
        "6 years from the decision of 11 January 2027", date(2033, 1, 10), "SI 2012/2089 reg 21(6); Constitution, paragraph 9"
    )
    assert found["Background papers"] == (
        "4 years from the decision of 11 January 2027", date(2031, 1, 10), "SI 2012/2089 reg 21(7); Constitution, paragraph 9"
    )
    assert found["Agendas, minutes and reports of the council and its committees"] == (
        "6 years from the meeting", None, "LGA 1972 s100C(1); Constitution, paragraph 9"
    )
    assert found["Contract"] == ("6 years after it ends", None, "Limitation Act 1980 s5; Constitution, paragraph 9")
    assert found["Records of the procurement"][:2] == ("3 years from the contract, or from the award without one", None)
    assert (found["Signed minutes"][0], found["Audit trail"][0]) == ("for good", "for good")


def test_longer_years_of_a_constitution_are_what_counts():
    longer = rows(
        record_years=10, background_years=5, committee_years=7, contract_years=12, procurement_years=4, audit_trail="LONGEST_LINKED",
        contract_on=date(2027, 2, 1),
    )  # fmt: skip

    assert longer["Decision record and reports"][1] == date(2037, 1, 10)
    assert longer["Background papers"][1] == date(2032, 1, 10)
    assert longer["Agendas, minutes and reports of the council and its committees"][0] == "7 years from the meeting"
    assert longer["Contract"][0] == "12 years after it ends"
    assert longer["Records of the procurement"][:2] == ("4 years from the contract of 1 February 2027", date(2031, 1, 31))
    assert longer["Audit trail"][0] == "as long as the longest of these"


def test_record_of_an_officer_on_a_function_of_the_council_is_kept_under_its_own_regulations():
    found = rows(of_the_council=True)

    assert [found[what][2] for what in ("Decision record and reports", "Background papers")] == [
        "SI 2014/2095 reg 8(3)", "SI 2014/2095 reg 8(4)"
    ]


def test_classes_of_a_closing_say_the_years_of_the_constitution():
    assert [words for _, words in choices(replace(RULES, record_years=10, contract_years=12))] == [
        "Executive decision: record and report 10 years, background papers 4 years",
        "Decision with a contract: 12 years after the contract ends",
        "Permanent: of lasting value to the borough",
    ]
