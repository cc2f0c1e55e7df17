"""The demonstration borough: loaded once for all tests here, then asked where each case stands."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from commissioning.models import AuditIndex, Case, ClockJump, Duty, Office, Organisation, User, append_only
from commissioning.models.base import Forbidden
from commissioning.rules.case_file import read
from commissioning.rules.stages import present
from commissioning.selectors.ledger_verify import verify_log
from commissioning.selectors.proposals import current_version
from commissioning.services.reconciliation import reconcile
from decisions.models import (
    AgendaItem,
    Decision,
    DecisionRecord,
    EducationMatter,
    KeyDecisionNotice,
    Meeting,
)
from decisions.selectors.education_matters import is_education_matter
from decisions.selectors.exempt_parts import exempt_part
from decisions.selectors.holds import open_holds
from decisions.selectors.past_authority import decisions_again
from scrutiny.models import CallIn, ScrutinyRecord
from scrutiny.selectors.stages import case_stages
from workflows.selectors.next_due import next_due
from workflows.services import borough
from workflows.services.case_files import FOLDER, read_file, shipped


@pytest.fixture(scope="module")
def lammas_vale(module_database: None) -> None:
    """The whole borough, once for this module."""
    borough.load_borough(renders=False)
    connection.check_constraints()  # now, else every test waits for it again


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lammas_vale")]


def case_of(name: str) -> Case:
    return Case.objects.get(title=read_file(FOLDER / name).case["title"])


def stands_at(case: Case) -> tuple[str, str]:
    where = present(case_stages(case, borough.anchor()))
    return (where.key, where.state) if where else ("ended", case.outcome)


def waiting(case: Case) -> list[tuple[str, str]]:
    duties = Duty.objects.filter(case=case, closed_at__isnull=True).order_by("kind", "office__order")
    duties = duties.exclude(kind="interest.declare")  # nine members per item on an agenda; see below
    return list(duties.values_list("kind", "office__key"))


@pytest.mark.parametrize(
    ("name", "stage", "duties"),
    [
        ("family-hubs.toml", ("proposal", "now"), [("notice.publish", "proper-officer"), ("proposal.write", "commissioner-children")]),
        ("reducing-reoffending.toml", ("clearance", "now"), [("clearance.give", "equality"), ("clearance.give", "cm-safety")]),
        ("community-transport.toml", ("proposal", "now"), [("proposal.write", "commissioner")]),
        ("supported-housing.toml", ("signoff", "overdue"), [("signoff.sign", "lead-housing")]),
        ("adult-skills.toml", ("agenda", "now"), [("agenda.publish", "proper-officer")]),
        ("community-equipment.toml", ("decision", "now"), [("item.outcome", "leader")]),
        ("domestic-abuse.toml", ("call_in", "now"), []),
        ("mental-health.toml", ("call_in", "now"), [("call_in.hear", "scrutiny-chair")]),
        ("substance-misuse.toml", ("call_in", "now"), [("reconsider.decide", "leader")]),
        ("carers.toml", ("scrutiny", "overdue"), [("scrutiny.respond", "leader")]),
        ("sexual-health.toml", ("scrutiny", "now"), [("scrutiny.report", "scrutiny-officer")]),
        ("cctv-control-room.toml", ("ended", "WITHDRAWN"), []),
        ("better-care-fund.toml", ("ended", "CLOSED"), []),
    ],
)  # fmt: skip
def test_each_case_stands_at_its_stage_and_waits_for_its_office(name, stage, duties):
    case = case_of(name)

    assert stands_at(case) == stage
    assert waiting(case) == duties


def test_members_are_asked_to_prepare_for_the_two_coming_meetings():
    asked = Duty.objects.filter(kind="interest.declare", closed_at__isnull=True).values_list("case__title", flat=True)

    titles = [case_of(name).title for name in ("community-equipment.toml", "substance-misuse.toml")]
    assert Counter(asked) == dict.fromkeys(titles, 9)


def test_part_of_one_item_is_taken_in_private_after_both_notices(client):
    case = case_of("community-equipment.toml")
    item = AgendaItem.objects.get(case=case, kind="DECISION")
    part = exempt_part(item)

    page = client.get(f"/reports/{item.pk}/").content.decode()

    assert list(case.private_notices.order_by("pk").values_list("stage", flat=True)) == ["FIRST", "SECOND"]
    assert (item.closed_for["paragraphs"], part.review_on, "£38.90" in part.text()) == ([3], date(2027, 5, 3), True)
    assert ("Not for publication in part" in page, "£38.90" in page) == (True, False)


def test_two_people_can_change_the_constitution_together():
    people = User.objects.filter(appointments__office__role="ADMINISTRATOR").values_list("name", flat=True)

    assert sorted(people) == ["Dominic Pereira", "Miriam Castle"]


def test_every_decision_has_the_same_decider_under_the_rules_of_its_day():
    again = decisions_again()

    assert [one.decision.case.reference for one in again if not one.agrees] == []
    assert len(again) == Decision.objects.exclude(outcome="DEFERRED").count() >= 7


def test_every_shipped_file_is_a_case_of_the_borough():
    titles = sorted(read_file(path).case["title"] for path in shipped())

    assert sorted(Case.objects.values_list("title", flat=True)) == titles
    assert len(titles) >= 12


def test_notice_of_adult_skills_is_running():
    notice = KeyDecisionNotice.objects.get(case=case_of("adult-skills.toml"))
    timers = Task.objects.filter(process__artifact_object_id=notice.case_id, status=STATUS.SCHEDULED)

    assert notice.matures_on.isoformat() == "2027-03-20"
    assert [timer.scheduled > borough.anchor() for timer in timers] == [True]
    due = next_due(timers[0].scheduled - timedelta(microseconds=1))
    assert due.words == f"“28 clear days” ends in case {notice.case.reference}"


def test_proposal_on_transport_was_returned_by_the_team():
    case = case_of("community-transport.toml")

    assert list(case.duties.filter(kind="ssmt.outcome").values_list("result", flat=True)) == ["RETURNED"]
    assert case.duties.get(kind="proposal.write", closed_at__isnull=True).round == 2


def test_window_on_domestic_abuse_is_open():
    case = case_of("domestic-abuse.toml")
    record = DecisionRecord.objects.get(case=case)

    assert record.call_in["deadline"]["ends_at"] == "2027-03-02T17:00:00+00:00"
    assert (case.effective_on, list(open_holds(case))) == (None, [])


def test_call_ins_hold_decisions_until_they_are_settled():
    called_in, referred_back, settled = map(
        case_of, ("mental-health.toml", "substance-misuse.toml", "carers.toml")
    )

    assert [len(open_holds(case)) for case in (called_in, referred_back, settled)] == [1, 1, 0]
    assert list(CallIn.objects.order_by("case__title").values_list("case__title", "is_valid", "outcome")) == [
        (called_in.title, True, ""),
        (referred_back.title, True, "REFER_BACK"),
        (settled.title, True, "REFER_BACK"),
    ]


def test_carers_decision_was_confirmed_by_nine_votes_to_none():
    again = Decision.objects.get(case=case_of("carers.toml"), kind="RECONSIDERATION")

    assert again.reconsideration.result == "CONFIRMED"
    assert len(again.reconsideration.answers) == 5
    assert (again.tally["for"], again.tally["against"], again.tally["abstain"]) == (9, 0, 0)
    assert list(again.case.records.values_list("number", "decision__kind")) == [(1, "DECISION"), (2, "RECONSIDERATION")]
    assert again.case.effective_on == date(2026, 11, 10)  # the day on which the answer was published


def test_every_lawful_mode_of_decision_is_shown():
    modes = Counter(Decision.objects.filter(kind="DECISION").values_list("mode", flat=True))

    assert modes == {"AGREED": 3, "SHOW_OF_HANDS": 2, "RECORDED": 1, "INDIVIDUAL": 1}


def test_figures_are_those_of_the_real_cases():
    values = {
        name: (version.value_total, version.value_council)
        for name in ("better-care-fund.toml", "domestic-abuse.toml", "community-equipment.toml")
        if (version := current_version(case_of(name)))
    }

    assert values == {
        "better-care-fund.toml": (53_440_286_00, 21_091_826_00),
        "domestic-abuse.toml": (2_629_243_00, 2_629_243_00 - 360_000_00),
        "community-equipment.toml": (6_860_000_00, 3_430_000_00),
    }


def test_closed_case_has_a_published_scrutiny_record():
    assert list(ScrutinyRecord.objects.values_list("case", flat=True)) == [
        case_of("better-care-fund.toml").pk
    ]


def test_nobody_certified_what_they_clerked():
    records = DecisionRecord.objects.select_related("decision")

    assert [r.case_id for r in records if r.certified_by_id == r.decision.clerked_by_id] == []


def test_meetings_of_the_cabinet_were_closed():
    sat = Meeting.objects.filter(body__kind="CABINET", opened_at__isnull=False).order_by("starts_at")

    assert [meeting.meets_on.isoformat() for meeting in sat if meeting.closed_at is None] == []


def test_people_sit_where_the_borough_says():
    seats = Counter(Office.objects.values_list("role", flat=True))

    assert Organisation.objects.count() == 7
    assert (
        seats["LEADER"] + seats["CABINET_MEMBER"],
        seats["SCRUTINY_CHAIR"] + seats["SCRUTINY_MEMBER"],
        seats["EDUCATION_CO_OPTEE"],
    ) == (9, 11, 4)
    assert Office.objects.filter(group__isnull=True).count() == 0
    assert Office.objects.get(key="proper-officer").appointments.filter(is_deputy=True).count() == 2
    assert User.objects.get(email="eleanor.whitcombe@lammasvale.example").appointments.count() == 2


def test_adult_learning_is_recorded_as_an_education_matter():
    assert is_education_matter(case_of("adult-skills.toml")) is True
    assert EducationMatter.objects.count() == 1


def test_log_is_in_order_and_agrees_with_the_records():
    assert verify_log().findings == ()
    assert reconcile(borough.anchor()) == []


def written_once() -> list[type[Model]]:
    """Every model whose table is protected and holds rows here."""
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return [model for name in append_only.frozen_tables() if (model := tables[name])._base_manager.exists()]


def attempts(model: type[Model]) -> dict[str, Callable[[], object]]:
    """Every route on which somebody could change or take away a row of the table."""
    table, keys = model._meta.db_table, [field.column for field in model._meta.pk_fields]
    column, key = model._meta.concrete_fields[-1].column, ", ".join(keys)
    rows = model._base_manager.order_by()
    over = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    if connection.vendor == "postgresql":
        over = f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}"
    statements = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",
        "UPDATE of the key": f"UPDATE {table} SET {keys[0]} = {keys[0]} + 1",
        "DELETE": f"DELETE FROM {table}",
        "writing over": over,
        "upsert": f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}",
    } | ({"TRUNCATE": f"TRUNCATE {table} CASCADE"} if connection.vendor == "postgresql" else {})
    name = model._meta.concrete_fields[-1].name
    return {how: partial(by_hand, sql) for how, sql in statements.items()} | {
        "queryset.update": lambda: rows.update(**{name: F(name)}),
        "queryset.delete": lambda: rows._raw_delete(rows.db),
        "bulk_update": lambda: model._base_manager.bulk_update(rows[:2], [name]),
    }


def by_hand(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def passes(attempt: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            attempt()
    except (IntegrityError, Forbidden):
        return False
    return True


def test_attack_on_every_table_that_is_written_once_is_refused_on_every_route():
    models = written_once()

    passed = {
        (model._meta.db_table, how) for model in models for how, attempt in attempts(model).items() if passes(attempt)
    }

    assert passed == set()
    assert len(models) > 60


def test_every_event_belongs_to_a_case_or_to_the_setting_up():
    loose = AuditIndex.objects.filter(case__isnull=True).values_list("subject", flat=True)

    kinds = {subject.partition(":")[0].partition("/")[0] for subject in loose}
    assert kinds == {"clock", "constitution", "meeting", "office"}
    assert AuditIndex.objects.filter(kind="reconcile.alarm").count() == 0


def test_clock_was_set_once_to_the_anchor():
    assert list(ClockJump.objects.values_list("to", flat=True)) == [borough.anchor()]


def test_second_load_says_so_and_does_nothing(settings):
    settings.DEMO_MODE = True
    before, told = AuditIndex.objects.count(), StringIO()

    call_command("demo_borough", stdout=told)

    assert told.getvalue() == "The borough is loaded. Its date is 1 March 2027.\n"
    assert AuditIndex.objects.count() == before


def test_people_are_listed_with_their_offices(settings):
    settings.DEMO_MODE = True
    told = StringIO()

    call_command("demo_borough", "--people", stdout=told)

    assert "  Councillor Amara Okafor, Leader of the Council\n" in told.getvalue()


def test_borough_is_refused_outside_demo_mode():
    with pytest.raises(CommandError, match="DEMO_MODE is off"):
        call_command("demo_borough")


def test_every_figure_of_the_evidence_names_its_basis():
    files = [
        read(path.read_text(), name=path.name, shared=lambda name: (FOLDER / name).read_text())
        for path in shipped()
    ]

    nameless = [
        (file.name, indicator["title"])
        for file in files
        for indicator in file.evidence["indicators"]
        if (indicator["basis"] == "REAL" and not indicator.get("source"))
        or (indicator["basis"] == "DERIVED" and not indicator.get("derivation"))
        or any("basis" not in observation for observation in indicator["observations"])
    ]
    assert nameless == []
