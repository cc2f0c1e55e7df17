"""Addresses that residents and scrutiny use."""

from django.urls import path, re_path

from scrutiny.views.as_known import AsKnown
from scrutiny.views.audit import AuditReads, AuditTrail
from scrutiny.views.audit_files import AuditExport, AuditFile
from scrutiny.views.disclosures import Erase, Lift
from scrutiny.views.evidence import PublicEvidence, PublicFigures
from scrutiny.views.register import Home, Register, RegisterCase, record_pdf

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("register/", Register.as_view(), name="register"),
    path("register/<int:year>/<slug:number>/", RegisterCase.as_view(), name="register_case"),
    path("register/<int:year>/<slug:number>/record.pdf", record_pdf, name="record_pdf"),
    path("register/<int:year>/<slug:number>/evidence/", PublicEvidence.as_view(), name="register_evidence"),
    path("register/<int:year>/<slug:number>/evidence/I<int:indicator>.csv", PublicFigures.as_view(), name="register_evidence_csv"),
    path("audit-trail/<int:year>/<slug:number>/", AuditTrail.as_view(), name="audit_trail"),
    path("audit-trail/<int:year>/<slug:number>/as-known/", AsKnown.as_view(), name="audit_as_known"),
    path("audit-trail/<int:year>/<slug:number>/reads/", AuditReads.as_view(), name="audit_reads"),
    path("audit-trail/<int:year>/<slug:number>/erase/<int:event>/", Erase.as_view(), name="audit_erase"),
    path("audit-trail/<int:year>/<slug:number>/lift/<int:event>/", Lift.as_view(), name="audit_lift"),
    re_path(
        r"^audit-trail/(?P<year>[0-9]+)/(?P<number>[^/]+)/export\.(?P<media>csv|json|pdf)$",
        AuditExport.as_view(),
        name="audit_export",
    ),
    path("audit-trail/<int:year>/<slug:number>/files/<int:order>/", AuditFile.as_view(), name="audit_file"),
]
