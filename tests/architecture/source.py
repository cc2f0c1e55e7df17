"""Our own Python files read as syntax trees: what the tests of the house look at."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("commissioning", "decisions", "scrutiny", "workflows")


@dataclass(frozen=True)
class Module:
    """One file of ours; `name` is dotted, `path` is relative to the root."""

    name: str
    path: str
    tree: ast.Module
    is_package: bool

    @property
    def app(self) -> str:
        return self.name.split(".")[0]

    @property
    def shelf(self) -> str:
        """The folder or single file below the app that this module belongs to; empty for the app's own docstring."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path


@dataclass(frozen=True)
class Import:
    """One imported module, as seen at a line of a file."""

    module: Module
    target: str
    line: int
    in_function: bool
    for_types: bool

    def __str__(self) -> str:
        return f"{self.module.path}:{self.line} imports {self.target}"


@cache
def modules() -> dict[str, Module]:
    """Every Python file of the four apps by dotted name; the front end's build script is no module of the product."""
    found = {}
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            relative = file.relative_to(ROOT)
            if "node_modules" in relative.parts or relative.parts[:2] == ("commissioning", "ui"):
                continue
            parts = relative.with_suffix("").parts
            is_package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if is_package else parts)
            tree = ast.parse(file.read_text(encoding="utf-8"), filename=str(relative))
            found[name] = Module(name, relative.as_posix(), tree, is_package)
    return found


@cache
def imports() -> tuple[Import, ...]:
    """Every import in every file; `from package import module` names the module, not the package."""
    return tuple(entry for module in modules().values() for entry in _imports_of(module))


def _imports_of(module: Module) -> Iterator[Import]:
    for node, in_function, for_types in _walk(module.tree):
        for target in _targets(node):
            yield Import(module, target, node.lineno, in_function, for_types)


def _walk(tree: ast.AST, in_function: bool = False, for_types: bool = False) -> Iterator[tuple[ast.AST, bool, bool]]:
    for node in ast.iter_child_nodes(tree):
        yield node, in_function, for_types
        inner = in_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        types = for_types or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
        yield from _walk(node, inner, types)


def _targets(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"relative import in line {node.lineno}: write the whole name"
        for alias in node.names:
            longer = f"{node.module}.{alias.name}"
            yield longer if longer in modules() else node.module


def calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the name of the function that holds it (empty at module level)."""
    yield from _calls(module.tree, "")


def _calls(tree: ast.AST, holder: str) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            yield node, holder
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        yield from _calls(node, f"{holder}.{node.name}".lstrip(".") if named else holder)
