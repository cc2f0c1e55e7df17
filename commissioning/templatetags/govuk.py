"""Filters for pages, PDFs and notices: dates and money in GOV.UK style, the basis of a figure, officers' Markdown.

Registered as template built-ins, so no `{% load %}` is needed. Times are shown as London time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

import nh3
from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from commissioning.rules import dates, money

register = template.Library()
LONGEST_STRIP = 62
AFTER = {"overdue from": "Overdue from", "considered": "Overdue from", "call-in over from": "Call-in is over from"}  # by target event
BASIS = {
    "real": ("Real", "green"),
    "derived": ("Derived", "blue"),
    "illustrative": ("Illustrative", "yellow"),
}
TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "hr", "br",
        "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
CLASSES = {
    "p": "govuk-body", "h2": "govuk-heading-m", "h3": "govuk-heading-s", "h4": "govuk-heading-s",
    "ul": "govuk-list govuk-list--bullet", "ol": "govuk-list govuk-list--number", "a": "govuk-link",
    "blockquote": "govuk-inset-text", "table": "govuk-table", "thead": "govuk-table__head",
    "tbody": "govuk-table__body", "tr": "govuk-table__row", "th": "govuk-table__header",
    "td": "govuk-table__cell", "hr": "govuk-section-break govuk-section-break--visible",
}  # fmt: skip


def _local(value: Any) -> date | None:
    """A date or London time from a date, a datetime or ISO text; None for anything else."""
    if isinstance(value, str) and value:
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(dates.LONDON) if value.tzinfo else value
    return value if isinstance(value, date) else None


@register.filter
def date_govuk(value: Any) -> str:
    """11 January 2027"""
    day = _local(value)
    return dates.long_date(day) if day else ""


@register.filter
def due_govuk(value: Any) -> str:
    """by the end of 12 February 2027; 4 March 2027 at 5pm. Takes a moment or a duty."""
    moment = _local(getattr(value, "due_at", value))
    if not isinstance(moment, datetime):
        return date_govuk(moment)
    return dates.due_in_words(moment, getattr(value, "deadline", None), getattr(value, "due_on", None))


@register.filter
def until_govuk(value: Any) -> str:
    """the end of 12 February 2027; 4 March 2027 at 5pm; a plain date gives the date alone"""
    moment = _local(value)
    return dates.end_in_words(moment) if isinstance(moment, datetime) else date_govuk(moment)


@register.filter
def date_short(value: Any) -> str:
    """11 Jan 2027, for narrow table cells only"""
    day = _local(value)
    return f"{day.day} {day:%b %Y}" if day else ""


@register.filter
def sentence(value: Any) -> str:
    """The words as one sentence: a capital at the beginning, one full stop at the end; nothing for nothing."""
    words = str(value or "").strip()
    return f"{words[0].upper()}{words[1:].rstrip('.')}." if words else ""


@register.filter
def weekday_govuk(value: Any) -> str:
    """Monday 11 January 2027"""
    day = _local(value)
    return f"{day:%A} {date_govuk(day)}" if day else ""


@register.filter
def time_govuk(value: Any) -> str:
    """5pm, 10:02am, midday, midnight"""
    moment = value if isinstance(value, time) else _local(value)
    if not isinstance(moment, datetime | time):
        return ""
    clock = moment.time() if isinstance(moment, datetime) else moment
    return dates.time_in_words(clock.replace(second=0, microsecond=0, tzinfo=None))


@register.filter
def datetime_govuk(value: Any) -> str:
    """11 January 2027 at 10:02am; a plain date, and the moment at which a day begins, gives the date alone"""
    moment = _local(value)
    if isinstance(moment, datetime) and (moment.hour, moment.minute) != (0, 0):
        return f"{date_govuk(moment)} at {time_govuk(moment)}"
    return date_govuk(moment)


@register.filter
def iso(value: Any) -> str:
    """For `<time datetime="">`: 2027-01-11 or 2027-01-11T10:02:00Z"""
    moment = _local(value)
    if isinstance(moment, datetime) and moment.tzinfo:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.isoformat() if moment else ""


@register.filter
def pounds(pence: int | None) -> str:
    """Integer pence as £53,440,286 or £601,307.33; nothing for None"""
    return "" if pence is None or pence == "" else money.pounds(int(pence))


@register.filter
def money_short(pence: int | None) -> str:
    """Integer pence as £1.24m, £250k, £950: for tiles and charts beside the exact sum"""
    if pence is None or pence == "":
        return ""
    sign, amount = ("-" if int(pence) < 0 else ""), abs(int(pence)) / 100
    for limit, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if amount >= limit * 0.9995:
            shown = f"{amount / limit:.1f}" if amount >= limit * 100 else f"{amount / limit:.2f}"
            return f"{sign}£{shown.rstrip('0').rstrip('.')}{letter}"
    return f"{sign}£{amount:.2f}".replace(".00", "")


@register.filter
def basis_tag(basis: str) -> SafeString:
    """A tag that says whether a figure is real, derived or illustrative"""
    label, colour = BASIS.get(str(basis).lower(), (str(basis).capitalize(), "grey"))
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, label)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@register.filter
def markdown(text: str | None) -> SafeString:
    """Officers' Markdown as safe HTML with GOV.UK classes; the first heading level is h2, raw HTML is shown as text."""
    html = _parser().render(text or "")
    html = re.sub(r"<(/?)h([1-6])>", lambda m: f"<{m[1]}h{min(max(int(m[2]), 2), 4)}>", html)
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes={"https", "http", "mailto", "tel"},
                      link_rel="noopener noreferrer")  # fmt: skip
    styled = re.sub(r"<([a-z][a-z0-9]*)(?=[ >])", lambda m: _opened(m[1]), clean)
    styled = styled.replace(
        '<th class="govuk-table__header">', '<th class="govuk-table__header" scope="col">'
    )
    styled = styled.replace(
        "<table", '<div class="app-wide-table" role="region" aria-label="Table" tabindex="0"><table'
    )
    return mark_safe(styled.replace("</table>", "</table></div>"))  # noqa: S308 - cleaned by the allow-list above


def _opened(tag: str) -> str:
    return f'<{tag} class="{CLASSES[tag]}"' if tag in CLASSES else f"<{tag}"


@dataclass(frozen=True)
class Day:
    """One day of a counted period as the calendar strip shows it."""

    on: date
    state: str
    words: str


@register.filter
def day_after(deadline: Any) -> str:
    """What the day after a period is, in words: for whoever has to act within it, the first day on which that is late."""
    target = deadline.get("target_event") if isinstance(deadline, Mapping) else getattr(deadline, "target_event", "")
    return AFTER.get(str(target), "Earliest lawful day")


@register.filter
def calendar_days(deadline: Any) -> list[Day]:
    """The days of a Deadline (or of its stored form) in order, each with what it is in the count.

    The event that starts the period, each counted day with its number, each skipped day with its reason, and the
    first lawful day. Nothing for periods longer than two months, which the sentence alone describes better.
    """
    get = deadline.get if isinstance(deadline, Mapping) else lambda key: getattr(deadline, key, None)
    counted = get("counted") or ()
    if len(counted) > LONGEST_STRIP:
        return []
    first = [(get("started_on"), "start", str(get("start_event") or "Start").capitalize())]
    if get("counts_from") != get("started_on"):
        first.append((get("counts_from"), "start", "Counts as the start"))
    found = [(get("earliest"), "earliest", day_after(deadline)), *first]
    found += [(on, "skipped", reason) for on, reason in get("skipped") or ()]
    found += [(on, "counted", f"Day {n}") for n, on in enumerate(counted, 1)]
    days = {_day(on): Day(_day(on), state, words) for on, state, words in found if on}
    return [days[on] for on in sorted(days)]


def _day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


@register.filter
def chart_svg(chart: Any, font_size: float = 14) -> SafeString:
    """The drawing of a chart of `commissioning.rules.charts`, which escapes every text itself; 18 for large print"""
    return mark_safe(chart.svg(float(font_size)))  # noqa: S308 - see the docstring


@register.filter
def elided(page: Page) -> Iterator[int | str]:
    """Page numbers with gaps, for components/pagination.html"""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
