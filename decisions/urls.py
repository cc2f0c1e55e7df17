"""Addresses of meetings, notices, reports and the forward plan."""

from decisions.views import (
    authority,
    consultations,
    forward_plan,
    meetings,
    notices,
    private_meetings,
    scheme,
    timetables,
    urgency,
)

urlpatterns = [
    *authority.urlpatterns,
    *consultations.urlpatterns,
    *forward_plan.urlpatterns,
    *meetings.urlpatterns,
    *notices.urlpatterns,
    *private_meetings.urlpatterns,
    *scheme.urlpatterns,
    *timetables.urlpatterns,
    *urgency.urlpatterns,
]
