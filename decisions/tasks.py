"""Background jobs of this app, run by `manage.py db_worker`."""

import logging
from collections.abc import Mapping
from datetime import datetime

from django_tasks import task

from commissioning import clock, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from decisions.models import DecisionRecord, RecordFile
from decisions.records.pdf import record_html
from decisions.records.render import NotAccessible, NotRendered, render_pdf
from decisions.selectors.records import current_record
from decisions.services.record_corrections import correct_record
from decisions.services.record_files import PDF, hold_back_pdf, store_record_pdf

log = logging.getLogger(__name__)


@task()
def make_record_pdf(record_pk: int) -> str:
    """Render, check and store the PDF of one published record; a second run finds it done."""
    return store_pdf_of(record_pk, at=clock.now())


def store_pdf_of(record_pk: int, *, at: datetime) -> str:
    """The same at a given moment, for walks; says in a word what came of it."""
    record = DecisionRecord.objects.select_related("case", "decision").get(pk=record_pk)
    if RecordFile.objects.filter(record=record, media=PDF).exists():
        return "done before"
    worker = Actor.system("worker")
    try:
        rendered = render_pdf(record_html(record))
    except (NotRendered, NotAccessible) as failure:
        log.warning("PDF of record %s held back: %s", record_pk, failure)
        with ledger.recording():
            hold_back_pdf(record=record, why=str(failure), actor=worker, at=at)
        return f"held back: {failure}"
    with ledger.recording():
        Case.objects.select_for_update().get(pk=record.case_id)
        store_record_pdf(record=record, rendered=rendered, actor=worker, at=at)
    return "stored"


def correct_and_order_pdf(
    *, case: Case, given: Mapping[str, object], note: str, changes_substance: bool, actor: Actor, at: datetime
) -> DecisionRecord:
    """Correct the published record and, in the same transaction, ask the worker for the PDF of the corrected version."""
    record = correct_record(case=case, given=given, note=note, changes_substance=changes_substance, actor=actor, at=at)
    make_record_pdf.enqueue(record.pk)
    return record


def order_record_pdf(*, case: Case, act: Act) -> None:
    """Ask the worker for the PDF of the newest record; enqueued in the act's own transaction."""
    record = current_record(case)
    if record is not None:
        make_record_pdf.enqueue(record.pk)
