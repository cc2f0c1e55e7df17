"""A case that an officer decides alone, on a function of the executive or of the council itself."""

from __future__ import annotations

from datetime import date, datetime

from commissioning import ledger
from commissioning.models import Case, Delegation
from commissioning.services.proposals import open_proposal_write, submit_proposal
from decisions.models import AgendaItem
from decisions.services.agendas import open_agenda_publish, publish_agenda
from decisions.services.decisions import open_decision
from tests.builders import MORNING, a_case, actor, office, test_act
from tests.builders_s1 import fill_proposal, open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting, ask_for_clearances, give_clearance
from tests.builders_s3 import AGENDA_AT, CABINET_AT, a_delegation, a_member_item, decide_alone
from tests.replays import replayed

DAY = date(2026, 12, 16)


@replayed
def cleared(track: str, number: int = 1) -> Case:
    """A case of an officer's track whose proposal finance and legal have cleared."""
    case = a_case(track=track, number=number)
    with ledger.recording():  # an officer's track asks for no evidence pack
        open_proposal_write(case=case, act=test_act(MORNING))
        duty = fill_proposal(case, at=MORNING, icb=0)
        submit_proposal(duty=duty, actor=actor("commissioner"), at=MORNING)
    ask_for_clearances(case)
    for key in ("s151", "legal"):
        give_clearance(case, key)
    return case


def line(key: str = "director", *, executive: bool = True, **changes: object) -> Delegation:
    """A line of the scheme for that office."""
    row = a_delegation(key)
    for name, value in {"executive": executive, **changes}.items():
        setattr(row, name, value)
    return row.save_as(test_act(), update_fields=["executive", *changes])


def put_before(case: Case, key: str = "", *, at: datetime = AGENDA_AT) -> AgendaItem:
    """On the desk of the officer, or of the Cabinet where none is named."""
    where = {"member": office(key), "decide_from": max(DAY, at.date())} if key else {"meeting": a_meeting(CABINET_AT)}
    with ledger.recording():
        open_agenda_publish(case=case, act=test_act(at))
    with ledger.recording():
        item = publish_agenda(duty=open_duty(case, "agenda.publish"), actor=actor("proper-officer"), at=at, **where)
    with ledger.recording():
        open_decision(case=case, act=test_act(at))
    return item


@replayed
def decided_alone() -> tuple[Case, Case]:
    """A decision of one member on what is the executive's, and one of the director on a function of the council."""
    a_delegation()
    members = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(members, icb=0)
    a_member_item(members)
    decide_alone(members)
    councils = cleared("OFFICER_NON_EXECUTIVE", 2)
    line(executive=False)
    put_before(councils, "director")
    decide_alone(councils, by="director")
    return members, councils
