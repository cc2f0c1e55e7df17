"""Mail to the people for whom something waits. Run by the tick; as often as one likes, each mail is made once.

A mail says what waits, where and until when. It names no person and nothing of the matter: the page, behind sign-in,
shows what the reader may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from commissioning.models import Duty, OutgoingMail, User
from commissioning.rules.access_matrix import ACTS
from commissioning.rules.appointments import CO_OPTEES
from commissioning.rules.dates import due_in_words, end_in_words, local_date
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.disclosures import EXEMPT_REVIEW
from commissioning.selectors.people import live_on
from commissioning.services.mail import queue_mail, send_pending
from decisions.selectors.dispensations import unanswered
from decisions.selectors.education_matters import education_cases
from decisions.services.procurement import NOTE
from scrutiny.rules.hearings import missed
from scrutiny.rules.responses import reminded_from
from scrutiny.selectors.call_ins import open_windows
from workflows.selectors.inbox import seats_of, words_for

WAITS = """{what}

This waits for you as {office}.
Case: {case}
{due}

Open it: {link}

You get this mail because you hold this office, or deputise in it, on {council}'s joint commissioning decisions.
"""

GOES_ON = (EXEMPT_REVIEW, NOTE)  # asked in cases that have ended as well
WARNINGS = (1, 3)  # days before the date, the last warning first; ours, no law asks for them
REMINDED = "The report of the scrutiny committee waits for the executive’s answer; after that day the answer is late."
NOT_HEARD = "Without a hearing by then the call-in ends and the decision takes effect."
ASKED = """Answer a request for a dispensation

This waits for you as {office}.
No date is set for it; until it is granted the member takes no part.

Open it: {link}

You get this mail because you hold this office, or deputise in it, on {council}'s joint commissioning decisions.
"""

CAN_CALL_IN = """A decision on an education matter can be called in

You may call it in, or sign a call-in of it, as {office}.
Case: {case}
Until: {until}

Open it: {link}

You get this mail because you hold this office on {council}'s joint commissioning decisions.
"""


@dataclass(frozen=True)
class Notice:
    """One mail to make: `key` is the same whenever the same person is told of the same thing."""

    key: str
    duty: Duty
    person: User
    is_overdue: bool
    follows: str = ""  # what happens by itself when the date passes


def notify(at: datetime) -> int:
    """Queue a mail for every open duty that its people have not heard of, one reminder when it is overdue, one before a
    response to scrutiny is due, and two warnings before a decision takes effect because scrutiny did not hear its call-in; as for
    every request for a dispensation without an answer and, to the education co-optees, for every decision that they may call in;
    then send what waits. Returns how many mails were queued."""
    wanted = list(_wanted(at))
    known = _known(notice.key for notice in wanted)
    made = _tell_of_requests(at) + _tell_co_optees(at)
    for notice in wanted:
        if notice.key not in known:
            with transaction.atomic():
                _queue(notice, at)
            made += 1
    send_pending(at)
    return made


def _wanted(at: datetime) -> Iterator[Notice]:
    """Two statements: open duties (of cases that have ended only what goes on then), and who sits in their offices now and took no part that forbids the work."""
    duties = list(
        Duty.objects.filter(Q(case__closed_at__isnull=True) | Q(kind__in=GOES_ON), closed_at__isnull=True)
        .select_related("case", "office", "person")
        .order_by("pk")
    )
    seats, barred = seats_of(duties, at)
    for duty in duties:
        is_overdue = bool(duty.due_at and duty.due_at < at)
        people = [seat.person for seat in seats.get(duty.office_id, []) if (duty.pk, seat.person_id) not in barred]
        for person in people if duty.person_id is None else [p for p in people if p.pk == duty.person_id]:
            yield Notice(f"{'overdue' if is_overdue else 'duty'}/{duty.pk}/{person.pk}", duty, person, is_overdue)
            if (days := _days_of_warning(duty, at)) is not None:
                yield Notice(f"warning-{days}/{duty.pk}/{person.pk}", duty, person, False, NOT_HEARD)
            if _is_reminded(duty, at):
                yield Notice(f"reminder/{duty.pk}/{person.pk}", duty, person, False, REMINDED)


def _days_of_warning(duty: Duty, at: datetime) -> int | None:
    """The warning that is due before a decision takes effect because nobody heard its call-in; None where that is not the
    constitution's rule, or not near yet."""
    if duty.kind != "call_in.hear" or duty.due_at is None or duty.due_at < at:
        return None
    if missed(constitution_of(duty.case).call_in).code != "RELEASE":
        return None
    return next((days for days in WARNINGS if duty.due_at - at <= timedelta(days=days)), None)


def _is_reminded(duty: Duty, at: datetime) -> bool:
    """Whether a response to scrutiny is due so soon that the constitution has the executive reminded of it."""
    if duty.kind != "scrutiny.respond" or duty.due_on is None or duty.due_at is None or duty.due_at < at:
        return False
    constitution = constitution_of(duty.case)
    span = constitution.scrutiny.response_reminder
    remind_on = reminded_from(duty.due_on, span, calendar_for(constitution, span.calendar))
    return remind_on is not None and local_date(at) >= remind_on


def _tell_of_requests(at: datetime) -> int:
    """One mail to everybody who may answer a request for a dispensation; returns how many were queued."""
    rows = list(unanswered())
    if not rows:
        return 0
    seats = live_on(at).filter(office__role__in=ACTS["interest.dispense"].roles, person__is_active=True)
    wanted = {
        f"dispensation/{row.pk}/{seat.person_id}": (row, seat)
        for seat in seats.select_related("person", "office")
        for row in rows
        if row.person_id != seat.person_id
    }
    known = _known(wanted)
    for key in wanted.keys() - known:
        row, seat = wanted[key]
        link = settings.BASE_URL + reverse("dispensation_answer", kwargs={"pk": row.pk})
        body = ASKED.format(office=seat.office.title, link=link, council=settings.COUNCIL_NAME)
        with transaction.atomic():
            queue_mail(key=key, person=seat.person, subject="Answer a request for a dispensation", body=body, at=at)
    return len(wanted.keys() - known)


def _tell_co_optees(at: datetime) -> int:
    """One mail to every education co-optee for each decision on an education matter whose window is open; a window that
    was opened again or lengthened is told again. Returns how many were queued."""
    marked = education_cases()
    windows = [(case, until) for case, until in open_windows(at) if case.pk in marked] if marked else []
    if not windows:
        return 0
    seats = live_on(at).filter(office__role__in=CO_OPTEES, person__is_active=True).select_related("person", "office")
    wanted = {
        f"call-in-open/{case.pk}/{until:%Y%m%d%H%M}/{seat.person_id}": (case, until, seat) for case, until in windows for seat in seats
    }
    known = _known(wanted)
    for key in wanted.keys() - known:
        case, until, seat = wanted[key]
        link = settings.BASE_URL + reverse("call_in", args=case.reference.split("/"))
        body = CAN_CALL_IN.format(
            office=seat.office.title, case=case.reference, until=end_in_words(until), link=link, council=settings.COUNCIL_NAME
        )
        with transaction.atomic():
            queue_mail(key=key, person=seat.person, subject=f"A decision can be called in ({case.reference})", body=body, at=at)
    return len(wanted.keys() - known)


def _known(keys: Iterable[str]) -> set[str]:
    """Which of these mails are in the outbox; in portions, because a statement takes only so many values."""
    asked = list(keys)
    portions = (asked[i : i + 500] for i in range(0, len(asked), 500))
    return {
        key
        for portion in portions
        for key in OutgoingMail.objects.filter(key__in=portion).values_list("key", flat=True)
    }


def _queue(notice: Notice, at: datetime) -> None:
    duty = notice.duty
    what = words_for(duty.kind)
    queue_mail(
        key=notice.key,
        person=notice.person,
        subject=f"{_before(notice)}{what} ({duty.case.reference})",
        body=WAITS.format(
            what=what,
            office=duty.office.title,
            case=duty.case.reference,
            due=f"{_due(notice)} {notice.follows}".strip(),
            link=settings.BASE_URL + reverse("duty", kwargs={"pk": duty.pk}),
            council=settings.COUNCIL_NAME,
        ),
        at=at,
    )


def _before(notice: Notice) -> str:
    """The word before the subject of a mail."""
    if notice.is_overdue:
        return "Overdue: "
    return {NOT_HEARD: "Warning: ", REMINDED: "Reminder: "}.get(notice.follows, "")


def _due(notice: Notice) -> str:
    duty = notice.duty
    if duty.due_at is None:
        return "No date is set for it."
    said = due_in_words(duty.due_at, duty.deadline, duty.due_on)
    if notice.is_overdue:
        return f"It was due {said}." if said.startswith("by") else f"It was due on {said}."
    return f"Due: {said}"
