"""A proposal as people read it, and what differs between two versions."""

import pytest

from decisions.rules.report_parts import Change, Part, changes, parts

CONTENT = {
    "title": "Support for carers",
    "wards": ["Oak", "Elm"],
    "recommendations": [{"number": 1, "text": "Buy together."}],
    "sections": {"SUMMARY": "One service.", "LEGAL": "Care Act 2014 s9."},
    "criteria": [{"key": "K1", "title": "Need", "weight": 60}, {"key": "K2", "title": "Value", "weight": 40}],
    "options": [
        {"key": "O1", "title": "Nothing", "preferred": False, "rejected_reason": "Unlawful.", "scores": {"K1": 0, "K2": 5}},
        {"key": "O2", "title": "Together", "preferred": True, "scores": {"K1": 5}},
    ],
    "finance": [{"year": "2027/28", "kind": "REVENUE", "pence": 150_000_000}],
    "exempt_parts": [{"title": "Bids", "paragraph": "paragraph 3", "text": "The bid of a named provider"}],
}


def test_parts_are_those_with_something_in_them_in_order():
    assert [part.key for part in parts(CONTENT)] == [
        "about", "recommendations", "section-summary", "section-legal", "options", "scores", "finance", "exempt",
    ]  # fmt: skip


def test_scores_are_shown_with_their_weighted_sum_or_as_missing():
    scores = next(part for part in parts(CONTENT) if part.key == "scores")

    assert scores.rows == (("Nothing", "0", "5", "200"), ("Together", "5", "–", "–"))


def test_every_cost_in_the_report_shows_what_it_is_for_and_its_basis():
    line = {"label": "Beds", "year": "2027/28", "kind": "REVENUE", "pence": 100, "basis": "DERIVED", "basis_note": "a third of 300"}
    costs = next(part for part in parts({**CONTENT, "finance": [line]}) if part.key == "finance")

    assert costs.rows == (("Beds", "2027/28", "Revenue", "£1", "Derived: a third of 300"),)


def test_text_of_an_exempt_part_is_never_shown():
    shown = "\n".join(part.words for part in parts(CONTENT))

    assert "Bids: not for publication, paragraph 3" in shown
    assert "named provider" not in shown


def test_unknown_parts_of_the_content_are_absent():
    shown = parts({**CONTENT, "delegation": "secret steer", "notes": "secret steer"})

    assert shown == parts(CONTENT)


def test_changes_name_added_removed_and_changed_parts_only():
    later = {
        **CONTENT,
        "sections": {"SUMMARY": "One service for all.", "HEALTH": "Better sleep."},
    }

    found = [(change.title, change.kind, change.before, change.after) for change in changes(CONTENT, later)]

    assert found == [
        ("Summary", "CHANGED", "One service.", "One service for all."),
        ("Health, inequalities and safeguarding", "ADDED", "", "Better sleep."),
        ("Legal", "REMOVED", "Care Act 2014 s9.", ""),
    ]


def test_same_text_has_no_changes():
    assert changes(CONTENT, dict(CONTENT)) == ()


def test_first_version_has_nothing_to_compare_with():
    assert changes(None, CONTENT) == ()


RICH = {
    "title": "Support for carers",
    "recommendations": [{"text": "Buy together."}, {}],
    "sections": {"SUMMARY": "One service.", "WORKFORCE": 12, "OTHER": "Not a section"},
    "criteria": [{"key": "K1", "title": "Need", "weight": 60}, {"key": "K2", "weight": 40}],
    "options": [
        {"title": "Nothing", "description": "As now.", "rejected_reason": "Unlawful.", "scores": {"K1": 0, "K2": 5}},
        {"title": "Together", "preferred": True, "scores": {"K1": 5}},
        {},
    ],
    "finance": [
        {
            "label": "Beds", "year": "2027/28", "kind": "REVENUE", "pence": 150_000_000,
            "basis": "REAL", "basis_note": "Southwark, decision 7853",
        },
        {"label": "Vans", "year": "2027/28", "kind": "CAPITAL", "pence": 100, "basis": "ILLUSTRATIVE", "basis_note": ""},
        {"year": 2028, "pence": "1050"},
    ],
    "shares": [{"agency": "ICB", "name": "Integrated care board", "share": "60.00"}, {"agency": "COUNCIL", "share": "40.00"}],
    "contributions": [
        {"agency": "ICB", "name": "Integrated care board", "year": "2027/28", "pence": 100_050},
        {"agency": "COUNCIL", "year": 2028, "kind": "REVENUE", "pence": "-500"},
    ],
    "principles": [
        {"code": "P1", "rating": "STRONG_POSITIVE", "narrative": "Leads.", "evidence": "C1"},
        {"code": "P7", "rating": "NEGATIVE", "narrative": "Harder to find.", "mitigation": "A map."},
        {"code": "P9"},
    ],
    "equality": {
        "status": "FULL", "reason": "Carers are mostly women.", "agreed_by": "Equality officer",
        "impacts": [{"group": "OLDER_PEOPLE", "effect": "POSITIVE", "evidence": "Survey", "mitigation": "None needed"}, {}],
    },
    "outcomes": [
        {"title": "Carers with a break", "measure": "x", "baseline": "40%", "target": "60%", "due_on": "2028-03-31", "by": "x"},
        {"measure": "Calls waiting", "baseline": 0, "target": "", "date": "June 2028"},
        "not a measure",
        {"title": None, "by": 2029},
    ],
    "risks": [
        {
            "description": "Provider fails", "title": "x", "owner": "Head of care", "controls": "Step in",
            "likelihood": 3, "impact": 4, "residual_likelihood": "2", "residual_impact": 5,
        },
        {"title": "Late"},
    ],
    "evidence": {"links": [{"claim": "C1", "claim_text": "Need grew", "statement": "Needs"}, {}]},
    "exempt_parts": [
        {"title": "Bids", "paragraph": "paragraph 3"},
        {"ground": "LGA 1972 Sch 12A para 5", "paragraph": "x"},
        {"title": "Advice"},
        "loose text",
    ],
}  # fmt: skip
SHOWN = (
    Part("about", "About", prose="Title: Support for carers"),
    Part("recommendations", "Recommendations", lines=("Buy together.", "")),
    Part("section-summary", "Summary", prose="One service."),
    Part("section-workforce", "Workforce", prose="12"),
    Part(
        "options", "Options considered", head=("Option", "What it is", "Standing"),
        rows=(
            ("Nothing", "As now.", "Rejected: Unlawful."), ("Together", "", "Preferred"), ("", "", "Rejected: no reason given"),
        ),
    ),
    Part(
        "scores", "Scores", head=("Option", "Need (weight 60)", "K2 (weight 40)", "Sum of weight times points"),
        rows=(("Nothing", "0", "5", "200"), ("Together", "5", "–", "–"), ("", "–", "–", "–")), numeric=(2, 3, 4),
    ),
    Part(
        "finance", "Costs by year", head=("What is paid for", "Year", "Kind", "Amount", "Basis"),
        rows=(
            ("Beds", "2027/28", "Revenue", "£1,500,000", "Real: Southwark, decision 7853"),
            ("Vans", "2027/28", "Capital", "£1", "Illustrative"),
            ("Cost", "2028", "", "£10.50", ""),
            ("Total", "", "", "£1,500,011.50", ""),
        ),
        numeric=(4,),
    ),
    Part(
        "contributions", "Who pays", head=("Agency", "Year", "Kind", "Amount"),
        rows=(
            ("Integrated care board", "2027/28", "", "£1,000.50"),
            ("COUNCIL", "2028", "Revenue", "-£5"),
            ("Total", "", "", "£995.50"),
        ),
        numeric=(4,),
    ),
    Part(
        "shares", "Who keeps the savings", head=("Agency", "Share"),
        rows=(("Integrated care board", "60.00%"), ("COUNCIL", "40.00%")), numeric=(2,),
    ),
    Part(
        "principles", "The seven principles", head=("Principle", "Rating", "Answer", "Evidence", "How harm is made good"),
        rows=(
            ("The council as a strong community leader", "Strong positive", "Leads.", "C1", ""),
            ("Simple, joined-up, easy access and visible value for money", "Negative", "Harder to find.", "", "A map."),
            ("P9", "Not rated", "", "", ""),
        ),
    ),
    Part(
        "equality", "Equality analysis (Equality Act 2010 s149)", head=("What or group", "Says or effect", "Evidence", "What is done"),
        rows=(
            ("Status", "Full analysis", "", ""), ("Reason", "Carers are mostly women.", "", ""),
            ("Agreed by", "Equality officer", "", ""), ("Older people", "Positive", "Survey", "None needed"), ("", "", "", ""),
        ),
    ),
    Part(
        "outcomes", "Outcome measures", head=("Measure", "Now", "Target", "By"),
        rows=(
            ("Carers with a break", "40%", "60%", "2028-03-31"), ("Calls waiting", "0", "", "June 2028"), ("", "", "", "2029"),
        ),
    ),
    Part(
        "risks", "Risk register", head=("Risk", "Owner", "Score before and after", "Controls"),
        rows=(("Provider fails", "Head of care", "12, then 10", "Step in"), ("Late", "", "0, then 0", "")),
    ),
    Part(
        "evidence", "Evidence relied on", head=("Claim", "What it shows", "Used for"),
        rows=(("C1", "Need grew", "Needs"), ("", "", "")),
    ),
    Part(
        "exempt", "Parts not for publication (LGA 1972 Schedule 12A)",
        lines=(
            "Bids: not for publication, paragraph 3",
            "A part: not for publication, LGA 1972 Sch 12A para 5",
            "Advice: not for publication, exempt",
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize("expected", SHOWN, ids=lambda part: part.key)
def test_each_part_reads_as_written(expected):
    assert {part.key: part for part in parts(RICH)}[expected.key] == expected


def test_parts_stand_in_the_order_of_the_report():
    assert parts(RICH) == SHOWN


def test_title_and_wards_are_told_when_there_are_any():
    assert parts({"title": "Care", "wards": ["Oak", "Elm"]}) == (
        Part("about", "About", prose="Title: Care\n\nWards: Oak, Elm"),
    )
    assert parts({"wards": ["Oak"]}) == (Part("about", "About", prose="Wards: Oak"),)
    assert parts({}) == ()
    assert parts({"sections": {"NEEDS": "  "}, "options": [], "criteria": [], "equality": {}, "evidence": {}}) == ()


def test_equality_analysis_tells_only_what_is_said():
    assert parts({"equality": {"status": "SCREENED_OUT"}})[0].rows == (("Status", "Screened out", "", ""),)
    assert parts({"equality": {"agreed_by": "Ana"}})[0].rows == (("Agreed by", "Ana", "", ""),)


def test_part_in_plain_lines_has_prose_then_lines_then_rows():
    part = Part("k", "T", prose="Prose.", lines=("One", "", "Two"), rows=(("a", "b"), ("c", "d")))

    assert part.words == "Prose.\nOne\nTwo\na · b\nc · d"
    assert Part("k", "T").words == ""


@pytest.mark.parametrize(
    ("content", "is_empty"),
    [({}, True), ({"prose": " \n"}, True), ({"head": ("A",)}, True), ({"prose": "a"}, False), ({"lines": ("",)}, False), ({"rows": (("",),)}, False)],
)
def test_part_is_empty_without_prose_lines_and_rows(content, is_empty):
    assert Part("k", "T", **content).is_empty is is_empty


def test_changes_carry_the_key_and_a_word_for_their_kind():
    before = {"title": "Care", "sections": {"LEGAL": "Old law."}}
    after = {"title": "Care for all", "sections": {"NEEDS": "More need."}}

    found = changes(before, after)

    assert found == (
        Change("about", "About", "CHANGED", "Title: Care", "Title: Care for all"),
        Change("section-needs", "Needs", "ADDED", "", "More need."),
        Change("section-legal", "Legal", "REMOVED", "Old law.", ""),
    )
    assert [change.label for change in found] == ["Changed", "Added", "Removed"]


def test_report_says_what_people_said_and_what_followed():
    said = {
        "title": "Carers", "opens_on": "2027-03-01", "closes_on": "2027-04-26", "answered": 1412, "summary": "Later hours.",
        "change": "PARTLY", "response": "Two evenings.",
    }  # fmt: skip

    (part,) = parts({"consultations": [said]})

    assert (part.key, part.title, part.numeric) == ("consultations", "What people said when they were consulted", (2,))
    assert part.head == ("Consultation", "Answers", "What people said", "What followed from it")
    assert part.rows == (
        ("Carers, 1 March 2027 to 26 April 2027", "1,412", "Later hours.", "The proposal was changed in part. Two evenings."),
    )


@pytest.mark.parametrize(
    ("risk", "score"),
    [
        ({}, "0, then 0"),
        ({"likelihood": 3}, "0, then 0"),
        ({"impact": 4}, "0, then 0"),
        ({"likelihood": 3, "impact": 4}, "12, then 0"),
        ({"residual_likelihood": 2, "impact": 1}, "0, then 0"),
        ({"residual_impact": 5, "likelihood": 1}, "0, then 0"),
        ({"residual_likelihood": 2, "residual_impact": 5}, "0, then 10"),
    ],
)
def test_risk_of_which_a_part_is_not_scored_scores_nothing(risk, score):
    assert parts({"risks": [{"title": "Late", **risk}]})[0].rows == (("Late", "", score, ""),)


def test_empty_name_gives_way_to_the_next_that_says_something():
    assert parts({"outcomes": [{"title": "", "measure": "Calls waiting", "baseline": 0}]})[0].rows == (("Calls waiting", "0", "", ""),)


def test_options_are_not_scored_without_criteria():
    assert [part.key for part in parts({"options": [{"title": "Nothing", "scores": {"K1": 5}}]})] == ["options"]


@pytest.mark.parametrize(("pence", "amounts"), [((100,), ["£1"]), ((100, 250), ["£1", "£2.50", "£3.50"])])
def test_sums_of_two_lines_have_a_total_and_one_line_has_none(pence, amounts):
    lines = [{"label": "Beds", "agency": "ICB", "year": "2027/28", "pence": sum_} for sum_ in pence]

    found = {part.key: [row[3] for row in part.rows] for part in parts({"finance": lines, "contributions": lines})}

    assert found == {"finance": amounts, "contributions": amounts}


def test_rating_that_is_no_longer_known_is_left_open():
    assert parts({"principles": [{"code": "P1", "rating": "EXCELLENT"}]})[0].rows[0][1] == ""
