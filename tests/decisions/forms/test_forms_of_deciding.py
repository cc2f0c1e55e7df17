"""Forms of recommending, signing, voting and deciding: what is missing, too long or of the wrong kind."""

import pytest

from decisions.forms.decisions import IndividualDecisionForm, OutcomeForm
from decisions.forms.reconsiderations import AnswersForm, MeetingAnswersForm, MemberAnswersForm
from decisions.forms.record_corrections import CorrectionForm
from decisions.forms.records import CertifyForm
from decisions.forms.sign_offs import SignOffForm
from decisions.forms.ssmt import RecommendationForm, SsmtOutcomeForm
from decisions.forms.votes import MotionForm, VoteForm
from decisions.rules.motions import Manner, Words

RECOMMENDATION = {"interest": "NONE", "position": "SUPPORT"}
OUTCOME = {"outcome": "RECOMMENDED", "text": "The team recommends it."}
STATED = {"outcome": "AGREED", "mode": "AGREED", "reasons": "Because.", "alternatives": "None, because."}
SIGNED = {
    "read": "a" * 64, "result": "SIGNED", "authority": "Scheme", "authority_limit": "1.2 million",
    "authority_on_day": "1", "authority_on_month": "April", "authority_on_year": "2026",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"interest": ""}, ["interest"]),
        ({"interest": "SUPPLIER_COI"}, ["nature"]),
        ({"position": "APPROVE"}, ["position"]),
        ({"position": "SUPPORT_WITH_CONDITIONS"}, ["conditions"]),
        ({"position": "DO_NOT_SUPPORT"}, ["dissent"]),
        ({"position": "DO_NOT_SUPPORT", "dissent": "a " * 501}, ["dissent"]),
        ({"conditions": "x" * 2001}, ["conditions"]),
    ],
)
def test_recommendation(changes, fields):
    assert list(RecommendationForm(RECOMMENDATION | changes).errors) == fields


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"text": ""}, ["text"]),
        ({"outcome": "RETURNED"}, ["actions"]),
        ({"outcome": "DEFERRED"}, ["reasons"]),
        ({"outcome": "NOT_SUPPORTED", "reasons": "Too costly."}, []),
        ({"outcome": "APPROVED"}, ["outcome"]),
    ],
)
def test_outcome_of_the_team(changes, fields):
    assert list(SsmtOutcomeForm(OUTCOME | changes).errors) == fields


def test_actions_are_one_on_each_line():
    form = SsmtOutcomeForm(OUTCOME | {"outcome": "RETURNED", "actions": "Add savings.\r\n\r\nAsk survivors.\r\n"})

    assert (form.is_valid(), form.cleaned_data["actions"]) == (True, ("Add savings.", "Ask survivors."))


def test_limit_is_read_as_people_write_money():
    form = SignOffForm(SIGNED)

    assert (form.is_valid(), form.cleaned_data["authority_limit"]) == (True, 120_000_000)


@pytest.mark.parametrize("typed", ["12e9", "-5", "NaN"])
def test_limit_of_uncertain_meaning_is_refused(typed):
    assert list(SignOffForm(SIGNED | {"authority_limit": typed}).errors) == ["authority_limit"]


@pytest.mark.parametrize("data", [{}, {"choice": "EXCLUDED_INTEREST"}, {"choice": "for"}])
def test_vote_is_one_of_three(data):
    assert list(VoteForm(data).errors) == ["choice"]


def test_motion_is_needed_and_not_endless():
    assert [list(MotionForm({"motion": text}).errors) for text in ("", " ", "x" * 2001)] == [["motion"]] * 3


def test_outcome_gives_words_and_manner():
    form = OutcomeForm(
        STATED | {"mode": "SHOW_OF_HANDS", "votes_for": "5", "votes_against": "2", "resolutions": "One.\nTwo."}
    )

    assert form.is_valid()
    assert form.words() == Words("AGREED", "", ("One.", "Two."), "Because.", "None, because.")
    assert form.manner() == Manner("SHOW_OF_HANDS", 5, 2, 0)


def test_deferring_needs_neither_manner_nor_alternatives():
    assert OutcomeForm({"outcome": "DEFERRED", "reasons": "Until the survey is in."}).is_valid()


def test_deciding_alone_cannot_be_deferred():
    assert "outcome" in IndividualDecisionForm({"outcome": "DEFERRED"}).errors


@pytest.mark.parametrize("kind", [AnswersForm, MeetingAnswersForm, MemberAnswersForm])
def test_every_concern_has_its_own_answer(kind):
    form = kind({"result": "CONFIRMED"}, concerns=["No savings.", "No survey."])

    errors = list(form.errors)

    assert errors[:2] == ["answer_1", "answer_2"]
    assert form["answer_1"].help_text == "No savings."


def test_answers_come_in_the_order_of_the_concerns():
    data = {"result": "CONFIRMED", "answer_1": "A", "answer_2": "B", "reasons": "R", "alternatives": "None, because."}
    form = AnswersForm(data, concerns=["No savings.", "No survey."])

    assert (form.is_valid(), form.answers()) == (True, ["A", "B"])


def test_whoever_states_an_outcome_is_not_asked_at_first_what_only_another_outcome_needs():
    asked = [field.name for field, _ in OutcomeForm().get_context()["fields"]]

    assert asked == [
        "outcome", "mode", "casting", "dissent", "text", "since", "because", "resolutions", "outside_framework", "reasons", "alternatives",
    ]  # fmt: skip


def test_record_in_short_form_is_corrected_without_making_alternatives_up():
    typed = {"decision_text": "To lay the cable.", "reasons": "It is cheapest.", "note": "A typing error.", "substance": "NO"}

    assert list(CorrectionForm(typed, resolutions=[]).errors) == ["alternatives"]
    assert list(CorrectionForm(typed, resolutions=[], short_form=True).errors) == []


def test_certifying_asks_for_the_note_of_the_head_of_paid_service_on_each_declared_interest():
    said = {"conflicts_settled": "on", "checked": "on"}
    silent = CertifyForm(said, unnoted={1: "Councillor Okafor"})
    told = CertifyForm(said | {"note_1": "None was granted."}, unnoted={1: "Councillor Okafor"})

    assert (list(silent.errors), list(silent.fields)[0]) == (["note_1"], "note_1")
    assert (told.is_valid(), told.hops_notes()) == (True, {1: "None was granted."})


@pytest.mark.parametrize("form", [OutcomeForm, IndividualDecisionForm])
def test_outcome_after_the_event_says_when_to_choose_it(form):
    hints = {option.value: option.hint for option in form(None)["outcome"].options if option.hint}

    assert hints == {"REGULARISED": "Money has been spent or work been done before anybody decided"}
