"""The public timeline: a projection of the ledger that names offices, never people's drafts, reasons or votes; only why a
case was withdrawn is told, as whoever withdraws it reads beforehand.

Only events of public kinds, only openings of the public tier; nothing before the case is public is left out, but what
happened then is told as a step, by office and date.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from commissioning.models import AuditIndex, AuditOpening, Case
from commissioning.rules.dates import local_date
from commissioning.rules.event_kinds import KINDS
from scrutiny.rules.audit_words import words

SHOWN = ("actor.role", "actor.body")
DETAILS = {
    "outcome": "Outcome",
    "signatures": "Signatures",
    "window_ends": "Window ends",
    "valid": "Valid",
    "ruling": "Ruling",
    "due": "Answer due",
    "follows": "What follows",
    "result": "Result",
    "withdrawal_reason": "Reason",
}
QUIET = {"record.follow", "record.render", "call_in.lapse", "clock.jump", "meeting.call"}


@dataclass(frozen=True)
class TimelineEntry:
    """One public step."""

    seq: int
    at: datetime
    title: str
    by: str
    details: tuple[tuple[str, str], ...] = field(default=())


def timeline(case: Case) -> list[TimelineEntry]:
    """Every public step of the case in order; two statements."""
    public = [code for code, kind in KINDS.items() if kind.public and code not in QUIET]
    rows = list(AuditIndex.objects.filter(case=case, kind__in=public).order_by("seq").values_list("seq", "kind", "at"))
    told: dict[int, dict[str, object]] = {}
    names = (*SHOWN, *DETAILS)
    openings = AuditOpening.objects.filter(
        event_id__in=[seq for seq, _, _ in rows], tier="public", name__in=names, salt__isnull=False
    )
    for seq, name, value in openings.values_list("event_id", "name", "value"):
        told.setdefault(seq, {})[name] = value
    return grouped([_entry(seq, kind, at, told.get(seq, {})) for seq, kind, at in rows])


def _entry(seq: int, kind: str, at: datetime, told: dict[str, object]) -> TimelineEntry:
    by = ", ".join(str(told[name]) for name in SHOWN if told.get(name) not in (None, "", "System"))
    details = tuple((label, words(told[name], name)) for name, label in DETAILS.items() if told.get(name) not in (None, ""))
    return TimelineEntry(seq, at, KINDS[kind].label, by, details)


def grouped(entries: list[TimelineEntry]) -> list[TimelineEntry]:
    """Steps of one kind on one day, one after the other, told as one step with every office."""
    told: list[TimelineEntry] = []
    for entry in entries:
        last = told[-1] if told else None
        if last and _is_same(last, entry):
            told[-1] = replace(last, by=f"{last.by}; {entry.by}")
        else:
            told.append(entry)
    return told


def _is_same(last: TimelineEntry, entry: TimelineEntry) -> bool:
    on_one_day = last.title == entry.title and local_date(last.at) == local_date(entry.at)
    return on_one_day and last.details == entry.details
