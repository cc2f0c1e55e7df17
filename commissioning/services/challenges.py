"""Challenge and response: officers question the evidence in writing and never edit it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Challenge, ChallengeAnswer
from commissioning.rules.refusals import Refusal
from commissioning.selectors.evidence_packs import find_pack, pack_is_approved


def challenge_pack(*, case: Case, text: str, actor: Actor, at: datetime, about: str = "") -> Challenge:
    """Put a challenge on record. Raises Refusal before the pack is begun and after it is approved."""
    standing = access.require(actor, "pack.challenge", case, at)
    act = Act(actor, standing, at)
    pack = find_pack(case)
    if pack is None:
        raise Refusal(
            "pack.not_begun", "The evidence pack has not been begun, so there is nothing to challenge yet."
        )
    if pack_is_approved(case):
        raise Refusal(
            "pack.frozen", "The evidence pack is approved and frozen. Answer it in the proposal instead."
        )
    if not text.strip():
        raise Refusal("pack.no_text", "Write what you challenge and why.")
    last = pack.challenges.order_by("-number").values_list("number", flat=True).first()
    challenge = Challenge.create_as(
        act,
        pack=pack,
        number=(last or 0) + 1,
        about=about,
        text=text.strip(),
        made_by=actor.user,
        made_in=standing.title,
        made_at=at,
    )
    ledger.append(
        "pack.challenge",
        act,
        f"{case.reference}/evidence/challenge/{challenge.number}",
        case=case,
        fields={"number": challenge.number, "about": about, "text": challenge.text},
    )
    return challenge


def answer_challenge(*, case: Case, number: int, text: str, actor: Actor, at: datetime) -> ChallengeAnswer:
    """Answer a challenge once, for the research function. Raises Refusal when there is none or it is answered."""
    standing = access.require(actor, "pack.answer", case, at)
    if standing.body is not None and standing.body.pk == case.sponsor_id:
        raise PermissionDenied("You cannot answer for the evidence of your own service.")
    act = Act(actor, standing, at)
    challenge = Challenge.objects.filter(pack__case=case, number=number).first()
    if challenge is None:
        raise Refusal("pack.no_challenge", f"There is no challenge {number}.")
    if ChallengeAnswer.objects.filter(challenge=challenge).exists():
        raise Refusal("pack.answered", f"Challenge {number} is answered already.")
    if not text.strip():
        raise Refusal("pack.no_text", "Write the answer.")
    answer = ChallengeAnswer.create_as(
        act, challenge=challenge, text=text.strip(), given_by=actor.user, given_in=standing.title, given_at=at
    )
    ledger.append(
        "pack.answer",
        act,
        f"{case.reference}/evidence/challenge/{number}",
        case=case,
        fields={"number": number, "text": answer.text},
    )
    return answer
