"""The form of a notice: every field of the regulation, dates that cannot be misread, money in words."""

from datetime import date, time

import pytest

from decisions.forms.key_decision_notices import NoticeForm

MAKERS = [("body:1", "Cabinet"), ("office:2", "Cabinet member for adults, alone")]
GOOD = {
    "matter": "Whether to buy one service together.",
    "why_key": "Over £500,000.",
    "maker": "body:1",
    "decide_from_day": "11", "decide_from_month": "1", "decide_from_year": "2027",
    "decide_to_day": "31", "decide_to_month": "March", "decide_to_year": "2027",
    "documents": "Report\r\n\r\nEquality analysis",
    "wards": "Oak\nElm",
    "value": "£1.2m",
    "address": "Town Hall",
    "procedure": "Ask democratic services",
    "copy_place": "Reception",
    "copy_placed_by": "A Clerk",
    "copy_on_day": "20", "copy_on_month": "11", "copy_on_year": "2026",
    "copy_time": "9:15am",
    "no_exempt": "on",
}  # fmt: skip


def a_form(*, again: bool = False, **changes: str) -> NoticeForm:
    return NoticeForm({**GOOD, **changes}, makers=MAKERS, again=again)


def errors(**changes) -> dict:
    return {name: list(texts) for name, texts in a_form(**changes).errors.items()}


def test_complete_form_gives_dates_money_and_lists():
    form = a_form()

    assert form.is_valid(), form.errors
    said = form.cleaned_data
    assert (said["decide_from"], said["decide_to"], said["copy_time"]) == (date(2027, 1, 11), date(2027, 3, 31), time(9, 15))
    assert (said["documents"], said["wards"], said["value"]) == (("Report", "Equality analysis"), ("Oak", "Elm"), 120_000_000)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("matter", "Enter the matter to be decided"),
        ("why_key", "Enter why the decision is key"),
        ("maker", "Select who will decide"),
        ("documents", "Enter the documents submitted to the decision-maker"),
        ("address", "Enter the address from which copies are available"),
        ("procedure", "Enter how to ask for documents as they become available"),
        ("copy_place", "Enter the place where the paper copy lies"),
        ("copy_placed_by", "Enter who placed it"),
        ("copy_time", "Enter the time at which it was placed"),
    ],
)
def test_missing_field_is_named(field, message):
    assert errors(**{field: ""}) == {field: [message]}


def test_exempt_content_must_be_denied():
    assert errors(no_exempt="") == {
        "no_exempt": ["Tick the box to confirm: The notice contains nothing confidential or exempt"]
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decide_from_day": "31", "decide_from_month": "2"}, "decide_from"),
        ({"decide_from_month": "13"}, "decide_from"),
        ({"decide_from_year": "27"}, "decide_from"),
        ({"copy_time": "25:00"}, "copy_time"),
        ({"copy_time": "13pm"}, "copy_time"),
        ({"value": "12e9"}, "value"),
        ({"maker": "body:9"}, "maker"),
        ({"matter": "x" * 3001}, "matter"),
    ],
)
def test_wrong_value_is_refused(changes, field):
    assert list(errors(**changes)) == [field]


def test_period_that_ends_before_it_starts_is_refused():
    assert errors(decide_to_month="1", decide_to_day="10") == {
        "decide_to": ["The last date must be the same as or after the first date"]
    }


def test_second_notice_asks_why():
    assert errors(again=True) == {"why_again": ["Enter why a new notice is needed"]}
