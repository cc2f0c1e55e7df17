"""What may stand in a case file: the keys of the case, and for each act what it needs and what it may have.

A check turns a value as TOML gives it into the value that the services take, or raises ValueError with what is wrong.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from commissioning.rules.consultations import CHANGES
from commissioning.rules.dates import LONDON
from commissioning.rules.erased_words import SCOPES
from commissioning.rules.money import read_pounds
from commissioning.rules.refusals import Refusal

Check = Callable[[Any], Any]


def text(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be text")
    return value.strip()


def maybe(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("must be text")
    return value.strip()


def by(value: Any) -> Any:
    """One office, or several that each do the same at the same moment."""
    if isinstance(value, list) and value and all(isinstance(item, str) and item.strip() for item in value):
        return [item.strip() for item in value]
    return text(value)


def grounds(value: Any) -> Any:
    if not isinstance(value, list) or not value:
        raise ValueError("must be a list of grounds")
    for item in value:
        if not isinstance(item, dict) or set(item) != {"ground", "particulars"}:
            raise ValueError('must be a list such as [{ ground = "Best value", particulars = "..." }]')
        text(item["ground"]), text(item["particulars"])
    return value


def interests(value: Any) -> Any:
    for item in table(value).values():
        if not isinstance(item, dict) or set(item) - {"kind", "nature"}:
            raise ValueError('must be a table such as { cm-jobs = { kind = "NRI", nature = "..." } }')
    return value


def answers(value: Any) -> Any:
    words = ("ACCEPTED", "ACCEPTED_IN_PART", "REJECTED", "DEFERRED")
    if not isinstance(value, list) or not value:
        raise ValueError("must be a list of answers")
    for item in value:
        if not isinstance(item, dict) or set(item) - {"disposition", "reason", "action"}:
            raise ValueError("an answer has disposition, reason and action")
        one_of(*words)(item.get("disposition"))
    return value


def one_of(*words: str) -> Check:
    def check(value: Any) -> Any:
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return value

    return check


def flag(value: Any) -> Any:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("must be a whole number")
    return value


def numbers(value: Any) -> Any:
    if not isinstance(value, list) or not value:
        raise ValueError("must be a list of whole numbers, such as [3]")
    return [number(item) for item in value]


def texts(value: Any) -> Any:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('must be a list of texts, such as ["icb", "police"]')
    return value


def table(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("must be a table of names and values")
    return value


def money(value: Any) -> Any:
    try:
        return read_pounds(value if isinstance(value, str) else str(value)).pence
    except (Refusal, ValueError) as problem:
        raise ValueError(f"is not an amount of money: {problem}") from problem


def day(value: Any) -> Any:
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ValueError("must be a date such as 2026-09-21")
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError as problem:
        raise ValueError("must be a date such as 2026-09-21") from problem


def moment(value: Any) -> datetime:
    """A London date and time, "2026-09-21 10:00"."""
    try:
        naive = datetime.strptime(value, "%Y-%m-%d %H:%M")  # noqa: DTZ007 the zone is set on the next line
    except (TypeError, ValueError) as problem:
        raise ValueError('must be a London date and time such as "2026-09-21 10:00"') from problem
    return naive.replace(tzinfo=LONDON)


CASE: dict[str, Check] = {
    "title": text,
    "question": text,
    "sponsor": text,
    "lead_member": text,
    "estimate": money,
    "estimate_basis": maybe,
    "partners": texts,
    "several_wards": flag,
    "wards": maybe,
    "maker": one_of("CABINET", "CABINET_MEMBER", "OFFICER"),
    "decider": text,
    "executive": flag,
}
MODE = one_of("AGREED", "SHOW_OF_HANDS", "RECORDED")
CASE_NEEDS = ("title", "question", "sponsor", "lead_member", "estimate")

# act -> (what must be given, what may be given)
STEPS: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "case.open": ({}, {}),
    "case.withdraw": ({"reason": text}, {}),
    "pack.write": ({"peer": text}, {}),
    "pack.challenge": ({"text": text}, {}),
    "pack.answer": ({"text": text}, {"number": number}),
    "pack.review": ({}, {"result": one_of("PASSED", "RETURNED"), "reasons": maybe}),
    "pack.approve": ({}, {"result": one_of("APPROVED", "RETURNED"), "reasons": maybe}),
    "proposal.draft": ({}, {"sections": texts}),
    "proposal.submit": ({}, {"note": maybe, "change": table}),
    "consultation.open": ({"title": text, "question": text, "how": text, "opens_on": day, "closes_on": day}, {}),
    "consultation.result": (
        {"answered": number, "summary": text, "change": one_of(*CHANGES), "response": text}, {"number": number, "corrected": text},
    ),
    "clearance.give": (
        {},
        {"result": one_of("CLEARED", "CLEARED_WITH_COMMENTS", "QUERY", "REFUSED"), "text": maybe},
    ),
    "notice.publish": (
        {"matter": text, "why_key": text, "decide_from": day, "decide_to": day},
        {"documents": texts, "copy_at": text, "wards": texts},
    ),
    "ssmt.schedule": ({"meets": moment}, {}),
    "ssmt.recommend": (
        {"position": one_of("SUPPORT", "SUPPORT_WITH_CONDITIONS", "DO_NOT_SUPPORT", "ABSTAIN")},
        {"conditions": maybe, "dissent": maybe, "interest": text, "nature": maybe},
    ),
    "ssmt.outcome": (
        {
            "outcome": one_of(
                "RECOMMENDED", "RECOMMENDED_WITH_DISSENT", "RETURNED", "DEFERRED", "NOT_SUPPORTED"
            ),
        },
        {"text": maybe, "reasons": maybe, "actions": texts},
    ),
    "signoff.sign": (
        {"authority": text, "authority_on": day},
        {
            "result": one_of("SIGNED", "SIGNED_WITH_CONDITIONS", "OBJECTED"),
            "conditions": maybe,
            "limit": money,
        },
    ),
    "education.mark": ({"is_education": flag, "reasons": text}, {}),
    "function.name": ({"function": text, "reasons": text}, {}),
    "private_notice.publish": ({"reasons": text}, {"meets_on": day, "matter": text, "paragraphs": numbers, "copy_at": text}),
    "agenda.publish": (
        {},
        {"meets": moment, "member": text, "decide_from": day, "closed_for": numbers, "weighing": text, "kept_back": text, "review_on": day},
    ),
    "meeting.postpone": ({"meets": moment, "reason": text}, {}),
    "meeting.cancel": ({"reason": text}, {}),
    "meeting.sit": ({"present": texts}, {"apologies": texts, "interests": interests}),
    "exclusion.resolve": (
        {"mover": text, "seconder": text}, {"part": text, "text": text, "for": number, "against": number, "abstain": number},
    ),
    "exclusion.end": ({}, {}),
    "vote.open": ({"motion": text}, {}),
    "vote.cast": ({"choice": one_of("FOR", "AGAINST", "ABSTAIN")}, {}),
    "vote.close": ({}, {}),
    "item.outcome": (
        {
            "outcome": one_of("AGREED", "AGREED_AMENDED", "NOT_AGREED", "DEFERRED", "REFERRED", "NOTED", "REGULARISED"),
            "text": text,
            "reasons": text,
            "alternatives": text,
            "mode": MODE,
        },
        {"resolutions": texts, "for": number, "against": number, "abstain": number, "dissent": maybe, "since": day, "because": text, "advice": text},
    ),
    "meeting.close": ({}, {}),
    "decision.make": (
        {
            "outcome": one_of("AGREED", "AGREED_AMENDED", "NOT_AGREED", "DEFERRED", "NOTED", "REGULARISED"),
            "text": text,
            "reasons": text,
            "alternatives": text,
        },
        {
            "resolutions": texts, "consulted": text, "consulted_on": day, "consulted_view": text, "since": day, "because": text,
        },
    ),
    "record.certify": ({}, {}),
    "call_in.request": (
        {"grounds": grounds, "alternative": text},
        {"resolutions": lambda value: [number(item) for item in value]},
    ),
    "call_in.sign": ({}, {}),
    "call_in.rule": ({"valid": flag, "reasons": text}, {"consulted": text, "severable": flag, "public_words": text, "left_out": text}),
    "call_in.hear": (
        {"present": number, "outcome": one_of("NO_ACTION", "REFER_BACK", "REFER_TO_COUNCIL", "RECOMMENDATIONS_WITHOUT_REFERRAL"), "reasons": text},
        {"interests": text, "whip": text, "concerns": texts, "recommendations": texts, "advice": text},
    ),
    "call_in.council": (
        {"met_on": day, "result": one_of("NO_OBJECTION", "AGREED", "OBJECTED"), "resolution": text},
        {"objections": texts},
    ),
    "reconsider.schedule": ({"meets": moment}, {}),
    "reconsider.decide": (
        {
            "result": one_of("CONFIRMED", "AMENDED", "RESCINDED"),
            "answers": texts,
            "text": text,
            "reasons": text,
            "alternatives": text,
        },
        {"mode": MODE, "for": number, "against": number, "abstain": number},
    ),
    "scrutiny.report": ({"considered_on": day, "summary": text}, {"recommendations": texts}),
    "scrutiny.respond": ({"answers": answers}, {}),
    "scrutiny.publish": ({}, {}),
    "words.erase": (
        {"event": text, "details": texts, "order": one_of("erase", "redact"), "authority": text, "ground": text},
        {"scope": one_of(*SCOPES)},
    ),
    "case.close": (
        {"retention": one_of("RECORD_6_YEARS", "CONTRACT", "PERMANENT"), "note": text},
        {},
    ),
}
