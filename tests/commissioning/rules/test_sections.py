"""From the pages of a draft to the one content, and what is missing across pages."""

from commissioning.rules.content import CONTENT_KEYS, content_hash
from commissioning.rules.proposal_report import Chapter, Payer, Weighed, read_report
from commissioning.rules.proposals import read_content, shortcomings
from commissioning.rules.section_values import settle_section
from commissioning.rules.sections import (
    Frame,
    Totals,
    compose,
    finance_totals,
    further_gaps,
    page_of,
    pages_for,
    value_paid_by,
    value_total,
    weighted_score,
)
from commissioning.rules.shortcomings import Shortcoming
from commissioning.rules.tracks import SECTIONS, Track
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

    assert set(composed) == set(CONTENT_KEYS) - {"consultations"}  # added when the proposal is submitted
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
    yearly = dict(zip(years, (60_130_734, 60_130_733, 60_130_733), strict=True))
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


# --- the one content and its report, whole ------------------------------------------------------------------------

BARE = Frame("2026/002", "Parks", Track.JOINT_KEY)
VALUES = {
    "SUMMARY": {"text": "One service."},
    "NEEDS": {"text": "Need grows."},
    "RECOMMENDATIONS": {"items": [{"text": "Agree."}, {"text": "Note."}]},
    "CRITERIA": {"items": [{"key": "K1", "title": "Need", "weight": 60}, {"key": "K2", "title": "Value", "weight": 40}]},
    "OPTIONS": {
        "items": [
            {"key": "O1", "title": "Nothing", "kind": "DO_NOTHING", "rejected_reason": "Unlawful."},
            {"key": "O2", "title": "Together", "kind": "NEW", "preferred": True, "description": "Buy.", "scores": {"K1": 5, "K2": 4}},
        ]
    },
    "FINANCE": {
        "costs": [
            {"year": "2028/29", "kind": "CAPITAL", "pence": 300},
            {"year": "2027/28", "kind": "REVENUE", "pence": 200},
            {"year": "2027/28", "kind": "REVENUE", "pence": 50},
        ],
        "contributions": [
            {"agency": "icb", "year": "2027/28", "kind": "REVENUE", "pence": 250},
            {"agency": "x", "year": "2028/29", "kind": "CAPITAL", "pence": 100},
            {"agency": "icb", "year": "2028/29", "kind": "CAPITAL", "pence": 200},
        ],
        "shares": [{"agency": "council", "percent": "60"}],
    },
    "EQUALITY": {
        "text": "Seen.", "status": "SCREENED_OUT", "reason": "No change.", "agreed_by": "Ana",
        "impacts": [{"group": "Age", "effect": "UNKNOWN", "mitigation": "Ask."}],
    },
    "RISKS": {"items": [{"likelihood": 3, "impact": 4, "residual_likelihood": 2, "residual_impact": 5}]},
    "PRINCIPLES": {"answers": [{"code": "P1", "rating": "POSITIVE"}, {"code": "P7", "rating": ""}]},
    "EVIDENCE": {"items": [{"claim": "C1"}, {"claim": "C9"}]},
}  # fmt: skip
FULL_FRAME = Frame("2026/001", "Support", Track.JOINT_KEY, ("Vale",), FRAME.agencies, FRAME.claims, 3, "ab12")


def test_content_of_an_empty_draft_has_every_part_with_its_empty_value():
    composed = compose(BARE, {})

    assert {name: value for name, value in composed.items() if name != "sections"} == {
        "reference": "2026/002", "title": "Parks", "track": Track.JOINT_KEY.value, "recommendations": [], "criteria": [],
        "options": [], "finance": [], "contributions": [], "shares": [], "conditions": [], "principles": [],
        "equality": {"status": "", "reason": "", "agreed_by": "", "impacts": []}, "risks": [],
        "evidence": {"pack_version": 0, "pack_hash": "", "links": []}, "wards": [], "delegation": "", "exempt_parts": [],
        "outcomes": [],
    }  # fmt: skip
    assert composed["sections"] == {page.code: "" for page in pages_for(Track.JOINT_KEY) if page.code in SECTIONS}


def test_content_of_a_draft_takes_every_page():
    composed = compose(FULL_FRAME, VALUES)

    assert {code: text for code, text in composed["sections"].items() if text} == {
        "SUMMARY": "One service.", "NEEDS": "Need grows.", "EQUALITY": "Seen."
    }  # fmt: skip
    assert composed["recommendations"] == [{"number": 1, "text": "Agree."}, {"number": 2, "text": "Note."}]
    assert composed["criteria"] == VALUES["CRITERIA"]["items"]
    assert composed["options"] == VALUES["OPTIONS"]["items"]
    assert composed["finance"] == VALUES["FINANCE"]["costs"]
    assert [line["name"] for line in composed["contributions"]] == ["ICB", "x", "ICB"]
    assert composed["shares"] == [{"agency": "council", "percent": "60", "name": "Council"}]
    assert composed["principles"] == VALUES["PRINCIPLES"]["answers"]
    assert composed["equality"] == {
        "status": "SCREENED_OUT", "reason": "No change.", "agreed_by": "Ana", "impacts": VALUES["EQUALITY"]["impacts"]
    }  # fmt: skip
    assert composed["risks"] == [
        {"number": 1, "likelihood": 3, "impact": 4, "residual_likelihood": 2, "residual_impact": 5, "score": 12, "residual_score": 10}
    ]
    assert composed["evidence"] == {
        "pack_version": 3, "pack_hash": "ab12", "links": [{"claim": "C1", "claim_text": "Up."}, {"claim": "C9", "claim_text": ""}]
    }  # fmt: skip
    assert (composed["reference"], composed["title"], composed["wards"]) == ("2026/001", "Support", ["Vale"])


def test_report_works_out_every_sum_and_word():
    composed = compose(FULL_FRAME, VALUES)

    report = read_report(composed)

    assert "CRITERIA" not in [chapter.code for chapter in report.chapters]
    assert report.chapters[0] == Chapter("SUMMARY", "Summary", "One service.")
    assert report.chapters[1] == Chapter("RECOMMENDATIONS", "Recommendations", "")
    assert report.recommendations == ({"number": 1, "text": "Agree."}, {"number": 2, "text": "Note."})
    assert report.criteria == tuple(VALUES["CRITERIA"]["items"])
    assert report.options == (
        Weighed("O1", "Nothing", "Do nothing", "", False, "Unlawful.", (None, None), None),
        Weighed("O2", "Together", "Option", "Buy.", True, "", (5, 4), 460),
    )
    assert [line["kind"] for line in report.costs] == ["Capital", "Revenue", "Revenue"]
    assert (report.years, report.year_totals, report.total) == (("2027/28", "2028/29"), (250, 300), 550)
    assert report.payers == (Payer("ICB", (250, 200), 450), Payer("x", (0, 100), 100))
    assert report.totals == (Totals("2027/28", "REVENUE", 250, 250), Totals("2028/29", "CAPITAL", 300, 300))
    assert report.shares == tuple(composed["shares"])
    assert report.equality == {
        **composed["equality"], "status_words": "Screened out",
        "impacts": [{"group": "Age", "effect": "Not known", "mitigation": "Ask."}],
    }  # fmt: skip
    assert report.risks == tuple(composed["risks"])
    assert report.principles == (
        {"code": "P1", "rating": "Positive", "title": "The council as a strong community leader"},
        {"code": "P7", "rating": "Not rated", "title": "Simple, joined-up, easy access and visible value for money"},
    )
    assert (report.evidence, report.wards) == (composed["evidence"], ("Vale",))


def test_report_of_an_empty_draft_says_that_equality_is_not_stated():
    report = read_report(compose(BARE, {}))

    assert (report.equality["status_words"], report.years, report.payers, report.total) == ("Not stated", (), (), 0)


def test_capital_that_pays_for_revenue_is_found_only_where_the_year_ties():
    def gap(paid):
        finance = {
            "costs": [{"year": "2027/28", "kind": "REVENUE", "pence": 200}, {"year": "2027/28", "kind": "CAPITAL", "pence": 100}],
            "contributions": [
                {"agency": "icb", "year": "2027/28", "kind": "REVENUE", "pence": paid},
                {"agency": "icb", "year": "2027/28", "kind": "CAPITAL", "pence": 200},
            ],
        }
        return further_gaps(compose(FULL_FRAME, {**VALUES, "FINANCE": finance}))

    assert gap(101) == ()
    assert gap(100) == (
        Shortcoming(
            "FINANCE", "2027/28",
            "What agencies pay as capital for 2027/28: the parts come to £2, which is £1 more than the total of £1. "
            "Capital may not pay for revenue.",
        ),
        Shortcoming(
            "FINANCE", "2027/28",
            "What agencies pay as revenue for 2027/28: the parts come to £1, which is £1 less than the total of £2. "
            "Capital may not pay for revenue.",
        ),
    )  # fmt: skip


def test_further_gaps_name_the_page_and_field_to_mend():
    draft = {**VALUES, "RISKS": {}, "EVIDENCE": {}, "EQUALITY": {"impacts": [{"group": "Age", "effect": "NEGATIVE", "mitigation": " "}]}}

    assert further_gaps(compose(FULL_FRAME, draft)) == (
        Shortcoming("EQUALITY", "Age", "Say what is done about harm to “Age”."),
        Shortcoming("RISKS", "items", "Enter at least one risk."),
        Shortcoming("EVIDENCE", "claim", "Name at least one claim of the evidence pack that the case rests on."),
    )


def test_sums_of_a_content_without_money_are_nothing():
    assert (finance_totals({}), value_total({}), value_paid_by({}, ["icb"])) == ((), 0, 0)
