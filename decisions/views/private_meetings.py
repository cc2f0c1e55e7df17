"""Notices of private meetings as everybody reads them."""

from django.http import Http404
from django.urls import path, reverse

from commissioning import clock
from commissioning.rules.dates import local_date
from commissioning.views.base import PublicView
from decisions.selectors.meetings import cancelled_on
from decisions.selectors.private_meetings import find_private_notice, live_first, second_of


class PrivateNoticePage(PublicView):
    """One notice word for word, and the other one of the pair."""

    template_name = "decisions/private_notice.html"

    def get_context_data(self, reference: str, **kwargs: object) -> dict:
        notice = find_private_notice(reference)
        if notice is None:
            raise Http404
        newest = second_of(notice.first or notice)
        other = notice.first or newest
        takes = notice.stage == "FIRST" and live_first(notice.case) == notice and notice.meets_on >= local_date(clock.now())
        return super().get_context_data(
            notice=notice,
            said=notice.content,
            other=other,
            cancelled=cancelled_on(notice.body, notice.meets_on),
            moved=newest if newest and newest.meets_on > notice.meets_on else None,
            case=notice.case,
            takes=reverse("representation_make", args=[notice.reference]) if takes else "",
            **kwargs,
        )


urlpatterns = [path("private-meetings/<slug:reference>/", PrivateNoticePage.as_view(), name="private_notice")]
