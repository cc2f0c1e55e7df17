"""What stood in a case at a moment, kind by kind: papers, answers, statements, votes; one statement each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from commissioning.models import Case, EvidencePackVersion, ProposalVersion
from commissioning.rules.money import pounds
from decisions.models import (
    AgencyRecommendation,
    Attendance,
    ClearanceResult,
    Decision,
    DecisionRecord,
    EqualityConfirmation,
    Hold,
    Interest,
    KeyDecisionNotice,
    SignOff,
    SsmtOutcome,
    Vote,
)
from scrutiny.models import CallIn

M = TypeVar("M", bound=Model)
S = TypeVar("S", Interest, EqualityConfirmation)


@dataclass(frozen=True)
class Row:
    """One thing that stood then: what, in which words, by whom, since when."""

    what: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Group:
    """What stood then of one kind; `none` says so when there was nothing."""

    key: str
    title: str
    none: str
    rows: tuple[Row, ...]


def _latest(rows: Iterable[M], key: str) -> list[M]:
    """The answer that counted: of each giver the last one."""
    return list({getattr(row, key): row for row in rows}.values())


def _until(rows: QuerySet[M], name: str, at: datetime, *related: str) -> QuerySet[M]:
    found = rows.filter(**{f"{name}__lte": at}).order_by(name, "pk")
    return found.select_related(*related) if related else found


def _group(key: str, title: str, none: str, rows: Iterator[Row]) -> Group:
    return Group(key, title, none, tuple(rows))


def open_groups(case: Case, at: datetime, record: DecisionRecord | None) -> Iterator[Group]:
    """What had been published, and what held the decision up."""
    notices = _until(KeyDecisionNotice.objects.filter(case=case), "published_at", at, "published_by")
    yield _group("notice", "Notice of key decision", "No notice had been published.", (
        Row(f"Notice {n.number}", "The 28 days were over." if n.matures_at <= at else "The 28 days were still running.",
            n.published_by.name, n.published_at) for n in notices
    ))  # fmt: skip
    yield _group("record", "Published record", "No record had been published.", (
        Row(f"Record {r.number}", r.content["outcome_words"], r.certified_as, r.published_at) for r in ([record] if record else [])
    ))  # fmt: skip
    holds = _until(Hold.objects.filter(case=case), "placed_at", at)
    yield _group("holds", "Holds", "Nothing was holding the decision up.", (
        Row(h.get_kind_display(), h.reference, "", h.placed_at) for h in holds if h.lifted_at is None or h.lifted_at > at
    ))  # fmt: skip
    call_ins = _until(CallIn.objects.filter(case=case), "received_at", at)
    yield _group("call_ins", "Call-in", "Nobody had called it in.", (
        Row(c.reference, _call_in_words(c, at), "", c.received_at) for c in call_ins if c.received_at
    ))  # fmt: skip


def _call_in_words(call_in: CallIn, at: datetime) -> str:
    if call_in.closed_at is not None and call_in.closed_at <= at:
        return call_in.get_outcome_display()
    if call_in.ruled_at is not None and call_in.ruled_at <= at:
        return "Ruled valid" if call_in.is_valid else "Ruled not valid"
    return "Not ruled on yet"


def member_groups(case: Case, at: datetime, version: ProposalVersion | None) -> Iterator[Group]:
    """What lay before those who advised and decided."""
    packs = _until(EvidencePackVersion.objects.filter(pack__case=case), "approved_at", at, "approved_by")
    yield _group("evidence", "Evidence pack", "No evidence had been approved.", (
        Row(f"Version {p.number}", "Approved", p.approved_by.name, p.approved_at) for p in packs
    ))  # fmt: skip
    yield _group("proposal", "Proposal", "No version had been handed in.", (
        Row(f"Version {v.number}", f"{pounds(v.value_total)}, of which the council {pounds(v.value_council)}",
            v.submitted_by.name, v.submitted_at) for v in ([version] if version else [])
    ))  # fmt: skip
    given = _until(ClearanceResult.objects.filter(duty__case=case), "given_at", at, "given_by", "office", "version")
    yield _group("clearances", "Clearances", "Nobody had given clearance.", (
        Row(c.office.title, f"{c.get_result_display()}, {_on(c.version, version)}", c.given_by.name, c.given_at)
        for c in _latest(given, "office_id")
    ))  # fmt: skip
    told = _until(AgencyRecommendation.objects.filter(item__case=case), "given_at", at, "organisation", "given_by")
    yield _group("recommendations", "What the agencies recommended", "No agency had recommended.", (
        Row(r.organisation.name, "; ".join(filter(None, [r.get_position_display(), r.conditions, r.dissent])),
            r.given_by.name, r.given_at) for r in _latest(told, "organisation_id")
    ))  # fmt: skip
    outcomes = _until(SsmtOutcome.objects.filter(case=case), "stated_at", at, "stated_by")
    yield _group("ssmt", "Outcome of the senior management team", "The team had not stated an outcome.", (
        Row("Outcome", o.get_outcome_display(), o.stated_by.name, o.stated_at) for o in list(outcomes)[-1:]
    ))  # fmt: skip
    signed = _until(SignOff.objects.filter(case=case), "signed_at", at, "organisation", "signed_by", "version")
    yield _group("signatures", "Signatures of the agencies", "No agency had signed.", (
        Row(s.organisation.name, f"{s.get_result_display()}, {_on(s.version, version)}", s.signed_by.name, s.signed_at)
        for s in _latest(signed, "organisation_id")
    ))  # fmt: skip
    yield from _sitting_groups(case, at)


def _sitting_groups(case: Case, at: datetime) -> Iterator[Group]:
    """Who was in the room, what they had declared, and how they voted once the vote was closed."""
    past: QuerySet[Any] = Attendance.history.model.objects.filter(meeting__items__case=case, history_date__lte=at)
    here = _latest(past.select_related("person", "office", "meeting").order_by("history_id").distinct(), "id")
    yield _group("present", "Who was there", "Nobody had been recorded as present.", (
        Row(a.person.name, a.get_presence_display(), a.office.title, a.recorded_at) for a in here
    ))  # fmt: skip
    declared = _until(Interest.objects.filter(item__case=case), "declared_at", at, "person", "office")
    yield _group("interests", "Interests", "Nobody had stated interests.", (
        Row(i.person.name, _interest_words(i), i.office.title, i.declared_at) for i in _last_statements(declared)
    ))  # fmt: skip
    read = _until(EqualityConfirmation.objects.filter(item__case=case), "confirmed_at", at, "person", "office", "version")
    yield _group("equality", "Equality analysis read", "Nobody had confirmed reading it.", (
        Row(e.person.name, f"Version {e.version.number}", e.office.title, e.confirmed_at) for e in _last_statements(read)
    ))  # fmt: skip
    votes = Vote.objects.filter(recorded_vote__case=case, recorded_vote__closed_at__lte=at)
    cast = votes.select_related("person", "office").order_by("recorded_vote", "n", "pk")
    yield _group("votes", "Votes", "No recorded vote had been closed.", (
        Row(v.person.name, v.get_choice_display(), v.office.title, v.cast_at) for v in _latest(cast, "duty_id")
    ))  # fmt: skip
    made = _until(Decision.objects.filter(case=case), "made_at", at, "made_by", "version")
    yield _group("decision", "Decision", "Nothing had been decided.", (
        Row(d.get_outcome_display(), f"{d.text} (version {d.version.number})", d.made_by.name, d.made_at) for d in made
    ))  # fmt: skip


def _last_statements(rows: QuerySet[S]) -> list[S]:
    """Of each person on each item the statement with the highest number."""
    return list({(row.item_id, row.person_id): row for row in sorted(rows, key=lambda one: one.n)}.values())


def _interest_words(interest: Interest) -> str:
    """Council tax arrears stay private: that the member took no part is all that is told (LGFA 1992 s106)."""
    if interest.kind == "S106_LGFA":
        return "Took no part in the vote"
    return interest.get_kind_display()


def _on(given: ProposalVersion, current: ProposalVersion | None) -> str:
    """Which version it was given on, and whether that was the one on the table."""
    is_current = current is not None and given.pk == current.pk
    return f"on version {given.number}" + ("" if is_current else ", which was no longer the newest")
