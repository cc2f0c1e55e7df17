"""What a scrutiny committee has on its agenda: open in time, or late and urgent in its chair's opinion.

Local Government Act 1972 ss100B(4) and 100E; another rule than the executive's, which knows no urgent opinion of a chair.
"""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Case
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from decisions.models import AgendaItem, Meeting
from decisions.rules.agendas import COMMITTEE_LAW, LateItem, committee_item
from decisions.selectors.meetings import live_item, reckon_agenda
from decisions.services.agenda_items import (
    NewMeeting,
    day_of,
    end_item,
    item_fields,
    meeting_fields,
    place_item,
    sitting,
)
from decisions.services.agendas import convened_short

KIND = "SCRUTINY"


def put_on_scrutiny_agenda(
    *,
    case: Case,
    meeting: Meeting | None = None,
    new: NewMeeting | None = None,
    special_circumstances: str = "",
    actor: Actor,
    at: datetime,
) -> AgendaItem:
    """Put the published report of a case on the agenda of a scrutiny meeting, one that exists or one called with this act.

    Inside five clear days only the chair of that meeting admits it, with the special circumstances, which stand on the
    agenda and in the minutes. Effects in order: the meeting, if new; the item; one event. Raises PermissionDenied;
    Refusal scrutiny.not_published, agenda.late_item, meeting.*, item.twice.
    """
    standing = access.require(actor, "scrutiny.agenda", case, at)
    report = _published_report(case)
    act = Act(actor, standing, at, reason=special_circumstances.strip(), rule=COMMITTEE_LAW)
    opened = reckon_agenda(case, at)
    sits = sitting(meeting, new, act, "SCRUTINY")
    late = committee_item(
        opened, day_of(sits, None), convened_at=convened_short(meeting, new, at),
        chair_opinion=_presides(sits, standing), special_circumstances=special_circumstances,
    )  # fmt: skip
    ledger.passed(Evaluation("agenda.committee", late.why, COMMITTEE_LAW, _asked(sits, late)))
    item = place_item(
        case, act, sits, KIND, report.version, reckoning=opened.as_dict(), late_why=late.why if late.flagged else ""
    )
    ledger.append(
        "scrutiny.agenda",
        act,
        f"item:{case.reference}:{item.pk}",
        case=case,
        fields=meeting_fields(sits) | item_fields(item, report.version) | {"reckoning": opened.sentence},
        tier={"reason": "public"},
        version=str(report.version.number),
    )
    return item


def heard(case: Case, act: Act) -> str:
    """The committee has dealt with the item, if there is one; returns why it came late, for the minutes. A step inside
    the record of a hearing."""
    item = live_item(case, KIND)
    if item is None:
        return ""
    end_item(item, act, "HEARD")
    return item.late_why


def take_off(case: Case, act: Act) -> None:
    """The committee need not deal with the item any more. A step inside the end of a call-in that was not heard."""
    item = live_item(case, KIND)
    if item is not None:
        end_item(item, act, "WITHDRAWN")


def _published_report(case: Case) -> AgendaItem:
    item = (
        AgendaItem.objects.filter(case=case, kind="DECISION", published_at__isnull=False)
        .select_related("version")
        .order_by("-pk")
        .first()
    )
    if item is None:
        message = "Scrutiny meets in public on a published report, and none is published yet. Wait until agenda and report are."
        raise Refusal("scrutiny.not_published", message, COMMITTEE_LAW)
    return item


def _presides(meeting: Meeting, standing: Standing) -> bool:
    """Whether the act is the chair's own: the opinion that an item is urgent is nobody else's."""
    return standing.office is not None and standing.office.pk == meeting.chair_id


def _asked(meeting: Meeting, late: LateItem) -> dict:
    return {"meets_on": meeting.meets_on, "late": late.flagged}
