"""A decision made although an agency objected late says so by the agency's name."""

import pytest

from decisions.rules.agencies import DEFER, PASS_ON, require_mentioned, require_weighed
from tests.builders_rules import refusal_of

OBJECTING = {"ICB": "Lammas and Fleet Integrated Care Board", "Police": "Lammas Vale Police"}


@pytest.mark.parametrize(
    "said",
    [
        "The icb and the police objected; their points are met by the review after a year.",
        "LAMMAS AND FLEET INTEGRATED CARE BOARD and Lammas Vale Police objected.",
    ],
)
def test_reasons_that_name_every_objecting_agency_pass(said):
    assert require_mentioned(OBJECTING, said) is None


def test_nobody_objecting_needs_no_words():
    assert require_mentioned({}, "") is None


def test_objection_that_the_reasons_do_not_name_is_refused_with_a_way_to_defer():
    refused = refusal_of(require_mentioned, OBJECTING, "The police objected.")

    assert (refused.code, refused.alternatives) == ("decision.objection", (DEFER, PASS_ON))
    assert refused.citation == "SI 2012/2089 regs 12 and 13; the agencies' agreement"
    assert refused.message == (
        "Lammas and Fleet Integrated Care Board objected after the report was published. The meeting may defer; a decision "
        "says in its reasons, by name, what was made of the objection."
    )


def test_two_objections_that_are_not_named_are_both_told():
    refused = refusal_of(require_mentioned, OBJECTING, "Nothing.")

    assert refused.message.startswith("Lammas and Fleet Integrated Care Board and Lammas Vale Police objected after")


def test_item_is_not_decided_before_the_monitoring_officer_has_advised_on_the_objection():
    refused = refusal_of(require_weighed, ["Lammas Vale Police", "Vale Homes"], "We read it.")

    assert (refused.code, refused.alternatives) == ("decision.objection_advice", (DEFER, PASS_ON))
    assert refused.message == (
        "The Monitoring Officer has not advised yet on the objection of Lammas Vale Police and Vale Homes. Defer the item, or ask "
        "for the advice now."
    )
    assert refused.citation == "SI 2012/2089 regs 12 and 13; the agencies' agreement"


def test_decision_over_an_objection_says_why_the_item_is_not_deferred():
    refused = refusal_of(require_weighed, [], " ")

    assert (refused.code, refused.alternatives) == ("decision.not_deferred", (DEFER, PASS_ON))
    assert refused.message == "An agency objects. Consider whether to defer the item, and say why it is not deferred."
    assert refused.citation == "SI 2012/2089 regs 12 and 13; the agencies' agreement"
    assert require_weighed([], "The pool is reviewed in a year.") is None
