"""The audit trail of a case, for scrutiny members, statutory officers and auditors."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404

from commissioning.models import AuditIndex, Case, User
from commissioning.rules.event_kinds import KINDS
from commissioning.views.base import StaffView
from decisions.selectors.records import current_record
from scrutiny.selectors.audit import audit_entries, events_of

PER_PAGE = 25
ALWAYS = {"MONITORING_OFFICER", "CHIEF_FINANCE_OFFICER", "HEAD_OF_PAID_SERVICE", "PROPER_OFFICER"}


class AuditTrail(StaffView):
    """Everything that happened in one case, in order, 25 to a page; filtered by kind and person."""

    act = "audit.read"
    template_name = "scrutiny/audit_trail.html"

    def subject(self) -> Case:
        if not hasattr(self, "case"):
            self.case = get_object_or_404(Case, reference=f"{self.kwargs['year']}/{self.kwargs['number']}")
        return self.case

    def get_context_data(self, **kwargs: object) -> dict:
        kind = self.request.GET.get("kind", "")
        person = self.request.GET.get("person", "")
        kind = kind if kind in KINDS else ""
        person = person if person.isdigit() else ""
        events = events_of(self.case, kind=kind, person=person)
        page = Paginator(events, PER_PAGE).get_page(self.request.GET.get("page"))
        sees = self.sees_members()
        return super().get_context_data(
            case=self.case,
            page=page,
            entries=audit_entries(self.case, list(page.object_list), sees_members=sees),
            sees_members=sees,
            kinds=self.kinds(),
            people=self.people(),
            kind=kind,
            person=person,
            **kwargs,
        )

    def sees_members(self) -> bool:
        """Drafts and reasons open to scrutiny when the decision is published; statutory officers see them always."""
        office = self.standing.office
        return bool(office and office.role in ALWAYS) or current_record(self.case) is not None

    def kinds(self) -> list[tuple[str, str]]:
        found = AuditIndex.objects.filter(case=self.case).order_by("kind").values_list("kind", flat=True).distinct()
        return [(code, KINDS[code].label) for code in found if code in KINDS]

    def people(self) -> list[User]:
        actors = AuditIndex.objects.filter(case=self.case).values("actor_id")
        return list(User.objects.filter(pk__in=actors).order_by("name", "pk"))
