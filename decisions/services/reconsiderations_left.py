"""Whoever decided alone leaves the answer to a call-in to somebody else, the only step open to a person with an interest."""

from __future__ import annotations

from datetime import datetime

from commissioning import ledger
from commissioning.acts import Act, Actor
from commissioning.models import Duty
from commissioning.rules.refusals import Refusal
from decisions.models import AgendaItem
from decisions.selectors.reconsiderations import decides_alone
from decisions.services.handing_back import own_conflicts, put_back
from decisions.services.individual_decisions import law_of_leaving, require_own, state_leaving
from decisions.services.reconsiderations import CALL_IN_LAW, item_alone


def leave_reconsideration(
    *, duty: Duty, reasons: str, interest: str = "NONE", nature: str = "", actor: Actor, at: datetime
) -> AgendaItem:
    """Take no step but let the answer be given otherwise, under the law that the interest asks for (`law_of_leaving`).

    No decision is recorded: the one that was called in stays the last, and on hold, until somebody answers. Effects in
    order: the interest is kept, and the officer's notice; the item ends as passed on; the duty closes, so the proper officer
    is asked for another place; with an interest the Leader is asked to allocate what is the executive's; one event. Raises
    PermissionDenied; Refusal item.ended, item.gone, reconsider.at_meeting, decision.no_reasons, interest.not_officers,
    interest.nature, interest.notified.
    """
    standing = require_own(duty, actor, at)
    if not decides_alone(duty):
        message = "A meeting reconsiders it. A member with an interest states it there and leaves the room for the item."
        raise Refusal("reconsider.at_meeting", message, CALL_IN_LAW)
    item = item_alone(duty)
    act = Act(actor, standing, at, reason=reasons, rule=law_of_leaving(duty, interest))
    stated = state_leaving(duty, item, act, interest, nature)
    put_back(duty, item, act, stated)
    ledger.append(
        "reconsider.pass",
        act,
        f"{duty.case.reference}/reconsideration",
        case=duty.case,
        fields={
            "left_by": actor.user.name, "office": duty.office.title, "result": item.ended_as,
            "reasons": reasons.strip(), "conflicts": own_conflicts(stated),
        },
    )  # fmt: skip
    return item
