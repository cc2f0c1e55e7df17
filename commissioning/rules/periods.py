"""Every period that statute fixes, once, with its basis and its law.

A council's own periods stand in its constitution; these do not differ from council to council.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from commissioning.rules import calendars, counting
from commissioning.rules.calendars import Calendar
from commissioning.rules.deadlines import Backward, Basis, Deadline


@dataclass(frozen=True)
class Period:
    """A period fixed by law: its rule id, how it is counted, on which calendar, and where it is written."""

    rule: str
    title: str
    basis: Basis
    n: int
    calendar: str
    start_event: str
    target_event: str
    citation: str

    @property
    def starts_by_publication(self) -> bool:
        """Whether the council's own publication starts it, so that the cut-off of its offices says on which day that was.

        A receipt, a decision or a notice on the central platform counts on its day, whatever the hour.
        """
        return self.rule.startswith(("notice.", "agenda."))

    def forward(
        self,
        start: date | datetime,
        calendar: Calendar | None = None,
        *,
        published_by: time | None = None,
        prudent: bool = True,
    ) -> Deadline:
        """When this period ends; `calendar` may be a newer version of the right one."""
        return counting.forward(
            self.basis,
            self.n,
            start,
            calendar or calendars.load(self.calendar),
            published_by=published_by,
            prudent=prudent,
            rule=self.rule,
            citation=self.citation,
            start_event=self.start_event,
            target_event=self.target_event,
        )

    def backward(self, target: date | datetime, calendar: Calendar | None = None) -> Backward:
        """How late this period may begin for the target to be lawful."""
        return counting.backward(
            self.basis,
            self.n,
            target,
            calendar or calendars.load(self.calendar),
            rule=self.rule,
            citation=self.citation,
        )


KEY_DECISION_NOTICE = Period(
    "notice.key_decision", "Notice of a key decision", Basis.CLEAR_CAL, 28, "england",
    "notice published", "earliest decision", "SI 2012/2089 reg 9",
)  # fmt: skip
GENERAL_EXCEPTION = Period(
    "notice.general_exception", "General exception to the key decision notice", Basis.CLEAR_WORK, 5, "england",
    "notice made available", "earliest decision", "SI 2012/2089 reg 10",
)  # fmt: skip
PRIVATE_MEETING_NOTICE = Period(
    "notice.private_meeting", "Notice of a private meeting", Basis.CLEAR_CAL, 28, "england",
    "notice published", "earliest private meeting", "SI 2012/2089 reg 5(2)",
)  # fmt: skip
PRIVATE_MEETING_SECOND_NOTICE = Period(
    "notice.private_meeting_second", "Second notice of a private meeting", Basis.CLEAR_WORK, 5, "england",
    "second notice published", "earliest private meeting", "SI 2012/2089 reg 5(4)",
)  # fmt: skip
MEETING_NOTICE = Period(
    "notice.meeting", "Notice of a public meeting", Basis.CLEAR_WORK, 5, "england",
    "notice published", "earliest meeting", "SI 2012/2089 reg 6(1)",
)  # fmt: skip
AGENDA = Period(
    "agenda.public", "Agenda and reports open to the public", Basis.CLEAR_WORK, 5, "england",
    "agenda published", "earliest meeting", "SI 2012/2089 regs 6(2), 7(3)",
)  # fmt: skip
COMMITTEE_AGENDA = Period(
    "agenda.committee", "Agenda and reports of a council or committee meeting", Basis.CLEAR_WORK, 5, "england",
    "agenda published", "earliest meeting", "Local Government Act 1972 ss100A(6), 100B(3)",
)  # fmt: skip
SCRUTINY_RESPONSE = Period(
    "scrutiny.response", "Response of the executive to scrutiny", Basis.MONTHS_BEGINNING_WITH, 2, "england",
    "report received", "overdue from", "Local Government Act 2000 s9FE(4)",
)  # fmt: skip
MEMBER_INSPECTION = Period(
    "access.private_meeting", "Documents of a private meeting open to members", Basis.HOURS, 24, "england",
    "meeting concluded", "overdue from", "SI 2012/2089 reg 16(4)",
)  # fmt: skip
SCRUTINY_DOCUMENTS = Period(
    "access.scrutiny", "Copy of a document for a scrutiny member", Basis.CLEAR_CAL, 10, "england",
    "request received", "overdue from", "SI 2012/2089 reg 17(2)",
)  # fmt: skip
STANDSTILL = Period(
    "procurement.standstill", "Standstill before a contract is signed", Basis.WORK_INCL_UK, 8, "uk",
    "contract award notice published", "earliest signing", "Procurement Act 2023 ss51(2), 123(1)",
)  # fmt: skip
HEALTH_STANDSTILL = Period(
    "procurement.health_standstill", "Standstill under the Provider Selection Regime",
    Basis.WORK_AFTER_TO_MIDNIGHT, 8, "england",
    "intention notice published", "earliest contract", "SI 2023/1348 reg 12",
)  # fmt: skip
RECORD_RETENTION = Period(
    "retention.record", "Decision record and reports kept open", Basis.MONTHS_BEGINNING_WITH, 72, "england",
    "decision made", "earliest disposal review", "SI 2012/2089 reg 21(6)",
)  # fmt: skip
BACKGROUND_RETENTION = Period(
    "retention.background", "Background papers kept open", Basis.MONTHS_BEGINNING_WITH, 48, "england",
    "decision made", "earliest disposal review", "SI 2012/2089 reg 21(7)",
)  # fmt: skip
OFFICER_RECORD_RETENTION = Period(
    "retention.officer_record", "Record of an officer’s decision on a function of the council kept open",
    Basis.MONTHS_BEGINNING_WITH, 72, "england", "decision made", "earliest disposal review", "SI 2014/2095 reg 8(3)",
)  # fmt: skip
OFFICER_BACKGROUND_RETENTION = Period(
    "retention.officer_background", "Background papers of such a decision kept open", Basis.MONTHS_BEGINNING_WITH, 48,
    "england", "decision made", "earliest disposal review", "SI 2014/2095 reg 8(4)",
)  # fmt: skip

ALL: Mapping[str, Period] = {
    period.rule: period
    for period in (
        KEY_DECISION_NOTICE,
        GENERAL_EXCEPTION,
        PRIVATE_MEETING_NOTICE,
        PRIVATE_MEETING_SECOND_NOTICE,
        MEETING_NOTICE,
        AGENDA,
        COMMITTEE_AGENDA,
        SCRUTINY_RESPONSE,
        MEMBER_INSPECTION,
        SCRUTINY_DOCUMENTS,
        STANDSTILL,
        HEALTH_STANDSTILL,
        RECORD_RETENTION,
        BACKGROUND_RETENTION,
        OFFICER_RECORD_RETENTION,
        OFFICER_BACKGROUND_RETENTION,
    )
}
