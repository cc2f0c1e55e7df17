"""The shared research function writes the evidence; the officer may challenge it but not edit it."""

from datetime import date

import pytest

from commissioning.models import EvidencePackVersion
from tests.journeys.browser import Desk, holder
from tests.journeys.states import scene

pytestmark = pytest.mark.browser
LONG_WORD = "about_sixty_more_than_in_the_year_before"
NOT_A_NUMBER = f"Line 1: “{LONG_WORD}” is not a number. Write it without commas or signs, for example 1234.5"
FIGURES = b"period,value\n2023/24,1180\n2024/25,1240\n"


def test_analyst_writes_the_pack_with_one_indicator_from_a_file(desk: Desk):
    """About the evidence, a source, figures typed and figures from a CSV file, a claim; then it goes to a named peer."""
    then = scene("pack.write")
    duty = then.duty("pack.write", "analyst")

    desk.take_up("analyst", duty)
    desk.follow("Population, area, period")
    desk.fill(
        population="Adults who care without pay",
        geography="The whole borough",
        period="2021 to 2025",
        findings="Few carers are known to any agency.",
        method="Counts of assessments were compared over two years.",
        limitations="Carers who asked nobody are not counted.",
        protection="No count below five is shown.",
        confidence="MEDIUM",
        confidence_reason="Counts are complete, but only for those who asked.",
        is_independent=True,
    )
    desk.send()
    desk.follow("Add a source")
    desk.fill(
        title="Short and Long Term Support", publisher="NHS England", licence="Open Government Licence v3.0"
    )
    desk.date("published_on", date(2025, 10, 23))
    desk.send()
    desk.follow("Add an indicator")
    desk.fill(
        title="Carers who had an assessment", unit="people", area="Lammas Vale", basis="REAL", source="S1"
    )
    desk.fill(file={"name": "carers.csv", "mimeType": "text/csv", "buffer": FIGURES})
    desk.send()
    desk.follow("Add an indicator")
    desk.fill(title="Change in a year", unit="people", basis="DERIVED", observations="2024/25,60")
    assert desk.send_wrongly() == ["Enter how the figures were worked out"]
    desk.fill(derivation="1,240 less 1,180", observations=f"2024/25,{LONG_WORD}")
    assert desk.send_wrongly() == [NOT_A_NUMBER]  # and the page is no wider for it
    desk.fill(observations="2024/25,60")
    desk.send()
    desk.follow("Add a claim")
    desk.fill(
        text="Sixty more carers had an assessment in 2024/25 than a year before.", indicators=["I1", "I2"]
    )
    desk.send()
    desk.fill(peer=holder("peer").pk)
    desk.send("Send for peer review")

    assert (desk.path(), desk.told()) == ("/inbox/", "The pack is with the peer reviewer.")
    review = then.duty("pack.review")
    assert (review.person, then.waiting()) == (holder("peer"), ["pack.review"])


def test_officer_challenges_and_the_analyst_answers(desk: Desk):
    """The officer puts a challenge on record; no page lets the officer edit; the analyst's answer stands beside it."""
    then = scene("pack.challenge")
    evidence = f"/cases/{then.case.reference}/evidence/"

    desk.sit("commissioner")
    desk.visit(evidence)
    desk.follow("Challenge the evidence")
    desk.send_wrongly()
    desk.fill(text="Please say which scheme spends most.")
    desk.send()
    assert (desk.path(), desk.told()) == (
        evidence,
        "Your challenge is on record. The analysts answer it here.",
    )
    desk.sit("analyst")
    desk.visit(f"{evidence}challenge/1/")
    desk.fill(text="The split by scheme was not published, so the pack cannot say it.")
    desk.send()

    assert desk.told() == "Your answer is on record."
    assert "The split by scheme was not published" in desk.words()


def test_peer_returns_nothing_and_the_research_lead_freezes_the_pack(desk: Desk):
    """A named peer reads the whole pack and passes it; the research lead approves; from then on it is frozen."""
    then = scene("pack.review")

    desk.take_up("peer", then.duty("pack.review"))
    desk.fill(result="RETURNED")
    assert desk.send_wrongly() == ["Enter what has to be done before the pack can pass"]
    desk.fill(result="PASSED")
    desk.send()
    assert desk.told() == "Your review is recorded."
    desk.take_up("research-lead", then.duty("pack.approve"))
    desk.fill(result="APPROVED")
    desk.send()

    version = EvidencePackVersion.objects.get()
    assert (version.number, version.approved_by) == (1, holder("research-lead"))
    assert "proposal.write" in then.waiting()
    desk.visit(f"/cases/{then.case.reference}/evidence/")
