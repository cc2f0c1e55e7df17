"""The audit trail as a file: CSV, JSON, or a PDF with the proof of each event."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from commissioning import ledger
from commissioning.rules.refusals import Refusal
from commissioning.selectors.proof_state import newest_proof
from commissioning.services.receipts import printed_proofs, receipt_of
from commissioning.views.base import actor_of
from decisions.records.pdf import font_faces
from decisions.records.render import NotAccessible, NotRendered, render_pdf
from decisions.selectors.records import current_record
from scrutiny.rules.audit_export import as_csv, as_json
from scrutiny.selectors.audit import AuditEntry, audit_entries, events_of
from scrutiny.services.exports import record_export
from scrutiny.views.audit import AuditPages, AuditTrail

MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json", "pdf": "application/pdf"}
MOST = 150  # events of one PDF: it is made while the reader waits


class AuditExport(AuditPages):
    """The same entries as a file. Taking them out is an act, so it is a POST and stands in the log."""

    act = "export"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, media: str, **kwargs: object) -> HttpResponse:
        filters = self.filters().chosen()
        events = list(events_of(self.case, **filters))
        self.sees = self.sees_members()
        entries = audit_entries(self.case, events, sees_members=self.sees)
        try:
            body = self.as_pdf(entries, bool(filters)) if media == "pdf" else self.as_data(entries, media)
        except Refusal as refusal:
            return AuditTrail.as_view(refusal=refusal)(request, *args, **kwargs)
        with ledger.recording():
            record_export(
                case=self.case, media=media, entries=len(entries), body=body, actor=actor_of(request), at=self.at
            )
        if self.sees:
            self.keep_reading("read.export", format=media, entries=len(entries))
        name = f"audit-trail-{self.case.reference.replace('/', '-')}.{media}"
        return HttpResponse(
            body, content_type=MEDIA[media], headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    def as_data(self, entries: Sequence[AuditEntry], media: str) -> bytes:
        rows = [exported(entry) for entry in entries]
        if media == "csv":
            return as_csv(rows)
        is_published = current_record(self.case) is not None
        receipt = receipt_of(entry.seq for entry in entries) if is_published else None
        return as_json(self.case.reference, rows, receipt)

    def as_pdf(self, entries: Sequence[AuditEntry], is_filtered: bool) -> bytes:
        """Raises Refusal for more events than are printed while somebody waits, and where no PDF can be made."""
        if len(entries) > MOST:
            message = f"A PDF holds up to {MOST} events; these are {len(entries)}. Filter them, or take CSV or JSON."
            raise Refusal("export.long", message)
        html = render_to_string(
            "scrutiny/records/audit_trail.html",
            {
                "case": self.case,
                "entries": entries,
                "is_filtered": is_filtered,
                "sees_members": self.sees,
                "taken_by": f"{self.request.user.name}, {self.standing.title}",
                "at": self.at,
                "council": settings.COUNCIL_NAME,
                "fonts": font_faces(),
                "log": newest_proof(),
                "proofs": printed_proofs(entry.seq for entry in entries),
            },
        )
        try:
            return render_pdf(html).pdf
        except (NotRendered, NotAccessible) as failure:
            message = "The PDF could not be made on this machine. Take CSV or JSON; they say the same."
            raise Refusal("export.pdf", message) from failure


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
        "details": [{"field": told.label, "value": list(told.lines)} for told in entry.fields],
        "changes": [
            {"record": one.record, "field": one.name, "before": one.before, "after": one.after} for one in entry.changes
        ],
        "withheld": entry.withheld,
    }
