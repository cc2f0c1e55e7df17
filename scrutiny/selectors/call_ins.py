"""Reading call-ins: the questions of the chart, and the facts that the rules need."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from commissioning.models import Appointment, AuditIndex, Case, Duty, User
from commissioning.rules.appointments import CO_OPTEES, COMMITTEE, EXECUTIVE
from commissioning.rules.dates import local_date
from commissioning.rules.deadlines import Deadline
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.people import live_on
from decisions.models import Decision, DecisionRecord
from decisions.selectors.education_matters import is_education_matter
from decisions.selectors.records import as_it_counts, first_record, opening_records
from scrutiny.models import CallIn, CallInText, Hearing, Signature
from scrutiny.rules.call_ins import Ground, Request, Signatory

MISSED = "call_in.missed"
COUNCILLORS = COMMITTEE | {"COUNCILLOR", "CIVIC_MAYOR"}
LOOK_BACK = timedelta(days=120)  # longer than any window


def current_call_in(case: Case) -> CallIn | None:
    """The latest call-in of the case, open or closed."""
    return CallIn.objects.filter(case=case).select_related("lead", "decision", "record").order_by("-number").first()


def open_call_in(case: Case) -> CallIn | None:
    """The request that gathers signatures or is being dealt with; a case has at most one."""
    open_one = CallIn.objects.filter(case=case, closed_at__isnull=True)
    call_in = open_one.select_related("lead", "decision", "record").first()
    if call_in is not None:
        call_in.case = case  # the one instance that the act has locked
    return call_in


def is_valid(case: Case) -> bool:
    """Whether the latest call-in was ruled valid."""
    call_in = current_call_in(case)
    return bool(call_in and call_in.is_valid)


def is_referred_back(case: Case) -> bool:
    """Whether the committee referred the decision back, or the council, to which it went, objected."""
    call_in = current_call_in(case)
    if call_in is None or not hasattr(call_in, "hearing"):
        return False
    objected = hasattr(call_in, "council_review") and call_in.council_review.result == "OBJECTED"
    return call_in.hearing.outcome == "REFER_BACK" or objected


def goes_to_council(case: Case) -> bool:
    """Whether the committee referred the call-in to the full council."""
    call_in = current_call_in(case)
    return bool(call_in and hasattr(call_in, "hearing") and call_in.hearing.outcome == "REFER_TO_COUNCIL")


def is_said_missed(call_in: CallIn) -> bool:
    """Whether the log says already that the hearing was not held in time."""
    return AuditIndex.objects.filter(case=call_in.case_id, kind=MISSED, subject=call_in.reference).exists()


def hearings_overdue(at: datetime) -> QuerySet[Duty]:
    """Open duties to hear a call-in whose time is over, of which the log does not say so yet; one statement."""
    said = AuditIndex.objects.filter(case=OuterRef("case"), kind=MISSED, at__gte=OuterRef("opened_at"))
    duties = Duty.objects.filter(kind="call_in.hear", closed_at__isnull=True, due_at__lte=at, case__closed_at__isnull=True)
    return duties.exclude(Exists(said)).order_by("due_at", "pk")


def is_offered(case: Case, roles: Collection[str], *, on_education: bool) -> bool:
    """Whether somebody with these roles, who may call in at all, is offered this case: a co-optee an education matter only,
    the civic Mayor where the constitution lets them sign."""
    if set(roles) <= CO_OPTEES:
        return on_education
    return set(roles) != {"CIVIC_MAYOR"} or constitution_of(case).call_in.civic_mayor_may


def window_of(case: Case, newest: DecisionRecord | None = None) -> Deadline | None:
    """The call-in window of the published decision; None when call-in does not apply or nothing is published.

    `newest` is the newest record where the caller has read it: while it is the only one, the window is its own.
    """
    record = newest if newest is not None and newest.number == 1 else first_record(case)
    if record is None or not record.call_in["applies"]:
        return None
    return Deadline.from_dict(record.call_in["deadline"])


def window_for(call_in: CallIn) -> Deadline | None:
    """The window in which a request counts its signatures: that of the decision it calls in, whatever was decided since."""
    record = first_record(call_in.case, call_in.decision)
    return Deadline.from_dict(record.call_in["deadline"]) if record is not None and record.call_in["applies"] else None


def ruled_on(case: str = "pk") -> Exists:
    """Whether the open request of a case has been ruled on, and so takes no more signatures; `case` is its field."""
    return Exists(CallIn.objects.filter(case=OuterRef(case), closed_at__isnull=True, ruled_at__isnull=False))


def open_windows(at: datetime) -> list[tuple[Case, datetime]]:
    """Published decisions that can be called in at `at`, with the moment until which; one statement."""
    recent = opening_records().filter(
        ~ruled_on("case"), published_at__gte=at - LOOK_BACK, call_in__applies=True, case__closed_at__isnull=True
    )
    newest = {record.case_id: record for record in recent.select_related("case__constitution").defer("case__constitution__text").order_by("published_at", "pk")}
    found = []
    for record in newest.values():
        counted = as_it_counts(record) or record
        window = Deadline.from_dict(counted.call_in["deadline"])
        if window.open_at(at):
            found.append((record.case, window.ends_at))
    return found


def request_of(call_in: CallIn) -> Request:
    """The request as the rules read it; three statements."""
    signatures = list(signatures_of(call_in))
    seats = seats_of([s.person_id for s in signatures])
    return Request(
        resolutions=tuple(call_in.resolutions),
        grounds=tuple(Ground(g["code"], g["particulars"]) for g in call_in.grounds),
        alternative=call_in.alternative,
        signatories=tuple(
            replace(
                signatory(s.person, {s.office.role} | roles_held(seats, s.person_id, s.signed_at), s.party, s.signed_at, call_in.decision),
                withdrawn_at=withdrawn_at(s),
            )
            for s in signatures
        ),
        written_at=call_in.opened_at,
    )


def signatures_of(call_in: CallIn) -> QuerySet[Signature]:
    """Every signature in order, with who gave it and whether it was withdrawn; one statement."""
    return call_in.signatures.select_related("person", "office", "withdrawal").order_by("pk")


def received_call_ins(case: Case) -> list[CallIn]:
    """Every request that became complete, with its hearing, the words everybody reads, and `signed`: its signatures; one
    statement."""
    rows = Signature.objects.filter(call_in__case=case, call_in__received_at__isnull=False).order_by("call_in__number", "pk")
    found: dict[int, CallIn] = {}
    for row in rows.select_related("person", "office", "withdrawal", "call_in__hearing", "call_in__council_review", "call_in__public_text"):
        call_in = found.setdefault(row.call_in_id, row.call_in)
        call_in.signed = [*getattr(call_in, "signed", []), row]
    return list(found.values())


def recommended_at_hearings(case: Case) -> list[str]:
    """What the committee recommended when it heard call-ins of the case without sending the decision back; one statement."""
    heard = Hearing.objects.filter(call_in__case=case).order_by("pk").values_list("recommendations", flat=True)
    return [text for texts in heard for text in texts]


def withdrawn_at(signature: Signature) -> datetime | None:
    """When the signature was withdrawn, if it was."""
    return signature.withdrawal.withdrawn_at if hasattr(signature, "withdrawal") else None


def own_signature(call_in: CallIn, person: User) -> Signature | None:
    """The person's signature on the request, withdrawn or not."""
    return signatures_of(call_in).filter(person=person).first()


def original_words(call_in: CallIn) -> str:
    """What the signatories wrote, as one text."""
    said = "\n\n".join(dict.fromkeys(str(ground["particulars"]).strip() for ground in call_in.grounds))
    return f"How the grounds apply:\n\n{said}\n\nWhat should be done instead:\n\n{call_in.alternative.strip()}"


def is_partial(call_in: CallIn) -> bool:
    """Whether the request names some of the resolutions only, and the constitution lets these be held alone."""
    numbers = set(call_in.decision.resolutions.values_list("number", flat=True))
    return bool(numbers - set(call_in.resolutions)) and constitution_of(call_in.case).call_in.partial_call_in


def public_text_of(call_in: CallIn) -> CallInText | None:
    """The words that everybody may read, once they are published."""
    return CallInText.objects.filter(call_in=call_in).first()


def seats_of(people: Collection[int]) -> list[Appointment]:
    """Every office that these people hold, held or will hold themselves; one statement."""
    return list(Appointment.objects.filter(person__in=people, is_deputy=False).select_related("office").order_by("pk"))


def roles_held(seats: Collection[Appointment], person: int, at: datetime) -> set[str]:
    """The roles of every office that a person held on the London date of `at`, not only of the one they signed in."""
    day = local_date(at)
    return {
        seat.office.role
        for seat in seats
        if seat.person_id == person and seat.starts_on <= day and (seat.ends_on is None or day <= seat.ends_on)
    }


def signatory(
    person: User, roles: Collection[str], party: str, at: datetime, decision: Decision, *, yearly: int = 0
) -> Signatory:
    """A signature with the facts as they are at the moment of signing; a member of the executive who is a councillor for
    a ward as well is still one of the executive. Whether the case was an education matter then is asked for a co-optee."""
    held = frozenset(roles)
    is_co_optee = not held.isdisjoint(CO_OPTEES)
    return Signatory(
        person=person.pk,
        signed_at=at,
        group=party,
        councillor=not held.isdisjoint(COUNCILLORS),
        co_optee=is_co_optee,
        education=is_co_optee and is_education_matter(decision.case, at),
        executive=not held.isdisjoint(EXECUTIVE),
        scrutiny_member=not held.isdisjoint(COMMITTEE),
        scrutiny_chair="SCRUTINY_CHAIR" in held,
        civic_mayor="CIVIC_MAYOR" in held,
        took_decision=decision.made_by_id == person.pk,
        made_yearly=yearly,
    )


def voting_co_optees(case: Case, at: datetime) -> list[Appointment]:
    """The education co-optees in office who vote on a case: all on an education matter, nobody on another."""
    if not is_education_matter(case, at):
        return []
    seats = live_on(at).filter(office__role__in=CO_OPTEES, person__is_active=True, is_deputy=False)
    return list(seats.select_related("person", "office").order_by("office__order", "pk"))


def signed_since(person: User, since: date) -> int:
    """How many call-ins the person has signed since the council year began."""
    return Signature.objects.filter(person=person, signed_at__date__gte=since).count()
