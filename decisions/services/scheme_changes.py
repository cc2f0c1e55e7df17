"""Changing the scheme of delegation by two people: one proposes a line, another one confirms it.

Local Government Act 2000 s9E(2): functions of the executive are exercised only as the Leader arranges. A function of the
council is given to an officer by the council or its committee, Local Government Act 1972 s101.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Delegation, Office
from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from decisions.models import SchemeChange
from decisions.rules.delegations import SECTION_9E
from decisions.rules.scheme_changes import Kind, require_lawful_change
from decisions.selectors.scheme_changes import change_of

ENDED = "This change was confirmed or turned down already. Nothing is left to do."


@dataclass(frozen=True)
class Line:
    """A line of the scheme as somebody types it; the limit in pence, None for none."""

    office: Office
    function: str
    source: str
    limit: int | None = None
    key_decisions: bool = True
    conditions: str = ""
    ends_on: date | None = None
    executive: bool = True


def draft_change(*, applies_on: date, new: Line | None, line: Delegation | None) -> SchemeChange:
    """The change as a row that is not stored, for the preview and for the proposal. Without `new` the line ends."""
    kind = Kind.END if new is None else Kind.CHANGE if line else Kind.ADD
    if new is None:
        new = Line(line.office, line.function, line.source, line.limit, line.key_decisions, line.conditions, executive=line.executive)
    return SchemeChange(
        kind=kind,
        line=line,
        office=new.office,
        function=new.function.strip(),
        executive=new.executive,
        limit=new.limit,
        key_decisions=new.key_decisions,
        conditions=new.conditions.strip(),
        applies_on=applies_on,
        ends_on=new.ends_on,
        source=new.source.strip(),
    )


def propose_delegation(
    *, applies_on: date, reasons: str, new: Line | None = None, line: Delegation | None = None, actor: Actor, at: datetime
) -> SchemeChange:
    """Keep a change of the scheme for a second person; nothing applies yet.

    Effects in order: the change is kept; one event. Raises PermissionDenied; Refusal scheme.waiting and those of
    `require_lawful_change`.
    """
    standing = access.require(actor, "delegation.propose", None, at)
    draft = draft_change(applies_on=applies_on, new=new, line=line)
    require_lawful_change(change_of(draft), today=local_date(at))
    if SchemeChange.objects.filter(function=draft.function, closed_at__isnull=True).exists():
        message = "Another change of this function waits for confirmation. Have it confirmed or turned down first."
        raise Refusal("scheme.waiting", message, SECTION_9E)
    act = Act(actor, standing, at, reason=reasons, rule=SECTION_9E)
    draft.reasons, draft.proposed_by, draft.proposed_at = reasons, actor.user, at
    change = draft.save_as(act)
    ledger.append("delegation.propose", act, f"scheme/{change.pk}", fields=_fields(change))
    return change


def confirm_delegation(*, change: int, actor: Actor, at: datetime) -> SchemeChange:
    """Let a proposed change apply from its day. What was decided under the old line keeps its footing.

    Effects in order: the change is closed; the old line gets its last day; the new line is entered; one event. Raises
    PermissionDenied, also for the person who proposed it; Refusal scheme.closed and, where its day has come while it
    waited, those of `require_lawful_change`.
    """
    standing = access.require(actor, "delegation.confirm", None, at)
    waiting = _waiting(change)
    if actor.user is None or waiting.proposed_by_id == actor.user.pk:
        raise PermissionDenied("You proposed this change. Somebody else must confirm it.")
    require_lawful_change(change_of(waiting), today=local_date(at))
    act = Act(actor, standing, at, reason=waiting.reasons, rule=SECTION_9E)
    _close(waiting, "CONFIRMED", act)
    if waiting.line is not None:
        waiting.line.ends_on = waiting.applies_on - timedelta(days=1)
        waiting.line.save_as(act, update_fields=["ends_on"])
    if waiting.kind != Kind.END:
        _enter(waiting, act)
    ledger.append("delegation", act, f"office:{waiting.office.key}", fields=_fields(waiting))
    return waiting


def withdraw_delegation(*, change: int, reasons: str, actor: Actor, at: datetime) -> SchemeChange:
    """Turn down or take back a proposed change; one event. Raises PermissionDenied; Refusal scheme.closed."""
    standing = access.require(actor, "delegation.propose", None, at)
    waiting = _waiting(change)
    act = Act(actor, standing, at, reason=reasons, rule=SECTION_9E)
    _close(waiting, "WITHDRAWN", act)
    ledger.append("delegation.withdraw", act, f"scheme/{waiting.pk}", fields={"function": waiting.function})
    return waiting


def _enter(change: SchemeChange, act: Act) -> Delegation:
    return Delegation.create_as(
        act,
        office=change.office,
        function=change.function,
        executive=change.executive,
        limit=change.limit,
        key_decisions=change.key_decisions,
        conditions=change.conditions,
        starts_on=change.applies_on,
        ends_on=change.ends_on,
        source=change.source,
    )


def _waiting(pk: int) -> SchemeChange:
    rows = SchemeChange.objects.select_for_update(of=("self",)).select_related("line__office", "office")
    found = rows.filter(pk=pk, closed_at__isnull=True).first()
    if found is None:
        raise Refusal("scheme.closed", ENDED, SECTION_9E)
    return found


def _close(change: SchemeChange, result: str, act: Act) -> None:
    change.result, change.closed_at, change.closed_by = result, act.at, act.actor.user
    change.save_as(act, update_fields=["result", "closed_at", "closed_by"])


def _fields(change: SchemeChange) -> dict[str, object]:
    return {
        "change": change.kind,
        "function": change.function,
        "decider": change.office.title,
        **({} if change.executive else {"of_the_council": True}),
        "limit": change.limit,
        "key_decisions": change.key_decisions,
        "conditions": change.conditions,
        "from": change.applies_on.isoformat(),
        "until": change.ends_on.isoformat() if change.ends_on else "",
        "source": change.source,
    }
