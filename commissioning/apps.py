"""Django's entry to this package; connects the two receivers that libraries leave no other way for."""

from django.apps import AppConfig

from commissioning import history


class CommissioningConfig(AppConfig):
    name = "commissioning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        history.connect()
