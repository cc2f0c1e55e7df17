"""Anybody says why a meeting should be public, without an account; democratic services answer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from commissioning import clock
from commissioning.acts import Actor
from commissioning.views.base import PublicView
from commissioning.views.limits import within_limit
from decisions.forms.private_meetings import AnswerForm, PublicRepresentationForm
from decisions.models import PrivateMeetingNotice, Representation
from decisions.selectors.private_meetings import answer_by, find_private_notice, live_first, second_of
from decisions.services.representations import answer_on_desk, make_representation
from workflows import desk
from workflows.views.task import TaskView

MOST, WITHIN = 5, 3600  # representations from one connection within an hour


def notice_or_404(reference: str) -> PrivateMeetingNotice:
    """The newest first notice; anything else takes no representations."""
    notice = find_private_notice(reference)
    if notice is None or notice.stage != "FIRST" or live_first(notice.case) != notice:
        raise Http404
    return notice


@method_decorator(never_cache, name="dispatch")
class MakeRepresentation(PublicView):
    """One question, two optional fields; works without JavaScript."""

    template_name = "decisions/representation_make.html"

    def get_context_data(self, reference: str, form: PublicRepresentationForm | None = None, **kwargs: object) -> dict:
        notice = notice_or_404(reference)
        return super().get_context_data(
            notice=notice,
            said=notice.content,
            second=second_of(notice),
            last=answer_by(notice),
            form=form or PublicRepresentationForm(),
            **kwargs,
        )

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        notice = notice_or_404(reference)
        form = PublicRepresentationForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(reference, form=form))
        if form.is_from_a_programme:
            return redirect("representation_sent", reference, 0)  # answered like everybody, and dropped
        if not within_limit(request, "representation", most=MOST, seconds=WITHIN):
            return self.render_to_response(self.get_context_data(reference, form=form, too_many=True), status=429)
        said = form.cleaned_data
        outcome = desk.act(
            notice.case, make_representation, by=Actor(user=None, via="web", name="A member of the public"),
            notice=notice, text=said["text"], name=said["name"], email=said["email"],
        )  # fmt: skip
        if outcome.refusal is not None and outcome.refusal.code == "private.repeated":
            number = notice.representations.get(text=said["text"].strip()).number  # sent twice: kept once
        elif outcome.refusal is not None:
            return self.render_to_response(self.get_context_data(reference, form=form, refusal=outcome.refusal))
        else:
            number = outcome.result.number
        return redirect("representation_sent", reference, number)


class RepresentationSent(PublicView):
    """What happens next. Says nothing about who wrote, so the address is no secret."""

    template_name = "decisions/representation_sent.html"

    def get_context_data(self, reference: str, representation: int, **kwargs: object) -> dict:
        notice = notice_or_404(reference)
        return super().get_context_data(
            notice=notice,
            number=representation or None,
            second=second_of(notice),
            last=answer_by(notice),
            at=clock.now(),
            **kwargs,
        )


class AnswerOnDesk(TaskView):
    """The proper officer answers; the second notice gives question and answer side by side."""

    kind = "representation.answer"
    title = "Answer a representation"
    done = "The answer is kept. The second notice gives it beside the representation."
    template_name = "decisions/representation_duty.html"
    form_class = AnswerForm
    service = staticmethod(answer_on_desk)

    def context(self, form: AnswerForm) -> dict:
        row = Representation.objects.select_related("notice", "contact").filter(pk=self.duty.subject_id).first()
        second = second_of(row.notice) if row else None
        return {"row": row, "is_late": bool(row and second and row.received_at >= second.published_at)}


TASK_VIEWS = [AnswerOnDesk]
urlpatterns = [
    path("private-meetings/<slug:reference>/representations/", MakeRepresentation.as_view(), name="representation_make"),
    path(
        "private-meetings/<slug:reference>/representations/<int:representation>/",
        RepresentationSent.as_view(),
        name="representation_sent",
    ),
]
