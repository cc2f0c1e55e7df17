"""A council's own numbers, as one frozen value that is passed to every rule which needs one.

Statute is in the rules as constants; everything here may differ from council to council and from year to
year. Each field says what it means in words (`label`), so that the loader, the page and the check of a
file all speak of it in the same way. Money is integer pence. In a set with values that nobody has seen
published (`not_seen`), those fields hold None, and the set cannot be activated.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

from commissioning.rules import counting
from commissioning.rules.calendars import Calendar
from commissioning.rules.call_in_rule_set import (
    RUNS_BESIDE,
    TAKES_EFFECT,
    CallInRuleSet,
    Role,
    Span,
    say,
)
from commissioning.rules.dates import instant
from commissioning.rules.deadlines import Deadline

Share = Literal["ONE_QUARTER", "ONE_THIRD", "ONE_HALF"]
_INDEX = re.compile(r"\.(\d+)(?=\.|$)")
_DIVISORS: Mapping[str, int] = {"ONE_QUARTER": 4, "ONE_THIRD": 3, "ONE_HALF": 2}


@dataclass(frozen=True, kw_only=True)
class About:
    """Which set this is, of which council, from when, and where it was read."""

    key: str = say("Short name of this set")
    version: str = say("Version")
    council: str = say("Council")
    effective_from: date = say("In force from")
    source: str = say("Where these numbers are written")
    source_date: str = say("Date of that source")
    kind: Literal["CONSTITUTION", "CALL_IN_SET"] = say("What the file holds")
    notes: str = say("Notes", default="")


@dataclass(frozen=True, kw_only=True)
class KeyDecisionRules:
    """When money or effect is significant (SI 2012/2089 reg 8 leaves the sum to the council)."""

    threshold_pence: int = say("Spending, saving or income that makes a decision key", least=1)
    comparison: Literal["OVER", "AT_LEAST"] = say("Whether the sum itself is already key")
    budget_percent: int | None = say(
        "Share of the service's budget that makes a decision key", least=1, most=100
    )
    wards_at_least: int = say("Wards affected that make a decision key", least=1, most=2)
    income_counts: bool = say("Whether income counts like spending")
    communities_of_interest: bool = say("Whether an effect on a community of interest is enough")
    service_users: bool = say("Whether an effect on many people's service is enough")
    framework_change: bool = say("Whether a change to the budget or policy framework is always key")
    aggregation_months: int = say("Months in which decisions are added together", least=1, most=60)


@dataclass(frozen=True, kw_only=True)
class ClosureDay:
    """A day on which the council's offices are closed though it is no bank holiday."""

    day: date = say("Day")
    name: str = say("Reason")


@dataclass(frozen=True, kw_only=True)
class PublicationRules:
    """When something counts as published, and whether days of closed offices count."""

    cut_off: time = say("Published after this time counts as the next working day")
    after_cut_off: Literal["NEXT_WORKING_DAY", "ACTUAL_DATE"] = say("Clear calendar days after the cut-off")
    agenda: Span = say("Agenda and reports open before a meeting")
    office_address: str = say("Office where documents can be inspected")
    closure_days_count: bool = say("Whether days of closed offices count as working days")
    closure_days: tuple[ClosureDay, ...] = say("Days on which the offices are closed", default=())

    @property
    def prudent(self) -> bool:
        """Whether late publication counts from the next working day for calendar days too."""
        return self.after_cut_off == "NEXT_WORKING_DAY"


@dataclass(frozen=True, kw_only=True)
class SlippageRules:
    """What a decision later than its notice said does to the notice."""

    rule: Literal["CARRY", "RESTART"] = say("A later decision keeps its notice or restarts it")
    restart_after_months: int = say("Months after which the notice always restarts", least=1, most=24)
    notice_period_warning_months: int = say("Longest decision period without a warning", least=1, most=24)


@dataclass(frozen=True, kw_only=True)
class RecordRules:
    """How soon a record is published, and which officer decisions need one beyond the law."""

    publish_within: Span = say("Record published after the decision")
    officer_floor_pence: int = say("Officer decisions below this sum are recorded in short form", least=0)
    complete_period: bool = say("Whether a correction of substance restarts the call-in window")


@dataclass(frozen=True, kw_only=True)
class RetentionRules:
    """Years for which papers stay open; the law sets the least (SI 2012/2089 reg 21(6), (7))."""

    record_years: int = say("Decision records and reports", least=6)
    background_years: int = say("Background papers", least=4)
    committee_years: int = say("Agendas, minutes and reports of council and committees", least=6)
    contract_years: int = say("Contracts, after they end", least=6)
    procurement_years: int = say("Procurement records, after the contract is made", least=3)
    signed_minutes: Literal["PERMANENT"] = say("Signed minutes")
    audit_trail: Literal["PERMANENT", "LONGEST_LINKED"] = say("Audit trail of a decision")


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """How many members must be present: a number, a share of the whole number, or the greater of both."""

    at_least: int = say("Members at least", default=0, least=0)
    share: Share | None = say("Share of the whole number", default=None)

    def needed(self, whole_number: int) -> int:
        """Members needed of a body with that whole number of members; a fraction rounds up."""
        if self.share is None:
            return self.at_least
        return max(self.at_least, -(-whole_number // _DIVISORS[self.share]))


@dataclass(frozen=True, kw_only=True)
class Quorums:
    """The quorum of each body; the council's own is fixed by the Local Government Act 1972 Sch 12 para 6."""

    council: Quorum = say("Full council")
    cabinet: Quorum = say("Cabinet")
    cabinet_committee: Quorum = say("Committee of the Cabinet")
    scrutiny: Quorum = say("Scrutiny committee")
    interest_counts: bool = say("Whether a member who must leave for an interest counts for that item")


@dataclass(frozen=True, kw_only=True)
class VotingRules:
    """How the Cabinet and the council vote where statute leaves it open."""

    cabinet_majority: Literal["SIMPLE"] = say("Cabinet decides by")
    cabinet_casting_vote: bool = say("Whether the chair of the Cabinet has a casting vote")
    recorded_vote_members: int = say("Members who may demand a recorded vote", least=1)
    individual_vote_minuted: bool = say("Whether a member may have the own vote minuted")


@dataclass(frozen=True, kw_only=True)
class SsmtCharter:
    """How the single senior management team of all agencies recommends; it decides nothing in law."""

    quorum_share: Share = say("Share of the voting agencies that must be present")
    council_always: bool = say("Whether the council must always be present")
    contributors_always: bool = say("Whether each agency with money or staff in the proposal must be present")
    voting: Literal["CONSENSUS_THEN_INDICATIVE", "INDICATIVE"] = say("How the team comes to its view")
    votes_per_agency: int = say("Votes of each agency", least=1, most=1)
    casting_vote: bool = say("Whether the chair has a casting vote")
    contributors_unanimous: bool = say(
        "Whether every contributing agency must agree to “jointly recommended”"
    )
    chair: Literal["HEAD_OF_PAID_SERVICE", "ROTATING"] = say("Who chairs")
    remote: bool = say("Whether members may attend from elsewhere")
    published: bool = say("Whether recommendation, dissent and conditions are published")
    dissent_words: int = say("Longest dissent in words", least=50)
    papers: Span = say("Papers out before a meeting")


@dataclass(frozen=True, kw_only=True)
class UrgencyRules:
    """Who is told, and how often urgent decisions are reported (SI 2012/2089 reg 19: yearly at least)."""

    report_interval_months: int = say("Months between reports on urgent decisions", least=1, most=12)
    reason_characters: int = say("Shortest reason for not giving full notice, in characters", least=1)
    report_includes_general_exception: bool = say("Whether the report also lists general exceptions")


@dataclass(frozen=True, kw_only=True)
class ClearanceRule:
    """One clearance: who gives it, when it is asked for, how long it takes, and what silence means."""

    function: Literal[
        "FINANCE", "LEGAL", "EQUALITY", "LEAD_MEMBER", "PROCUREMENT", "DATA_PROTECTION", "CLIMATE",
        "WORKFORCE", "PUBLIC_HEALTH", "AGENCY_LEAD",
    ] = say("Clearance")  # fmt: skip
    office: Role = say("Office that gives it")
    trigger: Literal[
        "ALWAYS", "KEY", "EQUALITY_IMPACT", "PERSONAL_DATA", "CONTRACT", "STAFF", "CARBON", "HEALTH",
        "AGENCY_CONTRIBUTES",
    ] = say("When it is needed")  # fmt: skip
    within: Span = say("Time to give it")
    silence: Literal["NEVER", "NO_COMMENT"] = say("What silence means")


@dataclass(frozen=True, kw_only=True)
class SignOffRules:
    """How long an agency's signature lasts, and in which order the agencies may sign."""

    expires_after_months: int = say("Months after which an unused sign-off lapses", least=1)
    order: Literal["FREE", "BEFORE_CABINET"] = say("When agencies may sign")
    within: Span = say("Time to sign")


@dataclass(frozen=True, kw_only=True)
class ScrutinyRules:
    """Local rules of scrutiny beside call-in; the two months for a response are statute."""

    response_reminder: Span = say("Reminder before a response is due")
    resident_requests: bool = say("Whether residents may ask scrutiny to look at a decision")
    resident_request_reply: Span = say("Answer to a resident's request")
    public_question_words: int = say("Longest public question in words", least=50)


@dataclass(frozen=True, kw_only=True)
class Switches:
    """Law that is not in force, or not yet: each stays off until its date is entered."""

    remote_attendance_from: date | None = say("Councillors may attend from elsewhere from")
    proxy_voting_from: date | None = say("Councillors may vote by proxy from")
    hide_member_addresses: bool = say("Whether members' home addresses are never published")
    governance_model: Literal["LEADER_CABINET"] = say("Governance model")


@dataclass(frozen=True, kw_only=True)
class Constitution:
    """All local numbers of one council from one date."""

    about: About = say("About this set")
    key_decision: KeyDecisionRules = say("Key decisions")
    publication: PublicationRules = say("Publication")
    slippage: SlippageRules = say("Decisions later than their notice")
    records: RecordRules = say("Decision records")
    retention: RetentionRules = say("Retention")
    call_in: CallInRuleSet = say("Call-in")
    quorum: Quorums = say("Quorum")
    voting: VotingRules = say("Voting")
    ssmt: SsmtCharter = say("Single senior management team")
    urgency: UrgencyRules = say("Urgency")
    clearances: tuple[ClearanceRule, ...] = say("Clearances")
    sign_off: SignOffRules = say("Agency sign-off")
    scrutiny: ScrutinyRules = say("Scrutiny")
    switches: Switches = say("Law in motion")
    themes: tuple[str, ...] = say("Themes of the Contract for Place")
    annual_meetings: tuple[date, ...] = say("Annual meetings, each of which begins a council year", default=())
    paragraphs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    not_seen: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def key(self) -> str:
        return self.about.key

    @property
    def version(self) -> str:
        return self.about.version

    @property
    def effective_from(self) -> date:
        return self.about.effective_from

    def paragraph(self, path: str) -> str:
        """The paragraph of the constitution where a value stands, or that of the part it is in."""
        path = _INDEX.sub(r"[\1]", path)
        while path:
            if path in self.paragraphs:
                return self.paragraphs[path]
            path = path.rpartition(".")[0]
        return ""

    def citation(self, path: str) -> str:
        """How a rule cites a local value: Constitution of the council, paragraph."""
        paragraph = self.paragraph(path)
        return f"Constitution of {self.about.council}" + (f", {paragraph}" if paragraph else "")

    def calendar(self, calendar: Calendar) -> Calendar:
        """The calendar with this council's closure days."""
        closures = tuple((closure.day, closure.name) for closure in self.publication.closure_days)
        return _with_closures(calendar, closures, self.publication.closure_days_count)

    def deadline(
        self, path: str, span: Span, start: date | datetime, calendar: Calendar, **words: Any
    ) -> Deadline:
        """A local period, cited by its paragraph; see `Span.forward` for the words."""
        return span.forward(start, calendar, rule=path, citation=self.citation(path), **words)

    def record_due(self, decided: date | datetime, calendar: Calendar, **words: Any) -> Deadline:
        """When a record is to be published: the time for records, or the shorter one that the call-in rules set."""
        due = self.deadline("records.publish_within", self.records.publish_within, decided, calendar, **words)
        shorter = self.call_in.decision_published_within
        if shorter is None:
            return due
        other = self.deadline("call_in.decision_published_within", shorter, decided, calendar, **words)
        return other if other.ends_at < due.ends_at else due

    def call_in_window(
        self, published: date | datetime, calendar: Calendar, *, decided: date | None = None
    ) -> Deadline:
        """The call-in window of a decision: from its publication, or from the day on which it was made (`decided`) where
        the constitution counts from there. A window that would be over before anybody could read the decision is
        counted from its publication all the same.
        """
        if decided is not None and self.call_in.counted_from == "DECISION":
            window = self._window(decided, calendar, None, "decision made")
            if window.open_at(published if isinstance(published, datetime) else instant(published)):
                return window
        return self._window(published, calendar, self.publication.cut_off, "decision published")

    def _window(self, start: date | datetime, calendar: Calendar, published_by: time | None, event: str) -> Deadline:
        return counting.forward(
            self.call_in.period.basis,
            self.call_in.period.number,
            start,
            calendar,
            cut_off=self.call_in.period.cut_off,
            published_by=published_by,
            prudent=self.publication.prudent,
            rule="call_in.period",
            citation=self.citation("call_in.period"),
            start_event=event,
            target_event=RUNS_BESIDE if self.call_in.implementation_during_window else TAKES_EFFECT,
        )


@lru_cache(maxsize=64)
def _with_closures(calendar: Calendar, closures: tuple[tuple[date, str], ...], count: bool) -> Calendar:
    return calendar.with_closures(dict(closures), count=count) if closures else calendar
