"""Where a case is: reads duties, record and window once, and asks the rule."""

from collections.abc import Iterable
from datetime import datetime

from commissioning.models import Case, Duty, ProposalVersion
from commissioning.rules.call_in_rule_set import RUNS_BESIDE
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.stages import Facts, StageState, Work, stages
from commissioning.rules.tracks import SPECIFICATIONS, Track
from commissioning.selectors.tracks import goes_to_ssmt, is_key_track
from decisions.models import DecisionRecord
from decisions.rules.cancellations import CANCELLED
from decisions.selectors.case_authority import OFFICER_TRACKS
from decisions.selectors.holds import open_holds
from decisions.selectors.records import current_record, first_record


def case_stages(
    case: Case,
    at: datetime,
    *,
    read: tuple[Iterable[Duty] | None, DecisionRecord | None] | None = None,
    version: ProposalVersion | None = None,
) -> list[StageState]:
    """The list of stages of one case, whatever the number of duties. `read` and `version`: what the page has already."""
    duties, record = read or (None, current_record(case))
    if duties is None:
        duties = Duty.objects.filter(case=case).select_related("office").order_by("pk")
    work = [
        Work(duty.kind, duty.opened_at, duty.closed_at, duty.due_at, duty.office.title, deadline=duty.deadline)
        for duty in duties
        if duty.result != CANCELLED  # the meeting was cancelled, so nothing was done
    ]
    return stages(work, case_facts(case, at, record, version))


def case_facts(
    case: Case, at: datetime, record: DecisionRecord | None, version: ProposalVersion | None = None
) -> Facts:
    """What the records say beside the duties."""
    is_joint = goes_to_ssmt(case, version)
    opened = record if record is None or record.number == 1 else first_record(case)  # the window is that of the first
    call_in = opened.call_in if opened else {}
    deadline = call_in.get("deadline") or {}
    ends = deadline.get("ends_at")
    return Facts(
        at=at,
        outcome=case.outcome,
        is_key=is_key_track(case),
        is_joint=is_joint,
        has_other_agencies=is_joint,
        has_evidence=SPECIFICATIONS[Track(case.track)].pack,
        decider="An officer" if case.track in OFFICER_TRACKS else "",
        window_opened_at=opened.published_at if opened and ends else None,
        window_ends_at=datetime.fromisoformat(ends) if ends else None,
        window=deadline or None,
        call_in_applies=call_in.get("applies") if opened else None,
        effective_on=case.effective_on,
        effect_note=_effect_note(case, at, deadline),
        closed_at=case.closed_at,
    )


def _effect_note(case: Case, at: datetime, deadline: dict) -> str:
    """How a decision stands that took effect inside its window; one statement for such a decision, none for another."""
    if case.effective_on is None or case.closed_at or deadline.get("target_event") != RUNS_BESIDE:
        return ""
    held = [hold for hold in open_holds(case) if not hold.resolutions]
    if held:
        return f"On hold since {long_date(local_date(held[0].placed_at))}"
    return "It can still be called in" if at < datetime.fromisoformat(deadline["ends_at"]) else ""
