"""What the full council does with a call-in: the days that can be, what it has to say, and what follows."""

from datetime import date

import pytest

from scrutiny.rules.council_reviews import LAW, Result, require_result
from tests.builders_rules import refusal_of

FRAMEWORK = "SI 2000/2853 reg 5 and Sch 4; SI 2001/3384 Sch 2"
DAY = "The council met between 26 January 2027, when scrutiny referred it, and today. Give the day of its meeting."
GIVEN = {
    "outside_framework": True, "resolution": "That the council does not object.", "met_on": date(2027, 2, 24),
    "heard_on": date(2027, 1, 26), "today": date(2027, 2, 25),
}  # fmt: skip


@pytest.mark.parametrize(
    ("result", "objections", "code"),
    [(Result.NO_OBJECTION, [], "RELEASE"), (Result.AGREED, [], "RELEASE"), (Result.OBJECTED, ["It overspends."], "RECONSIDER")],
)
def test_hold_is_lifted_unless_the_council_objects_and_the_decision_comes_back(result, objections, code):
    assert require_result(result, objections=objections, **GIVEN).code == code


@pytest.mark.parametrize(
    ("result", "words", "found"),
    [
        (Result.NO_OBJECTION, {"met_on": date(2027, 1, 25)}, ("council.day", DAY, LAW)),
        (Result.NO_OBJECTION, {"met_on": date(2027, 2, 26)}, ("council.day", DAY, LAW)),
        (
            Result.NO_OBJECTION, {"resolution": " "},
            ("council.no_resolution", "Write what the council resolved, as its minutes say it.", LAW),
        ),
        (
            Result.OBJECTED, {"objections": [" "]},
            ("council.no_objections", "List the objections that the decision-maker must answer.", LAW),
        ),
        (
            Result.AGREED, {"outside_framework": False},
            (
                "council.not_its_own",
                "Only what is contrary to the budget or policy framework is the council’s own to decide, and scrutiny referred this "
                "without that. Record that the council objects, or that it does not.",
                FRAMEWORK,
            ),
        ),
    ],
)  # fmt: skip
def test_what_the_council_cannot_have_done_is_refused_with_its_law(result, words, found):
    refused = refusal_of(require_result, result, **{**GIVEN, **words})

    assert (refused.code, refused.message, refused.citation) == found


def test_council_that_cannot_decide_it_itself_is_recorded_as_objecting_instead():
    refused = refusal_of(require_result, Result.AGREED, **{**GIVEN, "outside_framework": False})

    assert [(way.label, way.url_name, way.query, way.kinds) for way in refused.alternatives] == [
        ("Record that the council objects, with its objections", "duty", {"result": "OBJECTED"}, ("call_in.council",))
    ]


@pytest.mark.parametrize("met_on", [date(2027, 1, 26), date(2027, 2, 25)])
def test_council_may_meet_on_the_day_of_the_hearing_and_be_recorded_on_its_own_day(met_on):
    assert require_result(Result.NO_OBJECTION, **{**GIVEN, "met_on": met_on}).code == "RELEASE"
