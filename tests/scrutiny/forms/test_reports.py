"""Forms of scrutiny reports: recommendations by line, one answer each, reasons unless it is accepted."""

import pytest

from scrutiny.forms.reports import PublishForm, ReportForm, ResponseForm
from scrutiny.models import ScrutinyRecommendation

ASKED = [ScrutinyRecommendation(number=1, text="Report in June."), ScrutinyRecommendation(number=2, text="Offer places.")]
HEARD = {"considered_on_day": "27", "considered_on_month": "3", "considered_on_year": "2027", "summary": "It holds."}


def answer(**data: str) -> ResponseForm:
    return ResponseForm(data, recommendations=ASKED)


def errors(form) -> dict:
    return {name: list(texts) for name, texts in form.errors.items()}


def test_each_line_of_the_report_is_a_recommendation():
    form = ReportForm({**HEARD, "recommendations": " Report in June.\n\nOffer places. "})

    assert form.is_valid()
    assert form.cleaned_data["recommendations"] == ["Report in June.", "Offer places."]


def test_committee_may_recommend_nothing():
    form = ReportForm(HEARD)

    assert form.is_valid()
    assert form.cleaned_data["recommendations"] == []


def test_every_recommendation_is_answered():
    assert sorted(errors(answer(disposition_1="ACCEPTED"))) == ["disposition_2"]


@pytest.mark.parametrize("disposition", ["ACCEPTED_IN_PART", "REJECTED", "DEFERRED"])
def test_anything_but_accepted_needs_reasons(disposition):
    form = answer(disposition_1="ACCEPTED", disposition_2=disposition)

    assert errors(form) == {"reason_2": ["Enter reasons on recommendation 2"]}


def test_disposition_that_was_not_offered_is_refused():
    assert sorted(errors(answer(disposition_1="ACCEPTED", disposition_2="IGNORED"))) == ["disposition_2"]


def test_answer_longer_than_its_box_is_refused():
    form = answer(disposition_1="ACCEPTED", disposition_2="ACCEPTED", action_2="x" * 3001)

    assert sorted(errors(form)) == ["action_2"]


def test_answers_come_by_number():
    form = answer(disposition_1="ACCEPTED", action_1="By June.", disposition_2="ACCEPTED")

    assert form.is_valid()
    assert form.answers() == {
        1: {"disposition": "ACCEPTED", "reason": "", "action": "By June."},
        2: {"disposition": "ACCEPTED", "reason": "", "action": ""},
    }


def test_answer_to_a_recommendation_of_another_report_is_not_read():
    form = answer(disposition_1="ACCEPTED", disposition_2="ACCEPTED", disposition_9="ACCEPTED", action_9="x")

    assert form.is_valid()
    assert sorted(form.answers()) == [1, 2]


def test_publishing_needs_the_tick():
    assert sorted(errors(PublishForm({}))) == ["checked"]
