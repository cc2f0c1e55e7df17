"""The public register: which cases residents may find, and what each line says. Listed field by field."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from commissioning.models import Case, EvidencePackVersion
from commissioning.rules.call_in_rule_set import RUNS_BESIDE
from commissioning.selectors.consultations import any_consultation
from decisions.models import AgendaItem, DecisionRecord, Hold, KeyDecisionNotice
from decisions.selectors.early_effects import any_early_effect
from decisions.selectors.education_matters import any_education_matter
from decisions.selectors.partner_acts import any_partner_acts
from decisions.selectors.procurement import any_procurement
from decisions.selectors.records import as_it_counts, opening_records, records_as_they_count
from scrutiny.selectors.online_petitions import any_online
from scrutiny.selectors.petitions import any_petition

PER_PAGE = 25
STATES = {
    "coming": "Coming up",
    "window": "Call-in open",
    "held": "On hold",
    "effect": "In effect",
    "closed": "Closed",
}


@dataclass(frozen=True)
class RegisterLine:
    """One case as residents see it in the list."""

    reference: str
    year: int
    number: str
    title: str
    decided_by: str
    decided_on: date | None
    pence: int | None
    state: str
    until: datetime | None


def public_cases() -> QuerySet[Case]:
    """Cases of which something has been published: a notice, an agenda or a record."""
    notices = KeyDecisionNotice.objects.filter(case=OuterRef("pk"))
    items = AgendaItem.objects.filter(case=OuterRef("pk"), published_at__isnull=False)
    records = DecisionRecord.objects.filter(case=OuterRef("pk"))
    return Case.objects.filter(Q(Exists(notices)) | Q(Exists(items)) | Q(Exists(records)))


def is_public(case: Case) -> bool:
    return public_cases().filter(pk=case.pk).exists()


def find_public(year: int, number: str) -> Case | None:
    """A case by its public reference, if it is public."""
    return (
        public_cases()
        .select_related("sponsor", "lead_member", "constitution")
        .filter(reference=f"{year}/{number}")
        .annotate(has_partner_acts=any_partner_acts(), has_petition=any_petition(), has_online=any_online(), has_procurement=any_procurement(), has_consultation=any_consultation(), has_education=any_education_matter(),
            has_early_effect=any_early_effect(), has_evidence=Exists(EvidencePackVersion.objects.filter(pack__case=OuterRef("pk"))),
        )
        .first()
    )


def register(
    *, query: str = "", state: str = "", before: tuple[int, int] | None = None, at: datetime
) -> tuple[list[RegisterLine], tuple[int, int] | None]:
    """One page of the register, newest first, and the key of the next page; three statements for any number of cases.

    `before` is the (year, number) after which the page begins.
    """
    found = public_cases()
    if query:
        found = found.filter(Q(title__icontains=query) | Q(reference__icontains=query) | Q(question__icontains=query))
    if before:
        year, number = before
        found = found.filter(Q(year__lt=year) | Q(year=year, number__lt=number))
    found = _in_state(found, state, at).order_by("-year", "-number")
    cases = list(found[: PER_PAGE + 1])
    page = cases[:PER_PAGE]
    more = (page[-1].year, page[-1].number) if len(cases) > PER_PAGE else None
    return _lines(page, at), more


def _in_state(cases: QuerySet[Case], state: str, at: datetime) -> QuerySet[Case]:
    records = DecisionRecord.objects.filter(case=OuterRef("pk"))
    holds = Hold.objects.filter(case=OuterRef("pk"), lifted_at__isnull=True)
    if state == "coming":
        return cases.filter(~Exists(records), closed_at__isnull=True)
    if state == "window":
        opened = opening_records().filter(case=OuterRef("pk"))
        newest = opened.order_by("-number").values("call_in__deadline__ends_at")[:1]
        return cases.annotate(window=Subquery(newest)).filter(
            Q(effective_on__isnull=True) | Q(early_effect__isnull=False), window__gt=at.isoformat()
        )
    if state == "held":
        return cases.filter(Exists(holds))
    if state == "effect":
        return cases.filter(~Exists(holds), effective_on__isnull=False, closed_at__isnull=True)
    if state == "closed":
        return cases.filter(closed_at__isnull=False)
    return cases


def _lines(cases: list[Case], at: datetime) -> list[RegisterLine]:
    keys = [case.pk for case in cases]
    records: dict[int, DecisionRecord] = {}
    for record in records_as_they_count().filter(case__in=keys).order_by("number"):
        earlier, counted = records.get(record.case_id), as_it_counts(record) or record
        if earlier is not None and earlier.decision_id == counted.decision_id and not counted.opens_window:
            counted.call_in = earlier.call_in  # corrected by a note: the window is still the earlier one
        records[record.case_id] = counted
    held: dict[int, str] = {}
    for key, resolutions in Hold.objects.filter(case__in=keys, lifted_at__isnull=True).values_list("case", "resolutions"):
        held[key] = STATES["held"] if not resolutions else held.get(key, "Partly on hold")
    return [_line(case, records.get(case.pk), held.get(case.pk, ""), at) for case in cases]


def _line(case: Case, record: DecisionRecord | None, held: str, at: datetime) -> RegisterLine:
    content = record.content if record else {}
    maker = content.get("decision_maker", {})
    ends = ((record.call_in.get("deadline") or {}).get("ends_at")) if record else None
    until = datetime.fromisoformat(ends) if ends else None
    return RegisterLine(
        reference=case.reference,
        year=case.year,
        number=case.reference.split("/")[1],
        title=case.title,
        decided_by=maker.get("person") or maker.get("body", ""),
        decided_on=date.fromisoformat(content["date_made"]) if content else None,
        pence=content["money"]["total_pence"] if content else None,
        state=_state(case, record, held, until, at),
        until=until,
    )


def _state(case: Case, record: DecisionRecord | None, held: str, until: datetime | None, at: datetime) -> str:
    if held:
        return held
    if case.closed_at:
        return case.get_outcome_display()
    if case.effective_on:
        beside = (record.call_in.get("deadline") or {}).get("target_event") == RUNS_BESIDE if record else False
        return "In effect, call-in open" if beside and until and until > at else STATES["effect"]
    if record is None:
        return STATES["coming"]
    return STATES["window"] if until and until > at else "Decided"
