"""Background jobs of this app, run by `manage.py db_worker`."""

import logging
from datetime import datetime

from django_tasks import task

from commissioning import clock, ledger
from commissioning.acts import Actor
from commissioning.models import AuditIndex
from commissioning.services.receipts import printed_proofs
from decisions.records.render import NotAccessible, NotRendered, render_pdf
from scrutiny.models import TrailFile, TrailOrder
from scrutiny.records.audit_trail import trail_html
from scrutiny.selectors.audit import audit_entries
from scrutiny.services.trail_files import hold_back_trail, store_trail

log = logging.getLogger(__name__)


@task()
def make_trail_pdf(order_pk: int) -> str:
    """Render, check and store the PDF of one order; a second run finds it done."""
    return store_pdf_of_trail(order_pk, at=clock.now())


def store_pdf_of_trail(order_pk: int, *, at: datetime) -> str:
    """The same at a given moment; says in a word what came of it."""
    order = TrailOrder.objects.select_related("case", "asked_by").get(pk=order_pk)
    if TrailFile.objects.filter(order=order).exists():
        return "done before"
    worker = Actor.system("worker")
    try:
        rendered = render_pdf(_html(order))
    except (NotRendered, NotAccessible) as failure:
        log.warning("PDF of trail order %s held back: %s", order_pk, failure)
        with ledger.recording():
            hold_back_trail(order=order, why=str(failure), actor=worker, at=at)
        return f"held back: {failure}"
    with ledger.recording():
        store_trail(order=order, rendered=rendered, actor=worker, at=at)
    return "stored"


def _html(order: TrailOrder) -> str:
    """What was asked for: these events, as open as the person could see them then."""
    rows = list(AuditIndex.objects.filter(case=order.case, seq__in=order.events).order_by("seq", "pk"))
    return trail_html(
        order.case,
        audit_entries(order.case, rows, sees_members=order.sees_members),
        proofs=printed_proofs(order.events),
        is_filtered=order.is_filtered,
        sees_members=order.sees_members,
        taken_by=f"{order.asked_by.name}, {order.asked_as}",
        at=order.asked_at,
    )
