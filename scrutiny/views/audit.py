"""The audit trail of a case, for scrutiny members, statutory officers and auditors: to read, filter and take out."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from commissioning import access
from commissioning.acts import Act
from commissioning.models import AuditIndex, Case, User
from commissioning.rules.event_kinds import KINDS
from commissioning.rules.refusals import Refusal
from commissioning.services.reads import record_read
from commissioning.views.base import StaffView, actor_of
from decisions.selectors.records import current_record
from scrutiny.forms.audit import AuditFilters
from scrutiny.models import TrailOrder
from scrutiny.rules.audit_stages import stages_of
from scrutiny.selectors.audit import audit_entries, events_of, offices_and_bodies_of
from scrutiny.selectors.desk_times import desk_times
from scrutiny.selectors.reads import readings, readings_of

PER_PAGE = 25
ALWAYS = {"MONITORING_OFFICER", "CHIEF_FINANCE_OFFICER", "HEAD_OF_PAID_SERVICE", "PROPER_OFFICER"}


class AuditPages(StaffView):
    """What reading and taking out share: the case, how far the reader sees, the filters."""

    def subject(self) -> Case:
        if not hasattr(self, "case"):
            self.case = get_object_or_404(Case, reference=f"{self.kwargs['year']}/{self.kwargs['number']}")
        return self.case

    def sees_members(self) -> bool:
        """Drafts and reasons open to scrutiny when the decision is published; statutory officers see them always."""
        office = self.standing.office
        return bool(office and office.role in ALWAYS) or current_record(self.case) is not None

    def keep_reading(self, kind: str, **what: object) -> None:
        """Write into the access log who is about to read what."""
        act = Act(actor_of(self.request), self.standing, self.at)
        record_read(kind=kind, case=self.case, what=what, act=act)

    def filters(self) -> AuditFilters:
        """Only what occurs in this case can be chosen; three statements."""
        found = set(AuditIndex.objects.filter(case=self.case).order_by().values_list("kind", "actor_id").distinct())
        kinds = {(code, KINDS[code].label) for code, _ in found if code in KINDS}
        actors = User.objects.filter(pk__in={actor for _, actor in found if actor}).order_by("name", "pk")
        offices, bodies = offices_and_bodies_of(self.case)
        return AuditFilters(
            self.request.GET,
            stages=stages_of({code for code, _ in found}),
            kinds=sorted(kinds, key=lambda one: one[1]),
            people=[(str(one.pk), one.name) for one in actors],
            offices=offices,
            bodies=bodies,
        )


class AuditTrail(AuditPages):
    """Everything that happened in one case, in order, 25 to a page; `?event=` opens one event with its changes."""

    act = "audit.read"
    template_name = "scrutiny/audit_trail.html"
    refusal: Refusal | None = None  # why a file could not be made; the page says it

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if self.refusal is None:
            return self.http_method_not_allowed(request)
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict:
        filters = self.filters()
        one = self.request.GET.get("event", "")
        chosen = {"event": int(one)} if one.isdecimal() and len(one) < 18 else filters.chosen()
        page = Paginator(events_of(self.case, **chosen), PER_PAGE).get_page(self.request.GET.get("page"))
        sees = self.sees_members()
        exempt = sees and "event" in chosen and self.request.GET.get("exempt") == "1"
        rows = list(page.object_list)
        if sees and rows:
            what = {"events": f"{rows[0].seq} to {rows[-1].seq}" if len(rows) > 1 else str(rows[0].seq)}
            self.keep_reading("read.exempt" if exempt else "read.trail", **what)
        return super().get_context_data(
            case=self.case,
            page=page,
            entries=audit_entries(
                self.case, rows, sees_members=sees, with_changes="event" in chosen, sees_exempt=exempt
            ),
            one_event="event" in chosen,
            sees_members=sees,
            filters=filters,
            is_filtered=bool(chosen or filters.errors) and "event" not in chosen,
            medias=[("csv", "CSV"), ("json", "JSON"), ("pdf", "PDF with receipts")],
            refusal=self.refusal,
            desks=desk_times(self.case, self.at),
            may_erase=access.may(actor_of(self.request), "ledger.erase", None, self.at) is not None,
            may_lift=access.may(actor_of(self.request), "ledger.lift", None, self.at) is not None,
            orders=TrailOrder.objects.filter(case=self.case, asked_by=self.request.user).order_by("-pk")[:3],
            **kwargs,
        )


class AuditReads(AuditPages):
    """Who read what is not public in the case: the access log, newest first. Looking at it is not itself a reading."""

    act = "audit.read"
    template_name = "scrutiny/audit_reads.html"

    def get_context_data(self, **kwargs: object) -> dict:
        page = Paginator(readings_of(self.case), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            case=self.case, page=page, readings=readings(list(page.object_list)), **kwargs
        )
