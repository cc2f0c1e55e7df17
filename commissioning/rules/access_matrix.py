"""Who may do what: one table of acts, one table of pairs. Deny by default.

`Need` answers "may this person": the roles that carry the act, whether it is done on a duty (then the duty's own
office, its deputy or its named person), whether a fresh second factor is asked. `PAIRS` answers "may the same person
do both in one case"; expressly allowed pairs stand beside the forbidden ones so that nobody has to guess.

Sources: Local Government Act 2000 ss9E, 9F, 9FA(3) (executive members may not scrutinise), s21A; Local Government and
Housing Act 1989 s5; SI 2012/2089 regs 12 and 13 (who makes the record); the rest is separation of duties as a
council's internal audit expects it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

EXECUTIVE = frozenset({"LEADER", "CABINET_MEMBER"})
STATUTORY = frozenset({"MONITORING_OFFICER", "CHIEF_FINANCE_OFFICER", "HEAD_OF_PAID_SERVICE"})
CO_OPTEE = "EDUCATION_CO_OPTEE"  # on scrutiny by LGA 2000 Sch A1 paras 7 and 8, for education matters only
SCRUTINY = frozenset({"SCRUTINY_CHAIR", "SCRUTINY_MEMBER", "SCRUTINY_OFFICER", "AUDITOR"})
DECIDING_OFFICERS = STATUTORY | frozenset({"DIRECTOR", "LEGAL", "PROPER_OFFICER", "AGENCY_LEAD"})  # of the council itself
CASE_TEAM = frozenset({"OFFICER", "DIRECTOR", "ANALYST", "RESEARCH_LEAD", "LEGAL", "EQUALITY", "PROPER_OFFICER"}) | STATUTORY
COUNCIL_STAFF = CASE_TEAM | frozenset({"SCRUTINY_OFFICER"})
EVERYBODY = COUNCIL_STAFF | EXECUTIVE | SCRUTINY | frozenset(
    {"AGENCY_LEAD", "AGENCY_ADVISER", "SSMT_CHAIR", "CIVIC_MAYOR", "COUNCILLOR", "ADMINISTRATOR", CO_OPTEE}
)


@dataclass(frozen=True)
class Need:
    """What an act asks of the person. `duty`: only on an open duty of the person's own office."""

    roles: frozenset[str]
    duty: bool = False
    step_up: bool = False
    part: str = ""  # the part this act gives the person in the case, tested against PAIRS
    sentence: str = ""


def _need(*roles: str, duty: bool = False, step_up: bool = False, part: str = "", sentence: str = "") -> Need:
    return Need(frozenset(roles), duty, step_up, part, sentence)


ACTS: dict[str, Need] = {
    # commissioning
    "case.open": _need("OFFICER", part="author", sentence="put a commissioning question"),
    "case.withdraw": _need("OFFICER", "CABINET_MEMBER", "LEADER", sentence="withdraw a case"),
    "case.read": Need(EVERYBODY, sentence="read the case page"),
    "pack.write": _need("ANALYST", duty=True, part="analyst", sentence="write the evidence pack"),
    "pack.challenge": _need("OFFICER", sentence="challenge the evidence"),
    "pack.answer": _need("ANALYST", "RESEARCH_LEAD", sentence="answer a challenge to the evidence"),
    "pack.review": _need("ANALYST", "RESEARCH_LEAD", duty=True, part="reviewer", sentence="review the evidence pack"),
    "pack.approve": _need("RESEARCH_LEAD", duty=True, part="pack_approver", sentence="approve the evidence pack"),
    "proposal.write": _need("OFFICER", duty=True, part="author", sentence="draft and submit the proposal"),
    "consultation.open": _need("OFFICER", "MONITORING_OFFICER", sentence="publish a consultation"),
    "consultation.extend": _need("OFFICER", "MONITORING_OFFICER", sentence="extend a consultation"),
    "consultation.result": _need("OFFICER", sentence="record what a consultation said"),
    "consultation.promote": _need("OFFICER", "PROPER_OFFICER", "MONITORING_OFFICER", sentence="record how people are told of a consultation"),
    "consultation.review": _need("OFFICER", duty=True, sentence="say whether a consultation is extended"),
    # decisions
    "clearance.give": _need(
        "CHIEF_FINANCE_OFFICER", "LEGAL", "EQUALITY", "CABINET_MEMBER", "LEADER", "MONITORING_OFFICER",
        duty=True, step_up=True, part="clearer", sentence="clear the proposal",
    ),
    "notice.publish": _need("PROPER_OFFICER", duty=True, step_up=True, sentence="publish the notice of key decision"),
    "exception.publish": _need("PROPER_OFFICER", step_up=True, sentence="publish a general exception"),
    "urgency.ask": _need("PROPER_OFFICER", sentence="ask for agreement to urgency"),
    "urgency.answer": _need(
        "SCRUTINY_CHAIR", "CIVIC_MAYOR", "MONITORING_OFFICER", "HEAD_OF_PAID_SERVICE", duty=True,
        sentence="answer whether a matter is urgent",
    ),
    "private_notice.publish": _need("PROPER_OFFICER", step_up=True, sentence="publish notice of a private meeting"),
    "representation.receive": _need("PROPER_OFFICER", sentence="log a representation"),
    "representation.answer": _need("PROPER_OFFICER", "MONITORING_OFFICER", sentence="answer a representation"),
    "key.assess": _need("OFFICER", "PROPER_OFFICER", "MONITORING_OFFICER", sentence="assess whether a decision is key"),
    "function.name": _need("OFFICER", "PROPER_OFFICER", "MONITORING_OFFICER", sentence="say under which function a case falls"),
    "function.allocate": _need("LEADER", step_up=True, sentence="allocate a decision"),
    "education.mark": _need(
        "PROPER_OFFICER", "SCRUTINY_OFFICER", "MONITORING_OFFICER", sentence="record whether a case is an education matter"
    ),
    "call_in.exempt": _need(
        "PROPER_OFFICER", "MONITORING_OFFICER", sentence="record whether a decision is of a class that cannot be called in"
    ),
    "late_item.ask": _need("PROPER_OFFICER", sentence="ask to add an item late"),
    "amendment.ask": _need("PROPER_OFFICER", "LEADER", "CABINET_MEMBER", sentence="ask whether an amendment lies within the notice"),
    "informal.note": _need("PROPER_OFFICER", sentence="note what was said without deciding"),
    "report.gap": _need("PROPER_OFFICER", sentence="log that a report lacks a part"),
    "report.correct": _need("PROPER_OFFICER", step_up=True, sentence="correct a published report"),
    "outage.log": _need("PROPER_OFFICER", sentence="log that a notice was out of reach"),
    "advice.give": _need("MONITORING_OFFICER", duty=True, sentence="give the Monitoring Officer's advice"),
    "meeting.postpone": _need("PROPER_OFFICER", sentence="postpone a meeting"),
    "meeting.cancel": _need("PROPER_OFFICER", sentence="cancel a meeting"),
    "meeting.call": _need("PROPER_OFFICER", sentence="call a meeting"),
    "ssmt.schedule": _need("PROPER_OFFICER", duty=True, sentence="put the proposal before the senior management team"),
    "ssmt.recommend": _need("AGENCY_LEAD", duty=True, part="recommender", sentence="recommend for an agency"),
    "ssmt.outcome": _need("SSMT_CHAIR", duty=True, sentence="state the team’s outcome"),
    "signoff.sign": _need("AGENCY_LEAD", "AGENCY_ADVISER", duty=True, step_up=True, part="signatory", sentence="sign for an agency"),
    "agenda.publish": _need("PROPER_OFFICER", duty=True, step_up=True, sentence="publish the agenda and report"),
    "exempt.read": Need(
        EXECUTIVE | STATUTORY | SCRUTINY | frozenset({"PROPER_OFFICER", "LEGAL", CO_OPTEE}), sentence="read what a report keeps back"
    ),
    "exempt.review": _need("PROPER_OFFICER", duty=True, step_up=True, sentence="look at an exemption again"),
    "interest.declare": _need("CABINET_MEMBER", "LEADER", sentence="declare interests"),
    "interest.notify": Need(COUNCIL_STAFF, part="interested", sentence="give written notice of an interest"),
    "interest.request": Need(EXECUTIVE, sentence="ask for a dispensation"),
    "interest.dispense": _need("MONITORING_OFFICER", sentence="grant a dispensation"),
    "void.review": _need("MONITORING_OFFICER", duty=True, sentence="find whether a decision stands"),
    "interest.note": _need("MONITORING_OFFICER", duty=True, sentence="note an interest that was declared late"),
    "incident.note": _need("MONITORING_OFFICER", duty=True, sentence="note an incident"),
    "retrospective.note": _need("MONITORING_OFFICER", duty=True, sentence="look into what was done without a decision"),
    "attendance.record": _need("PROPER_OFFICER", part="clerk", sentence="record who is present"),
    "exclusion.record": _need("PROPER_OFFICER", part="clerk", sentence="record whether the public left a meeting"),
    "vote.cast": _need("CABINET_MEMBER", "LEADER", duty=True, part="decider", sentence="vote at the meeting"),
    "item.outcome": _need("LEADER", "CABINET_MEMBER", duty=True, part="presider", sentence="state the outcome"),
    "item.minute": _need("PROPER_OFFICER", part="clerk", sentence="minute an outcome that the chair states"),
    "decision.make": _need(
        *EXECUTIVE, *DECIDING_OFFICERS, duty=True, step_up=True, part="decider", sentence="decide individually"
    ),
    "record.certify": _need(  # the person who presided where everybody in the proper officer's office clerked
        "PROPER_OFFICER", "LEADER", "CABINET_MEMBER", duty=True, step_up=True, part="certifier", sentence="certify and publish the record"
    ),
    "record.correct": _need("PROPER_OFFICER", step_up=True, part="certifier", sentence="correct a published record"),
    "reconsider.schedule": _need("PROPER_OFFICER", duty=True, sentence="bring the decision back"),
    "reconsider.decide": _need(*EXECUTIVE, *DECIDING_OFFICERS, duty=True, part="decider", sentence="reconsider"),
    "overlay.pre_election": _need(
        "MONITORING_OFFICER", "HEAD_OF_PAID_SERVICE", step_up=True, sentence="enter a pre-election period"
    ),
    "overlay.suspended_preelection": _need(
        "MONITORING_OFFICER", step_up=True, sentence="suspend a matter until after an election"
    ),
    "overlay.spend_stop": _need("CHIEF_FINANCE_OFFICER", step_up=True, sentence="stop new spending by a section 114 report"),
    "overlay.mo_s5a_hold": _need("MONITORING_OFFICER", step_up=True, sentence="report a proposal or decision as unlawful"),
    "overlay.court_order": _need("MONITORING_OFFICER", step_up=True, sentence="enter a court order"),
    "overlay.authorise": _need(
        "CHIEF_FINANCE_OFFICER", step_up=True, sentence="authorise an agreement while a spend stop stands"
    ),
    "procurement.record": _need("OFFICER", "LEGAL", sentence="record a step of the procurement"),
    "procurement.note": _need("MONITORING_OFFICER", "SCRUTINY_OFFICER", duty=True, sentence="note a breach of procurement law"),
    "partner.act": _need(
        "AGENCY_LEAD", "AGENCY_ADVISER", step_up=True, sentence="tell what an agency does on its own authority"
    ),
    "case.close": _need("PROPER_OFFICER", duty=True, sentence="close the case"),
    # scrutiny
    "call_in.sign": _need(  # the civic Mayor where the constitution lets them
        "COUNCILLOR", "SCRUTINY_CHAIR", "SCRUTINY_MEMBER", "CIVIC_MAYOR", CO_OPTEE, part="caller", sentence="call in"
    ),
    "call_in.unsign": _need(
        "COUNCILLOR", "SCRUTINY_CHAIR", "SCRUTINY_MEMBER", "CIVIC_MAYOR", CO_OPTEE, sentence="withdraw a signature from a call-in"
    ),
    "scrutiny.refer": _need(  # every member of the council, LGA 2000 s9FC
        "COUNCILLOR", "SCRUTINY_CHAIR", "SCRUTINY_MEMBER", "CIVIC_MAYOR", CO_OPTEE, sentence="refer a decision to scrutiny"
    ),
    "petition.receive": _need("SCRUTINY_OFFICER", "PROPER_OFFICER", sentence="log a residents’ petition"),
    "petition.check": _need("SCRUTINY_OFFICER", "PROPER_OFFICER", duty=True, sentence="check a residents’ petition"),
    "petition.hand_in": _need("SCRUTINY_OFFICER", "PROPER_OFFICER", duty=True, sentence="hand in a residents’ petition"),
    "petition.answer": _need("SCRUTINY_OFFICER", "SCRUTINY_CHAIR", duty=True, sentence="answer a residents’ petition"),
    "scrutiny.agenda": _need(
        "SCRUTINY_CHAIR", "SCRUTINY_OFFICER", "PROPER_OFFICER", sentence="put a matter on a scrutiny agenda"
    ),
    "call_in.rule": _need(  # the duty goes to the office that the constitution names
        "MONITORING_OFFICER", "LEGAL", "HEAD_OF_PAID_SERVICE", "PROPER_OFFICER", "SCRUTINY_OFFICER",
        duty=True, step_up=True, part="validity", sentence="rule on validity",
    ),
    "call_in.hear": _need("SCRUTINY_CHAIR", duty=True, part="scrutineer", sentence="record the hearing's outcome"),
    "call_in.council": _need("PROPER_OFFICER", duty=True, sentence="record what the council did with a call-in"),
    "scrutiny.report": _need("SCRUTINY_OFFICER", duty=True, sentence="report for the committee"),
    "scrutiny.respond": _need("LEADER", duty=True, sentence="respond for the executive"),
    "scrutiny.publish": _need("SCRUTINY_OFFICER", duty=True, step_up=True, sentence="publish the scrutiny record"),
    "audit.read": Need(
        SCRUTINY | STATUTORY | frozenset({"PROPER_OFFICER"}), sentence="read the audit trail of a case"
    ),
    "export": Need(
        SCRUTINY | STATUTORY | frozenset({"PROPER_OFFICER"}), sentence="take out the audit trail of a case as a file"
    ),
    "ledger.erase": _need("MONITORING_OFFICER", step_up=True, sentence="erase personal data or redact"),
    "ledger.lift": _need("PROPER_OFFICER", "MONITORING_OFFICER", step_up=True, sentence="lift an exemption"),
    # house-keeping
    "agency.succeed": _need("MONITORING_OFFICER", step_up=True, sentence="enter the successor of an agency"),
    "people.read": _need("ADMINISTRATOR", sentence="read accounts and appointments"),
    "person.invite": _need("ADMINISTRATOR", step_up=True, sentence="invite people"),
    "person.deactivate": _need("ADMINISTRATOR", step_up=True, sentence="close accounts"),
    "person.reopen": _need("ADMINISTRATOR", step_up=True, sentence="open closed accounts again"),
    "person.reset": _need("ADMINISTRATOR", step_up=True, sentence="take away a lost second factor"),
    "body.make": _need("ADMINISTRATOR", step_up=True, sentence="set up bodies and partner agencies"),
    "office.make": _need("ADMINISTRATOR", step_up=True, sentence="set up offices"),
    "office.appoint": _need("ADMINISTRATOR", step_up=True, sentence="appoint people to offices"),
    "office.end": _need("ADMINISTRATOR", step_up=True, sentence="end appointments"),
    "calendar.proclaim": _need("PROPER_OFFICER", step_up=True, sentence="enter a proclaimed bank holiday"),
    "delegation.propose": _need(
        "LEADER", "MONITORING_OFFICER", "PROPER_OFFICER", step_up=True, sentence="propose a change of the scheme of delegation"
    ),
    "delegation.confirm": _need(
        "LEADER", "MONITORING_OFFICER", step_up=True, sentence="confirm a change of the scheme of delegation"
    ),
    "constitution.propose": _need("ADMINISTRATOR", step_up=True, sentence="propose a change of the constitution"),
    "constitution.load": _need("ADMINISTRATOR", step_up=True, sentence="load a constitution"),
    "clock.jump": Need(EVERYBODY, sentence="move the demo clock"),
}

STEP_UP_ROLES = frozenset(role for need in ACTS.values() if need.step_up for role in need.roles)


def asks_second_factor(roles: Iterable[str]) -> bool:
    """Whether one of the roles carries an act that a fresh second factor must prove."""
    return not STEP_UP_ROLES.isdisjoint(roles)


@dataclass(frozen=True)
class Pair:
    """Two parts of one person in one case. `allowed` pairs are written down so that they stay allowed."""

    first: str
    then: str
    allowed: bool
    reason: str


PAIRS: tuple[Pair, ...] = (
    *(
        Pair("interested", then, False, "An officer with an interest in the contract takes no part in the case.")
        for then in ("author", "analyst", "reviewer", "pack_approver", "clearer", "decider", "clerk", "certifier", "validity")
    ),
    Pair("author", "clearer", False, "Nobody clears what they wrote."),
    Pair("author", "decider", False, "Nobody decides on what they wrote."),
    Pair("author", "analyst", False, "Evidence is written independently of the proposal."),
    Pair("author", "reviewer", False, "Evidence is reviewed independently of the proposal."),
    Pair("author", "pack_approver", False, "Evidence is approved independently of the proposal."),
    Pair("analyst", "author", False, "Evidence is written independently of the proposal."),
    Pair("analyst", "reviewer", False, "Nobody reviews their own evidence."),
    Pair("analyst", "pack_approver", False, "Nobody approves their own evidence."),
    Pair("decider", "scrutineer", False, "Nobody scrutinises a decision that they took."),
    Pair("presider", "scrutineer", False, "Nobody scrutinises a decision that they took."),
    Pair("decider", "caller", False, "A decision-maker cannot call in the own decision."),
    Pair("presider", "caller", False, "A decision-maker cannot call in the own decision."),
    Pair("decider", "validity", False, "A decision-maker cannot rule on a call-in of the own decision."),
    Pair("author", "validity", False, "The author of a proposal cannot rule on its call-in."),
    Pair("caller", "validity", False, "Nobody rules on their own call-in."),
    Pair("clerk", "certifier", False, "Nobody certifies what they clerked."),
    Pair("clearer", "decider", True, "The lead member agrees to the report and decides on it."),
    Pair("recommender", "signatory", True, "An agency's lead recommends at the team and signs for the agency."),
    Pair("clearer", "validity", True, "The Monitoring Officer clears the report and rules on validity."),
    Pair("caller", "scrutineer", True, "A signatory may sit on the hearing (Localism Act 2011 s25)."),
    Pair("decider", "presider", True, "The person presiding votes as a member."),
)


def forbidden_pair(part: str, earlier: frozenset[str] | set[str]) -> Pair | None:
    """The first forbidden pair that taking `part` would make with parts already taken, or None."""
    for pair in PAIRS:
        if not pair.allowed and pair.then == part and pair.first in earlier:
            return pair
    return None
