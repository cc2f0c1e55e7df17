"""A call-in that scrutiny does not hear in time: what follows is the constitution's rule, on the real chart."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied

from commissioning.models import AuditIndex, Case, ConstitutionVersion, Duty, OutgoingMail
from decisions.models import Hold
from scrutiny.models import CallIn
from scrutiny.services.call_in_rulings import rule_on_call_in
from scrutiny.services.call_ins import request_call_in, sign_call_in, starts_chart
from scrutiny.services.hearings import miss_hearing
from tests.builders import CONSTITUTION, MORNING, a_borough, actor
from tests.builders import test_act as system_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import CALLERS, CONSULTED, IN_WINDOW, a_published_record, grounds
from workflows import desk
from workflows.flows.call_in import CallInFlow
from workflows.services.notifications import notify
from workflows.services.tick import follow_missed_hearings, tick

pytestmark = pytest.mark.django_db
DUE = datetime(2027, 1, 29, 0, 0, tzinfo=UTC)  # ten working days after Thursday 14 January 2027


@pytest.fixture(scope="module")
def built_case(module_database):
    """A call-in ruled valid and waiting to be heard."""
    a_borough()
    case = a_published_record().case
    first = {"resolutions": [1], "grounds": grounds(case), "alternative": "Ask carers first."}
    for number, caller in enumerate(CALLERS):
        service, given = (sign_call_in, {}) if number else (request_call_in, first)
        desk.act(case, service, by=actor(caller), start=chart, at=IN_WINDOW, **given)
    words = {"valid": True, "reasons": "It names a ground.", "consulted": CONSULTED}
    duty = open_duty(case, "call_in.rule").pk
    desk.act(case, rule_on_call_in, by=actor("monitoring-officer"), duty=duty, at=IN_WINDOW, **words)
    return case


@pytest.fixture
def case(built_case, db):
    return deepcopy(built_case)


def chart(call_in: CallIn) -> type | None:
    return CallInFlow if starts_chart(call_in) else None


def takes_effect(case: Case) -> Case:
    text = CONSTITUTION.read_text().replace('if_missed = { value = "STAYS_HELD"', 'if_missed = { value = "TAKES_EFFECT"')
    case.constitution = ConstitutionVersion.create_as(
        system_act(), key="lammas-vale", version="takes effect", effective_from=date(2026, 1, 1), text=text,
        sha256=sha256(text.encode()).hexdigest(), loaded_at=MORNING,
    )  # fmt: skip
    return case.save_as(system_act(), update_fields=["constitution"])


def test_missed_hearing_releases_the_decision_where_the_constitution_says_so(case):
    takes_effect(case)

    early, late = tick(DUE - timedelta(seconds=1), exact=True), tick(DUE, exact=True)

    call_in = CallIn.objects.get()
    assert (early, late, call_in.outcome, call_in.closed_at) == (0, 1, "NOT_HEARD", DUE)
    assert (Hold.objects.get().lifted_because, Duty.objects.get(kind="call_in.hear").result) == (
        "Not heard in time",
        "NOT_HEARD",
    )


def test_missed_hearing_keeps_the_hold_where_the_constitution_says_so_and_is_said_once(case):
    followed = [tick(DUE, exact=True), tick(DUE + timedelta(days=1))]

    assert (followed, Hold.objects.get().lifted_at) == ([1, 0], None)
    assert open_duty(case, "call_in.hear").is_open
    assert AuditIndex.objects.filter(kind="call_in.missed").count() == 1


def test_nobody_but_the_clock_says_that_a_hearing_was_missed(case):
    with pytest.raises(PermissionDenied):
        miss_hearing(case=case, actor=actor("scrutiny-chair"), at=DUE)


def test_hearings_of_other_cases_wait_when_one_case_is_walked(case):
    assert follow_missed_hearings(DUE, cases=[case.pk + 1]) == 0


def test_chair_is_warned_twice_before_the_decision_takes_effect(case):
    takes_effect(case)
    for days in (4, 3, 2, 1):
        notify(DUE - timedelta(days=days))

    warnings = OutgoingMail.objects.filter(key__startswith="warning").order_by("key")
    assert [mail.key.split("/")[0] for mail in warnings] == ["warning-1", "warning-3"]
    assert "the call-in ends and the decision takes effect" in warnings[0].body


def test_nobody_is_warned_where_the_decision_stays_on_hold(case):
    notify(DUE - timedelta(days=1))

    assert not OutgoingMail.objects.filter(key__startswith="warning").exists()


def test_hearing_page_and_public_page_say_what_follows(case, client, settings):
    set_clock(settings, DUE - timedelta(days=1))
    sign_in(client, "scrutiny-chair")
    before = client.get(f"/duties/{open_duty(case, 'call_in.hear').pk}/").content.decode()
    takes_effect(case)
    changed = client.get(f"/duties/{open_duty(case, 'call_in.hear').pk}/").content.decode()
    tick(DUE, exact=True)

    after = client.get("/register/2026/001/").content.decode()

    assert "the decision stays on hold until the committee has met" in before
    assert "the decision takes effect, and this call-in ends" in changed
    assert "The committee did not hear it in the time that the constitution sets" in after
    assert "Call-in not heard in time" in after
