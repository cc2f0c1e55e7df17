"""One person who decides alone leaves the matter: the item ends and whoever arranges it is asked anew.

Steps inside other acts; they check no permission and append no event.
"""

from __future__ import annotations

from commissioning import access
from commissioning.acts import Act
from commissioning.models import Case, Duty, Office
from commissioning.services.duties import close_duty
from decisions.models import AgendaItem, Decision, Interest
from decisions.rules import interests as interest_rules
from decisions.rules.delegations import OFFICERS
from decisions.rules.motions import Words
from decisions.selectors.case_authority import allocation_of
from decisions.selectors.makers import is_executive, maker_of
from decisions.selectors.meetings import live_item
from decisions.selectors.reconsiderations import left_items
from decisions.services.agenda_items import end_item
from decisions.services.authority import ask_leader_to_allocate
from decisions.services.decision_steps import record_decision
from decisions.services.motions import conflict

ITEMS = {"decision.make": "DECISION", "reconsider.decide": "RECONSIDERATION"}  # what one person alone is asked, about which item


def hand_back(duty: Duty, item: AgendaItem, act: Act, stated: Interest, reasons: str) -> Decision:
    """Keep that the matter was left, and put it back. An officer leaves it to any other whom the scheme names, a member to
    the Cabinet.
    """
    kind = maker_of(duty.case, duty.office)
    words = "Left to somebody else." if kind in OFFICERS else "Passed to the Cabinet."
    decision = record_decision(
        item, act, Words("DEFERRED", words, reasons=reasons), kind="DECISION", mode="INDIVIDUAL", tally={},
        conflicts=own_conflicts(stated), made_by=act.actor.user, maker=duty.office,
        delegation={"maker": kind} if kind in OFFICERS else None,
    )  # fmt: skip
    put_back(duty, item, act, stated)
    return decision


def put_back(duty: Duty, item: AgendaItem, act: Act, stated: Interest) -> None:
    """End the item, close the duty; where an interest is the reason, or the Leader had given the matter to this person, ask
    the Leader to say who decides a function of the executive. For a reconsideration this is all: the decision that was called in stays the last one until it is answered.
    """
    ended_as = "PASSED_ON" if maker_of(duty.case, duty.office) in OFFICERS else "PASSED_TO_CABINET"
    end_item(item, act, ended_as)
    close_duty(duty, act, ended_as)
    if is_executive(duty.case) and (not stated.is_none or allocation_of(duty.case) is not None):
        ask_leader_to_allocate(duty.case, act)


def leave_what_waits(case: Case, nature: str, act: Act) -> bool:
    """After written notice of an interest: what waits for the officer to decide or to reconsider goes back; whether anything did."""
    own = [one.office_id for one in access.live_appointments(act.actor.user, act.at) if not one.is_deputy]
    waits = Duty.objects.filter(case=case, kind__in=ITEMS, office__in=own, closed_at__isnull=True)
    duty = waits.select_related("office__body__organisation").first()
    item = live_item(case, ITEMS[duty.kind]) if duty is not None else None
    if duty is None or item is None or item.pk != duty.subject_id or item.maker_id is None:
        return False
    duty.case = item.case = case
    stated = keep_interest(item, act, duty.office, "OFFICER_S117", nature)
    if item.kind == "RECONSIDERATION":
        put_back(duty, item, act, stated)
    else:
        hand_back(duty, item, act, stated, "The officer gave written notice of an interest.")
    return True


def keep_interest(item: AgendaItem, act: Act, office: Office, interest: str, nature: str) -> Interest:
    """The statement of a person who decides alone, as a row of the item."""
    person = act.actor.user
    before = Interest.objects.filter(item=item, person=person).count()
    return Interest.create_as(
        act, item=item, version=item.version, person=person, office=office, n=before + 1,
        kind=interest, nature=nature.strip(), stage="CONFIRMED", declared_at=act.at,
    )  # fmt: skip


def own_conflicts(row: Interest) -> list[dict]:
    """The person's own declaration for the record; none for "none"."""
    if row.is_none:
        return []
    standing = interest_rules.Standing(False, "", "Declared an interest.")  # alone, nothing lifts a pecuniary interest
    found = conflict(row, standing)
    return [{**found, "section_33_note": ""}] if row.kind == "OFFICER_S117" else [found]


def conflicts_of_those_who_left(case: Case) -> list[dict]:
    """What was declared by whoever left the reconsideration to somebody else, for the record of the answer."""
    rows = Interest.objects.filter(item__in=left_items(case)).select_related("person", "office").order_by("pk")
    return [{**one, "action": "Left the reconsideration to somebody else."} for row in rows for one in own_conflicts(row)]
