"""Who was at a meeting, as the clerk recorded it."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Office, User
from commissioning.models.base import Tracked
from decisions.models.meetings import Meeting


class Attendance(Tracked):
    """One member at one meeting. Councillors must be in the room; who watches from elsewhere only observes.

    Hertfordshire CC v Secretary of State [2021] EWHC 1093 (Admin). Its history keeps when somebody came or left.
    """

    PRESENCES = [
        ("PRESENT", "In the room"),
        ("LEFT", "Has left the room"),
        ("APOLOGIES", "Apologies"),
        ("REMOTE_OBSERVER", "Watching remotely"),
        ("ABSENT", "Absent"),
        ("PROXY", "Absent, votes by proxy"),
    ]
    meeting = models.ForeignKey(Meeting, PROTECT, related_name="attendances")
    person = models.ForeignKey(User, PROTECT, related_name="attendances")
    office = models.ForeignKey(Office, PROTECT, related_name="attendances")
    presence = models.CharField(max_length=20, choices=PRESENCES)
    recorded_by = models.ForeignKey(User, PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["office__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person", "office"], name="attendance_once_a_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_presence_display()}"
