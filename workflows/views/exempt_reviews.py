"""The proper officer looks again at what a report leaves out, on the day that was set for it."""

from decisions.forms.exempt_reviews import ExemptReviewForm
from decisions.selectors.exempt_parts import part_of
from decisions.services.exempt_reviews import review_exemption
from workflows.views.task import TaskView


class ExemptReviewTask(TaskView):
    """What is kept back and why, and whether that still holds. Cases that have ended are looked at as well."""

    kind = "exempt.review"
    title = "Look at an exemption again"
    done = "Your answer is recorded, and everybody can read the reasons."
    template_name = "decisions/exempt_review.html"
    form_class = ExemptReviewForm
    service = review_exemption
    ended = True

    def context(self, form: ExemptReviewForm) -> dict:
        item, part = part_of(self.duty) or (None, None)
        return {"item": item, "part": part}


TASK_VIEWS = [ExemptReviewTask]
urlpatterns: list = []
