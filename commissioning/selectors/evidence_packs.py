"""Questions about the evidence of a case: where it stands, what it says, what was approved."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from commissioning.models import (
    Appointment,
    Case,
    Challenge,
    DraftSave,
    Duty,
    EvidencePack,
    EvidencePackVersion,
    Involvement,
    Office,
    PackReview,
    User,
)
from commissioning.rules.charts import Chart
from commissioning.rules.evidence_charts import indicator_chart, source_words
from commissioning.rules.evidence_packs import compose_pack
from commissioning.rules.tracks import SPECIFICATIONS, Track
from commissioning.selectors.drafts import values_of
from commissioning.selectors.rows import only

LONDON = ZoneInfo("Europe/London")
STATES = {
    "NOT_NEEDED": "Not needed on this track",
    "REQUESTED": "Asked for, not begun",
    "IN_ANALYSIS": "Being written",
    "PEER_REVIEW": "With the peer reviewer",
    "WITH_LEAD": "With the research lead",
    "RETURNED": "Returned to the analysts",
    "APPROVED": "Approved",
}


def needs_pack(case: Case) -> bool:
    """Whether the track of the case asks for an evidence pack."""
    return SPECIFICATIONS[Track(case.track)].pack


def find_pack(case: Case) -> EvidencePack | None:
    """The working pack of the case, if an analyst has begun one."""
    return only(EvidencePack.objects.select_related("author", "peer", "peer_office").filter(case=case))


def latest_review(case: Case) -> PackReview | None:
    """The last word of a peer or the research lead."""
    return PackReview.objects.filter(pack__case=case).select_related("given_by").order_by("-number").first()


def pack_passed_review(case: Case) -> bool:
    """Whether the named peer passed the pack (or the track needs none)."""
    if not needs_pack(case):
        return True
    review = latest_review(case)
    return review is not None and (review.stage, review.result) == ("PEER", "PASSED")


def pack_is_approved(case: Case) -> bool:
    """Whether the research lead approved the pack (or the track needs none)."""
    if not needs_pack(case):
        return True
    review = latest_review(case)
    return review is not None and review.result == "APPROVED"


def current_pack_version(case: Case) -> EvidencePackVersion | None:
    """The newest approved version."""
    return (
        EvidencePackVersion.objects.filter(pack__case=case)
        .select_related("approved_by", "author", "research_by")
        .order_by("-number")
        .first()
    )


def pack_state(case: Case) -> str:
    """The state of the pack, one of STATES; derived from duties and reviews."""
    if not needs_pack(case):
        return "NOT_NEEDED"
    review = latest_review(case)
    if review is not None and review.result == "APPROVED":
        return "APPROVED"
    open_kinds = set(Duty.objects.filter(case=case, closed_at__isnull=True).values_list("kind", flat=True))
    if "pack.review" in open_kinds:
        return "PEER_REVIEW"
    if "pack.approve" in open_kinds:
        return "WITH_LEAD"
    if review is not None and review.result == "RETURNED":
        return "RETURNED"
    return "IN_ANALYSIS" if EvidencePack.objects.filter(case=case).exists() else "REQUESTED"


def challenges_of(case: Case) -> list[Challenge]:
    """Every challenge with its answer, if any, in order."""
    return list(
        Challenge.objects.filter(pack__case=case)
        .select_related("made_by", "answer__given_by")
        .order_by("number")
    )


def open_challenges(case: Case) -> list[int]:
    """Numbers of the challenges that nobody has answered."""
    return list(
        Challenge.objects.filter(pack__case=case, answer__isnull=True)
        .order_by("number")
        .values_list("number", flat=True)
    )


def unanswered() -> list[tuple[Case, list[int]]]:
    """Open cases whose evidence is challenged, each with the numbers that nobody has answered; one statement."""
    asked = Challenge.objects.filter(answer__isnull=True, pack__case__closed_at__isnull=True)
    found: dict[Case, list[int]] = {}
    for challenge in asked.select_related("pack__case").order_by("pack__case", "number"):
        found.setdefault(challenge.pack.case, []).append(challenge.number)
    return list(found.items())


def pack_content(case: Case) -> dict:
    """The working pack as plain data, as it is checked, hashed, frozen and shown; one statement."""
    head = {"reference": case.reference, "title": case.title, "question": case.question}
    return compose_pack(head, values_of(case, "pack"))


def pack_figures(content: dict) -> list[tuple[dict, Chart | None, str]]:
    """Each indicator with its chart and the words for its source."""
    return [
        (indicator, indicator_chart(indicator, words), words)
        for indicator in content["indicators"]
        for words in (source_words(content, indicator["source"]),)
    ]


def next_part(case: Case, letter: str) -> str:
    """The next free key of a kind of part ("S", "I", "C"); keys of removed parts are not used again."""
    names = DraftSave.objects.filter(case=case, part__startswith=f"pack/{letter}").values_list(
        "part", flat=True
    )
    numbers = [int(name.removeprefix(f"pack/{letter}")) for name in set(names)]
    return f"{letter}{max(numbers, default=0) + 1}"


def eligible_peers(case: Case, at: datetime) -> dict[User, Office]:
    """Analysts who may review the pack, with the office they would do it in: not its authors, not of the service that asks."""
    day = at.astimezone(LONDON).date()
    barred = Involvement.objects.filter(case=case, part__in=["analyst", "author"]).values("person")
    sponsor = Appointment.objects.filter(office__body=case.sponsor_id, starts_on__lte=day).exclude(
        ends_on__lt=day
    )
    live = (
        Appointment.objects.filter(office__role="ANALYST", person__is_active=True, starts_on__lte=day)
        .exclude(ends_on__lt=day)
        .exclude(person__in=barred)
        .exclude(person__in=sponsor.values("person"))
        .exclude(office__body=case.sponsor_id)
        .select_related("person", "office")
        .order_by("person__name", "is_deputy", "pk")
    )
    peers: dict[User, Office] = {}
    for appointment in live:
        peers.setdefault(appointment.person, appointment.office)
    return peers
