"""E-101: the forms that need more than a careful guess, sent twice with what people really send: one act, one event.

The other forms are tried twice in `test_bad_input`, at their own stage of a walked case.
"""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from commissioning import ledger
from commissioning.models import AuditIndex, Case
from commissioning.services.evidence_packs import open_pack_write
from commissioning.services.proposals import open_proposal_write
from decisions.models import AgendaItem
from decisions.services.reconsiderations import open_reconsider_schedule
from tests.builders import MORNING, a_borough, a_case, person
from tests.builders import test_act as system_act
from tests.builders_pages import Page, refusal_of, rows
from tests.builders_s1 import an_approved_pack, fill_pack, fill_proposal, open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting, a_notice, a_notice_duty, set_clock, sign_in
from tests.builders_s3 import (
    CABINET_AT,
    LATER,
    MEMBERS,
    a_cabinet_item,
    a_decided_case,
    a_hold,
    a_recommended_case,
    a_sitting,
    call_vote,
    give_vote,
)
from tests.decisions.services.test_meetings import AFTER_TEAM, CABINET, TEAM, a_new, duty_for, schedule, state
from tests.workflows.views.test_cabinet import live, outcome
from tests.workflows.views.test_cases_open import URL as NEW_CASE
from tests.workflows.views.test_cases_open import stated
from tests.workflows.views.test_key_decision_notices import filled
from tests.workflows.views.test_meetings import NEW, on
from tests.workflows.views.test_proposals import finance as finances

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
GUESS = "The team recommends"  # what builders_pages puts into an empty box
Sent = tuple[str, str, dict]  # who, to which address, what


def evidence() -> Case:
    case = a_case()
    with ledger.recording():
        open_pack_write(case=case, act=system_act())
        fill_pack(case)
    return case


def draft() -> Case:
    case = a_case()
    with ledger.recording():
        an_approved_pack(case)
        open_proposal_write(case=case, act=system_act())
        fill_proposal(case)
    return case


def as_it_stands(who: str, url: str) -> Sent:
    """The page sent back with everything that it shows, without its empty rows."""
    data = Page("", url, person(who), person("auditor")).filled(MORNING)
    kept = {name: data[name.replace("TOTAL", "INITIAL")] for name in data if name.endswith("-TOTAL_FORMS")}
    return who, url, data | kept


def one_word_more(sent: Sent) -> Sent:
    """The same with a word added to its longest text, saved on top of the first revision."""
    who, url, data = sent
    said = {name: value for name, value in data.items() if isinstance(value, str) and not value.startswith(GUESS)}
    longest = max(said, key=lambda name: len(said[name]))
    return who, url, data | {longest: f"{data[longest]} More.", "revision": "1"}


def item_in_session() -> AgendaItem:
    item = a_cabinet_item(a_recommended_case())
    a_sitting(item.meeting, present=MEMBERS)
    return item


def new_case() -> Sent:
    return "commissioner", NEW_CASE, stated(confirmed="yes")


def part(code: str) -> Callable[[], Sent]:
    return lambda: one_word_more(
        as_it_stands("analyst", f"/duties/{open_duty(evidence(), 'pack.write', 'analyst').pk}/evidence/{code}/")
    )


def pack() -> Sent:
    return "analyst", f"/duties/{open_duty(evidence(), 'pack.write', 'analyst').pk}/", {"peer": person("peer").pk}


def section(slug: str) -> Callable[[], Sent]:
    return lambda: one_word_more(
        as_it_stands("commissioner", f"/duties/{open_duty(draft(), 'proposal.write').pk}/{slug}/")
    )


def finance() -> Sent:
    return "commissioner", f"/duties/{open_duty(draft(), 'proposal.write').pk}/finance/", finances(revision="1")


def proposal() -> Sent:
    return "commissioner", f"/duties/{open_duty(draft(), 'proposal.write').pk}/", {}


def notice() -> Sent:
    url = f"/duties/{a_notice_duty(a_case()).pk}/"
    client = Client()
    sign_in(client, "proper-officer")
    return "proper-officer", url, filled(client.get(url), why_key="Over £500,000.")


def team_meeting() -> Sent:
    case = a_case()
    a_cleared_proposal(case)
    return "proper-officer", f"/duties/{duty_for(case, 'ssmt.schedule').pk}/", NEW | on(date(2026, 12, 7))


def agenda() -> Sent:
    case = a_case()
    a_cleared_proposal(case)
    a_notice(case)
    state(case, schedule(case, new=a_new(TEAM, "ssmt")))
    meeting = a_meeting(CABINET)
    return "proper-officer", f"/duties/{duty_for(case, 'agenda.publish').pk}/", {"meeting": meeting.pk, "whole": "on"}


def attendance() -> Sent:
    item = a_cabinet_item(a_recommended_case())
    a_sitting(item.meeting, present=())
    who, url, data = as_it_stands("proper-officer", live(item))
    return who, url, {name: value or "PRESENT" for name, value in data.items()} | {"step": "attendance"}


def interests() -> Sent:
    item = a_cabinet_item(a_recommended_case())
    return "cm-jobs", f"/meetings/{item.meeting_id}/interests/", {f"kind_{item.pk}": "NONE", f"read_{item.pk}": "on"}


def closing_of_a_vote() -> Sent:
    case = item_in_session().case
    call_vote(case)
    give_vote(case, "leader", "FOR")
    return "leader", f"/duties/{open_duty(case, 'item.outcome').pk}/vote/close/", {}


def item_outcome() -> Sent:
    return "leader", f"/duties/{open_duty(item_in_session().case, 'item.outcome').pk}/", outcome()


def minute() -> Sent:
    url = f"/duties/{open_duty(item_in_session().case, 'item.outcome').pk}/minute/"
    return "deputy-proper-officer", url, outcome()


def bringing_back() -> Sent:
    case = a_decided_case()
    a_hold(case, "The savings are not shown.")
    with ledger.recording():
        open_reconsider_schedule(case=case, act=system_act(CABINET_AT))
    meeting = a_meeting(LATER, at=CABINET_AT)
    return "proper-officer", f"/duties/{open_duty(case, 'reconsider.schedule').pk}/", {"meeting": meeting.pk}


FORMS = [
    ("case.open", MORNING, new_case),
    *(("pack.write", MORNING, part(code)) for code in ("about", "S1", "I1", "C1")),
    ("pack.submit", MORNING, pack),
    *(("proposal.write", MORNING, section(slug)) for slug in ("summary", "recommendations", "options", "risks", "principles")),
    ("proposal.write", MORNING, finance),
    ("proposal.submit", MORNING, proposal),
    ("notice.publish", MORNING, notice),
    ("ssmt.schedule", MORNING, team_meeting),
    ("agenda.publish", AFTER_TEAM, agenda),
    ("attendance.record", CABINET_AT, attendance),
    ("interest.declare", CABINET_AT, interests),
    ("vote.close", CABINET_AT, closing_of_a_vote),
    ("decision.made", CABINET_AT, item_outcome),
    ("decision.made", CABINET_AT, minute),
    ("reconsider.schedule", CABINET_AT, bringing_back),
]


def events() -> list[str]:
    return list(AuditIndex.objects.exclude(n=None).order_by("seq").values_list("kind", flat=True))


@pytest.mark.parametrize(("kind", "at", "form"), FORMS)
def test_e101_a_form_sent_twice_is_one_act(client, settings, kind, at, form):
    a_borough()
    set_clock(settings, at)
    who, url, data = form()
    sign_in(client, who)
    before, data = events(), {**data, "request_key": uuid.uuid4().hex}

    first = client.post(url, data)
    assert first.status_code == 302, refusal_of(first)
    done, stored = events()[len(before) :], rows()
    again = client.post(url, data)

    assert done == [kind]
    assert (again.status_code in (200, 302), rows()) == (True, stored)
    assert not (again.context and again.context.get("refusal"))
