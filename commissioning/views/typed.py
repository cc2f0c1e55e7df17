"""What somebody had typed when a form could not be taken: the session had ended, or the second factor was asked again.

It waits in the session of the browser, for the same person and the same page only, and is forgotten by being shown.
Nothing is done with it: the person sees the filled form and sends it, or does not. Files and passwords are not kept.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

KEPT = "typed"
LONGEST = 400_000  # characters; longer than any form of ours
SECRETS = ("csrfmiddlewaretoken", "password", "code")
HERE_AGAIN = "What you sent from this page was not taken. It stands here again: check it and send it once more."

NOT_TAKEN = "What you did last on this page was not taken. Please do it again."


def keep(request: HttpRequest, person: int | None) -> bool:
    """Keep the fields of a POST that is turned away; says whether there was anything to keep."""
    if request.method != "POST" or person is None:
        return False
    fields = request.POST.copy()
    for name in SECRETS:
        fields.pop(name, None)
    text = fields.urlencode()
    if not fields or len(text) > LONGEST:
        return False
    request.session[KEPT] = {"by": person, "path": request.path, "fields": text, "files": bool(request.FILES)}
    return True


def take_back(request: HttpRequest, *, step: str = "") -> QueryDict | None:
    """What this person had typed on this page, once; None when there is nothing. Tells the person so.

    A page with several forms names the one whose fields it can show: the value of its field `step`.
    """
    kept = request.session.get(KEPT)
    if request.method != "GET" or not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    if kept["by"] != request.user.pk:
        return None
    fields = QueryDict(kept["fields"])
    if fields.get("step", "") != step:
        messages.info(request, NOT_TAKEN)
        return None
    messages.info(request, HERE_AGAIN + (" Choose the file once more." if kept["files"] else ""))
    return fields


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this session, as after signing in again in another window.

    What came from our own page is kept for it; a browser that does not say where a form came from gets no such help.
    """
    own = request.headers.get("Sec-Fetch-Site") == "same-origin" and request.user.is_authenticated
    kept = own and keep(request, request.user.pk)
    return render(request, "403_csrf.html", {"again": request.path if kept else ""}, status=403)
