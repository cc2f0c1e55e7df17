"""What must hold on every page: no sideways scrolling and, once per kind of page and width, nothing that axe-core finds."""

import json
import os
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Error, Page

AXE = Path(__file__).parent.parent / "node/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("JOURNEY_PICTURES", "")  # a folder: one picture per kind of page and width
SEEN = """() => {
  const root = document.documentElement;
  const words = e => e.innerText.replace(/\\s+/g, ' ').trim();
  const first = selector => { const e = document.querySelector(selector); return e ? words(e) : ''; };
  return {
    wide: root.scrollWidth <= root.clientWidth ? [] : [...document.querySelectorAll('body *')].filter(e => {
      const box = e.getBoundingClientRect();
      return box.width && box.right > root.clientWidth + 1 && !e.closest('.app-wide-table');
    }).slice(0, 5).map(e => e.outerHTML.slice(0, 160)).concat('the page'),
    heading: first('h1'),
    problems: [...document.querySelectorAll('.govuk-error-summary__list li')].map(words),
    refusal: first('.app-panel--refusal'),
    form: document.querySelector('main form[method=post]') !== null,
  };
}"""
RUN_AXE = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"


def seen(page: Page) -> dict:
    """What a look at the page takes in, asked of the browser in one go."""
    return page.evaluate(SEEN)


class Looks:
    """Which kinds of page were looked at in this run, by whichever process: each is a folder of its own, made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def first(self, kind: tuple) -> bool:
        """Whether nobody has looked at such a page before; from now on somebody has."""
        try:
            (self.folder / sha256(repr(kind).encode()).hexdigest()).mkdir()
        except FileExistsError:
            return False
        return True


def check(page: Page, kind: tuple, wide: list[str], width: int, looks: Looks) -> None:
    """No sideways scrolling; and nothing for axe-core, unless a page of the kind was looked at before."""
    assert not wide, f"{page.url} scrolls sideways at {width} px: {wide}"
    if not looks.first(kind):
        return
    photograph(page, kind)
    found = violations(page)
    assert not found, f"{page.url} at {width} px: {json.dumps(found, indent=1)}"


def violations(page: Page) -> list[dict]:
    """What axe-core finds; evaluated past the page's policy, so that the policy itself stays as it is."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text())
    return [
        {"rule": one["id"], "why": one["help"], "where": [node["html"][:200] for node in one["nodes"][:4]]}
        for one in page.evaluate(RUN_AXE, TAGS)["violations"]
    ]


def photograph(page: Page, kind: tuple) -> None:
    """Keep a picture where a folder is named for them."""
    if not PICTURES:
        return
    name = "".join(c if c.isalnum() else "-" for c in f"{kind[0]}-{kind[1]}-{kind[-1]}-{'-'.join(map(str, kind[2:-1]))}")
    try:
        page.screenshot(path=str(Path(PICTURES) / f"{name[:120]}.png"), full_page=True)
    except Error:
        return
