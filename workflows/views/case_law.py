"""On which lawful footing a case stands: is it key, which notices run, what was agreed as urgent, and what may be done."""

from collections.abc import Collection

from django.urls import path, reverse

from commissioning.models import Case
from commissioning.rules.access_matrix import ACTS
from commissioning.rules.dates import local_date
from commissioning.views.base import StaffView
from commissioning.views.own_offices import own_roles
from decisions.models import AgendaItem, OfficerInterest
from decisions.selectors.advice import advice_of
from decisions.selectors.call_in_classes import call_in_class, classes_kept_out, is_published
from decisions.selectors.case_authority import answer_for, is_undecided
from decisions.selectors.education_matters import education_matter
from decisions.selectors.key_decision_notices import (
    as_it_counts,
    doubt_why,
    is_key_by,
    latest_assessment,
    notices_of,
)
from decisions.selectors.private_meetings import private_notices
from decisions.selectors.reconsiderations import waits_for_a_place
from decisions.selectors.siblings import splitting_why
from decisions.selectors.urgency import exceptions_of, requests_of
from workflows.views.case_page import CasePage

# act, address, words: what democratic services and others may do beside the chart
BESIDE = (
    ("function.name", "case_function", "Say under which function of the scheme it falls"),
    ("function.allocate", "case_allocate", "Allocate the decision"),
    ("interest.notify", "case_interest", "Give notice of an interest as an officer"),
    ("key.assess", "case_key", "Assess whether it is a key decision"),
    ("report.gap", "case_report_gap", "Log that the published report lacks a part"),
    ("outage.log", "case_outage", "Log that the notice was out of reach"),
    ("education.mark", "case_education", "Record whether it is an education matter"),
    ("call_in.exempt", "case_call_in_class", "Record whether it is of a class that cannot be called in"),
    ("scrutiny.agenda", "case_scrutiny_agenda", "Put it on a scrutiny agenda"),
    ("late_item.ask", "case_late_item", "Ask to add the item to an agenda late"),
    ("amendment.ask", "case_amendment", "Ask whether an amendment lies within the notice"),
    ("informal.note", "case_informal", "Note what was said without deciding"),
    ("exception.publish", "case_exception", "Publish a general exception"),
    ("private_notice.publish", "case_private", "Publish notice of a private meeting"),
    ("representation.receive", "case_representation", "Log a representation about a private meeting"),
    ("urgency.ask", "case_urgency_ask", "Ask for agreement to urgency"),
)


# what comes before a decision, and is refused once it is made
BEFORE = frozenset({"function.name", "function.allocate", "key.assess", "late_item.ask", "exception.publish", "private_notice.publish", "urgency.ask"})


def acts_beside(case: Case, roles: Collection[str], *, noticed: bool, private: bool, undecided: bool) -> list[tuple[str, str]]:
    """Words and address of each act that one of these roles may do in the case as it stands; the pages ask access themselves.

    `noticed`: a notice of key decision is published, `private` one of a private meeting, `undecided`: somebody has still to
    decide.
    """
    closed = set() if undecided else set(BEFORE)
    if not undecided and waits_for_a_place(case):
        closed.remove("function.allocate")
    if not noticed:
        closed.add("outage.log")
    if not private:
        closed.add("representation.receive")
    waiting = set(AgendaItem.objects.filter(case=case, ended_at__isnull=True).values_list("kind", flat=True))
    if "DECISION" not in waiting:
        closed.add("report.gap")
    if waiting.isdisjoint({"DECISION", "RECONSIDERATION"}):
        closed.add("amendment.ask")
    if not classes_kept_out(case) or is_published(case):
        closed.add("call_in.exempt")
    address = case.reference.split("/")
    return [(words, reverse(name, args=address)) for act, name, words in BESIDE if act not in closed and ACTS[act].roles & set(roles)]


class CaseLaw(StaffView):
    """Everything about notice and urgency in one case, for all who may read the case."""

    act = "case.read"
    template_name = "workflows/case_law.html"
    subject = CasePage.subject

    def get_context_data(self, **kwargs: object) -> dict:
        case = self.subject()
        assessment = latest_assessment(case)
        key = is_key_by(case, assessment)
        undecided = is_undecided(case)
        notices = [as_it_counts(notice) for notice in notices_of(case)]
        private = private_notices(case)
        return super().get_context_data(
            case=case,
            is_key=key,
            doubt=doubt_why(case, assessment),
            splitting="" if key or assessment else splitting_why(case, self.at),
            authority=answer_for(case, local_date(self.at)) if undecided else None,
            notices=notices,
            exceptions=exceptions_of(case),
            requests=requests_of(case),
            assessments=case.key_assessments.order_by("-n"),
            advice=advice_of(case),
            education=education_matter(case) if case.has_education else None,
            call_in_class=call_in_class(case),
            informal=case.informal_notes.order_by("pk"),
            interests=self.officer_interests(),
            private=private,
            acts=self.acts(noticed=bool(notices), private=bool(private), undecided=undecided),
            **kwargs,
        )

    def acts(self, *, noticed: bool, private: bool, undecided: bool) -> list[tuple[str, str]]:
        if not self.case.is_open:
            return []
        return acts_beside(self.case, own_roles(self.request), noticed=noticed, private=private, undecided=undecided)

    def officer_interests(self) -> list[OfficerInterest]:
        """Notices of officers: the Monitoring Officer reads them all, everybody else their own."""
        rows = OfficerInterest.objects.filter(case=self.case).select_related("person", "office")
        if "MONITORING_OFFICER" not in own_roles(self.request):
            rows = rows.filter(person=self.request.user)
        return list(rows)


TASK_VIEWS: list = []
urlpatterns = [path("cases/<int:year>/<slug:number>/law/", CaseLaw.as_view(), name="case_law")]
