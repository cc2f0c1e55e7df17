"""The way of the arrows: apps one way, shelves downward, no circle, nothing hidden inside a function."""

import ast

from tests.architecture.source import APPS, imports, modules

# An app may import itself and those before it.
ORDER = {app: rank for rank, app in enumerate(APPS)}

# Only these look up: they put the project together.
LOOK_UP = ("commissioning.urls", "commissioning.settings", "commissioning.wsgi", "commissioning.asgi")

# A shelf may import shelves of a lower or of its own rank, in any app it may import at all.
SHELVES = {
    "data": 0,          # published facts in files, such as bank holidays
    "rules": 0,
    "acts": 5,          # who acts, in which standing: plain values
    "history": 5,       # what a history row says; models stand above it
    "models": 10,
    "clock": 20,
    "access": 20,
    "ledger_writer": 24,  # puts queued events into the log
    "documents": 22,    # files by the hash of their content
    "ledger": 25,       # with its parts: ledger_writer and so on
    "selectors": 30,
    "records": 40,      # what a published paper says and looks like
    "services": 50,
    "forms": 50,
    "tasks": 55,        # background jobs call services
    "nodes": 60,        # workflows: building blocks of charts
    "flows": 65,        # workflows: the charts
    "bpmn": 70,         # workflows: charts as files and pictures
    "desk": 70,         # workflows: the one door for acts on a live case
    "sittings": 72,     # workflows: the door for acts on a whole meeting
    "templatetags": 78,
    "views": 80,
    "accounts": 80,     # how signing in works, for allauth
    "middleware": 85,   # what holds for every request of a signed-in person
    "urls": 90,
    "management": 90,
    "apps": 95,
}  # fmt: skip

# In workflows a service moves charts (the tick fires clocks), so it stands above the desk.
# Its selectors read charts as well as records: the process map, the timers, the inbox.
ABOVE_THE_DESK = {("workflows", "services"): 75, ("workflows", "forms"): 75, ("workflows", "selectors"): 72}

# Shelves of one rank that may not know each other.
STRANGERS = {("services", "forms"), ("forms", "services")}

# The one import inside a function: WeasyPrint's libraries may be missing on a machine that needs no PDF.
IN_FUNCTION = {("decisions/records/render.py", "weasyprint")}


def test_apps_import_one_way():
    ours = [entry for entry in imports() if entry.target.split(".")[0] in APPS]

    upward = [
        str(entry)
        for entry in ours
        if ORDER[entry.target.split(".")[0]] > ORDER[entry.module.app]
        and not entry.module.name.startswith(LOOK_UP)
        and not entry.for_types
    ]

    assert upward == []


def test_nobody_imports_what_looks_up():
    found = [
        str(entry)
        for entry in imports()
        if entry.target.startswith(LOOK_UP) and not entry.module.name.startswith(LOOK_UP)
    ]

    assert found == []


def test_every_shelf_is_known():
    shelves = {
        module.shelf: module.path
        for module in modules().values()
        if module.shelf and not module.is_migration and not module.name.startswith(LOOK_UP)
    }

    unknown = {shelf: path for shelf, path in shelves.items() if _family(shelf) not in SHELVES}

    assert unknown == {}


def test_shelves_import_downward():
    upward = []
    for entry in imports():
        parts = entry.target.split(".")
        if parts[0] not in APPS or len(parts) < 2 or entry.for_types or entry.module.is_migration:
            continue
        if entry.module.name.startswith(LOOK_UP):
            continue
        here, there = entry.module.shelf, parts[1]
        if _rank(parts[0], there) > _rank(entry.module.app, here) or (here, there) in STRANGERS:
            upward.append(str(entry))

    assert upward == []


def test_modules_form_no_circle():
    graph = {name: set() for name in modules()}
    for entry in imports():
        if entry.target in graph and not entry.for_types and entry.target != entry.module.name:
            graph[entry.module.name].add(entry.target)

    assert _circle(graph) == []


def test_no_import_hides_inside_a_function():
    hidden = [
        str(entry)
        for entry in imports()
        if entry.in_function and (entry.module.path, entry.target.split(".")[0]) not in IN_FUNCTION
    ]

    assert hidden == []


def test_init_files_say_only_what_belongs_there():
    wordy = [
        module.path
        for module in modules().values()
        if module.is_package and not module.is_migration and not _is_docstring_only(module)
    ]

    assert wordy == []


def test_every_module_says_why_it_exists():
    silent = [
        module.path for module in modules().values() if not module.is_migration and not ast.get_docstring(module.tree)
    ]

    assert silent == []


def _family(shelf: str) -> str:
    """A file beside a shelf's own, such as `ledger_writer`, stands where that shelf stands."""
    return shelf if shelf in SHELVES else shelf.partition("_")[0]


def _rank(app: str, shelf: str) -> int:
    """Where a shelf stands; an unknown one is on top, another test names it."""
    return ABOVE_THE_DESK.get((app, shelf), SHELVES.get(_family(shelf), 100))


def _is_docstring_only(module) -> bool:
    """A docstring; for models also imports by name and `__all__`, because Django looks for models there."""
    body = module.tree.body
    if not ast.get_docstring(module.tree):
        return False
    if module.shelf != "models":
        return len(body) == 1
    return all(
        isinstance(node, ast.ImportFrom) or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
        for node in body[1:]
    )


def _circle(graph: dict[str, set[str]]) -> list[str]:
    """The names along one circle of imports, or nothing."""
    done: set[str] = set()
    for start in graph:
        trail: list[str] = []
        found = _follow(start, graph, done, trail)
        if found:
            return found
    return []


def _follow(name: str, graph: dict[str, set[str]], done: set[str], trail: list[str]) -> list[str]:
    if name in trail:
        return [*trail[trail.index(name) :], name]
    if name in done:
        return []
    trail.append(name)
    for target in sorted(graph[name]):
        found = _follow(target, graph, done, trail)
        if found:
            return found
    trail.pop()
    done.add(name)
    return []
