"""The council's own numbers for everybody: the version in force, earlier ones, and how other councils do it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views import View

from commissioning import clock
from commissioning.models import ConstitutionVersion
from commissioning.rules.call_in_comparison import COLUMNS, compared
from commissioning.rules.constitution_edits import editable
from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import (
    parsed,
    parts_of,
    published_sets,
    version_in_force,
    versions,
    waiting_change,
)
from commissioning.views.base import PublicView
from commissioning.views.own_offices import own_roles


def found_version(digest: str) -> ConstitutionVersion:
    """The version whose fingerprint begins so."""
    version = ConstitutionVersion.objects.filter(sha256__startswith=digest).order_by("-pk").first()
    if version is None:
        raise Http404
    return version


class ConstitutionInForce(PublicView):
    """Every number in words with its paragraph, as it applies today."""

    template_name = "commissioning/constitution.html"
    is_in_force = True

    def version(self) -> ConstitutionVersion | None:
        try:
            return version_in_force(local_date(clock.now()))
        except Refusal:
            return None

    def get_context_data(self, **kwargs: object) -> dict:
        version = self.version()
        current = parsed(version) if version else None
        today = local_date(clock.now())
        administers = self.request.user.is_authenticated and "ADMINISTRATOR" in own_roles(self.request)
        waiting = waiting_change() if administers else None
        return super().get_context_data(
            version=version,
            current=current,
            parts=parts_of(current) if current else {},
            versions=list(versions()),
            today=today,
            administers=administers,
            edits=editable(version.text) if version and administers and self.is_in_force and not waiting else (),
            waiting=waiting,
            **kwargs,
        )


class OneConstitution(ConstitutionInForce):
    """One version, in force or not."""

    is_in_force = False

    def version(self) -> ConstitutionVersion:
        return found_version(self.kwargs["digest"])


class ConstitutionText(View):
    """The file of one version, word for word as it was loaded."""

    is_public = True

    def get(self, request: HttpRequest, digest: str) -> HttpResponse:
        found = found_version(digest)
        answer = HttpResponse(found.text, content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{found.key}.toml"'
        return answer


class CallInSets(PublicView):
    """The call-in rules of other councils as they published them, beside our own."""

    template_name = "commissioning/call_in_sets.html"

    def get_context_data(self, **kwargs: object) -> dict:
        own = ConstitutionInForce.version(self)
        sets = [(name, one.about, compared(one)) for name, one in published_sets().items()]
        return super().get_context_data(
            columns=[words for _, words in COLUMNS],
            own=(parsed(own).about, compared(parsed(own))) if own else None,
            sets=sets,
            **kwargs,
        )


class OneCallInSet(PublicView):
    """All that was seen of one council's call-in rules, with its source."""

    template_name = "commissioning/call_in_set.html"

    def get_context_data(self, **kwargs: object) -> dict:
        found = published_sets().get(self.kwargs["name"])
        if found is None:
            raise Http404
        return super().get_context_data(found=found, parts=parts_of(found), **kwargs)


urlpatterns = [
    path("constitution/", ConstitutionInForce.as_view(), name="constitution"),
    path("constitution/call-in/", CallInSets.as_view(), name="call_in_sets"),
    path("constitution/call-in/<slug:name>/", OneCallInSet.as_view(), name="call_in_set"),
    path("constitution/<slug:digest>/", OneConstitution.as_view(), name="constitution_version"),
    path("constitution/<slug:digest>/text/", ConstitutionText.as_view(), name="constitution_text"),
]
