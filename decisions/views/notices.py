"""One notice of key decision as it was published, with its evidence of time and its earlier versions."""

from django.http import Http404
from django.urls import path

from commissioning import clock
from commissioning.views.base import PublicView
from decisions.rules.notices import availability
from decisions.selectors.key_decision_notices import find_notice, members_of, notices_of, outages_of


class NoticePage(PublicView):
    """Fields (a) to (h) of SI 2012/2089 reg 9(1), word for word as frozen."""

    template_name = "decisions/notice_page.html"

    def get_context_data(self, year: int, number: str, notice: int, **kwargs: object) -> dict:
        found = find_notice(f"{year}-{number}-{notice}")
        if found is None:
            raise Http404
        outages = list(outages_of(found))
        others = [other for other in notices_of(found.case) if other.pk != found.pk]
        at = clock.now()
        now_members = members_of(found.maker_body, at) if found.maker_body else []
        return super().get_context_data(
            notice=found,
            said=found.content,
            case=found.case,
            others=others,
            newer=next((other for other in others if other.number > found.number), None),
            outages=outages,
            availability=availability((outage.began_at, outage.ended_at) for outage, _ in outages),
            is_mature=found.matures_at <= at,
            now_members=now_members if now_members != found.content["maker"]["members"] else [],
            **kwargs,
        )


urlpatterns = [
    path("notices/<int:year>-<slug:number>-<int:notice>/", NoticePage.as_view(), name="notice"),
]
