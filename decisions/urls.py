"""Pages that show how decisions are made: meetings, reports, the forward plan, notices."""

from decisions.views import forward_plan, meetings, notices

urlpatterns = [
    *meetings.urlpatterns,
    *forward_plan.urlpatterns,
    *notices.urlpatterns,
]
