"""Clearances: asked of four offices at once, given on exactly one text, stale with the next."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.acts import Actor
from commissioning.models import AuditIndex, Case, ConstitutionVersion, Duty, Involvement
from commissioning.rules.refusals import Refusal
from commissioning.selectors.proposals import current_version
from decisions.models import ClearanceResult
from decisions.selectors.clearances import all_clear, changes_since, last_answer, sheet
from decisions.services.clearances import clear, let_lapse
from tests.builders import CONSTITUTION, MORNING, a_borough, a_case, actor, appoint, office, person
from tests.builders import test_act as system_act
from tests.builders_s1 import a_submitted_proposal, open_duty
from tests.builders_s2 import CLEARERS, a_second_version, ask_for_clearances, give_clearance, set_clock
from workflows.services.clearances import lapse_silent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


def in_clearance():
    a_borough()
    case = a_case()
    a_submitted_proposal(case)
    ask_for_clearances(case)
    return case


def kinds(case) -> list[str]:
    return list(AuditIndex.objects.filter(case_id=case.pk).order_by("seq", "pk").values_list("kind", flat=True))


def answer(case, key: str, **changes: object) -> ClearanceResult:
    values = {"read": current_version(case).content_hash, "result": "CLEARED", "text": ""} | changes
    with ledger.recording():
        return clear(duty=open_duty(case, "clearance.give", key), actor=actor(key), at=MORNING, **values)


def test_open_clearances_asks_every_role_of_the_track_with_five_working_days():
    case = in_clearance()

    duties = Duty.objects.filter(case=case, kind="clearance.give").order_by("pk")

    assert [(d.office.key, d.due_on, d.round) for d in duties] == [(key, date(2026, 11, 30), 1) for key in CLEARERS]


def test_clear_keeps_answer_closes_duty_and_makes_a_clearer():
    case = in_clearance()

    given = answer(case, "s151")

    version = current_version(case)
    duty = Duty.objects.get(case=case, kind="clearance.give", office__key="s151")
    row = duty.history.order_by("-history_id").first()
    assert (given.version, given.role, given.result, given.given_by) == (
        version, "CHIEF_FINANCE_OFFICER", "CLEARED", person("s151"),
    )  # fmt: skip
    assert (duty.result, duty.closed_by, row.history_office) == ("CLEARED", person("s151"), "Section 151 officer")
    assert Involvement.objects.filter(case=case, person=person("s151"), part="clearer").count() == 1


@pytest.mark.parametrize(
    ("result", "text"), [("CLEARED_WITH_COMMENTS", ""), ("QUERY", " "), ("REFUSED", "")]
)
def test_clear_without_words_is_refused_and_leaves_nothing(result, text):
    case = in_clearance()

    with pytest.raises(Refusal) as refusal:
        answer(case, "legal", result=result, text=text)

    assert refusal.value.code == "clearance.no_text"
    assert ClearanceResult.objects.count() == 0
    assert open_duty(case, "clearance.give", "legal").is_open


def test_clear_on_a_text_that_has_changed_is_refused():
    case = in_clearance()

    with pytest.raises(Refusal) as refusal:
        answer(case, "legal", read="0" * 64)

    assert (refusal.value.code, ClearanceResult.objects.count()) == ("clearance.stale", 0)


def test_clear_twice_is_refused():
    case = in_clearance()
    duty = open_duty(case, "clearance.give", "legal")
    answer(case, "legal")
    duty.refresh_from_db()

    with pytest.raises(Refusal) as refusal, ledger.recording():
        clear(duty=duty, read=current_version(case).content_hash, result="CLEARED", actor=actor("legal"), at=MORNING)

    assert refusal.value.code == "clearance.closed"


def test_nobody_clears_what_they_wrote():
    case = in_clearance()
    appoint(person("commissioner"), office("legal"), deputy=True)

    with pytest.raises(PermissionDenied, match="Nobody clears what they wrote"):
        give_clearance(case, "legal", by="commissioner")


def test_deputy_clears_in_the_same_office():
    case = in_clearance()

    given = give_clearance(case, "s151", by="deputy-s151")

    duty = Duty.objects.get(pk=given.duty_id)
    assert (given.office.key, duty.history.order_by("-history_id").first().history_capacity) == ("s151", "deputy")


def test_chief_finance_officer_leaves_own_budget_to_the_deputy():
    case = in_clearance()
    case.sponsor = office("s151").body

    duty = open_duty(case, "clearance.give", "s151")
    with pytest.raises(Refusal) as refusal, ledger.recording():
        clear(duty=duty, read=current_version(case).content_hash, result="CLEARED", actor=actor("s151"), at=MORNING)

    assert refusal.value.code == "clearance.own_budget"


def test_somebody_from_another_office_is_turned_away():
    case = in_clearance()

    with pytest.raises(PermissionDenied):
        give_clearance(case, "legal", by="equality")


def test_all_clear_needs_every_role():
    case = in_clearance()
    before = all_clear(case)
    for key in CLEARERS[:3]:
        give_clearance(case, key)
    nearly = all_clear(case)

    give_clearance(case, CLEARERS[3], result="CLEARED_WITH_COMMENTS", text="With the wording of the summary improved.")

    assert (before, nearly, all_clear(case)) == (False, False, True)


def test_question_stops_the_proposal_and_names_who_asked():
    case = in_clearance()
    for key in CLEARERS[:3]:
        give_clearance(case, key)

    give_clearance(case, CLEARERS[3], result="QUERY", text="Why three years?")

    assert (all_clear(case), sheet(case).why) == (False, "The lead member has a question.")


def test_new_version_makes_clearances_stale_and_shows_what_changed():
    case = in_clearance()
    for key in CLEARERS:
        give_clearance(case, key)

    second = a_second_version(case)
    ask_for_clearances(case)

    duty = open_duty(case, "clearance.give", "s151")
    earlier = last_answer(duty)
    changed = changes_since(earlier, second)
    assert [standing.state for standing in sheet(case).standings] == ["STALE"] * 4
    assert all_clear(case) is False
    assert [change.title for change in changed] == ["Costs by year", "Who pays"]


def test_clearance_events_carry_the_answer():
    case = in_clearance()

    answer(case, "equality", result="REFUSED", text="The analysis leaves out carers.")

    assert kinds(case)[-1] == "clearance.refuse"


TRIGGERED = """
[[clearances]]
function = "LEGAL"
office = "MONITORING_OFFICER"
trigger = "KEY"
within = { basis = "WORK_AFTER", n = 3 }
silence = "NEVER"
paragraph = "Part 4G, paragraph 4.5"

[[clearances]]
function = "CLIMATE"
office = "LEADER"
trigger = "CARBON"
within = { basis = "WORK_AFTER", n = 3 }
silence = "NEVER"
paragraph = "Part 4G, paragraph 4.6"
"""


def test_constitution_adds_a_clearance_for_what_the_proposal_says_and_the_case_waits_for_it():
    a_borough()
    case = a_case()
    text = CONSTITUTION.read_text() + TRIGGERED
    case.constitution = ConstitutionVersion.create_as(
        system_act(), key="lammas-vale", version="2026-b", effective_from=date(2026, 2, 1), text=text,
        sha256=sha256(text.encode()).hexdigest(), loaded_at=MORNING,
    )  # fmt: skip
    case.save_as(system_act(), update_fields=["constitution"])
    a_submitted_proposal(case)
    ask_for_clearances(case)

    asked = {duty.office.key: duty.due_on for duty in Duty.objects.filter(case=case, kind="clearance.give")}
    for key in CLEARERS:
        give_clearance(case, key)
    waits = all_clear(case)
    for key in ("monitoring-officer", "leader"):
        give_clearance(case, key)

    assert set(asked) == {*CLEARERS, "monitoring-officer", "leader"}
    assert asked["monitoring-officer"] == date(2026, 11, 26)
    assert (waits, all_clear(case)) == (False, True)


def silence_of_equality() -> Case:
    """In clearance under a constitution that takes the equality lead's silence as "no comment"."""
    a_borough()
    case = a_case()
    head, tail = CONSTITUTION.read_text().split('office = "EQUALITY"', 1)
    text = head + 'office = "EQUALITY"' + tail.replace('silence = "NEVER"', 'silence = "NO_COMMENT"', 1)
    case.constitution = ConstitutionVersion.create_as(
        system_act(), key="lammas-vale", version="2026-c", effective_from=date(2026, 2, 1), text=text,
        sha256=sha256(text.encode()).hexdigest(), loaded_at=MORNING,
    )  # fmt: skip
    case.save_as(system_act(), update_fields=["constitution"])
    a_submitted_proposal(case)
    ask_for_clearances(case)
    return case


def test_silence_is_no_comment_only_where_the_constitution_says_so_and_only_after_its_time(settings):
    case = silence_of_equality()
    for key in ("s151", "cm-adults"):
        give_clearance(case, key)
    over = open_duty(case, "clearance.give", "equality").due_at
    set_clock(settings, over + timedelta(minutes=1))

    early = lapse_silent(over - timedelta(seconds=1))
    lapsed = lapse_silent(over + timedelta(minutes=1))
    waits = all_clear(case)
    give_clearance(case, "legal")

    assert (early, lapsed, lapse_silent(over + timedelta(minutes=2))) == (0, 1, 0)
    assert (waits, all_clear(case)) == (False, True)
    assert Duty.objects.get(case=case, kind="clearance.give", office__key="equality").result == "NO_COMMENT"
    assert kinds(case).count("clearance.lapse") == 1
    assert "The equality officer made no comment in time." in [one.why for one in sheet(case).standings]


def test_silence_lapses_with_its_version(settings):
    case = silence_of_equality()
    over = open_duty(case, "clearance.give", "equality").due_at
    set_clock(settings, over + timedelta(minutes=1))
    lapse_silent(over + timedelta(minutes=1))

    a_second_version(case, at=over + timedelta(minutes=2))

    assert "EQUALITY" in sheet(case).missing


def test_clearance_does_not_lapse_by_hand(settings):
    case = in_clearance()

    with ledger.recording(), pytest.raises(Refusal) as refusal:
        let_lapse(duty=open_duty(case, "clearance.give", "s151"), actor=Actor.system("test"), at=MORNING + timedelta(days=90))

    assert refusal.value.code == "clearance.not_silent"
