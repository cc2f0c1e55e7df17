"""Every way on that the code can name, collected from the code: its link opens for whom it is meant, its form prepared."""

import ast
from dataclasses import dataclass
from datetime import date
from importlib import import_module

import pytest

from commissioning import ledger
from commissioning.acts import Actor
from commissioning.models import Body, Case, Duty
from commissioning.rules.access_matrix import ACTS
from commissioning.rules.dates import parse_date
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.ways import EVERYBODY, PAGES, Way, ways_on
from commissioning.services.evidence_packs import (
    open_pack_approve,
    open_pack_review,
    open_pack_write,
    review_pack,
    submit_pack,
)
from decisions.models import AgendaItem, Meeting
from decisions.services.agendas import open_agenda_publish
from decisions.services.key_decision_notices import open_notice_publish
from decisions.services.meetings import open_ssmt_schedule
from decisions.services.private_meetings import PrivatePart, publish_private_notice
from decisions.services.reconsiderations import open_reconsider_decide
from decisions.services.representations import receive_representation
from scrutiny.services.council_reviews import open_council_review
from scrutiny.services.hearings import open_call_in_hear
from tests.access.matrix import ROLES
from tests.architecture.source import ROOT, modules
from tests.builders import MORNING, a_borough, a_case, actor, person
from tests.builders import test_act as system_act
from tests.builders_s1 import fill_pack, open_duty
from tests.builders_s2 import a_cleared_proposal, a_copy, set_clock, sign_in
from tests.builders_s3 import (
    CABINET_AT,
    a_delegation,
    a_hold,
    a_member_item,
    a_recommended_case,
    an_item_in_session,
    bring_back,
    call_vote,
    decide_alone,
)
from tests.builders_s5 import a_published_record, a_received_call_in, give_ruling, hear

pytestmark = pytest.mark.django_db
ANY_DAY = "2027-03-04"
DATES = {"decide_on", "decide_by", "decide_from", "decide_to", "meets_on", "on", "by"}


@dataclass(frozen=True)
class Site:
    """One place in the code that names a way on: its words, its page, what it passes, from which duties."""

    module: str
    line: int
    label: str
    url_name: str
    params: dict
    query: dict
    kinds: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.module}:{self.line}"


def literal(node: ast.expr | None, module: str) -> object:
    """The value of an expression as far as the code itself says it; None for what only the moment knows."""
    if node is None:
        return {}
    if isinstance(node, ast.Dict):
        return {literal(key, module): literal(value, module) for key, value in zip(node.keys, node.values, strict=True)}
    if isinstance(node, ast.Tuple):
        return tuple(literal(item, module) for item in node.elts)
    if isinstance(node, ast.Name):
        return getattr(import_module(module), node.id, None)
    if isinstance(node, ast.Attribute):
        return getattr(literal(node.value, module), node.attr, None)
    return node.value if isinstance(node, ast.Constant) else None


def sites() -> list[Site]:
    """Every call of Alternative in the product."""
    found = []
    for module in modules().values():
        if "Alternative(" not in (ROOT / module.path).read_text():
            continue
        for node in ast.walk(module.tree):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Alternative"):
                continue
            given = {word.arg: word.value for word in node.keywords}
            params = node.args[2] if len(node.args) > 2 else given.get("params")
            found.append(
                Site(
                    module.name, node.lineno, ast.unparse(node.args[0]), literal(node.args[1], module.name) or "",
                    literal(params, module.name), literal(given.get("query"), module.name),
                    literal(given.get("kinds"), module.name) or (),
                )
            )  # fmt: skip
    return found


SITES = sites()


@pytest.fixture(scope="module")
def world(module_database):
    """A case for every duty and every page that a way leads to."""
    a_borough()
    a_delegation()
    return {
        "session": private_in_part(put_to_the_vote(an_item_in_session(number=1))),
        "alone": alone(2),
        "desk": on_the_desk(3),
        "evidence": evidence(4),
        "published": published(5),
        "private": private(6),
        "back": back_to_one(7),
        "council": before_the_council(8),
    }


def put_to_the_vote(item: AgendaItem) -> AgendaItem:
    """The same item with a vote by name open."""
    call_vote(item.case)
    return item


def before_the_council(number: int) -> Case:
    """Called in and referred to the full council; what the committee was asked is asked still."""
    case = a_published_record(number=number).case
    a_received_call_in(case)
    give_ruling(case)
    hear(case, "REFER_TO_COUNCIL", concerns=(), outside_framework=True, advice="It exceeds the budget.")
    for opens in (open_council_review, open_call_in_hear):
        with ledger.recording():
            opens(case=case, act=system_act())
    return case


def private_in_part(item: AgendaItem) -> AgendaItem:
    """The same item, announced as private."""
    item.closed_for = {"paragraphs": [3], "weighing": "Bids would converge.", "by": "2026-001-p2", "why": "In time."}
    return item.save_as(system_act(), update_fields=["closed_for"])


def alone(number: int) -> Case:
    """Before one member."""
    case = a_case(number=number, track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    return case


def back_to_one(number: int) -> Case:
    """Called in and back before the one member who decided."""
    case = alone(number)
    decide_alone(case)
    a_hold(case, "Hours")
    with ledger.recording():
        open_reconsider_decide(case=case, act=system_act())
    return case


def on_the_desk(number: int) -> Case:
    """Cleared, with everything that democratic services may publish next."""
    case = a_recommended_case(number=number)
    for opens in (open_ssmt_schedule, open_notice_publish, open_agenda_publish):
        with ledger.recording():
            opens(case=case, act=system_act())
    return case


def evidence(number: int) -> Case:
    """With a pack that waits for the research lead."""
    case = a_case(number=number)
    with ledger.recording():
        open_pack_write(case=case, act=system_act())
        submit_pack(duty=fill_pack(case), peer=person("peer"), actor=actor("analyst"), at=MORNING)
        open_pack_review(case=case, act=system_act())
        review_pack(duty=open_duty(case, "pack.review"), result="PASSED", reasons="", actor=actor("peer"), at=MORNING)
        open_pack_approve(case=case, act=system_act())
    return case


def published(number: int) -> Case:
    """Decided, published, called in and brought back to a coming meeting."""
    case = a_published_record(number=number).case
    a_hold(case, "Hours")
    bring_back(case)
    return case


def private(number: int) -> Case:
    """With the first notice of a private meeting and a representation against it."""
    case = a_case(number=number)
    with ledger.recording():
        part = PrivatePart(Body.objects.get(key="cabinet"), date(2027, 1, 11), "The bids.", (3,), "Bids would converge.")
        publish_private_notice(case=case, part=part, copy=a_copy(), actor=actor("proper-officer"), at=MORNING)
    with ledger.recording():
        receive_representation(case=case, text="Hold it in public.", received_at=MORNING, actor=actor("proper-officer"), at=MORNING)
    return case


# In which case of the world a page shows what the way is about; elsewhere the one on the desk.
CASES = {
    "call_in": "published", "scrutiny_refer": "published", "case_evidence": "evidence", "case_representation_answer": "private",
}  # fmt: skip


def ways_of(way: Alternative, office: str, *, case: Case, duty: Duty | None = None) -> Way:
    """The one way on as that office is shown it."""
    refusal = Refusal("test.refused", "Not now.", alternatives=(way,))
    return ways_on(refusal, actor=Actor.person(person(office)), at=CABINET_AT, case=case, duty=duty)[0]


def role_for(site: Site) -> str:
    """An office whose roles carry the act of the page."""
    act = PAGES[site.url_name].act
    if act == EVERYBODY:
        return "analyst"
    return next(key for role, key in ROLES.items() if role in ACTS[act].roles)


def assert_opens(client, office: str, url: str, way: Alternative) -> None:
    """The page answers, and every field that the way names holds what it says."""
    sign_in(client, office)

    page = client.get(url)

    assert page.status_code == 200
    form = page.context.get("form")
    shown = {name: said(form, name) for name in way.query}
    assert shown == {name: str(value) for name, value in way.query.items()}


def said(form, name: str) -> str:
    """What a field of the page says: a date in ISO, a choice of a decision-maker by its words."""
    value = form[name].value()
    if name == "maker":
        return dict(form.fields[name].choices)[value]
    if isinstance(value, str) and name in DATES:
        return parse_date(value).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def duty_of(kind: str, page: str = "") -> Duty:
    """Of an answer to a call-in the one that a meeting gives, or for the page on which one person leaves it, that person's."""
    found = Duty.objects.filter(kind=kind, closed_at__isnull=True).select_related("case", "office", "person").order_by("pk")
    duty = found.last() if page == "duty_pass" else found.first()
    assert duty is not None, f"the world has no open duty {kind}"
    return duty


def test_every_way_names_its_page():
    assert SITES != []
    assert {str(site): site.url_name for site in SITES if site.url_name not in PAGES} == {}


def test_every_page_of_a_way_is_used():
    assert set(PAGES) - {site.url_name for site in SITES} == set()


def filled(site: Site) -> Alternative:
    """The way as the code would make it, with a day and a meeting of this world."""
    coming = str(Meeting.objects.filter(starts_at__gt=CABINET_AT, body__kind="CABINET").order_by("pk").first().pk)
    numbers = {"pk": Meeting.objects.order_by("pk").first().pk, "representation": 1}
    if site.url_name in ("item_exclusion", "item_readmission"):
        numbers["pk"] = AgendaItem.objects.exclude(closed_for={}).get().pk
    days = dict.fromkeys(DATES, ANY_DAY)
    query = {key: {**days, "maker": "Cabinet", "meeting": coming}.get(key) if value is None else value for key, value in site.query.items()}
    params = {key: numbers.get(key, value) for key, value in site.params.items()}
    return Alternative(site.label, site.url_name, params, query, site.kinds)


@pytest.mark.parametrize("site", [site for site in SITES if PAGES[site.url_name].of != "duty"], ids=str)
def test_way_to_a_page_of_the_case_opens_with_its_form_prepared(site, world, db, client, settings):
    set_clock(settings, CABINET_AT)
    case, office = world[CASES.get(site.url_name, "desk")], role_for(site)
    way = ways_of(filled(site), office, case=case)

    assert way.url != ""
    assert_opens(client, office, way.url, filled(site))


def kinds_of(site: Site) -> list[str]:
    """From which duties, or to which duty, a way to a page of a duty leads."""
    if site.params.get("kind"):
        return [site.params["kind"]]
    if set(site.query) == {"meeting"} | ({"on"} & set(site.query)) and not site.kinds:
        return ["agenda.publish"]
    return sorted(site.kinds or PAGES[site.url_name].kinds)


@pytest.mark.parametrize(
    ("site", "kind"),
    [(site, kind) for site in SITES if PAGES[site.url_name].of == "duty" for kind in kinds_of(site)],
    ids=str,
)
def test_way_to_a_duty_opens_with_its_form_prepared(site, kind, world, db, client, settings):
    set_clock(settings, CABINET_AT)
    duty = duty_of(kind, site.url_name)
    way = ways_of(filled(site), duty.office.key, case=duty.case, duty=None if "kind" in site.params else duty)

    assert way.url != ""
    assert_opens(client, duty.office.key, way.url, filled(site))


def test_somebody_else_reads_the_way_in_words_with_whose_it_is(world, db):
    way = Alternative("Publish a general exception", "case_exception")

    assert ways_of(way, "leader", case=world["desk"]) == Way("Publish a general exception", "", "democratic services")


def test_page_of_another_kind_of_duty_is_no_way_on(world, db):
    refusal = Refusal("test.refused", "Not now.", alternatives=(Alternative("Pass it on", "duty_pass"),))
    duty = duty_of("agenda.publish")

    found = ways_on(refusal, actor=Actor.person(person("proper-officer")), at=CABINET_AT, case=duty.case, duty=duty)

    assert found == []
