"""A full valid evidence pack and a full valid proposal, made through the services as people would make them."""

from __future__ import annotations

from datetime import datetime

from commissioning import ledger, ledger_writer
from commissioning.acts import Act
from commissioning.models import AuditIndex, AuditOpening, Case, Duty, EvidencePackVersion, ProposalVersion
from commissioning.rules.proposals import PRINCIPLES
from commissioning.rules.sections import pages_for
from commissioning.rules.tracks import Track
from commissioning.services.evidence_packs import (
    approve_pack,
    open_pack_approve,
    open_pack_review,
    open_pack_write,
    review_pack,
    save_pack_part,
    submit_pack,
)
from commissioning.services.proposals import open_proposal_write, save_section, submit_proposal
from tests.builders import MORNING, actor, person, test_act
from tests.replays import replayed

ABOUT = {
    "population": "Adults aged 18 and over who have survived domestic abuse",
    "geography": "The whole borough",
    "period": "April to July 2023",
    "findings": "Recorded offences rose by a fifth between April and July 2023.",
    "method": "Monthly counts of recorded offences, as published by the police.",
    "limitations": "Many offences are never reported, so need is greater than the counts show.",
    "protection": "No count below five is shown; no person can be recognised.",
    "confidence": "MEDIUM",
    "confidence_reason": "Complete counts of one agency, unknown share of unreported offences.",
    "is_independent": True,
}
SOURCE = {
    "title": "Monthly domestic abuse offences",
    "publisher": "Metropolitan Police",
    "published_on": "2024-01-31",
    "licence": "Open Government Licence v3.0",
    "url": "https://github.com/Lambeth-Open-Data/2024AmbitionsDataPack",
}
INDICATOR = {  # Lambeth-Open-Data/2024AmbitionsDataPack, monthlydomesticabusecrimespercapita.json
    "title": "Domestic abuse offences",
    "unit": "offences",
    "area": "Lambeth",
    "basis": "REAL",
    "source": "S1",
    "derivation": "",
    "observations": [
        {"period": "2023-04", "value": "325", "basis": "REAL"},
        {"period": "2023-07", "value": "389", "basis": "REAL"},
    ],
}
CLAIM = {"text": "Recorded offences rose from 325 to 389 a month.", "indicators": ["I1"]}


def open_duty(case: Case, kind: str, office: str = "") -> Duty:
    """The newest open duty of that kind in the case (of that office, if named)."""
    duties = Duty.objects.filter(case=case, kind=kind, closed_at__isnull=True).select_related("office__body")
    duty = (duties.filter(office__key=office) if office else duties).order_by("-pk").first()
    assert duty is not None, f"{case.reference} has no open duty {kind} {office}"
    duty.case = case
    return duty


def fill_pack(case: Case, *, at: datetime = MORNING, analyst: str = "analyst") -> Duty:
    """Save every part of a complete pack on the open duty; run inside a ledger transaction."""
    duty = open_duty(case, "pack.write", analyst)
    for part, value in (("about", ABOUT), ("S", SOURCE), ("I", INDICATOR), ("C", CLAIM)):
        save_pack_part(duty=duty, part=part, value=value, actor=actor(analyst), at=at)
    return duty


def an_approved_pack(
    case: Case,
    *,
    at: datetime = MORNING,
    analyst: str = "analyst",
    peer: str = "peer",
    lead: str = "research-lead",
) -> EvidencePackVersion:
    """Opens each duty itself, so it serves a case without a chart; run inside `ledger.recording()`."""
    act = test_act(at)
    open_pack_write(case=case, act=act)
    duty = fill_pack(case, at=at, analyst=analyst)
    submit_pack(duty=duty, peer=person(peer), actor=actor(analyst), at=at)
    open_pack_review(case=case, act=act)
    review_pack(duty=open_duty(case, "pack.review"), result="PASSED", reasons="", actor=actor(peer), at=at)
    open_pack_approve(case=case, act=act)
    approve_pack(
        duty=open_duty(case, "pack.approve"), result="APPROVED", reasons="", actor=actor(lead), at=at
    )
    return EvidencePackVersion.objects.get(pack__case=case)


def section_values(
    track: Track = Track.JOINT_KEY, *, council: int = 90_000_000, icb: int = 60_000_000
) -> dict:
    """A valid value for every section of a track; money in pence a year. `icb=0` leaves the partner out."""
    cost = council + icb
    structured = {
        "RECOMMENDATIONS": {
            "items": [
                {
                    "text": "Agree to buy one service for survivors together for three years.",
                    "operative": True,
                },
                {"text": "Note the evidence pack.", "operative": False},
            ]
        },
        "CRITERIA": {
            "items": [
                {"key": "K1", "title": "Meets the need", "weight": 60},
                {"key": "K2", "title": "Value for money", "weight": 40},
            ]
        },
        "OPTIONS": {"text": "The order stays the same if both weights are 50.", "items": options()},
        "FINANCE": {
            "text": "Each agency pays from its own budget.",
            "costs": [
                {
                    "label": "Joint service",
                    "year": year,
                    "kind": "REVENUE",
                    "pence": cost,
                    "basis": "ILLUSTRATIVE",
                    "basis_note": "Made up for this demonstration",
                }
                for year in ("2027/28", "2028/29")
            ],
            "contributions": [
                {"agency": agency, "year": year, "kind": "REVENUE", "pence": pence}
                for year in ("2027/28", "2028/29")
                for agency, pence in (("council", council), ("icb", icb))
                if pence
            ],
        },
        "EQUALITY": {
            "text": "Women and disabled people are helped most.",
            "status": "FULL",
            "impacts": [{"group": "Sex", "effect": "POSITIVE", "evidence": "C1", "mitigation": ""}],
        },
        "RISKS": {
            "text": "One risk matters most.",
            "items": [
                {
                    "description": "Few bidders, so the service starts late and survivors wait.",
                    "owner": "Commissioning manager",
                    "likelihood": 3,
                    "impact": 4,
                    "controls": "Early talks with providers",
                    "residual_likelihood": 2,
                    "residual_impact": 4,
                }
            ],
        },
        "PRINCIPLES": {
            "answers": [
                {"code": code, "rating": "POSITIVE", "narrative": "One service, one door.", "evidence": "C1"}
                for code in PRINCIPLES
            ]
        },
        "EVIDENCE": {"items": [{"claim": "C1", "statement": "Need is rising."}]},
    }
    return {
        page.code: structured.get(page.code, {"text": f"What the report says under {page.title.lower()}."})
        for page in pages_for(track)
    }


def options() -> list[dict]:
    """Four options: nothing, the minimum, two real ones of which the last is preferred."""
    rows = [
        ("O1", "Do nothing", "DO_NOTHING", "Leaves the need unmet.", 0, 3),
        ("O2", "Extend the contracts", "DO_MINIMUM", "Keeps three doors instead of one.", 2, 3),
        ("O3", "Each agency buys alone", "OPTION", "Costs more for the same help.", 3, 1),
        ("O4", "Buy together", "OPTION", "", 5, 4),
    ]
    return [
        {
            "key": key,
            "title": title,
            "kind": kind,
            "description": f"{title} from April 2027.",
            "preferred": key == "O4",
            "rejected_reason": reason,
            "scores": {"K1": need, "K2": value},
        }
        for key, title, kind, reason, need, value in rows
    ]


def fill_proposal(
    case: Case,
    *,
    at: datetime = MORNING,
    officer: str = "commissioner",
    council: int = 90_000_000,
    icb: int = 60_000_000,
) -> Duty:
    """Save every section of a complete draft on the open duty; run inside a ledger transaction."""
    duty = open_duty(case, "proposal.write", officer)
    for section, value in section_values(Track(case.track), council=council, icb=icb).items():
        save_section(duty=duty, section=section, value=value, actor=actor(officer), at=at)
    return duty


@replayed
def a_submitted_proposal(
    case: Case,
    *,
    at: datetime = MORNING,
    officer: str = "commissioner",
    council: int = 90_000_000,
    icb: int = 60_000_000,
    act: Act | None = None,
) -> ProposalVersion:
    """An approved pack (unless there is one) and version 1, for a case without a chart; commits on its own."""
    with ledger.recording():
        if not EvidencePackVersion.objects.filter(pack__case=case).exists():
            an_approved_pack(case, at=at)
        open_proposal_write(case=case, act=act or test_act(at))
        duty = fill_proposal(case, at=at, officer=officer, council=council, icb=icb)
        return submit_proposal(duty=duty, actor=actor(officer), at=at)


def last_event(case: Case) -> dict:
    """The newest event of the case: its kind, subject and the fields that its service committed to."""
    index = AuditIndex.objects.filter(case=case).order_by("-seq").first()
    assert index is not None
    openings = AuditOpening.objects.filter(event_id=index.seq).exclude(name__in=ledger_writer.STANDARD)
    fields = {row.name: row.value for row in openings if not row.name.startswith("row")}
    return {"kind": index.kind, "subject": index.subject, **fields}


def rules_of(case: Case, kind: str) -> dict[str, dict]:
    """The rules that let the newest step of a kind pass, by their code: what they were asked and what they said."""
    index = AuditIndex.objects.filter(case=case, kind=kind).order_by("-seq").first()
    assert index is not None
    kept = AuditOpening.objects.filter(event_id=index.seq, name="rules").first()
    return {entry["rule"]: entry for entry in kept.value} if kept else {}
