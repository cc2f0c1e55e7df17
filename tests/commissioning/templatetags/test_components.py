"""The parts of pages that carry meaning in law: refusals, counted days, stages; and that no text slips in unescaped."""

import json
from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from lxml import html

from commissioning.rules.calendars import load
from commissioning.rules.charts import Bar
from commissioning.rules.counting import forward
from commissioning.rules.refusals import Alternative, Refusal


def shown(name, **context):
    return html.fromstring(f"<div>{render_to_string(f'components/{name}.html', context)}</div>")


def words(element):
    return " ".join(element.text_content().split())


def test_refusal_gives_reason_source_earliest_date_and_ways_on():
    refusal = Refusal(
        "notice.too_short", "The notice has been public for 21 days.", "SI 2012/2089 reg 9",
        earliest=date(2027, 1, 18), alternatives=(Alternative("Ask for urgency consent", "urgency"),),
    )  # fmt: skip

    page = shown("refusal", refusal=refusal)

    assert words(page) == (
        "This cannot be done now The notice has been public for 21 days. Earliest lawful date: Monday 18 January 2027 "
        "What you can do instead Ask for urgency consent Where this is written: SI 2012/2089 reg 9 Nothing was changed."
    )
    assert page.xpath("//a/@href") == []  # nobody is known to have asked, so nobody is sent anywhere


def test_stage_list_says_state_office_and_dates_in_words():
    stages = [
        {"name": "Evidence", "state": "done", "office": "Research", "since": date(2026, 11, 20)},
        {"name": "Clearances", "state": "overdue", "office": "Finance", "since": date(2026, 12, 1), "due": date(2026, 12, 5)},
        {"name": "Cabinet", "state": "next", "office": "Cabinet"},
        {"name": "Call-in", "state": "skipped"},
    ]  # fmt: skip

    page = shown("stage_list", stages=stages)

    assert [words(item) for item in page.iter("li")] == [
        "Evidence Research Done, 20 November 2026",
        "Clearances Finance Overdue Was due 5 December 2026 Here since 1 December 2026",
        "Cabinet Cabinet Not started",
        "Call-in Not needed",
    ]
    assert page.xpath("//li[@aria-current='step']/span[1]/text()") == ["Clearances"]


def test_reckoning_is_the_same_from_the_deadline_and_from_its_stored_form():
    deadline = forward("WORK_AFTER", 5, date(2026, 12, 22), load())
    stored = json.loads(json.dumps(deadline.as_dict()))

    fresh, kept = shown("reckoning", deadline=deadline), shown("reckoning", deadline=stored)

    assert words(fresh) == words(kept)
    assert [words(day) for day in fresh.iter("li")] == [
        "Tue 22 Dec Published", "Wed 23 Dec Day 1", "Thu 24 Dec Day 2", "Fri 25 Dec Christmas Day", "Sat 26 Dec Saturday", "Sun 27 Dec Sunday",
        "Mon 28 Dec Boxing Day, substitute day", "Tue 29 Dec Day 3", "Wed 30 Dec Day 4", "Thu 31 Dec Day 5",
        "Fri 1 Jan Earliest lawful day",
    ]  # fmt: skip


def test_reckoning_of_a_long_period_shows_no_strip_of_days():
    deadline = forward("MONTHS_BEGINNING_WITH", 3, date(2026, 12, 22), load())

    page = shown("reckoning", deadline=deadline)

    assert page.xpath("//ol") == []
    assert "3 months from Tue 22 Dec" in words(page)


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("tag", {"text": "<b>x</b>", "colour": "red"}),
        ("summary_list", {"rows": [{"key": "<b>k</b>", "value": "<b>v</b>", "href": "/"}]}),
        ("table", {"id": "t", "caption": "<b>c</b>", "head": ["<b>h</b>"], "rows": [["<b>r</b>"]]}),
        (
            "timeline",
            {"items": [{"title": "<b>t</b>", "by": "<b>b</b>", "at": date(2027, 1, 1), "text": "<b>x</b>"}]},
        ),
        ("task_list", {"tasks": [{"title": "<b>t</b>", "status": "<b>s</b>"}]}),
        ("breadcrumbs", {"crumbs": [("<b>c</b>", "")]}),
        ("empty_state", {"title": "<b>t</b>", "text": "<b>x</b>"}),
        (
            "chart",
            {"chart": Bar(id="c", title="<b>t</b>", labels=("<b>l</b>",), values=(1,), source="<b>s</b>")},
        ),
    ],
)
def test_texts_of_people_are_escaped(name, context):
    page = shown(name, **context)

    assert page.xpath("//b") == []


def test_table_scrolls_under_its_caption_and_names_rows_and_columns():
    page = shown(
        "table", id="votes", caption="Votes", head=["Member", "Vote"], rows=[["Cllr A", "For"]], numeric=[]
    )

    assert page.xpath("//*[@role='region']/@aria-labelledby") == ["votes-caption"]
    assert page.xpath("//*[@role='region']//*[@id='votes-caption']") == []
    assert page.xpath("//th/@scope") == ["col", "col", "row"]


def test_pagination_keeps_the_search(rf):
    page = Paginator(range(100), 10).get_page(5)
    request = rf.get("/register/", {"q": "falls", "page": "5"})

    links = html.fromstring(render_to_string("components/pagination.html", {"page": page}, request)).xpath(
        "//a/@href"
    )

    assert links[0] == "?q=falls&page=4"
    assert links[-1] == "?q=falls&page=6"


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_render_without_any_context(name):
    page = html.document_fromstring(render_to_string(name))

    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//main//p") != []
