"""Demo mode only: moves the borough's clock forward to the next thing due. Each jump is an event in the ledger."""

from datetime import datetime
from math import ceil

from django.conf import settings

from commissioning import access, clock, ledger
from commissioning.acts import Act, Actor
from commissioning.models import ClockJump
from commissioning.rules.refusals import Refusal


def jump_to(*, moment: datetime, actor: Actor, at: datetime) -> ClockJump:
    """Move the demo clock to `moment`; it never goes back. Refused outside demo mode."""
    if not settings.DEMO_MODE:
        raise Refusal("clock.not_demo", "Only the demonstration has a clock that can be moved.")
    standing = access.require(actor, "clock.jump", None, at)
    if moment <= at:
        raise Refusal("clock.back", "The clock only goes forward.")
    real = clock.real_now()
    with ledger.transaction():
        act = Act(actor, standing, at, reason="Demonstration: go to the next thing due")
        jump = ClockJump.create_as(
            act, offset_seconds=ceil((moment - real).total_seconds()), to=moment, made_at=real
        )
        ledger.append("clock.jump", act, "clock/demo", fields={"to": moment.isoformat()})
        ledger.flush()
    return jump
