"""Task pages whose answer may still be corrected after the duty is done: recommendations and votes."""

from django.http import HttpRequest, HttpResponse
from django.views import View

from workflows.views.task import TaskView


class CorrectableTask(TaskView):
    """Shows the form again as long as `may_correct` says so; every answer stays in the record."""

    def may_correct(self) -> bool:
        return False

    def already_done(self, request: HttpRequest) -> HttpResponse:
        if self.may_correct():
            return View.dispatch(self, request, **self.kwargs)
        return super().already_done(request)
