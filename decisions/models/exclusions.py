"""What a meeting resolved about letting the public stay for a private item (SI 2012/2089 reg 4(2) and (3))."""

from django.db import models
from django.db.models import PROTECT, F, Q

from commissioning.models import User
from commissioning.models.base import Tracked
from decisions.models.meetings import AgendaItem


class Exclusion(Tracked):
    """One motion to exclude the public, or the clerk's note that nobody moved one.

    `part` is the part of the proceedings to which it applies, `paragraphs` the description of the exempt information.
    `mover` and `seconder` are names with offices as the minutes show them, `vote` how it was decided. The public was out
    from `out_at` to `in_at` (UTC); both empty unless the motion was carried, `in_at` until the public is let back in.
    """

    RESULTS = [
        ("CARRIED", "Carried: the public was excluded"),
        ("LOST", "Not carried: the public stayed"),
        ("NOT_MOVED", "Nobody moved it: the public stayed"),
    ]
    item = models.ForeignKey(AgendaItem, PROTECT, related_name="exclusions")
    n = models.PositiveSmallIntegerField(default=1)
    result = models.CharField(max_length=10, choices=RESULTS)
    part = models.TextField(blank=True)
    paragraphs = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True)
    mover = models.CharField(max_length=300, blank=True)
    seconder = models.CharField(max_length=300, blank=True)
    vote = models.CharField(max_length=300, blank=True)
    out_at = models.DateTimeField(null=True, blank=True)
    in_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "n", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "n"], name="exclusion_n_once"),
            models.CheckConstraint(
                condition=Q(result="CARRIED", out_at__isnull=False) | ~Q(result="CARRIED") & Q(out_at__isnull=True),
                name="exclusion_carried_has_a_time_out",
            ),
            models.CheckConstraint(
                condition=Q(in_at__isnull=True) | Q(in_at__gte=F("out_at")), name="exclusion_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()} ({self.item})"

    @property
    def is_carried(self) -> bool:
        return self.result == "CARRIED"

    @property
    def is_open(self) -> bool:
        """Whether the public is out of the room now."""
        return self.is_carried and self.in_at is None
