"""The pages on which one person leaves a reconsideration, and on which it is brought to somebody else; and their chart."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest

from commissioning import ledger
from decisions.models import AgendaItem, Decision, Hold, Interest, Reconsideration
from decisions.services.reconsiderations import (
    open_reconsider_decide,
    open_reconsider_schedule,
    reconsider,
    schedule_reconsideration,
)
from decisions.services.reconsiderations_left import leave_reconsideration
from decisions.services.records import certify_record
from scrutiny.services.call_in_rulings import rule_on_call_in
from scrutiny.services.call_ins import request_call_in, sign_call_in, starts_chart
from scrutiny.services.hearings import record_hearing
from tests.builders import a_borough, a_case, actor, office, person, test_act
from tests.builders_officers import decided_alone, line
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting, set_clock, sign_in
from tests.builders_s3 import (
    AGREED,
    CABINET_AT,
    LATER,
    a_hold,
    a_member_item,
    a_sitting,
    bring_back,
    decide_alone,
)
from tests.builders_s5 import CALLERS, CONSULTED, IN_WINDOW, a_published_record, grounds
from workflows import desk
from workflows.flows.call_in import CallInFlow
from workflows.models import CallInProcess

pytestmark = pytest.mark.django_db
BACK_AT = CABINET_AT + timedelta(days=7)
HEARD_AT = datetime(2027, 1, 26, 19, 0, tzinfo=UTC)
LEFT = {"interest": "DPI", "nature": "I have bought shares in the provider.", "reasons": "I have an interest.", "request_key": "p1"}
ANSWER = {
    "result": "CONFIRMED", "answer_1": "See the finance section.", "mode": "AGREED", "text": "", "resolutions": "",
    "reasons": "It meets the need.", "alternatives": "None, because it is urgent.",
}  # fmt: skip


def comes_back(case):
    a_hold(case, "The savings are not shown.")
    with ledger.recording():
        open_reconsider_decide(case=case, act=test_act(BACK_AT))
    return case


@pytest.fixture(scope="module")
def built_cases(module_database):
    a_borough()
    members, councils = decided_alone()
    return comes_back(members), comes_back(councils)


@pytest.fixture
def case(built_cases, db, settings):
    set_clock(settings, BACK_AT)
    return deepcopy(built_cases[0])


@pytest.fixture
def councils(built_cases, db, settings):
    set_clock(settings, BACK_AT)
    return deepcopy(built_cases[1])


def page_of(case, kind="reconsider.decide") -> str:
    return f"/duties/{open_duty(case, kind).pk}/"


def is_left(case) -> None:
    with ledger.recording():
        open_reconsider_schedule(case=case, act=test_act(BACK_AT))


def test_member_finds_the_way_on_leaves_it_once_and_the_duty_is_done(client, case):
    sign_in(client, "cm-adults")
    url = page_of(case)
    barred = client.post(url, ANSWER | {"interest": "DPI", "nature": "Shares.", "request_key": "r1"})
    asked = client.get(f"{url}pass/").content.decode()

    done = client.post(f"{url}pass/", LEFT)
    again = client.post(f"{url}pass/", LEFT)
    other = client.post(f"{url}pass/", LEFT | {"request_key": "p2"})

    assert (barred.context["refusal"].code, [way.url for way in barred.context["ways"]]) == ("interest.single_member", [f"{url}pass/"])
    assert "Pass the reconsideration to the Cabinet" in asked
    assert "Why should the Cabinet reconsider it?" in asked
    assert (done.status_code, again.status_code, other.status_code) == (302, 302, 200)
    assert (Interest.objects.filter(kind="DPI").count(), Decision.objects.filter(case=case).count()) == (1, 1)


def test_page_to_leave_it_is_the_deciders_alone_and_no_meeting_has_one(client, case):
    url = f"{page_of(case)}pass/"
    sign_in(client, "cm-jobs")
    another = client.get(url).status_code
    sign_in(client, "cm-adults")
    own = client.get(url).status_code
    client.post(url, LEFT)
    is_left(case)
    bring_back(case, at=BACK_AT)
    sign_in(client, "leader")

    assert (another, own) == (404, 200)
    assert client.get(f"{page_of(case)}pass/").status_code == 404


def test_proper_officer_brings_it_to_the_cabinet_or_to_the_member_whom_the_leader_names(client, case):
    sign_in(client, "cm-adults")
    client.post(f"{page_of(case)}pass/", LEFT)
    is_left(case)
    sign_in(client, "proper-officer")
    url = page_of(case, "reconsider.schedule")
    empty = client.get(url).content.decode()
    meeting = a_meeting(LATER, at=BACK_AT)

    page = client.get(url)
    wrong = client.post(url, {"meeting": f"office:{office('cm-housing').pk}", "request_key": "b1"})
    done = client.post(url, {"meeting": str(meeting.pk), "request_key": "b2"})

    assert "left the reconsideration to the Cabinet on 18 January 2027 because of an interest." in empty
    assert "No meeting is called yet" in empty
    assert [value for value, _ in page.context["form"].fields["meeting"].choices] == [str(meeting.pk)]
    assert (list(wrong.context["form"].errors), done.status_code) == (["meeting"], 302)
    assert AgendaItem.objects.get(case=case, kind="RECONSIDERATION", ended_at=None).meeting == meeting


def test_officer_leaves_it_and_another_officer_whom_the_scheme_names_is_asked_and_answers(client, councils):
    url = page_of(councils)
    sign_in(client, "director")
    asked = client.get(f"{url}pass/").content.decode()
    client.post(f"{url}pass/", LEFT | {"interest": "OFFICER_S117"})
    is_left(councils)
    sign_in(client, "proper-officer")
    bring = page_of(councils, "reconsider.schedule")
    nobody = client.get(bring).content.decode()
    line("s151", executive=False)
    chosen = client.post(bring, {"meeting": f"office:{office('s151').pk}", "request_key": "b1"}, follow=True)
    with ledger.recording():
        open_reconsider_decide(case=councils, act=test_act(BACK_AT))
    sign_in(client, "s151")
    page = client.get(page_of(councils)).content.decode()
    done = client.post(page_of(councils), ANSWER | {"interest": "NONE", "nature": "", "request_key": "r1"})

    assert "Leave the reconsideration to somebody else" in asked
    assert "The scheme names no other officer" in nobody
    assert f"{office('s151').title} is asked to reconsider the decision." in chosen.content.decode()
    assert "left the reconsideration to somebody else on 18 January 2027 because of an interest." in page
    assert (done.status_code, Reconsideration.objects.get().decision.made_by) == (302, person("s151"))


# --- on the real chart ------------------------------------------------------------------------------------------


def chart(call_in) -> type | None:
    return CallInFlow if starts_chart(call_in) else None


def do(case, service, by: str, kind: str = "", *, at=BACK_AT, **given):
    duty = {"duty": open_duty(case, kind).pk} if kind else {}
    outcome = desk.act(case, service, by=actor(by), at=at, **duty, **given)
    assert outcome.refusal is None, outcome.refusal
    return outcome.result


def called_in(case):
    """Published, called in, ruled valid and referred back."""
    a_published_record(case)
    first = {"resolutions": [1], "grounds": grounds(case), "alternative": "Ask carers first."}
    for number, caller in enumerate(CALLERS):
        service, given = (sign_call_in, {}) if number else (request_call_in, first)
        do(case, service, caller, at=IN_WINDOW, start=chart, **given)
    do(case, rule_on_call_in, "monitoring-officer", "call_in.rule", at=IN_WINDOW, valid=True, reasons="It names a ground.", consulted=CONSULTED)
    do(
        case, record_hearing, "scrutiny-chair", "call_in.hear", at=HEARD_AT, heard_on=HEARD_AT.date(), present=7, interests="None declared.", whip="No",
        outcome="REFER_BACK", reasons="The committee heard both sides.", concerns=["The savings are not shown."],
    )  # fmt: skip


def waits(case) -> list[str]:
    return sorted(case.duties.filter(closed_at=None, kind__startswith="reconsider.").values_list("kind", flat=True))


def test_chart_goes_back_until_somebody_answers_and_then_lifts_the_hold(built_cases, db):
    case = a_case(track="MEMBER_NON_KEY", number=5)
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    decide_alone(case)
    called_in(case)
    stages = [waits(case)]

    do(case, leave_reconsideration, "cm-adults", "reconsider.decide", at=HEARD_AT, **{k: v for k, v in LEFT.items() if k != "request_key"})
    stages.append(waits(case))
    meeting = a_meeting(LATER, at=HEARD_AT)
    do(case, schedule_reconsideration, "proper-officer", "reconsider.schedule", at=HEARD_AT, meeting=meeting)
    stages.append(waits(case))
    a_sitting(meeting, at=LATER)
    words = {"result": "CONFIRMED", "answers": ["See the finance section."], "words": AGREED}
    do(case, reconsider, "leader", "reconsider.decide", at=LATER, **words)
    held = Hold.objects.get(case=case).lifted_at
    do(case, certify_record, "deputy-proper-officer", "record.certify", at=LATER + timedelta(hours=16), conflicts_settled=True, hops_notes={0: "None was granted."})

    assert stages == [["reconsider.decide"], ["reconsider.schedule"], ["reconsider.decide"]]
    assert (held, Hold.objects.get(case=case).lifted_because != "") == (None, True)
    assert CallInProcess.objects.get(flow_class=CallInFlow).status == "DONE"


def test_page_of_a_key_decision_that_was_left_says_that_only_a_notice_of_their_own_lets_the_cabinet_amend_it(client, case, settings):
    case.track = "COUNCIL_KEY"
    case.save_as(test_act(BACK_AT), update_fields=["track"])
    sign_in(client, "cm-adults")
    told = "It is a key decision, and somebody else made it."
    own = client.get(page_of(case)).content.decode()
    client.post(f"{page_of(case)}pass/", LEFT)
    is_left(case)
    item = bring_back(case, at=BACK_AT)
    with ledger.recording():
        open_reconsider_decide(case=case, act=test_act(BACK_AT))
    a_sitting(item.meeting, at=LATER)
    set_clock(settings, LATER)
    sign_in(client, "leader")

    page = client.get(page_of(case)).content.decode()
    refused = client.post(page_of(case), ANSWER | {"result": "AMENDED", "resolutions": "Buy less.", "request_key": "a1"})

    assert told not in own
    assert f"{told} To confirm or to rescind it, the notice of then is enough. It is amended only if a notice names Cabinet" in page
    assert (refused.status_code, refused.context["refusal"].code) == (200, "notice.none")
    assert [way.label.split(";")[0] for way in refused.context["ways"]] == ["Confirm the decision as it was made", "Rescind it"]
