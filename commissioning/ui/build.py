"""Build commissioning/static/ui from pinned npm packages and write its manifest.

Why: the product runs, installs and is tested without Node. The built files are committed; this script is
the only thing that may change them, and continuous integration runs it again and fails on a difference.

Steps, in order: `npm ci` (no package scripts), Sass, copy of scripts, fonts and icons, licence notices,
checks, manifest. Sass writes its own error text into the CSS file when it fails, so the exit code and the
text are both checked. The GDS Transport font, the crown and the GOV.UK logos may not leave GOV.UK and are
refused by the checks.

Run: python3 commissioning/ui/build.py [--check]   (--check builds to a side folder and compares)
"""

import filecmp
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "static" / "ui"
MODULES = HERE / "node_modules"

FIXTURES = HERE.parent.parent / "tests" / "data" / "govuk_fixtures.json"

GOVUK, MOJ, NOTO = "govuk-frontend", "@ministryofjustice/frontend", "@fontsource/noto-sans"
TOOLBAR, PASTE = "@github/markdown-toolbar-element", "paste-html-to-govspeak"
COPIES = {
    "govuk-frontend.min.js": (GOVUK, "dist/govuk/govuk-frontend.min.js"),
    "moj-frontend.min.js": (MOJ, "moj/moj-frontend.min.js"),
    "markdown-toolbar.js": (TOOLBAR, "dist/index.js"),
    "paste-html-to-markdown.js": (PASTE, "dist/paste-html-to-markdown.js"),
    **{
        f"images/{icon}.svg": (MOJ, f"moj/assets/images/{icon}.svg")
        for icon in (
            "icon-close-cross-black",
            "icon-document",
            "icon-tag-remove-cross",
            "icon-tag-remove-cross-white",
            "icon-toggle-plus-minus",
        )
    },
    **{
        f"fonts/noto-sans-{subset}-{weight}.woff2": (NOTO, f"files/noto-sans-{subset}-{weight}-normal.woff2")
        for subset in ("latin", "latin-ext", "vietnamese")
        for weight in (400, 700)
    },
}
CREST_RULE = re.compile(r"\.govuk-footer__copyright-logo(?:::?[a-z]+)?\{[^{}]*\}")
COMPARED = {
    "input": ("default", "with hint text", "with error message", "with prefix"),
    "textarea": ("with hint and error message",),
    "character-count": ("with hint and error",),
    "select": ("with hint text and error message",),
    "radios": (
        "inline",
        "with hints on items",
        "with fieldset and error message",
        "with a divider",
        "with conditional items",
    ),
    "checkboxes": ("with hints on items", "with error message", "with divider and None"),
    "date-input": ("with error message and hint", "with error on month input"),
    "file-upload": ("with error message and hint",),
    "error-summary": ("default",),
    "button": ("default", "secondary"),
}
OWN = ("start.js", "sending.js", "refresh.js", "asked.js", "markdown.js", "favicon.svg")
FORBIDDEN = ("GDS Transport", "Error:", "sourceMappingURL", "govuk-crest", "logotype-crown")


def sass(out: Path) -> None:
    """Compile app.scss and drop the footer rule that shows the royal crest; raise when Sass fails."""
    command = [
        str(MODULES / ".bin" / "sass"),
        f"--load-path={HERE}",
        f"--load-path={MODULES}",
        "--no-source-map",
        "--style=compressed",
        "--quiet-deps",
        str(HERE / "app.scss"),
        str(out / "app.css"),
    ]
    subprocess.run(command, check=True, cwd=HERE)
    css = out / "app.css"
    css.write_text(CREST_RULE.sub("", css.read_text(encoding="utf-8")), encoding="utf-8")


def copy_assets(out: Path) -> None:
    """Copy scripts, fonts and icons; pointers to source maps are cut, as the maps are not shipped."""
    for name, (package, source) in COPIES.items():
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        data = (MODULES / package / source).read_bytes()
        if name.endswith(".js"):
            data = re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", data)
        target.write_bytes(data)
    for name in OWN:
        shutil.copyfile(HERE / name, out / name)
    shutil.copyfile(MODULES / NOTO / "LICENSE", out / "fonts" / "LICENSE.txt")
    shutil.copyfile(HERE / "NOTICES.txt", out / "NOTICES.txt")


def check(out: Path) -> None:
    """Refuse a build that carries anything that is not ours to use, or an error text of Sass."""
    for path in sorted(out.rglob("*")):
        if path.suffix in {".css", ".js"}:
            text = path.read_text(encoding="utf-8")
            wrong = [
                word for word in FORBIDDEN if word in text and not (word == "Error:" and path.suffix == ".js")
            ]
            if wrong:
                raise SystemExit(f"{path.name} contains {wrong}: not written")


def describe(package: str) -> dict[str, str]:
    data = json.loads((MODULES / package / "package.json").read_text(encoding="utf-8"))
    return {"package": package, "version": data["version"], "licence": data["license"]}


def manifest(out: Path) -> None:
    """Write manifest.json: for every file its package, version, licence and SHA-256."""
    own = {"package": "commissioning", "version": "own", "licence": "AGPL-3.0-or-later"}
    sources = {name: describe(package) for name, (package, _) in COPIES.items()}
    sources["app.css"] = {
        "package": f"{GOVUK}, {MOJ} and commissioning/ui",
        "version": f"{describe(GOVUK)['version']}, {describe(MOJ)['version']}",
        "licence": "MIT AND AGPL-3.0-or-later",
    }
    sources["fonts/LICENSE.txt"] = describe(NOTO)
    files = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.is_file() and name != "manifest.json":
            files[name] = {**sources.get(name, own), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    text = json.dumps({"built_by": "commissioning/ui/build.py", "files": files}, indent=2, sort_keys=True)
    (out / "manifest.json").write_text(text + "\n", encoding="utf-8")


def fixtures() -> str:
    """The official examples that our own rendering is compared with in the tests, so that they need no Node."""
    found = {}
    for component, names in COMPARED.items():
        source = MODULES / GOVUK / "dist" / "govuk" / "components" / component / "fixtures.json"
        examples = {e["name"]: e["html"] for e in json.loads(source.read_text(encoding="utf-8"))["fixtures"]}
        found[component] = {name: examples[name] for name in names}
    note = "Crown Copyright (Government Digital Service), MIT licence, text in commissioning/static/ui/NOTICES.txt"
    about = {**describe(GOVUK), "note": note, "written_by": "commissioning/ui/build.py"}
    return json.dumps({"about": about, "components": found}, indent=1, ensure_ascii=False) + "\n"


def differences(left: Path, right: Path) -> list[str]:
    names = {p.relative_to(root).as_posix() for root in (left, right) for p in root.rglob("*") if p.is_file()}
    return sorted(
        name
        for name in names
        if not (
            (left / name).exists()
            and (right / name).exists()
            and filecmp.cmp(left / name, right / name, shallow=False)
        )
    )


def main(arguments: list[str]) -> None:
    if "--no-install" not in arguments:
        subprocess.run(["npm", "ci", "--ignore-scripts"], check=True, cwd=HERE)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "ui"
        out.mkdir()
        sass(out)
        copy_assets(out)
        check(out)
        manifest(out)
        if "--check" in arguments:
            wrong = differences(out, TARGET)
            if not FIXTURES.exists() or FIXTURES.read_text(encoding="utf-8") != fixtures():
                wrong.append(FIXTURES.name)
            if wrong:
                raise SystemExit(f"Built files differ from the committed ones: {', '.join(wrong)}")
            return
        shutil.rmtree(TARGET, ignore_errors=True)
        shutil.copytree(out, TARGET)
    FIXTURES.parent.mkdir(parents=True, exist_ok=True)
    FIXTURES.write_text(fixtures(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
