"""Walking a case through every stage and trying each form there on nonsense, with nothing kept of what was tried."""

from __future__ import annotations

import os
import re
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any
from zlib import crc32

from django import forms
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commissioning import clock
from commissioning.forms.fields import GovukDateField, MoneyField
from commissioning.models import Duty, User
from tests import plans

ON_POSTGRES = connection.vendor == "postgresql"  # both databases try every form; the kinds of nonsense are shared out between them
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2" if ON_POSTGRES else "4"))
LONG = "x" * 100_000
SCRIPT = "<script>alert(1)</script>"
JUNK = (
    " ", "0", "-1", "12e9", "NaN", "9" * 400, "1" * 5000, "a\x00b", SCRIPT, "\u202eevil\u2066", "\ufeff\u200b", "½", "٣", "None",
    "[]", "2027-02-30", "😀" * 50,
)  # fmt: skip
WRONG = ("12e9", "9" * 400, "a\x00b", SCRIPT, "\u202eevil\u2066", "½", "[]")
JUNK_KEYS = ("", "a\x00b", "\u202eevil", "9" * 400, "½", LONG)
RAW_BODIES = (
    (b"result=%ED%A0%80&text=%FF%FE&request_key=%ED%A0%80", "application/x-www-form-urlencoded"),
    (b"%00=%00&=&&&;;%zz&" + b"a=1&" * 400, "application/x-www-form-urlencoded"),
    (b'{"result": ["CLEARED"', "application/json"),
    (b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\xff\xfe\x00\r\n--x", "multipart/form-data; boundary=x"),
    (b"not a form", "multipart/form-data"),
    (b"text=%u2028", "application/x-www-form-urlencoded; charset=utf-7"),
)  # fmt: skip
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
UNCOUNTED = {"django_session", "django_content_type", "django_migrations"}


class Page:
    """One form of the product, as one person sees it at one stage."""

    def __init__(
        self, name: str, url: str, person: User, other: User, duty: Duty | None = None, extra: dict | None = None
    ) -> None:
        self.name, self.url, self.duty, self.extra = name, url, duty, extra or {}
        self.client, self.stranger = signed_in(person), signed_in(other)

    def get(self) -> HttpResponse:
        return self.client.get(self.url)

    def post(self, data: dict[str, Any]) -> HttpResponse:
        return self.client.post(self.url, data)

    @cached_property
    def forms(self) -> list[forms.BaseForm]:
        """The form of the page, or all of them where it has tables of rows; asked once, as every trial is taken back."""
        form = self.get().context.get("form")
        if form is None or isinstance(form, forms.BaseForm):
            return [form] if form is not None else []
        sets = [entry for rows in form.sets.values() for entry in (rows.management_form, *rows.forms)]
        return [*([form.main] if form.main else []), *sets]

    def fields(self) -> dict[str, forms.Field]:
        return {form.add_prefix(name): field for form in self.forms for name, field in form.fields.items()}

    def filled(self, at: datetime) -> dict[str, Any]:
        """What a careful person might send: every field with something of its kind."""
        data: dict[str, Any] = {"request_key": uuid.uuid4().hex}
        for form in self.forms:
            for name, field in form.fields.items():
                initial = form.get_initial_for_field(field, name)
                data |= _filled(form.add_prefix(name), field, initial, at)
        return data | self.extra


def _filled(name: str, field: forms.Field, initial: Any, at: datetime) -> dict[str, Any]:
    if isinstance(field, forms.FileField):
        return {}
    if isinstance(field, GovukDateField):
        return {f"{name}_day": at.day, f"{name}_month": at.month, f"{name}_year": at.year}
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return {name: [str(value) for value, _ in field.choices]}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        offered = [str(value) for value, _ in field.choices if value not in ("", None)]
        return {name: str(initial) if initial else offered[0] if offered else ""}
    if name.endswith("-DELETE"):
        return {}
    if isinstance(field, forms.BooleanField):
        return {name: "on"} if field.required else {}
    if isinstance(field, MoneyField):
        return {name: "1,200,000"} if field.required else {}
    if isinstance(field, forms.IntegerField):
        return {name: initial if initial is not None else "9"}
    if isinstance(field, forms.URLField):
        return {name: "https://example.org/data"}
    return {name: initial or "The team recommends what the report says, in words enough for the record."}


def signed_in(person: User) -> Client:
    """Signed in with a fresh second factor."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["stepped_up_at"] = clock.real_now().isoformat()
    session.save()
    return client


@contextmanager
def undone() -> Iterator[None]:
    """Try something and take it back. Marked like a test's own transaction, so the desk's durable one may nest in it."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with atomic:
        yield
        transaction.set_rollback(True)


def rows() -> dict[str, int]:
    """How many rows every table has, history included, sessions left out."""
    tables = sorted(
        {model._meta.db_table for model in apps.get_models(include_auto_created=True) if not model._meta.proxy} - UNCOUNTED
    )
    parts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables)
    with connection.cursor() as cursor:
        plans.execute(cursor, "rows_of_all", parts)
        return dict(cursor.fetchall())


def outcome_of(check: Callable[[], object]) -> str:
    """Nothing when the check holds, otherwise its traceback; what it wrote is taken back."""
    try:
        with undone():
            check()
    except Exception:
        return traceback.format_exc(limit=-12)
    return ""


# --- the checks ---------------------------------------------------------------------------------------------------


def get_changes_nothing(page: Page, at: datetime) -> None:
    before = rows()

    answers = [page.get().status_code, page.client.head(page.url).status_code]

    assert (answers, rows()) == ([200, 200], before)


def missing(page: Page, at: datetime) -> None:
    """Without its required fields a form is shown again."""
    before, required = rows(), any(field.required for field in page.fields().values())

    answer = page.post({"request_key": "missing"})

    assert answer.status_code in ((200,) if required else (200, 302, 404))
    assert rows() == before or answer.status_code == 302


def too_long(page: Page, at: datetime) -> None:
    """100,000 characters in every box are never stored."""
    data, before, texts = page.filled(at), rows(), 0
    for name, field in page.fields().items():
        if type(field.widget) in (forms.TextInput, forms.Textarea) or isinstance(field, forms.CharField):
            data[name], texts = LONG, texts + 1

    answer = page.post(data)

    assert answer.status_code in ((200,) if texts else (200, 302))
    assert rows() == before or not texts


def nonsense(page: Page, at: datetime) -> None:
    """Each box gets two kinds of nonsense on either database, its neighbour others; what is not accepted leaves nothing behind."""
    names = dict.fromkeys([*page.filled(at), *page.fields()])
    for turn in range(2 if ON_POSTGRES else 0, 8, 4):
        junk = {name: WRONG[(place + turn) % len(WRONG)] for place, name in enumerate(names)}
        with undone():
            before = rows()
            answer = page.post({**junk, "request_key": "junk"})
            assert answer.status_code in (200, 302, 404), junk
            assert answer.status_code == 302 or rows() == before, junk


def nonsense_keys(page: Page, at: datetime) -> None:
    """The hidden key of a form may be anything. All forms read it in one place, so each tries one of six here and the next on the other database."""
    filled = page.filled(at)
    junk = JUNK_KEYS[(crc32(page.name.encode()) + ON_POSTGRES) % len(JUNK_KEYS)]
    answer = page.post({**filled, "request_key": junk, "revision": junk, "step": junk, "confirmed": junk})
    assert answer.status_code in (200, 302, 404), junk


def raw_bodies(page: Page, at: datetime) -> None:
    """Bodies that no browser sends: broken encodings, other types, a file where text is asked.

    They are read in one place, before any form, so each page gets one of six here and the next on the other database.
    """
    before = rows()
    body, kind = RAW_BODIES[(crc32(page.name.encode()) + ON_POSTGRES) % len(RAW_BODIES)]
    with undone():
        answer = page.client.generic("POST", page.url, body, kind)
        assert answer.status_code in (200, 302, 400, 404), (body, kind)
        assert answer.status_code == 302 or rows() == before, (body, kind)
    with undone():
        files = {name: SimpleUploadedFile("a\x00<b>.csv", b"\xff\x00,\n1") for name in page.fields()}
        assert page.post(files).status_code in (200, 302, 400, 404)


def fuzz(page: Page, at: datetime) -> None:
    """Any mixture of sense, nonsense and nothing."""
    filled = page.filled(at)
    junk = st.one_of(st.sampled_from(JUNK), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
    one = {name: st.one_of(st.just(value), junk, st.none()) for name, value in filled.items()}

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(st.fixed_dictionaries(one))
    def run(data: dict[str, Any]) -> None:
        with undone():
            before = rows()
            answer = page.post({name: value for name, value in data.items() if value is not None})
            assert answer.status_code in (200, 302, 404)
            assert answer.status_code == 302 or rows() == before

    run()


def stranger(page: Page, at: datetime) -> None:
    """Somebody else's page and one that does not exist are the same 404."""
    before = rows()
    unknown = page.url.replace(f"/{page.duty.pk}/", "/987654321/") if page.duty else "/duties/987654321/"

    answers = [page.stranger.get(page.url), page.stranger.post(page.url, page.filled(at)), page.stranger.get(unknown)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({MAIN.search(answer.content.decode())[0] for answer in answers}) == 1  # the head shows the clock
    assert rows() == before


def signed_out(page: Page, at: datetime) -> None:
    """E-102: the session ended before the form was sent. Nothing is done, and the way back is kept."""
    data, before = page.filled(at), rows()

    answer = Client().post(page.url, data)

    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")
    assert rows() == before


def twice(page: Page, at: datetime) -> None:
    """E-101: the same form twice is one act; another form after that finds it done and changes nothing."""
    data = page.filled(at)

    first = page.post(data)
    assert first.status_code == 302, refusal_of(first)
    after = rows()
    again = page.post(data)
    assert (again.status_code in (200, 302), rows()) == (True, after)
    if page.duty is None or Duty.objects.get(pk=page.duty.pk).is_open or page.name in CORRECTABLE:
        return
    late = page.post({**data, "request_key": "another form"})
    assert (late.status_code, rows()) == (200, after)
    assert "workflows/task_done.html" in [template.name for template in late.templates]


def refusal_of(answer: HttpResponse) -> object:
    if not answer.context:
        return answer.status_code
    refusal, form = answer.context.get("refusal"), answer.context.get("form")
    return refusal.code if refusal else dict(getattr(form, "errors", {}))


CORRECTABLE = ("vote.cast", "ssmt.recommend")
CHECKS: dict[str, Callable[[Page, datetime], None]] = {
    check.__name__: check
    for check in (
        get_changes_nothing, missing, too_long, nonsense, nonsense_keys, raw_bodies, fuzz, stranger, signed_out, twice,
    )
}  # fmt: skip
