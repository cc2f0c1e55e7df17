"""A clearance is worth something only on the text it was given on; silence never clears."""

from dataclasses import replace

import pytest

from commissioning.rules.tracks import Track
from decisions.rules.clearances import (
    Result,
    Standing,
    State,
    Verdict,
    require_clear,
    require_may_clear,
    require_text,
    required_roles,
    role_name,
    sheet,
    silent_roles,
    standing,
    triggered_roles,
    triggers,
)
from tests.builders_rules import refusal_of, the_constitution

ROLES = ("CHIEF_FINANCE_OFFICER", "LEGAL", "EQUALITY", "CABINET_MEMBER")
CLEARED = tuple(Result(role, Verdict.CLEARED, "h1") for role in ROLES)


def test_all_roles_clear_on_the_current_text():
    result = sheet(ROLES, CLEARED, "h1")

    assert (result.clear, result.missing) == (True, ())
    assert require_clear(result) == "Every clearance asked for is given on the current text."


def test_e60_change_after_clearance_makes_it_stale_and_blocks():
    result = sheet(ROLES, CLEARED, "h2")

    assert {one.state for one in result.standings} == {State.STALE}
    assert refusal_of(require_clear, result).code == "clearance.missing"


def test_acceptance_changed_recommendation_leaves_finance_stale():
    results = (*CLEARED[1:], replace(CLEARED[0], content_hash="h0"))

    refused = refusal_of(require_clear, sheet(ROLES, results, "h1"))

    assert refused.message == (
        "The proposal cannot go on. The chief finance officer answered on an earlier text; ask again."
    )


def test_last_answer_of_a_role_counts():
    results = (Result("LEGAL", Verdict.QUERY, "h1"), Result("LEGAL", Verdict.CLEARED_WITH_COMMENTS, "h1"))

    assert sheet(("LEGAL",), results, "h1").clear
    assert not sheet(("LEGAL",), results[::-1], "h1").clear


@pytest.mark.parametrize("verdict", [Verdict.QUERY, Verdict.REFUSED])
def test_question_or_refusal_blocks(verdict):
    assert sheet(("LEGAL",), (Result("LEGAL", verdict, "h1"),), "h1").missing == ("LEGAL",)


@pytest.mark.parametrize("role", ["CHIEF_FINANCE_OFFICER", "LEGAL", "CABINET_MEMBER", "MONITORING_OFFICER"])
def test_silence_never_clears_finance_legal_or_the_lead_member(role):
    result = standing(role, None, "h1", time_over=True, silence_allowed=True)

    assert result.state is State.REQUESTED
    assert result.why.endswith("has not answered and the time is over; silence is not clearance.")


def test_silence_of_another_role_lapses_only_after_the_time_and_only_if_allowed():
    def state(**words):
        return standing("EQUALITY", None, "h1", **words).state

    assert state(time_over=True, silence_allowed=True) is State.LAPSED
    assert state(time_over=True) is State.REQUESTED
    assert state(silence_allowed=True) is State.REQUESTED
    assert sheet(("EQUALITY",), (), "h1", overdue={"EQUALITY"}, silence_allowed={"EQUALITY"}).clear


def test_constitution_names_who_clears_and_whose_silence_counts():
    rules = the_constitution().clearances
    lapsing = (*rules, replace(rules[2], silence="NO_COMMENT"), replace(rules[0], silence="NO_COMMENT"))
    procurement = replace(rules[1], office="PROCUREMENT", trigger="CONTRACT")

    assert triggered_roles((*rules, procurement), set()) == ()
    assert triggered_roles((*rules, procurement), {"CONTRACT"}) == ("PROCUREMENT",)
    assert silent_roles(rules) == frozenset()
    assert silent_roles(lapsing) == {"EQUALITY"}


@pytest.mark.parametrize(
    ("content", "facts", "expected"),
    [
        ({}, {"is_key": False, "partners": False}, set()),
        ({}, {"is_key": True, "partners": True}, {"KEY", "AGENCY_CONTRIBUTES"}),
        ({"equality": {"status": "FULL"}}, {"is_key": False, "partners": False}, {"EQUALITY_IMPACT"}),
        ({"equality": {"status": "UPDATED_AFTER_CONSULTATION"}}, {"is_key": False, "partners": False}, {"EQUALITY_IMPACT"}),
        ({"equality": {"status": "SCREENED_OUT"}}, {"is_key": False, "partners": False}, set()),
        (
            {"sections": {"PROCUREMENT": "One contract.", "WORKFORCE": " ", "CLIMATE": "Less travel."}},
            {"is_key": False, "partners": False}, {"CONTRACT", "CARBON"},
        ),
    ],
)  # fmt: skip
def test_proposal_calls_for_clearances_by_what_it_says(content, facts, expected):
    assert triggers(content, **facts) == expected


def test_roles_follow_the_track_and_appear_once():
    assert required_roles(Track.JOINT_KEY, ("LEGAL", "PROCUREMENT")) == (*ROLES, "PROCUREMENT")
    assert required_roles(Track.OFFICER_EXECUTIVE) == ("CHIEF_FINANCE_OFFICER", "LEGAL")


def test_e99_author_may_not_clear():
    refused = refusal_of(require_may_clear, "ann", authors={"ann"}, holders={"ann"})

    assert refused.code == "clearance.self"


def test_e99_own_budget_line_is_cleared_by_the_deputy():
    words = {"authors": {"ann"}, "holders": {"cfo"}, "deputies": {"deputy"}, "own_budget_line": True}

    assert refusal_of(require_may_clear, "cfo", **words).code == "clearance.own_budget"
    assert require_may_clear("deputy", **words) == "Deputy on the list."


def test_acceptance_officer_outside_the_deputy_list_is_refused():
    refused = refusal_of(require_may_clear, "eve", authors=set(), holders={"cfo"}, deputies={"deputy"})

    assert refused.code == "clearance.not_on_list"
    assert require_may_clear("cfo", authors=set(), holders={"cfo"}) == "Holder of the office."


@pytest.mark.parametrize("verdict", [Verdict.CLEARED_WITH_COMMENTS, Verdict.QUERY, Verdict.REFUSED])
def test_anything_but_plain_clearance_needs_words(verdict):
    assert refusal_of(require_text, verdict, " ").code == "clearance.no_text"
    assert require_text(verdict, "Show the pension cost.") is None
    assert require_text(Verdict.CLEARED, "") is None


def test_role_is_named_in_plain_words():
    assert [role_name(role) for role in ("CABINET_MEMBER", "DATA_PROTECTION_OFFICER")] == [
        "The lead member", "The data protection officer",
    ]  # fmt: skip


# --- the words ----------------------------------------------------------------------------------------------------

LAW = "LGA 1972 s151; Local Government and Housing Act 1989 s5; the constitution's report procedure"


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("CHIEF_FINANCE_OFFICER", "The chief finance officer"),
        ("LEGAL", "The legal adviser"),
        ("EQUALITY", "The equality officer"),
        ("CABINET_MEMBER", "The lead member"),
        ("MONITORING_OFFICER", "The Monitoring Officer"),
        ("HEAD_OF_PAID_SERVICE", "The head of paid service"),
    ],
)
def test_role_is_called_as_people_call_it(role, name):
    assert role_name(role) == name


@pytest.mark.parametrize(
    ("role", "verdict", "words", "state", "why"),
    [
        ("EQUALITY", None, {}, State.REQUESTED, "The equality officer has not answered."),
        ("EQUALITY", None, {"silence_allowed": True}, State.REQUESTED, "The equality officer has not answered."),
        ("EQUALITY", None, {"time_over": True}, State.REQUESTED, "The equality officer has not answered and the time is over; silence is not clearance."),
        ("EQUALITY", None, {"time_over": True, "silence_allowed": True}, State.LAPSED, "The equality officer made no comment in time."),
        ("LEGAL", None, {"time_over": True, "silence_allowed": True}, State.REQUESTED, "The legal adviser has not answered and the time is over; silence is not clearance."),
        ("LEGAL", Verdict.CLEARED, {}, State.CLEARED, "The legal adviser has cleared the current text."),
        ("LEGAL", Verdict.CLEARED_WITH_COMMENTS, {}, State.CLEARED_WITH_COMMENTS, "The legal adviser has cleared the current text."),
        ("LEGAL", Verdict.QUERY, {}, State.QUERY, "The legal adviser has a question."),
        ("LEGAL", Verdict.REFUSED, {}, State.REFUSED, "The legal adviser refuses."),
    ],
)
def test_standing_of_a_clearance_is_said_in_a_sentence(role, verdict, words, state, why):
    result = verdict and Result(role, verdict, "h1")

    assert standing(role, result, "h1", **words) == Standing(role, state, why)


def test_clearance_on_an_earlier_text_is_asked_for_again():
    assert standing("LEGAL", Result("LEGAL", Verdict.CLEARED, "h0"), "h1") == Standing(
        "LEGAL", State.STALE, "The legal adviser answered on an earlier text; ask again."
    )


def test_sheet_takes_the_last_answer_and_names_what_is_missing():
    results = [Result("LEGAL", Verdict.QUERY, "h1"), Result("LEGAL", Verdict.CLEARED, "h1")]
    found = sheet(("LEGAL", "EQUALITY", "AUDIT"), results, "h1", overdue=("EQUALITY", "AUDIT"), silence_allowed=("AUDIT",))

    refused = refusal_of(require_clear, found)

    assert [one.state for one in found.standings] == [State.CLEARED, State.REQUESTED, State.LAPSED]
    assert (found.clear, found.missing) == (False, ("EQUALITY",))
    assert (refused.code, refused.citation) == ("clearance.missing", LAW)
    assert refused.message == (
        "The proposal cannot go on. The equality officer has not answered and the time is over; silence is not clearance."
    )
    assert require_clear(sheet(("LEGAL",), results, "h1")) == "Every clearance asked for is given on the current text."


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ({"authors": ["ana"]}, "clearance.self", "You wrote part of this proposal, so somebody else must clear it."),
        (
            {"holders": ["bo"]}, "clearance.not_on_list",
            "Only the holder of the office and the deputies on its list may clear. You are not on the list.",
        ),
        ({"own_budget_line": True}, "clearance.own_budget", "The proposal changes your own budget, so your deputy must clear it."),
    ],
)  # fmt: skip
def test_one_who_may_not_clear_reads_why(words, code, message):
    refused = refusal_of(require_may_clear, "ana", **{"authors": [], "holders": ["ana"], **words})

    assert (refused.code, refused.message, refused.citation) == (code, message, LAW)


def test_holder_and_deputy_are_told_as_whom_they_clear():
    assert require_may_clear("ana", authors=["bo"], holders=["ana"]) == "Holder of the office."
    assert require_may_clear("ana", authors=[], holders=["bo"], deputies=["ana"], own_budget_line=True) == "Deputy on the list."


@pytest.mark.parametrize("verdict", [Verdict.QUERY, Verdict.REFUSED, Verdict.CLEARED_WITH_COMMENTS])
def test_answer_that_needs_words_asks_for_them(verdict):
    refused = refusal_of(require_text, verdict, " ")

    assert (refused.code, refused.message, refused.citation) == (
        "clearance.no_text", "Write what your question, comment or refusal is about.", LAW
    )  # fmt: skip
    assert require_text(verdict, "See page 4.") is None
