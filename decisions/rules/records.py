"""The written statement of an executive decision: what must be in it before anybody may certify it.

Meetings: SI 2012/2089 reg 12. Individual members and officers: reg 13; an officer on a function of the council: SI
2014/2095 reg 7, which asks for no more than this. The statement is made for every
decision, a refusal included, and is never edited: a correction is a new version with a note.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.rules.constitution import RecordRules
from commissioning.rules.dates import long_date
from commissioning.rules.lists import listed
from commissioning.rules.money import pounds
from commissioning.rules.refusals import Refusal
from commissioning.rules.shortcomings import Shortcoming, require_none
from decisions.rules.delegations import RECORD_LAWS
from decisions.rules.outcomes import CallIn, Outcome

RECORD_LAW = "SI 2012/2089 regs 12 and 13"
COUNCIL_RECORD_LAW = "SI 2014/2095 reg 7(2) and (3)"
FLOOR = "records.officer_floor_pence"
NONE_GRANTED = "No note of dispensation was granted."
EMPTY_REASONS = frozenset(
    {"as per report", "as set out in the report", "see report", "as report", "n/a", "none"}
)


@dataclass(frozen=True)
class Alternative:
    """An option considered and rejected, and why."""

    option: str
    why_rejected: str


@dataclass(frozen=True)
class Conflict:
    """A declared conflict; `hops_note` says whether the head of paid service granted a dispensation."""

    person: str
    nature: str
    action: str
    hops_note: str
    is_dpi: bool = False
    section_33_note: str = ""


@dataclass(frozen=True)
class Statement:
    """The record as drafted. `none_considered_because` replaces alternatives when there were none;
    `conflicts_settled` is the explicit act "none declared" or "all listed"."""

    decision_text: str
    made_on: date | None
    maker: str
    outcome: Outcome
    reasons: str
    alternatives: tuple[Alternative, ...] = ()
    none_considered_because: str = ""
    conflicts: tuple[Conflict, ...] = ()
    conflicts_settled: bool = False
    is_key: bool = False
    urgency_route: str = "NONE"
    urgency_consent_ref: str = ""
    call_in: CallIn = CallIn.APPLIES
    call_in_reason: str = ""
    regularises_because: str = ""
    late_objections: tuple[str, ...] = ()
    mentions_objections: bool = True
    short_form: bool = False


def unnoted(conflicts: Sequence[Mapping], maker_kind: str) -> tuple[int, ...]:
    """Which declared conflicts, by their place, have no note of the head of paid service yet, though the record states it:
    not an officer's own, nor any in a function of the council (SI 2012/2089 regs 12(2)(e) and 13(2)(e), (4)(e)).
    """
    if maker_kind == "OFFICER_NONEXEC":
        return ()
    return tuple(n for n, one in enumerate(conflicts) if not one.get("hops_note") and one.get("kind") != "OFFICER_S117")


def with_notes(conflicts: Sequence[Mapping], notes: Mapping[int, str]) -> list[dict]:
    """The conflicts with what the head of paid service noted on each, as the record states them."""
    return [{**one, **({"hops_note": said} if (said := notes.get(n, "").strip()) else {})} for n, one in enumerate(conflicts)]


def _conflict_gaps(conflict: Conflict) -> list[Shortcoming]:
    gaps = []
    if not (conflict.nature.strip() and conflict.action.strip()):
        gaps.append(Shortcoming("RECORD", "d", f"Say what {conflict.person} declared and did."))
    if not conflict.hops_note.strip():
        message = f"Note whether the head of paid service granted a dispensation to {conflict.person}."
        gaps.append(Shortcoming("RECORD", "e", message))
    if conflict.is_dpi and not conflict.section_33_note.strip():
        message = f"Note whether the council granted {conflict.person} a dispensation under section 33."
        gaps.append(Shortcoming("RECORD", "s33", message))
    return gaps


def shortcomings(statement: Statement) -> tuple[Shortcoming, ...]:
    """What is missing from the statement, under the letters of reg 12(1), then what this council adds."""
    considered = all(item.option.strip() and item.why_rejected.strip() for item in statement.alternatives)
    alternatives = bool(statement.alternatives) or bool(statement.none_considered_because.strip()) or statement.short_form
    reasons = statement.reasons.strip().rstrip(".").lower()
    urgent = statement.urgency_route in ("REG10", "REG11")
    checks = (
        (bool(statement.decision_text.strip()), "a", "Write the decision in its final words."),
        (statement.made_on is not None, "a", "Give the date on which the decision was made."),
        (
            bool(reasons) and reasons not in EMPTY_REASONS,
            "b",
            "Give the reasons; “as per report” is not enough.",
        ),
        (
            alternatives,
            "c",
            "List the alternatives considered and rejected, or say that none was considered and why.",
        ),
        (considered, "c", "Say for every alternative why it was rejected."),
        (
            statement.conflicts_settled,
            "d",
            "Confirm that every declared conflict of interest is listed, or that none was declared.",
        ),
        (bool(statement.maker.strip()), "maker", "Name the decision-maker."),
        (
            not urgent or bool(statement.urgency_consent_ref.strip()),
            "urgency",
            "Give the notice or agreement that made the urgent route lawful.",
        ),
        (
            statement.call_in is CallIn.APPLIES or bool(statement.call_in_reason.strip()),
            "call_in",
            "Say why call-in does not apply.",
        ),
        (
            statement.outcome is not Outcome.REGULARISED or bool(statement.regularises_because.strip()),
            "regularised",
            "Explain why this is put on record after it happened.",
        ),
        (
            not statement.late_objections or statement.mentions_objections,
            "objection",
            f"Mention the late objection of {listed(statement.late_objections)}.",
        ),
    )
    gaps = [Shortcoming("RECORD", field, message) for holds, field, message in checks if not holds]
    return tuple(gaps + [gap for conflict in statement.conflicts for gap in _conflict_gaps(conflict)])


def law_for(maker_kind: str) -> str:
    """What asks for the record of a decision: of an officer's by whose function it was, else of the executive's."""
    return RECORD_LAWS.get(maker_kind, RECORD_LAW)


def require_certifiable(
    statement: Statement, *, certifier: object = None, clerk: object = None, law: str = RECORD_LAW
) -> None:
    """Refuse to certify an incomplete statement, or by the person who clerked the item.

    Raises Refusal: record.own_clerking, record.incomplete.
    """
    if certifier is not None and certifier == clerk:
        raise Refusal(
            "record.own_clerking",
            "You clerked this item, so another proper officer certifies it.",
            law,
        )
    gaps = shortcomings(statement)
    require_none(
        gaps, code="record.incomplete", opening="The record cannot be certified yet.", citation=law
    )


def short_form(maker_kind: str, pence: int, rules: RecordRules, citation: str) -> str:
    """Why an officer's decision is recorded in short form, or "": alternatives are in it only if any were considered.

    Of a function of the council alone, where a sum that does not materially affect the council's finances asks for no record
    of its own and the record names alternatives "if any" (SI 2014/2095 reg 7(2)(b)(iii), (3)(c)); from which sum on it does,
    the constitution says, cited. An executive decision of an officer is always recorded in full (SI 2012/2089 reg 13(4)).
    `pence`: the council's share.
    """
    if maker_kind != "OFFICER_NONEXEC" or pence >= rules.officer_floor_pence:
        return ""
    return (
        f"{pounds(pence)} is less than the {pounds(rules.officer_floor_pence)} from which the constitution takes a decision to "
        f"affect the council’s finances materially. Its record is in short form: alternatives only if any were considered "
        f"({COUNCIL_RECORD_LAW}; {citation})."
    )


def late_publication(published_on: date, due: date) -> str:
    """Say that a record came later than the council's own target, or ""; the law says as soon as practicable.

    A late record is published all the same: it moves the call-in window, which starts at publication.
    """
    if published_on <= due:
        return ""
    return f"The record was due by {long_date(due)} and was published on {long_date(published_on)}."
