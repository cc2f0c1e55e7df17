"""Django's entry to this package."""

from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "scrutiny"
    default_auto_field = "django.db.models.BigAutoField"
