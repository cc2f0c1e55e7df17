"""The case as it was known at a chosen moment, for those who read the audit trail."""

from datetime import UTC, datetime, timedelta

from commissioning.models import AuditIndex
from scrutiny.forms.audit import AsKnownForm
from scrutiny.selectors.as_known import MOMENTS, as_known, moments
from scrutiny.views.audit import AuditPages

DECIDING = timedelta(microseconds=1)  # what lay before somebody who decides is what stood just before


class AsKnown(AuditPages):
    """Chosen by date and time, or by one of the moments that mattered (`?at=`, an event's own time)."""

    act = "audit.read"
    template_name = "scrutiny/as_known.html"

    def get_context_data(self, **kwargs: object) -> dict:
        events = AuditIndex.objects.filter(case=self.case, kind__in=MOMENTS).order_by("seq")
        buttons = moments(list(events.values_list("kind", "at")))
        form = AsKnownForm(self.request.GET if "day_day" in self.request.GET else None)
        pressed = self.button(buttons)
        asked = pressed - DECIDING if pressed else form.moment()
        if pressed is None and asked is not None and asked > self.at.replace(hour=23, minute=59):
            form.add_error("day", "“As known on” must be today or earlier")
            asked = None
        sees = self.sees_members()
        known = as_known(self.case, asked, sees_members=sees) if asked else None
        if asked is not None and known is not None and sees:
            self.keep_reading("read.trail", as_known_on=asked.astimezone(UTC).isoformat())
        return super().get_context_data(
            case=self.case,
            filters=form,
            buttons=[(words, at.isoformat()) for words, at in buttons],
            asked=pressed or asked,
            just_before=pressed is not None,
            known=known,
            sees_members=sees,
            **kwargs,
        )

    def button(self, buttons: list[tuple[str, datetime]]) -> datetime | None:
        """The moment of the button that was pressed; any other address shows none."""
        text = self.request.GET.get("at", "")
        return next((at for _, at in buttons if at.isoformat() == text), None)
