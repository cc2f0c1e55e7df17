"""Which stage of a case an event belongs to, for the filter of the audit trail."""

from commissioning.rules.event_kinds import KINDS
from commissioning.rules.stages import STAGES

# The first words of the kinds of each stage; a longer beginning goes before a shorter one.
BEGINNINGS: dict[str, tuple[str, ...]] = {
    "evidence": ("pack.",),
    "proposal": ("case.open", "case.revise", "proposal.", "function.", "consultation."),
    "notice": (
        "notice.", "private_notice.", "representation.", "urgency.", "exception.", "placing.", "outage.", "key.", "advice.",
    ),
    "clearance": ("clearance.",),
    "ssmt": ("ssmt.",),
    "signoff": ("signoff.", "joint_effect.", "agency."),
    "agenda": ("agenda.", "meeting.", "late_item.", "report."),
    "decision": ("interest.", "attendance.", "exclusion.", "vote.", "item.", "decision.made", "decision.make", "decision.defer", "decision.refer", "informal.", "amendment.", "incident.", "retrospective.", "void."),
    "record": ("record.certify", "record.render", "record.held", "decision.publish", "erratum"),
    "call_in": ("call_in.", "education.", "hold.", "reconsider."),
    "effect": ("decision.effect", "decision.early_effect", "decision.part_effect", "partner.", "overlay.", "procurement."),
    "scrutiny": ("scrutiny.", "petition."),
    "closed": ("case.close", "case.end", "case.withdraw"),
}


def kinds_of(stage: str) -> list[str]:
    """The kinds of event of one stage; none for a stage that does not exist."""
    return [kind for kind in KINDS if kind.startswith(BEGINNINGS.get(stage, ()))]


def stages_of(kinds: set[str]) -> list[tuple[str, str]]:
    """Code and name of each stage that these events belong to, in the order of the procedure."""
    return [(stage.key, stage.label) for stage in STAGES if kinds & set(kinds_of(stage.key))]
