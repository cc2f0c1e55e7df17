"""Addresses of meetings, notices, reports and the forward plan."""

from decisions.views import forward_plan, meetings, notices

urlpatterns = [*forward_plan.urlpatterns, *meetings.urlpatterns, *notices.urlpatterns]
