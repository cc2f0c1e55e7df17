"""What was said without deciding is kept and decides nothing."""

from datetime import date

import pytest

from decisions.rules.informal_notes import HOW, LAW, note_way, require_note
from decisions.rules.votes import require_meeting
from tests.builders_rules import refusal_of

TODAY = date(2027, 1, 11)


def test_e33_answers_by_e_mail_are_kept_as_informal():
    said = require_note("OUTSIDE", "Everybody wrote yes.", held_on=TODAY, today=TODAY)

    assert said == "Asked outside a meeting, for example by e-mail or in a poll on 11 January 2027. It decides nothing."
    assert HOW["INQUORATE"] == "Discussed at a meeting without a quorum"


@pytest.mark.parametrize(
    ("how", "text", "day", "code", "message"),
    [
        ("VOTE", "Yes.", TODAY, "informal.how", "Say how it was talked about."),
        ("OUTSIDE", " ", TODAY, "informal.no_text", "Write who said what."),
        (
            "OUTSIDE", "Yes.", date(2027, 1, 12), "informal.to_come",
            "12 January 2027 is still to come. Note what has been said already.",
        ),
    ],
)  # fmt: skip
def test_note_without_its_parts_is_refused(how, text, day, code, message):
    refused = refusal_of(require_note, how, text, held_on=day, today=TODAY)

    assert (refused.code, refused.message, refused.citation) == (code, message, LAW)
    assert LAW == "LGA 2000 s9E; SI 2012/2089 regs 3, 4 and 12"


def test_e33_refusal_of_a_decision_outside_a_meeting_leads_to_the_note():
    (way,) = refusal_of(require_meeting, open_=False).alternatives

    assert way == note_way("Note the answers as informal", "OUTSIDE")
    assert (way.label, way.url_name, way.query) == ("Note the answers as informal", "case_informal", {"how": "OUTSIDE"})
