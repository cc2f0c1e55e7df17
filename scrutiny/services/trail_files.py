"""PDFs of the audit trail made in the background: asked for, stored or held back, each with its event.

Idempotent: who asks again for what is still being made gets the order that stands, and an order has one end.
"""

from collections.abc import Sequence
from datetime import datetime

from commissioning import access, documents, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Case
from decisions.records.render import Rendered
from scrutiny.models import TrailFile, TrailOrder

PDF = "application/pdf"


def ask_for_trail(
    *, case: Case, events: Sequence[int], is_filtered: bool, sees_members: bool, actor: Actor, at: datetime
) -> TrailOrder:
    """Order a PDF of these events for the person who asks. Raises PermissionDenied."""
    standing = access.require(actor, "export", case, at)
    order = TrailOrder.create_as(
        Act(actor, standing, at),
        case=case,
        asked_by=actor.user,
        asked_as=standing.words,
        asked_at=at,
        events=list(events),
        is_filtered=is_filtered,
        sees_members=sees_members,
    )
    fields = {"format": "pdf", "entries": len(events)}
    ledger.append("export.ask", Act(actor, standing, at), f"{case.reference}/export", case=case, fields=fields)
    return order


def standing_order(case: Case, actor: Actor, events: Sequence[int], sees_members: bool) -> TrailOrder | None:
    """The person's own order for the same events that is not done yet."""
    waiting = TrailOrder.objects.filter(case=case, asked_by=actor.user, sees_members=sees_members, file=None)
    return next((order for order in waiting if order.events == list(events)), None)


def store_trail(*, order: TrailOrder, rendered: Rendered, actor: Actor, at: datetime) -> TrailFile:
    """Put the checked PDF into the document store and commit its digest to the log."""
    act = Act(actor, Standing(capacity="system"), at)
    name = f"audit-trail-{order.case.reference.replace('/', '-')}.pdf"
    document = documents.store(rendered.pdf, act, name=name, media=PDF, access="MEMBER", case=order.case)
    made = TrailFile.create_as(act, order=order, document=document, made_at=at)
    _tell("export.ready", order, act, {"entries": len(order.events), "pdf": document.sha256})
    return made


def hold_back_trail(*, order: TrailOrder, why: str, actor: Actor, at: datetime) -> TrailFile:
    """The PDF could not be made or failed its check: the person is told, and the log names the failure."""
    act = Act(actor, Standing(capacity="system"), at, reason=why[:500])
    made = TrailFile.create_as(act, order=order, held_back=why[:500], made_at=at)
    _tell("export.held", order, act, {"entries": len(order.events), "why": why[:500]})
    return made


def _tell(kind: str, order: TrailOrder, act: Act, fields: dict[str, object]) -> None:
    subject = f"{order.case.reference}/export"
    ledger.append(kind, act, subject, case=order.case, fields=fields, tier="member")
