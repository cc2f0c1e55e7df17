"""Handing one case over to the successor of a merged or abolished agency."""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty, Office, Succession
from commissioning.services.duties import close_duty, open_duties
from commissioning.services.successions import LAW
from decisions.selectors.ssmt import lead_offices
from decisions.services.sign_offs import open_sign_offs


def hand_over(*, case: Case, succession: int, actor: Actor, at: datetime) -> None:
    """What the old agency was asked is asked of its successor, and a signature that it gave is asked for again.

    Effects in order: the old agency's open duties close; the successor is asked to recommend where a round is open; it
    is asked to sign where signatures were asked for and the decision is not in effect; one event.
    """
    standing = access.require(actor, "case.read", case, at)
    row = Succession.objects.select_related("predecessor", "successor").get(pk=succession)
    act = Act(actor, standing, at, reason=row.reason, rule=LAW)
    old = Duty.objects.filter(case=case, office__body__organisation=row.predecessor, closed_at__isnull=True)
    for duty in old.select_related("office").order_by("pk"):
        close_duty(duty, act, "SUCCEEDED")
        if duty.kind == "ssmt.recommend":
            _ask_to_recommend(duty, row, act)
    if case.effective_on is None and Duty.objects.filter(case=case, kind="signoff.sign").exists():
        open_sign_offs(case=case, act=act)
    ledger.append(
        "agency.hand_over", act, f"{case.reference}/agency/{row.predecessor.key}", case=case,
        fields={"agency": row.predecessor.name, "successor": row.successor.name, "effective_on": row.effective_on.isoformat()},
    )  # fmt: skip


def _ask_to_recommend(old: Duty, row: Succession, act: Act) -> None:
    """The successor answers in the same round, by the same time, unless it is asked already."""
    asked = Duty.objects.filter(case=old.case_id, kind=old.kind, subject_id=old.subject_id)
    offices: list[Office] = list(lead_offices().filter(body__organisation=row.successor).exclude(pk__in=asked.values("office")))
    open_duties(old.case, old.kind, act, offices=offices, due_at=old.due_at, subject_id=old.subject_id)
