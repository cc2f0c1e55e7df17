"""The built assets are those the manifest names, carry nothing of GOV.UK's brand, and fetch nothing from elsewhere."""

import hashlib
import json
import re
from pathlib import Path

from commissioning.rules.chart_text import contrast

UI = Path(__file__).parents[3] / "commissioning" / "static" / "ui"
SOURCE = Path(__file__).parents[3] / "commissioning" / "ui"
CSS = (UI / "app.css").read_text(encoding="utf-8")


def manifest():
    return json.loads((UI / "manifest.json").read_text(encoding="utf-8"))["files"]


def shipped():
    return {path.relative_to(UI).as_posix(): path for path in UI.rglob("*") if path.is_file()}


def test_manifest_names_every_file_with_its_digest():
    digests = {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in shipped().items()
        if name != "manifest.json"
    }

    assert {name: entry["sha256"] for name, entry in manifest().items()} == digests


def test_manifest_gives_package_version_and_licence_of_every_file():
    incomplete = [
        name for name, e in manifest().items() if not (e["package"] and e["version"] and e["licence"])
    ]

    assert incomplete == []


def test_styles_carry_no_brand_of_govuk_and_no_error_of_sass():
    found = [word for word in ("GDS Transport", "Error:", "crest", "@import") if word in CSS]

    assert found == []


def test_no_image_of_govuk_is_shipped():
    assert [name for name in shipped() if re.search(r"govuk-(?!frontend)|crown|crest|logotype", name)] == []


def test_styles_and_scripts_fetch_only_files_of_their_own_folder():
    addresses = [match.strip("\"'") for match in re.findall(r"url\(([^)]+)\)", CSS)]
    start = (UI / "start.js").read_text(encoding="utf-8")
    imports = re.findall(r"""(?:from|import\()\s*'\./([^']+)'""", start)

    assert sorted(set(addresses + imports) - set(shipped())) == []


def test_lock_file_holds_no_addresses():
    assert "resolved" not in (SOURCE / "package-lock.json").read_text(encoding="utf-8")


def test_council_colours_can_be_read():
    colours = dict(
        re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", (SOURCE / "scss" / "_council.scss").read_text())
    )
    surface, white = colours["govuk-surface-background-colour"], "#ffffff"
    ratios = {
        "white on brand": contrast(white, colours["council-brand"]),
        "white on button": contrast(white, colours["council-button"]),
        "white on button hover": contrast(white, colours["council-button-hover"]),
        "link on page": contrast(colours["govuk-link-colour"], white),
        "link on surface": contrast(colours["govuk-link-colour"], surface),
        "visited link on surface": contrast(colours["govuk-link-visited-colour"], surface),
    }

    assert [name for name, ratio in ratios.items() if ratio < 4.5] == []
