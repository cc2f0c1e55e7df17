"""Four consents that never imply one another, and the chain of who may give two of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from decisions.rules.general_exception import GeneralException, require_general_exception
from decisions.rules.urgency import (
    Capacity,
    Consent,
    Kind,
    Post,
    consentor,
    require_call_in_exemption,
    require_consent,
    without_consent,
)
from tests.builders_rules import london, refusal_of, the_constitution

AT = london(date(2026, 12, 14), 19)
ABLE, VACANT, AWAY = Post(), Post(filled=False), Post(unreachable=True)
BY_CHAIR = Consent(
    Kind.KEY_DECISION, "SCRUTINY_CHAIR", AT - timedelta(hours=1), True, "The provider stops on Friday."
)
CHAIR = consentor(ABLE, ABLE, ABLE)
REASON = "The provider gave notice on Monday and residents would be without a service."


def refused(consent, chain=CHAIR, kind=Kind.KEY_DECISION, **words):
    return refusal_of(require_consent, consent, kind, chain, **{"acts_at": AT, **words}).code


def test_chair_of_scrutiny_is_asked_first():
    assert CHAIR.capacity is Capacity.SCRUTINY_CHAIR
    assert require_consent(BY_CHAIR, Kind.KEY_DECISION, CHAIR, acts_at=AT) == (
        "Agreed as urgent by the chair of the relevant scrutiny committee before the act."
    )


def test_acceptance_civic_mayor_counts_when_the_chair_is_vacant_and_not_otherwise():
    by_mayor = replace(BY_CHAIR, capacity="CIVIC_MAYOR")

    assert require_consent(by_mayor, Kind.KEY_DECISION, consentor(VACANT, ABLE, ABLE), acts_at=AT)
    assert refused(by_mayor) == "urgency.not_in_chain"


@pytest.mark.parametrize("given_at", [AT, AT + timedelta(minutes=1)])
def test_e16_consent_after_the_decision_is_no_consent(given_at):
    assert refused(replace(BY_CHAIR, given_at=given_at)) == "urgency.too_late"


@pytest.mark.parametrize("capacity", ["SCRUTINY_VICE_CHAIR", "LEADER", "HEAD_OF_PAID_SERVICE"])
def test_e17_consent_from_outside_the_chain_is_rejected(capacity):
    assert refused(replace(BY_CHAIR, capacity=capacity)) == "urgency.not_in_chain"


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

    refusal = refusal_of(
        require_consent, replace(BY_CHAIR, capacity="VICE_CHAIR_OF_COUNCIL"), Kind.KEY_DECISION, chain,
        acts_at=AT, earliest_without=date(2026, 12, 22),
    )  # fmt: skip

    assert (refusal.code, refusal.earliest) == ("urgency.nobody", date(2026, 12, 22))
    assert [way.label for way in refusal.alternatives] == [
        "Use the general exception with five clear days’ notice"
    ]


def test_vice_chair_counts_when_there_is_no_chair_of_either_body():
    assert consentor(VACANT, VACANT, ABLE).capacity is Capacity.VICE_CHAIR_OF_COUNCIL
    assert consentor(VACANT, VACANT, AWAY).capacity is None


def test_same_chain_and_gap_hold_for_a_private_meeting():
    private = replace(BY_CHAIR, kind=Kind.PRIVATE_MEETING)

    assert require_consent(private, Kind.PRIVATE_MEETING, CHAIR, acts_at=AT)
    refusal = refusal_of(
        require_consent, private, Kind.PRIVATE_MEETING, consentor(VACANT, AWAY, ABLE), acts_at=AT
    )
    assert (refusal.code, refusal.citation) == ("urgency.nobody", "SI 2012/2089 reg 5(6)")
    assert [way.label for way in refusal.alternatives] == ["Take the item in public"]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.KEY_DECISION])
def test_consent_of_one_kind_never_serves_another(kind):
    assert refused(replace(BY_CHAIR, kind=kind)) == "urgency.no_consent"


def test_missing_or_negative_consent_is_refused():
    assert refused(None) == "urgency.no_consent"
    assert refused(replace(BY_CHAIR, urgent_and_cannot_wait=False)) == "urgency.refused"
    assert refused(replace(BY_CHAIR, reasons=" ")) == "urgency.refused"


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
    ("consent", "code", "message"),
    [
        (None, "urgency.no_consent", f"Ask the chair of the relevant scrutiny committee to agree first. {CAN_ACT}"),
        (
            replace(BY_CHAIR, capacity="LEADER"), "urgency.not_in_chain",
            f"This consent does not count; only the chair of the relevant scrutiny committee may give it now. {CAN_ACT}",
        ),
        (replace(BY_CHAIR, given_at=AT), "urgency.too_late", "The consent came after the act. It must be given before."),
        (
            replace(BY_CHAIR, reasons=" "), "urgency.refused",
            "The consent does not say, with reasons, that the matter is urgent and cannot wait.",
        ),
    ],
)  # fmt: skip
def test_refused_consent_says_why_and_what_is_lawful_without_it(consent, code, message):
    given = (consent, Kind.KEY_DECISION, CHAIR)
    at_once = refusal_of(require_consent, *given, acts_at=AT)
    later = refusal_of(require_consent, *given, acts_at=AT, earliest_without=date(2026, 12, 22))

    assert (at_once.code, at_once.message, at_once.citation, at_once.earliest) == (code, message, "SI 2012/2089 reg 11", None)
    assert [way.query for way in at_once.alternatives] == [{"decide_on": "2026-12-14"}]
    assert later.message == f"{message} Without consent the earliest lawful date is 22 December 2026."
    assert [way.query for way in later.alternatives] == [{"decide_on": "2026-12-22"}]


def test_nobody_to_ask_is_explained_by_the_chain():
    chain = consentor(VACANT, AWAY, ABLE)

    assert refusal_of(require_consent, None, Kind.PRIVATE_MEETING, chain, acts_at=AT).message == (
        f"Nobody can lawfully agree to the urgency. {chain.why}"
    )


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
