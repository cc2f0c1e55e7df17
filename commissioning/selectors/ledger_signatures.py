"""Who may sign and who has signed: witnesses' stored lines checked again, and every key against the event that names it.

A key row or a line that somebody put into a table by hand says nothing: keys are named in the main log when they are
made and when they are closed, and a witness's line must sign the very checkpoint under which it is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.conf import settings

from commissioning.models import LOG1, AuditIndex, AuditOpening, Log
from commissioning.models.ledger_rows import CosignatureRow
from commissioning.rules import notes
from commissioning.rules.notes import BadNote, VerifierKey
from commissioning.selectors.ledger_checks import Finding, lost_spans


def witness_keys() -> list[VerifierKey]:
    """The keys of the witnesses that the settings name."""
    return [notes.parse_vkey(vkey) for _, vkey in settings.LEDGER_WITNESSES]


def cosignature_findings(log: Log, further: Sequence[VerifierKey] = ()) -> Iterator[Finding]:
    """Lines of witnesses that do not sign the checkpoint under which they are kept; `further` are the keys of witnesses
    that are asked no more."""
    known: dict[str, list[VerifierKey]] = defaultdict(list)
    for key in (*witness_keys(), *further):
        known[key.name].append(key)
    for row in log.cosignatures.objects.select_related().order_by("pk").iterator():
        keys = known.get(row.witness, [])
        if not keys:
            yield Finding(
                row.checkpoint_id,
                f"nobody here has the key of the witness {row.witness}, so its line cannot be checked. Give it with --witness.",
            )
        elif not _signs(row, keys):
            yield Finding(row.checkpoint_id, f"the line kept of the witness {row.witness} does not sign this checkpoint.")


def key_findings(log: Log) -> Iterator[Finding]:
    """Keys that no event of the main log names, or that are closed without one; from the first key that was named, and
    as long as no openings of the main log are lost (theirs may be among them)."""
    named, closed = _named(log)
    if not named or lost_spans(LOG1):
        return
    for vkey, to_size in log.keys.objects.values_list("vkey", "to_size"):
        if vkey not in named:
            yield Finding(None, f"No event names the signing key {vkey}.")
        elif (to_size is None) == (vkey in closed):
            state = "open" if to_size is None else "closed"
            yield Finding(None, f"The signing key {vkey} is {state} here, and the log says otherwise.")


def _signs(row: CosignatureRow, keys: Sequence[VerifierKey]) -> bool:
    try:
        text, line = notes.parse_note(row.checkpoint.note).text, notes.parse_signature(row.line)
    except BadNote:
        return False
    fitting = [key for key in keys if (key.name, key.key_id) == (line.name, line.key_id)]
    return any(notes.is_valid(text, line, key) for key in fitting)


def _named(log: Log) -> tuple[set[str], set[str]]:
    """Keys that the main log has named for this log, and those that it has closed."""
    subject = "log" if log is LOG1 else log.name
    events = AuditIndex.objects.filter(kind="log.key", subject=subject).values("seq")
    told: dict[int, dict[str, object]] = defaultdict(dict)
    names = ("kind", "subject.ref", "vkey", "closed")
    rows = AuditOpening.objects.filter(event_id__in=events, name__in=names).order_by("event_id")
    for seq, name, value in rows.values_list("event_id", "name", "value"):
        told[seq][name] = value
    good = [one for one in told.values() if (one.get("kind"), one.get("subject.ref")) == ("log.key", subject)]
    return (
        {str(one["vkey"]) for one in good if "vkey" in one},
        {str(one["vkey"]) for one in good if one.get("closed") is True},
    )
