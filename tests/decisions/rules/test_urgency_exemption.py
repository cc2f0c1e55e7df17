"""Who is asked to exempt a decision from call-in, and when the answers are the agreement that the constitution wants."""

import pytest

from decisions.rules.urgency import Post
from decisions.rules.urgency_exemption import asked, everybody_agreed, office_of, reported

ROLES = ("SCRUTINY_CHAIR", "CIVIC_MAYOR")
ABLE, AWAY = Post(), Post(unreachable=True)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("CIVIC_MAYOR", ("CIVIC_MAYOR", "holder")),
        ("DEPUTY_MAYOR", ("CIVIC_MAYOR", "deputy")),
        ("SCRUTINY_VICE_CHAIR", ("SCRUTINY_CHAIR", "deputy")),
    ],
)
def test_vice_chair_stands_for_the_deputy_of_the_office(role, expected):
    assert office_of(role) == expected


@pytest.mark.parametrize(
    ("mode", "chair", "mayor", "expected"),
    [
        ("FIRST", ABLE, ABLE, ("SCRUTINY_CHAIR",)),
        ("FIRST", AWAY, ABLE, ("CIVIC_MAYOR",)),
        ("FIRST", AWAY, AWAY, ()),
        ("ALL", ABLE, ABLE, ROLES),
        ("ALL", ABLE, AWAY, ()),
    ],
)
def test_first_able_office_is_asked_or_all_of_them(mode, chair, mayor, expected):
    assert asked(ROLES, mode, {"SCRUTINY_CHAIR": chair, "CIVIC_MAYOR": mayor}) == expected


def test_office_that_nobody_knows_is_not_asked():
    assert asked(("SOMEBODY", "CIVIC_MAYOR"), "FIRST", {"CIVIC_MAYOR": ABLE}) == ("CIVIC_MAYOR",)


@pytest.mark.parametrize(
    ("mode", "agreed", "expected"),
    [
        ("ALL", ["CIVIC_MAYOR", "SCRUTINY_CHAIR"], True),
        ("ALL", ["CIVIC_MAYOR"], False),
        ("FIRST", ["CIVIC_MAYOR"], True),
        ("FIRST", ["LEADER"], False),
        ("FIRST", [], False),
    ],
)
def test_agreement_is_what_the_constitution_asks_for(mode, agreed, expected):
    assert everybody_agreed(ROLES, mode, agreed) is expected


@pytest.mark.parametrize(
    ("whom", "sentence"),
    [
        ("COUNCIL", "Every use of the exemption is reported to the council (paragraph 18.3)."),
        ("SCRUTINY", "Every use of the exemption is reported to the overview and scrutiny committee (paragraph 18.3)."),
        ("NOBODY", "The constitution asks for no report of the exemption; its use is published with its reasons (paragraph 18.3)."),
    ],
)
def test_use_of_the_exemption_is_reported_to_whom_the_constitution_says(whom, sentence):
    assert reported(whom, "paragraph 18.3") == sentence
