"""What lies in the repository: the house's rooms at the top, nothing of one machine, nothing fetched from an address."""

import re
import subprocess

from tests.architecture.source import ROOT

ROOMS = {
    "manage.py", "commissioning", "decisions", "scrutiny", "workflows", "templates", "tests",
    "pyproject.toml", "README.md", "LICENSE", "Makefile",
    "requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt", "requirements-outside.txt",
    ".ci", ".gitignore", ".gitattributes", ".editorconfig",
}  # fmt: skip
ADDRESS = re.compile(r"://|--(extra-)?index|--find-links|--trusted-host|^-[fi]\s|file:", re.MULTILINE)
# A path of one machine, or a lock entry that names where a package was fetched from.
OF_ONE_MACHINE = re.compile(r'(^|[^.\w])/(root|home|work)/|"resolved": *"http|(extra-)?index-url *=', re.MULTILINE)
TEXT = {".py", ".html", ".md", ".toml", ".json", ".txt", ".in", ".sh", ".css", ".js", ".yml", ".cfg", ".svg", ""}


def committed() -> list[str]:
    """Names of all files that are or would be committed."""
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted({name for name in found.stdout.splitlines() if (ROOT / name).is_file()})


def test_top_level_holds_only_the_rooms_of_the_house():
    top = {name.split("/")[0] for name in committed()}

    assert top - ROOMS == set()


def test_requirements_name_packages_and_no_addresses():
    found = {
        name: ADDRESS.findall((ROOT / name).read_text("utf-8"))
        for name in committed()
        if name.startswith("requirements") and ADDRESS.search((ROOT / name).read_text("utf-8"))
    }

    assert found == {}


def test_every_pinned_package_has_hashes():
    bare = [
        f"{name}: {line}"
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text("utf-8").splitlines()
        if "==" in line and not line.endswith("\\")
    ]

    assert bare == []


def test_the_development_set_pins_what_the_product_pins():
    product, development = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    )

    assert {name: development.get(name) for name in product} == product


def test_nothing_names_a_path_of_one_machine():
    found = [
        name
        for name in committed()
        if (ROOT / name).suffix in TEXT and OF_ONE_MACHINE.search((ROOT / name).read_text("utf-8", errors="replace"))
    ]

    assert found == []


def test_no_file_of_a_thing_that_belongs_elsewhere():
    strays = [
        name for name in committed()
        if re.search(r"(^|/)(utils|core|common|helpers|misc)(\.py|/)|(^|/)docs/|\.(orig|rej|sqlite3|log)$", name)
    ]  # fmt: skip

    assert strays == []
