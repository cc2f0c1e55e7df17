"""What every journey does in the browser: sit down as somebody, arrive, look, fill in, send.

On every page: the expected status, no word in the console (the content security policy speaks there), and what
looking.py checks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from commissioning import clock
from commissioning.middleware import SINCE
from commissioning.models import Appointment, User
from tests.journeys import looking

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MAIN_BUTTON = "button.govuk-button:not([type=button], .govuk-button--secondary, .govuk-button--warning)"


def holder(key: str) -> User:
    """Who sits in the office of that key ("deputy:<key>" for its first deputy)."""
    deputy, _, office = key.rpartition(":")
    seats = Appointment.objects.filter(office__key=office, is_deputy=bool(deputy)).select_related("person")
    return seats.order_by("pk")[0].person


@dataclass
class Desk:
    """One browser window; `sit` changes the person in front of it."""

    page: Page
    base: str
    width: int
    looks: looking.Looks
    scripts: bool = True
    said: list[str] = field(default_factory=list)
    found: dict[str, Any] = field(default_factory=dict)  # by the last look at a page

    def __post_init__(self) -> None:
        self.page.set_default_timeout(30_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(f"script: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type}: {message.text}")

    # --- people ---------------------------------------------------------------------------------------------------

    def sit(self, key: str, *, proved: bool = True) -> User:
        """Signed in as the holder of an office, in the session's own cookie; the second factor fresh if `proved`."""
        person = holder(key)
        client = Client()
        client.force_login(person, backend=BACKEND)
        session = client.session
        session["sign_in_method"] = "demo"
        if proved:
            session["stepped_up_at"], session["second_factor"] = clock.real_now().isoformat(), "demo"
        session.save()
        self.leave()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": self.base}
        self.page.context.add_cookies([cookie])
        return person

    def grow_old(self, seconds: int) -> None:
        """The person signed in that many seconds earlier than they did."""
        cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}
        session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
        session[SINCE] = int(clock.real_now().timestamp()) - seconds
        session.save()

    def leave(self) -> None:
        """Nobody is signed in."""
        self.page.context.clear_cookies()

    # --- pages ----------------------------------------------------------------------------------------------------

    def take_up(self, key: str, duty: Any) -> None:
        """The person in that office finds the duty in the inbox and opens it."""
        self.sit(key)
        self.visit("/inbox/")
        line = self.page.locator(f'main a[href="/duties/{duty.pk}/"]').first
        assert line.count(), f"{key} does not find {duty.kind} in the inbox: {self.words()[:1000]}"
        self._go(line)
        assert self.path() == f"/duties/{duty.pk}/", self.path()

    def visit(self, url: str, *, status: int = 200) -> Response:
        answer = self.page.goto(url if url.startswith("http") else f"{self.base}{url}")
        assert answer.status == status, f"{url}: {answer.status}\n{self.words()[:2000]}"
        self.look(allow_status_line=status != 200)
        return answer

    def path(self) -> str:
        return unquote(self.page.url.removeprefix(self.base))

    def words(self) -> str:
        """What a person reads in the main part of the page."""
        return " ".join(self.page.locator("main, body").first.inner_text().split())

    def heading(self) -> str:
        return " ".join(self.page.locator("h1").first.inner_text().split())

    def follow(self, words: str | re.Pattern) -> None:
        """Click the first link with these words (some look like buttons) and look at the page behind it."""
        link = self.page.locator("main a", has_text=words).first
        assert link.count(), f"no link {words!r} on {self.page.url}\n{self.words()[:2000]}"
        self._go(link)

    def press(self, name: str) -> None:
        """Press the first button of that name."""
        self._go(self.page.get_by_role("button", name=name).first)

    def _go(self, target: Locator) -> None:
        with self.page.expect_navigation() as moved:
            target.click()
        answer = moved.value
        assert answer is None or answer.status == 200, (
            f"{self.page.url}: {answer.status}\n{self.words()[:2000]}"
        )
        self.look()

    def send(self, button: str = "") -> None:
        """Send the page's form (by the button of that name) and look at the answer: neither errors nor a refusal."""
        self._send(button)
        found = self.found
        assert not found["problems"], f"{self.page.url}: {found['problems']}"
        assert not found["refusal"], f"{self.page.url}: {found['refusal']}"

    def send_refused(self, button: str = "") -> str:
        """Send a form that must be refused now; the words of the refusal."""
        self._send(button)
        assert self.found["refusal"], f"no refusal on {self.page.url}\n{self.words()[:1000]}"
        return self.found["refusal"]

    def _send(self, button: str) -> None:
        main = self.page.locator("main form[method=post]")
        target = main.get_by_role("button", name=button).first if button else main.locator(MAIN_BUTTON).first
        self._go(target)

    def send_wrongly(self, button: str = "") -> list[str]:
        """Send a form that must come back with errors: the summary has the keyboard's focus and leads to a field."""
        self._send(button)
        errors = self.found["problems"]
        assert errors, f"no error summary on {self.page.url}\n{self.words()[:1000]}"
        assert self.page.title().startswith("Error: ")
        if self.scripts:
            focused = self.page.evaluate("document.activeElement.className")
            assert "govuk-error-summary" in focused, f"focus is on {focused!r}"
            link = self.page.locator(".govuk-error-summary__list a")
            if link.count():  # an error of the whole form has no field
                link.first.click()
                assert self.page.evaluate("document.activeElement.matches('input, select, textarea')")
        return errors

    def problems(self) -> list[str]:
        return [
            " ".join(text.split())
            for text in self.page.locator(".govuk-error-summary__list li").all_inner_texts()
        ]

    def refusal(self) -> str:
        """The words of the refusal panel, or nothing."""
        panel = self.page.locator(".app-panel--refusal")
        return " ".join(panel.first.inner_text().split()) if panel.count() else ""

    def told(self) -> str:
        """What the page says has been done."""
        banner = self.page.locator(".govuk-notification-banner__heading")
        return " ".join(banner.first.inner_text().split()) if banner.count() else ""

    # --- forms ----------------------------------------------------------------------------------------------------

    def fill(self, **answers: Any) -> None:
        """Answer fields by name: words, one of several (radio, select), True or False (tick box), a list (tick boxes)."""
        for name, answer in answers.items():
            self.answer(name, answer)

    def type_in(self, answers: dict[str, Any]) -> None:
        """Many answers at once, for long tables: each field set and told that it changed, as typing does."""
        missing = self.page.evaluate(TYPE_IN, answers)
        assert not missing, f"no fields {missing} on {self.page.url}"

    def answer(self, name: str, answer: Any) -> None:
        fields = self.page.locator(f'main form [name="{name}"]')
        kind = fields.evaluate_all("all => all.length ? all[0].type || all[0].tagName.toLowerCase() : ''")
        assert kind, f"no field {name!r} on {self.page.url}; there are {self.fields()}"
        first = fields.first
        if kind == "radio":
            self.page.locator(f'main form [name="{name}"][value="{answer}"]').first.check()
        elif kind == "checkbox":
            self._tick(name, first, answer)
        elif kind == "select-one":
            first.select_option(
                **(
                    {"value": str(answer)}
                    if first.locator(f'option[value="{answer}"]').count()
                    else {"label": str(answer)}
                )
            )
        elif kind == "file":
            first.set_input_files(answer)
        elif kind != "hidden":
            first.fill(str(answer))

    def _tick(self, name: str, first: Locator, answer: Any) -> None:
        if isinstance(answer, bool):
            first.set_checked(answer)
            return
        for value in answer:
            self.page.locator(f'main form [name="{name}"][value="{value}"]').first.check()

    def date(self, name: str, day: Any) -> None:
        """Answer a date in its three boxes."""
        self.fill(**{f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year})

    def fields(self) -> list[str]:
        return sorted(set(self.page.locator("main form [name]").evaluate_all("all => all.map(e => e.name)")))

    # --- what must hold -------------------------------------------------------------------------------------------

    def look(self, *, allow_status_line: bool = False) -> None:
        """What must hold on every page: a quiet console, no sideways scrolling, nothing that axe-core finds."""
        said = [line for line in self.said if not (allow_status_line and "Failed to load resource" in line)]
        assert not said, f"{self.page.url} says in the console: {said}"
        self.said.clear()
        self.found = looking.seen(self.page)
        if self.scripts:
            looking.check(self.page, self._kind(), self.found["wide"], self.width, self.looks)

    def _kind(self) -> tuple:
        """Pages of one kind look alike: same address pattern, same heading, with or without errors or a refusal."""
        try:
            name = resolve(self.path().split("?")[0].split("#")[0]).view_name
        except Resolver404:
            name = "404"
        found = self.found
        return name, found["heading"], bool(found["problems"]), bool(found["refusal"]), found["form"], self.width


TYPE_IN = """answers => Object.entries(answers).filter(([name, value]) => {
  const fields = [...document.querySelectorAll(`main form [name="${name}"]`)];
  const field = fields.find(e => e.type === 'radio' ? e.value === value : true);
  if (!field) return true;
  if (field.type === 'checkbox' || field.type === 'radio') field.checked = Boolean(value);
  else field.value = value;
  field.dispatchEvent(new Event('input', {bubbles: true}));
  field.dispatchEvent(new Event('change', {bubbles: true}));
  return field.type !== 'checkbox' && field.type !== 'radio' && field.value !== String(value).replaceAll('\\r', '');
}).map(([name]) => name)"""
