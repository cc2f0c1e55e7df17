"""The two kinds of read page. Both deny by default: a page says which act it needs, or that it is public."""

import re
from hashlib import sha256

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView

from commissioning import access, clock
from commissioning.acts import Actor, Standing
from commissioning.views.step_up import last_proof

KEY = re.compile(r"[\w.:-]{0,64}", re.ASCII)


def actor_of(request: HttpRequest, key: str = "") -> Actor:
    """The signed-in person as actor, with how they signed in and the idempotency key of their form."""
    proved_at, factor = last_proof(request)
    auth = {
        "method": request.session.get("sign_in_method", "password"),
        "second_factor": factor,
        "stepped_up_at": proved_at.isoformat() if proved_at else "",
    }
    return Actor.person(request.user, request=request_key(key), auth=auth)


def request_key(typed: str) -> str:
    """The key of a form as it was sent. Anything but a key of ours is replaced by its digest, so it still repeats."""
    return typed if KEY.fullmatch(typed) else sha256(typed.encode(errors="replace")).hexdigest()


class PublicView(TemplateView):
    """A page that residents read without an account. Subclasses build the context field by field."""

    is_public = True


class StaffView(AccessMixin, TemplateView):
    """A page for signed-in people whose office carries `act`; everybody else gets the sign-in page or a 404."""

    act: str = ""
    is_public = False
    standing: Standing

    def subject(self) -> object:
        """The object that access is asked about; None for lists."""
        return None

    def find_standing(self, actor: Actor) -> Standing | None:
        """In which office the reader may open the page; None for "not found"."""
        return access.may(actor, self.act, self.subject(), self.at)

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not self.act:
            raise ImproperlyConfigured(f"{type(self).__name__} names no act")
        self.at = clock.now()
        standing = self.find_standing(actor_of(request))
        if standing is None:
            raise Http404
        self.standing = standing
        return super().dispatch(request, *args, **kwargs)
