"""Every address of the product, put together from the apps; this module and the settings are the only ones to look up."""

from django.urls import include, path

from commissioning.views.health import health
from commissioning.views.icon import icon
from commissioning.views.source import source

urlpatterns = [
    path("", include("scrutiny.urls")),
    path("", include("decisions.urls")),
    path("", include("workflows.urls")),
    path("", include("commissioning.urls_accounts")),
    path("", include("commissioning.urls_ledger")),
    path("", include("commissioning.urls_law")),
    path("source/", source, name="source"),
    path("health/", health, name="health"),
    path("favicon.ico", icon, name="icon"),
]
