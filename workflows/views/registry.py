"""Which page does which duty: the key is the duty's kind. Filled by `workflows/urls.py`."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from workflows.views.task import TaskView, find_duty

TASKS: dict[str, type[TaskView]] = {}


def register(*views: type[TaskView]) -> None:
    """Enter task pages under their kind."""
    for view in views:
        TASKS[view.kind] = view


def duty_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a duty to the page of its kind; the page itself asks access. A stranger learns nothing from a number."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    duty = find_duty(pk)
    if duty.kind not in TASKS:
        raise Http404
    return TASKS[duty.kind].as_view()(request, pk=pk, duty=duty)  # read once for the choice and for the page


duty_page.is_public = False
