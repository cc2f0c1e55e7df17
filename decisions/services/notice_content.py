"""What a notice of key decision says: the proper officer's words with the members of the body as they are now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commissioning.models import Body, Case, Office
from commissioning.rules.dates import local_date
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import current_version
from decisions.models import KeyDecisionNotice
from decisions.rules import notices as rules
from decisions.selectors.key_decision_notices import holder_name, members_of

IS_KEY = "A key decision is to be made on behalf of the council."
LONGEST = "slippage.notice_period_warning_months"
MORE_DOCUMENTS = "Other documents relevant to the matter may be submitted to the decision-maker."


@dataclass(frozen=True)
class Wording:
    """What the proper officer states. Of `body` and `member` exactly one is given; money in pence."""

    matter: str
    why_key: str
    decide_from: date
    decide_to: date
    documents: tuple[str, ...]
    address: str
    procedure: str
    wards: tuple[str, ...] = ()
    value_pence: int | None = None
    body: Body | None = None
    member: Office | None = None
    why_again: str = ""


@dataclass(frozen=True)
class Copy:
    """Where, by whom and when the paper copy was placed for inspection."""

    place: str
    placed_by: str
    placed_at: datetime


def compose(case: Case, wording: Wording, copy: Copy, at: datetime) -> tuple[dict, tuple[str, ...]]:
    """The notice as it is shown and hashed, with warnings; raises Refusal("notice.incomplete") for any gap."""
    maker = _maker(wording, at)
    constitution = constitution_of(case)
    warnings = rules.require_publishable(
        _as_rule(case, wording, maker), longest_months=constitution.slippage.notice_period_warning_months,
        citation=constitution.citation(LONGEST),
    )  # fmt: skip
    content = {
        "title": case.title,
        "case": case.reference,
        "is_key": IS_KEY,
        "matter": wording.matter.strip(),
        "maker": maker,
        "decide_from": wording.decide_from.isoformat(),
        "decide_to": wording.decide_to.isoformat(),
        "documents": _filled(wording.documents),
        "address": wording.address.strip(),
        "more_documents": MORE_DOCUMENTS,
        "procedure": wording.procedure.strip(),
        "why_key": wording.why_key.strip(),
        "wards": _filled(wording.wards),
        "value_pence": wording.value_pence,
        "lead_member": case.lead_member.title,
        "lead_officer": case.officer.title,
        "first_published_on": _first_published(case, at),
        "copy": {"place": copy.place.strip(), "by": copy.placed_by.strip(), "at": copy.placed_at.isoformat()},
    }
    return content, warnings


def _maker(wording: Wording, at: datetime) -> dict:
    if wording.body is not None:
        return {"name": wording.body.name, "person": "", "members": members_of(wording.body, at)}
    return {"name": wording.member.title, "person": holder_name(wording.member, at), "members": []}


def _as_rule(case: Case, wording: Wording, maker: dict) -> rules.Notice:
    return rules.Notice(
        matter=wording.matter,
        maker=maker["name"] if wording.body else maker["person"],
        maker_is_body=wording.body is not None,
        maker_title=wording.member.title if wording.member else "",
        members=tuple(seat["name"] for seat in maker["members"]),
        decision_from=wording.decide_from,
        decision_to=wording.decide_to,
        documents=tuple(_filled(wording.documents)),
        address=wording.address,
        procedure=wording.procedure,
        has_exempt_content=_has_exempt_content(case, wording),
    )


def _filled(lines: tuple[str, ...]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


def _first_published(case: Case, at: datetime) -> str:
    first = KeyDecisionNotice.objects.filter(case=case).order_by("number").first()
    return local_date(first.published_at if first else at).isoformat()


def _has_exempt_content(case: Case, wording: Wording) -> bool:
    """Whether the text of a part marked exempt in the proposal stands in the notice."""
    version = current_version(case)
    said = f"{wording.matter}\n{wording.why_key}\n" + "\n".join(wording.documents)
    withheld = (version.content.get("exempt_parts") or ()) if version else ()
    return any(len(text) > 20 and text in said for part in withheld if (text := str(part.get("text", "")).strip()))
