"""A councillor's request to the scrutiny committee."""

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look


class ReferralForm(GovukForm):
    """What to look at and why; no minimum, because nothing is held up by it."""

    why = TextField(
        label="What should the committee look at, and why?", max_length=4000,
        error_messages={"required": "Say what the committee should look at, and why"},
    )  # fmt: skip
    looks = {"why": Look(rows=6)}
