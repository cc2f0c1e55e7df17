"""Addresses of the desk: inbox, cases, duties and the pages that belong to them."""

from django.urls import path

from workflows.views import (
    advice,
    agencies,
    authority,
    cabinet,
    call_in_classes,
    call_ins,
    case_law,
    cases_open,
    clearances,
    consultations,
    decisions,
    dispensations,
    education_matters,
    errata,
    evidence_packs,
    evidence_pages,
    exclusions,
    exempt_reviews,
    holidays,
    incidents,
    informal_notes,
    key_assessments,
    key_decision_notices,
    meetings,
    online_petitions,
    overlays,
    partner_acts,
    petitions,
    postponements,
    private_meetings,
    procurement,
    proposal_compare,
    proposals,
    reconsiderations,
    records,
    referrals,
    representations,
    scrutiny_agendas,
    scrutiny_reports,
    sign_offs,
    ssmt,
    urgency,
)
from workflows.views import help as help_pages
from workflows.views.case_list import CaseList
from workflows.views.case_page import CasePage
from workflows.views.demo_clock import GoToNextDue
from workflows.views.demo_examples import FillWithExample
from workflows.views.inbox import Inbox
from workflows.views.registry import duty_page, register

PAGES = (
    advice,
    agencies,
    authority,
    cabinet,
    call_in_classes,
    call_ins,
    case_law,
    cases_open,
    clearances,
    consultations,
    decisions,
    dispensations,
    education_matters,
    errata,
    evidence_packs,
    evidence_pages,
    exclusions,
    exempt_reviews,
    holidays,
    incidents,
    informal_notes,
    key_assessments,
    key_decision_notices,
    meetings,
    overlays,
    partner_acts,
    online_petitions,
    petitions,
    proposal_compare,
    postponements,
    private_meetings,
    procurement,
    proposals,
    reconsiderations,
    records,
    referrals,
    representations,
    scrutiny_agendas,
    scrutiny_reports,
    sign_offs,
    ssmt,
    urgency,
)

for pages in PAGES:
    register(*pages.TASK_VIEWS)

urlpatterns = [
    path("inbox/", Inbox.as_view(), name="inbox"),
    path("duties/<int:pk>/", duty_page, name="duty"),
    path("cases/", CaseList.as_view(), name="cases"),
    *(entry for pages in PAGES for entry in pages.urlpatterns),
    path("cases/<int:year>/<slug:number>/", CasePage.as_view(), name="case"),
    *help_pages.urlpatterns,
    path("demo/next/", GoToNextDue.as_view(), name="demo_next"),
    path("demo/example/<int:pk>/", FillWithExample.as_view(), name="demo_example"),
]
