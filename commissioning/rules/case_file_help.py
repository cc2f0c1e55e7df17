"""What each act of a case file means, for the page that explains the format; every act of `STEPS` has its line."""

from dataclasses import dataclass

from commissioning.rules.case_file_shapes import STEPS

WORDS = {
    "case.open": ("puts the question of [case]", "an officer of the sponsoring service"),
    "case.withdraw": ("ends the case before it is decided", "the officer, the lead member or the Leader"),
    "pack.write": ("saves [evidence] and hands it to the peer, an office", "an analyst"),
    "pack.challenge": ("challenges the evidence", "an officer"),
    "pack.answer": ("answers a challenge; number 1 if none is given", "an analyst or the research lead"),
    "pack.review": ("reviews: PASSED (if nothing is said) or RETURNED with reasons", "the peer"),
    "pack.approve": ("approves: APPROVED (if nothing is said) or RETURNED with reasons", "the research lead"),
    "proposal.draft": ("saves the sections named, or all that the file has", "the officer"),
    "proposal.submit": (
        "hands the proposal in; later versions change only the sections in change",
        "the officer",
    ),
    "consultation.open": ("publishes a consultation, before the proposal is handed in", "the officer"),
    "consultation.result": (
        "records what people said in a consultation that has closed, number 1 if none is given, and whether the proposal was "
        "CHANGED, changed PARTLY or NOT_CHANGED because of it; corrected says why an earlier record is replaced",
        "the officer",
    ),
    "clearance.give": ("clears the version (CLEARED if nothing is said), queries or refuses it", "a clearer"),
    "notice.publish": ("publishes the notice of key decision", "the proper officer"),
    "ssmt.schedule": ("puts it before the team at the moment meets", "the proper officer"),
    "ssmt.recommend": ("gives an agency's position, with conditions or dissent", "an agency lead"),
    "ssmt.outcome": (
        "states what the team recommends; begin with “The team recommends”",
        "the chair of the team",
    ),
    "signoff.sign": ("signs for an agency under a named authority", "an agency lead"),
    "education.mark": (
        "records that the case is an education matter, which co-optees may call in, or that it is none after all",
        "the scrutiny officer",
    ),
    "function.name": (
        "says under which function of the scheme of delegation the case falls, in the words of the scheme",
        "the officer",
    ),
    "private_notice.publish": (
        "publishes the first notice of a private part of the meeting on meets_on, or the second, without a date",
        "the proper officer",
    ),
    "agenda.publish": (
        "publishes agenda and report for the Cabinet at meets, or for one member or officer from decide_from; closed_for names the "
        "paragraphs under which part of it is private, kept_back what the public report leaves out until review_on",
        "the proper officer",
    ),
    "meeting.postpone": ("puts the meeting that the case is before off to a later moment", "the proper officer"),
    "meeting.cancel": ("cancels the meeting that the case is before; the case waits for another", "the proper officer"),
    "meeting.sit": ("opens the meeting, records who is there, takes everybody's interests", "the clerk"),
    "exclusion.resolve": (
        "records that the public was excluded from the private item, moved and seconded by two members; a show of hands with for, "
        "against and abstain; part and text where they are not the usual words",
        "the clerk",
    ),
    "exclusion.end": ("records that the public came back", "the clerk"),
    "vote.open": ("opens a recorded vote on a motion", "the person presiding"),
    "vote.cast": ("votes FOR, AGAINST or ABSTAIN", "a member present"),
    "vote.close": ("closes the vote", "the person presiding"),
    "item.outcome": ("states the outcome of the item, with mode and totals", "the person presiding"),
    "meeting.close": ("closes the meeting", "the clerk"),
    "decision.make": ("decides alone under the scheme of delegation", "the delegated member"),
    "record.certify": (
        "certifies and publishes the record of the decision, and later that of its reconsideration",
        "the proper officer or a deputy who did not clerk",
    ),
    "call_in.request": (
        "writes a call-in and signs it first; a ground is named by its first words",
        "a councillor",
    ),
    "call_in.sign": ("signs the call-in", "a councillor"),
    "call_in.rule": (
        "rules whether it is valid; consulted is what the office said that the constitution has consulted on it; severable certifies that the resolutions not called in can take effect while the others are "
        "held; public_words are what everybody reads instead of the request, left_out says why",
        "the Monitoring Officer",
    ),
    "call_in.hear": (
        "records the hearing: NO_ACTION, REFER_BACK with concerns, REFER_TO_COUNCIL with the advice that it is contrary to the "
        "budget or policy framework, or RECOMMENDATIONS_WITHOUT_REFERRAL with recommendations",
        "the chair of scrutiny",
    ),
    "call_in.council": (
        "records what the council did on met_on: NO_OBJECTION, AGREED, or OBJECTED with objections", "the proper officer",
    ),
    "reconsider.schedule": ("brings the decision back to the Cabinet at meets", "the proper officer"),
    "reconsider.decide": ("confirms, amends or rescinds, one answer for each concern", "the decision-maker"),
    "scrutiny.report": ("serves the committee's report with its recommendations", "the scrutiny officer"),
    "scrutiny.respond": ("answers each recommendation in its order", "the Leader"),
    "scrutiny.publish": ("publishes the scrutiny record", "the scrutiny officer"),
    "words.erase": (
        "erases, or redacts, details of the newest event of a kind, and their words wherever they stand; scope ALONE or EVENT "
        "reaches less far",
        "the Monitoring Officer",
    ),
    "case.close": ("closes the case", "the proper officer"),
}


@dataclass(frozen=True)
class ActHelp:
    """One line of the table of acts."""

    do: str
    what: str
    by: str
    needs: tuple[str, ...]
    may: tuple[str, ...]


def acts() -> tuple[ActHelp, ...]:
    """Every act that a step can do, in the order in which a case meets them."""
    return tuple(ActHelp(do, *WORDS[do], tuple(needs), tuple(may)) for do, (needs, may) in STEPS.items())
