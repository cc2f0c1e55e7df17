"""The main chart: from the commissioning question to the closed case."""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.context import context

from commissioning.models import Case
from commissioning.selectors.evidence_packs import pack_is_approved, pack_passed_review
from commissioning.selectors.tracks import goes_to_ssmt
from commissioning.services.evidence_packs import open_pack_approve, open_pack_review, open_pack_write
from commissioning.services.proposals import open_proposal_write
from decisions.rules.outcomes import PUT_OFF, RECORD_ONLY
from decisions.selectors.clearances import all_clear
from decisions.selectors.decisions import decision_outcome, decision_stands, is_decided
from decisions.selectors.errata import report_is_pulled
from decisions.selectors.holds import has_no_hold
from decisions.selectors.overlays import may_be_carried_out
from decisions.selectors.records import call_in_applies, may_take_effect_at, window_runs_anew
from decisions.selectors.sign_offs import joint_effect_is_reached
from decisions.selectors.ssmt import ssmt_is_stated, ssmt_outcome
from decisions.services.agendas import open_agenda_publish
from decisions.services.cases import end_not_supported, end_rescinded, end_without_effect, open_case_close
from decisions.services.clearances import open_clearances
from decisions.services.decisions import open_decision, take_effect
from decisions.services.incidents import open_retrospective_note
from decisions.services.meetings import open_ssmt_schedule
from decisions.services.records import open_record_certify
from decisions.services.ssmt import open_ssmt
from decisions.tasks import order_record_pdf
from scrutiny.selectors.reports import responses_are_complete
from scrutiny.services.call_ins import close_window
from scrutiny.services.reports import open_scrutiny_report
from workflows.flows.base import CaseFlow, asks, begin
from workflows.flows.children import ask_for_sign_offs, ensure_notice, serve_report
from workflows.models import CommissioningCaseProcess
from workflows.nodes import Automatic, Clock, Stage, WaitFor


def _ssmt_done(case: Case, open_kinds: frozenset[str]) -> bool:
    return ssmt_is_stated(case)


def _decided(case: Case, open_kinds: frozenset[str]) -> bool:
    return is_decided(case, open_kinds)


def may_take_effect(case: Case) -> bool:
    """Every agency has signed, and no stop stands over the decision at this moment."""
    return joint_effect_is_reached(case) and may_be_carried_out(case, context.act.at)


def _ssmt_is(value: str):
    def check(activation) -> bool:
        return asks(ssmt_outcome)(activation) == value

    check.__name__ = f"ssmt_{value.lower()}"
    return check


def decision_puts_off(activation) -> bool:
    """Whether the item was deferred or referred to the council, so that it comes back."""
    return asks(decision_outcome)(activation) in PUT_OFF


def decision_agrees_nothing(activation) -> bool:
    """Whether the decision authorises nothing: it was no, or only put something on record."""
    return asks(decision_outcome)(activation) in {"NOT_AGREED", *RECORD_ONLY}


def callable_again(activation) -> bool:
    """Whether the answer to a call-in opened a window of its own, not over at this moment, to call it in again."""
    return window_runs_anew(context.case, context.act.at)


def decision_is_rescinded(activation) -> bool:
    """Whether the answer to a call-in took the decision back."""
    return not asks(decision_stands)(activation)


class CommissioningCaseFlow(CaseFlow):
    """Needs evidence, proposal, clearances, the joint team, the decision, the record, call-in, effect, scrutiny."""

    process_class = CommissioningCaseProcess
    process_title = "Commissioning case"

    start = flow.StartHandle(begin).Annotation(title="Question put").Next(this.pack_write)

    pack_write = (
        Stage("pack.write", opens=open_pack_write, office="Research analyst")
        .Annotation(title="Write evidence pack")
        .Next(this.pack_review)
    )
    pack_review = (
        Stage("pack.review", opens=open_pack_review, office="Named peer")
        .Annotation(title="Peer review")
        .Next(this.review_passed)
    )
    review_passed = (
        flow.If(asks(pack_passed_review))
        .Annotation(title="Review passed?")
        .Then(this.pack_approve)
        .Else(this.pack_write)
    )
    pack_approve = (
        Stage("pack.approve", opens=open_pack_approve, office="Research lead")
        .Annotation(title="Approve evidence")
        .Next(this.pack_approved)
    )
    pack_approved = (
        flow.If(asks(pack_is_approved))
        .Annotation(title="Approved?")
        .Then(this.notice_early)
        .Else(this.pack_write)
    )
    notice_early = (
        Automatic(ensure_notice, office="Workflow").Annotation(title="Ask for notice").Next(this.proposal_write)
    )
    proposal_write = (
        Stage("proposal.write", opens=open_proposal_write, office="Commissioning officer")
        .Annotation(title="Draft proposal")
        .Next(this.notice_later)
    )
    notice_later = (
        Automatic(ensure_notice, office="Workflow").Annotation(title="Check notice").Next(this.clearance)
    )
    clearance = (
        Stage("clearance.give", opens=open_clearances, several=True, office="Clearers")
        .Annotation(title="Clearances")
        .Next(this.cleared)
    )
    cleared = (
        flow.If(asks(all_clear)).Annotation(title="All clear?").Then(this.joint).Else(this.proposal_write)
    )
    joint = (
        flow.If(asks(goes_to_ssmt)).Annotation(title="Joint?").Then(this.ssmt_schedule).Else(this.agenda)
    )
    ssmt_schedule = (
        Stage("ssmt.schedule", opens=open_ssmt_schedule, office="Proper officer")
        .Annotation(title="Schedule joint team")
        .Next(this.ssmt)
    )
    ssmt = (
        Stage("ssmt.recommend", opens=open_ssmt, complete=_ssmt_done, several=True, office="Agency leads, chair")
        .Annotation(title="Joint team recommends")
        .Next(this.ssmt_said)
    )
    ssmt_said = (
        flow.Switch()
        .Annotation(title="Recommended?")
        .Case(this.proposal_write, _ssmt_is("RETURNED"))
        .Case(this.ssmt_schedule, _ssmt_is("DEFERRED"))
        .Case(this.not_supported, _ssmt_is("NOT_SUPPORTED"))
        .Default(this.sign_offs)
    )
    not_supported = (
        Automatic(end_not_supported, office="Workflow")
        .Annotation(title="Not supported")
        .Next(this.end_not_supported)
    )
    end_not_supported = flow.End().Annotation(title="Ended: not supported")

    sign_offs = (
        Automatic(ask_for_sign_offs, office="Workflow").Annotation(title="Ask agencies to sign").Next(this.agenda)
    )
    agenda = (
        Stage("agenda.publish", opens=open_agenda_publish, office="Proper officer")
        .Annotation(title="Publish agenda")
        .Next(this.decide)
    )
    decide = (
        Stage("decide", opens=open_decision, complete=_decided, several=True, office="Cabinet, member or officer")
        .Annotation(title="Decide")
        .Next(this.decided)
    )
    decided = (
        flow.Switch()
        .Annotation(title="Outcome?")
        .Case(this.proposal_write, asks(report_is_pulled))
        .Case(this.agenda, decision_puts_off)
        .Default(this.record_certify)
    )
    record_certify = (
        Stage("record.certify", opens=open_record_certify, office="Proper officer")
        .Annotation(title="Certify and publish")
        .Next(this.record_pdf)
    )
    record_pdf = (
        Automatic(order_record_pdf, office="Worker").Annotation(title="Make the PDF").Next(this.agreed)
    )
    agreed = (
        flow.Switch()
        .Annotation(title="Agreed?")
        .Case(this.look_into, decision_agrees_nothing)
        .Default(this.callable_)
    )
    look_into = (
        Stage("retrospective.note", opens=open_retrospective_note, office="Monitoring Officer")
        .Annotation(title="Look into late approval")
        .Next(this.not_agreed)
    )
    not_agreed = (
        Automatic(end_without_effect, office="Workflow").Annotation(title="Nothing agreed").Next(this.end_not_agreed)
    )
    end_not_agreed = flow.End().Annotation(title="Ended: nothing agreed")

    callable_ = (
        flow.If(asks(call_in_applies))
        .Annotation(title="Call-in applies?")
        .Then(this.call_in_window)
        .Else(this.no_hold)
    )
    call_in_window = (
        Clock(may_take_effect_at, office="The clock").Annotation(title="Call-in window").Next(this.window_closed)
    )
    window_closed = (
        Automatic(close_window, office="The clock").Annotation(title="Window closed").Next(this.no_hold)
    )
    no_hold = (
        WaitFor(has_no_hold, office="Scrutiny").Annotation(title="Wait: no hold open").Next(this.stands)
    )
    stands = (
        flow.Switch()
        .Annotation(title="Still stands?")
        .Case(this.call_in_window, callable_again)
        .Case(this.rescinded, decision_is_rescinded)
        .Default(this.joint_effect)
    )
    rescinded = (
        Automatic(end_rescinded, office="Workflow").Annotation(title="Rescinded").Next(this.end_rescinded)
    )
    end_rescinded = flow.End().Annotation(title="Ended: rescinded")
    joint_effect = (
        WaitFor(may_take_effect, office="Agencies, statutory officers")
        .Annotation(title="Wait: all signed, no stop")
        .Next(this.take_effect)
    )
    take_effect = (
        Automatic(take_effect, office="Workflow").Annotation(title="Decision takes effect").Next(this.scrutiny_report)
    )
    scrutiny_report = (
        Stage("scrutiny.report", opens=open_scrutiny_report, office="Scrutiny officer")
        .Annotation(title="Scrutiny report")
        .Next(this.report_served)
    )
    report_served = (
        Automatic(serve_report, office="Workflow").Annotation(title="Serve the report").Next(this.responses)
    )
    responses = (
        WaitFor(responses_are_complete, office="Executive")
        .Annotation(title="Wait: answers published")
        .Next(this.case_close)
    )
    case_close = (
        Stage("case.close", opens=open_case_close, office="Proper officer")
        .Annotation(title="Close the case")
        .Next(this.end)
    )
    end = flow.End().Annotation(title="Closed")
