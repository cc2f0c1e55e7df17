"""The load_constitution command and the act behind it."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from commissioning import ledger
from commissioning.acts import Actor
from commissioning.models import AuditEvent, ConstitutionVersion
from commissioning.rules.constitution_toml import ConstitutionErrors, shipped_text
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_in_force
from commissioning.services.constitutions import load
from tests.builders import a_borough, actor

FOLDER = Path(__file__).parents[2] / "commissioning/data/constitutions"
TEXT = shipped_text("lammas-vale-2026")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def run(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("load_constitution", path, *options, stdout=out)
    return out.getvalue()


def test_check_says_that_the_shipped_file_is_in_order():
    shown = run(FOLDER / "lammas-vale-2026.toml", "--check")

    assert (
        shown.splitlines()[0] == "London Borough of Lammas Vale, version 2026.1, in force from 20 May 2026."
    )
    assert shown.splitlines()[-1] == "Every value is known; it can be activated."


def test_check_lists_every_mistake_with_file_line_and_key(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text(
        TEXT.replace("min_signatories = { value = 5", "min_signatories = { value = 0").replace(
            'order = { value = "FREE"', 'order = { value = "ANY"'
        )
    )

    with pytest.raises(CommandError) as failed:
        run(path, "--check")

    first, second, total = str(failed.value).splitlines()
    assert first.startswith(f"{path}:")
    assert first.endswith("call_in.min_signatories: 0 is too small; the least is 1")
    assert second.endswith("sign_off.order: “ANY” is not one of FREE, BEFORE_CABINET")
    assert total == "2 mistakes in bad.toml."


def test_check_of_a_published_call_in_set_names_what_was_not_seen():
    shown = run(FOLDER / "call_in/thurrock.toml", "--check")

    assert "call_in.min_signatories" in shown.splitlines()[-1]
    assert shown.splitlines()[-1].startswith("Not seen, so it cannot be activated: ")


def test_missing_file_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.toml", "--check")


def loaded(text: str = TEXT, by: Actor | None = None) -> ConstitutionVersion:
    with ledger.recording():
        return load(text=text, actor=by or Actor.system("test"), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_load_keeps_the_text_and_writes_one_event():
    version = loaded()

    assert (version.key, version.version, version.effective_from) == (
        "lammas-vale",
        "2026.1",
        date(2026, 5, 20),
    )
    assert version.text == TEXT
    assert constitution_in_force(date(2026, 11, 23)).call_in.min_signatories == 5
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_load_of_the_same_text_twice_changes_nothing():
    first = loaded()

    second = loaded()

    assert second.pk == first.pk
    assert ConstitutionVersion.objects.count() == 1
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_load_of_another_text_under_the_same_version_is_refused():
    loaded()

    with pytest.raises(Refusal) as refused:
        loaded(TEXT + "\n# changed\n")

    assert refused.value.code == "constitution.version_used"
    assert ConstitutionVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_set_with_unseen_values_cannot_be_activated():
    text = TEXT.replace("min_signatories = { value = 5", 'min_signatories = { value = "not seen"')

    with pytest.raises(Refusal) as refused:
        loaded(text)

    assert refused.value.message == (
        "These values are marked “not seen”, so this set cannot be activated: call_in.min_signatories. "
        "Enter what the constitution says."
    )


@pytest.mark.django_db(transaction=True)
def test_published_call_in_set_cannot_be_activated():
    with pytest.raises(Refusal) as refused:
        loaded((FOLDER / "call_in/merton.toml").read_text())

    assert refused.value.code == "constitution.not_whole"


@pytest.mark.django_db(transaction=True)
def test_text_with_mistakes_is_not_kept():
    with pytest.raises(ConstitutionErrors):
        loaded("[about]\n")

    assert ConstitutionVersion.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_only_an_administrator_loads_a_constitution():
    a_borough()

    with pytest.raises(PermissionDenied):
        loaded(TEXT + "\n# again\n", by=actor("leader"))


@pytest.mark.django_db(transaction=True)
def test_command_loads_the_file():
    shown = run(FOLDER / "lammas-vale-2026.toml")

    assert shown.splitlines()[-1] == "Loaded; it applies from 20 May 2026."
    assert ConstitutionVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_command_refuses_an_incomplete_set():
    with pytest.raises(CommandError, match="only the call-in rules of Thurrock Council"):
        run(FOLDER / "call_in/thurrock.toml")
