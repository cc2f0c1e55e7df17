"""Every case the staff work on: found, filtered and sorted."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from commissioning import access
from commissioning.models import Case, Duty
from commissioning.views.base import StaffView, actor_of
from workflows.selectors.inbox import words_for

SORTS = {"newest": ("-year", "-number"), "oldest": ("year", "number"), "title": ("title", "pk")}
PER_PAGE = 20


class CaseList(StaffView):
    """Search by reference or words in the title; open, ended or all; three orders."""

    act = "case.read"
    template_name = "workflows/case_list.html"

    def get_context_data(self, **kwargs: object) -> dict:
        query = self.request.GET.get("q", "").strip()[:100]
        state = self.request.GET.get("state", "open")
        sort = self.request.GET.get("sort", "newest")
        page = Paginator(self.cases(query, state, sort), PER_PAGE).get_page(self.request.GET.get("page"))
        waiting = self.waiting(page.object_list)
        return super().get_context_data(
            page=page,
            rows=[(case, *waiting.get(case.pk, ([], False))) for case in page.object_list],
            query=query,
            state=state,
            sort=sort,
            is_filtered=bool(query or state != "open" or sort != "newest"),
            may_open=access.may(actor_of(self.request), "case.open", None, self.at),
            **kwargs,
        )

    def cases(self, query: str, state: str, sort: str) -> QuerySet[Case]:
        found = Case.objects.select_related("sponsor", "lead_member")
        if query:
            found = found.filter(Q(title__icontains=query) | Q(reference__icontains=query))
        if state == "open":
            found = found.filter(closed_at__isnull=True)
        elif state == "ended":
            found = found.filter(closed_at__isnull=False)
        return found.order_by(*SORTS.get(sort, SORTS["newest"]))

    def waiting(self, cases: list[Case]) -> dict[int, tuple[list[str], bool]]:
        """What each case waits for, in words, and whether any of it is overdue; one statement for the whole page."""
        found: dict[int, tuple[list[str], bool]] = {}
        duties = Duty.objects.filter(case__in=[c.pk for c in cases], closed_at__isnull=True).order_by("pk")
        for case_pk, kind, due_at in duties.values_list("case_id", "kind", "due_at"):
            words, late = found.get(case_pk, ([], False))
            words = words if words_for(kind) in words else [*words, words_for(kind)]
            found[case_pk] = (words, late or bool(due_at and due_at < self.at))
        return found
