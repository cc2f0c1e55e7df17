"""Forms that call a meeting or choose one."""

import pytest

from decisions.forms.meetings import AgendaForm, MeetingForm, ScheduleForm

NEW = {"on_day": "11", "on_month": "1", "on_year": "2027", "time": "6:30pm", "place": "Council Chamber"}
MEETINGS = [("4", "Cabinet, 11 January 2027")]


def errors(form) -> dict:
    return {name: list(texts) for name, texts in form.errors.items()}


def schedule(**data: str) -> ScheduleForm:
    return ScheduleForm(data, meetings=MEETINGS)


def agenda(**data: str) -> AgendaForm:
    return AgendaForm({"whole": "on", **data}, meetings=MEETINGS, members=[("7", "Cabinet member for adults")])


def test_meeting_to_be_called_needs_body_date_time_and_place():
    form = MeetingForm({}, bodies=[("1", "Cabinet")])

    assert errors(form) == {
        "body": ["Select the body that meets"],
        "on": ["Enter the date"],
        "time": ["Enter the time"],
        "place": ["Enter the place"],
    }


@pytest.mark.parametrize("text", ["6:30pm", "18:30", "18.30", "6.30 PM"])
def test_time_is_read_as_people_write_it(text):
    form = MeetingForm({"body": "1", **NEW, "time": text}, bodies=[("1", "Cabinet")])

    assert form.is_valid(), form.errors
    assert f"{form.cleaned_data['time']:%H:%M}" == "18:30"


@pytest.mark.parametrize("text", ["18", "24:00", "6:75pm", "0am", "soon"])
def test_time_with_no_certain_meaning_is_refused(text):
    form = MeetingForm({"body": "1", **NEW, "time": text}, bodies=[("1", "Cabinet")])

    assert errors(form) == {"time": ["Time must be a time, like 6:30pm or 18:30"]}


def test_meeting_that_exists_needs_nothing_else():
    assert errors(schedule(meeting="4")) == {}


def test_new_meeting_needs_its_date_time_and_place():
    assert errors(schedule(meeting="new")) == {
        "on": ["Enter the date of the new meeting"],
        "time": ["Enter the time of the new meeting"],
        "place": ["Enter the place of the new meeting"],
    }
    assert errors(schedule(meeting="new", **NEW)) == {}


def test_somebody_elses_meeting_is_not_on_the_list():
    assert list(errors(schedule(meeting="5"))) == ["meeting"]


def test_no_meeting_chosen_is_refused():
    assert errors(schedule()) == {"meeting": ["Select a meeting"]}


def test_member_deciding_alone_needs_name_and_date():
    assert errors(agenda(meeting="member")) == {
        "member": ["Select who decides"],
        "decide_from": ["Enter the date from which they decide"],
    }


def test_report_must_be_whole():
    assert list(errors(agenda(meeting="4", whole=""))) == ["whole"]


def test_agenda_of_a_matter_passed_to_the_cabinet_offers_meetings_only():
    form = AgendaForm(meetings=MEETINGS, members=[("7", "Cabinet member for adults")], may_be_alone=False)

    assert [value for value, _ in form.fields["meeting"].choices] == ["4", "new"]
    assert "member" not in form.fields


DAY = {"review_on_day": "1", "review_on_month": "6", "review_on_year": "2027"}


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"meeting": "4", **DAY}, {"closed_for": ["Select the paragraph of Schedule 12A under which it is left out"]}),
        ({"meeting": "4", "closed_for": ["3"], "weighing": "Bids."}, {"review_on": ["Enter the day on which the exemption is looked at again"]}),
        ({"meeting": "4", "closed_for": ["3"], "weighing": "Bids.", **DAY}, {}),
        (
            {"meeting": "member", "member": "7", "decide_from_day": "1", "decide_from_month": "2", "decide_from_year": "2027", **DAY},
            {"closed_for": ["Select the paragraph of Schedule 12A under which it is left out"]},
        ),
        (
            {"meeting": "member", "member": "7", "decide_from_day": "1", "decide_from_month": "2", "decide_from_year": "2027",
             "closed_for": ["3"], **DAY},
            {"weighing": ["Say why the public interest in keeping it back is greater"]},
        ),
    ],
)
def test_what_is_left_out_needs_a_paragraph_a_weighing_and_a_day_of_review(data, wrong):
    assert errors(agenda(kept_back="The lowest bid.", **data)) == wrong
