"""History rows: one per save, naming act, office and reason; and no save without an act."""

from datetime import timedelta

import pytest
from django.apps import apps

from commissioning import history
from commissioning.acts import Act, Standing
from commissioning.models import Body, Case, Duty, Organisation
from commissioning.models.base import Tracked
from tests.builders import MORNING, a_borough, a_case, actor, office, person
from tests.builders import test_act as system_act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
LATER = MORNING + timedelta(hours=1)


def leaders_act() -> Act:
    holder = office("leader")
    return Act(
        actor("leader", request="key-7"),
        Standing(holder, holder.body, "holder"),
        LATER,
        reason="Clearer title.",
    )


def test_save_as_leaves_one_history_row_naming_the_act():
    a_borough()
    case = a_case()
    case.title = "Support for young carers"

    case.save_as(leaders_act(), update_fields=["title"])

    newest, first = case.history.order_by("-history_id")
    assert (first.title, newest.title) == ("Support for carers", "Support for young carers")
    assert (first.history_type, newest.history_type) == ("+", "~")
    assert newest.history_date == LATER
    assert newest.history_user == person("leader")
    assert newest.history_change_reason == "Clearer title."
    assert newest.history_office == "Leader of the Council"
    assert newest.history_body == "Cabinet"
    assert newest.history_capacity == "holder"
    assert newest.history_request == "key-7"


def test_save_as_of_the_system_names_no_person():
    row = Organisation(key="c", name="C", short="C", kind="COUNCIL").save_as(system_act())

    past = row.history.get()
    assert (past.history_user, past.history_office, past.history_capacity) == (None, "", "system")


def test_save_as_forgets_the_act_afterwards():
    a_borough()
    case = a_case()
    case.save_as(leaders_act())

    with pytest.raises(history.NoAct):
        case.save()


@pytest.mark.parametrize(
    "change",
    [
        lambda case: case.save(),
        lambda case: Case.objects.create(title="x"),
        lambda case: Organisation.objects.get_or_create(key="new"),
        lambda case: Organisation.objects.update_or_create(key="council", defaults={"name": "x"}),
        lambda case: case.sponsor.sponsored_cases.create(title="x"),
    ],
)
def test_saving_without_an_act_is_refused(change):
    a_borough()
    case = a_case()

    with pytest.raises(history.NoAct):
        change(case)


def test_save_as_refuses_changes_outside_update_fields():
    a_borough()
    case = Case.objects.get(pk=a_case().pk)
    case.title = "Other"
    case.track_reasons.append("over £500,000")

    with pytest.raises(ValueError, match="track_reasons"):
        case.save_as(system_act(), update_fields=["title"])

    case.refresh_from_db()
    assert case.title == "Support for carers"
    assert case.history.count() == 1


def test_save_as_knows_what_was_stored_after_saving_and_refreshing():
    a_borough()
    case = a_case()
    case.title = "One"
    case.save_as(system_act(), update_fields=["title"])
    case.question = "Other"
    case.refresh_from_db()

    case.outcome = "CLOSED"
    case.save_as(system_act(), update_fields=["outcome"])

    assert Case.objects.values_list("title", "outcome").get() == ("One", "CLOSED")


def test_bulk_open_leaves_the_same_history_as_saving_one_by_one():
    a_borough()
    case, holder = a_case(), office("s151")
    act = leaders_act()
    fields = {
        "case": case,
        "kind": "clearance.give",
        "body": holder.body,
        "office": holder,
        "opened_at": LATER,
    }

    one, two = Duty.bulk_open([Duty(**fields), Duty(**fields, round=2)], act)
    alone = Duty(**fields, round=3).save_as(act)

    seen = [
        {
            name: value
            for name, value in row.history.values().get().items()
            if name not in ("id", "round", "history_id")
        }
        for row in (one, two, alone)
    ]
    assert seen[0] == seen[1] == seen[2]
    assert [row.history.get().round for row in (one, two, alone)] == [1, 2, 3]


def test_bulk_open_of_nothing_does_nothing():
    assert Duty.bulk_open([], system_act()) == []


def test_remove_as_keeps_the_last_words():
    a_borough()
    body = Body.create_as(
        system_act(), key="new", name="New body", kind="SERVICE", organisation=Organisation.objects.first()
    )
    pk = body.pk

    body.remove_as(leaders_act())

    gone = Body.history.filter(id=pk).order_by("-history_id").first()
    assert not Body.objects.filter(pk=pk).exists()
    assert (gone.history_type, gone.name, gone.history_office) == ("-", "New body", "Leader of the Council")


def test_history_leaves_out_what_a_model_excludes():
    for model in apps.get_models():
        excluded = getattr(getattr(model, "History", None), "excluded", ())
        if hasattr(model, "history") and excluded:
            kept = {field.name for field in model.history.model._meta.fields}
            assert kept.isdisjoint(excluded), model


def test_no_tracked_model_has_many_to_many_fields():
    found = [m for m in apps.get_models() if issubclass(m, Tracked) and m._meta.many_to_many]

    assert found == []


def test_notes_outside_a_ledger_transaction_are_not_kept():
    row = Organisation(key="c", name="C", short="C", kind="COUNCIL").save_as(system_act())

    with history.collecting() as written:
        pass

    assert written == []
    assert row.history.count() == 1
