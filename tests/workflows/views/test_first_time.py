"""What somebody meets who uses the product for the first time: where the next step is, and what a form asks when."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from commissioning import clock, ledger
from commissioning.models import Case, Involvement
from commissioning.services.challenges import challenge_pack
from commissioning.services.evidence_packs import open_pack_write
from commissioning.services.proposals import open_proposal_write
from commissioning.templatetags.govuk import sentence
from decisions.forms.meetings import AgendaForm
from decisions.forms.sign_offs import SignOffForm
from decisions.models import Meeting
from scrutiny.forms.call_ins import HearingForm
from tests.builders import MORNING, a_borough, a_case, actor, office, person, test_act
from tests.builders_s1 import an_approved_pack, fill_pack, open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting, set_clock, sign_in
from tests.builders_s3 import (
    CABINET_AT,
    MEMBERS,
    a_cabinet_item,
    a_recommended_case,
    a_sitting,
    an_ssmt_item,
    give_recommendation,
    record_presence,
)
from tests.builders_s5 import (
    CALLERS,
    IN_WINDOW,
    a_published_record,
    a_received_call_in,
    a_request,
    give_ruling,
)
from tests.workflows.test_case_beginning import put
from tests.workflows.views.test_inbox import ask
from tests.workflows.views.test_meetings import AFTER_TEAM, duty_for
from workflows.selectors.next_due import next_due
from workflows.services.demo_clock import jump_to

pytestmark = pytest.mark.django_db
CASE = "/cases/2026/001/"


@pytest.fixture(autouse=True)
def _borough(settings):
    a_borough()
    set_clock(settings, MORNING)


def page(client, who: str, path: str) -> str:
    sign_in(client, who)
    return client.get(path).content.decode()


def asks_for(case: Case, opener) -> None:
    with ledger.recording():
        opener(case=case, act=test_act())


# --- where the next step is ------------------------------------------------------------------------------------------


def test_officer_finds_the_question_form_in_the_inbox(client):
    assert 'href="/cases/new/"' in page(client, "commissioner", "/inbox/")
    assert 'href="/cases/new/"' not in page(client, "analyst", "/inbox/")


def test_question_form_begins_with_the_own_service(client):
    sign_in(client, "commissioner")

    form = client.get("/cases/new/").context["form"]

    assert form["sponsor"].value() == office("commissioner").body_id


def test_analysts_inbox_says_that_a_challenge_waits(client):
    case = a_case()
    asks_for(case, open_pack_write)
    with ledger.recording():
        fill_pack(case)
        challenge_pack(case=case, text="Which nights?", actor=actor("commissioner"), at=MORNING)

    text = page(client, "analyst", "/inbox/")

    assert f'href="{CASE}evidence/challenge/1/"' in text
    assert "cannot be approved before" in text
    assert "challenge/1/" not in page(client, "commissioner", "/inbox/")


def test_nobody_is_offered_as_the_peer_of_the_own_pack(client):
    case = a_case()
    asks_for(case, open_pack_write)
    duty = open_duty(case, "pack.write", "analyst")

    form_of = page(client, "analyst", f"/duties/{duty.pk}/")

    assert f'<option value="{person("analyst").pk}"' not in form_of
    assert f'<option value="{person("peer").pk}"' in form_of


def test_work_asked_of_several_is_one_line(client):
    case = put()

    text = page(client, "commissioner", f"/cases/{case.reference}/")
    others = client.get("/inbox/").context["others"]

    assert text.count('<th scope="row" class="govuk-table__header">Write the evidence pack</th>') == 1
    assert "One of: " in text
    assert text.count("How the date was counted: Write the evidence pack") == 1
    assert [(line.duty.kind, bool(line.also)) for line in others] == [("pack.write", True)]


def test_councillor_finds_call_in_from_inbox_and_case(client, settings):
    a_published_record()
    set_clock(settings, IN_WINDOW)

    inbox, case = page(client, "scrutiny-3", "/inbox/"), page(client, "scrutiny-3", CASE)

    assert f'href="{CASE}call-in/"' in inbox
    assert f'href="{CASE}call-in/"' in case
    assert f'href="{CASE}call-in/"' not in page(client, "leader", "/inbox/")


def test_call_in_is_not_offered_after_the_window(client, settings):
    a_published_record()
    set_clock(settings, IN_WINDOW + timedelta(days=60))

    assert "call-in/" not in page(client, "scrutiny-3", "/inbox/")
    assert "Call in or sign" not in page(client, "scrutiny-3", CASE)


def test_call_in_that_was_ruled_on_is_not_offered_for_signing(client, settings):
    case = a_published_record().case
    a_received_call_in(case)
    give_ruling(case)
    set_clock(settings, IN_WINDOW + timedelta(hours=2))

    assert "call-in/" not in page(client, "scrutiny-9", "/inbox/")
    assert "Call in or sign" not in page(client, "scrutiny-9", CASE)
    assert "so it takes no more signatures" in page(client, "scrutiny-9", f"{CASE}call-in/")
    assert "It has been called in. Its call-in window is open until" in client.get("/register/2026/001/").content.decode()


def test_clerk_finds_todays_meeting_in_the_inbox(client, settings):
    item = a_cabinet_item(a_recommended_case())
    set_clock(settings, CABINET_AT - timedelta(hours=1))

    assert f'href="/meetings/{item.meeting_id}/live/"' in page(client, "proper-officer", "/inbox/")
    assert "/live/" not in page(client, "leader", "/inbox/")


def test_clerk_finds_the_meeting_that_only_reconsiders(client, settings):
    item = a_cabinet_item(a_recommended_case())
    meeting = Meeting.objects.get(pk=item.meeting_id)
    with ledger.recording():
        meeting.agenda_published_at = None
        meeting.save_as(test_act())
        ledger.append("record.revise", test_act(), item.case.reference, case=item.case)
    set_clock(settings, CABINET_AT - timedelta(hours=1))

    assert f'href="/meetings/{meeting.pk}/live/"' in page(client, "proper-officer", "/inbox/")
    assert f'href="/meetings/{meeting.pk}/live/"' in page(client, "proper-officer", f"/meetings/{meeting.pk}/")


def test_meeting_of_today_is_not_past_when_its_hour_strikes(client, settings):
    meeting = a_meeting(CABINET_AT)
    set_clock(settings, CABINET_AT + timedelta(minutes=1))

    assert f'href="/meetings/{meeting.pk}/"' in page(client, "proper-officer", "/meetings/")
    assert f'href="/meetings/{meeting.pk}/"' not in page(client, "proper-officer", "/meetings/?when=past")


def test_done_message_leads_to_the_case(client):
    case = a_case()
    asks_for(case, open_proposal_write)
    duty = open_duty(case, "proposal.write")
    sign_in(client, "commissioner")
    with ledger.recording():
        an_approved_pack(case)
    client.post(f"/demo/example/{duty.pk}/")

    sent = client.post(f"/duties/{duty.pk}/", {"request_key": "k1"}, follow=True)
    text = sent.content.decode()

    assert "The proposal is submitted." in text
    assert f'class="govuk-notification-banner__link" href="{CASE}"' in text


def test_agency_lead_finds_the_recommendation_again_to_change_it(client):
    item = an_ssmt_item()
    give_recommendation(item.case, "lead-icb")

    assert ">Change it</a>" in page(client, "lead-icb", CASE)
    assert ">Change it</a>" not in page(client, "lead-police", CASE)


def test_called_meeting_leads_back_to_the_duty_it_was_called_for(client):
    ask(a_case(), "agenda.publish", "proper-officer")
    sign_in(client, "proper-officer")
    data = {
        "body": office("leader").body_id, "on_day": 14, "on_month": 4, "on_year": 2027, "time": "6pm",
        "place": "Council Chamber", "request_key": "k1",
    }  # fmt: skip

    answer = client.post("/meetings/new/?next=/inbox/", data)

    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")


def test_barred_holder_reads_who_can_do_it(client):
    case = a_case()
    ask(case, "record.certify", "proper-officer")
    Involvement.objects.create(case=case, person=person("proper-officer"), part="clerk", at=MORNING)

    text = page(client, "proper-officer", f"/duties/{open_duty(case, 'record.certify').pk}/")

    assert f"{person('deputy-proper-officer').name} can do it in the office" in text


# --- what a form asks when -------------------------------------------------------------------------------------------


def words_of(form, name: str) -> str:
    bound = form[name]
    return f"{bound.label} ({bound.aside})" if bound.aside else bound.label


def test_agenda_form_asks_for_a_new_meeting_or_a_person_only_under_that_choice():
    form = AgendaForm(meetings=[], members=[])

    under = {option.value: [one.name for one in option.reveals] for option in form["meeting"].options}
    assert under == {"new": ["on", "time", "place", "shorter_notice"], "member": ["member", "decide_from"]}
    assert [words_of(form, name) for name in ("on", "shorter_notice", "member", "closed_for", "weighing")] == [
        "Date of the new meeting",
        "Why the new meeting must be convened at shorter notice (if it cannot wait)",
        "Member or officer who decides alone",
        "Paragraphs of Schedule 12A for which the public would leave, or the report leaves something out (optional)",
        "Why the public interest in keeping it back is greater than in publishing it (if you chose a paragraph)",
    ]


def test_sign_off_form_says_when_words_are_needed():
    html = str(SignOffForm())

    assert "Conditions, or reasons for the objection (if you sign with conditions or object)" in html
    assert "Limit of your authority (optional)" in html


def test_hearing_form_asks_for_concerns_only_with_refer_back():
    said = {"heard_on_day": "26", "heard_on_month": "1", "heard_on_year": "2027", "present": "7", "interests": "None", "whip": "No", "reasons": "Heard.", "concerns": "Hours"}

    back = HearingForm({**said, "outcome": "REFER_BACK", "concerns": ""})
    none = HearingForm({**said, "outcome": "NO_ACTION"})

    assert (back.errors, none.is_valid()) == (
        {"concerns": ["Enter the concerns that the decision-maker must answer"]}, True,
    )  # fmt: skip
    assert none.cleaned_data["concerns"] == ()


def test_agenda_form_begins_with_the_first_lawful_meeting(client, settings):
    case = a_recommended_case()
    early, lawful = a_meeting(AFTER_TEAM + timedelta(days=2)), a_meeting(CABINET_AT + timedelta(days=60))
    set_clock(settings, AFTER_TEAM)
    duty = duty_for(case, "agenda.publish")
    sign_in(client, "proper-officer")

    form = client.get(f"/duties/{duty.pk}/").context["form"]

    labels = dict(form.fields["meeting"].choices)
    assert form["meeting"].value() == str(lawful.pk)
    assert labels[str(early.pk)].endswith(" (too early for this case)")
    assert not labels[str(lawful.pk)].endswith(")")


def test_team_form_without_a_meeting_begins_with_the_first_lawful_day(client):
    case = a_case()
    a_cleared_proposal(case)
    duty = duty_for(case, "ssmt.schedule")
    sign_in(client, "proper-officer")

    answer = client.get(f"/duties/{duty.pk}/")

    form = answer.context["form"]
    assert (form["meeting"].value(), form["on"].value()) == ("new", answer.context["reckoning"].next_working)


def test_conflicts_of_interest_end_with_one_full_stop():
    assert [sentence(words) for words in ("declared an interest and took no part.", "Spouse works there", "", None)] == [
        "Declared an interest and took no part.", "Spouse works there.", "", "",
    ]  # fmt: skip


def test_long_file_name_does_not_push_a_phones_page_sideways():
    css = Path(finders.find("ui/app.css")).read_text(encoding="utf-8")

    assert ".govuk-main-wrapper{overflow-wrap:break-word}" in css
    assert ".govuk-details__summary{overflow-wrap:anywhere}" in css


def test_printed_page_does_not_show_paths_over_its_words():
    css = Path(finders.find("ui/app.css")).read_text(encoding="utf-8")

    assert 'main a[href^="/"]::after{content:none !important}' in css


# --- the demonstration -----------------------------------------------------------------------------------------------


def test_clock_never_lands_before_the_moment_it_goes_to(settings):
    due = clock.now() + timedelta(days=1, microseconds=999_999)

    jump_to(moment=due, actor=actor("commissioner"), at=clock.now())

    assert clock.now() >= due


def test_next_date_of_one_case_leaves_the_others_out():
    first, second = a_case(), a_case(number=2)
    ask(first, "agenda.publish", "proper-officer", days=2)
    ask(second, "agenda.publish", "proper-officer", days=1)

    assert next_due(MORNING).words.endswith("in case 2026/002, with Head of democratic services")
    assert next_due(MORNING, first).words.endswith("in case 2026/001, with Head of democratic services")


def test_demonstration_names_on_the_case_page_who_can_go_on(client):
    ask(a_case(), "agenda.publish", "proper-officer", days=2)

    text = page(client, "commissioner", CASE)

    assert f'name="person" value="{person("proper-officer").pk}"' in text
    assert "Go to the next date of this case" in text


def test_nobody_is_offered_to_act_as_outside_the_demonstration(client, settings):
    ask(a_case(), "agenda.publish", "proper-officer", days=2)
    sign_in(client, "commissioner")
    session = client.session
    session["has_second_factor"] = person("commissioner").pk
    session.save()
    settings.DEMO_MODE = False

    text = client.get(CASE).content.decode()

    assert "you can go on as" not in text
    assert 'name="person"' not in text


def test_example_fills_what_is_empty_and_leaves_what_is_written(client):
    case = a_case()
    asks_for(case, open_pack_write)
    duty = open_duty(case, "pack.write", "analyst")
    sign_in(client, "analyst")
    client.post(f"/duties/{duty.pk}/evidence/about/", {"population": "Own words", "request_key": "k1"})

    client.post(f"/demo/example/{duty.pk}/")
    again = client.post(f"/demo/example/{duty.pk}/", follow=True)

    content = again.context["content"]
    assert content["population"] == "Own words"
    assert [len(content[name]) for name in ("sources", "indicators", "claims")] == [1, 1, 1]
    assert "No part is empty." in again.content.decode()


def test_example_makes_a_proposal_that_lacks_nothing(client):
    case = a_case()
    with ledger.recording():
        an_approved_pack(case)
    asks_for(case, open_proposal_write)
    duty = open_duty(case, "proposal.write")
    sign_in(client, "commissioner")

    answer = client.post(f"/demo/example/{duty.pk}/", follow=True)

    assert answer.context["gaps"] == []


def test_example_is_for_the_demonstration_and_for_who_has_the_draft(client, settings):
    case = a_case()
    asks_for(case, open_proposal_write)
    duty = open_duty(case, "proposal.write")
    sign_in(client, "analyst")
    stranger = client.post(f"/demo/example/{duty.pk}/").status_code
    sign_in(client, "commissioner")
    session = client.session
    session["has_second_factor"] = person("commissioner").pk
    session.save()
    settings.DEMO_MODE = False

    assert (stranger, client.post(f"/demo/example/{duty.pk}/").status_code) == (404, 404)


def test_demonstration_names_the_clerk_and_members_on_the_day_of_the_meeting(client, settings):
    item = a_cabinet_item(a_recommended_case())
    set_clock(settings, CABINET_AT - timedelta(hours=1))
    sign_in(client, "commissioner")

    stand_ins = client.get(CASE).context["stand_ins"]

    assert [(one.words, one.url) for one in stand_ins if one.url.startswith("/meetings/")] == [
        ("Open the meeting, record who is present", f"/meetings/{item.meeting_id}/live/"),
        *[("State interests for the meeting", f"/meetings/{item.meeting_id}/interests/")] * 3,
    ]


def test_demonstration_names_everybody_in_the_room_who_has_not_stated_interests(client, settings):
    item = a_cabinet_item(a_recommended_case())
    a_sitting(item.meeting, present=MEMBERS[:2])
    record_presence(item.meeting, dict.fromkeys(MEMBERS[2:7], "PRESENT") | {MEMBERS[7]: "APOLOGIES"})
    set_clock(settings, CABINET_AT)
    sign_in(client, "commissioner")

    stand_ins = client.get(CASE).context["stand_ins"]

    at_meeting = [one for one in stand_ins if one.url.startswith("/meetings/")]
    assert [one.words for one in at_meeting] == ["Run the meeting", *["State interests for the meeting"] * 5]
    assert [one.office.key for one in at_meeting[1:]] == list(MEMBERS[2:7])


def test_demonstration_names_councillors_who_have_not_signed_while_the_window_is_open(client, settings):
    case = a_published_record().case
    a_request(case)
    set_clock(settings, IN_WINDOW)
    sign_in(client, "commissioner")

    stand_ins = client.get(CASE).context["stand_ins"]

    callers = [one.person for one in stand_ins if one.url == f"{CASE}call-in/"]
    assert len(callers) == 5
    assert person(CALLERS[0]) not in callers
