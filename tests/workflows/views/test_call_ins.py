"""Pages of call-in: asking for one, signing, the ruling, the hearing; what the forms refuse."""

from copy import deepcopy
from datetime import timedelta

import pytest

from commissioning import ledger
from scrutiny.forms.call_ins import CallInForm, HearingForm, RulingForm
from scrutiny.forms.reports import ReportForm
from scrutiny.models import CallIn
from scrutiny.services.call_in_rulings import open_call_in_rule
from tests.builders import a_borough, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import (
    IN_WINDOW,
    a_published_record,
    a_received_call_in,
    a_request,
    constitution_grounds,
)

pytestmark = pytest.mark.django_db
PATH = "/cases/2026/001/call-in/"
HEARD_ON = {"heard_on_day": "26", "heard_on_month": "1", "heard_on_year": "2027"}


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_published_record().case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, IN_WINDOW)
    return deepcopy(built_case)


def request_of(case, **changes) -> dict:
    data = {
        "resolutions": ["1"],
        "grounds": [constitution_grounds(case)[0]],
        "particulars": "Carers were not asked about the new hours.",
        "alternative": "Ask carers first, then decide.",
        "request_key": "k1",
    }
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def test_request_is_written_and_signed_once(client, case):
    sign_in(client, "scrutiny-5")

    first, again = client.post(PATH, request_of(case)), client.post(PATH, request_of(case))

    assert (first.status_code, again.status_code) == (302, 302)
    assert CallIn.objects.get().signatures.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"resolutions": None}, "resolutions"),
        ({"resolutions": ["99"]}, "resolutions"),
        ({"resolutions": ["one"]}, "resolutions"),
        ({"grounds": None}, "grounds"),
        ({"grounds": ["Because"]}, "grounds"),
        ({"particulars": ""}, "particulars"),
        ({"particulars": "x" * 4001}, "particulars"),
        ({"alternative": ""}, "alternative"),
    ],
)
def test_request_with_a_gap_is_shown_again_and_nothing_is_stored(client, case, changes, field):
    sign_in(client, "scrutiny-5")

    page = client.post(PATH, request_of(case, **changes))

    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert CallIn.objects.count() == 0


def test_late_request_is_refused_with_the_words_kept(client, case, settings):
    set_clock(settings, IN_WINDOW + timedelta(days=30))
    sign_in(client, "scrutiny-5")

    page = client.post(PATH, request_of(case))

    assert page.status_code == 200
    assert page.context["refusal"] is not None
    assert CallIn.objects.count() == 0


def test_cabinet_member_does_not_find_the_page(client, case):
    sign_in(client, "cm-adults")

    assert client.get(PATH).status_code == 404


def test_second_signature_joins_the_open_request(client, case):
    a_request(case)
    sign_in(client, "scrutiny-6")

    page = client.post(PATH, {"sign": "1", "request_key": "k2"})

    assert (page.status_code, CallIn.objects.get().signatures.count()) == (302, 2)


def test_ruling_without_reasons_is_shown_again(client, case):
    a_received_call_in(case)
    with ledger.recording():
        open_call_in_rule(case=case, act=test_act(IN_WINDOW))
    sign_in(client, "monitoring-officer")

    page = client.post(f"/duties/{open_duty(case, 'call_in.rule').pk}/", {"valid": "no", "reasons": "", "consulted": "", "left_out": "AS_WRITTEN"})

    assert list(page.context["form"].errors) == ["reasons", "consulted"]
    assert CallIn.objects.get().ruled_at is None


def test_another_office_does_not_find_the_ruling(client, case):
    a_received_call_in(case)
    with ledger.recording():
        open_call_in_rule(case=case, act=test_act(IN_WINDOW))
    sign_in(client, "legal")

    assert client.get(f"/duties/{open_duty(case, 'call_in.rule').pk}/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"valid": "perhaps"}, ["valid"]),
        ({"valid": ""}, ["valid"]),
        ({"reasons": "x" * 4001}, ["reasons"]),
        ({"left_out": ""}, ["left_out"]),
        ({"public_words": "Carers were asked."}, ["left_out"]),
        ({"public_words": "Carers  were\r\nnot asked."}, []),
        ({"left_out": "PERSON", "public_words": "[words left out]"}, []),
    ],
)
def test_ruling_form_says_what_is_missing(changes, fields):
    form = RulingForm(
        {"valid": "no", "reasons": "Too late.", "left_out": "AS_WRITTEN", **changes}, original="Carers were not asked."
    )

    assert list(form.errors) == fields


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"heard_on_day": ""}, ["heard_on"]),
        ({"present": ""}, ["present"]),
        ({"present": "seven"}, ["present"]),
        ({"present": "-1"}, ["present"]),
        ({"outcome": "MAYBE"}, ["outcome"]),
        ({"outcome": "REFER_BACK"}, ["concerns"]),
        ({"outcome": "RECOMMENDATIONS_WITHOUT_REFERRAL"}, ["recommendations"]),
        ({"outcome": "REFER_BACK", "concerns": "Hours\n\nCost"}, []),
        ({"reasons": ""}, ["reasons"]),
        ({"interests": ""}, ["interests"]),
        ({"whip": ""}, ["whip"]),
    ],
)
def test_hearing_form_says_what_is_missing(changes, fields):
    data = {**HEARD_ON, "present": "7", "interests": "None", "whip": "No", "outcome": "NO_ACTION", "reasons": "Heard.", "concerns": ""}

    form = HearingForm({**data, **changes})

    assert list(form.errors) == fields


def test_hearing_form_offers_the_outcomes_of_the_constitution_and_no_other():
    known = HearingForm(outcomes=("NO_ACTION", "RECOMMENDATIONS_WITHOUT_REFERRAL"))

    said = {**HEARD_ON, "present": "7", "interests": "None", "whip": "No", "outcome": "NO_ACTION", "reasons": "Heard."}
    bound = HearingForm(said, outcomes=("NO_ACTION", "REFER_BACK"))

    assert [value for value, _ in known.fields["outcome"].choices] == ["NO_ACTION", "RECOMMENDATIONS_WITHOUT_REFERRAL"]
    assert ("outside_framework" in known.fields, bound.is_valid(), "full council" in str(bound)) == (False, True, False)


def test_request_form_asks_for_an_alternative_only_where_the_constitution_does():
    said = {"resolutions": ["1"], "grounds": ["Openness"], "particulars": "Nobody was told.", "alternative": ""}
    offered = {"resolutions": [(1, "1. Buy it")], "grounds": ["Openness"]}

    asked = CallInForm(said, **offered)
    not_asked = CallInForm(said, **offered, needs_alternative=False)

    assert (list(asked.errors), not_asked.is_valid()) == (["alternative"], True)


def test_hearing_concerns_are_one_on_each_line():
    form = HearingForm({
        **HEARD_ON, "present": "7", "interests": "None", "whip": "No", "outcome": "REFER_BACK", "reasons": "Heard.",
        "concerns": " Hours \n\nCost",
    })  # fmt: skip

    assert form.is_valid()
    assert form.cleaned_data["concerns"] == ("Hours", "Cost")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"considered_on_day": "31", "considered_on_month": "2"}, ["considered_on"]),
        ({"considered_on_year": ""}, ["considered_on"]),
        ({"summary": ""}, ["summary"]),
        ({"summary": "x" * 6001}, ["summary"]),
        ({"recommendations": "x" * 8001}, ["recommendations"]),
    ],
)
def test_report_form_says_what_is_missing(changes, fields):
    data = {
        "considered_on_day": "10", "considered_on_month": "3", "considered_on_year": "2027",
        "summary": "The committee looked at the first months.", "recommendations": "",
    }  # fmt: skip

    form = ReportForm({**data, **changes})

    assert list(form.errors) == fields
