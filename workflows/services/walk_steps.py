"""Which function does which act of a case file: the same services as the pages, through the same desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from commissioning.rules.case_file import Step
from workflows import desk
from workflows.services import walk_meetings, walk_papers, walk_scrutiny

if TYPE_CHECKING:
    from workflows.services.walk import Walk

DO: dict[str, Callable[[Walk, Step], desk.Outcome]] = {
    "case.open": walk_papers.open_case,
    "case.withdraw": walk_papers.withdraw,
    "pack.write": walk_papers.write_pack,
    "pack.challenge": walk_papers.challenge,
    "pack.answer": walk_papers.answer,
    "pack.review": walk_papers.review_pack,
    "pack.approve": walk_papers.approve_pack,
    "proposal.draft": walk_papers.draft_proposal,
    "proposal.submit": walk_papers.submit_proposal,
    "consultation.open": walk_papers.consult,
    "consultation.result": walk_papers.record_answers,
    "clearance.give": walk_papers.give_clearance,
    "notice.publish": walk_papers.publish_notice,
    "ssmt.schedule": walk_meetings.schedule_ssmt,
    "ssmt.recommend": walk_meetings.recommend,
    "ssmt.outcome": walk_meetings.state_team,
    "signoff.sign": walk_meetings.sign,
    "education.mark": walk_papers.mark_education,
    "function.name": walk_papers.name_function,
    "private_notice.publish": walk_meetings.publish_private,
    "agenda.publish": walk_meetings.publish_agenda,
    "meeting.postpone": walk_meetings.postpone,
    "meeting.cancel": walk_meetings.cancel,
    "meeting.sit": walk_meetings.sit,
    "exclusion.resolve": walk_meetings.exclude,
    "exclusion.end": walk_meetings.readmit,
    "vote.open": walk_meetings.open_vote,
    "vote.cast": walk_meetings.cast_vote,
    "vote.close": walk_meetings.close_vote,
    "meeting.close": walk_meetings.close_sitting,
    "item.outcome": walk_meetings.state_outcome,
    "decision.make": walk_meetings.decide_alone,
    "record.certify": walk_meetings.certify,
    "call_in.request": walk_scrutiny.request_call_in,
    "call_in.sign": walk_scrutiny.sign_call_in,
    "call_in.rule": walk_scrutiny.rule,
    "call_in.hear": walk_scrutiny.hear,
    "call_in.council": walk_scrutiny.council,
    "reconsider.schedule": walk_scrutiny.bring_back,
    "reconsider.decide": walk_scrutiny.reconsider,
    "scrutiny.report": walk_scrutiny.report,
    "scrutiny.respond": walk_scrutiny.respond,
    "scrutiny.publish": walk_scrutiny.publish_scrutiny,
    "words.erase": walk_scrutiny.erase_words,
    "case.close": walk_scrutiny.close,
}
