"""Addresses of meetings, notices, reports and the forward plan."""

from decisions.views import forward_plan, meetings, notices, timetables, urgency

urlpatterns = [*forward_plan.urlpatterns, *meetings.urlpatterns, *notices.urlpatterns, *timetables.urlpatterns, *urgency.urlpatterns]
