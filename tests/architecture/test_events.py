"""Every act of legal weight writes its event: a service that takes an actor reaches `ledger.append`."""

import ast
from functools import cache

from commissioning.rules.event_kinds import KINDS
from tests.architecture.source import Module, modules

# (module, function): why it writes no event of its own
SILENT: dict[tuple[str, str], str] = {}


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


def called(module_name: str, function: ast.FunctionDef) -> set[str]:
    """Full names of everything that a function names: calls, and functions handed on."""
    known, found = names(module_name), set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            found.add(known.get(node.id, f"{module_name}.{node.id}"))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{known.get(node.value.id, node.value.id)}.{node.attr}")
    return found


def reaches_the_log(key: tuple[str, str], seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
    if key in seen:
        return False
    reached = called(key[0], functions()[key])
    if "commissioning.ledger.append" in reached:
        return True
    return any(
        reaches_the_log(other, seen | {key})
        for name in reached
        if (other := (name.rpartition(".")[0], name.rpartition(".")[2])) in functions()
    )


def takes_an_actor(function: ast.FunctionDef) -> bool:
    return not function.name.startswith("_") and "actor" in {argument.arg for argument in function.args.kwonlyargs}


def test_every_service_that_takes_an_actor_writes_its_event():
    acts = [key for key, function in functions().items() if takes_an_actor(function)]

    silent = [key for key in acts if not reaches_the_log(key) and key not in SILENT]

    assert len(acts) > 30
    assert silent == []


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
