"""Scrutiny recommends, the executive responds to each recommendation, the scrutiny record is published.

Local Government Act 2000 ss9F(2), 9FE.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.canonical import hash_of
from commissioning.rules.dates import LONDON
from commissioning.rules.refusals import Refusal
from commissioning.selectors.calendars import live
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_duty, open_duties
from scrutiny.models import ExecutiveResponse, ScrutinyRecommendation, ScrutinyRecord, ScrutinyReport
from scrutiny.rules import responses
from scrutiny.selectors.reports import recommendations_of, report_of, response_deadline


def open_scrutiny_report(*, case: Case, act: Act) -> None:
    """Ask the scrutiny officer for the committee's report on the decision."""
    open_duties(case, "scrutiny.report", act, offices=first_of("SCRUTINY_OFFICER"))


def make_report(
    *, duty: Duty, summary: str, considered_on: date, recommendations: Sequence[str], actor: Actor, at: datetime
) -> ScrutinyReport:
    """Store the committee's report and serve it on the executive.

    Receipt is the moment of this act (served in the product on the Leader and the proper officer); the two months
    begin with that day. A report without recommendations needs no answer.
    """
    standing = access.require(actor, "scrutiny.report", duty, at)
    case = duty.case
    if considered_on > at.astimezone(LONDON).date():
        raise Refusal("report.future", "The committee cannot have considered it on a day that lies ahead.")
    texts = [text.strip() for text in recommendations if text.strip()]
    served = at.astimezone(LONDON).date()
    due = responses.due(served, served, live()) if texts else None
    act = Act(actor, standing, at)
    report = ScrutinyReport.create_as(
        act,
        case=case,
        summary=summary,
        considered_on=considered_on,
        served_at=at if texts else None,
        response_due=due.as_dict() if due else None,
        made_by=actor.user,
        made_at=at,
    )
    for number, text in enumerate(texts, 1):
        ScrutinyRecommendation.create_as(act, report=report, number=number, text=text)
    close_duty(duty, act, "REPORTED")
    ledger.append(
        "scrutiny.report",
        act,
        f"{case.reference}/scrutiny",
        case=case,
        fields={"summary": summary, "recommendations": texts, "due": due.ends_on.isoformat() if due else None},
    )
    return report


def open_scrutiny_respond(*, case: Case, act: Act) -> None:
    """Ask the Leader to answer every recommendation within the two months."""
    open_duties(
        case, "scrutiny.respond", act, offices=first_of("LEADER"), due=response_deadline(report_of(case))
    )


def respond(*, duty: Duty, answers: Mapping[int, Mapping[str, str]], actor: Actor, at: datetime) -> ScrutinyReport:
    """Answer each recommendation: accepted, in part, not accepted or deferred, with reason and action.

    Refuses an answer that leaves a recommendation open or gives no reason for less than full acceptance. A late
    answer is taken: time never ends the duty to respond.
    """
    standing = access.require(actor, "scrutiny.respond", duty, at)
    case = duty.case
    recommendations = recommendations_of(case)
    replies = [
        responses.Reply(n, responses.Disposition(a["disposition"]), a.get("reason", ""), a.get("action", ""))
        for n, a in sorted(answers.items())
    ]
    responses.require_complete([r.number for r in recommendations], replies)
    act = Act(actor, standing, at)
    by_number = {reply.number: reply for reply in replies}
    for recommendation in recommendations:
        reply = by_number[recommendation.number]
        ExecutiveResponse.create_as(
            act,
            recommendation=recommendation,
            disposition=reply.disposition.value,
            reason=reply.reason,
            action=reply.action,
            answered_by=actor.user,
            answered_at=at,
        )
    report = recommendations[0].report
    close_duty(duty, act, "ANSWERED")
    ledger.append(
        "scrutiny.respond",
        act,
        f"{case.reference}/scrutiny",
        case=case,
        fields={
            "answers": [[r.number, r.disposition.value, r.reason, r.action] for r in replies],
            "late": bool(duty.due_at and at > duty.due_at),
        },
    )
    return report


def open_scrutiny_publish(*, case: Case, act: Act) -> None:
    """Ask the scrutiny officer to publish report and answers together."""
    open_duties(case, "scrutiny.publish", act, offices=first_of("SCRUTINY_OFFICER"))


def publish_scrutiny_record(*, duty: Duty, actor: Actor, at: datetime) -> ScrutinyRecord:
    """Freeze report and answers under their hash and make them public (Local Government Act 2000 s9FE(2)(c))."""
    standing = access.require(actor, "scrutiny.publish", duty, at)
    case = duty.case
    content = record_content(case)
    act = Act(actor, standing, at)
    record = ScrutinyRecord.create_as(
        act,
        case=case,
        content=content,
        content_hash=hash_of(content),
        published_by=actor.user,
        published_at=at,
    )
    close_duty(duty, act, "PUBLISHED")
    ledger.append(
        "scrutiny.publish",
        act,
        f"{case.reference}/scrutiny",
        case=case,
        fields={"content": record.content_hash},
    )
    return record


def record_content(case: Case) -> dict:
    """What the scrutiny record says, field by field; nothing else becomes public."""
    report = report_of(case)
    return {
        "case": case.reference,
        "title": case.title,
        "summary": report.summary,
        "considered_on": report.considered_on.isoformat(),
        "response_due": report.response_due["ends_on"] if report.response_due else None,
        "recommendations": [
            {
                "number": r.number,
                "text": r.text,
                "disposition": r.response.disposition,
                "answer": r.response.get_disposition_display(),
                "reason": r.response.reason,
                "action": r.response.action,
                "answered_on": r.response.answered_at.astimezone(LONDON).date().isoformat(),
            }
            for r in recommendations_of(case)
        ],
    }
