"""What counts as a change of substance between two versions of a proposal."""

import pytest

from commissioning.rules.material_change import Change, beyond_tolerance, changes

BASE = {
    "recommendations": [
        {"number": 1, "text": "Commission the service."},
        {"number": 2, "text": "Delegate the award."},
    ],
    "finance": [{"year": "2027/28", "pence": 40_000_000}],
    "options": [{"key": "joint", "preferred": True}, {"key": "alone"}],
    "sections": {"LEGAL": "Lawful.", "SUMMARY": "Short."},
    "wards": ["E05014095"],
}


def parts(**changed):
    return [change.part for change in changes(BASE, {**BASE, **changed}, threshold=50_000_000)]


def test_e60_changed_recommendation_two_is_material():
    second = [BASE["recommendations"][0], {"number": 2, "text": "Delegate the award and its terms."}]

    assert parts(recommendations=second) == ["recommendations"]


def test_e24_typo_in_the_summary_is_no_material_change():
    assert parts(sections={"LEGAL": "Lawful.", "SUMMARY": "Short!"}) == []


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"finance": [{"year": "2027/28", "pence": 42_000_001}]}, "finance"),
        ({"finance": [{"year": "2027/28", "pence": 37_999_999}]}, "finance"),
        ({"options": [{"key": "joint"}, {"key": "alone", "preferred": True}]}, "options"),
        ({"sections": {"LEGAL": "Doubtful.", "SUMMARY": "Short."}}, "sections"),
        ({"wards": ["E05014095", "E05014096"]}, "wards"),
        ({"contributions": [{"agency": "ICB", "pence": 1}]}, "contributions"),
        ({"shares": [{"party": "ICB", "percent": "1.00"}]}, "shares"),
        ({"conditions": ["Review."]}, "conditions"),
        ({"equality": {"status": "FULL"}}, "equality"),
        ({"delegation": "Director"}, "delegation"),
        ({"exempt_parts": ["Appendix B"]}, "exempt_parts"),
    ],
)
def test_each_part_of_substance_is_material(changed, part):
    assert parts(**changed) == [part]


def test_value_within_five_per_cent_is_no_material_change():
    assert parts(finance=[{"year": "2027/28", "pence": 42_000_000}]) == []


def test_value_that_crosses_the_threshold_is_material_however_small_the_step():
    assert beyond_tolerance(50_000_000, 50_000_001, threshold=50_000_000)
    assert not beyond_tolerance(50_000_000, 50_000_001)


def test_rise_above_fifty_thousand_pounds_is_material_in_a_large_sum():
    assert beyond_tolerance(1_000_000_000, 1_005_000_001)
    assert not beyond_tolerance(1_000_000_000, 1_005_000_000)


def test_change_says_both_values():
    change = changes(BASE, {**BASE, "finance": [{"year": "2027/28", "pence": 56_000_000}]})[0]

    assert change.why == "The value went from £400,000 to £560,000."


@pytest.mark.parametrize(
    ("changed", "change"),
    [
        ({"recommendations": []}, Change("recommendations", "The recommendations changed.")),
        ({"finance": []}, Change("finance", "The value went from £400,000 to £0.")),
        ({"options": []}, Change("options", "The preferred option changed.")),
        ({"sections": {}}, Change("sections", "The legal conclusion changed.")),
        ({"contributions": [1]}, Change("contributions", "The agencies’ contributions changed.")),
        ({"shares": [1]}, Change("shares", "The shares of the savings changed.")),
        ({"conditions": ["x"]}, Change("conditions", "The conditions changed.")),
        ({"wards": ["x"]}, Change("wards", "The wards affected changed.")),
        ({"equality": {"status": "x"}}, Change("equality", "The equality conclusion changed.")),
        ({"delegation": "x"}, Change("delegation", "The delegation changed.")),
        ({"exempt_parts": ["x"]}, Change("exempt_parts", "What is kept from the public changed.")),
    ],
)
def test_each_change_of_substance_is_said_in_words(changed, change):
    assert changes(BASE, {**BASE, **changed}) == (change,)


def test_contents_without_parts_are_compared_as_empty():
    assert changes({}, {}) == ()
    assert changes({"finance": [{"pence": 100}]}, {"finance": [{"pence": 50}, {"pence": 50}]}) == ()
    assert [change.part for change in changes({}, BASE)] == ["recommendations", "finance", "options", "sections", "wards"]


@pytest.mark.parametrize(
    ("before", "after", "words", "beyond"),
    [
        (100, 105, {}, False),
        (100, 106, {}, True),
        (100, 95, {}, False),
        (100, 94, {}, True),
        (-100, -105, {}, False),
        (-100, -106, {}, True),
        (0, 0, {}, False),
        (0, 1, {}, True),
        (1_000, 1_010, {"percent": 1}, False),
        (1_000, 1_011, {"percent": 1}, True),
        (1_000, 1_010, {"pence": 10}, False),
        (1_000, 1_011, {"pence": 10}, True),
        (1_000, 1_001, {"threshold": 1_000}, True),
        (1_001, 1_000, {"threshold": 1_000}, True),
        (1_001, 1_002, {"threshold": 1_000}, False),
        (999, 1_000, {"threshold": 1_000}, False),
    ],
)
def test_value_is_beyond_tolerance_by_percentage_sum_or_threshold(before, after, words, beyond):
    assert beyond_tolerance(before, after, **words) is beyond


@pytest.mark.parametrize(("threshold", "found"), [(40_000_000, ["finance"]), (40_000_001, []), (None, [])])
def test_proposal_that_crosses_the_sum_of_a_key_decision_is_a_material_change(threshold, found):
    after = {**BASE, "finance": [{"year": "2027/28", "pence": 40_000_001}]}

    assert [change.part for change in changes(BASE, after, threshold=threshold)] == found
