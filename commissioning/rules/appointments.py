"""Who may hold which office, and with whom.

Sources: Local Government Act 2000 s9FA(3), (4) (an overview and scrutiny committee includes no member of the executive; it
may include people who are not members of the council) and Sch A1 paras 7 and 8 (representatives of the churches and
parent governors on education);
Local Government and Housing Act 1989 s5(1) (the monitoring officer is neither head of paid service nor chief finance
officer). A member acts in person: a deputy cannot cast a member's vote.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from commissioning.rules.lists import listed
from commissioning.rules.refusals import Refusal

CO_OPTEES = frozenset({"EDUCATION_CO_OPTEE"})
IN_PERSON = frozenset({"LEADER", "CABINET_MEMBER", "COUNCILLOR"}) | CO_OPTEES
ONE_HOLDER = IN_PERSON | frozenset(
    {
        "CIVIC_MAYOR", "SCRUTINY_CHAIR", "SCRUTINY_MEMBER", "SSMT_CHAIR", "AGENCY_LEAD", "AGENCY_ADVISER",
        "CHIEF_FINANCE_OFFICER", "MONITORING_OFFICER", "HEAD_OF_PAID_SERVICE", "PROPER_OFFICER", "SCRUTINY_OFFICER",
        "DIRECTOR",
    }
)  # fmt: skip
SHARED = frozenset({"CABINET_MEMBER"})  # two members may share one portfolio; it has one vote all the same
EXECUTIVE = frozenset({"LEADER", "CABINET_MEMBER"})
COMMITTEE = frozenset({"SCRUTINY_CHAIR", "SCRUTINY_MEMBER"})
APART = (
    (
        EXECUTIVE,
        COMMITTEE,
        "Members of the Cabinet cannot sit on the overview and scrutiny committee.",
        "Local Government Act 2000 s9FA(3)",
    ),
    (
        frozenset({"MONITORING_OFFICER"}),
        frozenset({"HEAD_OF_PAID_SERVICE", "CHIEF_FINANCE_OFFICER"}),
        "The Monitoring Officer cannot be head of paid service or chief finance officer as well.",
        "Local Government and Housing Act 1989 s5(1)",
    ),
    (
        CO_OPTEES,
        EXECUTIVE | COMMITTEE | {"COUNCILLOR", "CIVIC_MAYOR"},
        "A co-opted member of the overview and scrutiny committee is not a member of the council.",
        "Local Government Act 2000 s9FA(3) and (4)",
    ),
)


def check_period(starts_on: date, ends_on: date | None) -> None:
    """Raises Refusal appointment.period when the last day is before the first."""
    if ends_on is not None and ends_on < starts_on:
        raise Refusal("appointment.period", "The last day in office is before the first. Check both dates.")


def check_deputy(role: str, is_deputy: bool) -> None:
    """Raises Refusal appointment.no_deputy for the seats of elected and co-opted members."""
    if is_deputy and role in IN_PERSON:
        raise Refusal(
            "appointment.no_deputy",
            "A member acts and votes in person, so this office has no deputy. "
            "If the member changes, end the appointment and make a new one.",
        )


def check_holders(role: str, holders: Sequence[str], *, shares: bool) -> None:
    """Raises Refusal appointment.held, appointment.not_shared when an office would have more holders than it can.

    `holders` are the names of those who hold it in these days; `shares`: as a job-share partner of the one who does.
    """
    if shares and role not in SHARED:
        message = "Only a portfolio of the Cabinet is shared: it has one vote, which one of the partners casts. Appoint the holder of this office."
        raise Refusal("appointment.not_shared", message)
    if shares and not holders:
        raise Refusal("appointment.not_shared", "Nobody holds this office in these days. Appoint its holder first.")
    if holders and role in ONE_HOLDER and not (shares and len(holders) == 1):
        and_begin = "End that appointment first, or begin later."
        if role in SHARED and len(holders) == 1:
            and_begin = "End that appointment first, begin later, or appoint a job-share partner."
        verb = "holds" if len(holders) == 1 else "share"
        raise Refusal("appointment.held", f"{listed(holders)} {verb} this office in these days. {and_begin}")


def check_together(role: str, others: Iterable[str]) -> None:
    """Raises Refusal appointment.apart when one person would hold two offices that the law keeps apart."""
    held = set(others)
    for first, second, words, citation in APART:
        if (role in first and held & second) or (role in second and held & first):
            raise Refusal("appointment.apart", words, citation)
