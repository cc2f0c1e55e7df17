"""From the day on which an agency has a successor, every open case follows; one act at the desk for each."""

import logging
from datetime import datetime

from commissioning import clock, ledger
from commissioning.acts import Actor
from commissioning.models import AuditIndex, Succession, User
from commissioning.selectors.successions import due
from commissioning.services import successions
from commissioning.services.successions import NewSuccession
from decisions.selectors.successions import cases_to_hand_over
from decisions.services.successions import hand_over
from workflows import desk

log = logging.getLogger(__name__)


def record(*, by: Actor, new: NewSuccession) -> None:
    """Enter a successor; what is due follows at once. The same form twice enters it once. Raises PermissionDenied, Refusal."""
    with ledger.recording():
        User.objects.select_for_update(no_key=True).only("pk").get(pk=by.user.pk)
        if not AuditIndex.objects.filter(request=by.request, actor_id=by.user.pk).exists():
            successions.record_succession(new=new, actor=by, at=clock.act_now())
    follow(clock.act_now())


def follow(at: datetime) -> int:
    """Hand over the cases of every agency whose successor's day has come; returns how many agencies. Safe to repeat."""
    found = due(at)
    for row in found:
        if row.in_effect_at is None:
            with ledger.recording():
                successions.begin(succession=row, at=at)
        if all([_handed_over(case.pk, row) for case in cases_to_hand_over(row)]):
            with ledger.recording():
                successions.finish(succession=row, at=at)
    return len(found)


def _handed_over(case: int, row: Succession) -> bool:
    """Whether a case has followed; a failure is logged and tried again by the next tick."""
    try:
        return desk.act(case, hand_over, by=Actor.system("succession"), succession=row.pk).is_done
    except Exception:
        log.exception("Case %s could not be handed over from %s", case, row.predecessor)
        return False
