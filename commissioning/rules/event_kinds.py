"""The closed list of what can happen in the ledger.

Each kind has a label for filters and headings, a sentence that follows the office ("Leader voted ..."), and whether
the public timeline shows it. A kind is never renamed: old events keep it for ever. `ledger.append` refuses any other.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of event. `public`: that it happened, when and by which office may be shown to everybody."""

    label: str
    sentence: str
    public: bool = True


KINDS: dict[str, Kind] = {
    # the log itself
    "log.genesis": Kind("Log opened", "opened this log"),
    "log.key": Kind("Signing key", "named a key that signs this log"),
    "log.restore": Kind("Log restored", "restored the log from a backup"),
    "reconcile.alarm": Kind("Integrity alarm", "found records that do not agree with the log"),
    "reconcile.clear": Kind("Integrity restored", "found that records and log agree again"),
    "clock.anomaly": Kind("Clock alarm", "found that the clock could not be believed"),
    "clock.steady": Kind("Clock in order", "found that the clocks agreed again"),
    "clock.jump": Kind("Demonstration clock moved", "moved the demonstration clock forward"),
    "record.follow": Kind("Automatic step", "changed records by an automatic step", public=False),
    # cases
    "case.open": Kind("Case opened", "opened the case with a commissioning question"),
    "case.revise": Kind("Case details changed", "changed the details of the case", public=False),
    "case.withdraw": Kind("Case withdrawn", "withdrew the case"),
    "case.end": Kind("Case ended", "ended the case"),
    "case.close": Kind("Case closed", "closed the case"),
    # evidence packs
    "pack.write": Kind("Evidence written", "saved the evidence pack", public=False),
    "pack.submit": Kind("Evidence sent for review", "sent the evidence pack for review"),
    "pack.challenge": Kind("Evidence challenged", "challenged the evidence", public=False),
    "pack.answer": Kind("Challenge answered", "answered a challenge to the evidence", public=False),
    "pack.review": Kind("Evidence reviewed", "reviewed the evidence pack"),
    "pack.approve": Kind("Evidence approved", "approved the evidence pack"),
    "pack.return": Kind("Evidence returned", "returned the evidence pack for more work"),
    # proposals
    "proposal.write": Kind("Proposal drafted", "saved a section of the proposal", public=False),
    "proposal.submit": Kind("Proposal submitted", "submitted the proposal for clearance"),
    "proposal.revise": Kind("Proposal revised", "revised the proposal"),
    # consultations
    "consultation.open": Kind("Consultation published", "published a consultation"),
    "consultation.extend": Kind("Consultation extended", "extended a consultation"),
    "consultation.result": Kind("Results of a consultation", "recorded what people said in a consultation, and what followed from it"),
    "consultation.keep": Kind("Consultation left as it is", "looked at a consultation before an election and left its last day as it is"),
    "consultation.promote": Kind("People told of a consultation", "recorded how people were told of a consultation"),
    "consultation.ask": Kind("Consultation to be looked at", "asked whether a consultation is to be longer because of an election", public=False),
    # clearances
    "clearance.open": Kind("Clearances asked for", "asked for clearances"),
    "clearance.give": Kind("Clearance given", "gave a clearance"),
    "clearance.question": Kind("Clearance questioned", "asked a question before clearing", public=False),
    "clearance.answer": Kind(
        "Question answered", "answered a question from a clearing officer", public=False
    ),
    "clearance.lapse": Kind("No comment in time", "recorded that a clearing office made no comment in time"),
    "clearance.refuse": Kind("Clearance refused", "refused clearance"),
    # notices and meetings
    "notice.publish": Kind("Notice published", "published the notice of key decision"),
    "notice.revise": Kind("Notice revised", "published a revised notice of key decision"),
    "notice.ask": Kind("New notice asked for", "asked for a new notice of key decision"),
    "notice.mature": Kind("Notice period complete", "recorded that the notice period was complete"),
    "notice.withdraw": Kind("Notice withdrawn", "withdrew the notice of key decision"),
    "private_notice.publish": Kind("Private meeting notice", "published notice of a private meeting"),
    "representation.receive": Kind("Representation received", "logged why somebody thinks the meeting should be public", public=False),
    "representation.answer": Kind("Representation answered", "answered a representation about a private meeting", public=False),
    "key.assess": Kind("Key-decision test", "assessed whether the decision is key"),
    "education.mark": Kind("Education matter", "recorded whether the case is an education matter"),
    "call_in.exempt": Kind("Class of the decision", "recorded whether the decision is of a class that cannot be called in"),
    "function.name": Kind("Function named", "said under which function of the scheme of delegation the case falls"),
    "function.allocate": Kind("Decision allocated", "said who decides the matter"),
    "amendment.ask": Kind("Amendment asked about", "asked whether an amendment lies within the notice", public=False),
    "informal.note": Kind("Noted as informal", "noted what was said without deciding", public=False),
    "late_item.ask": Kind("Late item asked", "asked to add an item inside the five clear days", public=False),
    "report.gap": Kind("Report not whole", "logged that the published report lacked a part"),
    "report.erratum": Kind("Report corrected", "published an erratum to the report"),
    "report.pull": Kind("Report taken back", "took the report off the agenda to correct it"),
    "outage.log": Kind("Notice out of reach", "logged that a published notice was out of reach"),
    "advice.give": Kind("Monitoring Officer's advice", "gave the Monitoring Officer's advice"),
    "exception.publish": Kind("General exception", "published a general exception with its reasons"),
    "urgency.ask": Kind("Agreement to urgency asked", "asked for agreement to urgency"),
    "urgency.unable": Kind("Unable to answer", "could not answer whether the matter was urgent"),
    "urgency.consent": Kind("Urgency agreed", "agreed that the matter was urgent"),
    "urgency.refuse": Kind("Urgency refused", "refused to treat the matter as urgent"),
    "placing.record": Kind("Copy placed", "recorded that a copy was placed at the office"),
    "meeting.call": Kind("Meeting called", "called a meeting"),
    "meeting.postpone": Kind("Meeting postponed", "postponed a meeting"),
    "meeting.cancel": Kind("Meeting cancelled", "cancelled a meeting"),
    "meeting.open": Kind("Meeting opened", "opened the meeting"),
    "meeting.close": Kind("Meeting closed", "closed the meeting"),
    "agenda.publish": Kind("Agenda published", "published the agenda and report"),
    # senior management team
    "ssmt.schedule": Kind(
        "Put before senior management", "put the proposal before the senior management team"
    ),
    "ssmt.recommend": Kind("Agency recommendation", "recommended for an agency"),
    "ssmt.outcome": Kind("Senior management outcome", "stated the senior management team's outcome"),
    # agency sign-off
    "signoff.sign": Kind("Agency sign-off", "signed for an agency"),
    "signoff.refuse": Kind("Agency sign-off refused", "refused to sign for an agency"),
    "joint_effect.reach": Kind("Joint effect", "recorded that every agency had signed"),
    # agencies
    "agency.succeed": Kind("Successor of an agency", "entered the successor of an agency"),
    "agency.follow": Kind("Successor asked", "recorded that the successor of an agency had taken over"),
    "agency.hand_over": Kind("Agency succeeded", "handed the case over to the successor of an agency"),
    "agency.done": Kind("Successor in every case", "recorded that every case had followed an agency's successor"),
    # the decision
    "interest.declare": Kind("Interests declared", "declared interests"),
    "interest.notify": Kind("Officer’s interest notified", "gave written notice of an interest", public=False),
    "interest.request": Kind("Dispensation asked for", "asked for a dispensation", public=False),
    "interest.refuse": Kind("Dispensation refused", "refused a dispensation", public=False),
    "interest.dispense": Kind("Dispensation granted", "granted a dispensation"),
    "attendance.record": Kind("Attendance recorded", "recorded who was present"),
    "exclusion.resolve": Kind("Resolution on the public", "recorded what the meeting resolved about the public"),
    "exclusion.end": Kind("Public back in the meeting", "recorded when the public was let back in"),
    "vote.open": Kind("Vote opened", "opened the vote", public=False),
    "vote.close": Kind("Vote closed", "closed the vote"),
    "vote.cast": Kind("Vote cast", "voted", public=False),
    "vote.barred": Kind("Vote of a barred member refused", "tried to vote although barred by an interest", public=False),
    "interest.note": Kind("Late interest noted", "noted an interest that was declared late", public=False),
    "incident.note": Kind("Incident noted", "noted an incident", public=False),
    "retrospective.note": Kind("Looked into afterwards", "looked into what was done without a decision", public=False),
    "vote.withdraw": Kind("Vote withdrawn", "withdrew a vote", public=False),
    "item.outcome": Kind("Outcome stated", "stated the outcome of the item"),
    "decision.make": Kind("Decision made", "decided individually"),
    "decision.made": Kind("Decision made", "made the decision"),
    "decision.defer": Kind("Decision deferred", "deferred the decision"),
    "decision.refer": Kind("Referred to the council", "referred the decision to the council"),
    "decision.publish": Kind("Decision published", "published the decision record"),
    "decision.effect": Kind("Decision took effect", "recorded that the decision took effect"),
    "decision.early_effect": Kind(
        "Decision took effect inside the call-in window", "recorded that the decision took effect, while it can still be called in"
    ),
    "decision.effect_stays": Kind("Decision stays in effect", "recorded that call-in no longer stands in the way of the decision"),
    "decision.part_effect": Kind("Part of the decision took effect", "recorded that a part of the decision took effect"),
    "partner.act": Kind("Partner’s own part", "told that an agency carries out its own part"),
    "record.render": Kind("Record as PDF", "stored the PDF of the record"),
    "record.held": Kind("PDF held back", "held back the PDF of the record", public=False),
    "record.certify": Kind("Record certified", "certified and published the record"),
    "void.open": Kind("Authority in doubt", "put the authority of the decision in doubt"),
    "void.find": Kind("Authority looked into", "found whether the decision stands"),
    "hold.place": Kind("Hold placed", "put implementation on hold"),
    "hold.lift": Kind("Hold lifted", "lifted the hold"),
    "overlay.declare": Kind("Stop declared", "declared a stop"),
    "overlay.end": Kind("Stop ended", "ended a stop"),
    "overlay.lift": Kind("Stop over", "recorded that a stop was over"),
    "overlay.authorise": Kind("Agreement authorised", "authorised an agreement while spending was stopped"),
    "procurement.record": Kind("Procurement step", "recorded a step of the procurement"),
    "procurement.note": Kind("Procurement breach noted", "noted a step of the procurement that came too early", public=False),
    "erratum": Kind("Correction", "corrected a published record"),
    # call-in and scrutiny
    "call_in.open": Kind("Call-in window opened", "opened the call-in window"),
    "call_in.lapse": Kind("Call-in window closed", "recorded that the call-in window had closed"),
    "call_in.sign": Kind("Call-in signed", "signed a call-in"),
    "call_in.unsign": Kind("Signature withdrawn", "withdrew a signature from a call-in"),
    "call_in.request": Kind("Called in", "called the decision in"),
    "call_in.rule": Kind("Validity ruled", "ruled on the validity of the call-in"),
    "call_in.hear": Kind("Call-in heard", "recorded the outcome of the call-in hearing"),
    "call_in.council": Kind("Council met on the call-in", "recorded what the council did with the call-in"),
    "call_in.missed": Kind("Call-in not heard in time", "recorded that the call-in was not heard in time"),
    "call_in.release": Kind("Call-in released", "released the decision from call-in"),
    "reconsider.schedule": Kind("Reconsideration called", "brought the decision back to its maker"),
    "reconsider.pass": Kind("Reconsideration left", "left the reconsideration to somebody else"),
    "reconsider.decide": Kind("Decision reconsidered", "reconsidered the decision"),
    "petition.receive": Kind("Residents’ petition received", "logged a residents’ petition for a call-in"),
    "petition.start": Kind("Petition started online", "started a petition", public=False),
    "petition.check": Kind("Petition checked", "checked a petition that was started online"),
    "petition.answer": Kind("Residents’ petition answered", "answered a residents’ petition"),
    "scrutiny.agenda": Kind("On a scrutiny agenda", "put the matter on the agenda of a scrutiny meeting"),
    "scrutiny.refer": Kind("Referred to scrutiny", "referred the matter to scrutiny"),
    "scrutiny.recommend": Kind("Scrutiny recommendation", "recommended on behalf of scrutiny"),
    "scrutiny.report": Kind("Scrutiny report", "reported for the committee"),
    "scrutiny.respond": Kind("Executive response", "responded for the executive"),
    "scrutiny.overdue": Kind("Response overdue", "recorded that the executive's response was overdue"),
    "scrutiny.publish": Kind("Scrutiny record published", "published the scrutiny record"),
    # access, disclosure, erasure
    "exempt.mark": Kind("Marked exempt", "marked a part as exempt"),
    "exempt.lift": Kind("Exemption lifted", "lifted an exemption"),
    "exempt.review": Kind("Exemption to be looked at", "asked whether an exemption still holds"),
    "exempt.renew": Kind("Exemption kept up", "kept an exemption up until a later day"),
    "disclose": Kind("Disclosed", "disclosed withheld content"),
    "redact": Kind("Redacted", "redacted content"),
    "erase": Kind("Erased", "erased personal data"),
    "export": Kind("Exported", "exported records", public=False),
    "export.ask": Kind("PDF of the trail asked for", "asked for a PDF of the audit trail", public=False),
    "export.ready": Kind("PDF of the trail made", "made a PDF of the audit trail", public=False),
    "export.held": Kind("PDF of the trail held back", "could not make a PDF of the audit trail", public=False),
    # the access log: reading what is not public
    "read.trail": Kind("Audit trail read", "read the audit trail with what is not public", public=False),
    "read.exempt": Kind("Exempt details read", "read exempt details", public=False),
    "read.refused": Kind("Paper not served", "was not served a paper because of a conflict of interest", public=False),
    "read.draft": Kind("Draft read", "read a paper before it was published", public=False),
    "read.export": Kind("Audit trail taken out", "took out the audit trail as a file", public=False),
    # records in general, people and settings
    "record.create": Kind("Record created", "created a record", public=False),
    "record.revise": Kind("Record changed", "changed a record", public=False),
    "record.submit": Kind("Record submitted", "submitted a record", public=False),
    "record.withdraw": Kind("Record withdrawn", "withdrew a record", public=False),
    "person.invite": Kind("Person invited", "invited a person", public=False),
    "person.deactivate": Kind("Person deactivated", "deactivated an account", public=False),
    "person.reopen": Kind("Account opened again", "opened an account again", public=False),
    "office.appoint": Kind("Appointed", "appointed a person to an office"),
    "office.end": Kind("Appointment ended", "ended an appointment"),
    "role.grant": Kind("Access granted", "granted access", public=False),
    "role.revoke": Kind("Access withdrawn", "withdrew access", public=False),
    "delegation": Kind("Delegation", "changed the scheme of delegation"),
    "delegation.propose": Kind("Change of the scheme proposed", "proposed a change of the scheme of delegation"),
    "delegation.withdraw": Kind("Change of the scheme withdrawn", "withdrew a proposed change of the scheme of delegation"),
    "constitution.propose": Kind(
        "Change of constitution proposed", "proposed a version of the constitution"
    ),
    "constitution.withdraw": Kind(
        "Change of constitution withdrawn", "withdrew a proposed version of the constitution"
    ),
    "constitution.load": Kind("Constitution loaded", "loaded a version of the constitution"),
    "deadline.move": Kind("Deadlines recounted", "recounted deadlines after a bank holiday was proclaimed"),
    "calendar.import": Kind("Calendar changed", "added days to the calendar"),
    "login.stepup": Kind("Second factor", "confirmed with a second factor", public=False),
    "admin.change": Kind("Administrative change", "changed a setting", public=False),
}

# Records of which each is made by exactly one event of one kind, and each such event makes exactly one.
MADE_BY = {"decisions.vote": "vote.cast"}
