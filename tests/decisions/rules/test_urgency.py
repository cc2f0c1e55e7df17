"""Four consents that never imply one another, and the chain of who may give two of them."""

from dataclasses import replace
from datetime import date

import pytest

from decisions.rules.general_exception import GeneralException, require_general_exception
from decisions.rules.urgency import (
    Capacity,
    Kind,
    Post,
    consentor,
    require_call_in_exemption,
    without_consent,
)
from tests.builders_rules import london, refusal_of, the_constitution

AT = london(date(2026, 12, 14), 19)
ABLE, VACANT, AWAY = Post(), Post(filled=False), Post(unreachable=True)
CHAIR = consentor(ABLE, ABLE, ABLE)
REASON = "The provider gave notice on Monday and residents would be without a service."


def test_chair_of_scrutiny_is_asked_first():
    assert CHAIR.capacity is Capacity.SCRUTINY_CHAIR


@pytest.mark.parametrize("chair", [Post(has_interest=True), Post(executive_member=True), AWAY, VACANT])
def test_e18_chair_who_cannot_act_routes_to_the_civic_mayor(chair):
    assert consentor(chair, ABLE, ABLE).capacity is Capacity.CIVIC_MAYOR


def test_e18_interest_is_given_as_the_reason():
    assert consentor(Post(has_interest=True), ABLE, ABLE).why == (
        "The scrutiny chair cannot consent: the holder has an interest in the matter. The civic Mayor can act."
    )


@pytest.mark.parametrize(
    ("chair", "mayor"), [(Post(has_interest=True), AWAY), (VACANT, AWAY), (AWAY, VACANT)]
)
def test_e18a_vice_chair_does_not_count_while_either_post_is_filled(chair, mayor):
    chain = consentor(chair, mayor, ABLE)

    assert chain.capacity is None
    assert chain.why.endswith("The vice-chair counts only when neither post is filled, so nobody can consent.")


def test_vice_chair_counts_when_there_is_no_chair_of_either_body():
    assert consentor(VACANT, VACANT, ABLE).capacity is Capacity.VICE_CHAIR_OF_COUNCIL
    assert consentor(VACANT, VACANT, AWAY).capacity is None


def test_e19_special_urgency_does_not_exempt_from_call_in():
    roles = set(the_constitution().call_in.urgency_exemption.agreed_by)

    assert (
        refusal_of(require_call_in_exemption, agreed_by="", consent_roles=roles, reasons=REASON).code
        == "urgency.exemption"
    )


def test_e20_exemption_without_reason_or_agreement_is_blocked():
    roles = set(the_constitution().call_in.urgency_exemption.agreed_by)

    def code(agreed_by, reasons):
        return refusal_of(
            require_call_in_exemption, agreed_by=agreed_by, consent_roles=roles, reasons=reasons
        ).code

    assert code("SCRUTINY_CHAIR", " ") == "urgency.exemption"
    assert code("LEADER", REASON) == "urgency.exemption"
    assert require_call_in_exemption(agreed_by="SCRUTINY_CHAIR", consent_roles=roles, reasons=REASON)


FACTS = GeneralException(
    chair_exists=True, chair_informed=True, members_informed=0, members=9, published=True, reason=REASON
)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"chair_informed": False}, "urgency.not_informed"),
        ({"chair_exists": False, "members_informed": 8}, "urgency.not_informed"),
        ({"published": False}, "urgency.not_published"),
        ({"reason": "Late report"}, "urgency.weak_reason"),
        (
            {"reason": "Late report because nobody had the time to write it before the deadline."},
            "urgency.weak_reason",
        ),
        ({"reason": "x" * 49}, "urgency.weak_reason"),
    ],
)
def test_general_exception_needs_each_step(words, code):
    assert refusal_of(require_general_exception, replace(FACTS, **words)).code == code


def test_general_exception_needs_notice_and_no_consent():
    assert (
        require_general_exception(FACTS)
        == "The chair is informed, the notice is public and the reason is stated."
    )
    assert require_general_exception(
        replace(FACTS, chair_exists=False, chair_informed=False, members_informed=9)
    )
    assert require_general_exception(replace(FACTS, reason="x" * 50))


# --- the words ----------------------------------------------------------------------------------------------------

CAN_ACT = "The scrutiny chair can act."
NEITHER = "The vice-chair counts only when neither post is filled, so nobody can consent."


@pytest.mark.parametrize(
    ("posts", "capacity", "steps"),
    [
        ((ABLE, AWAY, AWAY), Capacity.SCRUTINY_CHAIR, (CAN_ACT,)),
        (
            (Post(executive_member=True), ABLE, ABLE), Capacity.CIVIC_MAYOR,
            ("The scrutiny chair cannot consent: the holder is a member of the executive.", "The civic Mayor can act."),
        ),
        (
            (AWAY, VACANT, ABLE), None,
            (
                "The scrutiny chair cannot consent: the holder cannot be reached.",
                "The civic Mayor cannot consent: the post is vacant.", NEITHER,
            ),
        ),
        (
            (VACANT, VACANT, ABLE), Capacity.VICE_CHAIR_OF_COUNCIL,
            (
                "The scrutiny chair cannot consent: the post is vacant.", "The civic Mayor cannot consent: the post is vacant.",
                "The vice-chair of the council can act.",
            ),
        ),
        (
            (VACANT, VACANT, Post(has_interest=True)), None,
            (
                "The scrutiny chair cannot consent: the post is vacant.", "The civic Mayor cannot consent: the post is vacant.",
                "The vice-chair cannot consent: the holder has an interest in the matter.",
            ),
        ),
    ],
)  # fmt: skip
def test_each_step_of_the_chain_is_explained(posts, capacity, steps):
    found = consentor(*posts)

    assert (found.capacity, found.steps, found.why) == (capacity, steps, " ".join(steps))


def test_post_without_a_reason_can_act():
    assert (ABLE.able, ABLE.reason, Post(unreachable=True, filled=False).reason) == (True, "the holder can act", "the post is vacant")


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        (
            Kind.CALL_IN_EXEMPTION,
            ("Let the call-in window run: see by when each step must then be done", "plan_backwards", {}, {"by": "2026-12-14"}),
        ),
        (Kind.PRIVATE_MEETING, ("Take the item in public", "duty", {"kind": "agenda.publish"}, {"on": "2026-12-14"})),
        (
            Kind.KEY_DECISION,
            ("Use the general exception with five clear days’ notice", "case_exception", {}, {"decide_on": "2026-12-14"}),
        ),
    ],
)  # fmt: skip
def test_way_without_consent_depends_on_what_it_would_lift(kind, way):
    assert [(one.label, one.url_name, one.params, one.query) for one in without_consent(kind, date(2026, 12, 14))] == [way]


def test_exemption_from_call_in_says_what_it_needs():
    refused = refusal_of(require_call_in_exemption, agreed_by="LEADER", consent_roles={"SCRUTINY_CHAIR"}, reasons=REASON)

    assert (refused.code, refused.message, refused.citation) == (
        "urgency.exemption",
        "Exemption from call-in needs the agreement of the office that the constitution names, and reasons in the record. "
        "Without them call-in applies.",
        "The constitution's call-in procedure",
    )
    assert require_call_in_exemption(agreed_by="SCRUTINY_CHAIR", consent_roles={"SCRUTINY_CHAIR"}, reasons=REASON) == (
        "Exempt from call-in by agreement, with reasons in the record."
    )
