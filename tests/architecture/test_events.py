"""Every act of legal weight queues one event: on every way that does not refuse, a service reaches `ledger.append` once."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache

from commissioning.rules.event_kinds import KINDS
from tests.architecture.source import Module, modules

# (module, function) and how many events its ways may queue, where that is not always one; the comment says why
OTHERWISE: dict[tuple[str, str], set[int]] = {
    ("commissioning.services.constitutions", "load"): {0, 1},  # a text that is loaded already: nothing is written
    ("commissioning.services.constitution_changes", "confirm_constitution"): {0, 1},  # refuses that case before `load`
    ("commissioning.services.disclosures", "replay"): {0, 1, 2},  # after a restore: one per kind of erasure, each its own act
    ("decisions.services.record_files", "store_record_pdf"): {0, 1},  # the worker's second run finds the file
    ("decisions.services.recounts", "move_deadlines"): {0, 1},  # no deadline of the case moved: nothing is written
    ("scrutiny.services.hearings", "miss_hearing"): {0, 1},  # heard meanwhile, or said before: nothing is written
}

# Steps of the system that are neither openers nor of legal weight in the case.
BESIDE = {("commissioning.services.reads", "record_read"): {0}}  # a reading goes into the access log, by itself


def services() -> list[Module]:
    return [module for module in modules().values() if module.shelf == "services" and not module.is_package]


@cache
def functions() -> dict[tuple[str, str], ast.FunctionDef]:
    """Every function at the top of a service module, by module and name."""
    return {
        (module.name, node.name): node
        for module in services()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
    }


@cache
def names(module_name: str) -> dict[str, str]:
    """What an imported name of a module stands for, in full."""
    found: dict[str, str] = {}
    for node in ast.walk(modules()[module_name].tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
    return found


@dataclass(frozen=True)
class Paths:
    """How many events each way through some lines queues: ways that go on, and ways that have returned; 2 is many."""

    on: frozenset[int] = frozenset({0})
    back: frozenset[int] = frozenset()

    def then(self, after: Paths) -> Paths:
        return Paths(_sums(self.on, after.on), self.back | _sums(self.on, after.back))

    def either(self, other: Paths) -> Paths:
        return Paths(self.on | other.on, self.back | other.back)


RAISED = Paths(on=frozenset())


def _sums(one: frozenset[int], other: frozenset[int]) -> frozenset[int]:
    return frozenset(min(a + b, 2) for a in one for b in other)


@cache
def events_of(key: tuple[str, str]) -> frozenset[int]:
    """How many events a call of the function may queue, over all ways on which it does not refuse."""
    found = _lines(key[0], functions()[key].body)
    return found.on | found.back


def _lines(module: str, lines: list[ast.stmt]) -> Paths:
    found = Paths()
    for line in lines:
        found = found.then(_line(module, line))
    return found


def _line(module: str, line: ast.stmt) -> Paths:
    if isinstance(line, ast.Raise):
        return RAISED
    if isinstance(line, ast.Return):
        return Paths(frozenset(), _calls(module, line).on)
    if isinstance(line, ast.If):
        return _calls(module, line.test).then(_lines(module, line.body).either(_lines(module, line.orelse)))
    if isinstance(line, ast.For | ast.While):
        once = _lines(module, line.body)
        return Paths().either(once).either(once.then(once))
    if isinstance(line, ast.With):
        return _lines(module, line.body)
    if isinstance(line, ast.Try):
        caught = RAISED
        for handler in line.handlers:
            caught = caught.either(_lines(module, handler.body))
        return _lines(module, [*line.body, *line.orelse]).either(caught).then(_lines(module, line.finalbody))
    return _calls(module, line)


def _calls(module: str, node: ast.AST) -> Paths:
    """Calls in one expression: the log itself, or a service's function that may write to it."""
    known, found = names(module), Paths()
    for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
        name = _full_name(module, known, call.func)
        own = (name.rpartition(".")[0], name.rpartition(".")[2])
        if name == "commissioning.ledger.append":
            found = found.then(Paths(frozenset({1})))
        elif own in functions():
            found = found.then(Paths(events_of(own)))
    return found


def _full_name(module: str, known: dict[str, str], function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return known.get(function.id, f"{module}.{function.id}")
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return f"{known.get(function.value.id, function.value.id)}.{function.attr}"
    return ""


def takes(what: str, function: ast.FunctionDef) -> bool:
    return not function.name.startswith("_") and what in {argument.arg for argument in function.args.kwonlyargs}


def test_every_service_that_takes_an_actor_queues_exactly_one_event():
    acts = [key for key, function in functions().items() if takes("actor", function)]

    found = {key: set(events_of(key)) for key in acts if events_of(key) != {1}}

    assert len(acts) > 30
    assert found == OTHERWISE


def test_openers_leave_their_duties_to_the_event_that_led_to_them_and_other_steps_queue_their_own():
    steps = {key: events_of(key) for key, function in functions().items() if takes("act", function)}

    wrong = {
        key: set(found) for key, found in steps.items() if found != ({0} if key[1].startswith("open_") else {1})
    }

    assert len(steps) > 20
    assert wrong == BESIDE


def test_every_kind_written_down_is_on_the_closed_list():
    unknown = [
        f"{module.path}:{call.lineno} {call.args[0].value}"
        for module in modules().values()
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "ledger.append"
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in KINDS
    ]

    assert unknown == []


def test_every_kind_has_words_for_people():
    assert all(kind.label and kind.sentence and kind.label[0].isupper() for kind in KINDS.values())
    assert not any(kind.sentence.endswith(".") or kind.sentence[0].isupper() for kind in KINDS.values())
