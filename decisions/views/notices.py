"""One notice of key decision as it was published, with its evidence of time and its earlier versions."""

from datetime import date, datetime

from django.http import Http404
from django.urls import path

from commissioning import clock
from commissioning.rules.dates import local_date
from commissioning.selectors.consultations import consultations_of
from commissioning.views.base import PublicView
from decisions.models import KeyDecisionNotice
from decisions.rules.notices import availability
from decisions.selectors.forward_plan import final_decisions
from decisions.selectors.key_decision_notices import (
    call_in_of,
    find_notice,
    last_good_day,
    members_of,
    notices_of,
    outages_of,
)
from decisions.selectors.private_meetings import private_notices


def lapsed_after(notice: KeyDecisionNotice, at: datetime) -> date | None:
    """The last good day of a notice that ran out unused while its case went on; else None."""
    last = last_good_day(notice)
    if notice.case.closed_at or local_date(at) <= last or final_decisions().filter(case=notice.case).exists():
        return None
    return last


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
            lapsed_after=lapsed_after(found, at),
            call_in=call_in_of(found),
            consultations=list(consultations_of(found.case)),
            private=next(reversed(private_notices(found.case)), None),
            now_members=now_members if now_members != found.content["maker"]["members"] else [],
            **kwargs,
        )


urlpatterns = [
    path("notices/<int:year>-<slug:number>-<int:notice>/", NoticePage.as_view(), name="notice"),
]
