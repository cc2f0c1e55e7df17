"""Steps inside the acts of call-in: what an incomplete request comes to, when the ruling is due, who is told.

They check no permission and write no event; the act that calls them does.
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from commissioning.acts import Act
from commissioning.models import Case, Duty
from commissioning.rules.counting import forward
from commissioning.rules.dates import long_date
from commissioning.rules.deadlines import Deadline
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.services.duties import close_duty
from commissioning.services.mail import queue_mail
from scrutiny.models import CallIn
from scrutiny.rules.call_ins import Standing
from scrutiny.selectors.call_ins import signatures_of, withdrawn_at

RULING_DAYS = 1  # working days; a target, no law sets it: the decision is on hold until the ruling
MAIL = """{what}

Call-in: {reference}

Read it: {link}

You get this mail because you signed this call-in on {council}'s joint commissioning decisions.
"""


def ruling_due(case: Case, since: date | datetime, why: str) -> Deadline:
    """By when the request is to be ruled on, counted from the moment at which a ruling became possible."""
    constitution = constitution_of(case)
    return forward(
        "WORK_AFTER", RULING_DAYS, since, calendar_for(constitution), rule="call_in.ruling",
        citation=constitution.citation("call_in.validity_decider"), start_event=why, target_event="overdue from",
    )  # fmt: skip


def move_ruling(call_in: CallIn, act: Act, due: Deadline) -> None:
    """The ruling that is asked for is due at another moment."""
    for duty in open_call_in_duties(call_in, "call_in.rule"):
        duty.due_at, duty.due_on, duty.deadline = due.ends_at, due.ends_on, due.as_dict()
        duty.save_as(act, update_fields=["due_at", "due_on", "deadline"])


def open_call_in_duties(call_in: CallIn, *kinds: str) -> list[Duty]:
    """What somebody still has to do for this request."""
    waiting = Duty.objects.filter(case=call_in.case, kind__in=kinds, subject_id=call_in.pk, closed_at__isnull=True)
    return list(waiting.order_by("pk"))


def end_call_in(call_in: CallIn, act: Act, outcome: str) -> None:
    """Close a request before it was heard, and with it what was still to be done for it. The chart lifts the hold."""
    call_in.closed_at, call_in.outcome = act.at, outcome
    call_in.save_as(act, update_fields=["closed_at", "outcome"])
    for duty in open_call_in_duties(call_in, "call_in.rule", "call_in.hear"):
        close_duty(duty, act, outcome)


def fail(call_in: CallIn, act: Act, found: Standing) -> None:
    """The window has closed on an incomplete request: it is not valid, and its signatories are told why."""
    ever = "A signature was withdrawn and not replaced in time." if call_in.received_at else "It was never complete."
    call_in.is_valid, call_in.ruling_reasons = False, f"{ever} {found.why}"
    call_in.save_as(act, update_fields=["is_valid", "ruling_reasons"])
    end_call_in(call_in, act, "INVALID" if call_in.received_at else "LAPSED")
    tell_signatories(call_in, act, "failed", "The call-in is not valid", "A call-in that you signed is not valid. The page says why.")


def tell_missing(call_in: CallIn, act: Act, found: Standing, window: Deadline) -> None:
    """Too few signatures are left, and the window is still open."""
    text = f"A signature was withdrawn from a call-in that you signed. {found.why} Others can sign until {long_date(window.ends_on)}."
    tell_signatories(call_in, act, f"missing/{len(found.uncounted)}", "A signature is missing from the call-in", text)


def tell_signatories(call_in: CallIn, act: Act, key: str, subject: str, text: str) -> None:
    """A mail to everybody whose signature stands, but for the person who acts; each is made once."""
    link = settings.BASE_URL + reverse("call_in", args=call_in.case.reference.split("/"))
    for signature in signatures_of(call_in):
        if withdrawn_at(signature) is None and signature.person != act.actor.user:
            queue_mail(
                key=f"call-in/{call_in.pk}/{key}/{signature.person_id}", person=signature.person,
                subject=f"{subject} ({call_in.case.reference})",
                body=MAIL.format(what=text, reference=call_in.reference, link=link, council=settings.COUNCIL_NAME),
                at=act.at,
            )  # fmt: skip
