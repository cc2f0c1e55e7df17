"""Placing and lifting holds: steps inside other acts (a call-in, a ruling), which check permission and write the event."""

from collections.abc import Sequence

from commissioning.acts import Act
from commissioning.models import Case
from decisions.models.holds import Hold


def place_hold(case: Case, act: Act, *, kind: str, reference: str, reason: str) -> Hold:
    """From now on the decision may not be carried out."""
    return Hold(case=case, kind=kind, reference=reference, reason=reason, placed_at=act.at).save_as(act)


def narrow_hold(hold: Hold, act: Act, resolutions: Sequence[int], *, reason: str) -> Hold:
    """Only these numbered resolutions are held any more; the others are free."""
    hold.resolutions, hold.reason = list(resolutions), reason
    return hold.save_as(act, update_fields=["resolutions", "reason"])


def raise_concerns(hold: Hold, act: Act, concerns: list[str]) -> Hold:
    """Name what the decision-maker has to answer."""
    hold.concerns = concerns
    return hold.save_as(act, update_fields=["concerns"])


def lift_hold(hold: Hold, act: Act, *, because: str) -> Hold:
    """The decision may go on, as far as this hold is concerned."""
    hold.lifted_at = act.at
    hold.lifted_because = because
    return hold.save_as(act, update_fields=["lifted_at", "lifted_because"])
