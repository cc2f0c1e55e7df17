"""The audit trail as a file: CSV, JSON, or a PDF with the proof of each event.

A short PDF is made while the reader waits; a longer one by the worker, with a page that tells when it is there.
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from commissioning import documents, ledger
from commissioning.models import AuditIndex
from commissioning.rules.refusals import Refusal
from commissioning.services.receipts import printed_proofs, receipt_of
from commissioning.views.base import actor_of
from decisions.records.render import NotAccessible, NotRendered, render_pdf
from decisions.selectors.records import current_record
from scrutiny.models import TrailFile, TrailOrder
from scrutiny.records.audit_trail import trail_html
from scrutiny.rules.audit_export import as_csv, as_json
from scrutiny.selectors.audit import AuditEntry, audit_entries, events_of
from scrutiny.services.exports import record_export
from scrutiny.services.trail_files import ask_for_trail, standing_order
from scrutiny.tasks import make_trail_pdf
from scrutiny.views.audit import AuditPages, AuditTrail

MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json", "pdf": "application/pdf"}
AT_ONCE = 20  # events of a PDF that is made while the reader waits, in less than two seconds
LONGEST = 1000  # events of one PDF; a longer one would keep the worker from the published records for too long


class AuditFiles(AuditPages):
    """Handing a file out is an act, so it stands in the log before the file leaves."""

    act = "export"
    sees: bool

    def taken(self, body: bytes, media: str, entries: int) -> HttpResponse:
        with ledger.recording():
            record_export(
                case=self.case, media=media, entries=entries, body=body, actor=actor_of(self.request), at=self.at
            )
        if self.sees:
            self.keep_reading("read.export", format=media, entries=entries)
        name = f"audit-trail-{self.case.reference.replace('/', '-')}.{media}"
        return HttpResponse(
            body, content_type=MEDIA[media], headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )


class AuditExport(AuditFiles):
    """The entries of the trail as a file."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, media: str, **kwargs: object) -> HttpResponse:
        filters = self.filters().chosen()
        events = list(events_of(self.case, **filters))
        self.sees = self.sees_members()
        if media == "pdf" and AT_ONCE < len(events) <= LONGEST:
            return self.order(events, bool(filters))
        try:
            body, entries = self.body(events, media, bool(filters)), len(events)
        except Refusal as refusal:
            return AuditTrail.as_view(refusal=refusal)(request, *args, **kwargs)
        return self.taken(body, media, entries)

    def body(self, events: list[AuditIndex], media: str, is_filtered: bool) -> bytes:
        """Raises Refusal for more events than one PDF holds, and where no PDF can be made."""
        if media == "pdf" and len(events) > LONGEST:
            message = f"A PDF holds up to {LONGEST:,} events; these are {len(events):,}. Filter them, or take CSV or JSON."
            raise Refusal("export.long", message)
        entries = audit_entries(self.case, events, sees_members=self.sees)
        return self.as_pdf(entries, is_filtered) if media == "pdf" else self.as_data(entries, media)

    def order(self, events: list[AuditIndex], is_filtered: bool) -> HttpResponse:
        """Leave a long PDF to the worker and show the page that waits for it."""
        actor, positions = actor_of(self.request), [row.seq for row in events]
        order = standing_order(self.case, actor, positions, self.sees)
        if order is None:
            with ledger.recording():
                order = ask_for_trail(
                    case=self.case, events=positions, is_filtered=is_filtered, sees_members=self.sees, actor=actor, at=self.at
                )
                make_trail_pdf.enqueue(order.pk)
        return redirect("audit_file", self.kwargs["year"], self.kwargs["number"], order.pk)

    def as_data(self, entries: Sequence[AuditEntry], media: str) -> bytes:
        rows = [exported(entry) for entry in entries]
        if media == "csv":
            return as_csv(rows)
        is_published = current_record(self.case) is not None
        receipt = receipt_of(entry.seq for entry in entries) if is_published else None
        return as_json(self.case.reference, rows, receipt)

    def as_pdf(self, entries: Sequence[AuditEntry], is_filtered: bool) -> bytes:
        html = trail_html(
            self.case,
            entries,
            proofs=printed_proofs(entry.seq for entry in entries),
            is_filtered=is_filtered,
            sees_members=self.sees,
            taken_by=f"{self.request.user.name}, {self.standing.title}",
            at=self.at,
        )
        try:
            return render_pdf(html).pdf
        except (NotRendered, NotAccessible) as failure:
            message = "The PDF could not be made on this machine. Take CSV or JSON; they say the same."
            raise Refusal("export.pdf", message) from failure


class AuditFile(AuditFiles):
    """A PDF that the worker makes: how far it is, and when it is there, the file. Each person sees their own only."""

    template_name = "scrutiny/audit_file.html"

    def get_context_data(self, **kwargs: object) -> dict:
        order = self.ordered()
        found = TrailFile.objects.filter(order=order).select_related("document").first()
        shown = {"case": self.case, "order": order, "file": found, "entries": len(order.events)}
        if found and found.document:
            shown["erasure"] = documents.erasure_of(found.document.sha256)
        return super().get_context_data(**kwargs) | shown

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        order = self.ordered()
        found = TrailFile.objects.filter(order=order, document__isnull=False).select_related("document").first()
        if found is None or documents.erasure_of(found.document.sha256):
            return redirect(request.path)
        self.sees = order.sees_members
        return self.taken(documents.read(found.document), "pdf", len(order.events))

    def ordered(self) -> TrailOrder:
        return get_object_or_404(TrailOrder, pk=self.kwargs["order"], case=self.case, asked_by=self.request.user)


def exported(entry: AuditEntry) -> dict[str, object]:
    """One entry under the names of the file."""
    return {
        "event": entry.seq,
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "what": entry.label,
        "person": entry.name,
        "office": entry.office,
        "body": entry.body,
        "capacity": entry.capacity,
        "reason": entry.reason,
        "rule": entry.rule,
        "subject": entry.subject,
        "allowed": [
            {"result": one.result, "citation": one.citation, "inputs": {t.label: list(t.lines) for t in one.inputs}}
            for one in entry.allowed
        ],
        "details": [
            *({"field": told.label, "value": list(told.lines)} for told in entry.fields),
            *({"field": what, "value": [f"Erased, by order of event {by}."]} for what, by in entry.erased),
        ],
        "changes": [
            {"record": one.record, "field": one.name, "before": one.before, "after": one.after} for one in entry.changes
        ],
        "withheld": entry.withheld,
        "clock": entry.doubt,
    }
