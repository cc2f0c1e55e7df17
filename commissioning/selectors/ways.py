"""Where the lawful ways on of a refusal lead: each to the page that does it, with its form prepared.

A rule names the page and what its form is to be filled with; which case and which duty is found here, and whether the
person refused may open it. Somebody else's page is told in words, with whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from commissioning import access
from commissioning.acts import Actor
from commissioning.models import Case, Duty
from commissioning.rules.access_matrix import ACTS
from commissioning.rules.refusals import Alternative, Refusal

EVERYBODY = "everybody"


@dataclass(frozen=True)
class Page:
    """A page that a way may lead to. `act` is what it asks of the person (a page of a duty asks the duty's own);
    `of` says where its address comes from; `kinds` are the duties that have it; `rather` is the kind of duty whose own
    page is the better one as long as it waits for the same person."""

    act: str = ""
    of: str = ""
    kinds: frozenset[str] = frozenset()
    rather: str = ""


PAGES = {
    "duty": Page(of="duty"),
    "duty_pass": Page(of="duty", kinds=frozenset({"decision.make", "reconsider.decide"})),
    "notice_again": Page(of="duty", kinds=frozenset({"agenda.publish"}), rather="notice.publish"),
    "case": Page("case.read", of="case"),
    "case_law": Page("case.read", of="case"),
    "case_consult": Page("consultation.open", of="case"),
    "case_consultations": Page("case.read", of="case"),
    "case_education": Page("education.mark", of="case"),
    "case_evidence": Page("case.read", of="case"),
    "case_function": Page("function.name", of="case"),
    "case_exception": Page("exception.publish", of="case"),
    "case_amendment": Page("amendment.ask", of="case"),
    "case_informal": Page("informal.note", of="case"),
    "case_key": Page("key.assess", of="case"),
    "case_late_item": Page("late_item.ask", of="case"),
    "case_procurement_record": Page("procurement.record", of="case"),
    "case_private": Page("private_notice.publish", of="case"),
    "case_report_gap": Page("report.gap", of="case"),
    "case_representation_answer": Page("representation.answer", of="case"),
    "case_urgency_ask": Page("urgency.ask", of="case"),
    "case_withdraw": Page("case.withdraw", of="case"),
    "call_in": Page("call_in.sign", of="case"),
    "case_scrutiny_agenda": Page("scrutiny.agenda", of="case"),
    "scrutiny_refer": Page("scrutiny.refer", of="case"),
    "dispensations": Page("case.read"),
    "inbox": Page(EVERYBODY),
    "item_exclusion": Page("exclusion.record"),
    "item_readmission": Page("exclusion.record"),
    "meeting_cancel": Page("meeting.cancel"),
    "meeting_live": Page("case.read"),
    "overlays": Page("case.read"),
    "plan_backwards": Page("case.read"),
}
WHOSE = {
    "PROPER_OFFICER": "democratic services",
    "MONITORING_OFFICER": "the Monitoring Officer",
    "OFFICER": "the officer of the case",
    "RESEARCH_LEAD": "the research function",
}


@dataclass(frozen=True)
class Way:
    """A way on as shown: words, the address or "", and whose it is when the person refused may not do it."""

    label: str
    url: str = ""
    whose: str = ""


def ways_on(
    refusal: Refusal | None, *, actor: Actor, at: datetime, case: Case | None = None, duty: Duty | None = None
) -> list[Way]:
    """Every way on, in order. A page of another kind of duty is no way on from this one and is left out."""
    ways = (_way(one, actor, at, case, duty) for one in (refusal.alternatives if refusal else ()))
    return [way for way in ways if way is not None]


def _way(one: Alternative, actor: Actor, at: datetime, case: Case | None, duty: Duty | None) -> Way | None:
    page = PAGES[one.url_name]
    if page.of == "duty":
        return _of_duty(one, page, actor, at, case, duty)
    if page.of == "case" and case is None and "year" not in one.params:  # beside a whole meeting the way names its case
        return Way(one.label)
    if page.act != EVERYBODY and access.may(actor, page.act, case, at) is None:
        return Way(one.label, whose=_whose(page.act))
    params = dict(one.params)
    if page.of == "case" and case is not None:
        params |= {"year": case.year, "number": f"{case.number:03d}"}
    return Way(one.label, _address(one, params))


def _of_duty(
    one: Alternative, page: Page, actor: Actor, at: datetime, case: Case | None, duty: Duty | None
) -> Way | None:
    """A page of the duty that was refused, or of another one that is open in the case."""
    if page.rather:
        better = _of_duty(Alternative(one.label, "duty", {"kind": page.rather}, one.query), PAGES["duty"], actor, at, case, None)
        if better is not None and better.url:
            return better
        if duty is None or duty.kind not in page.kinds:
            return _of_another_duty(one, page, actor, at, case) or better
    kind = one.params.get("kind", "")
    if not kind:
        if duty is None or (page.kinds and duty.kind not in page.kinds) or (one.kinds and duty.kind not in one.kinds):
            return None
        return Way(one.label, _address(one, {"pk": duty.pk}))
    if duty is not None and duty.kind == kind:
        return Way(one.label, _address(one, {"pk": duty.pk}))
    for found in open_duties_of(case, kind):
        if access.may(actor, kind, found, at) is not None:
            return Way(one.label, _address(one, {"pk": found.pk}))
    return Way(one.label, whose=_whose(kind))


def _of_another_duty(one: Alternative, page: Page, actor: Actor, at: datetime, case: Case | None) -> Way | None:
    """A page of a duty, reached from elsewhere: by a duty of the case that has it and waits for this person."""
    for kind in sorted(page.kinds):
        for found in open_duties_of(case, kind):
            if access.may(actor, kind, found, at) is not None:
                return Way(one.label, _address(one, {"pk": found.pk}))
    return None


def open_duties_of(case: Case | None, kind: str) -> Sequence[Duty]:
    """What waits in the case under this kind, oldest first."""
    if case is None:
        return []
    return list(Duty.objects.filter(case=case, kind=kind, closed_at__isnull=True).select_related("office").order_by("pk"))


def _address(one: Alternative, params: dict) -> str:
    query = urlencode(one.query)
    return reverse(one.url_name, kwargs=params) + (f"?{query}" if query else "")


def _whose(act: str) -> str:
    """Who does it, where one office does it for all."""
    roles = ACTS[act].roles
    return next((words for role, words in WHOSE.items() if role in roles), "")
