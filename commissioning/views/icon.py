"""The icon that browsers ask for by themselves where a page names none, as for the texts of the log."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """To the icon that every other page names."""
    response = HttpResponseRedirect(static("ui/favicon.svg"))
    response["Cache-Control"] = "public, max-age=86400"
    return response


icon.is_public = True
