"""Which page does which duty: the key is the duty's kind. Filled by `workflows/urls.py`."""

from django.http import Http404, HttpRequest, HttpResponse

from commissioning.models import Duty
from workflows.views.task import TaskView

TASKS: dict[str, type[TaskView]] = {}


def register(*views: type[TaskView]) -> None:
    """Enter task pages under their kind."""
    for view in views:
        TASKS[view.kind] = view


def duty_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a duty to the page of its kind; the page itself asks access."""
    kind = Duty.objects.filter(pk=pk).values_list("kind", flat=True).first()
    if kind not in TASKS:
        raise Http404
    return TASKS[kind].as_view()(request, pk=pk)


duty_page.is_public = False
