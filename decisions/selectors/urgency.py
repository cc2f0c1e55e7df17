"""Reading urgency: who may consent now, what was agreed, which exceptions were published, what is to be reported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from commissioning.models import Appointment, Case, Office
from commissioning.rules.access_matrix import EXECUTIVE
from commissioning.rules.appointments import CO_OPTEES
from commissioning.rules.call_in_rule_set import UrgencyExemption
from commissioning.rules.constitution import Constitution
from commissioning.rules.dates import instant, local_date
from commissioning.rules.deadlines import Deadline
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.offices import first_of
from decisions.models import Decision, DecisionRecord, GeneralException, UrgencyConsent, UrgencyRequest
from decisions.rules.notices import general_exception
from decisions.rules.outcomes import PUT_OFF, RECORD_ONLY
from decisions.rules.urgency import Capacity, Consentor, Kind, Post, consentor
from decisions.rules.urgency_exemption import asked, everybody_agreed, office_of, reported
from decisions.selectors.newest_recounts import newest_recount

CHAIN = {
    Capacity.SCRUTINY_CHAIR: ("SCRUTINY_CHAIR", "holder"),
    Capacity.CIVIC_MAYOR: ("CIVIC_MAYOR", "holder"),
    Capacity.VICE_CHAIR_OF_COUNCIL: ("CIVIC_MAYOR", "deputy"),
}
UNREACHABLE, INTEREST = "UNREACHABLE", "INTEREST"


def seats(at: datetime) -> QuerySet[Appointment]:
    """Everybody in the offices of scrutiny chair and civic Mayor, deputies included, on the London date of `at`."""
    day = local_date(at)
    return (
        Appointment.objects.filter(office__role__in=("SCRUTINY_CHAIR", "CIVIC_MAYOR"), starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .select_related("person", "office__body")
        .order_by("office__order", "office_id", "pk")
    )


def posts(at: datetime, unable: Mapping[str, str]) -> dict[str, Post]:
    """Each place of the chain as it is now; `unable` says why a holder cannot act (UNREACHABLE or INTEREST)."""
    return {capacity.value: _post(role, capacity_in, at, unable.get(capacity.value, "")) for capacity, (role, capacity_in) in CHAIN.items()}


def _post(role: str, capacity: str, at: datetime, why: str) -> Post:
    seat = seat_of(role, capacity, at)
    if seat is None:
        return Post(filled=False)
    return Post(
        unreachable=why == UNREACHABLE,
        has_interest=why == INTEREST,
        executive_member=sits_on_the_executive(seat.person_id, at),
    )


def seat_of(role: str, capacity: str, at: datetime) -> Appointment | None:
    """Who holds an office of that role, or deputises in it, at that moment."""
    day = local_date(at)
    return (
        Appointment.objects.filter(office__role=role, is_deputy=capacity == "deputy", starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .select_related("person", "office__body")
        .order_by("office__order", "pk")
        .first()
    )


def sits_on_the_executive(person: int, at: datetime) -> bool:
    """Whether somebody is a member of the executive at that moment."""
    day = local_date(at)
    return (
        Appointment.objects.filter(person=person, office__role__in=EXECUTIVE, starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .exists()
    )


def unable_of(request: UrgencyRequest) -> dict[str, str]:
    """Who cannot act in a request: as the proper officer said when asking, and as was answered since."""
    said = {row.capacity: INTEREST for row in request.answers.all() if row.result == "UNABLE"}
    return {**request.unable, **said}


def refused_by_holders(case: Case, kind: Kind, at: datetime) -> dict[str, UrgencyConsent]:
    """The newest refusal of that kind in each place of the chain, where whoever refused is still in that place."""
    rows = UrgencyConsent.objects.filter(request__case=case, request__kind=kind.value, result="REFUSED").select_related("answered_by")
    found = {}
    for row in rows.order_by("answered_at", "pk"):
        role = CHAIN[Capacity(row.capacity)][0] if row.capacity in set(Capacity) else office_of(row.capacity)[0]
        seat = seat_of(role, capacity_in_office(row.capacity), at)
        if seat is not None and seat.person_id == row.answered_by_id:
            found[row.capacity] = row
    return found


def chain(at: datetime, unable: Mapping[str, str]) -> Consentor:
    """Who may consent under regs 5(6) and 11 now, with every step explained."""
    found = posts(at, unable)
    return consentor(
        found[Capacity.SCRUTINY_CHAIR], found[Capacity.CIVIC_MAYOR], found[Capacity.VICE_CHAIR_OF_COUNCIL]
    )


def exemption_rules(case: Case) -> UrgencyExemption:
    """What the constitution says about exemption from call-in."""
    return constitution_of(case).call_in.urgency_exemption


def exemption_reported(constitution: Constitution) -> str:
    """To whom the constitution has the use of the exemption reported, in a sentence."""
    whom = constitution.call_in.urgency_exemption.reported_to
    return reported(whom, constitution.citation("call_in.urgency_exemption.reported_to"))


def exemption_asked(case: Case, at: datetime, unable: Mapping[str, str]) -> tuple[str, ...]:
    """The roles that must agree to an exemption from call-in, as the constitution has it and as they can act now."""
    rules = exemption_rules(case)
    found: dict[str, Post] = {str(role): _post(*office_of(role), at, unable.get(role, "")) for role in rules.agreed_by}
    return asked(rules.agreed_by, rules.mode, found)


def office_for(capacity: str, at: datetime) -> Office | None:
    """The office in which a capacity is exercised."""
    role = CHAIN[Capacity(capacity)][0] if capacity in set(Capacity) else office_of(capacity)[0]
    return next(iter(first_of(role)), None)


def capacity_in_office(capacity: str) -> str:
    """Whether a capacity belongs to the holder of its office or to the deputy."""
    return CHAIN[Capacity(capacity)][1] if capacity in set(Capacity) else office_of(capacity)[1]


def requests_of(case: Case) -> QuerySet[UrgencyRequest]:
    """Every request in the case with its answers, first one first."""
    return UrgencyRequest.objects.filter(case=case).select_related("asked_by").prefetch_related(
        "answers__answered_by", "answers__office"
    ).order_by("number")


def agreement(case: Case, kind: Kind) -> UrgencyConsent | None:
    """The agreement in the newest request of that very kind, or None; no other kind stands in for it."""
    request = requests_of(case).filter(kind=kind.value).last()
    if request is None:
        return None
    answers = [row for row in request.answers.all() if row.result == "AGREED"]
    if not answers or any(row.result == "REFUSED" for row in request.answers.all()):
        return None
    if kind is Kind.CALL_IN_EXEMPTION:
        rules = exemption_rules(case)
        if not everybody_agreed(rules.agreed_by, rules.mode, [row.capacity for row in answers]):
            return None
    return answers[-1]


def exceptions_of(case: Case) -> list[GeneralException]:
    """Every general exception of the case, first one first, with its five clear days as they count now."""
    rows = exceptions_as_they_count().filter(case=case).select_related("maker_body", "maker_office").order_by("number")
    return [exception_as_it_counts(row) for row in rows]


def exceptions_as_they_count() -> QuerySet[GeneralException]:
    """Exceptions with the newest recount beside them, in the same statement; see `exception_as_it_counts`."""
    return GeneralException.objects.annotate(**newest_recount("exception"))


def exception_as_it_counts(row: GeneralException) -> GeneralException:
    """As published, or as lengthened by a bank holiday proclaimed since."""
    if row.recount:
        fresh = Deadline.from_dict(row.recount)
        row.deadline, row.matures_on, row.matures_at = row.recount, fresh.earliest, fresh.earliest_at
    return row


def maker_of(exception: GeneralException) -> str:
    """Who decides, as the notice names them."""
    if exception.maker_body is not None:
        return exception.maker_body.name
    return exception.maker_office.title if exception.maker_office else ""


def reckon_exception(case: Case, published: datetime | date) -> Deadline:
    """The five clear days of reg 10(1)(c) from a moment of publication, with the council's cut-off and closure days."""
    constitution = constitution_of(case)
    return general_exception(published, calendar_for(constitution), published_by=constitution.publication.cut_off)


def whom_to_inform(at: datetime) -> tuple[bool, list[dict[str, str]]]:
    """The scrutiny chair, or every member of the committee, the co-opted ones too, when it has no chair (reg 10(1)(a))."""
    chair = seat_of("SCRUTINY_CHAIR", "holder", at)
    if chair is not None:
        return True, [{"name": chair.person.name, "office": chair.office.title}]
    day = local_date(at)
    members = (
        Appointment.objects.filter(office__role__in=("SCRUTINY_MEMBER", *CO_OPTEES), is_deputy=False, starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .select_related("person", "office")
        .order_by("office__order", "pk")
    )
    return False, [{"name": row.person.name, "office": row.office.title} for row in members]


def urgent_decisions(first: date, until: date, *, route: str = "REG11") -> QuerySet[Decision]:
    """Decisions made by that route from `first` up to, not including, `until`: the register's query (reg 19(1))."""
    return (
        Decision.objects.filter(route=route, made_on__gte=first, made_on__lt=until)
        .exclude(outcome__in=PUT_OFF)
        .select_related("case__sponsor", "body", "maker_office")
        .order_by("made_at", "pk")
    )


def put_on_record(first: date, until: date) -> list[Decision]:
    """Published decisions that only put on record what had been done without one, in a period as above."""
    rows = Decision.objects.filter(since__isnull=False, outcome__in=RECORD_ONLY, made_on__gte=first, made_on__lt=until)
    published = rows.filter(Exists(DecisionRecord.objects.filter(decision=OuterRef("pk"))))
    return list(published.select_related("case__sponsor", "body", "maker_office", "version").order_by("made_at", "pk"))


def find_exception(reference: str) -> GeneralException | None:
    rows = exceptions_as_they_count().select_related("case", "maker_body", "maker_office", "published_by")
    found = rows.filter(reference=reference).first()
    return exception_as_it_counts(found) if found is not None else None


def find_agreed(reference: str) -> tuple[UrgencyRequest, UrgencyConsent] | None:
    """A request by its public reference with its agreement; a request that was not agreed has no public page."""
    request = UrgencyRequest.objects.filter(reference=reference).select_related("case").first()
    if request is None:
        return None
    agreed = [row for row in request.answers.select_related("office") if row.result == "AGREED"]
    return (request, agreed[-1]) if agreed else None


def urgent_steps(first: date, until: date) -> QuerySet[UrgencyConsent]:
    """Agreements given in a period for private meetings at short notice and against call-in, with their reasons."""
    return (
        UrgencyConsent.objects.filter(
            result="AGREED", answered_at__gte=instant(first), answered_at__lt=instant(until)
        )
        .exclude(request__kind=Kind.KEY_DECISION.value)
        .select_related("request__case", "office")
        .order_by("answered_at", "pk")
    )


def urgency_reasons(reference: str) -> str:
    """The published reasons behind a reference: why notice was impracticable, or why urgency was agreed."""
    exception = find_exception(reference)
    if exception is not None:
        return exception.why
    agreed = find_agreed(reference)
    return agreed[1].reasons if agreed else ""
