"""Beside the case: a call-in from receipt to release (Local Government Act 2000 s9F(2), (4))."""

from viewflow import this
from viewflow.workflow import flow

from decisions.selectors.reconsiderations import is_answered
from decisions.services.reconsiderations import open_reconsider_decide, open_reconsider_schedule
from decisions.services.records import open_record_certify
from decisions.tasks import order_record_pdf
from scrutiny.selectors.call_ins import goes_to_council, is_referred_back, is_valid
from scrutiny.services.call_in_rulings import open_call_in_rule
from scrutiny.services.call_ins import release
from scrutiny.services.council_reviews import open_council_review
from scrutiny.services.hearings import open_call_in_hear
from workflows.flows.base import CaseFlow, asks, begin
from workflows.models import CallInProcess
from workflows.nodes import Automatic, Stage


class CallInFlow(CaseFlow):
    """Validity, hearing, and if referred back the decision-maker's answer to each concern, certified and published like
    every decision; then the hold is lifted. What is contrary to the budget or policy framework may go to the full council, which
    objects, so that the decision goes back, or does not. Whoever decided alone and has an interest leaves the answer to somebody else, and
    it is brought back to them."""

    process_class = CallInProcess
    process_title = "Call-in"

    start = flow.StartHandle(begin).Annotation(title="Call-in received").Next(this.call_in_rule)
    call_in_rule = (
        Stage("call_in.rule", opens=open_call_in_rule, office="Monitoring Officer")
        .Annotation(title="Rule on validity")
        .Next(this.valid)
    )
    valid = flow.If(asks(is_valid)).Annotation(title="Valid?").Then(this.call_in_hear).Else(this.release)
    call_in_hear = (
        Stage("call_in.hear", opens=open_call_in_hear, office="Overview and scrutiny committee")
        .Annotation(title="Hear the call-in")
        .Next(this.to_council)
    )
    to_council = (
        flow.If(asks(goes_to_council))
        .Annotation(title="To the council?")
        .Then(this.council_review)
        .Else(this.referred_back)
    )
    council_review = (
        Stage("call_in.council", opens=open_council_review, office="Proper officer")
        .Annotation(title="Record what the council did")
        .Next(this.referred_back)
    )
    referred_back = (
        flow.If(asks(is_referred_back))
        .Annotation(title="Referred back?")
        .Then(this.reconsider_schedule)
        .Else(this.release)
    )
    reconsider_schedule = (
        Stage("reconsider.schedule", opens=open_reconsider_schedule, office="Proper officer")
        .Annotation(title="Bring it back")
        .Next(this.reconsider_decide)
    )
    reconsider_decide = (
        Stage("reconsider.decide", opens=open_reconsider_decide, office="Decision-maker")
        .Annotation(title="Reconsider, answer each concern")
        .Next(this.answered)
    )
    answered = (
        flow.If(asks(is_answered))
        .Annotation(title="Answered?")
        .Then(this.reconsider_certify)
        .Else(this.reconsider_schedule)
    )
    reconsider_certify = (
        Stage("record.certify", opens=open_record_certify, office="Proper officer")
        .Annotation(title="Certify and publish the answer")
        .Next(this.reconsider_pdf)
    )
    reconsider_pdf = (
        Automatic(order_record_pdf, office="Worker").Annotation(title="Make the PDF").Next(this.release)
    )
    release = Automatic(release, office="The clock").Annotation(title="Lift the hold").Next(this.end)
    end = flow.End().Annotation(title="Call-in ended")
