"""The parameters of call-in, every one of them local.

Statute only says that scrutiny may recommend that a decision made but not implemented be reconsidered, or
may arrange for the council to review it (Local Government Act 2000 s9F(2)(a), (4)). Period, numbers,
grounds, hearing and outcomes are each council's own, so they are data.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal

from commissioning.rules import counting
from commissioning.rules.calendars import Calendar
from commissioning.rules.deadlines import Basis, Deadline

Weekday = Literal["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"]
_WEEKDAYS: Mapping[str, int] = {
    "MONDAY": 1, "TUESDAY": 2, "WEDNESDAY": 3, "THURSDAY": 4, "FRIDAY": 5,
}  # fmt: skip
Role = Literal[
    "OFFICER", "ANALYST", "RESEARCH_LEAD", "CHIEF_FINANCE_OFFICER", "MONITORING_OFFICER", "LEGAL", "EQUALITY",
    "HEAD_OF_PAID_SERVICE", "PROPER_OFFICER", "SCRUTINY_OFFICER", "LEADER", "CABINET_MEMBER", "CIVIC_MAYOR",
    "DEPUTY_MAYOR", "COUNCILLOR", "SCRUTINY_CHAIR", "SCRUTINY_VICE_CHAIR", "SCRUTINY_MEMBER", "SSMT_CHAIR",
    "AGENCY_LEAD", "AGENCY_ADVISER",
]  # fmt: skip
Requester = Literal[
    "COUNCILLOR", "NON_EXECUTIVE_COUNCILLOR", "SCRUTINY_MEMBER", "SCRUTINY_CHAIR", "EDUCATION_CO_OPTEE",
    "INTERESTED_PERSON",
]  # fmt: skip
Outcome = Literal["NO_ACTION", "REFER_BACK", "REFER_TO_COUNCIL", "RECOMMENDATIONS_WITHOUT_REFERRAL"]
Reach = Literal["ALL_EXECUTIVE", "KEY", "NONE"]
ExemptClass = Literal[
    "ALREADY_CALLED_IN", "RECOMMENDATION_TO_COUNCIL", "DECISION_OF_COUNCIL", "QUASI_JUDICIAL", "PROCEDURAL",
    "NOTING", "URGENT", "NON_KEY",
]  # fmt: skip


SEATS: Mapping[str, Role] = {"DEPUTY_MAYOR": "CIVIC_MAYOR", "SCRUTINY_VICE_CHAIR": "SCRUTINY_CHAIR"}  # the deputy of that office
TAKES_EFFECT, RUNS_BESIDE = "takes effect", "call-in over from"  # what the end of a window means for the decision


def say(label: str, *, default: Any = MISSING, least: int | None = None, most: int | None = None) -> Any:
    """A field with its meaning in words and the range its number must keep."""
    return field(default=default, metadata={"label": label, "least": least, "most": most})


@dataclass(frozen=True, kw_only=True)
class Span:
    """A local period: basis and number, or a weekday of the following week; the time at which it closes."""

    basis: Basis = say("How it is counted")
    n: int = say("How many", default=0, least=0)
    cut_off: time | None = say("Closes on its last day at", default=None)
    weekday: Weekday | None = say("Day of the following week", default=None)
    calendar: Literal["england", "england-wales", "uk"] = say("Bank holidays of", default="england")
    published_as: str = say("As published", default="")

    @property
    def number(self) -> int:
        """The number that counting takes: days, months, hours, or the weekday's place in the week."""
        return _WEEKDAYS[self.weekday] if self.weekday else self.n

    def forward(
        self, start: date | datetime, calendar: Calendar, *, published_by: time | None = None, **words: str
    ) -> Deadline:
        """When this period ends; `words` are rule, citation, start_event and target_event."""
        return counting.forward(
            self.basis,
            self.number,
            start,
            calendar,
            cut_off=self.cut_off,
            published_by=published_by,
            **words,  # type: ignore[arg-type]
        )


@dataclass(frozen=True, kw_only=True)
class CallInScope:
    """Which decisions of which decision-maker can be called in."""

    cabinet: Reach = say("Decisions of the Cabinet that can be called in")
    cabinet_committee: Reach = say("Decisions of a committee of the Cabinet")
    cabinet_member: Reach = say("Decisions of one Cabinet member")
    officer: Reach = say("Decisions of an officer")
    joint_committee: Reach = say("Decisions of a joint committee")


@dataclass(frozen=True, kw_only=True)
class Route:
    """Another way to call in, with its own requesters and number."""

    requesters: tuple[Requester, ...] = say("Who may call in this way")
    min_signatories: int = say("How many of them", least=1)
    chair_among_them: bool = say("Whether the scrutiny chair must be one of them", default=False)
    description: str = say("In the council's words", default="")


@dataclass(frozen=True, kw_only=True)
class ResidentTrigger:
    """Whether residents can start anything; never a statutory right in executive arrangements."""

    enabled: bool = say("Whether residents can ask")
    threshold: int | None = say("How many residents", least=1)
    effect: Literal["SCRUTINY_MUST_CONSIDER", "HOLDS_DECISION"] = say("What their request does")


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """How soon scrutiny must hear a call-in, and what follows if it does not."""

    within: Span | None = say("Heard within")
    counted_from: Literal["VALIDATION", "REQUEST", "DECISION_NOTICE", "WINDOW_END"] = say("Counted from")
    at: Literal["SPECIAL_MEETING", "NEXT_COMMITTEE", "NEXT_ORDINARY_COUNCIL"] = say("Heard at")
    if_missed: Literal["TAKES_EFFECT", "STAYS_HELD"] = say("If it is not heard in time")
    reconvene: Span = say("An adjourned or inquorate hearing meets again within")


@dataclass(frozen=True, kw_only=True)
class Reconsideration:
    """How soon the decision-maker answers a decision that was referred back."""

    within: Span | None = say("Reconsidered within")
    counted_from: Literal["REFERRAL", "HEARING"] = say("Counted from")
    at: Literal["NEXT_CABINET", "SPECIAL_MEETING", "EITHER"] = say("Reconsidered at")


@dataclass(frozen=True, kw_only=True)
class UrgencyExemption:
    """Who may agree that call-in does not apply to one decision, on which test, and who is told."""

    agreed_by: tuple[Role, ...] = say("Offices that agree")
    mode: Literal["FIRST_ABLE", "ALL"] = say("The first who can act, or all of them")
    consulted: tuple[Role, ...] = say("Offices that are consulted", default=())
    test: str = say("Test")
    reported_to: Literal["COUNCIL", "SCRUTINY", "NOBODY"] = say("Reported to")


@dataclass(frozen=True, kw_only=True)
class CallInRuleSet:
    """All parameters of call-in of one council from one date."""

    applies_to: CallInScope = say("Decisions that can be called in")
    period: Span = say("Call-in window")
    counted_from: Literal["PUBLICATION", "DECISION", "ANNOUNCEMENT", "DECISION_NOTICE"] = say(
        "The window starts with"
    )
    requesters: tuple[Requester, ...] = say("Who may call in")
    civic_mayor_may: bool = say("Whether the civic Mayor may sign")
    min_signatories: int = say("Signatures needed", least=1)
    min_political_groups: int = say("Political groups that must be among them", least=1)
    other_routes: tuple[Route, ...] = say("Other ways to call in", default=())
    signatory_cap_per_year: int | None = say("Requests one member may sign in a council year", least=1)
    chair_alone_may: bool = say("Whether the scrutiny chair may call in alone")
    resident_trigger: ResidentTrigger = say("Residents")
    grounds: tuple[str, ...] = say("Grounds")
    require_alternative: bool = say("Whether a request must offer an alternative")
    validity_decider: Role = say("Who rules whether a request is valid")
    validity_with: Role | None = say("Together with")
    rejection_reasons_published: bool = say("Whether reasons for a rejection are published")
    withdrawal: Literal["ALL_SIGNATORIES_IN_WRITING", "LEAD_SIGNATORY"] = say("Who may withdraw a request")
    signature_withdrawal_in_window: bool = say("Whether a signature may be withdrawn inside the window only")
    hearing: Hearing = say("Hearing")
    outcomes: tuple[Outcome, ...] = say("Outcomes")
    council_referral_only_outside_framework: bool = say(
        "Whether only decisions outside the budget or policy framework go to council"
    )
    reconsider: Reconsideration = say("Reconsideration")
    re_call_in_allowed: bool = say("Whether a confirmed decision can be called in again")
    urgency_exemption: UrgencyExemption = say("Urgent decisions that cannot wait for call-in")
    exempt_classes: tuple[ExemptClass, ...] = say("Decisions that cannot be called in")
    implementation_during_window: bool = say("Whether a decision may be carried out inside the window")
    partial_call_in: bool = say("Whether single resolutions can be called in")
    decision_published_within: Span | None = say("Decision published within", default=None)

    @property
    def other_ways(self) -> tuple[Route, ...]:
        """Every way to call in beside the ordinary one: the scrutiny chair alone where that is allowed, and the others."""
        alone = Route(requesters=("SCRUTINY_CHAIR",), min_signatories=1, description="the scrutiny chair alone")
        return (alone, *self.other_routes) if self.chair_alone_may else self.other_routes
