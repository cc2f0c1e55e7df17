"""The public forward plan of key decisions."""

from django.core.paginator import Paginator
from django.urls import path

from commissioning import clock
from commissioning.rules.dates import local_date
from commissioning.views.base import PublicView
from decisions.selectors.forward_plan import forward_plan
from decisions.selectors.key_decision_notices import last_good_day

PAGE = 20


class ForwardPlan(PublicView):
    """Every key decision still to be made, of which notice has been given."""

    template_name = "decisions/forward_plan.html"

    def get_context_data(self, **kwargs: object) -> dict:
        words = self.request.GET.get("q", "").strip()[:100]
        page = Paginator(forward_plan(words), PAGE).get_page(self.request.GET.get("page"))
        today = local_date(clock.now())
        page.object_list = list(page.object_list)
        for notice in page.object_list:
            notice.lapsed = today > last_good_day(notice)
        return super().get_context_data(page=page, query=words, today=today, **kwargs)


urlpatterns = [path("forward-plan/", ForwardPlan.as_view(), name="forward_plan")]
