"""The general exception: a key decision after five clear days' notice, without anybody's consent.

SI 2012/2089 reg 10: the scrutiny chair (or, without one, each member) is informed in writing, the notice is public at
the office and on the website, five clear days pass, and why 28 days were impracticable is published.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Body, Case, Duty, Office
from commissioning.rules.canonical import canonical
from commissioning.rules.counting import require_reached
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation, reached
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.services.duties import close_duty
from decisions.models import Decision, GeneralException
from decisions.rules.general_exception import CATEGORIES, REG_10, require_general_exception
from decisions.rules.general_exception import GeneralException as Steps
from decisions.rules.overlays import Step
from decisions.rules.urgent_routes import require_exception_needed
from decisions.selectors.key_decision_notices import is_key, reckon_notice
from decisions.selectors.urgency import reckon_exception, whom_to_inform
from decisions.services.key_decision_notices import require_not_noticed
from decisions.services.notice_content import Copy
from decisions.services.overlays import require_not_stopped

FINAL = ("AGREED", "AGREED_AMENDED", "NOT_AGREED", "NOTED", "REGULARISED")


@dataclass(frozen=True)
class Exception10:
    """What the proper officer states. Of `body` and `member` exactly one is given."""

    matter: str
    decide_on: date
    category: str
    why: str
    informed_at: datetime
    informed_how: str
    body: Body | None = None
    member: Office | None = None

    @property
    def maker(self) -> str:
        return self.body.name if self.body else self.member.title if self.member else ""


def publish_exception(
    *, case: Case, stated: Exception10, copy: Copy, actor: Actor, at: datetime
) -> GeneralException:
    """Publish notice and reasons together.

    Effects in order: the notice is frozen under its hash with whom the proper officer informed; five clear days are
    counted from the later of live and copy; an open duty to publish the full notice closes; one event.
    Raises PermissionDenied; Refusal urgency.not_key, urgency.too_late, urgency.not_needed, urgency.not_informed,
    urgency.weak_reason, urgency.not_published, urgency.too_short, overlay.*.
    """
    standing = access.require(actor, "exception.publish", case, at)
    require_not_stopped(case, Step.PUBLISH, at)
    _require_possible(case, stated, at)
    has_chair, people = whom_to_inform(at)
    told = stated.informed_at <= at and bool(stated.informed_how.strip())
    placed = copy.placed_at <= at and bool(copy.place.strip() and copy.placed_by.strip())
    why = require_general_exception(
        Steps(
            chair_exists=has_chair,
            chair_informed=told,
            members_informed=len(people) if told else 0,
            members=max(len(people), 1),
            published=placed,
            reason=stated.why,
            category=stated.category,
            least=constitution_of(case).urgency.reason_characters,
        )
    )
    deadline = reckon_exception(case, at)
    _require_in_time(case, stated, deadline)
    ledger.passed(Evaluation("urgency.general_exception", why, REG_10, {"informed": people}), reached(deadline, stated.decide_on))
    act = Act(actor, standing, at, reason=stated.why.strip(), rule=REG_10)
    number = case.general_exceptions.count() + 1
    reference = f"{case.reference.replace('/', '-')}-x{number}"
    content = _content(case, stated, people, copy, reference)
    notice = GeneralException.create_as(
        act,
        case=case, number=number, reference=reference,
        maker_body=stated.body, maker_office=stated.member, decide_on=stated.decide_on,
        category=stated.category, why=stated.why.strip(),
        informed=people, informed_at=stated.informed_at, informed_how=stated.informed_how.strip(),
        content=content, content_hash=hashlib.sha256(canonical(content)).hexdigest(),
        published_at=at, published_by=actor.user,
        copy_place=copy.place.strip(), copy_placed_by=copy.placed_by.strip(), copy_placed_at=copy.placed_at,
        available_at=at, deadline=deadline.as_dict(), matures_on=deadline.earliest, matures_at=deadline.earliest_at,
    )  # fmt: skip
    close_full_notice(case, act, "GENERAL_EXCEPTION")
    ledger.append(
        "exception.publish", act, f"exception:{reference}", case=case,
        fields={"content": content, "content_hash": notice.content_hash, "matures_on": notice.matures_on.isoformat(),
                "reckoning": deadline.sentence},
        tier={"reason": "public"}, version=notice.content_hash,
    )  # fmt: skip
    return notice


def _require_possible(case: Case, stated: Exception10, at: datetime) -> None:
    if not is_key(case):
        ways = (Alternative("Publish agenda and report", "duty", {"kind": "agenda.publish"}),)
        raise Refusal("urgency.not_key", "This decision is not key, so it needs no notice.", REG_10, alternatives=ways)
    if Decision.objects.filter(case=case, kind="DECISION", outcome__in=FINAL).exists():
        raise Refusal("urgency.too_late", "The decision has been made. The notice comes before it.", REG_10)
    if not stated.maker or not stated.matter.strip():
        raise Refusal("urgency.no_matter", "Say what is to be decided and who decides it.", REG_10)
    if stated.decide_on < local_date(at):
        raise Refusal("urgency.past", f"{long_date(stated.decide_on)} has passed.", REG_10)
    require_not_noticed(case, maker=stated.maker, on=stated.decide_on, law=REG_10)
    needed = require_exception_needed(stated.decide_on, notice_matures_on=reckon_notice(case, at).earliest)
    ledger.passed(Evaluation("urgency.not_needed", needed, REG_10, {"decide_on": stated.decide_on}))


def _require_in_time(case: Case, stated: Exception10, deadline: Deadline) -> None:
    calendar = calendar_for(constitution_of(case))
    try:
        require_reached(deadline, stated.decide_on, calendar, code="urgency.too_short", what="A decision")
    except Refusal as refusal:
        raise refusal.with_ways(*_ways(stated, deadline)) from None


def _ways(stated: Exception10, deadline: Deadline) -> tuple[Alternative, Alternative]:
    """The first date that the five clear days allow, or agreement for the date that was wanted."""
    first = deadline.next_working
    return (
        Alternative(
            f"Use the general exception for {long_date(first)}",
            "case_exception",
            query={"maker": stated.maker, "decide_on": first.isoformat()},
        ),
        Alternative(
            f"Ask for agreement to special urgency for a decision by {long_date(stated.decide_on)}",
            "case_urgency_ask",
            query={"kind": "KEY_DECISION", "maker": stated.maker, "decide_by": stated.decide_on.isoformat()},
        ),
    )


def _content(case: Case, stated: Exception10, people: list[dict], copy: Copy, reference: str) -> dict:
    return {
        "reference": reference,
        "case": case.reference,
        "title": case.title,
        "matter": stated.matter.strip(),
        "maker": stated.maker,
        "decide_on": stated.decide_on.isoformat(),
        "category": CATEGORIES[stated.category],
        "why": stated.why.strip(),
        "informed": people,
        "informed_at": stated.informed_at.isoformat(),
        "informed_how": stated.informed_how.strip(),
        "copy": {"place": copy.place.strip(), "by": copy.placed_by.strip(), "at": copy.placed_at.isoformat()},
    }


def close_full_notice(case: Case, act: Act, result: str) -> None:
    """The full notice is no longer asked for, once a quicker lawful way takes its place."""
    for duty in Duty.objects.filter(case=case, kind="notice.publish", closed_at__isnull=True):
        close_duty(duty, act, result)
