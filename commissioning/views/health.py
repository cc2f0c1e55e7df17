"""Whether the service stands: the database answers and the clock's tick is not late."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when a database statement runs; public, says nothing about the inside."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        cursor.fetchone()
    return HttpResponse("ok\n", content_type="text/plain")


health.is_public = True
