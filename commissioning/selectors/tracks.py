"""Which procedure a case follows, from what is known about it today."""

from __future__ import annotations

from collections.abc import Sequence

from commissioning.models import Case, CommissioningQuestion, ExpectedAgency, ProposalVersion
from commissioning.rules.constitution import Constitution
from commissioning.rules.questions import KeyTest, key_test
from commissioning.rules.tracks import Choice, Track, TrackFacts, choose_track
from commissioning.selectors.proposals import contributing_agencies, current_version

ALWAYS_KEY = (Track.JOINT_KEY, Track.COUNCIL_KEY)
SOMETIMES_KEY = (Track.VARIATION, Track.URGENT)


def partners_of(case: Case, version: ProposalVersion | None = None) -> list[str]:
    """Names of the agencies beside the council that put something in: by the newest version, else as expected."""
    version = version or current_version(case)
    if version is not None:
        return [agency.short for agency in contributing_agencies(version) if agency.kind != "COUNCIL"]
    rows = (
        ExpectedAgency.objects.filter(case=case).select_related("organisation").order_by("organisation__name")
    )
    return [row.organisation.short for row in rows]


def goes_to_ssmt(case: Case, version: ProposalVersion | None = None) -> bool:
    """Whether partner agencies put something in, so that the senior management team of all agencies recommends.

    `version` is the newest one handed in, where the caller has read it.
    """
    return bool(partners_of(case, version))


def question_of(case: Case) -> CommissioningQuestion | None:
    """What was stated when the question was put."""
    return CommissioningQuestion.objects.filter(case=case).first()


def is_key_track(case: Case) -> bool:
    """Whether a key decision is to be expected (SI 2012/2089 reg 8)."""
    if case.track in SOMETIMES_KEY:
        question = question_of(case)
        return question is not None and question.is_key
    return case.track in ALWAYS_KEY


def choice_for(
    *,
    constitution: Constitution,
    value: int,
    several_wards: bool,
    executive: bool,
    maker: str,
    varies_a_decision: bool,
    partners: Sequence[str],
    was_key: bool = False,
) -> tuple[KeyTest, Choice]:
    """The key test and the track for facts as stated. What was key stays key: only the Monitoring Officer may lower it."""
    test = key_test(executive=executive, value=value, several_wards=several_wards, constitution=constitution)
    if was_key and executive and not test.is_key:
        test = KeyTest(True, (*test.reasons, "It was put as a key decision and stays one."))
    facts = TrackFacts(
        executive=executive,
        key=test.is_key,
        maker=maker,
        partners=tuple(partners),
        varies_a_decision=varies_a_decision,
    )
    return test, choose_track(facts)
