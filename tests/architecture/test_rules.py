"""The law is plain Python: it can be read, tested and reused without Django or a database."""

import subprocess
import sys
import textwrap

from tests.architecture.source import ROOT, imports, modules

FRAMEWORKS = ("django", "viewflow", "guardian", "simple_history", "weasyprint", "allauth", "psycopg", "sqlite3")


def test_rules_import_with_every_framework_blocked():
    names = sorted(name for name, module in modules().items() if module.shelf == "rules")
    script = textwrap.dedent(f"""
        import importlib, sys

        class Blocked:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in {FRAMEWORKS!r}:
                    raise ImportError(name + " is blocked")

        sys.meta_path.insert(0, Blocked())
        for name in {names!r}:
            importlib.import_module(name)
    """)

    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.stderr == ""
    assert result.returncode == 0


def test_rules_read_no_framework():
    found = [str(e) for e in imports() if e.module.shelf == "rules" and e.target.split(".")[0] in FRAMEWORKS]

    assert found == []
