"""Challenge and response."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from commissioning import ledger
from commissioning.models import Challenge, ChallengeAnswer
from commissioning.rules.refusals import Refusal
from commissioning.services.challenges import answer_challenge, challenge_pack
from commissioning.services.evidence_packs import approve_pack, open_pack_approve, open_pack_write
from tests.builders import MORNING, a_borough, a_case, actor
from tests.builders import test_act as system_act
from tests.builders_s1 import an_approved_pack, fill_pack, last_event, open_duty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture
def case():
    a_borough()
    case = a_case()
    with ledger.recording():
        open_pack_write(case=case, act=system_act())
        fill_pack(case)
    return case


def challenge(case, who: str = "commissioner", text: str = "Why only four months?") -> Challenge:
    with ledger.recording():
        return challenge_pack(case=case, text=text, about="I1", actor=actor(who), at=MORNING)


def respond(case, who: str = "analyst", text: str = "No more are published.") -> ChallengeAnswer:
    with ledger.recording():
        return answer_challenge(case=case, number=1, text=text, actor=actor(who), at=MORNING)


def test_challenge_is_numbered_and_on_record(case):
    made = challenge(case)

    assert (made.number, made.about, made.made_in) == (1, "I1", "Commissioning manager, adults")
    assert last_event(case) == {
        "kind": "pack.challenge",
        "subject": "2026/001/evidence/challenge/1",
        "number": 1,
        "about": "I1",
        "text": "Why only four months?",
    }


def test_answer_closes_the_challenge_once(case):
    challenge(case)

    respond(case)

    assert ChallengeAnswer.objects.get().given_by.name == "Analyst"
    with pytest.raises(Refusal) as refused:
        respond(case)
    assert refused.value.code == "pack.answered"


def test_challenge_is_for_officers_and_answers_for_analysts(case):
    with pytest.raises(PermissionDenied):
        challenge(case, "analyst")
    challenge(case)
    with pytest.raises(PermissionDenied):
        respond(case, "commissioner")


def test_challenge_refuses_nothing_to_challenge():
    a_borough()

    with pytest.raises(Refusal) as refused:
        challenge(a_case())

    assert refused.value.code == "pack.not_begun"


def test_challenge_refuses_a_frozen_pack():
    a_borough()
    case = a_case()
    with ledger.recording():
        an_approved_pack(case)

    with pytest.raises(Refusal) as refused:
        challenge(case)

    assert refused.value.code == "pack.frozen"


def test_challenge_refuses_empty_words(case):
    with pytest.raises(Refusal) as refused:
        challenge(case, text="  ")

    assert refused.value.code == "pack.no_text"


def test_answer_refuses_a_number_that_is_not_there(case):
    with pytest.raises(Refusal) as refused:
        respond(case)

    assert refused.value.code == "pack.no_challenge"


def test_open_challenge_holds_the_approval(case):
    challenge(case)
    with ledger.recording():
        open_pack_approve(case=case, act=system_act())

    with pytest.raises(Refusal) as refused, ledger.recording():
        approve_pack(
            duty=open_duty(case, "pack.approve"),
            result="APPROVED",
            reasons="",
            actor=actor("research-lead"),
            at=MORNING,
        )

    assert refused.value.code == "pack.challenge_open"


def test_challenge_cannot_be_edited(case):
    made = challenge(case)

    with pytest.raises((TypeError, IntegrityError)):
        made.text = "Never asked."
        made.save()
