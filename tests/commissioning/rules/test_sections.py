"""From the pages of a draft to the one content, and what is missing across pages."""

from commissioning.rules.content import CONTENT_KEYS, content_hash
from commissioning.rules.money import split_evenly
from commissioning.rules.proposal_report import read_report
from commissioning.rules.proposals import read_content, shortcomings
from commissioning.rules.section_values import settle_section
from commissioning.rules.sections import (
    Frame,
    Totals,
    compose,
    finance_totals,
    further_gaps,
    page_of,
    value_paid_by,
    value_total,
    weighted_score,
)
from commissioning.rules.shortcomings import Shortcoming
from commissioning.rules.tracks import Track
from tests.builders_s1 import section_values

FRAME = Frame(
    "2026/001",
    "Support for survivors",
    Track.JOINT_KEY,
    ("Vale",),
    {"council": "Council", "icb": "ICB"},
    {"C1": "Up."},
)


def content(**changes: dict) -> dict:
    values = {code: settle_section(code, value) for code, value in section_values().items()}
    return compose(FRAME, {**values, **changes})


def messages(found: dict) -> list[str]:
    return [gap.message for gap in (*shortcomings(read_content(found)), *further_gaps(found))]


def test_compose_gives_exactly_the_content_that_is_hashed():
    composed = content()

    assert set(composed) == set(CONTENT_KEYS)
    assert content_hash(composed) == content_hash(content())
    assert messages(composed) == []


def test_compose_numbers_recommendations_and_scores_risks():
    composed = content()

    assert [item["number"] for item in composed["recommendations"]] == [1, 2]
    assert (composed["risks"][0]["score"], composed["risks"][0]["residual_score"]) == (12, 8)
    assert composed["contributions"][0]["name"] == "Council"
    assert composed["evidence"]["links"][0]["claim_text"] == "Up."


def test_compose_of_an_empty_draft_lists_what_is_missing():
    empty = compose(FRAME, {})

    assert len(messages(empty)) == 34


def test_further_gaps_ask_for_an_answer_to_harm_and_to_not_knowing():
    impacts = [
        {"group": "Age", "effect": "NEGATIVE", "evidence": "", "mitigation": ""},
        {"group": "Race", "effect": "UNKNOWN", "evidence": "", "mitigation": " "},
        {"group": "Sex", "effect": "NEGATIVE", "evidence": "", "mitigation": "A women-only door."},
    ]
    equality = {"text": "Seen.", "status": "FULL", "reason": "", "agreed_by": "", "impacts": impacts}

    assert messages(content(EQUALITY=equality)) == [
        "Say what is done about harm to “Age”.",
        "Say what is done about what is not known about “Race”.",
    ]


def test_further_gaps_ask_for_a_risk_and_a_claim():
    bare = content(RISKS={"text": "None.", "items": []}, EVIDENCE={"items": []})

    assert messages(bare) == [
        "Enter at least one risk.",
        "Name at least one claim of the evidence pack that the case rests on.",
    ]


def test_finance_totals_tie_by_year_and_kind():
    composed = content()

    assert finance_totals(composed) == (
        Totals("2027/28", "REVENUE", 150_000_000, 150_000_000),
        Totals("2028/29", "REVENUE", 150_000_000, 150_000_000),
    )
    assert (value_total(composed), value_paid_by(composed, ["council"])) == (300_000_000, 180_000_000)


def test_weighted_score_is_weight_times_points():
    criteria = [{"key": "K1", "weight": 60}, {"key": "K2", "weight": 40}]

    assert weighted_score({"scores": {"K1": 5, "K2": 4}}, criteria) == 460
    assert weighted_score({"scores": {"K1": 5}}, criteria) is None
    assert weighted_score({"scores": {}}, []) is None


def test_a_gap_in_weights_is_mended_on_the_page_of_criteria():
    assert page_of(Shortcoming("OPTIONS", "weights", "")) == "CRITERIA"
    assert page_of(Shortcoming("OPTIONS", "O1", "")) == "OPTIONS"


def test_report_reads_in_the_order_of_the_sections():
    report = read_report(content())

    assert [chapter.title for chapter in report.chapters[:4]] == [
        "Summary",
        "Recommendations",
        "Needs",
        "Evidence relied on",
    ]
    assert [(option.title, option.score) for option in report.options][-1] == ("Buy together", 460)
    assert [(payer.name, payer.years, payer.total) for payer in report.payers] == [
        ("Council", (90_000_000, 90_000_000), 180_000_000),
        ("ICB", (60_000_000, 60_000_000), 120_000_000),
    ]
    assert (report.years, report.year_totals) == (("2027/28", "2028/29"), (150_000_000, 150_000_000))
    assert report.principles[0]["title"] == "The council as a strong community leader"
    assert report.equality["impacts"][0]["effect"] == "Positive"


def test_a_real_contract_that_does_not_divide_ties_to_the_penny():
    """The Gaia Centre, £1,803,922 over three years from April 2017 (Lambeth data hub, child care legal)."""
    years = ("2017/18", "2018/19", "2019/20")
    yearly = dict(zip(years, split_evenly(180_392_200, 3), strict=True))
    costs = [
        {"label": "Community support", "year": year, "kind": "REVENUE", "pence": pence, "basis": "REAL"}
        for year, pence in yearly.items()
    ]
    paid = [
        {"agency": "council", "year": year, "kind": "REVENUE", "pence": pence}
        for year, pence in yearly.items()
    ]

    finance = settle_section("FINANCE", {"text": "Real.", "costs": costs, "contributions": paid})

    assert [line["pence"] for line in finance["costs"]] == [60_130_734, 60_130_733, 60_130_733]
    assert value_total({"finance": finance["costs"]}) == 180_392_200
    assert messages(content(FINANCE=finance)) == []
