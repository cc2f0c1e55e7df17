"""What people say against a private meeting: sent by themselves or logged by the office, answered in the second notice.

SI 2012/2089 reg 5(4)(b) and (c). Whoever sends one needs no account; name and e-mail address are optional, kept apart
from the representation and deleted with the second notice.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Case, Duty
from commissioning.rules.dates import instant, local_date, long_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_duty, open_duties
from commissioning.services.mail import queue_mail
from decisions.models import PrivateMeetingNotice, Representation, RepresentationAnswer, RepresentationContact
from decisions.rules import private_meetings as rules
from decisions.selectors.private_meetings import answer_by, live_first, representations_on, second_of

REG_5 = rules.REG_5
MAIL = """You wrote to the council about a private meeting of the {body} on {day} ({reference}).

The second notice of that meeting is published. It gives your representation and the council’s answer:
{link}

We have deleted your name and e-mail address from your representation.

{council}
"""


def make_representation(
    *, case: Case, notice: PrivateMeetingNotice, text: str, name: str = "", email: str = "", actor: Actor, at: datetime
) -> Representation:
    """A member of the public says why the meeting should be public; nobody is asked who they are.

    Effects in order: the representation; the address apart from it, if one was left; a duty for the proper officer to
    answer it; one event. Raises Refusal private.no_notice, private.over, private.empty, private.repeated.
    """
    if live_first(case) != notice:
        raise Refusal("private.no_notice", "This notice has been replaced by a newer one. Write about that one.", REG_5)
    if local_date(at) > notice.meets_on:
        raise Refusal("private.over", f"The meeting was on {long_date(notice.meets_on)}.", REG_5)
    if not text.strip():
        raise Refusal("private.empty", "Write why you think that the meeting should be open to the public.", REG_5)
    if notice.representations.filter(text=text.strip()).exists():
        raise Refusal("private.repeated", "We have this representation already.", REG_5)
    act = Act(actor, Standing(capacity="system"), at, rule=REG_5)
    row, follows = _keep(notice, text, at, act)
    if name.strip() or email.strip():
        RepresentationContact.objects.create(representation=row, name=name.strip(), email=email.strip())
    _ask_for_answer(row, follows, act)
    _append(row, follows, act)
    return row


def receive_representation(
    *, case: Case, text: str, received_at: datetime, sender: str = "", actor: Actor, at: datetime
) -> tuple[Representation, str]:
    """Log why somebody thinks the meeting should be public; the second value says what follows (reg 5(4)(b)).

    Before the second notice it is answered there; after it, it is reported to the meeting orally, without a new notice.
    One event. Raises PermissionDenied; Refusal private.no_notice, private.empty, private.future.
    """
    standing = access.require(actor, "representation.receive", case, at)
    first = live_first(case)
    if first is None:
        raise Refusal("private.no_notice", "There is no notice of a private meeting in this case.", REG_5)
    if not text.strip():
        raise Refusal("private.empty", "Write what the person said.", REG_5)
    if received_at > at:
        raise Refusal("private.future", "A representation cannot have been received later than now.", REG_5)
    act = Act(actor, standing, at, rule=REG_5)
    row, follows = _keep(first, text, received_at, act, sender)
    _ask_for_answer(row, follows, act)
    _append(row, follows, act)
    return row, follows


def _keep(
    notice: PrivateMeetingNotice, text: str, received_at: datetime, act: Act, sender: str = ""
) -> tuple[Representation, str]:
    """The row, and what follows from when it came."""
    second, follows = second_of(notice), "ANSWER_IN_NOTICE"
    if second is not None and received_at >= second.published_at:
        follows = rules.late_representation(local_date(received_at), local_date(second.published_at))
    row = Representation.create_as(
        act, notice=notice, number=notice.representations.count() + 1, sender=sender.strip(),
        text=text.strip(), received_at=received_at, recorded_by=act.actor.user,
    )  # fmt: skip
    return row, follows


def _ask_for_answer(row: Representation, follows: str, act: Act) -> None:
    """On the proper officer's desk: before the last day for the second notice, or before the meeting that hears it."""
    notice = row.notice
    constitution = constitution_of(notice.case)
    day = answer_by(notice).latest_working if follows == "ANSWER_IN_NOTICE" else notice.meets_on
    due_at = instant(day, constitution.publication.cut_off)
    open_duties(
        notice.case, "representation.answer", act, offices=first_of("PROPER_OFFICER"), due_at=max(due_at, act.at), subject_id=row.pk
    )


def _append(row: Representation, follows: str, act: Act) -> None:
    ledger.append(
        "representation.receive", act, f"private:{row.notice.reference}", case=row.notice.case,
        fields={"number": row.number, "text": row.text, "received_at": row.received_at.isoformat(), "follows": follows},
    )  # fmt: skip


def answer_representation(
    *, case: Case, number: int, text: str, actor: Actor, at: datetime
) -> RepresentationAnswer:
    """Answer one representation; the second notice gives both. One event.

    Raises PermissionDenied; Refusal private.no_representation, private.answered, private.empty.
    """
    standing = access.require(actor, "representation.answer", case, at)
    first = live_first(case)
    row = representations_on(first).filter(number=number).first() if first else None
    if row is None:
        raise Refusal("private.no_representation", "There is no such representation in this case.", REG_5)
    if hasattr(row, "answer"):
        raise Refusal("private.answered", "This representation has been answered already.", REG_5)
    if not text.strip():
        raise Refusal("private.empty", "Write the answer.", REG_5)
    act = Act(actor, standing, at, rule=REG_5)
    answer = RepresentationAnswer.create_as(
        act, representation=row, text=text.strip(), answered_by=actor.user, answered_at=at
    )
    waiting = Duty.objects.filter(case=case, kind="representation.answer", subject_id=row.pk, closed_at__isnull=True)
    for duty in waiting:
        close_duty(duty, act, "ANSWERED")
    ledger.append(
        "representation.answer", act, f"private:{row.notice.reference}", case=case,
        fields={"number": row.number, "text": answer.text},
    )  # fmt: skip
    return answer


def answer_on_desk(*, duty: Duty, text: str, actor: Actor, at: datetime) -> RepresentationAnswer:
    """As `answer_representation`, from the duty that asks for it."""
    row = Representation.objects.filter(pk=duty.subject_id).first()
    return answer_representation(case=duty.case, number=row.number if row else 0, text=text, actor=actor, at=at)


def tell_senders(first: PrivateMeetingNotice, second: PrivateMeetingNotice, at: datetime) -> None:
    """A mail to everybody who left an address; then names and addresses are deleted. A step inside publishing."""
    for contact in RepresentationContact.objects.filter(representation__notice=first).order_by("pk"):
        if contact.email:
            queue_mail(
                key=f"representation:{contact.representation_id}",
                to=contact.email,
                subject=f"Private meeting on {long_date(second.meets_on)}: your representation is answered",
                body=MAIL.format(
                    body=second.body.name,
                    day=long_date(second.meets_on),
                    reference=first.reference,
                    link=settings.BASE_URL + reverse("private_notice", kwargs={"reference": second.reference}),
                    council=settings.COUNCIL_NAME,
                ),
                at=at,
                is_secret=True,
            )
        contact.delete()
