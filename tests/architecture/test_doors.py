"""Five doors: four libraries and the clock may each be reached in one place only; and no write goes past history."""

import ast
import re

from tests.architecture.source import ROOT, calls, imports, modules

# library: where it may be imported (a folder ends with a slash)
DOORS = {
    "viewflow": ("workflows/",),
    "guardian": ("commissioning/access.py",),
    "simple_history": ("commissioning/models/base.py", "commissioning/history.py"),
    "weasyprint": ("decisions/records/render.py",),
}

CLOCK = "commissioning/clock.py"
READS_OF_TIME = {
    "now", "utcnow", "today", "localdate", "localtime", "real_time",
    "time", "time_ns", "gmtime", "ctime", "Now", "TransactionNow", "LocalTimestamp",
}  # fmt: skip
TIME_OWNERS = {"datetime", "date", "timezone", "time", "functions", "dt"}
SQL_TIME = re.compile(r"clock_timestamp\(|current_timestamp|\bnow\(\)|datetime\('now'\)|strftime\([^)]*'now'", re.IGNORECASE)

# Writes that simple-history does not see: (file, function): why nothing is lost there.
PAST_HISTORY = {
    ("commissioning/models/base.py", "Tracked.bulk_open"): "writes the history rows itself, in the same transaction",
    ("commissioning/models/base.py", "FrozenQuerySet.insert_many"): "frozen rows are their own history",
    ("commissioning/models/base.py", "Tracked.remove_as"): "deletes with an act, which leaves a history row",
    ("decisions/services/representations.py", "tell_senders"): "names and addresses of the public are to be gone",
    ("scrutiny/services/petition_mail.py", "forget"): "names and addresses of the public are to be gone",
    ("scrutiny/services/petition_mail.py", "forget_drafts"): "words that nobody confirmed are to be gone",
    ("commissioning/services/people.py", "reset_second_factor"): "the library's own table; the event says what was done",
    ("commissioning/services/people.py", "reopen_account"): "the same: a new factor is set up at the next sign-in",
}
BYPASSES = {"bulk_create", "bulk_update", "abulk_create", "abulk_update", "_raw_delete", "save_without_historical_record"}


def test_each_library_has_one_door():
    trespassers = [
        str(entry)
        for entry in imports()
        for library, places in DOORS.items()
        if entry.target.split(".")[0] == library
        and not entry.module.is_migration
        and not any(entry.module.path == place or (place[-1] == "/" and entry.module.path.startswith(place)) for place in places)
    ]

    assert trespassers == []


def test_only_the_clock_reads_time():
    readers = [
        f"{module.path}:{call.lineno} {ast.unparse(call)}"
        for module in modules().values()
        if module.path != CLOCK and not module.is_migration
        for call, _ in calls(module)
        if _reads_time(call)
    ]

    assert readers == []


def test_no_model_field_reads_time():
    stamps = [
        f"{module.path}:{call.lineno}"
        for module in modules().values()
        if not module.is_migration
        for call, _ in calls(module)
        if any(keyword.arg in {"auto_now", "auto_now_add"} for keyword in call.keywords)
    ]

    assert stamps == []


def test_time_is_not_imported_by_another_name():
    borrowed = [
        f"{module.path}:{node.lineno}"
        for module in modules().values()
        if module.path != CLOCK
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and node.module in {"django.utils.timezone", "time", "django.db.models.functions"}
        and any(alias.name in READS_OF_TIME for alias in node.names)
    ]

    assert borrowed == []


def test_no_statement_reads_the_servers_time():
    readers = [
        f"{module.path}:{node.lineno}"
        for module in modules().values()
        if module.path != CLOCK and not module.is_migration
        for node in _strings_that_are_no_docstrings(module.tree)
        if SQL_TIME.search(node.value)
    ]

    assert readers == []


def test_no_template_reads_time():
    places = [ROOT / "templates", *(ROOT / app / "templates" for app in ("commissioning", "decisions", "scrutiny"))]

    readers = [
        str(file.relative_to(ROOT))
        for place in places
        for file in place.rglob("*.*")
        if file.suffix in {".html", ".txt", ".xml", ".svg"} and re.search(r"{%-?\s*now\b", file.read_text("utf-8"))
    ]

    assert readers == []


def test_no_write_goes_past_history():
    writes = [
        f"{module.path}:{call.lineno} in {holder}: {ast.unparse(call)[:80]}"
        for module in modules().values()
        if not module.is_migration
        for call, holder in calls(module)
        if _goes_past_history(call) and (module.path, holder) not in PAST_HISTORY
    ]

    assert writes == []


def test_the_allow_list_names_only_what_exists():
    used = {
        (module.path, holder)
        for module in modules().values()
        for call, holder in calls(module)
        if _goes_past_history(call)
    }

    assert set(PAST_HISTORY) - used == set()


def test_history_is_never_switched_off():
    switches = [
        f"{module.path}:{node.lineno}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "skip_history_when_saving"
    ]

    assert switches == []


def test_tracked_models_have_no_many_to_many():
    fields = [
        f"{module.path}:{call.lineno}"
        for module in modules().values()
        if module.shelf == "models"
        for call, _ in calls(module)
        if ast.unparse(call.func).endswith("ManyToManyField")
    ]

    assert fields == []


def _reads_time(call: ast.Call) -> bool:
    """`datetime.now()`, `timezone.localdate()`, `Now()`; not `clock.now()` and not `timezone.localtime(moment)`."""
    if isinstance(call.func, ast.Name):
        return call.func.id in {"Now", "TransactionNow", "LocalTimestamp"}
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in READS_OF_TIME:
        return False
    owner = ast.unparse(call.func.value).split(".")[-1]
    if owner not in TIME_OWNERS:
        return False
    return not (call.func.attr in {"localtime", "localdate", "ctime", "gmtime"} and call.args)


def _goes_past_history(call: ast.Call) -> bool:
    """Writes of whole sets. `update` of a dict or a digest takes a positional value, that of a queryset keywords."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    if name in BYPASSES:
        return True
    if name in {"update", "aupdate"}:
        return bool(call.keywords) and not call.args
    return name in {"delete", "adelete"} and not call.args


def _strings_that_are_no_docstrings(tree: ast.AST):
    quoted = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quoted
    ]
