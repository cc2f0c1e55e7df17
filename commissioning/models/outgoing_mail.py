"""Mail that has to go out: written with the act that causes it, sent afterwards, tried again until it is sent."""

from django.db import models
from django.db.models import PROTECT, Q

from commissioning.models.people import User


class OutgoingMail(models.Model):
    """One plain-text mail to one person. `key` says what it is about and exists once, so nobody gets it twice.

    Not tracked: it is post, not a record. The text of a mail that carries a one-time link (`is_secret`) is emptied
    once it is sent.
    """

    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(User, PROTECT, null=True, blank=True, related_name="+")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    is_secret = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="outgoing_mail_pending")
        ]

    def __str__(self) -> str:
        return self.key
