"""Addresses that residents and scrutiny use."""

from django.urls import path

from scrutiny.views.audit import AuditTrail
from scrutiny.views.register import Home, Register, RegisterCase, record_pdf

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("register/", Register.as_view(), name="register"),
    path("register/<int:year>/<str:number>/", RegisterCase.as_view(), name="register_case"),
    path("register/<int:year>/<str:number>/record.pdf", record_pdf, name="record_pdf"),
    path("audit-trail/<int:year>/<str:number>/", AuditTrail.as_view(), name="audit_trail"),
]
