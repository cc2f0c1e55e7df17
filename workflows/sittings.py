"""The door for acts on a whole meeting: opening it, attendance, members' statements on every item.

Like the desk, but for several cases at once: it locks every case on the agenda in the order of their keys, then the
meeting, so it never crosses an act on one case; then the service in a savepoint, then the ledger. Such acts move no
chart, except that a meeting is cancelled: then every case on its agenda goes where it waits for another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from commissioning import clock, ledger
from commissioning.acts import Actor
from commissioning.models import AuditIndex, Case
from commissioning.rules.refusals import Refusal
from decisions.models import Meeting
from workflows.desk import Outcome, follow


def act(
    meeting: Meeting | int,
    service: Callable[..., object],
    *,
    by: Actor,
    at: datetime | None = None,
    moves_charts: bool = False,
    **kwargs: object,
) -> Outcome:
    """Do one act on a meeting; a repeated request is answered as done. `at` is given by walks and importers only;
    `moves_charts` by what sends cases on their way."""
    pk = meeting if isinstance(meeting, int) else meeting.pk
    with ledger.transaction():
        on_agenda = Case.objects.filter(agenda_items__meeting=pk).values("pk")
        cases = list(Case.objects.select_for_update().filter(pk__in=on_agenda).order_by("pk"))
        Meeting.objects.select_for_update().get(pk=pk)
        if AuditIndex.objects.filter(request=by.request, actor_id=by.user.pk if by.user else None).exists():
            return Outcome(replayed=True)
        row = Meeting.objects.select_related("body", "chair").get(pk=pk)
        moment = at or clock.act_now()
        try:
            with ledger.savepoint():
                result = service(meeting=row, actor=by, at=moment, **kwargs)
                for case in cases if moves_charts else ():
                    follow(case, by, moment)
        except Refusal as refusal:
            return Outcome(refusal=refusal)
        ledger.flush()
        return Outcome(result=result)
