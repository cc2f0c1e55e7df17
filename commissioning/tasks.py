"""Background jobs of this app, run by `manage.py db_worker`."""

from django_tasks import task

from commissioning import clock
from commissioning.services.mail import send_pending


@task()
def send_mail() -> int:
    """Send what waits in the outbox now; the tick does the same, so a lost job loses no mail."""
    return send_pending(clock.now())
