"""Pages that explain: how to read a decision and check it, accessibility, privacy."""

from django.urls import path

from commissioning.models import Office
from commissioning.selectors.people import what_a_role_can_do
from commissioning.views.base import PublicView


class Help(PublicView):
    """How to read a decision, how to check it, who does what: the roles and acts as the access matrix has them."""

    template_name = "commissioning/help.html"

    def get_context_data(self, **kwargs: object) -> dict:
        roles = [(label, what_a_role_can_do(role)) for role, label in Office.ROLES]
        return super().get_context_data(roles=[entry for entry in roles if entry[1]], **kwargs)


class Accessibility(PublicView):
    """The accessibility statement, to be completed by the council after its own test."""

    template_name = "commissioning/accessibility.html"


class Privacy(PublicView):
    """What is kept about whom, why and for how long."""

    template_name = "commissioning/privacy.html"


urlpatterns = [
    path("help/", Help.as_view(), name="help"),
    path("help/accessibility/", Accessibility.as_view(), name="accessibility"),
    path("help/privacy/", Privacy.as_view(), name="privacy"),
]
