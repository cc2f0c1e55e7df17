"""The track of a case follows from what it is; the reasons are shown."""

import pytest

from commissioning.rules.tracks import SPECIFICATIONS, Track, TrackFacts, choose_track, roles_needed


@pytest.mark.parametrize(
    ("facts", "track", "bodies"),
    [
        (TrackFacts(key=True, partners=("ICB",)), Track.JOINT_KEY, ("SSMT", "CABINET")),
        (TrackFacts(key=True), Track.COUNCIL_KEY, ("CABINET",)),
        (TrackFacts(maker="CABINET_MEMBER"), Track.MEMBER_NON_KEY, ("CABINET_MEMBER",)),
        (TrackFacts(maker="OFFICER"), Track.OFFICER_EXECUTIVE, ("OFFICER",)),
        (TrackFacts(executive=False, key=True), Track.OFFICER_NON_EXECUTIVE, ("OFFICER",)),
        (TrackFacts(varies_a_decision=True), Track.VARIATION, ("CABINET",)),
        (TrackFacts(key=True, urgency_accepted=True, partners=("ICB",)), Track.URGENT, ("SSMT", "CABINET")),
        (TrackFacts(key=True, maker="OFFICER"), Track.COUNCIL_KEY, ("OFFICER",)),
    ],
)
def test_track_and_bodies_follow_the_facts(facts, track, bodies):
    choice = choose_track(facts)

    assert (choice.track, choice.bodies) == (track, bodies)


def test_reasons_are_sentences():
    choice = choose_track(TrackFacts(key=True, partners=("ICB", "Police")))

    assert choice.why == (
        "It is a key decision that also binds ICB and Police. Partner agencies recommend first and each signs for itself."
    )


def test_urgent_key_decision_still_needs_its_notice_or_route():
    choice = choose_track(TrackFacts(key=True, urgency_accepted=True))

    assert (
        choice.reasons[1] == "It is a key decision, so a notice or a recorded urgency route is still needed."
    )


def test_finance_and_legal_clear_on_every_track():
    assert all(
        {"CHIEF_FINANCE_OFFICER", "LEGAL"} <= set(specification.clearances)
        for specification in SPECIFICATIONS.values()
    )


def test_only_full_tracks_weigh_four_options():
    four = {track for track, specification in SPECIFICATIONS.items() if specification.options == 4}

    assert four == {Track.JOINT_KEY, Track.COUNCIL_KEY}
    assert choose_track(TrackFacts(key=True)).specification == SPECIFICATIONS[Track.COUNCIL_KEY]


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({"executive": False, "key": True}, ("The function belongs to the council, not to its executive, so it cannot be key.",)),
        ({"urgency_accepted": True}, ("The Monitoring Officer accepted that the matter cannot wait for the usual steps.",)),
        (
            {"varies_a_decision": True, "key": True},
            ("It changes a decision already made.", "It is a key decision, so a notice or a recorded urgency route is still needed."),
        ),
        ({"key": True}, ("It is a key decision of the council alone.",)),
        ({"maker": "OFFICER"}, ("It is not key and the scheme of delegation gives it to an officer.",)),
        (
            {"partners": ("ICB",)},
            (
                "It is not key and is made by the Cabinet or one of its members.",
                "Partner agencies recommend first and each signs for itself.",
            ),
        ),
    ],
)
def test_track_gives_its_reasons_in_words(facts, reasons):
    assert choose_track(TrackFacts(**facts)).reasons == reasons


def test_roles_needed_follow_pack_clearances_and_bodies():
    joint = choose_track(TrackFacts(key=True, partners=("ICB",)))
    small = choose_track(TrackFacts(maker="OFFICER"))

    assert roles_needed(joint) == (
        "ANALYST", "RESEARCH_LEAD", "CHIEF_FINANCE_OFFICER", "LEGAL", "EQUALITY", "AGENCY_LEAD", "SSMT_CHAIR",
        "PROPER_OFFICER", "MONITORING_OFFICER", "LEADER", "SCRUTINY_OFFICER",
    )  # fmt: skip
    assert roles_needed(small) == (
        "CHIEF_FINANCE_OFFICER", "LEGAL", "PROPER_OFFICER", "MONITORING_OFFICER", "LEADER", "SCRUTINY_OFFICER",
    )  # fmt: skip
