"""Every number of a constitution acts: something other than the loader and the page of all numbers reads it.

A number that nobody reads looks like a rule and is none. Types are followed through our own files: what a function says that
it takes and gives back, what is assigned, looped over and read from a value of the constitution.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from commissioning.rules.constitution import About, Constitution
from tests.architecture.source import ROOT, Module, modules

# they show or compare every number alike, whatever it does
ALIKE = (
    "commissioning.rules.constitution_toml",
    "commissioning.rules.constitution_words",
    "commissioning.rules.call_in_comparison",
    "commissioning.rules.constitution_checks",
)
EDITORIAL = {"published_as", "description"}  # words beside the numbers, for the reader of the file
SHOWN_AS: dict[str, str] = {"exemption": "UrgencyExemption", "charter": "SsmtCharter"}  # in templates, under these names


@dataclass(frozen=True)
class Kind:
    """A part of the constitution, or a list of such parts."""

    part: type
    many: bool = False


def _kind(hint: Any) -> Kind | None:
    """What an annotation says, where it names a part of the constitution."""
    if get_origin(hint) in (Union, UnionType):
        left = [inner for inner in get_args(hint) if inner is not NoneType]
        return _kind(left[0]) if len(left) == 1 else None
    if get_origin(hint) is tuple:
        inner = _kind(get_args(hint)[0])
        return Kind(inner.part, many=True) if inner else None
    return Kind(hint) if isinstance(hint, type) and is_dataclass(hint) else None


@cache
def parts() -> dict[str, type]:
    """Every dataclass that a constitution is made of, by name."""
    found: dict[str, type] = {}
    waiting: list[type] = [Constitution]
    while waiting:
        part = waiting.pop()
        found[part.__name__] = part
        inner = [kind.part for hint in get_type_hints(part).values() if (kind := _kind(hint))]
        waiting += [one for one in inner if one.__name__ not in found]
    return found


def numbers() -> set[tuple[str, str]]:
    """Every value that a council can set. One that can be only one thing is left out: the loader refuses all else."""
    return {
        (name, item.name)
        for name, part in parts().items()
        if part is not About  # says which set it is, and sets nothing
        for item in fields(part)
        if "label" in item.metadata and item.name not in EDITORIAL and not _has_one_value(part, item.name, item.metadata)
    }


def _has_one_value(part: type, name: str, metadata: Any) -> bool:
    hint = get_type_hints(part)[name]
    fixed = metadata["least"] is not None and metadata["least"] == metadata["most"]
    return fixed or (get_origin(hint) is Literal and len(get_args(hint)) == 1)


def _named(annotation: ast.expr | None) -> Kind | None:
    """The same for an annotation as it is written."""
    if annotation is None:
        return None
    names = [node.id for node in ast.walk(annotation) if isinstance(node, ast.Name) and node.id in parts()]
    many = isinstance(annotation, ast.Subscript)
    return Kind(parts()[names[0]], many) if len(names) == 1 else None


@cache
def given_back() -> dict[str, Kind]:
    """What functions and properties of ours give back, by their names; what attributes of our classes hold."""
    found: dict[str, Kind] = {}
    for module in modules().values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef) and (kind := _named(node.returns)):
                found[node.name] = kind
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and (kind := _named(node.annotation)):
                found.setdefault(node.target.id, kind)
    return found


class Reader(ast.NodeVisitor):
    """Follows the parts of a constitution through one file."""

    def __init__(self) -> None:
        self.read: set[tuple[str, str]] = set()
        self.known: dict[str, Kind] = {}

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        before = dict(self.known)
        if node.name in parts():
            self.known["self"] = Kind(parts()[node.name])
        self.generic_visit(node)
        self.known = before

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before = dict(self.known)
        for argument in (one for one in (*node.args.args, *node.args.kwonlyargs) if one.arg != "self"):
            self._learn(argument.arg, _named(argument.annotation))
        for line in node.body:
            self.visit(line)
        self.known = before

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._learn(target.id, self.kind(node.value))
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for one, value in zip(target.elts, node.value.elts, strict=True):
                    if isinstance(one, ast.Name):
                        self._learn(one.id, self.kind(value))

    def visit_For(self, node: ast.For) -> None:
        self._loop(node.target, node.iter)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.generic_visit(node)
        self._learn(node.target.id, self.kind(node.value))

    def _comprehension(self, node: Any) -> None:
        for loop in node.generators:
            self._loop(loop.target, loop.iter)
        self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehension

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.generic_visit(node)
        kind = self.kind(node.value)
        if kind is not None and not kind.many:
            self.read.add((kind.part.__name__, node.attr))

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "getattr" and (kind := self.kind(node.args[0])):
            self.read |= {(kind.part.__name__, item.name) for item in fields(kind.part)}

    def kind(self, node: ast.expr) -> Kind | None:
        if isinstance(node, ast.Name):
            return self.known.get(node.id)
        if isinstance(node, ast.Attribute):
            whole = self.kind(node.value)
            if whole is None or whole.many:
                return given_back().get(node.attr) if whole is None else None
            return _kind(get_type_hints(whole.part).get(node.attr)) or given_back().get(node.attr)
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            return given_back().get(name)
        if isinstance(node, ast.IfExp):
            return self.kind(node.body) or self.kind(node.orelse)
        if isinstance(node, ast.BoolOp):
            return next(filter(None, map(self.kind, node.values)), None)
        return None

    def _learn(self, name: str, kind: Kind | None) -> None:
        self.known.pop(name, None)
        if kind is not None:
            self.known[name] = kind

    def _loop(self, target: ast.expr, over: ast.expr) -> None:
        kind = self.kind(over)
        if isinstance(target, ast.Name):
            self._learn(target.id, Kind(kind.part) if kind and kind.many else None)


def _readers() -> Iterator[Module]:
    return (module for module in modules().values() if module.name not in ALIKE and not module.is_migration)


def read_in_code() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for module in _readers():
        reader = Reader()
        reader.visit(module.tree)
        found |= reader.read
    return found


def read_in_templates() -> set[tuple[str, str]]:
    """`exemption.test` in a page, where a part is handed over under a name of its own."""
    pages = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "templates").rglob("*.html")))
    return {(SHOWN_AS[name], value) for name, value in re.findall(r"\b(\w+)\.(\w+)", pages) if name in SHOWN_AS}


def test_every_number_of_a_constitution_is_read_by_something_that_acts_on_it():
    unread = numbers() - read_in_code() - read_in_templates()

    assert len(numbers()) > 90
    assert sorted(f"{part}.{name}" for part, name in unread) == []


def test_a_number_that_only_the_page_of_all_numbers_reads_would_be_found():
    reader = Reader()
    reader.visit(ast.parse("def f(rules: CallInRuleSet, at: date):\n    return rules.hearing.within, at.hearing"))

    assert reader.read == {("CallInRuleSet", "hearing"), ("Hearing", "within")}
