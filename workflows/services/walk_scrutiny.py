"""What the acts of a case file do after the decision: call-in, reconsideration, scrutiny, the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commissioning import ledger
from commissioning.models import AuditIndex
from commissioning.rules.case_file import Step
from commissioning.rules.dates import local_date
from commissioning.rules.erased_words import EVERYWHERE
from commissioning.selectors.constitutions import constitution_of
from commissioning.services import disclosures
from decisions.services import cases as endings
from decisions.services import (
    meetings,
    reconsiderations,
)
from scrutiny.models import CallIn
from scrutiny.services import call_in_rulings, call_ins, council_reviews, hearings, reports
from workflows import desk
from workflows.flows.call_in import CallInFlow
from workflows.flows.partial_effect import PartialEffectFlow
from workflows.services.walk_meetings import manner_of, meeting_at, words_of

if TYPE_CHECKING:
    from workflows.services.walk import Walk


def _call_in_chart(result: CallIn) -> type | None:
    return CallInFlow if call_ins.starts_chart(result) else None


def _part_chart(result: CallIn) -> type | None:
    return PartialEffectFlow if call_in_rulings.starts_partial_effect(result) else None


def request_call_in(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    known = constitution_of(walk.case).call_in.grounds
    return walk.act(
        step,
        call_ins.request_call_in,
        start=_call_in_chart,
        resolutions=told.get("resolutions", [1]),
        grounds=[
            {"code": _ground(one["ground"], known), "particulars": one["particulars"]}
            for one in told["grounds"]
        ],
        alternative=told["alternative"],
    )


def _ground(begins: str, known: Iterable[str]) -> str:
    """The constitution's ground that begins with these words."""
    for ground in known:
        if ground.lower().startswith(begins.lower()):
            return ground
    raise LookupError(
        f"the constitution has no ground that begins with {begins!r}; it has: {'; '.join(known)}"
    )


def sign_call_in(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, call_ins.sign_call_in, start=_call_in_chart)


def rule(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(
        step,
        call_in_rulings.rule_on_call_in,
        start=_part_chart,
        duty=walk.duty("call_in.rule", step),
        **step.values,
    )


def hear(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    return walk.act(
        step,
        hearings.record_hearing,
        duty=walk.duty("call_in.hear", step),
        heard_on=local_date(step.at),
        present=told["present"],
        interests=told.get("interests", "None declared."),
        whip=told.get("whip", "No"),
        outcome=told["outcome"],
        reasons=told["reasons"],
        concerns=told.get("concerns", []),
        recommendations=told.get("recommendations", []),
        outside_framework=told["outcome"] == "REFER_TO_COUNCIL",
        advice=told.get("advice", ""),
    )


def council(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, council_reviews.record_council_review, duty=walk.duty("call_in.council", step), **step.values)


def bring_back(walk: Walk, step: Step) -> desk.Outcome:
    """Call the meeting first if need be, then put the reconsideration on its agenda."""
    named = meeting_at(walk, step, "CABINET")
    meeting = named.get("meeting")
    if meeting is None:
        with ledger.recording():
            meeting = meetings.create_meeting(new=named["new"], actor=walk.actor(step), at=step.at)
    return walk.act(
        step,
        reconsiderations.schedule_reconsideration,
        duty=walk.duty("reconsider.schedule", step),
        meeting=meeting,
    )


def reconsider(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    return walk.act(
        step,
        reconsiderations.reconsider,
        duty=walk.duty("reconsider.decide", step),
        result=told["result"],
        answers=told["answers"],
        words=words_of(step, "AGREED"),
        manner=manner_of(step),
    )


def report(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    return walk.act(
        step,
        reports.make_report,
        duty=walk.duty("scrutiny.report", step),
        summary=told["summary"],
        considered_on=told["considered_on"],
        recommendations=told.get("recommendations", []),
    )


def respond(walk: Walk, step: Step) -> desk.Outcome:
    answers = dict(enumerate(step.values["answers"], 1))
    return walk.act(step, reports.respond, duty=walk.duty("scrutiny.respond", step), answers=answers)


def publish_scrutiny(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, reports.publish_scrutiny_record, duty=walk.duty("scrutiny.publish", step))


def close(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, endings.close_case, duty=walk.duty("case.close", step), **step.values)


def erase_words(walk: Walk, step: Step) -> desk.Outcome:
    """Details of the newest event of a kind go, with their words as far as the scope says; also in a case that has ended."""
    told = step.values
    event = AuditIndex.objects.filter(case=walk.case, kind=told["event"]).order_by("-seq").first()
    if event is None:
        raise LookupError(f"the case has no event {told['event']}")
    with ledger.transaction():
        position = disclosures.erase(
            fields=[(event.seq, name) for name in told["details"]], kind=told["order"], authority=told["authority"],
            ground=told["ground"], scope=told.get("scope", EVERYWHERE), case=walk.case, actor=walk.actor(step), at=step.at,
        )  # fmt: skip
    return desk.Outcome(result=position)
