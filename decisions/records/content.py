"""What a decision record says: a superset of SI 2012/2089 regs 12 and 13 and of SI 2014/2095 reg 7, field by field.

This is the one place that lists what becomes public; everything not named here is absent from page, PDF and data.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from commissioning.models import Case
from commissioning.rules import periods
from commissioning.rules.call_in_rule_set import RUNS_BESIDE
from commissioning.rules.dates import local_date
from commissioning.selectors.constitutions import constitution_of
from decisions.models import AgencyRecommendation, Decision, KeyDecisionNotice, SsmtOutcome
from decisions.rules.delegations import record_law
from decisions.rules.early_effects import BESIDE
from decisions.rules.notices import Route
from decisions.rules.private_meetings import PARAGRAPH_WORDS
from decisions.rules.records import with_notes
from decisions.selectors.case_authority import council_part
from decisions.selectors.decisions import latest_reconsideration
from decisions.selectors.early_effects import course_of
from decisions.selectors.education_matters import education_matter
from decisions.selectors.errata import errata_of
from decisions.selectors.exclusions import exclusion_of, resolution_as_published
from decisions.selectors.reconsiderations import how_left
from decisions.selectors.urgency import urgency_reasons

FORMAT = "decision-record/1"
NO_NOTES: Mapping[int, str] = MappingProxyType({})
RETENTION = {
    "OFFICER_EXEC": (periods.RECORD_RETENTION, periods.BACKGROUND_RETENTION),
    "OFFICER_NONEXEC": (periods.OFFICER_RECORD_RETENTION, periods.OFFICER_BACKGROUND_RETENTION),
}


def record_content(
    decision: Decision, *, number: int, certified: Mapping, call_in: Mapping, published_at: datetime, late: str = "",
    notes: Mapping[int, str] = NO_NOTES,
) -> dict:  # fmt: skip
    """The canonical content of one record; `notes` of the head of paid service, by the place of the conflict."""
    case = decision.case
    return {
        "format": FORMAT,
        "reference": case.reference,
        "record_number": number,
        "title": case.title,
        "decision_maker": _maker(decision),
        "date_made": decision.made_on.isoformat(),
        "made_at": decision.made_at.isoformat(),
        "outcome": decision.outcome,
        "outcome_words": decision.get_outcome_display(),
        "decision_text": decision.text,
        "resolutions": [{"number": r.number, "text": r.text} for r in decision.resolutions.order_by("number")],
        "reasons": decision.reasons,
        "alternatives": decision.alternatives,
        "conflicts": with_notes(decision.conflicts, notes),
        **({"objections": decision.objections} if decision.objections else {}),
        "how_decided": {"mode": decision.mode, "words": decision.way, "tally": decision.tally},
        "subject_to": decision.subject_to,
        "is_key": decision.is_key,
        "key_reasons": decision.key_reasons,
        **_education(case),
        "notice": _notice(case),
        **_urgency(decision),
        **_private(decision),
        **_afterwards(decision),
        "report": {
            "version": decision.version.number,
            "content_hash": decision.version.content_hash,
            "commitments_hash": decision.version.commitments_hash,
            **_errata(decision),
        },
        "summary": _summary(decision),
        "money": {
            "total_pence": decision.version.value_total if decision.amended_pence is None else decision.amended_pence,
            "council_pence": council_part(decision.version, decision.amended_pence),
            **({"proposed_pence": decision.version.value_total} if decision.amended_pence is not None else {}),
            "contributions": decision.version.content.get("contributions", []),
        },
        "wards": decision.version.content.get("wards", []),
        "team": _team(case),
        "reconsideration": _reconsideration(case),
        "call_in": call_in,
        **_effect(decision, call_in, published_at),
        "certified": certified,
        "published_at": published_at.isoformat(),
        **({"late": late} if late else {}),
        **_law(decision),
    }


def _law(decision: Decision) -> dict:
    """What asks for an officer's record, and for how long it is kept; nothing for the Cabinet and its members."""
    if not decision.is_officers:
        return {}
    kept, papers = RETENTION[decision.maker_kind]
    rules, short = constitution_of(decision.case).retention, decision.delegation.get("short_form")
    words = f"at least {rules.record_years} years from the date of the decision, its background papers at least {rules.background_years}"
    told = {"record": record_law(decision.maker_kind), "kept": words, "kept_by": f"{kept.citation}; {papers.citation}"}
    return {"law": told | ({"short_form": short} if short else {})}


def _maker(decision: Decision) -> dict:
    office = decision.maker_office
    return {
        "type": "MEMBER" if decision.maker_kind == "CABINET_MEMBER" else decision.maker_kind,
        "body": decision.body.organisation.name if decision.is_officers else decision.body.name,
        "office": office.title if office else "",
        "person": decision.made_by.name if decision.mode == "INDIVIDUAL" else "",
        "delegation": decision.delegation,
    }


def _summary(decision: Decision) -> str:
    sections = decision.version.content.get("sections", {})
    summary = sections.get("SUMMARY", "")
    return summary if isinstance(summary, str) else str(summary.get("text", ""))


def _education(case: Case) -> dict:
    """The part on an education matter, which co-optees may call in; nothing where nobody recorded it as one."""
    row = education_matter(case)
    if row is None or not row.is_education:
        return {}
    return {"education": {"why": row.reasons, "recorded_by": row.recorded_as, "recorded_at": row.recorded_at.isoformat()}}


def _notice(case: Case) -> dict | None:
    notice = KeyDecisionNotice.objects.filter(case=case).order_by("-number").first()
    if notice is None:
        return None
    return {"number": notice.number, "hash": notice.content_hash, "published_at": notice.published_at.isoformat()}


def _urgency(decision: Decision) -> dict:
    """The part on a key decision made on a quicker way; nothing when its notice had run."""
    if decision.route not in (Route.REG10, Route.REG11):
        return {}
    return {
        "urgency": {
            "route": decision.route,
            "words": decision.get_route_display(),
            "reference": decision.urgent_by,
            "reasons": urgency_reasons(decision.urgent_by),
        }
    }


def _private(decision: Decision) -> dict:
    """The part on an item taken in private (LGA 1972 Sch 12A paras 1 to 7 and 10); nothing for one taken in public, whatever
    the agenda had announced. A member alone meets nobody: there it says what the report left out."""
    closed = decision.item.closed_for
    if closed and decision.item.meeting_id is None:
        paragraphs = [{"number": n, "words": PARAGRAPH_WORDS[n]} for n in closed["paragraphs"]]
        return {"left_out": {"paragraphs": paragraphs, "weighing": closed["weighing"], "why": closed["why"]}}
    resolved = exclusion_of(decision.item)
    if not closed or (resolved is not None and not resolved.is_carried):
        return {}
    return {
        "private": {
            "paragraphs": [{"number": n, "words": PARAGRAPH_WORDS[n]} for n in closed["paragraphs"]],
            "weighing": closed.get("weighing", ""),
            "allowed_by": closed["by"],
            "why": closed["why"],
            **({"resolution": resolution_as_published(resolved)} if resolved is not None else {}),
        }
    }


def _errata(decision: Decision) -> dict:
    """What was corrected in the report before it was decided on; nothing where nothing was."""
    rows = errata_of(decision.item) if decision.item else []
    told = [{"place": row.title, "was": row.was, "now": row.now, "hash": row.content_hash} for row in rows]
    return {"errata": told} if told else {}


def _afterwards(decision: Decision) -> dict:
    """The part on what had been done before anybody decided it; nothing otherwise."""
    if decision.since is None:
        return {}
    return {"afterwards": {"since": decision.since.isoformat(), "because": decision.because}}


def _effect(decision: Decision, call_in: Mapping, published_at: datetime) -> dict:
    """The part on a decision that is carried out inside its call-in window: from when on, or what became of it since; nothing
    where it waits for the window."""
    if call_in["applies"] and call_in["deadline"]["target_event"] == RUNS_BESIDE:
        return {"effect": {"from": local_date(published_at).isoformat(), "words": f"{BESIDE} A complete call-in stops what is not carried out by then."}}
    course = course_of(decision.case, published_at) if decision.kind == "RECONSIDERATION" else ()
    return {"effect": {"course": list(course)}} if course else {}


def _team(case: Case) -> dict | None:
    """What the senior management team recommended, where its charter has that published; it never decides."""
    published = constitution_of(case).ssmt.published
    outcome = SsmtOutcome.objects.filter(case=case).order_by("-n", "-pk").first() if published else None
    if outcome is None:
        return None
    latest: dict[int, AgencyRecommendation] = {}
    rows = AgencyRecommendation.objects.filter(item=outcome.item).select_related("organisation").order_by("n", "pk")
    for row in rows:
        latest[row.organisation_id] = row
    return {
        "outcome": outcome.outcome,
        "words": outcome.get_outcome_display(),
        "reasons": outcome.reasons,
        "stated_on": local_date(outcome.stated_at).isoformat(),
        "positions": [
            {
                "agency": row.organisation.name,
                "position": row.position,
                "words": row.get_position_display(),
                "conditions": row.conditions,
                "dissent": row.dissent,
            }
            for row in sorted(latest.values(), key=lambda row: row.organisation.name)
        ],
    }


def _reconsideration(case: Case) -> dict | None:
    answer = latest_reconsideration(case)
    if answer is None:
        return None
    return {
        "result": answer.result,
        "words": answer.get_result_display(),
        "call_in": answer.call_in_ref,
        "first": {"made_on": answer.original.made_on.isoformat(), "text": answer.original.text},
        **({"left": left} if (left := how_left(case)) else {}),
        "made_on": answer.decision.made_on.isoformat(),
        "reasons": answer.decision.reasons,
        "answers": answer.answers,
    }
